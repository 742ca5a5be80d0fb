"""What the JavaScript hosts know of the product: the very sentences and limits of the Python."""

from __future__ import annotations

from typing import Any

from addin import arguments, computing
from kpi_core import definition
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.errors import Kind
from kpi_core.glossary import GLOSSARY
from kpi_core.text import Text
from kpi_core.values import characters, currencies, locales, numbers

_MESSAGES = {
    "HIDDEN_DIRECTION": characters.HIDDEN_DIRECTION,
    "MIXED_DIGITS": characters.MIXED_DIGITS,
    "NOT_A_NUMBER": numbers.NOT_A_NUMBER,
    "TWO_READINGS": numbers.TWO_READINGS,
    "TOO_LARGE": numbers.TOO_LARGE,
    "TOO_LONG": numbers.TOO_LONG.format(most=characters.LONGEST),
    "TOO_MANY_CELLS": arguments.TOO_MANY_CELLS,
    "SUM_TOO_LARGE": arguments.TOO_LARGE,
    "TEXT_TOO_LONG": arguments.text_too_long(arguments.MOST_TEXT),
    "INVALID_CHARACTER": arguments.INVALID_CHARACTER,
    "ROW_AND_COLUMN": arguments.ROW_AND_COLUMN,
    "UNSUPPORTED": arguments.UNSUPPORTED,
    "CALCULATING": arguments.CALCULATING,
    "PLACE": arguments.PLACE,
    "ARGUMENT": arguments.ARGUMENT,
    "CONTAINS": arguments.CONTAINS,
    "BOOLEAN": arguments.NOT_A_NUMBER,
    "PLACED": arguments.PLACED,
    "TOO_MANY_ARGUMENTS": computing.TOO_MANY_ARGUMENTS,
    "BETWEEN_NAMES": computing.BETWEEN_NAMES,
    "EMPTY_RANGE": computing.EMPTY_RANGE,
    "NO_NUMBERS": computing.NO_NUMBERS,
    "FILL_IN": definition.FILL_IN,
    "THE_BASE": definition.THE_BASE,
    "ZERO_BASE": definition.ZERO_BASE,
    "RESULT_TOO_LARGE": definition.RESULT_TOO_LARGE,
    "INPUT_TOO_LARGE": definition.INPUT_TOO_LARGE,
    "NEGATIVE": definition.NEGATIVE,
    "BENEATH": definition.BENEATH,
}


def declared() -> dict[str, Any]:
    """Return the data of the JavaScript core."""
    kpis = list(REGISTRY.values())
    terms = {name: GLOSSARY[name] for kpi in kpis for name in kpi.names}
    return {
        "messages": {name: _both(text) for name, text in _MESSAGES.items()},
        "functions": {kpi.function: _function(kpi) for kpi in kpis},
        "terms": {n: {**_both(t.title), "minimum": t.minimum} for n, t in terms.items()},
        "codes": {kind: kind.code for kind in Kind},
        "hostErrors": arguments.KIND_OF,
        "mostCells": arguments.MOST_CELLS,
        "mostText": arguments.MOST_TEXT,
        "longest": characters.LONGEST,
        "blanks": sorted(characters.BLANKS),
        "signs": list(currencies.SIGNS),
        "currencies": " ".join(sorted(currencies.CODES)),
        "separators": _separators(),
    }


def _function(kpi: Kpi) -> dict[str, Any]:
    return {
        "id": kpi.id,
        "title": _both(kpi.title),
        "unit": kpi.unit,
        "inputs": list(kpi.names),
        "rules": [_both(rule.message) for rule in kpi.requires],
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


def _separators() -> dict[str, str]:
    """Return thousands mark + decimal mark -> the locales that are written neither in the English way nor, for French, in that of France."""
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - only generated files need it

    known = set(locale_identifiers())
    # A host writes zh-TW for zh_Hant_TW.
    known |= {f"{n.split('_')[0]}_{n.split('_')[2]}" for n in known if n.count("_") == 2}  # noqa: PLR2004 - language, script, country
    found: dict[str, list[str]] = {}
    for name in sorted(known):
        marks = locales.separators(name)
        if marks != locales.separators("fr" if name.split("_")[0] == "fr" else "en"):
            found.setdefault("".join(marks), []).append(name)
    return {marks: f" {' '.join(names)} " for marks, names in found.items()}
