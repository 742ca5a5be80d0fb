"""Our pages as a workbook of their own, with native charts and sparklines."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore] # no stubs are published
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped, unused-ignore] # idem

from addin.hosts.workbook.formats import number_format
from addin.sync.output import Area, Cell, Chart, Format, Output, Page
from kpi_core.text import Lang
from kpi_core.units import Unit

# Whatever was typed is written as a text: never a formula, a link or a number.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_COLOURS = {
    "title": "#1F3A5F",
    "head": "#1F3A5F",
    "note": "#59616B",
    "good": "#0F7540",
    "bad": "#B81C1C",
}
_UNITS = {Format.MONEY: Unit.MONEY, Format.SHARE: Unit.SHARE, Format.COUNT: Unit.COUNT}
_FORMATS: Mapping[Format, str] = {
    Format.NUMBER: "#,##0.0#",
    Format.POINTS: '+0.0" pts";-0.0" pts";0.0" pts"',
    Format.CHANGE: "+0.0%;-0.0%;0.0%",
    Format.COUNT: "#,##0",
}
_DAYS: Mapping[Lang, str] = {Lang.EN: "yyyy-mm-dd", Lang.FR: "dd/mm/yyyy"}
_AUTHOR = "B2B KPI"
_LANGUAGE, _SOURCE = "language", "b2bkpi.source"
_SAID = re.compile(rf'name="{re.escape(_SOURCE)}"[^>]*>\s*<vt:lpwstr>([^<]*)<')
_MOST_SAID = 65_536
_LIGHT = {"visible": True, "line": {"color": "#D9DDE3", "width": 0.75}}
_SLANTED = {"rotation": -45, "size": 8}
_WIDE = 560
_HIGH = 300
_LONGEST = 32_767  # characters of a cell


def write(path: Path, output: Output, lang: Lang, *, source: str) -> None:
    """
    Write the pages of *output* to *path*. source: the name of the workbook that they are of.

    Raises
    ------
    OSError
        it could not be written.
    """
    try:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
            book.set_properties({"title": output.dashboard.title, "author": _AUTHOR})
            book.set_custom_property(_LANGUAGE, lang.value)
            book.set_custom_property(_SOURCE, source)
            writer = _Writer(book, output.currency, lang)
            for page in output.pages:
                writer.page(page)
    except XlsxFileError as error:  # around what the system said
        raise (error.args[0] if isinstance(error.args[0], OSError) else OSError()) from None


def source(path: Path) -> str | None:
    """Return the name of the workbook that *path* was written for, None when we did not write it."""
    try:
        with zipfile.ZipFile(path) as inside, inside.open("docProps/custom.xml") as said:
            told = said.read(_MOST_SAID).decode("utf-8", errors="replace")
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
    found = _SAID.search(told)
    return html.unescape(found[1]) if found else None


@dataclass(slots=True)
class _Writer:
    book: Any
    currency: str
    lang: Lang
    _styles: dict[tuple[Format, str, bool], Any] = field(default_factory=dict)

    def page(self, page: Page) -> None:
        """Write one page."""
        sheet = self.book.add_worksheet(page.title[:31])
        sheet.hide_gridlines(2)
        sheet.freeze_panes(page.frozen, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(page.widths):
            sheet.set_column(column, column, width)
        for row, cells in enumerate(page.rows):
            for column, cell in enumerate(cells):
                self._cell(sheet, page, row, column, cell)
        for chart in page.charts:
            self._chart(sheet, page, chart)

    def _cell(self, sheet: Any, page: Page, row: int, column: int, cell: Cell) -> None:
        style = self._style(cell, over_numbers=_over_numbers(page, row, column))
        if cell.line is not None:
            first, last = cell.line
            area = _address(page, Area(row, first, row, last))
            sheet.add_sparkline(
                row, column, {"range": area, "markers": True, "series_color": "#2961B8"}
            )
        elif isinstance(cell.value, str):
            sheet.write_string(row, column, cell.value[:_LONGEST], style)
        elif cell.value is not None:
            sheet.write_number(row, column, cell.value, style)
        elif cell.style:
            sheet.write_blank(row, column, None, style)

    def _chart(self, sheet: Any, page: Page, chart: Chart) -> None:
        drawn = self.book.add_chart({"type": chart.kind})
        for area in chart.series:
            drawn.add_series(
                {
                    "categories": f"={_address(page, chart.categories)}",
                    "values": f"={_address(page, area)}",
                    "line": {"color": "#2961B8", "width": 2},
                    "fill": {"color": "#2961B8"},
                    "marker": {"type": "circle", "size": 4},
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_legend({"none": True})
        shown = {"num_format": self._number(chart.format), "major_gridlines": _LIGHT}
        if chart.kind == "bar":
            drawn.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
            drawn.set_x_axis(shown)
        else:
            drawn.set_y_axis(shown)
            drawn.set_x_axis({"num_font": _SLANTED})
        drawn.set_size({"width": _WIDE, "height": _HIGH})
        sheet.insert_chart(chart.row, chart.column, drawn, {"description": chart.title})

    def _style(self, cell: Cell, *, over_numbers: bool) -> Any:
        key = (cell.format, cell.style, over_numbers)
        if key not in self._styles:
            said: dict[str, Any] = {"valign": "top"}
            if cell.format is not Format.GENERAL:
                said["num_format"] = self._number(cell.format)
            if cell.style in _COLOURS:
                said["font_color"] = _COLOURS[cell.style]
            if cell.style in {"title", "head"}:
                said["bold"] = True
            if cell.style == "title":
                said["font_size"] = 14
            if cell.style == "head":
                said["bg_color"] = "#E8F0FA"
            if over_numbers:
                said["align"] = "right"
            self._styles[key] = self.book.add_format(said)
        return self._styles[key]

    def _number(self, format_: Format) -> str:
        if format_ in {Format.DAY, Format.MOMENT}:
            return _DAYS[self.lang] + (" hh:mm" if format_ is Format.MOMENT else "")
        if format_ in _FORMATS:
            return _FORMATS[format_]
        return number_format(_UNITS.get(format_, Unit.COUNT), self.currency)


def _over_numbers(page: Page, row: int, column: int) -> bool:
    """Tell whether a heading stands over numbers, which are on the right of their column."""
    if page.rows[row][column].style != "head":
        return False
    below = page.rows[row + 1] if len(page.rows) > row + 1 else ()
    return len(below) > column and below[column].format is not Format.GENERAL


def _address(page: Page, area: Area) -> str:
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415 - only with charts

    title = page.title[:31].replace("'", "''")
    cells: str = xl_range_abs(area.row, area.column, area.last_row, area.last_column)
    return f"'{title}'!{cells}"
