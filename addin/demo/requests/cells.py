"""Requests that write cells: values by their type, formats, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.grid import EMPTY, NOTHING, Extra, Grid, Value
from addin.demo.guarding import guard
from addin.demo.masks import Mask, everything, merged
from addin.demo.ranges import Area
from addin.demo.requests.asked import Request, mask_of, needed
from addin.demo.typing_in import plain
from addin.demo.writing import LONGEST

_STYLES = {"backgroundColor": "backgroundColorStyle", "foregroundColor": "foregroundColorStyle"}


class Writer:
    """Writes CellData through one mask; equal formats are made once."""

    def __init__(self, mask: Mask) -> None:
        whole = everything(mask)
        self._value = whole or "userEnteredValue" in mask
        self._format: Mask | None = {} if whole else mask.get("userEnteredFormat")
        self._note = whole or "note" in mask
        self._rule = whole or "dataValidation" in mask
        self._beside = self._format is not None or self._note or self._rule
        # What an extra became under some CellData; both are held, so that no id is used again.
        self._made: dict[tuple[int, int], tuple[Extra, Json, Extra]] = {}

    def write(self, grid: Grid, row: int, column: int, data: Json) -> None:
        """Write the fields of the mask from *data*; those that it does not have are cleared."""
        had = grid.beside(row, column)
        if not self._value and not self._beside:
            return
        extra = self._extra(had, data) if self._beside else had
        if not self._value:
            if extra is not had:
                grid.put(row, column, grid.value(row, column), extra)
            return
        given = data.get("userEnteredValue") or EMPTY
        value, formula = entered(given)
        if formula != extra.formula:
            extra = replace(extra, formula=formula)
        if extra is NOTHING and had is NOTHING:
            grid.put(row, column, value)
        else:
            grid.put(row, column, value, extra)

    def _extra(self, had: Extra, data: Json) -> Extra:
        key = (id(had), id(data))
        if key not in self._made:
            self._made[key] = (had, data, self._merge(had, data))
        return self._made[key][2]

    def _merge(self, had: Extra, data: Json) -> Extra:
        made = had
        if self._format is not None:
            new = styled(data.get("userEnteredFormat") or {})
            cleared = not self._format
            format_ = new if cleared else merged(had.format or {}, new, _with_styles(self._format))
            made = replace(made, format=format_ or None)
        if self._note:
            made = replace(made, note=data.get("note") or None)
        if self._rule:
            made = replace(made, validation=data.get("dataValidation"))
        return made


def entered(given: Json) -> tuple[Value, str | None]:
    """
    Return the value and the formula of an ExtendedValue.

    Raises
    ------
    RequestError: an error is told, never written; several values at once; a formula that is none.
    """
    if not given:
        return None, None
    if len(given) > 1:
        raise RequestError("oneof field 'value' is already set. Cannot set more than one value.")
    ((kind, value),) = given.items()
    match kind:
        case "numberValue":
            return plain(value), None
        case "stringValue":
            if len(value) > LONGEST:
                raise RequestError(
                    "Your input contains more than the maximum of 50000 characters in a single cell."
                )
            return value or None, None
        case "boolValue":
            return value, None
        case "formulaValue":
            if not value.startswith("="):
                raise RequestError("Formulas must start with '='.")
            return None, value
        case _:
            raise RequestError("ExtendedValue: error values cannot be written.")


def styled(given: Any) -> Any:
    """Return a format with both names of each colour: the old one and its style."""
    if not isinstance(given, dict):
        return given
    told = {name: styled(below) for name, below in given.items()}
    for colour, style in _STYLES.items():
        if colour in told and style not in told:
            told[style] = {"rgbColor": told[colour]}
        elif style in told and colour not in told and "rgbColor" in told[style]:
            told[colour] = told[style]["rgbColor"]
    return told


def _with_styles(mask: Mask) -> Mask:
    """Return a mask that names both fields of each colour that it names one of."""
    told: Mask = {name: _with_styles(below) for name, below in mask.items()}
    for colour, style in _STYLES.items():
        if colour in told or style in told:
            told[colour] = told[style] = {}
    return told


def _update(book: Book, asked: Json) -> Json:
    mask = mask_of(asked)
    rows: list[Json] = asked.get("rows") or []
    width = max((len(r.get("values") or ()) for r in rows), default=0)
    if "range" in asked:
        grid, area = book.block(asked["range"], bound=True)
    else:
        start: Json = needed(asked, "start")
        grid = book.grid(start.get("sheetId"))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        area = Area(
            top, left, min(top + len(rows), grid.row_count), min(left + width, grid.column_count)
        )
    _within("row", area.top + len(rows), area.bottom)
    _within("column", area.left + width, area.right)
    guard(book, grid, area)
    bounded = "range" in asked
    writer = Writer(mask)
    for at in range(area.bottom - area.top):
        values: list[Json] = (rows[at].get("values") or []) if at < len(rows) else []
        for place, data in enumerate(values, start=area.left):
            writer.write(grid, area.top + at, place, data)
        if bounded:
            for place in range(area.left + len(values), area.right):
                writer.write(grid, area.top + at, place, EMPTY)
    return {}


def _within(what: str, end: int, limit: int) -> None:
    if end > limit:
        raise RequestError(
            f"Attempting to write {what}: {limit}, beyond the last requested {what} of: {limit - 1}"
        )


def _repeat(book: Book, asked: Json) -> Json:
    grid, area = book.block(needed(asked, "range"))
    guard(book, grid, area)
    writer = Writer(mask_of(asked))
    data: Json = asked.get("cell") or EMPTY
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            writer.write(grid, row, column, data)
    return {}


def _append(book: Book, asked: Json) -> Json:
    grid = book.grid(asked.get("sheetId"))
    rows: list[Json] = asked.get("rows") or []
    first = grid.last_row()
    width = max((len(r.get("values") or ()) for r in rows), default=0)
    guard(book, grid, Area(first, 0, first + len(rows), max(width, 1)))
    grid.resize(max(grid.row_count, first + len(rows)), max(grid.column_count, width))
    book.check_size()
    writer = Writer(mask_of(asked))
    for row, line in enumerate(rows, start=first):
        for column, data in enumerate(line.get("values") or ()):
            writer.write(grid, row, column, data)
    return {}


def _validate(book: Book, asked: Json) -> Json:
    grid, area = book.block(needed(asked, "range"))
    guard(book, grid, area)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            extra = replace(grid.beside(row, column), validation=asked.get("rule"))
            grid.put(row, column, grid.value(row, column), extra)
    return {}


REQUESTS: Mapping[str, Request] = {
    "updateCells": _update,
    "repeatCell": _repeat,
    "appendCells": _append,
    "setDataValidation": _validate,
}
