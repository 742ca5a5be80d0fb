"""Where the table starts in a text file: its delimiter, its header line, and what stands above."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import islice

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.folding import fold, take_apart
from kpi_core.text import Text

DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 1_000
LONGEST_FIELD = 1 << 20
_LOOKED_AT = 40
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?", re.IGNORECASE)
_NUMBERLIKE = re.compile(r"[\d\s.,/:%€$£+-]+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is cut, and where its header is."""

    delimiter: str
    header: tuple[str, ...]
    header_row: int
    """1-based record number, as a spreadsheet that opens the file would number it."""
    characters: int
    """How many characters stand before the first row of data."""
    preamble: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The rows of data that the sample holds."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header line found among the first rows of a table."""

    index: int
    known: int
    width: int


def find_dialect(sample: str, known: Container[str], *, whole: bool) -> Dialect:
    """Find the delimiter and header line that make most sense of the first lines of a file."""
    told = _SEP.match(sample)
    start = told.end() if told else 0
    wanted = (told[1],) if told else DELIMITERS
    best: tuple[tuple[int, int, int], str, Header, list[list[str]], list[int]] | None = None
    for delimiter in wanted:
        records, lines = _records(sample[start:], delimiter, _LOOKED_AT * 2)
        if not whole and len(records) > 1:
            records, lines = records[:-1], lines[:-1]  # the last one may be cut
        header = find_header(records, known)
        if header is None:
            continue
        score = (header.known, header.width if header.known else 0, _regular(records, header))
        if best is None or score > best[0]:
            best = (score, delimiter, header, records, lines)
    if best is None:
        raise KpiError(Kind.EMPTY, EMPTY_FILE)
    _, delimiter, header, records, lines = best
    if len(records) >= _LOOKED_AT:
        records, lines = _records(sample[start:], delimiter)
        if not whole:
            records, lines = records[:-1], lines[:-1]
    row = records[header.index]
    if len(row) > MOST_COLUMNS:
        raise KpiError(Kind.LIMIT, TOO_MANY_COLUMNS.format(most=f"{MOST_COLUMNS:,}"))
    above = 1 if told else 0
    return Dialect(
        delimiter,
        tuple(cell.replace("\ufeff", "").strip() for cell in row),
        header.index + 1 + above,
        start + _length(sample[start:], lines[header.index]),
        tuple(delimiter.join(r).strip(delimiter + " ") for r in records[: header.index]),
        tuple(tuple(r) for r in records[header.index + 1 :]),
    )


def find_header(records: Sequence[Sequence[str]], known: Container[str]) -> Header | None:
    """Pick the row with most known headers; failing that, the first as wide as the table."""
    best: Header | None = None
    for index, row in enumerate(records[:_LOOKED_AT]):
        hits = sum(1 for cell in row if _known(cell, known))
        if hits and (best is None or hits > best.known):
            best = Header(index, hits, len(row))
    if best is not None and (best.known > 1 or best.width == 1 or _wide(records, best.width)):
        return best
    widths = Counter(len(row) for row in records if any(c.strip() for c in row))
    if not widths:
        return None
    usual = max(widths, key=lambda w: (widths[w] * (w > 1), w))
    for index, row in enumerate(records[:_LOOKED_AT]):
        named = [c for c in row if c.strip() and not _NUMBERLIKE.fullmatch(c.strip())]
        if len(row) == usual and named:
            return Header(index, 0, len(row))
    return best


def _known(cell: str, known: Container[str]) -> bool:
    return bool(cell.strip()) and (fold(cell) in known or take_apart(cell).base in known)


def _wide(records: Sequence[Sequence[str]], width: int) -> bool:
    """Tell a header with a single known word, as wide as its table, from a title."""
    return Counter(len(row) for row in records if any(row)).most_common(1)[0][0] == width


def _regular(records: Sequence[Sequence[str]], header: Header) -> int:
    return sum(
        1 for row in records[header.index :] if len(row) == header.width and header.width > 1
    )


def _records(
    text: str, delimiter: str, most: int | None = None
) -> tuple[list[list[str]], list[int]]:
    """Cut *text* into records, with the number of lines consumed after each."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    lines: list[int] = []
    try:
        for record in islice(reader, most):
            records.append(record)
            lines.append(reader.line_num)
    except csv.Error:
        pass  # a lone quote far down: told precisely when the whole file is read
    return records, lines


def _length(text: str, lines: int) -> int:
    """Return the number of characters of the first *lines* lines, whatever ends them."""
    stream = io.StringIO(text, newline="")
    return sum(len(stream.readline()) for _ in range(lines))


EMPTY_FILE = Text(en="The file is empty.", fr="Le fichier est vide.")
TOO_MANY_COLUMNS = Text(
    en="The table has more than {most} columns: keep those that matter.",
    fr="Le tableau a plus de {most} colonnes : gardez celles qui comptent.",
)
