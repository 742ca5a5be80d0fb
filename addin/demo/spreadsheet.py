"""A spreadsheet in the hands of its user: cells typed, rows and tabs moved, people let in and out.

Each edit raises the version, as an edit in the browser does. Rows and columns count from 0.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

from addin.demo import writing
from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.formats import date_pattern, serial, shown
from addin.demo.grid import Dimension, Extra, Grid, Value, filled
from addin.demo.ranges import corners
from addin.demo.requests import arranging, dimensions, tabs
from addin.demo.typing_in import plain


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as somebody typed it, `=SUM(B2:B9)`, and what it comes to: nothing is computed here."""

    text: str
    comes_to: Value = None


#: What a user can put in a cell.
Entry = Value | dt.date | dt.datetime | Decimal | Formula


class Spreadsheet:
    """One spreadsheet. Handles of the same spreadsheet are interchangeable."""

    def __init__(self, book: Book, lock: threading.RLock) -> None:
        self.book = book
        self._lock = lock

    @property
    def id(self) -> str:
        """What its address holds."""
        return self.book.id

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.book.properties["title"])

    @property
    def version(self) -> int:
        """A number that rises with every change."""
        return self.book.version

    @property
    def modified(self) -> dt.datetime:
        """When it last changed."""
        return self.book.modified

    @property
    def metadata(self) -> dict[str, str]:
        """The developer metadata of the spreadsheet itself, by key."""
        return {
            m["metadataKey"]: m.get("metadataValue", "")
            for m in self.book.metadata
            if m["location"].get("spreadsheet")
        }

    # -- tabs

    def tab(self, which: str | int) -> Tab:
        """Return a tab by its title or its number; `KeyError` when there is none."""
        for grid in self.book.grids:
            if which == (grid.id if isinstance(which, int) else grid.title):
                return Tab(self, grid.id)
        raise KeyError(which)

    def tabs(self) -> list[Tab]:
        """Return the tabs, in their order."""
        return [Tab(self, grid.id) for grid in self.book.grids]

    def titles(self) -> list[str]:
        """Return the titles of the tabs, in their order."""
        return [grid.title for grid in self.book.grids]

    def add_tab(
        self, title: str, rows: Sequence[Sequence[Entry]] = (), *, at: int | None = None
    ) -> Tab:
        """Add a tab with *rows* in it, last or at a place."""
        with self.edit():
            wanted: Json = {"title": title} if at is None else {"title": title, "index": at}
            grid = self.book.add(wanted)
        tab = Tab(self, grid.id)
        if rows:
            tab.write("A1", rows)
        return tab

    def restore(self, tab: Deleted, *, at: int | None = None) -> Tab:
        """Bring a deleted tab back, as « Annuler » does: same number, same cells."""
        with self.edit():
            self.book.free(tab.grid.title)
            self.book.place(tab.grid, tab.index if at is None else at)
            self.book.named += tab.named
            self.book.metadata += tab.metadata
        return Tab(self, tab.grid.id)

    def rename(self, title: str) -> None:
        """Give the spreadsheet another name."""
        with self.edit():
            self.book.properties = {**self.book.properties, "title": title}

    def set_locale(self, locale: str, timezone: str | None = None) -> None:
        """Change how numbers and days are written; values stay what they are."""
        with self.edit():
            new = {"locale": locale, **({"timeZone": timezone} if timezone else {})}
            self.book.properties = {**self.book.properties, **new}

    # -- people and the bin

    def share(self, user: str, role: str = "writer") -> None:
        """Let *user* in: as `writer` or `reader`."""
        self._people(user, role)

    def unshare(self, user: str) -> None:
        """Shut *user* out: Sheets answers 403, Drive 404."""
        self._people(user, None)

    def restrict(self) -> None:
        """Shut out whoever was not let in by name; at first everybody with a token may write."""
        with self._lock:
            self.book.anyone = None
            self.book.touched()

    def trash(self, *, back: bool = False) -> None:
        """Put the spreadsheet in the bin, or take it *back*; programs can open it all the same."""
        with self._lock:
            self.book.trashed = not back
            self.book.touched()

    def _people(self, user: str, role: str | None) -> None:
        with self._lock:
            self.book.roles[user] = role
            self.book.touched()

    @contextmanager
    def edit(self) -> Iterator[None]:
        """Make one change by the owner's hand, under the lock."""
        with self._lock, self.book.change():
            yield


