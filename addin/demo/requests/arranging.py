"""Requests that move cells about: sorting, copying, merging, finding and replacing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, TypeVar

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.grid import NOTHING, Extra, Grid, Row, Value
from addin.demo.guarding import guard, touches
from addin.demo.ranges import Area
from addin.demo.requests.asked import Request, needed, told

_Cell = tuple[Value, Extra]
_Line = TypeVar("_Line")
_RANKS = {bool: 2, str: 1}  # numbers come before texts, texts before truths


def sort(grid: Grid, area: Area, specs: list[Json]) -> None:
    """Sort the rows of *area* by columns, blanks last; rows that are equal keep their order."""
    for spec in specs:
        if not area.left <= spec.get("dimensionIndex", 0) < area.right:
            raise RequestError("Sort column is outside of the range.")
    if area.left == 0 and area.right >= grid.column_count:
        rows = grid.own()
        whole = rows[area.top : area.bottom]
        rows[area.top : area.bottom] = _sorted(whole, specs, Row.get)
        return
    lines = [_taken(grid, row, area) for row in range(area.top, area.bottom)]
    _put(grid, area, _sorted(lines, specs, lambda line, column: line[column - area.left][0]))


def _sorted(
    lines: list[_Line], specs: list[Json], value: Callable[[_Line, int], Value]
) -> list[_Line]:
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        ranked = [(_rank(value(line, column)), line) for line in lines]
        full = [one for one in ranked if one[0][1] is not None]
        full.sort(key=itemgetter(0), reverse=spec.get("sortOrder") == "DESCENDING")
        lines = [line for _, line in full] + [line for rank, line in ranked if rank[1] is None]
    return lines


def _rank(value: Value) -> tuple[int, Any]:
    small = value.casefold() if isinstance(value, str) else value
    return _RANKS.get(type(value), 0), small


def _taken(grid: Grid, row: int, area: Area) -> list[_Cell]:
    return [(grid.value(row, c), grid.beside(row, c)) for c in range(area.left, area.right)]


def _put(grid: Grid, area: Area, lines: list[list[_Cell]]) -> None:
    for row, line in enumerate(lines, start=area.top):
        for column, (value, extra) in enumerate(line, start=area.left):
            if value is not None or extra is not NOTHING or grid.beside(row, column) is not NOTHING:
                grid.put(row, column, value, extra)
            elif grid.value(row, column) is not None:
                grid.put(row, column, None)


def _sort(book: Book, asked: Json) -> Json:
    grid, area = book.block(needed(asked, "range"))
    guard(book, grid, area)
    sort(grid, area, asked.get("sortSpecs") or [])
    return {}


def _copy(book: Book, asked: Json) -> Json:
    source, area = book.block(needed(asked, "source"))
    grid, target = book.block(needed(asked, "destination"))
    lines = [_taken(source, row, area) for row in range(area.top, area.bottom)]
    height = max(len(lines), target.bottom - target.top)
    width = max(area.right - area.left, target.right - target.left)
    into = Area(target.top, target.left, target.top + height, target.left + width)
    if into.bottom > grid.row_count or into.right > grid.column_count:
        raise RequestError("The destination of a paste exceeds the grid.")
    guard(book, grid, into)
    full = [[line[c % len(line)] for c in range(width)] for line in lines]
    _put(grid, into, [full[r % len(full)] for r in range(height)])
    return {}


def _merge(book: Book, asked: Json) -> Json:
    grid, area = book.block(needed(asked, "range"))
    guard(book, grid, area)
    boxes = {
        "MERGE_ROWS": [Area(r, area.left, r + 1, area.right) for r in range(area.top, area.bottom)],
        "MERGE_COLUMNS": [
            Area(area.top, c, area.bottom, c + 1) for c in range(area.left, area.right)
        ],
    }.get(asked.get("mergeType", "MERGE_ALL"), [area])
    held: list[Json] = [m for m in grid.objects.get("merges", []) if not _inside(m, area)]
    if any(touches(grid, m, area) for m in held):
        raise RequestError("You must select all cells in a merged range to merge or unmerge them.")
    for box in boxes:
        first = grid.value(box.top, box.left)
        extra = grid.beside(box.top, box.left)
        grid.wipe(box)
        grid.put(box.top, box.left, first, extra)
    grid.objects = {**grid.objects, "merges": held + [told(grid, box) for box in boxes]}
    return {}


def _unmerge(book: Book, asked: Json) -> Json:
    grid, area = book.block(needed(asked, "range"))
    held: list[Json] = [m for m in grid.objects.get("merges", []) if not _inside(m, area)]
    if any(touches(grid, m, area) for m in held):
        raise RequestError("You must select all cells in a merged range to merge or unmerge them.")
    grid.objects = {**grid.objects, "merges": held}
    return {}


def _inside(merge: Json, area: Area) -> bool:
    return bool(
        merge["startRowIndex"] >= area.top
        and merge["endRowIndex"] <= area.bottom
        and merge["startColumnIndex"] >= area.left
        and merge["endColumnIndex"] <= area.right
    )


def _replace(book: Book, asked: Json) -> Json:
    find = re.compile(
        needed(asked, "find") if asked.get("searchByRegex") else re.escape(needed(asked, "find")),
        0 if asked.get("matchCase") else re.IGNORECASE,
    )
    if asked.get("allSheets"):
        places = [(g, g.whole) for g in book.grids]
    elif "range" in asked:
        places = [book.block(asked["range"])]
    else:
        grid = book.grid(asked.get("sheetId"))
        places = [(grid, grid.whole)]
    changed = 0
    for grid, area in places:
        guard(book, grid, area)
        changed += _replaced(grid, area, find, asked)
    return {
        "findReplace": {"occurrencesChanged": changed, "valuesChanged": changed} if changed else {}
    }


def _replaced(grid: Grid, area: Area, find: re.Pattern[str], asked: Json) -> int:
    changed = 0
    for place, row in list(grid.within(area)):
        for column in range(area.left, min(area.right, len(row.values))):
            old = row.get(column)
            if not isinstance(old, str) or row.beside(column).formula is not None:
                continue
            if asked.get("matchEntireCell") and not find.fullmatch(old):
                continue
            new = find.sub(lambda _: asked.get("replacement", ""), old)
            if new != old:
                grid.put(place, column, new or None)
                changed += 1
    return changed


REQUESTS: Mapping[str, Request] = {
    "sortRange": _sort,
    "copyPaste": _copy,
    "mergeCells": _merge,
    "unmergeCells": _unmerge,
    "findReplace": _replace,
}
