"""Requests about tabs, and about the spreadsheet as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.grid import Grid
from addin.demo.masks import Mask, everything, merged
from addin.demo.requests.asked import Request, mask_of
from addin.demo.telling import properties


def _add(book: Book, asked: Json) -> Json:
    return {"addSheet": {"properties": properties(book.add(asked.get("properties") or {}))}}


def delete(book: Book, asked: Json) -> Json:
    """Delete a tab, with the names and the metadata that point into it."""
    grid = book.grid(asked.get("sheetId"))
    if len(book.grids) == 1:
        raise RequestError("You can't remove all the sheets in a document.")
    book.arrange([g for g in book.grids if g is not grid])
    book.named = tuple(n for n in book.named if n["range"].get("sheetId", 0) != grid.id)
    book.metadata = tuple(m for m in book.metadata if _tab(m["location"]) != grid.id)
    return {}


def _tab(location: Json) -> int | None:
    """Return the tab that metadata stands at, None for the spreadsheet."""
    if location.get("spreadsheet"):
        return None
    place: Json = location.get("dimensionRange", location)
    return int(place.get("sheetId", 0))


def _duplicate(book: Book, asked: Json) -> Json:
    source = book.grid(asked.get("sourceSheetId"))
    wanted: Json = {k: v for k, v in source.properties.items() if k not in {"sheetId", "index"}}
    wanted["title"] = asked.get("newSheetName") or _copy_title(book, source.title)
    wanted["index"] = asked.get("insertSheetIndex", len(book.grids))
    if "newSheetId" in asked:
        wanted["sheetId"] = asked["newSheetId"]
    place = book.add(wanted)
    twin = source.twin(place.properties)
    book.arrange([twin if g is place else g for g in book.grids])
    return {"duplicateSheet": {"properties": properties(twin)}}


def _copy_title(book: Book, title: str) -> str:
    copy, count = f"Copy of {title}", 1
    while book.titled(copy):
        count += 1
        copy = f"Copy of {title} {count}"
    return copy


def update(book: Book, asked: Json) -> Json:
    """Write the properties of a tab that the mask names."""
    given: Json = asked.get("properties") or {}
    grid = book.grid(given.get("sheetId"))
    mask = {k: v for k, v in mask_of(asked).items() if k != "sheetId"}
    if everything(mask):
        mask = {name: {} for name in given if name != "sheetId"}
    if "title" in mask:
        title = given.get("title", "")
        if not title:
            raise RequestError("Sheet title cannot be empty.")
        book.free(title, but=grid)
    size = mask.pop("gridProperties", None)
    move = "index" in mask
    mask.pop("index", None)
    if mask:
        grid.properties = merged(grid.properties, given, mask)
        _colour(grid, mask)
    if size is not None:
        _size(book, grid, given.get("gridProperties") or {}, size)
    if all(g.properties.get("hidden") for g in book.grids):
        raise RequestError("You can't hide all the sheets in a document.")
    if move:
        _move(book, grid, given.get("index", 0))
    return {}


def _move(book: Book, grid: Grid, index: int) -> None:
    """Place a tab as Google counts: among the tabs before it is taken out."""
    if not 0 <= index <= len(book.grids):
        raise RequestError(f"Index must be between 0 and {len(book.grids)}.")
    now = book.grids.index(grid)
    book.place(grid, index if index <= now else index - 1)


def _colour(grid: Grid, mask: Mask) -> None:
    """Keep the two fields of a tab's colour alike: one is the old name of the other."""
    told = dict(grid.properties)
    if "tabColorStyle" in mask:
        told.pop("tabColor", None)
        if colour := told.get("tabColorStyle", {}).get("rgbColor"):
            told["tabColor"] = colour
        else:
            told.pop("tabColorStyle", None)
    elif "tabColor" in mask:
        told.pop("tabColorStyle", None)
        if told.get("tabColor"):
            told["tabColorStyle"] = {"rgbColor": told["tabColor"]}
    grid.properties = told


def _size(book: Book, grid: Grid, given: Json, mask: Mask) -> None:
    size: Json = merged(grid.properties["gridProperties"], given, mask)
    rows, columns = size.get("rowCount", 0), size.get("columnCount", 0)
    if rows < 1 or columns < 1:
        raise RequestError("You can't delete all the rows or columns on the sheet.")
    if size.get("frozenRowCount", 0) >= rows or size.get("frozenColumnCount", 0) >= columns:
        raise RequestError("You can't freeze all visible rows or columns on the sheet.")
    grid.resize(rows, columns)
    grid.properties = {**grid.properties, "gridProperties": size}
    book.check_size()


def _update_spreadsheet(book: Book, asked: Json) -> Json:
    mask = mask_of(asked)
    given: Json = asked.get("properties") or {}
    if "title" in mask and not given.get("title"):
        raise RequestError("Spreadsheet title cannot be empty.")
    book.properties = merged(book.properties, given, mask)
    return {}


REQUESTS: Mapping[str, Request] = {
    "addSheet": _add,
    "deleteSheet": delete,
    "duplicateSheet": _duplicate,
    "updateSheetProperties": update,
    "updateSpreadsheetProperties": _update_spreadsheet,
}
