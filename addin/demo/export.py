"""A spreadsheet as an .xlsx file: what it holds and shows, its widths, its charts as native ones.

Formulas go as what they come to: a file to look at computes nothing.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore] # no stubs are published

from addin.demo.book import Book
from addin.demo.charts import Drawn, drawn
from addin.demo.drawing import spark
from addin.demo.errors import Json
from addin.demo.formats import DATES, usual_pattern
from addin.demo.grid import NOTHING, Extra, Grid, Value
from addin.demo.ranges import letters, quoted

_WIDTH = 100  # pixels of a column that nobody sized
_KINDS = {
    "LINE": {"type": "line"},
    "COLUMN": {"type": "column"},
    "BAR": {"type": "bar"},
    "AREA": {"type": "area"},
    "SCATTER": {"type": "scatter"},
    "STACKED": {"type": "column", "subtype": "stacked"},
    "COMBO": {"type": "column"},
    "PIE": {"type": "pie"},
}


def workbook(book: Book) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as file:
        pages = [(grid, file.add_worksheet(_title(grid, at))) for at, grid in enumerate(book.grids)]
        styles = _Styles(file, book.locale)
        for grid, page in pages:
            _cells(page, grid, styles)
            _shape(page, grid)
        for grid, page in pages:
            _sparklines(page, book, grid)
            for place, chart in enumerate(grid.objects.get("charts", ())):
                _chart(file, page, book, chart, place)
    return out.getvalue()


def _title(grid: Grid, at: int) -> str:
    """Return a title that Excel takes: 31 characters, none of those it forbids."""
    kept = "".join("_" if letter in "[]:*?/\\" else letter for letter in grid.title)[:31]
    return kept.strip("'") or f"Sheet{at + 1}"


class _Styles:
    """The formats of a file, each made once."""

    def __init__(self, file: Any, locale: str) -> None:
        self._file, self._locale = file, locale
        self._made: dict[str, Any] = {}

    def of(self, extra: Extra) -> Any:
        """Return the format of a cell, None when it has none."""
        if not extra.format:
            return None
        told = _told(extra.format, self._locale)
        key = repr(sorted(told.items()))
        if key not in self._made:
            self._made[key] = self._file.add_format(told)
        return self._made[key]


def _told(format_: Json, locale: str) -> dict[str, Any]:
    text = format_.get("textFormat", {})
    told: dict[str, Any] = {
        "bold": text.get("bold"),
        "italic": text.get("italic"),
        "font_size": text.get("fontSize"),
        "font_color": _colour(text.get("foregroundColor")),
        "bg_color": _colour(format_.get("backgroundColor")),
        "num_format": _pattern(format_.get("numberFormat"), locale),
        "align": {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}.get(
            format_.get("horizontalAlignment", "")
        ),
        "valign": {"TOP": "top", "MIDDLE": "vcenter"}.get(format_.get("verticalAlignment", "")),
        "text_wrap": format_.get("wrapStrategy") == "WRAP",
    }
    return {name: value for name, value in told.items() if value}


def _pattern(number: Json | None, locale: str) -> str | None:
    if not number:
        return None
    if pattern := number.get("pattern"):
        return str(pattern)
    if number.get("type") in DATES:
        return usual_pattern(number["type"], locale)
    return {"PERCENT": "0.00%", "TEXT": "@"}.get(number.get("type", ""), "#,##0.00")


def _colour(given: Json | None) -> str | None:
    if given is None:
        return None
    parts = (round(given.get(name, 0) * 255) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{part:02X}" for part in parts)


def _cells(page: Any, grid: Grid, styles: _Styles) -> None:
    for merge in grid.objects.get("merges", ()):
        first = (merge["startRowIndex"], merge["startColumnIndex"])
        last = (merge["endRowIndex"] - 1, merge["endColumnIndex"] - 1)
        if first != last:
            page.merge_range(*first, *last, "", styles.of(grid.beside(*first)))
    for place, row in enumerate(grid.rows):
        for column in range(row.width):
            extra = row.beside(column)
            style = styles.of(extra)
            _cell(page, (place, column), row.get(column), style)
            if extra is not NOTHING and extra.note:
                page.write_comment(place, column, extra.note)


def _cell(page: Any, at: tuple[int, int], value: Value, style: Any) -> None:
    match value:
        case None:
            if style is not None:
                page.write_blank(*at, None, style)
        case bool():
            page.write_boolean(*at, value, style)
        case str():
            page.write_string(*at, value, style)
        case _:
            page.write_number(*at, value, style)


def _shape(page: Any, grid: Grid) -> None:
    page.set_landscape()
    page.fit_to_pages(1, 0)
    size = grid.properties["gridProperties"]
    page.freeze_panes(size.get("frozenRowCount", 0), size.get("frozenColumnCount", 0))
    if size.get("hideGridlines"):
        page.hide_gridlines(2)
    if grid.properties.get("hidden"):
        page.hide()
    if colour := _colour(grid.properties.get("tabColor")):
        page.set_tab_color(colour)
    for column in range(grid.column_count):
        told = grid.sizes["COLUMNS"].get(column, {})
        hidden = {"hidden": bool(told.get("hiddenByUser"))}
        page.set_column_pixels(column, column, told.get("pixelSize", _WIDTH), None, hidden)
    for row, told in grid.sizes["ROWS"].items():
        page.set_row_pixels(
            row, told.get("pixelSize"), None, {"hidden": bool(told.get("hiddenByUser"))}
        )


def _sparklines(page: Any, book: Book, grid: Grid) -> None:
    for place, row in enumerate(grid.rows):
        for column, extra in (row.extras or {}).items():
            read = spark(book, extra.formula, grid.title) if extra.formula else None
            if read:
                at, area = read.place.grid, read.place.area
                title = quoted(_title(at, book.grids.index(at)))
                first = f"{letters(area.left)}{area.top + 1}"
                last = f"{letters(area.right - 1)}{area.bottom}"
                kind = "column" if read.columns else "line"
                page.add_sparkline(
                    place, column, {"range": f"{title}!{first}:{last}", "type": kind}
                )


def _chart(file: Any, page: Any, book: Book, held: Json, place: int) -> None:
    """Add a native chart that refers to the cells, as a chart of Google's does."""
    described = drawn(book, held)
    if described is None or not described.series:
        return
    kind = dict(_KINDS.get(described.kind, {"type": "column"}))
    if described.stacked and kind["type"] in {"bar", "column", "area"}:
        kind["subtype"] = "stacked"
    chart = file.add_chart(kind)
    for one in described.series:
        series: dict[str, Any] = {"name": one.name, "values": _reference(book, one.source)}
        if described.domain:
            series["categories"] = _reference(book, described.domain)
        if one.colour:
            series["line"] = {"color": one.colour}
            series["fill"] = {"color": one.colour}
        chart.add_series(series)
    _dress(chart, described)
    row, column, left, top = described.anchor
    chart.set_size({"width": described.width, "height": described.height})
    offset = {"x_offset": left, "y_offset": top + (0 if described.placed else 30 * place)}
    page.insert_chart(row, column, chart, offset)


def _dress(chart: Any, described: Drawn) -> None:
    chart.set_title({"name": described.title} if described.title else {"none": True})
    if described.kind == "PIE":
        chart.set_legend({"position": "right"})
    elif described.legend == "NO_LEGEND" or len(described.series) == 1:
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom"})
    for where, axis in (("bottom", chart.set_x_axis), ("left", chart.set_y_axis)):
        told: dict[str, Any] = {}
        if title := described.axes.get(where):
            told["name"] = title
        if described.kind == "BAR" and where == "left":  # the first on top, as Google draws them
            told |= {"reverse": True, "crossing": "max"}
        if told:
            axis(told)


def _reference(book: Book, source: Json) -> list[Any]:
    """Return a range as the writer of files takes it: tab, first cell, last cell."""
    grid, area = book.block(source)
    title = _title(grid, book.grids.index(grid))
    return [title, area.top, area.left, area.bottom - 1, area.right - 1]
