"""A spreadsheet as `spreadsheets.get` tells it: only what is asked for is put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addin.demo.book import Book
from addin.demo.errors import Json
from addin.demo.formats import shown
from addin.demo.grid import Dimension, Extra, Grid, Value
from addin.demo.masks import Mask, everything
from addin.demo.ranges import Area

_PIXELS: dict[Dimension, int] = {"ROWS": 21, "COLUMNS": 100}
_OBJECTS = (
    "merges",
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "basicFilter",
    "charts",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
    "tables",
)
ERRORS = {
    "#ERROR!": "ERROR",
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
    "Loading...": "LOADING",
}


def spreadsheet(
    book: Book, *, data: bool = False, ranges: Sequence[str] = (), mask: Mask | None = None
) -> Json:
    """
    Return the Spreadsheet, before its mask is applied.

    data: with the cells; ranges: only tabs that these ranges touch, and only their cells.
    """
    wanted = mask or {}
    told: Json = {"spreadsheetId": book.id, "properties": book.properties}
    if everything(wanted) or "sheets" in wanted:
        told["sheets"] = _sheets(book, data=data, ranges=ranges, mask=wanted.get("sheets", {}))
    if book.named:
        told["namedRanges"] = list(book.named)
    if at_book := [m for m in book.metadata if m["location"].get("spreadsheet")]:
        told["developerMetadata"] = at_book
    told["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    return told


def wants_data(mask: Mask | None) -> bool:
    """Tell whether a mask asks for cells, which then come without being asked for otherwise."""
    return bool(mask) and "data" in (mask or {}).get("sheets", {})


def _sheets(book: Book, *, data: bool, ranges: Sequence[str], mask: Mask) -> list[Json]:
    windows: dict[int, list[Area]] = {}
    for text in ranges:
        place = book.find(text)
        windows.setdefault(place.grid.id, []).append(place.area)
    found = []
    for grid in book.grids:
        if ranges and grid.id not in windows:
            continue
        told: Json = {"properties": properties(grid)}
        if data and (everything(mask) or "data" in mask):
            told["data"] = [_data(book, grid, a) for a in windows.get(grid.id, [grid.whole])]
        told.update({name: grid.objects[name] for name in _OBJECTS if grid.objects.get(name)})
        if own := [m for m in book.metadata if m["location"].get("sheetId", -1) == grid.id]:
            told["developerMetadata"] = [_dropped(m) for m in own]
        found.append(told)
    return found


def properties(grid: Grid) -> Json:
    """Return the SheetProperties of a tab, without the fields that are zero, as Google tells them."""
    size = {k: v for k, v in grid.properties["gridProperties"].items() if v}
    told = {k: v for k, v in grid.properties.items() if v or k in {"sheetId", "index"}}
    return {**told, "gridProperties": size}


def _dropped(metadata: Json) -> Json:
    """Return developer metadata with a location that leaves the number 0 out."""
    if metadata["location"].get("sheetId") != 0:
        return metadata
    location = {k: v for k, v in metadata["location"].items() if k != "sheetId"}
    return {**metadata, "location": location}


def _data(book: Book, grid: Grid, area: Area) -> Json:
    rows = []
    for _, row in grid.within(area):
        stop = min(area.right, row.width)
        cells = [cell(row.get(c), row.beside(c), book.locale) for c in range(area.left, stop)]
        while cells and not cells[-1]:
            cells.pop()
        rows.append({"values": cells} if cells else {})
    while rows and not rows[-1]:
        rows.pop()
    told: Json = {}
    if area.top:
        told["startRow"] = area.top
    if area.left:
        told["startColumn"] = area.left
    if rows:
        told["rowData"] = rows
    told["rowMetadata"] = _sizes(book, grid, "ROWS", (area.top, area.bottom))
    told["columnMetadata"] = _sizes(book, grid, "COLUMNS", (area.left, area.right))
    return told


def _sizes(book: Book, grid: Grid, dimension: Dimension, span: tuple[int, int]) -> list[Json]:
    """Return the DimensionProperties of rows or columns, with the metadata that stand at them."""
    usual = {"pixelSize": _PIXELS[dimension]}
    known = grid.sizes[dimension]
    told = [{**usual, **known[i]} if i in known else usual for i in range(*span)]
    for one in book.metadata:
        place = one["location"].get("dimensionRange", {})
        at = place.get("startIndex", 0)
        if (
            place.get("sheetId") == grid.id
            and place["dimension"] == dimension
            and at in range(*span)
        ):
            held = told[at - span[0]]
            metadata = [*held.get("developerMetadata", ()), one]
            told[at - span[0]] = {**held, "developerMetadata": metadata}
    return told


def cell(value: Value, extra: Extra, locale: str) -> Json:
    """Return the CellData of a cell; nothing of a blank one."""
    told: Json = {}
    if extra.formula is not None:
        told["userEnteredValue"] = {"formulaValue": extra.formula}
    elif value is not None:
        told["userEnteredValue"] = {_kind(value): value}
    if value is not None:
        told["effectiveValue"] = effective(value, extra)
        told["formattedValue"] = shown(value, extra, locale)
    if extra.format:
        told["userEnteredFormat"] = extra.format
        told["effectiveFormat"] = extra.format
    if extra.note:
        told["note"] = extra.note
    if extra.validation:
        told["dataValidation"] = extra.validation
    return told


def effective(value: Value, extra: Extra) -> Json:
    """Return the ExtendedValue of what a cell comes to: an error only where a formula made it."""
    if extra.formula is not None and isinstance(value, str) and value in ERRORS:
        return {"errorValue": {"type": ERRORS[value], "message": value}}
    return {_kind(value): value}


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolValue"
    return "stringValue" if isinstance(value, str) else "numberValue"
