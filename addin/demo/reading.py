"""Values of ranges as they are read: trimmed, as shown, as they are, or as formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from addin.demo import ranges
from addin.demo.book import Book
from addin.demo.errors import Json, bad_field
from addin.demo.formats import DATES, number_format, shown, shown_number
from addin.demo.grid import Extra, Grid, Row, Value
from addin.demo.ranges import Area

_RENDERED = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_TIMES = ("SERIAL_NUMBER", "FORMATTED_STRING")
_MAJOR = ("ROWS", "COLUMNS")
_TYPES = "type.googleapis.com/google.apps.sheets.v4"


class Options(NamedTuple):
    """How values are wanted; the defaults are Google's."""

    render: str = "FORMATTED_VALUE"
    times: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def options(render: str | None, times: str | None, major: str | None) -> Options:
    """
    Check what was asked for; None and the unspecified value are the default.

    Raises
    ------
    ApiError: 400, there is no such option.
    """
    return Options(
        _one_of(_RENDERED, render, "value_render_option", "ValueRenderOption"),
        _one_of(_TIMES, times, "date_time_render_option", "DateTimeRenderOption"),
        _one_of(_MAJOR, major, "major_dimension", "Dimension"),
    )


def _one_of(known: tuple[str, ...], given: str | None, field: str, kind: str) -> str:
    if not given or given.endswith("_UNSPECIFIED"):
        return known[0]
    if given not in known:
        raise bad_field(field, f"{_TYPES}.{kind}", f'"{given}"')
    return given


def value_range(book: Book, text: str, wanted: Options) -> Json:
    """Return the ValueRange of a range in A1 notation."""
    place = book.find(text)
    told: Json = {
        "range": ranges.told(place.grid.title, place.area),
        "majorDimension": wanted.major,
    }
    if values := block(place.grid, place.area, wanted, book.locale):
        told["values"] = values
    return told


def block(grid: Grid, area: Area, wanted: Options, locale: str) -> list[list[Any]]:
    """Return the values of *area*: blanks at the end of a line, and blank lines at the end, left out."""
    lines = _lines(grid, area, wanted, locale)
    if wanted.major == "COLUMNS":
        width = max((len(line) for line in lines), default=0)
        lines = [[line[c] if c < len(line) else "" for line in lines] for c in range(width)]
    for line in lines:
        while line and line[-1] == "":
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _lines(grid: Grid, area: Area, wanted: Options, locale: str) -> list[list[Any]]:
    rows = grid.rows[area.top : area.bottom]
    left, right = area.left, area.right
    if wanted.render == "UNFORMATTED_VALUE" and wanted.times == "SERIAL_NUMBER":
        return [["" if v is None else v for v in row.values[left:right]] for row in rows]
    tell = _TELL[wanted.render]
    return [_line(row, area, wanted, locale, tell) for row in rows]


_Tell = Callable[[Value, Extra, Options, str], Any]


def _line(row: Row, area: Area, wanted: Options, locale: str, tell: _Tell) -> list[Any]:
    stop = min(area.right, row.width)
    return [tell(row.get(c), row.beside(c), wanted, locale) for c in range(area.left, stop)]


def _formatted(value: Value, extra: Extra, _wanted: Options, locale: str) -> Any:
    return shown(value, extra, locale)


def _unformatted(value: Value, extra: Extra, wanted: Options, locale: str) -> Any:
    if value is None:
        return ""
    if wanted.times == "FORMATTED_STRING" and isinstance(value, int | float):
        format_ = number_format(extra)
        if format_ and format_.get("type") in DATES and not isinstance(value, bool):
            return shown_number(value, format_, locale)
    return value


def _formula(value: Value, extra: Extra, wanted: Options, locale: str) -> Any:
    return extra.formula or _unformatted(value, extra, wanted, locale)


_TELL: dict[str, _Tell] = {
    "FORMATTED_VALUE": _formatted,
    "UNFORMATTED_VALUE": _unformatted,
    "FORMULA": _formula,
}
