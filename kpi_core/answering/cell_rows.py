"""A cell once understood, and the row of counted data that answers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kpi_core import arithmetic
from kpi_core.answering import allocation, formulas
from kpi_core.answering.cube import Cube
from kpi_core.answering.engine import Row, Value
from kpi_core.answering.formulas import COSTS, INDIRECT, Expanded
from kpi_core.answering.question import Question
from kpi_core.answering.snapshot import Snapshot
from kpi_core.measures import Measure
from kpi_core.periods import Period


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell, understood: the question of its shape, its days and its members."""

    question: Question
    kpi: Expanded
    period: Period
    members: tuple[str | None, ...]
    dated: bool  # the cell gives its period


def plain(wanted: Wanted, row: Row) -> bool:
    """Tell whether nothing forbids showing the value as it is."""
    kpi = wanted.kpi
    if any(part.kpi.requires or part.kpi.yearly for part in (kpi, *kpi.parts)):
        return False
    if any(measure.lagged for measure in wanted.question.measures.values()):
        return False
    if wanted.period.start > wanted.question.calendar.today:
        return False
    costs = COSTS & row.values.keys()
    net = sum(float(row.values[t] or 0) for t in costs)
    if costs and net <= 0 and kpi.kpi.denominator is not None:
        return False
    return all(row.counted[term] for term in kpi.terms if term not in INDIRECT)


def ends(wanted: Wanted, measure: Measure) -> tuple[int, int]:
    """Return the first and last day whose rows count, as ordinals."""
    lag = wanted.question.lag_days or 0 if measure.lagged else 0
    return wanted.period.start.toordinal() - lag, wanted.period.end.toordinal() - lag


def span(snapshot: Snapshot) -> tuple[dt.date, dt.date]:
    """Return the first and last day on which anything is recorded."""
    firsts = [c.first for c in snapshot.coverage.values() if c.first]
    lasts = [c.last for c in snapshot.coverage.values() if c.last]
    today = dt.date(2000, 1, 1)
    return min(firsts, default=today), max(lasts, default=today)


def row_of(wanted: Wanted, values: Mapping[str, Value], counted: dict[str, int]) -> Row:
    """Return the row of a cell, its KPI computed over *values*."""
    known = {name: float(v) for name, v in values.items() if v is not None}
    known["period_years"] = wanted.period.days / 365.25
    value: float | None
    try:
        value = arithmetic.evaluate(wanted.kpi.expression, known)
    except (KeyError, ZeroDivisionError):
        value = None
    return Row(
        group=(),
        bucket=None,
        values=dict(values),
        counted=counted,
        blank={},
        inferred={},
        results={wanted.kpi.kpi.id: value},
    )


def at(wanted: Wanted) -> Question:
    """Return the question of a cell alone: the one of its shape, with its days and members."""
    filters: dict[str, tuple[str | None, ...]] = {
        name: (member,)
        for name, member in zip(wanted.question.filters, wanted.members, strict=True)
    }
    return replace(wanted.question, period=wanted.period, filters=filters)


def shares(
    wanted: Wanted, cubes: Mapping[str, Cube], indirect: str, policy: str
) -> dict[allocation.Key, Decimal]:
    """Return every member's part of the *indirect* costs over the days of a cell."""
    rows = []
    for members in set[tuple[str | None, ...]]().union(*(c.members for c in cubes.values())):
        told = {
            term: cube.between(members, *ends(wanted, formulas.measure(term, cohort=None)))
            for term, cube in cubes.items()
        }
        rows.append(
            Row(
                group=members,
                bucket=None,
                values={term: value for term, (value, _) in told.items()},
                counted={term: n for term, (_, n) in told.items()},
                blank={},
                inferred={},
                results={},
            )
        )
    return allocation.shares(rows, policy, indirect=indirect, direct=INDIRECT[indirect])
