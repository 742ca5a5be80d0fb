"""The period that another one is compared with: the one before, or the same a year earlier."""

from __future__ import annotations

from datetime import date, timedelta

from kpi_core.periods import trouble
from kpi_core.periods.calendar import YEAR, Calendar, Grain, Span, add_months, last_of_month
from kpi_core.periods.period import Period
from kpi_core.periods.reading import DAY, Outcome, whole

_WEEK = 7


def previous(calendar: Calendar, period: Period, grain: Grain | None = None) -> Outcome:
    """Read the unit before *period*; without a grain, as long a stretch just before it."""
    unit = grain or period.grain
    if unit is None:
        return whole(_stretch_before(period))
    if unit is not period.grain:
        return whole(calendar.containing(period.start, unit, -1), unit)
    # Fiscal quarters too: they start where they start, and last as long.
    start = (
        add_months(period.start, -unit.months)
        if unit.months
        else period.start - timedelta(days=_WEEK if unit is Grain.WEEK else 1)
    )
    return whole(Span(start, period.start - DAY), unit)


def _stretch_before(period: Period) -> Span:
    end = period.start - DAY
    if _whole_months(period):
        months = (period.end.year - period.start.year) * YEAR
        months += period.end.month - period.start.month + 1
        return Span(add_months(period.start, -months), end)
    return Span(end - timedelta(days=period.days - 1), end)


def _whole_months(period: Period) -> bool:
    return not period.running and period.start.day == 1 and period.end == last_of_month(period.end)


def earlier(calendar: Calendar, period: Period, grain: Grain, count: int = 1) -> Outcome:
    """Read the same days *count* units earlier; whole months stay whole."""
    if grain is Grain.YEAR and period.grain is Grain.WEEK:
        return whole(_same_week(calendar, period.start, count), Grain.WEEK)
    if grain is period.grain and grain is not Grain.YEAR and count == 1:
        return previous(calendar, period)
    if not grain.months:
        back = timedelta(days=count * (_WEEK if grain is Grain.WEEK else 1))
        span = Span(period.start - back, period.end - back)
    else:
        start, end = (add_months(day, -count * grain.months) for day in (period.start, period.end))
        if _whole_months(period):
            end = last_of_month(end)
        elif grain is not Grain.YEAR:
            end = start + (period.end - period.start)
        span = Span(start, end)
    if span.end >= period.start:
        return trouble.overlapping(grain)
    return whole(span, period.grain)


def same_unit_of(calendar: Calendar, period: Period, grain: Grain, count: int = 1) -> Outcome:
    """Read the unit in which *period* starts, *count* years earlier."""
    if grain is period.grain:
        return earlier(calendar, period, Grain.YEAR, count)
    if grain is Grain.WEEK:
        return whole(_same_week(calendar, period.start, count), grain)
    return whole(calendar.containing(add_months(period.start, -YEAR * count), grain), grain)


def _same_week(calendar: Calendar, day: date, count: int) -> Span:
    """Week 53 of a year that has one becomes week 52 of one that has not."""
    year, number = numbered_week(calendar, day)
    year -= count
    return calendar.numbered(Grain.WEEK, min(number, calendar.weeks_in(year)), year)


def numbered_week(calendar: Calendar, day: date) -> tuple[int, int]:
    """Return the year and the number of the week of *day*."""
    year, number = calendar.week_name(day).replace("-W", " week ").split(" week ")
    return int(year), int(number)


def trimmed(period: Period, other: Span) -> Span:
    """Cut *other* to the days of *period* that have passed: to the same date, else as many."""
    start = other.start
    if (start.month, start.day) == (period.start.month, period.start.day):
        end = add_months(period.end, YEAR * (start.year - period.start.year))
    else:
        end = start + timedelta(days=period.days - 1)
    return Span(start, min(end, other.end))
