"""What a run writes, whatever the spreadsheet: pages of typed cells, and native charts over them.

A text is a text and never a formula, whatever it begins with. The one formula that is written, a
sparkline, names cells of its own row and holds nothing that anybody typed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kpi_core.units import Unit

Value = str | float | None
Style = Literal["", "title", "head", "note", "good", "bad", "link"]

DAY_ZERO = dt.date(1899, 12, 30)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}|[0-9]{2}/[0-9]{4}")


class Format(StrEnum):
    """How a number is shown."""

    GENERAL = "general"
    MONEY = "money"
    SHARE = "share"
    POINTS = "points"  # a change of a share, in points, signed
    CHANGE = "change"  # a relative change: a fraction, signed
    COUNT = "count"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. line: columns (first, last) of its row that a sparkline is drawn from."""

    value: Value = None
    format: Format = Format.GENERAL
    style: Style = ""
    line: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a column or of a row of a page, both ends included, from 0."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart. series: the area of each, with its title in the cell before it."""

    number: int
    kind: Literal["line", "bar"]
    title: str
    categories: Area
    series: tuple[Area, ...]
    row: int
    column: int
    format: Format = Format.NUMBER


@dataclass(frozen=True, slots=True)
class Page:
    """
    A tab of our own.

    key: what it is, whatever it is called; widths: of its columns, in characters;
    shifting: the cells (row, column) that differ from run to run without anything being new;
    heads, ends: what its headings say and its title ends with, in either language; months: how many
    of its last columns are months, which go by; columns: where each of its columns stands, None for
    one that was taken out; headed: its headings stand already above what is added.
    """

    key: Literal["dashboard", "problems", "history", "tables"]
    title: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    frozen: int = 1
    charts: tuple[Chart, ...] = ()
    shifting: frozenset[tuple[int, int]] = frozenset()
    heads: frozenset[str] = frozenset()
    ends: tuple[str, ...] = ()
    months: int = 0
    columns: tuple[int | None, ...] | None = None
    headed: bool = False

    @property
    def width(self) -> int:
        """Return how many columns it has."""
        return len(self.widths)

    @property
    def places(self) -> tuple[int | None, ...]:
        """Return the column of the tab that each of its columns stands in."""
        return tuple(range(self.width)) if self.columns is None else self.columns

    @property
    def reach(self) -> int:
        """Return how many columns its tab needs."""
        return 1 + max((place for place in self.places if place is not None), default=0)

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings that never change; those after them are months."""
        row = self.rows[self.frozen - 1][: self.width - self.months]
        return tuple(str(cell.value) for cell in row)

    def values(self) -> list[list[Value]]:
        """Return what it says, without what shifts and without sparklines."""
        return [
            [
                None if (r, c) in self.shifting or cell.line else cell.value
                for c, cell in enumerate(row)
            ]
            for r, row in enumerate(self.rows)
        ]


@dataclass(frozen=True, slots=True)
class Output:
    """
    Everything that is written at once.

    numbers: of the rows of the history, which are only added. tables: where some are asked for, or
    were once.
    """

    dashboard: Page
    problems: Page
    history: Page
    numbers: tuple[int, ...]
    currency: str
    tables: Page | None = None

    @property
    def pages(self) -> tuple[Page, ...]:
        """Return the pages in their order."""
        own = (self.dashboard, self.problems, self.history)
        return own if self.tables is None else (*own, self.tables)


def is_month(value: Value) -> bool:
    """Tell whether a heading is a month, in either language."""
    return isinstance(value, str) and _MONTH.fullmatch(value) is not None


def serial(day: dt.date) -> float:
    """Return the number that a spreadsheet keeps for *day*."""
    return float((day - DAY_ZERO).days)


def serial_of_moment(moment: dt.datetime) -> float:
    """Return the number that a spreadsheet keeps for a local *moment*, to the second."""
    since = moment.replace(tzinfo=None) - dt.datetime.combine(DAY_ZERO, dt.time())
    return round(since.total_seconds()) / 86_400


FORMATS: Mapping[Unit, Format] = {
    Unit.MONEY: Format.MONEY,
    Unit.MONEY_PER_DAY: Format.MONEY,
    Unit.MONEY_PER_MONTH: Format.MONEY,
    Unit.SHARE: Format.SHARE,
    Unit.COUNT: Format.COUNT,
}


def format_of(unit: Unit) -> Format:
    """Return how numbers of *unit* are shown."""
    return FORMATS.get(unit, Format.NUMBER)