@dataclass(frozen=True, slots=True)
class Deleted:
    """A tab that was deleted, with what pointed to it."""

    grid: Grid
    index: int
    named: tuple[Json, ...]
    metadata: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, by its number: a renamed tab is the same one."""

    spreadsheet: Spreadsheet
    id: int

    @property
    def grid(self) -> Grid:
        """Its cells; `RequestError` when the tab is gone."""
        return self.spreadsheet.book.grid(self.id)

    @property
    def title(self) -> str:
        """Its name."""
        return self.grid.title

    @property
    def row_count(self) -> int:
        """How many rows it has, blank ones included."""
        return self.grid.row_count

    @property
    def column_count(self) -> int:
        """How many columns it has."""
        return self.grid.column_count

    # -- looking

    def values(self) -> list[list[Value]]:
        """Return what the cells come to: None where blank, blanks at the end left out."""
        rows = [row.values[: filled(row.values)] for row in self.grid.rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def shown(self) -> list[list[str]]:
        """Return what the cells show, in the locale of the spreadsheet."""
        locale = self.spreadsheet.book.locale
        return [
            [shown(value, row.beside(c), locale) for c, value in enumerate(row.values)]
            for row in self.grid.rows[: self.grid.last_row()]
        ]

    def formulas(self) -> dict[tuple[int, int], str]:
        """Return every formula, by row and column."""
        return {
            (place, column): extra.formula
            for place, row in enumerate(self.grid.rows)
            for column, extra in (row.extras or {}).items()
            if extra.formula is not None
        }

    def charts(self) -> list[Json]:
        """Return its charts, as Google describes them."""
        return list(self.grid.objects.get("charts", ()))

    # -- typing

    def set(self, row: int, column: int, entry: Entry) -> None:
        """Put a value in a cell; None or an empty text clears it. The grid grows when it must."""
        with self.spreadsheet.edit():
            self._fit(row + 1, column + 1)
            self._put(row, column, entry)

    def write(self, corner: str, rows: Sequence[Sequence[Entry]]) -> None:
        """Put a block of values from the cell *corner* on, `B2`; None clears."""
        with self.spreadsheet.edit():
            top, left = self._corner(corner)
            self._fit(top + len(rows), left + max((len(r) for r in rows), default=0))
            for row, line in enumerate(rows, start=top):
                for column, entry in enumerate(line, start=left):
                    self._put(row, column, entry)

    def type(self, cell: str, text: str) -> None:
        """Type *text* in a cell: the locale decides what it means, `=` starts a formula."""
        book = self.spreadsheet.book
        with self.spreadsheet.edit():
            place = self._corner(cell)
            self._fit(place[0] + 1, place[1] + 1)
            writing.cell_value(self.grid, place, text, book.locale, as_typed=True)

    def append(self, *rows: Sequence[Entry]) -> None:
        """Put rows below the last one that has a value."""
        self.write(f"A{self.grid.last_row() + 1}", rows)

    def clear(self) -> None:
        """Blank every value; formats stay."""
        with self.spreadsheet.edit():
            self.grid.wipe(self.grid.whole)

    def note(self, row: int, column: int, text: str) -> None:
        """Put a note at a cell."""
        with self.spreadsheet.edit():
            grid = self.grid
            extra = replace(grid.beside(row, column), note=text or None)
            grid.put(row, column, grid.value(row, column), extra)

    # -- arranging

    def insert(self, dimension: Dimension, at: int, count: int = 1) -> None:
        """Insert blank `ROWS` or `COLUMNS` before *at*."""
        with self.spreadsheet.edit():
            dimensions.insert(self.spreadsheet.book, self.grid, dimension, at, count)

    def remove(self, dimension: Dimension, at: int, count: int = 1) -> None:
        """Delete `ROWS` or `COLUMNS` from *at* on."""
        with self.spreadsheet.edit():
            dimensions.delete(self.spreadsheet.book, self.grid, dimension, at, at + count)

    def move(self, dimension: Dimension, at: int, before: int, count: int = 1) -> None:
        """Drag `ROWS` or `COLUMNS` to where *before* stands."""
        with self.spreadsheet.edit():
            self.grid.move(dimension, at, at + count, before)

    def sort(self, column: int, *, descending: bool = False, header: int = 1) -> None:
        """Sort the rows below the *header* rows by a column."""
        with self.spreadsheet.edit():
            grid = self.grid
            area = grid.whole._replace(top=header, bottom=max(grid.last_row(), header + 1))
            order = "DESCENDING" if descending else "ASCENDING"
            arranging.sort(grid, area, [{"dimensionIndex": column, "sortOrder": order}])

    def rename(self, title: str) -> None:
        """Give the tab another title."""
        with self.spreadsheet.edit():
            asked = {"properties": {"sheetId": self.id, "title": title}, "fields": "title"}
            tabs.update(self.spreadsheet.book, asked)

    def place(self, index: int) -> None:
        """Drag the tab to a place among the others."""
        with self.spreadsheet.edit():
            self.spreadsheet.book.place(self.grid, index)

    def hide(self, *, hidden: bool = True) -> None:
        """Hide the tab, or show it again."""
        with self.spreadsheet.edit():
            asked = {"properties": {"sheetId": self.id, "hidden": hidden}, "fields": "hidden"}
            tabs.update(self.spreadsheet.book, asked)

    def delete(self) -> Deleted:
        """Delete the tab; what is returned brings it back."""
        book = self.spreadsheet.book
        with self.spreadsheet.edit():
            grid, named, metadata = self.grid, book.named, book.metadata
            index = book.grids.index(grid)
            tabs.delete(book, {"sheetId": self.id})
            return Deleted(
                grid,
                index,
                tuple(n for n in named if n not in book.named),
                tuple(m for m in metadata if m not in book.metadata),
            )

    # -- inside

    def _corner(self, cell: str) -> tuple[int, int]:
        read = corners(cell)
        if read is None or not read.single or read.top is None or read.left is None:
            raise RequestError(f"Unable to parse range: {cell}")
        return read.top, read.left

    def _fit(self, rows: int, columns: int) -> None:
        grid = self.grid
        if rows > grid.row_count or columns > grid.column_count:
            grid.resize(max(rows, grid.row_count), max(columns, grid.column_count))
            self.spreadsheet.book.check_size()

    def _put(self, row: int, column: int, entry: Entry) -> None:
        grid = self.grid
        match entry:
            case Formula(text, comes_to):
                grid.put(row, column, comes_to, replace(grid.beside(row, column), formula=text))
            case dt.date():
                kind = "DATE_TIME" if isinstance(entry, dt.datetime) else "DATE"
                pattern = date_pattern(self.spreadsheet.book.locale)
                pattern += " H:mm:ss" if kind == "DATE_TIME" else ""
                format_ = {"numberFormat": {"type": kind, "pattern": pattern}}
                grid.put(row, column, serial(entry), Extra(format=format_))
            case Decimal():
                grid.put(row, column, plain(float(entry)))
            case bool() | str() | None:
                grid.put(row, column, None if entry == "" else entry)
            case _:
                grid.put(row, column, plain(entry))
