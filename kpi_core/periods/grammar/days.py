"""Single days: written in full, in figures, or by their distance from today."""

from __future__ import annotations

from datetime import date, timedelta

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import YEAR, Calendar, Grain, Span, last_of_month
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import Outcome, Reading, latest_over, named, whole
from kpi_core.text import Text

POINT = Rules("point")
END = Rules("end")
PERIOD = Rules("period")

_DAY_MONTH = Text(en="day/month/year", fr="jour/mois/année")
_MONTH_DAY = Text(en="month/day/year", fr="mois/jour/année")
_WEEKDAY_NAMES = tuple(
    Text(en=en, fr=fr)
    for en, fr in (
        ("Monday", "lundi"), ("Tuesday", "mardi"), ("Wednesday", "mercredi"),
        ("Thursday", "jeudi"), ("Friday", "vendredi"), ("Saturday", "samedi"),
        ("Sunday", "dimanche"),
    )
)  # fmt: skip
_LATEST_WEEKDAY = Text(
    en="No date given: the latest {day}.", fr="Date non précisée : le dernier {day} en date."
)


def day_of(calendar: Calendar, day: int, month: int, year: int | None) -> Outcome:
    """Read a day and a month, in the year said or the latest that had that day."""

    def yearly(any_year: int) -> Span:
        on = date(any_year, month, day)
        return Span(on, on)

    return named(calendar, yearly, Grain.DAY, year, lambda: trouble.no_such_day(day, month, year))


@POINT("{DATE}")
def iso(_calendar: Calendar, written: tuple[str, int, int, int]) -> Outcome:
    """2025-07-01, 2025/07/01."""
    text, year, month, day = written
    if not 1 <= month <= YEAR:
        return trouble.not_a(Grain.MONTH, text)
    try:
        return whole(Span(date(year, month, day), date(year, month, day)), Grain.DAY)
    except ValueError:
        return trouble.no_such_day(day, month, year)


@POINT("{DMY}")
def figures(calendar: Calendar, written: tuple[str, int, str, int, int]) -> Outcome:
    """03/04/2026: the locale decides; dots are always day first."""
    text, first, sign, second, year = written
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - 26 is 2026
    return _ordered(calendar, text, (first, second), year, dotted=sign == ".")


@END("{DM}")
@POINT("le|on {DM}")
def figures_without_year(calendar: Calendar, written: tuple[str, int, int]) -> Outcome:
    """Le 12/11; between 03/03 and 10/04."""
    text, first, second = written
    return _ordered(calendar, text, (first, second), None)


def _ordered(
    calendar: Calendar, text: str, parts: tuple[int, int], year: int | None, *, dotted: bool = False
) -> Outcome:
    day_first = True if dotted else calendar.day_first
    orders = {True: parts, False: parts[::-1]}
    fits = {first for first, (_, month) in orders.items() if 1 <= month <= YEAR}
    if day_first is None and len(fits) > 1 and parts[0] != parts[1]:
        one, other = (day_of(calendar, *orders[first], year) for first in (True, False))
        if isinstance(one, Reading) and isinstance(other, Reading):
            return trouble.two_days(text, one.start, other.start)
        return other if isinstance(one, KpiError) else one
    if day_first is None or day_first in fits:
        chosen = day_first if day_first is not None else (True in fits)
        if chosen in fits:
            return day_of(calendar, *orders[chosen], year)
    elif fits:
        return trouble.wrong_order(text, _DAY_MONTH if day_first else _MONTH_DAY)
    return trouble.not_a(Grain.DAY, text)


@POINT("{DAY} OF* {MONTH} ,? OF* <year>?")
def in_words(calendar: Calendar, day: int, month: int, year: int | None) -> Outcome:
    """3 mars 2025."""
    return day_of(calendar, day, month, year)


@POINT("{DAY} OF* {MONTH} LAST1")
def last_in_words(calendar: Calendar, day: int, month: int) -> Outcome:
    """1er mars dernier: the latest that is over."""
    read = day_of(calendar, day, month, None)
    return read if isinstance(read, KpiError) else latest_over(calendar, read)


@POINT("{ENMONTH} the? {DAY} ,? OF* <year>?")
def in_english(calendar: Calendar, month: int, day: int, year: int | None) -> Outcome:
    """March 3, 2025."""
    return day_of(calendar, day, month, year)


