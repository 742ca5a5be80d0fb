"""Rows that are no data: empty lines, totals, and the mentions that some tools print at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.importing.columns import every, places
from kpi_core.importing.table import Ragged, RawBatch

_TOTAL = r"(?i)^\W*(?:total|totals|totaux|gesamt|grand totals?)\b"
_TOTAL_HERE = re.compile(_TOTAL)
_FOOTER = re.compile(
    r"(?i)^\W*(?:confidential|copyright|generated|report generated|généré|rapport généré"
    "|informations"
    r" confidentielles|as of)\b"
)
_LETTERS = ("T", "t", "G", "g", " ", "\u00a0", "\u202f", '"', "-")


@dataclass(frozen=True, slots=True)
class Sifted:
    """The rows of data of a batch, and how many of the others were set aside."""

    data: RawBatch
    blank: int
    totals: int


def sift(batch: RawBatch, is_day: Callable[[int], bool] | None) -> Sifted:
    """
    Set aside empty rows and totals.

    *is_day* tells whether a row has a readable day: then it is data, whatever its first cell
    says (a campaign may be called “Total protection”).
    """
    leading, blank = _leading(batch)
    suspects = _starting(leading, _LETTERS)
    total = pc.invert(every(len(leading)))
    if suspects.true_count:
        total = pc.match_substring_regex(leading, _TOTAL)
        if is_day is not None and total.true_count:
            data = [row for row in places(total) if is_day(row)]
            total = pc.and_(total, every(len(leading), but=data))
    blanks, totals = blank.true_count, total.true_count
    if not blanks and not totals:
        return Sifted(batch, 0, 0)
    return Sifted(batch.take(pc.invert(pc.or_(blank, total))), blanks, totals)


def _leading(batch: RawBatch) -> tuple[pa.Array, pa.Array]:
    """Return the first filled cell of each row, and which rows have none."""
    leading, empty = _bare(batch.columns[0].texts)
    for column in batch.columns[1:]:
        if not empty.true_count:
            break
        texts, blank = _bare(column.texts)
        leading = pc.if_else(empty, texts, leading)
        empty = pc.and_(empty, blank)
    return leading, empty


def _bare(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    if _starting(texts, (" ", "\t", "\u00a0", "\u202f")).true_count:
        texts = pc.utf8_trim_whitespace(texts)
    return texts, pc.equal(texts, "")


def _starting(texts: pa.Array, starts: Sequence[str]) -> pa.Array:
    found = pc.starts_with(texts, starts[0])
    for start in starts[1:]:
        found = pc.or_(found, pc.starts_with(texts, start))
    return found


def is_blank(row: Ragged) -> bool:
    """Tell whether a row cut wrong holds nothing at all."""
    return not any(cell.strip() for cell in row.cells)


def is_trailer(row: Ragged) -> bool:
    """Tell whether a row cut wrong is a total or a closing mention."""
    filled = [cell for cell in row.cells if cell.strip()]
    return bool(_TOTAL_HERE.match(filled[0])) or (
        len(filled) == 1 and bool(_FOOTER.match(filled[0]))
    )
