"""A period as it travels in a query: its own words where they say it alone, else its dates."""

from __future__ import annotations

from kpi_core.errors import KpiError
from kpi_core.periods import Calendar, Found, resolve
from kpi_core.query import Span


def phrase(found: Found, calendar: Calendar, text: str) -> str | Span:
    """Return the words of a period when they say it alone, else its dates."""
    said = text[slice(*found.span)]
    try:
        alone = resolve(said, calendar)
    except KpiError:
        alone = None
    period = found.period
    if alone is not None and (alone.start, alone.end) == (period.start, period.end):
        return said
    return Span(start=period.start, end=period.end)
