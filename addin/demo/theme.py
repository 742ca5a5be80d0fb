"""The format and the theme that every new spreadsheet has: Google tells them in full."""

from __future__ import annotations

from addin.demo.errors import Json


def _colour(red: int, green: int, blue: int) -> Json:
    """Return a colour of three bytes, as fractions; a part that is nothing is left out."""
    parts = {"red": red, "green": green, "blue": blue}
    return {"rgbColor": {name: part / 255 for name, part in parts.items() if part}}


_WHITE = {"red": 1, "green": 1, "blue": 1}

THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        {"colorType": "TEXT", "color": _colour(0, 0, 0)},
        {"colorType": "BACKGROUND", "color": {"rgbColor": _WHITE}},
        {"colorType": "ACCENT1", "color": _colour(66, 133, 244)},
        {"colorType": "ACCENT2", "color": _colour(234, 67, 53)},
        {"colorType": "ACCENT3", "color": _colour(251, 188, 4)},
        {"colorType": "ACCENT4", "color": _colour(52, 168, 83)},
        {"colorType": "ACCENT5", "color": _colour(255, 109, 1)},
        {"colorType": "ACCENT6", "color": _colour(70, 189, 198)},
        {"colorType": "LINK", "color": _colour(17, 85, 204)},
    ],
}

DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
