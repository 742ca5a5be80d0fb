"""From one day to another: spans, "depuis", "jusqu'à", year to date, all of the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import YEAR, Calendar, Grain, add_months
from kpi_core.periods.grammar import days, months, parts
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import DAY, Outcome, Reading, current, fixed, join
from kpi_core.periods.words import MONTHS_FR
from kpi_core.text import Text

DATED = Rules("dated")
PERIOD = Rules("period")

_YEAR_TO_DATE = Text(
    en="Up to the same day of that year.", fr="Jusqu’au même jour de cette année-là."
)


@DATED("{DATE}")
def day(calendar: Calendar, written: tuple[str, int, int, int]) -> Outcome:
    """2025-07-01."""
    return days.iso(calendar, written)


@DATED("{YM}")
def month(calendar: Calendar, written: tuple[str, int, int]) -> Outcome:
    """2025-07."""
    return months.year_month_in_figures(calendar, written)


@DATED("{YCODE}")
def part(calendar: Calendar, written: tuple[str, int, str, int]) -> Outcome:
    """2025-Q3."""
    return parts.code_after_year(calendar, written)


@PERIOD("FROM* ART* <end> TO en|a|au|aux? ART* <end>", "<dated> / <dated>",
        "entre ART* <end> et ART* <end>", "between ART* <end> and ART* <end>",
        "SINCE ART* <end> TO en|a|au|aux? ART* <end>")  # fmt: skip
def between(calendar: Calendar, first: Outcome, last: Outcome) -> Outcome:
    """De janvier à mars 2025, since March until yesterday: both ends included."""
    return join(calendar, first, last)


@PERIOD("FROM* ART* {DAY} TO|et|and ART* <point>", "entre ART* {DAY} et ART* <point>",
        "between ART* {DAY} and ART* <point>")  # fmt: skip
def days_of_month(_calendar: Calendar, first: int, last: Outcome) -> Outcome | None:
    """Du 1er au 15 octobre: the first day is of the same month, or of the one before."""
    if isinstance(last, KpiError):
        return last
    if last.grain is not Grain.DAY or last.running:
        return None
    month = last.end if first <= last.end.day else add_months(last.end.replace(day=1), -1)
    try:
        start = month.replace(day=first)
    except ValueError:
        return trouble.no_such_day(first, month.month, month.year)
    return replace(fixed(last), start=start, grain=None, named=False)


@PERIOD("FROM* ART* {WEEKDAY} {DAY} TO|et|and ART* <point>",
        "entre ART* {WEEKDAY} {DAY} et ART* <point>")  # fmt: skip
def weekdays_of_month(
    calendar: Calendar, weekday: int, first: int, last: Outcome
) -> Outcome | None:
    """Du lundi 6 au vendredi 10 octobre: the weekday must be the right one."""
    read = days_of_month(calendar, first, last)
    return days.on_weekday(read, weekday) if isinstance(read, Reading) else read


@PERIOD("FROM* {ENMONTH} the? {DAY} TO|and the? {DAY} ,? OF* <year>?",
        "between {ENMONTH} the? {DAY} and the? {DAY} ,? OF* <year>?")  # fmt: skip
def days_of_english_month(
    calendar: Calendar, number: int, first: int, last: int, year: int | None
) -> Outcome:
    """Oct 1-15, 2025."""
    start, end = (days.day_of(calendar, on, number, year) for on in (first, last))
    if isinstance(start, KpiError) or isinstance(end, KpiError):
        return start if isinstance(start, KpiError) else end
    return join(calendar, start, end)


@PERIOD("SINCE ART* <end>", "a partir OF* <end>", "from <end> on|onward|onwards",
        "SINCE ART* START OF* <end>", "cumul SINCE ART* <end>")  # fmt: skip
def since(calendar: Calendar, first: Outcome) -> Outcome:
    """Depuis janvier: up to today."""
    if isinstance(first, KpiError):
        return first
    if first.start > calendar.today:
        return trouble.backwards(first.start, calendar.today)
    first = fixed(first)
    return replace(first, end=calendar.today, grain=None, running=True, named=False)


@PERIOD("SINCE ART* START OF* {UNIT1}", "SINCE ART* START OF* {UNIT1} en cours",
        "SINCE ART* START OF* {UNIT1} NOW", "SINCE ART* START OF* THIS {UNIT1}",
        "cumul SINCE ART* START OF* {UNIT1}")  # fmt: skip
def since_start(calendar: Calendar, grain: Grain) -> Outcome:
    """Depuis le début de l'année."""
    return current(calendar, calendar.unit(grain).start, grain)


