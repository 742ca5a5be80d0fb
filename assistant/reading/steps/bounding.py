"""A bound on the answer: "channels with a CPL under 60 €"."""

from __future__ import annotations

import re

from assistant.reading.placed import Placed
from assistant.reading.state import Assembling
from assistant.reading.vocabulary import Role
from assistant.wire import Intent
from kpi_core.catalog import REGISTRY
from kpi_core.units import Unit

_NUMBER = re.compile(
    r"(?:\s|de\b|d['’]|à\b|a\b|than\b|que\b|€|\$)*"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,](?P<part>\d+))?\s*(?P<unit>k\b|%)?",
    re.IGNORECASE,
)
_OVER = frozenset({Role.ABOVE, Role.MOST})
_UNDER = frozenset({Role.BELOW, Role.LEAST})
_MORE = frozenset({"plus", "more", "over", "above", "moins", "less", "under", "below", "fewer"})


def bounds(a: Assembling) -> None:
    """Keep the members above or below a number, of one KPI told by member."""
    parts = a.parts
    if len(parts.kpis) != 1 or not parts.by or parts.grain or parts.compare:
        return
    for placed in a.parsed.all(*_OVER, *_UNDER):
        found = _number(a, placed)
        if found is None:
            continue
        value, end = found
        if REGISTRY[parts.kpis[0]].unit is Unit.SHARE:
            value /= 100
        if placed.sign.role in _OVER:
            parts.above = value
        else:
            parts.below = value
        a.use(placed)
        start = a.parsed.words[placed.end - 1].end
        a.numbers = [n for n in a.numbers if not start <= a.parsed.words[n].start < end]
        parts.intent = Intent.RANK
        parts.order = "desc" if parts.above is not None else "asc"


def _number(a: Assembling, placed: Placed) -> tuple[float, int] | None:
    """Return the number right after a sign, and where it ends."""
    words = a.parsed.words[placed.start : placed.end]
    if placed.sign.role in {Role.MOST, Role.LEAST} and not {w.text for w in words} & _MORE:
        return None  # "the 3 highest": how many, not how much
    match = _NUMBER.match(a.parsed.text, words[-1].end)
    if match is None:
        return None
    value = float(re.sub(r"\D", "", match["number"]) + "." + (match["part"] or "0"))
    return value * (1000 if (match["unit"] or "").lower() == "k" else 1), match.end()
