"""The numbered parts of a year: "T3 2025", "Q3", "S1", "S12", "premier semestre", "semaine 12"."""

from __future__ import annotations

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import YEAR, Calendar, Grain
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import Outcome, named
from kpi_core.text import Text

POINT = Rules("point")

_WEEKS = 53
_HALVES = 2
_LETTERS = {"q": Grain.QUARTER, "t": Grain.QUARTER, "h": Grain.HALF, "w": Grain.WEEK}
_WEEK_SYSTEM = Text(
    en="US weeks: Sunday to Saturday, week 1 holds January 1.",
    fr="Semaines américaines : du dimanche au samedi, la semaine 1 contient le 1er janvier.",
)


def count(grain: Grain) -> int:
    """How many such units a year can have."""
    return _WEEKS if grain is Grain.WEEK else YEAR // grain.months


def grain_of(letter: str, number: int) -> Grain:
    """Tell what a code counts: S1 and S2 are halves (semestres), S3 to S53 weeks (semaines)."""
    if letter == "s":
        return Grain.HALF if number <= _HALVES else Grain.WEEK
    return _LETTERS[letter]


def part_of(
    calendar: Calendar, grain: Grain, number: int, year: int | None, missing: KpiError
) -> Outcome:
    """Read part *number* of the year said, or the latest that has started."""
    read = named(
        calendar,
        lambda any_year: calendar.numbered(grain, number, any_year),
        grain,
        year,
        lambda: missing,
    )
    if grain is Grain.WEEK and calendar.week_starts_sunday and not isinstance(read, KpiError):
        return read.noting(_WEEK_SYSTEM)
    return read


def _unit(calendar: Calendar, grain: Grain, number: int, year: int | None) -> Outcome:
    return part_of(calendar, grain, number, year, trouble.no_such_unit(grain, number, year))


@POINT("{CODE} OF* <year>?", "{CODE} - {YEAR}", "{CODE} / {YEAR}")
def code(calendar: Calendar, written: tuple[str, str, int], year: int | None) -> Outcome | None:
    """T3, Q3 2025, S12."""
    text, letter, number = written
    grain = grain_of(letter, number)
    if year is None and not 1 <= number <= count(grain):
        return None  # T5, W99: no period at all, rather a name
    said = text.upper() if year is None else f"{text.upper()} {year}"
    return part_of(calendar, grain, number, year, trouble.not_a(grain, said))


@POINT("{YCODE}")
def code_after_year(calendar: Calendar, written: tuple[str, int, str, int]) -> Outcome:
    """2025-Q3, 2025-W12."""
    text, year, letter, number = written
    grain = grain_of(letter, number)
    return part_of(calendar, grain, number, year, trouble.not_a(grain, text.upper()))


@POINT("{ORD} {UNIT1} OF* <year>?", "{ORD} {UNIT1} of|in|en <year>")
def ordinal(calendar: Calendar, number: int, grain: Grain, year: int | None) -> Outcome | None:
    """Premier semestre 2025, the third quarter; weeks and months need their year."""
    if grain in {Grain.DAY, Grain.YEAR} or (year is None and grain in {Grain.WEEK, Grain.MONTH}):
        return None
    if year is None and number > count(grain):
        return None
    return _unit(calendar, grain, number, year)


@POINT("{ORD} {UNIT1} of the year", "{ORD} {UNIT1} de l annee")
def ordinal_of_the_year(calendar: Calendar, number: int, grain: Grain) -> Outcome | None:
    """The first half of the year: as when no year is said."""
    return ordinal(calendar, number, grain, None)


@POINT("{UNIT1} {N} OF* <year>?", "{UNIT1} n|no|numero|number ° {N} OF* <year>?")
@POINT("{UNIT1} no|numero|number|# {N} OF* <year>?")
def numbered(calendar: Calendar, grain: Grain, number: int, year: int | None) -> Outcome | None:
    """Semaine 12, quarter 3 of 2025."""
    if grain in {Grain.DAY, Grain.MONTH, Grain.YEAR}:
        return None
    return _unit(calendar, grain, number, year)


@POINT("sem {N} OF* <year>?")
def abbreviated(calendar: Calendar, number: int, year: int | None) -> Outcome:
    """Sem. 12: "sem" is short for a week as for a half-year."""
    if number <= _HALVES:
        return trouble.two_readings(
            f"sem. {number}",
            Text(en=f"week {number}", fr=f"la semaine {number}"),
            Text(en=f"half-year {number}", fr=f"le semestre {number}"),
        )
    return _unit(calendar, Grain.WEEK, number, year)


@POINT("LAST1 {UNIT1} OF* {YEAR}", "{UNIT1} LAST1 OF* {YEAR}", "LAST1 {UNIT1} of|in|en {YEAR}")
@POINT("LAST1 {UNIT1} of|de <year>", "LAST1 {UNIT1} of|de the|l <year>")
def last_of_year(calendar: Calendar, grain: Grain, year: int) -> Outcome | None:
    """Le dernier trimestre 2024: the fourth one of that year."""
    if grain in {Grain.DAY, Grain.YEAR}:
        return None
    number = calendar.weeks_in(year) if grain is Grain.WEEK else count(grain)
    return _unit(calendar, grain, number, year)
