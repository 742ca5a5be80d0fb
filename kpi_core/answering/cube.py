"""Additive measures by day and member, summed ahead, so that a cell is two look-ups.

Counts and cents are whole numbers: a difference of two prefix sums is exact, and equal to what
the rows would give. A cube lasts as long as the version of the data that it was built from.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi_core.engines.facts import Facts
from kpi_core.measures import Aggregate, Measure
from kpi_core.warehouse.shape import Shape
from kpi_core.warehouse.statements import statement_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

# Beyond this many (member, day) pairs the rows are asked instead: 8 bytes each, twice.
MOST_ENTRIES = 20_000_000
_CENTS = 10_000  # money is kept to four decimals
_SHARES = 10_000_000_000  # and a model's share of a conversion to ten


@dataclass(frozen=True, slots=True)
class Cube:
    """Prefix sums of one measure: `sums[member, day]` is what lies before that day."""

    first: int
    days: int
    members: dict[tuple[str | None, ...], int]
    sums: NDArray[np.int64]
    blanks: bool  # some rows lack the value: only the rows themselves can tell what that means
    counts: NDArray[np.int64]
    scale: int

    def between(
        self, members: tuple[str | None, ...], start: int, end: int
    ) -> tuple[float | None, int]:
        """
        Return the sum and the number of rows of *members* from *start* to *end*, as ordinals.

        The sum is None where no row counts.
        """
        at = self.members.get(members)
        if at is None:
            return None, 0
        low = min(max(start - self.first, 0), self.days)
        high = min(max(end + 1 - self.first, 0), self.days)
        if high <= low:
            return None, 0
        counted = int(self.counts[at, high] - self.counts[at, low])
        if not counted:
            return None, 0
        total = int(self.sums[at, high] - self.sums[at, low])
        return (total / self.scale if self.scale != 1 else total), counted


def build(
    facts: Facts,
    measure: Measure,
    dimensions: tuple[str, ...],
    first: dt.date,
    last: dt.date,
    *,
    model: str | None = None,
    window: tuple[int, int] = (0, 0),
    kept: pa.Table | None = None,
) -> Cube | None:
    """
    Return the cube of *measure* by *dimensions*, or None when it would be too large.

    model, window: the attribution model that says whose its rows are, its lookback and half-life.
    kept: the sums by day, where a warehouse keeps them; else they are counted from the rows.
    """
    shape = Shape(measures=(("x", measure),), by=dimensions, grain="day", model=model)
    statement = statement_of(shape)
    values: dict[str, object] = {
        "start": first,
        "end": last,
        "lookback_days": window[0],
        "half_life_days": window[1],
        "touched_from": first - dt.timedelta(days=window[0]),
    }
    found = facts.arrow(statement, values) if kept is None else kept
    days = (last - first).days + 1
    codes, members = _codes(found, dimensions)
    if len(members) * days > MOST_ENTRIES:
        return None
    money = measure.aggregate is Aggregate.SUM
    scale = _CENTS if money else 1 if model is None else _SHARES
    at = _days(found["bucket"]) - _epoch_days(first)
    totals, counted, rows = (_numbers(found[name]) for name in ("v_x", "n_x", "r_x"))
    sums = np.zeros((len(members), days + 1), np.int64)
    counts = np.zeros((len(members), days + 1), np.int64)
    np.add.at(sums, (codes, at + 1), np.rint(totals * scale).astype(np.int64))
    np.add.at(counts, (codes, at + 1), counted.astype(np.int64))
    np.cumsum(sums, axis=1, out=sums)
    np.cumsum(counts, axis=1, out=counts)
    blanks = bool((rows != counted).any())
    return Cube(first.toordinal(), days, members, sums, blanks, counts, scale)


def _epoch_days(day: dt.date) -> int:
    return day.toordinal() - dt.date(1970, 1, 1).toordinal()


def _days(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return days since 1970, of days or of moments."""
    told: NDArray[np.int64] = column.cast("date32").cast("int32").to_numpy().astype(np.int64)
    return told


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    told: NDArray[np.float64] = np.nan_to_num(column.cast("float64").to_numpy())
    return told


def _codes(
    found: pa.Table, dimensions: tuple[str, ...]
) -> tuple[NDArray[np.int64], dict[tuple[str | None, ...], int]]:
    """Number the members of each row, unassigned ones included."""
    members: dict[tuple[str | None, ...], int] = {}
    if not dimensions:
        return np.zeros(found.num_rows, np.int64), {(): 0}
    columns = [found[name].to_pylist() for name in dimensions]
    codes = np.fromiter(
        (members.setdefault(key, len(members)) for key in zip(*columns, strict=True)),
        np.int64,
        found.num_rows,
    )
    return codes, members
