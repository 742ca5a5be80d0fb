"""Values written to ranges: as they are, or as somebody would have typed them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NamedTuple

from addin.demo import ranges
from addin.demo.book import Book, Place
from addin.demo.errors import ApiError, Json, RequestError, bad_field
from addin.demo.grid import Grid, Value, filled
from addin.demo.guarding import guard
from addin.demo.ranges import Area
from addin.demo.typing_in import Typed, plain, typed

LONGEST = 50_000
_TYPES = "type.googleapis.com/google.apps.sheets.v4"
_LIST = "type.googleapis.com/google.protobuf.ListValue"

Lines = list[list[Any]]


class Written(NamedTuple):
    """What an update did: the answer, the tab, and the cells that got a value, as (row, column)."""

    answer: Json
    grid: Grid
    cells: list[tuple[int, int]]


def entered(option: str | None) -> bool:
    """
    Tell whether values are read as typed by a user.

    Raises
    ------
    ApiError: 400, the option is missing or unknown.
    """
    if not option or option.endswith("_UNSPECIFIED"):
        raise ApiError(400, "'valueInputOption' is required but not specified")
    if option not in {"RAW", "USER_ENTERED"}:
        raise bad_field("value_input_option", f"{_TYPES}.ValueInputOption", f'"{option}"')
    return option == "USER_ENTERED"


def update(book: Book, text: str, given: Json, *, as_typed: bool) -> Written:
    """
    Write a ValueRange: null leaves a cell as it is, an empty text clears it.

    Raises
    ------
    ApiError: 400, the range, the values, or values outside the range.
    """
    lines = _lines(given)
    place = book.find(text)
    _fits(place, text, lines)
    return _write(book, place, lines, as_typed=as_typed)


def append(book: Book, text: str, given: Json, *, as_typed: bool, insert: bool) -> Json:
    """Write below the table that the range finds; a range over several tables takes the last one."""
    lines = _lines(given)
    place = book.find(text)
    grid = place.grid
    found = _table(grid, place.area)
    top, left = (found.bottom, found.left) if found else (place.area.top, place.area.left)
    if insert and found and lines:
        grid.insert("ROWS", top, len(lines))
    width = max((len(line) for line in lines), default=0)
    area = Area(top, left, top + max(len(lines), 1), left + max(width, 1))
    done = _write(book, Place(grid, area, single=True), lines, as_typed=as_typed)
    told = {"tableRange": ranges.told(grid.title, found)} if found else {}
    return {"spreadsheetId": book.id, **told, "updates": done.answer}


def clear(book: Book, text: str) -> str:
    """Blank the values of a range, and return it."""
    place = book.find(text)
    _guarded(book, place.grid, place.area)
    place.grid.wipe(place.area)
    return ranges.told(place.grid.title, place.area)


def cell_value(
    grid: Grid, place: tuple[int, int], value: Any, locale: str, *, as_typed: bool
) -> None:
    """Write one value, with the format that typing it gives to a cell that has none."""
    row, column = place
    read = typed(value, locale) if as_typed and isinstance(value, str) else Typed(_raw(value))
    if read.formula is None and read.format is None:
        grid.put(row, column, read.value)
        return
    had = grid.beside(row, column)
    extra = replace(had, formula=read.formula)
    if read.format and not (had.format or {}).get("numberFormat"):
        extra = replace(extra, format={**(had.format or {}), "numberFormat": read.format})
    grid.put(row, column, read.value, extra)


def _raw(value: Any) -> Value:
    if value == "" or isinstance(value, str | bool):
        return value or None if isinstance(value, str) else value
    return plain(value)


def _lines(given: Json) -> Lines:
    """Return the rows of a ValueRange, those of columns turned."""
    values = given.get("values") or []
    if not isinstance(values, list):
        raise bad_field("data.values", _LIST, json.dumps(values))
    for row, line in enumerate(values):
        if not isinstance(line, list):
            raise bad_field(f"data.values[{row}]", _LIST, json.dumps(line))
        for column, value in enumerate(line):
            _check(value, row, column)
    if given.get("majorDimension") != "COLUMNS":
        return values
    height = max((len(line) for line in values), default=0)
    return [[line[i] if i < len(line) else None for line in values] for i in range(height)]


def _check(value: Any, row: int, column: int) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise ApiError(
                400,
                "Your input contains more than the maximum of 50000 characters in a single cell.",
            )
    elif isinstance(value, dict | list):
        kind = "struct_value" if isinstance(value, dict) else "list_value"
        raise ApiError(400, f"Invalid data[0]: Invalid values[{row}][{column}]: {kind} {{}}\n")


def _fits(place: Place, text: str, lines: Lines) -> None:
    """Refuse values that reach beyond a range that has two corners."""
    if place.single or not ("!" in text or ":" in text):
        return
    area = place.area
    said = f"Requested writing within range [{ranges.told(place.grid.title, area)}], but tried writing to"
    if len(lines) > area.bottom - area.top:
        raise ApiError(400, f"{said} row [{area.bottom + 1}]")
    if max((len(line) for line in lines), default=0) > area.right - area.left:
        raise ApiError(400, f"{said} column [{ranges.letters(area.right)}]")


def _write(book: Book, place: Place, lines: Lines, *, as_typed: bool) -> Written:
    grid, (top, left, _, _) = place.grid, place.area
    height, width = len(lines), max((len(line) for line in lines), default=0)
    area = Area(top, left, top + max(height, 1), left + max(width, 1))
    _guarded(book, grid, area)
    if top + height > grid.row_count or left + width > grid.column_count:
        grid.resize(max(grid.row_count, top + height), max(grid.column_count, left + width))
        _sized(book)
    cells = []
    for row, line in enumerate(lines, start=top):
        for column, value in enumerate(line, start=left):
            if value is not None:
                cell_value(grid, (row, column), value, book.locale, as_typed=as_typed)
                cells.append((row, column))
    told: Json = {"spreadsheetId": book.id, "updatedRange": ranges.told(grid.title, area)}
    if cells:
        told["updatedRows"] = len({row for row, _ in cells})
        told["updatedColumns"] = len({column for _, column in cells})
        told["updatedCells"] = len(cells)
    return Written(told, grid, cells)


def _sized(book: Book) -> None:
    try:
        book.check_size()
    except RequestError as e:
        raise ApiError(400, str(e)) from None


def _guarded(book: Book, grid: Grid, area: Area) -> None:
    try:
        guard(book, grid, area)
    except RequestError as e:
        raise ApiError(400, str(e)) from None


def _table(grid: Grid, area: Area) -> Area | None:
    """Return the block of neighbouring values that *area* touches; the last one of a whole tab."""
    if area == grid.whole:
        last = grid.last_row()
        if not last:
            return None
        right = filled(grid.rows[last - 1].values)
        area = Area(last - 1, right - 1, last, right)
    box = _bounds(grid, area)
    while box:
        wider = _bounds(
            grid,
            Area(max(box.top - 1, 0), max(box.left - 1, 0), box.bottom + 1, box.right + 1),
        )
        if wider == box:
            break
        box = wider
    return box


def _bounds(grid: Grid, area: Area) -> Area | None:
    """Return the smallest block that holds every value of *area*."""
    top = bottom = -1
    left, right = area.right, -1
    for place, row in grid.within(area):
        held = [
            c
            for c in range(area.left, min(area.right, len(row.values)))
            if row.values[c] is not None
        ]
        if held:
            top, bottom = (place if top < 0 else top), place
            left, right = min(left, held[0]), max(right, held[-1])
    return Area(top, left, bottom + 1, right + 1) if bottom >= 0 else None
