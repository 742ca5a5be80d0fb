"""Characters that the eye does not see, or sees alike: settled before a text is read."""

from __future__ import annotations

import re
import unicodedata

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

LONGEST = 64
"""No number or date needs more characters; longer texts are refused before any parsing."""

BLANKS = frozenset({"", "-", "--", "–", "—", "n/a", "n/d", "null"})
"""How exports write “no value” (Google Ads: ` --`): missing, never zero."""

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_LOOKALIKES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2019": "'", "\u066a": "%"})


def clean(text: str) -> str:
    """Return *text* with one kind of space, minus, apostrophe and digit, and nothing invisible."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    if _DIRECTION.search(text):
        raise KpiError(Kind.TYPE, HIDDEN_DIRECTION)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return _one_script(text).translate(_LOOKALIKES)


def _one_script(text: str) -> str:
    """Write decimal digits as 0-9; digits of two scripts in one number are a typo or a trick."""
    if text.isascii():
        return text
    scripts = {ord(c) - unicodedata.digit(c) for c in text if unicodedata.category(c) == "Nd"}
    if len(scripts) > 1:
        raise KpiError(Kind.TYPE, MIXED_DIGITS.format(text=shown(text)))
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text
    )


HIDDEN_DIRECTION = Text(
    en="A hidden direction character is in the cell: type the value again.",
    fr="La cellule contient un caractère de direction invisible : ressaisissez la valeur.",
)
MIXED_DIGITS = Text(
    en="“{text}” mixes digits of two scripts: type it again.",
    fr="« {text} » mélange des chiffres de deux écritures : ressaisissez-le.",
)
