"""Fiscal years and their parts: "FY2025", "exercice 2024-2025", "T1 de l'exercice fiscal"."""

from __future__ import annotations

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Grain, Span
from kpi_core.periods.grammar import units
from kpi_core.periods.grammar.parts import count, grain_of
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import Outcome, current, named, whole
from kpi_core.periods.words import MONTHS_EN, MONTHS_FR
from kpi_core.text import Text

POINT = Rules("point")

_CENTURY = 2000
_STARTS = Text(en="The fiscal year starts in {month}.", fr="L’exercice commence en {month}.")


def _noted(calendar: Calendar, read: Outcome) -> Outcome:
    if isinstance(read, KpiError):
        return read
    start = calendar.fiscal_start - 1
    month = Text(en=MONTHS_EN[start].capitalize(), fr=MONTHS_FR[start])
    return read.noting(_STARTS.format(month=month))


def _century(name: int) -> int:
    return name + _CENTURY if name < 100 else name  # noqa: PLR2004 - FY25


def _year(calendar: Calendar, name: int) -> Outcome:
    name = _century(name)
    read = named(
        calendar,
        calendar.fiscal_year,
        Grain.YEAR,
        name,
        lambda: trouble.not_a(Grain.YEAR, str(name)),
    )
    return _noted(calendar, read)


def _part(calendar: Calendar, grain: Grain, number: int, name: int | None) -> Outcome | None:
    if grain not in {Grain.QUARTER, Grain.HALF} or not 1 <= number <= count(grain):
        return None

    def yearly(any_name: int) -> Span:
        return calendar.fiscal_part(grain, number, any_name)

    name = None if name is None else _century(name)
    read = named(calendar, yearly, grain, name, lambda: trouble.not_a(grain, str(number)))
    return _noted(calendar, read)


def _two_years(calendar: Calendar, text: str, first: int, last: int) -> Outcome:
    first = _century(first)
    if last % 100 != (first + 1) % 100 or calendar.fiscal_start == 1:
        return trouble.not_a(Grain.YEAR, text)
    return _year(calendar, first + calendar.fiscal_named_by_end)


@POINT("{FY}")
def code(calendar: Calendar, written: tuple[str, str, int, int | None]) -> Outcome:
    """FY2025, FY24-25; CY2025 is the calendar year."""
    text, letters, name, last = written
    if last is not None:
        return _two_years(calendar, text.upper(), name, last)
    if letters == "cy":
        return units.year(calendar, _century(name))
    return _year(calendar, name)


@POINT(
    "exercice fiscal? OF* {YEAR}", "annee fiscale OF* {YEAR}", "fiscal year? {YEAR}", "fy {YEAR}"
)
def year(calendar: Calendar, name: int) -> Outcome:
    """Exercice 2025, fiscal year 2025: called as the workspace calls its fiscal years."""
    return _year(calendar, name)


@POINT(
    "exercice fiscal? OF* {YEARS}", "annee fiscale {YEARS}", "fiscal year? {YEARS}", "fy {YEARS}",
    "exercice fiscal? OF* {YM}", "annee fiscale {YM}", "fiscal year? {YM}", "fy {YM}",
)  # fmt: skip
def two_years(calendar: Calendar, written: tuple[str, int, int]) -> Outcome:
    """Exercice 2024-2025, exercice 2024/25."""
    return _two_years(calendar, *written)


@POINT(
    "fiscal {CODE} OF* {YEAR}?", "{CODE} fiscal {YEAR}?", "fy {CODE} {YEAR}?", "{CODE} fy {YEAR}?",
    "{CODE} OF* exercice fiscal? {YEAR}?", "{CODE} OF* annee fiscale {YEAR}?",
    "{CODE} OF* fiscal year {YEAR}?",
)  # fmt: skip
def quarter(calendar: Calendar, written: tuple[str, str, int], name: int | None) -> Outcome | None:
    """T1 de l'exercice, fiscal Q1 2025."""
    _, letter, number = written
    return _part(calendar, grain_of(letter, number), number, name)


@POINT("{CODE} OF* {FY}")
def quarter_of_code(
    calendar: Calendar, written: tuple[str, str, int], year: tuple[str, str, int, None]
) -> Outcome | None:
    """Q1 FY2027."""
    return quarter(calendar, written, year[2]) if year[1] == "fy" and year[3] is None else None


@POINT("{FY} {CODE}")
def code_and_quarter(
    calendar: Calendar, year: tuple[str, str, int, None], written: tuple[str, str, int]
) -> Outcome | None:
    """FY2027 Q1."""
    return quarter_of_code(calendar, written, year)


@POINT(
    "{ORD} {UNIT1} OF* exercice fiscal? {YEAR}?", "{ORD} {UNIT1} OF* annee fiscale {YEAR}?",
    "{ORD} fiscal {UNIT1} OF* {YEAR}?", "{ORD} {UNIT1} fiscal OF* {YEAR}?",
    "{ORD} {UNIT1} OF* fiscal year {YEAR}?",
)  # fmt: skip
def ordinal(calendar: Calendar, number: int, grain: Grain, name: int | None) -> Outcome | None:
    """Le premier trimestre de l'exercice."""
    return _part(calendar, grain, number, name)


@POINT("THIS fiscal year", "exercice fiscal? NOW", "exercice fiscal? en cours", "THIS exercice",
       "annee fiscale en cours", "THIS annee fiscale", "fytd", "fiscal year to date",
       "SINCE ART* START OF* exercice", "SINCE ART* START OF* fiscal year")  # fmt: skip
def this(calendar: Calendar) -> Outcome:
    """L'exercice en cours: from its first day to today."""
    start = calendar.fiscal_year(calendar.fiscal_year_of(calendar.today)).start
    return _noted(calendar, current(calendar, start, Grain.YEAR))


@POINT("LAST1 fiscal year", "exercice fiscal? LAST1", "LAST1 exercice", "annee fiscale LAST1")
def last(calendar: Calendar) -> Outcome:
    """L'exercice précédent, last fiscal year."""
    return _year(calendar, calendar.fiscal_year_of(calendar.today) - 1)


@POINT("THIS fiscal {UNIT1}", "{UNIT1} fiscal NOW", "{UNIT1} fiscal en cours")
def this_part(calendar: Calendar, grain: Grain) -> Outcome | None:
    """Le trimestre fiscal en cours."""
    return _around(calendar, grain, 0)


@POINT("LAST1 fiscal {UNIT1}", "{UNIT1} fiscal LAST1", "LAST1 {UNIT1} fiscal")
def last_part(calendar: Calendar, grain: Grain) -> Outcome | None:
    """Le trimestre fiscal précédent."""
    return _around(calendar, grain, 1)


def _around(calendar: Calendar, grain: Grain, back: int) -> Outcome | None:
    if grain not in {Grain.QUARTER, Grain.HALF}:
        return None
    year = calendar.fiscal_year_of(calendar.today)
    parts = [
        calendar.fiscal_part(grain, number, name)
        for name in (year - 1, year)
        for number in range(1, count(grain) + 1)
    ]
    now = next(n for n, part in enumerate(parts) if part.start <= calendar.today <= part.end)
    span = parts[now - back]
    return _noted(calendar, whole(span, grain) if back else current(calendar, span.start, grain))
