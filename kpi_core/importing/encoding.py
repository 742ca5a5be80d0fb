"""What a file's bytes are: how its characters are coded, and whether it can be read as a table.

One pass, before anything is parsed, so that a file is refused before its first row is kept.
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.dialect import EMPTY_FILE, LONGEST_FIELD
from kpi_core.text import Text

SAMPLE = 128 << 10
LONGEST_LINE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CP1252_HOLES = frozenset(b"\x81\x8d\x8f\x90\x9d")
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "PNG",
    b"SQLi": "SQLite",
    b"PAR1": "Parquet",
}


@dataclass(frozen=True, slots=True)
class Coding:
    """How a text file is coded."""

    encoding: str
    bom: int
    quoted: bool
    size: int


def inspect(path: Path) -> Coding:
    """Decide the encoding of a text file, and refuse what cannot be a table."""
    size = path.stat().st_size
    if size == 0:
        raise KpiError(Kind.EMPTY, EMPTY_FILE)
    with path.open("rb") as file:
        start = file.read(4096)
        for magic, name in _FOREIGN.items():
            if start.startswith(magic):
                raise KpiError(Kind.TYPE, _FOREIGN_FILE.format(name=name))
        encoding, bom = _marked(start)
        file.seek(0)
        quotes, valid, codes = _scan(file, wide=encoding is not None and encoding != "utf-8")
    if size == bom:
        raise KpiError(Kind.EMPTY, EMPTY_FILE)
    if encoding == "utf-8" and not valid:
        raise KpiError(Kind.TYPE, MIXED)
    if encoding is None:
        encoding = "utf-8" if valid else ("latin-1" if codes & _CP1252_HOLES else "cp1252")
    coding = Coding(encoding, bom, quotes > 0, size)
    if quotes % 2:
        _refuse_open_quote(path, coding)
    return coding


def _marked(start: bytes) -> tuple[str | None, int]:
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name, len(bom)
    # UTF-16 without its mark: every other byte of Latin text is zero.
    if start[1::2].count(0) > len(start) // 3:
        return "utf-16-le", 0
    if start[::2].count(0) > len(start) // 3:
        return "utf-16-be", 0
    return None, 0


def _scan(file: BinaryIO, *, wide: bool) -> tuple[int, bool, set[int]]:
    """Count the quotes, check UTF-8 and the length of lines; return what the bytes reveal."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes, valid, open_line, codes = 0, True, 0, set[int]()
    while chunk := file.read(LONGEST_LINE):
        if not wide and b"\0" in chunk:
            raise KpiError(Kind.TYPE, _NOT_TEXT)
        if b'"' in chunk:  # finding none is seven times faster than counting none
            quotes += chunk.count(b'"')
        open_line = _line_left_open(chunk, open_line)
        if valid and not wide:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if not valid:
            codes |= set(chunk) & _CP1252_HOLES
    if valid and not wide:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return quotes, valid, codes


def _line_left_open(chunk: bytes, carried: int) -> int:
    end = b"\n" if b"\n" in chunk else b"\r"
    first = chunk.find(end)
    if carried + (first if first >= 0 else len(chunk)) > LONGEST_LINE:
        raise KpiError(Kind.LIMIT, _LONG_LINE)
    return carried + len(chunk) if first < 0 else len(chunk) - chunk.rfind(end) - 1


def sample_text(path: Path, coding: Coding) -> tuple[str, bool]:
    """Return the first characters of the file, and whether they are all of it."""
    with path.open("rb") as file:
        file.seek(coding.bom)
        data = file.read(SAMPLE)
        whole = not file.read(1)
    try:
        return codecs.getincrementaldecoder(coding.encoding)().decode(data, whole), whole
    except UnicodeDecodeError as error:
        raise KpiError(Kind.TYPE, MIXED) from error


def _refuse_open_quote(path: Path, coding: Coding) -> None:
    """Name the line where a quote opens that never closes; a stray quote inside a cell is none."""
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding=coding.encoding, errors="replace", newline="") as file:
        head = file.readline()
        delimiter = max(",;\t|", key=head.count)
        file.seek(0)
        # The end is marked: an open quote swallows the mark, and only an open quote does.
        reader = csv.reader(chain(file, ["\n", _END]), delimiter=delimiter)
        start, record = 0, [_END]
        while True:
            before = reader.line_num
            try:
                record = next(reader)
            except StopIteration:
                break
            except csv.Error:
                raise KpiError(Kind.TYPE, _OPEN_QUOTE.format(line=before + 1)) from None
            start = before
    if record != [_END]:
        raise KpiError(Kind.TYPE, _OPEN_QUOTE.format(line=start + 1))


_END = "\ue000"
_OPEN_QUOTE = Text(
    en='The quote (") opened in line {line} is never closed: close it or remove it.',
    fr='Le guillemet (") ouvert à la ligne {line} n’est jamais fermé : fermez-le ou supprimez-le.',
)
MIXED = Text(
    en="The file mixes two encodings: save it again as CSV UTF-8.",
    fr="Le fichier mélange deux encodages : enregistrez-le à nouveau en CSV UTF-8.",
)
_FOREIGN_FILE = Text(
    en="This is a {name} file: export the table as CSV or Excel (.xlsx).",
    fr="C’est un fichier {name} : exportez le tableau en CSV ou en Excel (.xlsx).",
)
_NOT_TEXT = Text(
    en="This file is not a table of text: export it as CSV or Excel (.xlsx).",
    fr="Ce fichier n’est pas un tableau de texte : exportez-le en CSV ou en Excel (.xlsx).",
)
_LONG_LINE = Text(
    en="A line is longer than 1 MB: this is no table of figures.",
    fr="Une ligne dépasse 1 Mo : ce n’est pas un tableau de chiffres.",
)
