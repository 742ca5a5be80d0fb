"""Ranges as people write them, `'Dépenses'!A2:E`, and as they are told back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WITH_TAB = re.compile(r"(?:'((?:[^']|'')*)'|([^!']*))!(.*)", re.DOTALL)
_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_CORNERS = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d{0,8})(?::\$?([A-Za-z]{0,3})\$?(\d{0,8}))?")
_PLAIN = re.compile(r"[^\W\d]\w*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d+[Cc]\d+")


class Area(NamedTuple):
    """A block of a grid: rows top to bottom, columns left to right; counted from 0, ends excluded."""

    top: int
    left: int
    bottom: int
    right: int


class Corners(NamedTuple):
    """A range as written: None where it is open; a single cell has one corner."""

    top: int | None
    left: int | None
    bottom: int | None
    right: int | None
    single: bool


class Written(NamedTuple):
    """A range in two parts: the title of the tab, if it was said, and what follows it."""

    title: str | None
    inside: str
    quoted: bool


@lru_cache(maxsize=4096)
def split(text: str) -> Written:
    """Separate the tab from the cells; a text without `!` may be either, unless it is quoted."""
    if found := _WITH_TAB.fullmatch(text):
        quoted = found[1] is not None
        title = found[1].replace("''", "'") if quoted else found[2]
        return Written(title, found[3], quoted)
    if found := _QUOTED.fullmatch(text):
        return Written(found[1].replace("''", "'"), "", quoted=True)
    return Written(None, text, quoted=False)


@lru_cache(maxsize=4096)
def corners(text: str) -> Corners | None:
    """Read `B2`, `B2:C`, `2:5`, `A:A`; None when it is nothing of the kind."""
    found = _CORNERS.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return None
    single = found[3] is None
    if single and not (found[1] and found[2]):
        return None
    if not single and not (found[3] or found[4]):
        return None
    ends = (found[1], found[2]) if single else (found[3], found[4])
    left, right = _ordered(_column(found[1]), _column(ends[0]))
    top, bottom = _ordered(_row(found[2]), _row(ends[1]))
    return Corners(top, left, bottom, right, single)


def _row(text: str) -> int | None:
    return int(text) - 1 if text else None


def _column(text: str) -> int | None:
    return column(text) if text else None


def _ordered(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if first is not None and last is not None and first > last:
        return last, first
    return first, last


def column(letters: str) -> int:
    """Return the place of a column from its letters: A is 0."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


@lru_cache(maxsize=1024)
def letters(place: int) -> str:
    """Return the letters of a column: 0 is A."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=256)
def quoted(title: str) -> str:
    """Return a title as it stands in a range: between quotes unless it can be nothing else."""
    if _PLAIN.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def told(title: str, area: Area) -> str:
    """Return the range of *area*, as Google tells it: both corners, one if it is a cell."""
    first = f"{letters(area.left)}{area.top + 1}"
    last = f"{letters(max(area.right - 1, 0))}{area.bottom}"
    return f"{quoted(title)}!{first}" if first == last else f"{quoted(title)}!{first}:{last}"
