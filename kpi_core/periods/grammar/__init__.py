"""The phrases that name a period, in French and in English.

year     "2025", "l'an dernier"                      a number
point    "mars 2025", "T3", "hier", "last week"      can begin or end a span
dated    "2025-07", where a slash can only mean "to"
end      a point, or "03/03" where a span makes it clear that it is a day
versus   "vs", "par rapport à"
comparison  what a period is compared with, counted from that period
pace     "month over month": a unit
period   everything that a question or a cell can ask for
"""

from __future__ import annotations

from functools import cache

from kpi_core.periods.grammar import (
    comparisons,
    days,
    fiscal,
    months,
    parts,
    relative,
    rolling,
    spans,
    units,
    years,
)
from kpi_core.periods.parser import Grammar

RULES = (
    years.YEAR,
    fiscal.POINT,
    days.POINT,
    months.POINT,
    parts.POINT,
    units.POINT,
    relative.POINT,
    days.END,
    days.PERIOD,  # first: the 'avant' of 'avant-hier' is not "before"
    spans.DATED,
    spans.PERIOD,
    rolling.PERIOD,
    rolling.PACE,
    comparisons.VERSUS,
    comparisons.COMPARISON,
)


@cache
def grammar() -> Grammar:
    """Return the grammar, built when the first phrase is read."""
    return Grammar(RULES)
