"""Rows as they come out of a file, before anything is understood of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published


@dataclass(frozen=True, slots=True)
class Cells:
    """One column: what each cell shows; workbooks also hold numbers and dates as such."""

    texts: pa.Array
    numbers: pa.Array | None = None
    moments: pa.Array | None = None

    def take(self, kept: pa.Array) -> Cells:
        """Return the cells where *kept* is true."""
        return Cells(
            self.texts.filter(kept),
            None if self.numbers is None else self.numbers.filter(kept),
            None if self.moments is None else self.moments.filter(kept),
        )


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row whose number of cells is not that of the header."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Some rows in file order: their columns, their row numbers, and the rows cut wrong."""

    columns: tuple[Cells, ...]
    rows: pa.Array
    ragged: tuple[Ragged, ...] = ()
    done: int = 0
    """How far the file has been read: bytes of a text file, rows of a workbook."""

    def take(self, kept: pa.Array) -> RawBatch:
        """Return the rows where *kept* is true."""
        columns = tuple(c.take(kept) for c in self.columns)
        return RawBatch(columns, self.rows.filter(kept), (), self.done)

    def raw(self, place: int, headers: Sequence[str]) -> dict[str, str]:
        """Return one row as the file shows it, for the quarantine."""
        values = (c.texts[place].as_py() or "" for c in self.columns)
        return dict(zip(unique(headers), values, strict=True))


def unique(headers: Sequence[str]) -> list[str]:
    """Return headers that can be the keys of a row: nameless and repeated ones are numbered."""
    names: list[str] = []
    for place, header in enumerate(headers, 1):
        name = header or f"#{place}"
        names.append(name if name not in names else f"{name} ({place})")
    return names


def text_batch(rows: Sequence[Sequence[str]], numbers: Sequence[int], width: int) -> RawBatch:
    """Return a batch of a few rows of text."""
    columns = tuple(Cells(pa.array([row[c] for row in rows], pa.string())) for c in range(width))
    return RawBatch(columns, pa.array(numbers, pa.int64()))
