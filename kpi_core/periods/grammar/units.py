"""Whole years, and the week that holds a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Grain, Span
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import Outcome, Reading, named
from kpi_core.text import Text

POINT = Rules("point")


@POINT("{YEAR}", "annee|year {YEAR}", "calendar year {YEAR}", "annee civile {YEAR}")
def year(calendar: Calendar, number: int) -> Outcome:
    """2025, l'année 2025."""
    return named(
        calendar,
        lambda any_year: Span(date(any_year, 1, 1), date(any_year, 12, 31)),
        Grain.YEAR,
        number,
        lambda: trouble.not_a(Grain.YEAR, str(number)),
    )


@POINT("{YEARS}")
def two_years(calendar: Calendar, written: tuple[str, int, int]) -> Outcome:
    """2024-2025: two calendar years, unless it may be a fiscal one."""
    text, first, last = written
    if calendar.fiscal_start > 1 and last == first + 1:
        return trouble.two_readings(
            text,
            Text(en=f"fiscal year {text}", fr=f"l’exercice {text}"),
            Text(en=f"{first}..{last}", fr=f"{first}..{last}"),
        )
    if not 1 <= first <= last:
        return trouble.not_a(Grain.YEAR, text)
    return Reading(date(first, 1, 1), date(last, 12, 31), named=True)


@POINT("week|semaine OF* <point>", "week commencing|beginning|starting OF* <point>")
def week_of(calendar: Calendar, day: Outcome) -> Outcome | None:
    """La semaine du 3 mars: the week that holds that day, or begins on it."""
    if isinstance(day, KpiError):
        return day
    if day.grain is not Grain.DAY:
        return None
    yearly = day.yearly
    week = replace(
        day,
        start=calendar.containing(day.start, Grain.WEEK).start,
        end=calendar.containing(day.start, Grain.WEEK).end,
        grain=Grain.WEEK,
        named=True,
        running=False,
    )
    if yearly is None:
        return week
    return replace(
        week, yearly=lambda any_year: calendar.containing(yearly(any_year).start, Grain.WEEK)
    )
