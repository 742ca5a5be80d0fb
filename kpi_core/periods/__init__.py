"""Periods, read from what people type in a cell, a command or a question, in French or English.

`resolve` takes one phrase and understands all of it or refuses; `find` looks for periods in a
whole question; `resolve_comparison` reads what a period is compared with. The dates are always
in the answer, and so is whatever had to be assumed to reach them.
"""

from kpi_core.periods.calendar import (
    GRAIN_TITLES,
    Calendar,
    Grain,
    Span,
    add_months,
    day_first_in,
    hours_in_day,
    last_of_month,
)
from kpi_core.periods.comparison import resolve_comparison
from kpi_core.periods.find import find, leftover_temporal_words
from kpi_core.periods.period import Found, Period
from kpi_core.periods.resolve import resolve

__all__ = [
    "GRAIN_TITLES",
    "Calendar",
    "Found",
    "Grain",
    "Period",
    "Span",
    "add_months",
    "day_first_in",
    "find",
    "hours_in_day",
    "last_of_month",
    "leftover_temporal_words",
    "resolve",
    "resolve_comparison",
]
