"""What a period is compared with: "vs last month", "par rapport à la même période l'an dernier".

A period that is not over is compared with as many days of the other one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Span
from kpi_core.periods.parser import Parse
from kpi_core.periods.period import Period
from kpi_core.periods.reading import Outcome, settled
from kpi_core.periods.resolve import LEADING, left_over, opened
from kpi_core.periods.shift import trimmed
from kpi_core.text import Text

_SAME_DAYS = Text(
    en="Not over yet: compared with the same elapsed days.",
    fr="Période en cours : comparée aux mêmes jours écoulés.",
)


def resolve_comparison(phrase: str, period: Period, calendar: Calendar) -> Period:
    """
    Return the period that *phrase* compares *period* with.

    "vs the previous period", "yoy" and "le mois précédent" count from *period*; any other
    phrase that `resolve` takes counts from today.
    """
    parse, end = opened(phrase, calendar)
    for start in _starts(parse, end):
        for goal in ("comparison", "period"):
            meant = parse.at(goal, start).get(end)
            if meant is not None:
                return compared(meant, period, calendar, phrase.strip())
    raise trouble.not_understood(left_over(parse, end, phrase), phrase.strip())


def _starts(parse: Parse, end: int) -> list[int]:
    """Return where the phrase itself may begin: after "vs", after little leading words."""
    starts = [0] if end else []
    for start in starts:
        if start == 0:
            starts.extend(stop for stop in parse.at("versus", 0) if stop < end)
        token = parse.tokens[start]
        if start + 1 < end and start + 1 not in starts and not LEADING.isdisjoint(token.values):
            starts.append(start + 1)
    return starts


def compared(meant: object, period: Period, calendar: Calendar, text: str) -> Period:
    """Turn what the grammar understood into dates, cut to the days of *period* that have passed."""
    # The grammar hands over either, and only its goals say which.
    outcome = cast("Outcome", meant(period) if callable(meant) else meant)
    if isinstance(outcome, KpiError):
        raise outcome
    other = settled(calendar, outcome, text)
    if period.start <= calendar.today < period.end:
        period = replace(period, end=calendar.today, running=True)
    if period.running and not other.running and (other.grain or callable(meant)):
        span = trimmed(period, Span(other.start, other.end))
        if span != (other.start, other.end) or (callable(meant) and other.grain is period.grain):
            other = replace(other, end=span.end, assumed=(*other.assumed, _SAME_DAYS))
    if (other.start, other.end) == (period.start, period.end):
        raise trouble.same_period()
    return other
