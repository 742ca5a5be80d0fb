"""Days, weeks, months, quarters, halves and years, as a workspace counts them.

Plain quarters are the calendar's; fiscal ones are asked for by name ("exercice", "FY"), so
that "T3" means the same three months in every company.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from kpi_core.text import Text

YEAR = 12  # months


class Grain(StrEnum):
    """The units that a calendar is cut into."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months the unit lasts; 0 for days and weeks, which do not follow months."""
        return _MONTHS.get(self, 0)


#: What the units that a trend is cut into are called.
GRAIN_TITLES: Mapping[str, Text] = {
    "day": Text(en="day", fr="jour"),
    "week": Text(en="week", fr="semaine"),
    "month": Text(en="month", fr="mois"),
    "quarter": Text(en="quarter", fr="trimestre"),
    "year": Text(en="year", fr="année"),
}


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: YEAR}


class Span(NamedTuple):
    """A first and a last day, both included."""

    start: date
    end: date


def add_months(day: date, count: int) -> date:
    """Move *day* by months; a day that the month does not have becomes its last one."""
    year, month = divmod(day.year * YEAR + day.month - 1 + count, YEAR)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), last_of_month(first))


def last_of_month(day: date) -> date:
    """Return the last day of the month of *day*."""
    return date(day.year + day.month // YEAR, day.month % YEAR + 1, 1) - timedelta(days=1)


def hours_in_day(day: date, tz: str) -> float:
    """Count the hours that *day* really has in *tz*: 23 or 25 when the clocks change."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most periods never ask for the hour

    zone = ZoneInfo(tz)
    midnights = (datetime.combine(d, time(), zone) for d in (day, day + timedelta(days=1)))
    opens, closes = (m.astimezone(UTC) for m in midnights)
    return (closes - opens) / timedelta(hours=1)


def day_first_in(locale: str | None) -> bool | None:
    """
    Tell whether *locale* writes 3 April as 03/04.

    None when it cannot be known: English is written both ways, so a bare "en" does not decide.
    """
    language, _, rest = (locale or "").replace("_", "-").partition("-")
    if language.lower() in {"", "en"} and not rest:
        return None
    # CLDR: only these write the month before the day with slashes.
    return not (language.lower() == "en" and rest.upper() in {"US", "PH", "PR", "GU", "VI", "AS"})


@dataclass(frozen=True, slots=True)
class Calendar:
    """What "last quarter" depends on: the day it is, and how the workspace cuts its years."""

    today: date
    fiscal_start: int = 1
    fiscal_named_by_end: bool = False
    week_starts_sunday: bool = False
    first_day: date | None = None  # of the data, for "all time" and "until March"
    day_first: bool | None = None  # None: 03/04/2026 is asked back

    def unit(self, grain: Grain, offset: int = 0) -> Span:
        """Return the unit that holds today, or the one *offset* units later."""
        return self.containing(self.today, grain, offset)

    def containing(self, day: date, grain: Grain, offset: int = 0) -> Span:
        """Return the unit that holds *day*, or the one *offset* units later."""
        if grain is Grain.DAY:
            start = end = day + timedelta(days=offset)
        elif grain is Grain.WEEK:
            weekday = (day.weekday() + self.week_starts_sunday) % 7
            start = day + timedelta(days=7 * offset - weekday)
            end = start + timedelta(days=6)
        else:
            size = grain.months
            first = date(day.year, (day.month - 1) // size * size + 1, 1)
            start = add_months(first, size * offset)
            end = add_months(start, size) - timedelta(days=1)
        return Span(start, end)

    def numbered(self, grain: Grain, number: int, year: int) -> Span:
        """Return quarter 3 of 2025, week 12 of 2025; ValueError when the year has no such unit."""
        if grain is Grain.WEEK:
            return self._week(number, year)
        if grain is Grain.DAY:
            start = end = date(year, 1, 1) + timedelta(days=number - 1)
        else:
            start = add_months(date(year, 1, 1), grain.months * (number - 1))
            end = add_months(start, grain.months) - timedelta(days=1)
        if number < 1 or start.year != year:
            raise ValueError(number)
        return Span(start, end)

    def _week(self, number: int, year: int) -> Span:
        if not self.week_starts_sunday:
            start = date.fromisocalendar(year, number, 1)
        else:
            # The US week 1 is the one that holds 1 January, whatever its weekday.
            start = self.containing(date(year, 1, 1), Grain.WEEK, number - 1).start
            if number < 1 or (start + timedelta(days=6)).year != year:
                raise ValueError(number)
        return Span(start, start + timedelta(days=6))

    def weeks_in(self, year: int) -> int:
        """Return the number of the last week of *year*: 52 or 53."""
        try:
            self._week(53, year)
        except ValueError:
            return 52
        return 53

    def week_name(self, day: date) -> str:
        """Name the week of *day*, so that the two week systems cannot be taken for each other."""
        if not self.week_starts_sunday:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        start, end = self.containing(day, Grain.WEEK)
        first = self.containing(date(end.year, 1, 1), Grain.WEEK).start
        return f"{end.year} week {(start - first).days // 7 + 1}"

    def fiscal_year(self, name: int) -> Span:
        """Return the fiscal year called *name*: FY2025 is named by its first or last year."""
        ends_later = self.fiscal_named_by_end and self.fiscal_start > 1
        start = date(name - ends_later, self.fiscal_start, 1)
        return Span(start, add_months(start, YEAR) - timedelta(days=1))

    def fiscal_part(self, grain: Grain, number: int, name: int) -> Span:
        """Return quarter, half or month *number* of the fiscal year called *name*."""
        if not 1 <= number <= YEAR // grain.months:
            raise ValueError(number)
        start = add_months(self.fiscal_year(name).start, grain.months * (number - 1))
        return Span(start, add_months(start, grain.months) - timedelta(days=1))

    def fiscal_year_of(self, day: date) -> int:
        """Return the name of the fiscal year that holds *day*."""
        ends_later = self.fiscal_named_by_end and self.fiscal_start > 1
        return day.year - (day.month < self.fiscal_start) + ends_later

    def fiscal_name(self, day: date) -> str:
        """Name the fiscal quarter of *day*: "FY2027 Q1"."""
        quarter = (day.month - self.fiscal_start) % YEAR // 3 + 1
        return f"FY{self.fiscal_year_of(day)} Q{quarter}"
