"""A tab as a table of HTML, with its formats, its merged cells, its charts where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from addin.demo import charts, drawing, ranges
from addin.demo.book import Book
from addin.demo.errors import Json
from addin.demo.formats import shown
from addin.demo.grid import Dimension, Extra, Grid, Value, filled
from kpi_core.text import Lang, Text

_MOST = 500  # rows
_ROW, _COLUMN, _NUMBERS = 21, 100, 46  # pixels
_LETTER = 6.6
_LEAST = (12, 6)  # rows and columns that even an empty tab shows
_SIDES = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}


class Rendered(NamedTuple):
    """The table with its charts, the style that it needs, and how many rows are not in it."""

    html: str
    style: str
    left_out: int


@dataclass(slots=True)
class _Sheet:
    """What is being put together; classes: the name of each look, by its rules."""

    book: Book
    grid: Grid
    rows: int
    columns: int
    classes: dict[str, str]
    heights: list[int]
    widths: list[int]


def rendered(book: Book, grid: Grid, lang: Lang) -> Rendered:
    """Return a tab as HTML."""
    used = grid.last_row()
    wide = max((filled(row.values) for row in grid.rows), default=0)
    drawn = [d for c in grid.objects.get("charts", ()) if (d := charts.drawn(book, c)) is not None]
    rows = max(min(used, _MOST), _LEAST[0], *(d.anchor.row + d.height // _ROW + 2 for d in drawn))
    columns = max(wide, _LEAST[1], *(d.anchor.column + d.width // _COLUMN + 2 for d in drawn))
    rows, columns = min(rows, grid.row_count), min(columns, grid.column_count)
    widths = [_size(grid, "COLUMNS", c, _COLUMN) for c in range(columns)]
    made = _Sheet(book, grid, rows, columns, {}, [], widths)
    made.heights = [_height(made, r) for r in range(rows)]
    figures, places = _figures(made, drawn, lang)
    whole = _class(made, f"width:{_NUMBERS + sum(widths)}px")  # else long texts widen columns
    table = f'<table class="{whole}">{_columns(made)}<tbody>{"".join(_body(made))}</tbody></table>'
    style = "".join(f".{name}{{{rules}}}" for rules, name in made.classes.items())
    return Rendered(
        f'<div class="sheet">{table}{figures}</div>', style + places, max(used - rows, 0)
    )


def _size(grid: Grid, dimension: Dimension, place: int, usual: int) -> int:
    told = grid.sizes[dimension].get(place, {})
    return 0 if told.get("hiddenByUser") else int(told.get("pixelSize", usual))


def _height(made: _Sheet, row: int) -> int:
    """Return the height of a row: as it was set, or as its wrapped texts need."""
    grid = made.grid
    if row in grid.sizes["ROWS"]:
        return _size(grid, "ROWS", row, _ROW)
    lines = 1
    for column in range(min(made.columns, grid.rows[row].width if row < len(grid.rows) else 0)):
        extra = grid.beside(row, column)
        if (extra.format or {}).get("wrapStrategy") == "WRAP":
            text = shown(grid.value(row, column), extra, made.book.locale)
            lines = max(lines, -(-int(len(text) * _LETTER) // max(made.widths[column] - 10, 10)))
    return _ROW + (lines - 1) * 17


def _columns(made: _Sheet) -> str:
    sized = [f'<col class="{_class(made, f"width:{_NUMBERS}px")}">']
    heads = ["<th></th>"]
    for column in range(made.columns):
        rules = (
            f"width:{made.widths[column]}px"
            if made.widths[column]
            else "visibility:collapse;width:0"
        )
        sized.append(f'<col class="{_class(made, rules)}">')
        heads.append(f'<th scope="col">{ranges.letters(column)}</th>')
    return f"<colgroup>{''.join(sized)}</colgroup><thead><tr>{''.join(heads)}</tr></thead>"


def _class(made: _Sheet, rules: str) -> str:
    """Return the class of a look, which a page without inline styles needs."""
    return made.classes.setdefault(rules, f"c{len(made.classes)}")


def _body(made: _Sheet) -> Iterator[str]:
    spans, covered = _merges(made)
    for row in range(made.rows):
        height = made.heights[row]
        rules = f"height:{height}px" if height else "display:none"
        cells = "".join(
            _cell(made, row, column, spans.get((row, column), ""))
            for column in range(made.columns)
            if (row, column) not in covered
        )
        yield f'<tr class="{_class(made, rules)}"><th scope="row">{row + 1}</th>{cells}</tr>'


def _merges(made: _Sheet) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    spans: dict[tuple[int, int], str] = {}
    covered: set[tuple[int, int]] = set()
    for merge in made.grid.objects.get("merges", ()):
        top, left = merge["startRowIndex"], merge["startColumnIndex"]
        bottom, right = (
            min(merge["endRowIndex"], made.rows),
            min(merge["endColumnIndex"], made.columns),
        )
        spans[top, left] = f' rowspan="{bottom - top}" colspan="{right - left}"'
        covered |= {(r, c) for r in range(top, bottom) for c in range(left, right)} - {(top, left)}
    return spans, covered


def _cell(made: _Sheet, row: int, column: int, span: str) -> str:
    value, extra = made.grid.value(row, column), made.grid.beside(row, column)
    look = _look(value, extra, made)
    if isinstance(value, str) and _runs_over(made, row, column):
        look = look.replace('class="', 'class="o ') or ' class="o"'
    note = f' title="{escape(extra.note)}"' if extra.note else ""
    if extra.formula and value is None:
        size = (max(made.widths[column] - 10, 20), max(made.heights[row] - 4, 12))
        inside = drawing.sparkline(made.book, extra.formula, made.grid.title, size)
        inside = inside or escape(extra.formula)
    elif value is None:
        inside = ""
    else:
        inside = escape(shown(value, extra, made.book.locale))
    if inside:
        cell = f"{ranges.letters(column)}{row + 1}"
        address = f"/spreadsheets/{escape(made.book.id)}?tab={made.grid.id}&amp;cell={cell}"
        inside = f'<a href="{address}">{inside}</a>'
    return f"<td{span}{look}{note}>{inside}</td>"


def _runs_over(made: _Sheet, row: int, column: int) -> bool:
    """Tell whether a text may go on over its neighbour, which is blank."""
    if (made.grid.beside(row, column).format or {}).get("wrapStrategy") in {"WRAP", "CLIP"}:
        return False
    return column + 1 < made.columns and made.grid.value(row, column + 1) is None


def _look(value: Value, extra: Extra, made: _Sheet) -> str:
    names = ["n"] if isinstance(value, int | float) and not isinstance(value, bool) else []
    if extra.format:
        if rules := _rules(extra.format):
            names.append(_class(made, rules))
        if extra.format.get("wrapStrategy") == "WRAP":
            names.append("wrap")
    return f' class="{" ".join(names)}"' if names else ""


def _rules(format_: Json) -> str:
    """Return the rules of a format; only what is known here gets into the page."""
    text: Json = format_.get("textFormat") or {}
    size = text.get("fontSize")
    told = {
        "font-weight": "bold" if text.get("bold") else "",
        "font-style": "italic" if text.get("italic") else "",
        "font-size": f"{float(size):.4g}pt" if isinstance(size, int | float) else "",
        "color": _colour(text.get("foregroundColor")),
        "background": _colour(format_.get("backgroundColor")),
        "text-align": _SIDES.get(str(format_.get("horizontalAlignment")), ""),
    }
    return ";".join(f"{name}:{value}" for name, value in told.items() if value)


def _colour(given: Json | None) -> str:
    if given is None:
        return ""
    parts = (round(float(given.get(name) or 0) * 255) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{min(max(part, 0), 255):02x}" for part in parts)


def _figures(made: _Sheet, drawn: list[charts.Drawn], lang: Lang) -> tuple[str, str]:
    """Return the charts and where each stands: below what has no place of its own."""
    figures, places = [], []
    below = sum(made.heights) + 3 * _ROW
    for number, one in enumerate(drawn):
        left = _NUMBERS + sum(made.widths[: one.anchor.column]) + one.anchor.left
        top = _ROW + sum(made.heights[: one.anchor.row]) + one.anchor.top
        if not one.placed:
            left, top = _NUMBERS, below
            below += one.height + _ROW
        if one.series:
            inside = drawing.chart(one, made.book.locale)
        else:
            inside = f"<p>{escape(_NOTHING[lang])}</p>"
        figures.append(f'<figure id="chart{number}">{inside}</figure>')
        places.append(f"#chart{number}{{left:{int(left)}px;top:{int(top)}px}}")
    return "".join(figures), "".join(places)


_NOTHING = Text(
    en="This chart has lost its data.",
    fr="Ce graphique n’a plus de données.",
)
