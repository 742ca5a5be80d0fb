"""Requests about rows and columns; what points at cells follows them when they move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.formats import shown
from addin.demo.grid import Dimension, Grid
from addin.demo.guarding import guard
from addin.demo.masks import merged
from addin.demo.requests.asked import Request, across, dimension_of, mask_of, needed, span

_LETTER, _MARGIN = 7, 10  # pixels
_BOUNDS: dict[Dimension, tuple[str, str, str]] = {
    "ROWS": ("startRowIndex", "endRowIndex", "rowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex", "columnIndex"),
}
#: Returns where an edge (of a start, or of an end) goes.
_Shift = Callable[[int], int]


def insert(book: Book, grid: Grid, dimension: Dimension, at: int, count: int) -> None:
    """Insert blank rows or columns before *at*."""
    grid.insert(dimension, at, count)
    book.check_size()
    _follow(
        book,
        grid,
        dimension,
        lambda i: i + count if i >= at else i,
        lambda i: i + count if i > at else i,
    )


def delete(book: Book, grid: Grid, dimension: Dimension, start: int, end: int) -> None:
    """
    Delete rows or columns.

    Raises
    ------
    RequestError: none would be left.
    """
    total = grid.row_count if dimension == "ROWS" else grid.column_count
    end = min(end, total)
    if start >= total:
        raise RequestError(f"Cannot delete a {dimension.lower()[:-1]} that doesn't exist.")
    if end - start >= total:
        raise RequestError(f"You can't delete all the {dimension.lower()} on the sheet.")
    grid.delete(dimension, start, end)

    def shift(i: int) -> int:
        return i if i <= start else max(start, i - (end - start))

    _follow(book, grid, dimension, shift, shift)


def _follow(book: Book, grid: Grid, dimension: Dimension, first: _Shift, last: _Shift) -> None:
    """Move what points into *grid*; what has nothing left to point at goes."""
    moving = _Moving(grid.id, dimension, first, last)
    book.named = tuple(
        n for n in (moving.all(n) for n in book.named) if n is not None and not _empty(n["range"])
    )
    book.metadata = tuple(m for m in map(moving.all, book.metadata) if not _empty(m["location"]))
    for other in book.grids:
        other.objects = {
            name: [m for m in map(moving.all, held) if not _gone(name, m)]
            if isinstance(held, list)
            else moving.all(held)
            for name, held in other.objects.items()
        }


class _Moving:
    """Rewrites every range of one tab inside a message."""

    def __init__(self, tab: int, dimension: Dimension, first: _Shift, last: _Shift) -> None:
        self._tab, self._dimension = tab, dimension
        self._first, self._last = first, last

    def all(self, message: Any) -> Any:
        """Return *message* with its ranges moved."""
        if isinstance(message, list):
            return [self.all(one) for one in message]
        if not isinstance(message, dict):
            return message
        told = {name: self.all(below) for name, below in message.items()}
        start, end, place = _BOUNDS[self._dimension]
        if told.get("dimension") == self._dimension:
            start, end = "startIndex", "endIndex"
        if told.get("sheetId", 0) == self._tab:
            for name, shift in ((start, self._first), (end, self._last), (place, self._first)):
                if isinstance(told.get(name), int):
                    told[name] = shift(told[name])
        return told


def _gone(name: str, held: Json) -> bool:
    if name == "merges":
        return _empty(held)
    return name == "protectedRanges" and _empty(held["range"])


def _empty(held: Json) -> bool:
    span_ = held.get("dimensionRange", held)
    return any(
        end in span_ and span_.get(start, 0) >= span_[end]
        for start, end in (
            ("startRowIndex", "endRowIndex"),
            ("startColumnIndex", "endColumnIndex"),
            ("startIndex", "endIndex"),
        )
    )


def _append(book: Book, asked: Json) -> Json:
    grid = book.grid(asked.get("sheetId"))
    count = asked.get("length", 0)
    if count < 1:
        raise RequestError("length must be greater than 0.")
    rows = count if dimension_of(asked) == "ROWS" else 0
    grid.resize(grid.row_count + rows, grid.column_count + count - rows)
    book.check_size()
    return {}


def _insert(book: Book, asked: Json) -> Json:
    grid, dimension, start, end = span(book, needed(asked, "range"))
    total = grid.row_count if dimension == "ROWS" else grid.column_count
    if start > total:
        raise RequestError(
            f"range.startIndex[{start}] is after last {dimension.lower()[:-1]} index[{total}]."
        )
    insert(book, grid, dimension, start, end - start)
    return {}


def _delete(book: Book, asked: Json) -> Json:
    grid, dimension, start, end = span(book, needed(asked, "range"))
    guard(book, grid, across(dimension, grid, start, end))
    delete(book, grid, dimension, start, end)
    return {}


def _move(book: Book, asked: Json) -> Json:
    grid, dimension, start, end = span(book, needed(asked, "source"))
    before = asked.get("destinationIndex", 0)
    total = grid.row_count if dimension == "ROWS" else grid.column_count
    if end > total or not 0 <= before <= total:
        raise RequestError("Cannot move beyond the grid.")
    if start < before < end:
        raise RequestError("Cannot move rows or columns within themselves.")
    grid.move(dimension, start, end, before)
    return {}


def _properties(book: Book, asked: Json) -> Json:
    grid, dimension, start, end = span(book, needed(asked, "range"))
    mask = mask_of(asked)
    given: Json = asked.get("properties") or {}
    held = dict(grid.sizes[dimension])
    for place in range(start, end):
        told = {k: v for k, v in merged(held.get(place, {}), given, mask).items() if v}
        held[place] = told
    grid.sizes = {**grid.sizes, dimension: held}
    return {}


def _fit(book: Book, asked: Json) -> Json:
    grid, dimension, start, end = span(book, needed(asked, "dimensions"))
    if dimension == "ROWS":
        return {}
    held = dict(grid.sizes[dimension])
    for place in range(start, end):
        longest = max(
            (len(shown(row.get(place), row.beside(place), book.locale)) for row in grid.rows),
            default=0,
        )
        if longest:
            held[place] = {**held.get(place, {}), "pixelSize": _LETTER * longest + _MARGIN}
    grid.sizes = {**grid.sizes, dimension: held}
    return {}


REQUESTS: Mapping[str, Request] = {
    "appendDimension": _append,
    "insertDimension": _insert,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "updateDimensionProperties": _properties,
    "autoResizeDimensions": _fit,
}
