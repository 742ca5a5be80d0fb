"""A spreadsheet: its tabs, names, metadata and who may open it; changed as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from addin.demo import ranges
from addin.demo.errors import ApiError, Json, RequestError
from addin.demo.grid import Grid, State
from addin.demo.ranges import Area
from addin.demo.theme import DEFAULT_FORMAT, THEME

CELL_LIMIT = 10_000_000
_LARGEST = 2**31 - 1
_REMEMBERED = 1000
_INSTANT = dt.timedelta(milliseconds=1)


class Place(NamedTuple):
    """Where a range points: a tab, a block of it, and whether a single cell was named."""

    grid: Grid
    area: Area
    single: bool


class _Before(NamedTuple):
    properties: Json
    grids: list[Grid]
    states: list[State]
    named: tuple[Json, ...]
    metadata: tuple[Json, ...]


class Book:
    """One spreadsheet, as its owner's Drive keeps it."""

    def __init__(
        self,
        id_: str,
        title: str,
        *,
        locale: str,
        timezone: str,
        clock: Callable[[], dt.datetime],
        chance: random.Random,
    ) -> None:
        self.id = id_
        self.properties: Json = {
            "title": title,
            "locale": locale,
            "autoRecalc": "ON_CHANGE",
            "timeZone": timezone,
            "defaultFormat": DEFAULT_FORMAT,
            "spreadsheetTheme": THEME,
        }
        self.grids: list[Grid] = []
        self.named: tuple[Json, ...] = ()
        self.metadata: tuple[Json, ...] = ()
        self.version = 1
        self.trashed = False
        self.created = self.modified = clock()
        #: Who may do what, by e-mail address; `anyone` holds for all the others.
        self.roles: dict[str, str | None] = {}
        self.anyone: str | None = "writer"
        self.owner = "owner@demo.example"
        self.editor = ""  # who makes the change in hand
        # When each of the last versions came to be.
        self.history: deque[tuple[dt.datetime, int]] = deque(
            [(self.modified, 1)], maxlen=_REMEMBERED
        )
        self._clock = clock
        self._chance = chance
        self._stamp = 0

    # -- changing it

    @contextmanager
    def change(self, editor: str = "") -> Iterator[None]:
        """Make a change: an exception puts everything back; otherwise the version rises."""
        states = [grid.state() for grid in self.grids]
        before = _Before(self.properties, self.grids[:], states, self.named, self.metadata)
        self._stamp += 1
        self.editor = editor or self.owner
        for grid in self.grids:
            grid.begin(self._stamp)
        try:
            yield
        except BaseException:
            self.properties, self.grids, _, self.named, self.metadata = before
            for grid, state in zip(before.grids, before.states, strict=True):
                grid.restore(state)
                grid.begin(self._stamp)  # a row of this change may still be referred to
            self._stamp += 1
            raise
        self.touched()

    def touched(self) -> None:
        """Let the version rise, and the time of the last change with it."""
        self.version += 1
        self.modified = max(self._clock(), self.modified + _INSTANT)
        self.history.append((self.modified, self.version))

    def as_of(self, at: dt.datetime) -> tuple[dt.datetime, int]:
        """Return the time and the number of the version that was the last one at a moment."""
        return next((known for known in reversed(self.history) if known[0] <= at), self.history[0])

    def number(self) -> int:
        """Return a number for something new."""
        return self._chance.randrange(1, _LARGEST)

    # -- finding things

    @property
    def locale(self) -> str:
        """How it writes numbers and dates."""
        return str(self.properties["locale"])

    def grid(self, id_: Any) -> Grid:
        """
        Return the tab of a number; a number left out is 0.

        Raises
        ------
        RequestError: there is none.
        """
        wanted = id_ or 0
        for grid in self.grids:
            if grid.properties["sheetId"] == wanted:
                return grid
        raise RequestError(f"No grid with id: {wanted}")

    def titled(self, title: str) -> Grid | None:
        """Return the tab of a title, the exact one before one in other capitals."""
        for grid in self.grids:
            if grid.properties["title"] == title:
                return grid
        small = title.lower()
        return next((g for g in self.grids if g.title.lower() == small), None)

    def block(self, asked: Json, *, bound: bool = False) -> tuple[Grid, Area]:
        """
        Return the tab and the block of a GridRange; what lies beyond the grid is left out.

        Raises
        ------
        RequestError: no such tab; the range starts outside, or with *bound* ends outside.
        """
        grid = self.grid(asked.get("sheetId"))
        rows, columns = grid.row_count, grid.column_count
        area = Area(
            asked.get("startRowIndex", 0),
            asked.get("startColumnIndex", 0),
            asked.get("endRowIndex", rows),
            asked.get("endColumnIndex", columns),
        )
        outside = area.top >= rows or area.left >= columns
        if outside or (bound and (area.bottom > rows or area.right > columns)):
            raise RequestError(_beyond(grid, area))
        if area.top >= area.bottom or area.left >= area.right:
            raise RequestError(f"Range ({ranges.told(grid.title, area)}) is empty.")
        return grid, Area(area.top, area.left, min(area.bottom, rows), min(area.right, columns))

    def find(self, text: str) -> Place:
        """
        Return what a range in A1 notation points to.

        Raises
        ------
        ApiError: 400, it cannot be read or lies outside.
        """
        title, inside, quoted = ranges.split(text)
        if title is not None:
            grid = self.titled(title)
            if grid is None:
                raise ApiError(400, f"Unable to parse range: {text}")
            if quoted and not inside:
                return Place(grid, grid.whole, single=False)
        elif grid := self.titled(text):
            return Place(grid, grid.whole, single=False)
        else:
            grid = self.grids[0]
        if self.named and (known := self._name(inside)):
            at, area = self.block(known["range"])
            return Place(at, area, single=False)
        return _resolved(grid, inside, text)

    def _name(self, name: str) -> Json | None:
        small = name.lower()
        return next((n for n in self.named if n["name"].lower() == small), None)

    # -- tabs

    def add(self, wanted: Json) -> Grid:
        """
        Add a tab of the properties *wanted*; what they do not say is Google's default.

        Raises
        ------
        RequestError: its number or its title is taken; too many cells.
        """
        id_ = wanted.get("sheetId")
        if id_ is None:
            id_ = self.number() if self.grids else 0
        elif any(g.id == id_ for g in self.grids):
            raise RequestError(f"Sheet with id {id_} already exists.")
        title = wanted.get("title") or self._free_title()
        self.free(title)
        size = {"rowCount": 1000, "columnCount": 26, **wanted.get("gridProperties", {})}
        grid = Grid(
            {
                "sheetId": id_,
                "title": title,
                "index": 0,
                "sheetType": "GRID",
                "gridProperties": size,
                **{k: v for k, v in wanted.items() if k in _KEPT and v},
            }
        )
        grid.begin(self._stamp)
        self.place(grid, wanted.get("index", len(self.grids)))
        self.check_size()
        return grid

    def place(self, grid: Grid, index: int) -> None:
        """Put a tab at a place among the others; it may be there already."""
        others = [g for g in self.grids if g is not grid]
        others.insert(index, grid)
        self.arrange(others)

    def arrange(self, grids: list[Grid]) -> None:
        """Have these tabs, in this order."""
        self.grids = grids
        for index, grid in enumerate(grids):
            if grid.properties["index"] != index:
                grid.properties = {**grid.properties, "index": index}

    def free(self, title: str, *, but: Grid | None = None) -> None:
        """Check that no tab has *title*."""
        if any(g is not but and g.title.lower() == title.lower() for g in self.grids):
            raise RequestError(
                f'A sheet with the name "{title}" already exists. Please enter another name.'
            )

    def check_size(self) -> None:
        """Check that there are not more cells than Google allows."""
        if sum(g.row_count * g.column_count for g in self.grids) > CELL_LIMIT:
            raise RequestError(
                "This action would increase the number of cells in the workbook above the limit of "
                f"{CELL_LIMIT} cells."
            )

    def _free_title(self) -> str:
        word = "Feuille " if self.locale.startswith("fr") else "Sheet"
        taken = {g.title.lower() for g in self.grids}
        count = len(self.grids) + 1
        while f"{word}{count}".lower() in taken:
            count += 1
        return f"{word}{count}"

    # -- who may open it

    def role(self, user: str) -> str | None:
        """Return what *user* may do: owner, writer, reader, or None."""
        return "owner" if user == self.owner else self.roles.get(user, self.anyone)


_KEPT = frozenset({"hidden", "tabColor", "tabColorStyle", "rightToLeft"})


def _resolved(grid: Grid, inside: str, text: str) -> Place:
    read = ranges.corners(inside)
    if read is None:
        raise ApiError(400, f"Unable to parse range: {text}")
    rows, columns = grid.row_count, grid.column_count
    area = Area(
        read.top or 0,
        read.left or 0,
        rows if read.bottom is None else read.bottom + 1,
        columns if read.right is None else read.right + 1,
    )
    outside = area.top >= rows or area.left >= columns
    if outside or area.top < 0 or (read.single and (area.bottom > rows or area.right > columns)):
        raise ApiError(400, _beyond(grid, area))
    if area.bottom > rows or area.right > columns:
        area = Area(area.top, area.left, min(area.bottom, rows), min(area.right, columns))
    return Place(grid, area, read.single)


def _beyond(grid: Grid, area: Area) -> str:
    return (
        f"Range ({ranges.told(grid.title, area)}) exceeds grid limits. "
        f"Max rows: {grid.row_count}, max columns: {grid.column_count}"
    )
