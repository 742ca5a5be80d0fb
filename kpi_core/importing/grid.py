"""A tab whose cells are in memory already, as an online spreadsheet sends them: a source as a file is.

Dates come as serial numbers, numbers as numbers: only what was typed as text is read as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.case import Seen
from kpi_core.importing.dialect import EMPTY_FILE, MOST_COLUMNS, TOO_MANY_COLUMNS, find_header
from kpi_core.importing.folding import fold, take_apart
from kpi_core.importing.matching import known_headers
from kpi_core.importing.settings import Hints
from kpi_core.importing.table import RawBatch
from kpi_core.importing.typed import cells, text_of, typed_text

Cell = str | float | bool | None

ROWS = 20_000
_LOOKED_AT = 40
_WEIGHED = 2_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A tab in which a table was found. rows: every row of the tab, the first one is row 1."""

    name: str
    rows: Sequence[Sequence[Cell]]
    header: tuple[str, ...]
    header_row: int
    preamble: tuple[str, ...]

    @classmethod
    def of(cls, name: str, rows: Sequence[Sequence[Cell]], hints: Hints) -> Grid:
        """
        Find the table of a tab.

        Raises
        ------
        KpiError
            EMPTY when there is none, LIMIT when it is too wide.
        """
        extra = {f for h in hints.columns for f in (fold(h), take_apart(h).base)}
        first = [[text_of(cell) for cell in row] for row in rows[:_LOOKED_AT]]
        header = find_header(first, known_headers() | extra)
        if header is None:
            raise KpiError(Kind.EMPTY, EMPTY_FILE)
        if len(first[header.index]) > MOST_COLUMNS:
            raise KpiError(Kind.LIMIT, TOO_MANY_COLUMNS.format(most=f"{MOST_COLUMNS:,}"))
        above = tuple(" ".join(filter(None, row)) for row in first[: header.index])
        names = tuple(c.strip() for c in first[header.index])
        return cls(name, rows, names, header.index + 1, above)

    @property
    def system(self) -> int:
        """Return where its dates count from."""
        return 1900

    @property
    def size(self) -> int:
        """Return how many rows there are to read."""
        return len(self.rows)

    def seen(self) -> Seen:
        """Return what was seen of the table."""
        return Seen(
            headers=self.header,
            header_row=self.header_row,
            rows=[[typed_text(cell) for cell in row] for row in islice(self._below(), _WEIGHED)],
            preamble=self.preamble,
            sheet=self.name,
            distinct=self.distinct,
        )

    def distinct(self, columns: Sequence[int]) -> Iterator[list[str]]:
        """Yield the texts of some columns; cells that hold a number prove nothing."""
        for column in columns:
            yield sorted({typed_text(row[column]) for row in self._below()})

    def batches(self) -> Iterator[RawBatch]:
        """Yield the rows under the header."""
        below = self._below()
        done = self.header_row
        while block := list(islice(below, ROWS)):
            columns = tuple(cells([row[c] for row in block]) for c in range(len(self.header)))
            numbers = pa.array(range(done + 1, done + 1 + len(block)), pa.int64())
            done += len(block)
            yield RawBatch(columns, numbers, (), done)

    def _below(self) -> Iterator[list[Cell]]:
        """Yield the rows under the header, as wide as it: empty cells at their end are not sent."""
        width = len(self.header)
        for row in self.rows[self.header_row :]:
            yield [*row[:width], *[None] * (width - len(row))]
