"""What requests have in common: their mask, their ranges as they are kept, their answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.grid import Dimension, Grid
from addin.demo.masks import Mask, parsed
from addin.demo.ranges import Area

#: Applies one request and returns its reply, empty for most.
Request = Callable[[Book, Json], Json]


def mask_of(asked: Json) -> Mask:
    """
    Return what the request writes.

    Raises
    ------
    RequestError: it does not say.
    """
    if not asked.get("fields"):
        raise RequestError(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return parsed(asked["fields"])


def needed(asked: Json, name: str) -> Any:
    """
    Return a part that the request cannot do without.

    Raises
    ------
    RequestError: it is not there.
    """
    if asked.get(name) is None:
        raise RequestError(f"{name} must be specified.")
    return asked[name]


def kept(book: Book, asked: Json) -> Json:
    """Return a GridRange as Google keeps it: bounded on every side, without a tab's number 0."""
    grid, area = book.block(asked)
    return told(grid, area)


def told(grid: Grid, area: Area) -> Json:
    """Return *area* as a GridRange."""
    return {
        **({"sheetId": grid.id} if grid.id else {}),
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def span(book: Book, asked: Json) -> tuple[Grid, Dimension, int, int]:
    """
    Return the tab, the dimension and the bounds of a DimensionRange.

    Raises
    ------
    RequestError: no such tab, no dimension, or bounds that are not in order.
    """
    grid = book.grid(asked.get("sheetId"))
    dimension = dimension_of(asked)
    total = grid.row_count if dimension == "ROWS" else grid.column_count
    start, end = asked.get("startIndex", 0), asked.get("endIndex", total)
    if start < 0 or start >= end:
        raise RequestError(f"startIndex[{start}] must be less than endIndex[{end}].")
    return grid, dimension, start, end


def dimension_of(asked: Json) -> Dimension:
    """Return rows or columns, as the request says."""
    match asked.get("dimension"):
        case "ROWS":
            return "ROWS"
        case "COLUMNS":
            return "COLUMNS"
        case _:
            raise RequestError("No dimension specified.")


def across(dimension: Dimension, grid: Grid, start: int, end: int) -> Area:
    """Return the block that rows or columns fill."""
    if dimension == "ROWS":
        return Area(start, 0, end, grid.column_count)
    return Area(0, start, grid.row_count, end)