@POINT("{WEEKDAY} ,? the? {DAY} OF* {MONTH} ,? <year>?")
def with_weekday(
    calendar: Calendar, weekday: int, day: int, month: int, year: int | None
) -> Outcome:
    """Lundi 3 mars: the weekday must be the right one."""
    read = day_of(calendar, day, month, year)
    return read if isinstance(read, KpiError) else on_weekday(read, weekday)


def on_weekday(read: Reading, weekday: int) -> Outcome:
    """Return *read* where its first day is that *weekday*."""
    if read.start.weekday() == weekday:
        return read
    return trouble.wrong_weekday(
        read.start, _WEEKDAY_NAMES[weekday], _WEEKDAY_NAMES[read.start.weekday()]
    )


@POINT("{WEEKDAY} ,? {ENMONTH} the? {DAY} ,? <year>?")
def with_weekday_in_english(
    calendar: Calendar, weekday: int, month: int, day: int, year: int | None
) -> Outcome:
    """Monday, March 3, 2025."""
    return with_weekday(calendar, weekday, day, month, year)


@POINT("{WEEKDAY}")
def latest_weekday(calendar: Calendar, weekday: int) -> Outcome:
    """Lundi: the latest one, today included."""
    back = (calendar.today.weekday() - weekday) % 7
    on = calendar.today - timedelta(days=back)
    note = _LATEST_WEEKDAY.format(day=_WEEKDAY_NAMES[weekday])
    return whole(Span(on, on), Grain.DAY).noting(note)


@POINT("{WEEKDAY} LAST1", "LAST1 {WEEKDAY}")
def last_weekday(calendar: Calendar, weekday: int) -> Outcome:
    """Lundi dernier: the latest before today."""
    back = (calendar.today.weekday() - weekday - 1) % 7 + 1
    on = calendar.today - timedelta(days=back)
    return whole(Span(on, on), Grain.DAY)


@POINT("aujourd hui", "today", "ce jour", "now", "maintenant")
def today(calendar: Calendar) -> Outcome:
    """Aujourd'hui: not over yet."""
    return Reading(*calendar.unit(Grain.DAY), Grain.DAY, running=True)


@POINT("hier", "yesterday")
def yesterday(calendar: Calendar) -> Outcome:
    """Hier."""
    return whole(calendar.unit(Grain.DAY, -1), Grain.DAY)


@POINT("avant hier", "day before yesterday")
def before_yesterday(calendar: Calendar) -> Outcome:
    """Avant-hier."""
    return whole(calendar.unit(Grain.DAY, -2), Grain.DAY)


@POINT("demain", "tomorrow")
def tomorrow(calendar: Calendar) -> Outcome:
    """Demain: targets have a future."""
    return whole(calendar.unit(Grain.DAY, 1), Grain.DAY)


@POINT("black friday OF* <year>?", "vendredi noir OF* <year>?")
def black_friday(calendar: Calendar, year: int | None) -> Outcome:
    """Black Friday 2025: the day after the fourth Thursday of November."""
    return _after_thanksgiving(calendar, year, 1)


@POINT("cyber monday|lundi OF* <year>?")
def cyber_monday(calendar: Calendar, year: int | None) -> Outcome:
    """Cyber Monday: three days after Black Friday."""
    return _after_thanksgiving(calendar, year, 4)


def _after_thanksgiving(calendar: Calendar, year: int | None, days: int) -> Outcome:
    def yearly(any_year: int) -> Span:
        first = date(any_year, 11, 1)
        fourth_thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
        on = fourth_thursday + timedelta(days=days)
        return Span(on, on)

    return named(
        calendar, yearly, Grain.DAY, year, lambda: trouble.not_a(Grain.DAY, "Black Friday")
    )


@POINT("dernier jour OF* <year>", "last day OF* <year>")
def last_day_of_year(calendar: Calendar, year: int) -> Outcome:
    """Le dernier jour de 2024."""
    return day_of(calendar, 31, YEAR, year)


@POINT("dernier jour OF* {MONTH} OF* <year>?", "last day OF* {MONTH} OF* <year>?")
def last_day_of_month(calendar: Calendar, month: int, year: int | None) -> Outcome:
    """Le dernier jour de février: the 28th or the 29th."""

    def yearly(any_year: int) -> Span:
        on = last_of_month(date(any_year, month, 1))
        return Span(on, on)

    return named(calendar, yearly, Grain.DAY, year, lambda: trouble.no_such_day(31, month, year))


@PERIOD("<point>")
@END("<point>")
def point(_calendar: Calendar, read: Outcome) -> Outcome:
    """Every point is a period, and can begin or end one."""
    return read
