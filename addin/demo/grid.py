"""The cells of a tab: rows of values, and what a few cells have beside their value.

Everything here is replaced rather than changed, so that a batch can be undone by putting the old
references back: the list of rows is copied when a change first touches it, a row when it is first
written to. A tab of 200,000 rows costs a batch the rows that it writes, not the tab.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, cast

from addin.demo.errors import Json
from addin.demo.ranges import Area

Value = str | int | float | bool | None
Dimension = Literal["ROWS", "COLUMNS"]
EMPTY: Json = {}


@dataclass(frozen=True, slots=True)
class Extra:
    """What a cell has beside its value: a formula, a format, a note, a rule of what may be typed."""

    formula: str | None = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None


NOTHING = Extra()


class Row:
    """One row: values from the first column on, and extras by column."""

    __slots__ = ("extras", "stamp", "values")

    def __init__(self, values: list[Value], extras: dict[int, Extra] | None, stamp: int) -> None:
        self.values = values
        self.extras = extras
        self.stamp = stamp

    def copy(self, stamp: int) -> Row:
        """Return a row of the change *stamp*, that can be written to."""
        return Row(self.values[:], dict(self.extras) if self.extras else None, stamp)

    def get(self, column: int) -> Value:
        """Return a value, None where there is none."""
        return self.values[column] if column < len(self.values) else None

    def beside(self, column: int) -> Extra:
        """Return what a cell has beside its value."""
        return self.extras.get(column, NOTHING) if self.extras else NOTHING

    @property
    def width(self) -> int:
        """How many columns hold anything, formats and notes included."""
        last = max(self.extras, default=-1) + 1 if self.extras else 0
        return max(filled(self.values), last)


class State(NamedTuple):
    """All that a tab is, to be put back when a change fails."""

    properties: Json
    objects: dict[str, Any]
    sizes: dict[Dimension, dict[int, Json]]
    rows: list[Row]


class Grid:
    """
    One tab.

    properties: as Google's SheetProperties; objects: charts, protected ranges, merges by their
    field in the answer; sizes: properties of rows and columns that have some.
    """

    def __init__(self, properties: Json) -> None:
        self.properties = properties
        self.objects: dict[str, Any] = {}
        self.sizes: dict[Dimension, dict[int, Json]] = {"ROWS": {}, "COLUMNS": {}}
        self.rows: list[Row] = []
        self._stamp = 0
        self._owned = True

    # -- what it is

    @property
    def id(self) -> int:
        """Its number, which no renaming changes."""
        return cast(int, self.properties["sheetId"])

    @property
    def title(self) -> str:
        """Its name."""
        return cast(str, self.properties["title"])

    @property
    def row_count(self) -> int:
        """How many rows it has, blank ones included."""
        return cast(int, self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """How many columns it has."""
        return cast(int, self.properties["gridProperties"]["columnCount"])

    @property
    def whole(self) -> Area:
        """All of its cells."""
        return Area(0, 0, self.row_count, self.column_count)

    def state(self) -> State:
        """Return what it is now."""
        return State(self.properties, self.objects, self.sizes, self.rows)

    def restore(self, state: State) -> None:
        """Be what it was."""
        self.properties, self.objects, self.sizes, self.rows = state

    def begin(self, stamp: int) -> None:
        """Start the change *stamp*: what stands is left as it is for whoever undoes it."""
        self._stamp, self._owned = stamp, False

    def twin(self, properties: Json) -> Grid:
        """Return a copy under other *properties*; charts and protections do not come along."""
        other = Grid(properties)
        other.begin(self._stamp)
        other.objects = {
            k: v for k, v in self.objects.items() if k in {"merges", "conditionalFormats"}
        }
        other.sizes = {"ROWS": dict(self.sizes["ROWS"]), "COLUMNS": dict(self.sizes["COLUMNS"])}
        other.rows = [row.copy(self._stamp) for row in self.rows]
        other._owned = True
        return other

    # -- cells

    def row(self, place: int) -> Row:
        """Return a row that may be written to."""
        rows = self.own()
        while len(rows) <= place:
            rows.append(Row([], None, self._stamp))
        found = rows[place]
        if found.stamp != self._stamp:
            found = rows[place] = found.copy(self._stamp)
        return found

    def own(self) -> list[Row]:
        """Return the rows as a list that may be changed."""
        if not self._owned:
            self.rows, self._owned = self.rows[:], True
        return self.rows

    def put(self, row: int, column: int, value: Value, extra: Extra | None = None) -> None:
        """Write a value, and what the cell has beside it; without *extra*, only a formula goes."""
        into = self.row(row)
        values = into.values
        if len(values) <= column:
            if value is not None:
                values.extend([None] * (column + 1 - len(values)))
                values[column] = value
        else:
            values[column] = value
        if extra is not None:
            _keep(into, column, extra)
        elif into.extras and (had := into.extras.get(column)) and had.formula is not None:
            _keep(into, column, replace(had, formula=None))

    def value(self, row: int, column: int) -> Value:
        """Return the value of a cell, None when it is blank."""
        return self.rows[row].get(column) if row < len(self.rows) else None

    def beside(self, row: int, column: int) -> Extra:
        """Return what a cell has beside its value."""
        return self.rows[row].beside(column) if row < len(self.rows) else NOTHING

    def within(self, area: Area) -> Iterator[tuple[int, Row]]:
        """Go through the rows of *area* that hold anything, with their places."""
        for place in range(area.top, min(area.bottom, len(self.rows))):
            yield place, self.rows[place]

    def last_row(self) -> int:
        """Return how many rows there are up to the last one with a value."""
        for place in range(len(self.rows), 0, -1):
            if filled(self.rows[place - 1].values):
                return place
        return 0

    def rewrite(self, area: Area, change: Callable[[int, int, Value, Extra], None]) -> None:
        """Call *change* with each cell of *area* that holds anything."""
        for place, row in list(self.within(area)):
            for column in range(area.left, min(area.right, row.width)):
                change(place, column, row.get(column), row.beside(column))

    def wipe(self, area: Area) -> None:
        """Blank the values of *area*; formats and notes stay."""
        for place, row in list(self.within(area)):
            stop = min(area.right, row.width)
            if any(row.get(c) is not None or row.beside(c).formula for c in range(area.left, stop)):
                for column in range(area.left, stop):
                    self.put(place, column, None)

    # -- its shape

    def resize(self, rows: int, columns: int) -> None:
        """Have so many rows and columns; what falls outside is lost."""
        if len(self.rows) > rows:
            del self.own()[rows:]
        if columns < self.column_count:
            for place in range(len(self.rows)):
                if self.rows[place].width > columns:
                    row = self.row(place)
                    del row.values[columns:]
                    row.extras = {
                        c: e for c, e in (row.extras or {}).items() if c < columns
                    } or None
        size = {**self.properties["gridProperties"], "rowCount": rows, "columnCount": columns}
        self.properties = {**self.properties, "gridProperties": size}

    def insert(self, dimension: Dimension, at: int, count: int) -> None:
        """Insert *count* blank rows or columns before *at*."""
        if dimension == "ROWS":
            if at < len(self.rows):
                self.own()[at:at] = [Row([], None, self._stamp) for _ in range(count)]
            self.resize(self.row_count + count, self.column_count)
        else:
            self._columns(lambda c: c if c < at else c + count)
            self.resize(self.row_count, self.column_count + count)
        self._resized(dimension, lambda i: i if i < at else i + count)

    def delete(self, dimension: Dimension, start: int, end: int) -> None:
        """Delete the rows or columns from *start* to before *end*."""
        count = end - start
        self._resized(dimension, lambda i: i if i < start else None if i < end else i - count)
        if dimension == "ROWS":
            if start < len(self.rows):
                del self.own()[start:end]
            self.resize(self.row_count - count, self.column_count)
        else:
            self._columns(lambda c: c if c < start else None if c < end else c - count)
            self.resize(self.row_count, self.column_count - count)

    def move(self, dimension: Dimension, start: int, end: int, before: int) -> None:
        """Move rows or columns so that they stand before what stood at *before*."""
        total = self.row_count if dimension == "ROWS" else self.column_count
        order = list(range(total))
        moved = order[start:end]
        order = [i for i in order[:before] if i not in range(start, end)] + moved
        order += [i for i in range(before, total) if i not in range(start, end)]
        places = {old: new for new, old in enumerate(order)}
        if dimension == "ROWS":
            self.row(min(max(end, before), total) - 1)
            rows = self.own()
            rows[:] = [rows[old] for old in order if old < len(rows)]
        else:
            self._columns(places.__getitem__)
        self._resized(dimension, places.__getitem__)

    def _columns(self, to: Callable[[int], int | None]) -> None:
        """Give each column another place, or none."""
        for place in range(len(self.rows)):
            old = self.rows[place]
            if not old.width:
                continue
            cells = [(to(c), old.get(c), old.beside(c)) for c in range(old.width)]
            kept = [(c, v, e) for c, v, e in cells if c is not None]
            row = self.row(place)
            row.values, row.extras = [], None
            for column, value, extra in sorted(kept, key=lambda cell: cell[0]):
                self.put(place, column, value, extra if extra is not NOTHING else None)

    def _resized(self, dimension: Dimension, to: Callable[[int], int | None]) -> None:
        moved = {to(i): p for i, p in self.sizes[dimension].items()}
        self.sizes = {**self.sizes, dimension: {i: p for i, p in moved.items() if i is not None}}


def filled(values: list[Value]) -> int:
    """Return how many values there are up to the last that is not blank."""
    stop = len(values)
    while stop and values[stop - 1] is None:
        stop -= 1
    return stop


def _keep(row: Row, column: int, extra: Extra) -> None:
    """Give a cell its extras; an empty one takes no room."""
    if extra == NOTHING:
        if row.extras:
            row.extras.pop(column, None)
        return
    if row.extras is None:
        row.extras = {}
    row.extras[column] = extra
