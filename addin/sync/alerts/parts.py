"""The parts of an alert: a length of time, a limit in the unit of its KPI, members to keep to."""

from __future__ import annotations

import re
from typing import cast

from addin.sync.alerts.rules import Grain
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.periods.words import vocabulary
from kpi_core.registry import folded
from kpi_core.text import Text

_MOST_UNITS = 60
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3,
    "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "twelve": 12, "douze": 12,
}  # fmt: skip
_GRAINS = frozenset({"day", "week", "month", "quarter", "year"})
_UNITS = {
    word: str(parts["UNIT"])
    for word, parts in vocabulary().items()
    if str(parts.get("UNIT")) in _GRAINS
}
UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
COUNT = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
LENGTH = rf"(?:{COUNT}) (?:consecutive |whole |full )?(?:{UNIT})(?: (?:pleine?s?|consecuti(?:f|fs|ve|ves)))?"
_LENGTH = re.compile(
    rf"({COUNT}) (?:consecutive |whole |full )?({UNIT})(?: (?:pleine?s?|consecuti(?:f|fs|ve|ves)))?"
)


def duration(words: str) -> tuple[int, Grain]:
    """
    Return "2 weeks", "une semaine", "3 mois" as a count of whole units.

    Raises
    ------
    KpiError
        TYPE when it is none, or longer than anybody keeps count.
    """
    match = _LENGTH.fullmatch(" ".join(folded(words).split()))
    count = whole(match[1]) if match else 0
    if match is None or not 1 <= count <= _MOST_UNITS:
        raise KpiError(Kind.TYPE, _NO_LENGTH.format(said=shown(words)))
    return count, unit(match[2])


def whole(word: str) -> int:
    """Return a small number written in figures or letters."""
    return _NUMBERS.get(word) or int(word)


def unit(word: str) -> Grain:
    """Return the unit of time that *word*, one of UNIT, names."""
    return cast("Grain", _UNITS[word])


_NO_LENGTH = Text(
    en="“{said}” is not a length of time: write “2 weeks”, “1 month” or “3 days”.",
    fr="«\u00a0{said}\u00a0» n’est pas une durée\u00a0: écrivez «\u00a02 semaines\u00a0», «\u00a01 mois\u00a0» ou «\u00a03 jours\u00a0».",
)
