"""What a phrase says before it becomes a period: dates whose year may still be open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Grain, Span
from kpi_core.periods.period import Period
from kpi_core.text import Text

Yearly = Callable[[int], Span]

RUNNING = Text(
    en="Not over yet: counted up to today.",
    fr="Période en cours : comptée jusqu’à aujourd’hui.",
)
_YEAR = Text(en="No year given: {year}.", fr="Année non précisée : {year}.")
# 29 February comes back after eight years at most, across a century that is not a leap year.
_LEAP_GAP = 8
DAY = date.resolution


@dataclass(frozen=True, slots=True)
class Reading:
    """A first and a last day; *yearly* places them in another year while theirs is assumed."""

    start: date
    end: date
    grain: Grain | None = None
    notes: tuple[Text, ...] = ()
    running: bool = False
    yearly: Yearly | None = None
    year_said: bool = False
    named: bool = False  # by the calendar ("2025", "mars"): cut at today when it is not over

    def noting(self, note: Text) -> Reading:
        """Add what had to be assumed."""
        return replace(self, notes=(*self.notes, note))


Outcome = Reading | KpiError
"""A reading, or the sentence that says why the words cannot be one."""


def whole(span: Span, grain: Grain | None = None) -> Reading:
    """Read both days as they stand."""
    return Reading(span.start, span.end, grain)


def current(calendar: Calendar, start: date, grain: Grain | None = None) -> Reading:
    """Read what runs from *start* to today."""
    return Reading(start, calendar.today, grain, running=True)


def named(
    calendar: Calendar,
    yearly: Yearly,
    grain: Grain | None,
    year: int | None,
    missing: Callable[[], KpiError],
) -> Outcome:
    """
    Read a name of the calendar, such as "March" or "week 12".

    Without a year it is the latest that has started; *missing* says that there is no such day.
    """
    if year is not None:
        span = _at(yearly, year)
        return Reading(*span, grain, year_said=True, named=True) if span else missing()
    latest = _latest(calendar, yearly)
    if latest is None:
        return missing()
    return Reading(*latest, grain, yearly=yearly, named=True)


def _latest(calendar: Calendar, yearly: Yearly, before: date | None = None) -> Span | None:
    limit = before or calendar.today
    # A year ahead too: week 1 can start in December, a fiscal year the autumn before.
    for year in range(limit.year + 1, limit.year - _LEAP_GAP - 1, -1):
        span = _at(yearly, year)
        if span and span.start <= limit:
            return span
    return None


def latest_over(calendar: Calendar, reading: Reading) -> Reading:
    """Move a reading without a year to the latest that is over ("mars dernier")."""
    if reading.yearly and reading.end >= calendar.today:
        span = _latest(calendar, reading.yearly, reading.start - DAY)
        return Reading(*span, reading.grain) if span else reading
    return replace(reading, yearly=None)


def in_year_of(reading: Reading, other: Reading) -> Reading:
    """Move a reading without a year to the one said for *other*, unless they then meet."""
    if reading.yearly is None or reading.year_said or not other.year_said:
        return reading
    # The middle of a week or of a quarter is in the year that it is called by.
    span = _at(reading.yearly, (other.start + (other.end - other.start) / 2).year)
    if span is None or span == (other.start, other.end):
        return reading
    return replace(reading, start=span.start, end=span.end, year_said=True)


def fixed(reading: Reading) -> Reading:
    """Say which year was assumed, before the reading becomes part of a longer one."""
    yearly = reading.yearly
    if yearly is None:
        return reading
    # The year of a week or of a fiscal year need not be that of its first day.
    around = range(reading.start.year - 1, reading.end.year + 2)
    year = next((y for y in around if _at(yearly, y) == (reading.start, reading.end)), None)
    note = _YEAR.format(year=year or reading.start.year)
    return replace(reading.noting(note), yearly=None)


def _at(yearly: Yearly, year: int) -> Span | None:
    try:
        return yearly(year)
    except (ValueError, OverflowError):
        return None


def join(calendar: Calendar, first: Outcome, last: Outcome) -> Outcome:
    """Read from the first day of *first* to the last of *last*; a year said once is for both."""
    if isinstance(first, KpiError) or isinstance(last, KpiError):
        return first if isinstance(first, KpiError) else last
    start, end = Span(first.start, first.end), Span(last.start, last.end)
    if first.yearly and not last.yearly:
        start = _latest(calendar, first.yearly, last.end) or start
    elif last.yearly:
        end = _next(last.yearly, start.start) or end
    days = first.grain is Grain.DAY and last.grain is Grain.DAY
    if first.yearly and last.yearly and days and end.end > calendar.today >= last.end:
        end = Span(last.start, last.end)  # rolled over into a year to come: the ends are swapped
    if end.end < start.start:
        return trouble.backwards(start.start, end.end)
    notes = (*first.notes, *last.notes)
    # Days stay as written; months and years that are not over stop today.
    cut = last.named and last.grain is not Grain.DAY
    joined = Reading(start.start, end.end, notes=notes, running=last.running, named=cut)
    if first.yearly and last.yearly:
        years = dict.fromkeys((start.start.year, end.end.year))
        return joined.noting(_YEAR.format(year="–".join(map(str, years))))
    if (first.yearly or last.yearly) and not (first.year_said or last.year_said):
        guess = replace(first, start=start.start, end=start.end) if first.yearly else last
        return replace(joined, notes=(*first.notes, *last.notes, *fixed(guess).notes))
    return joined


def _next(yearly: Yearly, start: date) -> Span | None:
    for year in range(start.year - 1, start.year + _LEAP_GAP + 1):
        span = _at(yearly, year)
        if span and span.end >= start:
            return span
    return None


def settled(calendar: Calendar, reading: Reading, text: str) -> Period:
    """Turn a reading into the period that is answered, with everything it assumes."""
    reading = fixed(reading)
    notes, end, running = reading.notes, reading.end, reading.running
    if reading.named and reading.start <= calendar.today <= reading.end:
        end, running = calendar.today, True
        if reading.grain is not Grain.DAY:
            notes = (*notes, RUNNING)
    return Period(reading.start, end, reading.grain, text, tuple(dict.fromkeys(notes)), running)