@PERIOD("THIS {UNIT1} up? TO a|au|aux|en? ART* <end>")
def until_in_unit(calendar: Calendar, grain: Grain, last: Outcome) -> Outcome:
    """Read this year up to the end of August."""
    if isinstance(last, KpiError):
        return last
    return join(calendar, current(calendar, calendar.unit(grain).start, grain), fixed(last))


@PERIOD("mtd", "cumul mensuel")
def month_to_date(calendar: Calendar) -> Outcome:
    """MTD."""
    return since_start(calendar, Grain.MONTH)


@PERIOD("qtd", "cumul trimestriel")
def quarter_to_date(calendar: Calendar) -> Outcome:
    """QTD."""
    return since_start(calendar, Grain.QUARTER)


@PERIOD("wtd", "cumul hebdomadaire")
def week_to_date(calendar: Calendar) -> Outcome:
    """WTD."""
    return since_start(calendar, Grain.WEEK)


@PERIOD("ytd OF* <year>?", "year to date OF* <year>?", "cumul annuel OF* <year>?")
def year_to_date(calendar: Calendar, year: int | None) -> Outcome:
    """YTD; YTD 2024 stops at the same day of 2024."""
    this_year = calendar.today.year
    if year is None or year == this_year:
        return since_start(calendar, Grain.YEAR)
    end = add_months(calendar.today, YEAR * (year - this_year))
    return Reading(date(year, 1, 1), end).noting(_YEAR_TO_DATE)


@PERIOD("jusqu a|au|aux|en ART* <end>", "jusque en? ART* <end>", "until|till ART* <end>",
        "up to ART* <end>")  # fmt: skip
def until(calendar: Calendar, last: Outcome) -> Outcome:
    """Jusqu'à mars: from the first day of the data."""
    if isinstance(last, KpiError):
        return last
    return _from_first_day(calendar, replace(fixed(last), grain=None))


@PERIOD("avant|before ART* <end>")
def before(calendar: Calendar, limit: Outcome) -> Outcome:
    """Avant mars: that month not included."""
    if isinstance(limit, KpiError):
        return limit
    limit = fixed(limit)
    return _from_first_day(calendar, replace(limit, end=limit.start - DAY, grain=None))


@PERIOD("apres|after ART* <end>")
def after(calendar: Calendar, limit: Outcome) -> Outcome:
    """Après mars: that month not included, up to today."""
    if isinstance(limit, KpiError):
        return limit
    limit = fixed(limit)
    return since(calendar, replace(limit, start=limit.end + DAY))


@PERIOD(
    "toute|all|entire|whole ART* TIME",
    "all of time",
    "SINCE toujours|always|inception",
    "SINCE ART* START",
    "SINCE day one",
    "depuis ART* origine",
    "from the start|beginning",
)
def all_time(calendar: Calendar) -> Outcome:
    """Toute la période: from the first day of the data to today."""
    return _from_first_day(calendar, Reading(calendar.today, calendar.today, running=True))


def _from_first_day(calendar: Calendar, read: Reading) -> Outcome:
    if calendar.first_day is None:
        return trouble.first_day_unknown()
    if read.end < calendar.first_day:
        return trouble.before_first_day(calendar.first_day)
    return replace(read, start=calendar.first_day)


@PERIOD("l|cet|en|d|the|this|in|ce|cette|de|au {SEASON} <year>?", "{SEASON} {YEAR}",
        "{FALL} {YEAR}",
        "LAST1 {SEASON}", "{SEASON} LAST1")  # fmt: skip
def season(_calendar: Calendar, name: str, _year: int | None = None) -> Outcome:
    """Été 2025: refused rather than guessed."""
    return trouble.season(name)


@PERIOD("a ART* fin OF* {MONTH} OF* <year>?", "a fin {MONTH} OF* <year>?")
def as_at_the_end(calendar: Calendar, number: int, year: int | None) -> Outcome:
    """À fin mars: the accountants' year to date, or the last days of March. Asked back."""
    whole, late = (months.month_of(calendar, number, year, first) for first in (1, 21))
    if isinstance(whole, KpiError) or isinstance(late, KpiError):
        return whole if isinstance(whole, KpiError) else late
    start = date(whole.start.year, 1, 1)
    cumulated, last_days = (
        Text(en=f"{first}..{whole.end}", fr=f"{first}..{whole.end}")
        for first in (start, late.start)
    )
    return trouble.two_readings(f"à fin {MONTHS_FR[number - 1]}", cumulated, last_days)
