"""How our cells and charts look at Google."""

from __future__ import annotations

from typing import Any

from addin.sync.output import Area, Cell, Chart, Format, Style

Json = dict[str, Any]

OWN = {"red": 0.16, "green": 0.38, "blue": 0.72}
_MUTED = {"red": 0.35, "green": 0.38, "blue": 0.42}
_GOOD = {"red": 0.06, "green": 0.46, "blue": 0.24}
_BAD = {"red": 0.72, "green": 0.11, "blue": 0.11}
_HEAD_FILL = {"red": 0.91, "green": 0.94, "blue": 0.98}

_TYPES = {
    Format.MONEY: "CURRENCY",
    Format.SHARE: "PERCENT",
    Format.POINTS: "NUMBER",
    Format.CHANGE: "PERCENT",
    Format.DAY: "DATE",
    Format.MOMENT: "DATE_TIME",
}
# Patterns are written one way for every locale; the spreadsheet shows its own signs.
_PATTERNS = {
    Format.SHARE: "0.0%",
    Format.POINTS: '+0.0" pts";-0.0" pts";0.0" pts"',
    Format.CHANGE: "+0.0%;-0.0%;0.0%",
    Format.COUNT: "#,##0",
    Format.NUMBER: "#,##0.0#",
}
_SIGNS = {"EUR": '#,##0.00" €"', "USD": '"$"#,##0.00', "GBP": '"£"#,##0.00'}


#: The fields of a format that make a title or a heading of a cell.
LOOK = (
    "userEnteredFormat.textFormat.bold,userEnteredFormat.textFormat.fontSize,"
    "userEnteredFormat.backgroundColorStyle"
)


def cell_format(cell: Cell, currency: str, *, styled: bool) -> Json:
    """Return the format of a cell: its number's always, its look only where it is *styled*."""
    made: Json = {}
    if cell.format is not Format.GENERAL:
        made["numberFormat"] = number_format(cell.format, currency)
    text: Json = {}
    if cell.style in {"good", "bad"}:
        text["foregroundColorStyle"] = {"rgbColor": _GOOD if cell.style == "good" else _BAD}
    elif cell.style == "note":
        text["foregroundColorStyle"] = {"rgbColor": _MUTED}
    if styled:
        shown = look(cell.style)
        text |= shown.pop("textFormat", {})
        made |= shown
    if text:
        made["textFormat"] = text
    return made


def look(style: Style) -> Json:
    """Return what makes a title or a heading of a cell; nothing of any other style."""
    if style == "title":
        return {"textFormat": {"bold": True, "fontSize": 14}}
    if style == "head":
        return {"textFormat": {"bold": True}, "backgroundColorStyle": {"rgbColor": _HEAD_FILL}}
    return {}


def number_format(format_: Format, currency: str) -> Json:
    """
    Return a number format; an amount has the sign of its currency.

    A date without a pattern is written as the spreadsheet's locale writes dates.
    """
    if format_ in {Format.DAY, Format.MOMENT}:
        return {"type": _TYPES[format_]}
    pattern = _PATTERNS.get(format_) or _SIGNS.get(currency) or f'#,##0.00" {currency}"'
    return {"type": _TYPES.get(format_, "NUMBER"), "pattern": pattern}


def chart_spec(chart: Chart, sheet: int) -> Json:
    """Return a native chart over cells of our own tab."""
    kind = "LINE" if chart.kind == "line" else "BAR"
    across = "BOTTOM_AXIS" if kind == "LINE" else "LEFT_AXIS"
    values = "LEFT_AXIS" if kind == "LINE" else "BOTTOM_AXIS"
    return {
        "title": chart.title,
        "altText": chart.title,
        "basicChart": {
            "chartType": kind,
            "legendPosition": "NO_LEGEND",
            "headerCount": 0,
            "axis": [{"position": across}, {"position": values}],
            "domains": [
                {"domain": {"sourceRange": {"sources": [_source(chart.categories, sheet)]}}}
            ],
            "series": [
                {
                    "series": {"sourceRange": {"sources": [_source(area, sheet)]}},
                    "targetAxis": values,
                    "colorStyle": {"rgbColor": OWN},
                }
                for area in chart.series
            ],
        },
    }


def _source(area: Area, sheet: int) -> Json:
    return {
        "sheetId": sheet,
        "startRowIndex": area.row,
        "endRowIndex": area.last_row + 1,
        "startColumnIndex": area.column,
        "endColumnIndex": area.last_column + 1,
    }
