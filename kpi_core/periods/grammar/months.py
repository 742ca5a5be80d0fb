"""Months, and the parts of a month that people name: "début mars", "mid-March", "fin mars"."""

from __future__ import annotations

from datetime import date

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Grain, Span, last_of_month
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import Outcome, latest_over, named
from kpi_core.text import Text

POINT = Rules("point")

_EARLY = Text(en="“Early” is from the 1st to the 10th.", fr="« Début » : du 1er au 10.")
_MIDDLE = Text(en="“Mid” is from the 11th to the 20th.", fr="« Mi- » : du 11 au 20.")
_LATE = Text(en="“Late” is from the 21st on.", fr="« Fin » : à partir du 21.")
_FIRST_HALF = Text(
    en="The first half of a month is from the 1st to the 15th.",
    fr="Première quinzaine : du 1er au 15.",
)
_NTH_WEEK = Text(
    en="That week of the month: from the {first} to the {last}.",
    fr="Cette semaine du mois\u00a0: du {first} au {last}.",
)
_SECOND_HALF = Text(
    en="The second half of a month is from the 16th on.",
    fr="Seconde quinzaine : à partir du 16.",
)


def month_of(
    calendar: Calendar, month: int, year: int | None, first: int = 1, last: int | None = None
) -> Outcome:
    """Read a month, or its days *first* to *last*."""

    def yearly(any_year: int) -> Span:
        start = date(any_year, month, first)
        return Span(start, start.replace(day=last) if last else last_of_month(start))

    grain = None if first > 1 or last else Grain.MONTH
    return named(calendar, yearly, grain, year, lambda: trouble.not_a(Grain.MONTH, str(month)))


@POINT("{MONTH} OF* <year>?", "mois|month OF* {MONTH} OF* <year>?")
def month(calendar: Calendar, number: int, year: int | None) -> Outcome:
    """Mars 2025, mars de l'an dernier; without a year, the latest March."""
    return month_of(calendar, number, year)


@POINT("{YEAR} {MONTH}")
def year_month(calendar: Calendar, year: int, number: int) -> Outcome:
    """2025 mars, as some exports write it."""
    return month_of(calendar, number, year)


@POINT("{MONTH} LAST1", "LAST1 {MONTH}", "mois OF* {MONTH} LAST1")
def last_month_called(calendar: Calendar, number: int) -> Outcome:
    """Mars dernier: the latest that is over."""
    read = month_of(calendar, number, None)
    return read if isinstance(read, KpiError) else latest_over(calendar, read)


@POINT("THIS mois? OF* {MONTH}")
def this_month_called(calendar: Calendar, number: int) -> Outcome:
    """Ce mois de mars, this March: the one of this year."""
    return month_of(calendar, number, calendar.today.year)


@POINT("{YM}")
def year_month_in_figures(calendar: Calendar, written: tuple[str, int, int]) -> Outcome:
    """2025-07."""
    text, year, number = written
    return _in_figures(calendar, text, number, year)


@POINT("{MY}")
def month_year_in_figures(calendar: Calendar, written: tuple[str, int, int]) -> Outcome:
    """07/2025."""
    text, number, year = written
    return _in_figures(calendar, text, number, year)


def _in_figures(calendar: Calendar, text: str, number: int, year: int) -> Outcome:
    if not (1 <= number <= 12 and year):  # noqa: PLR2004 - months
        return trouble.not_a(Grain.MONTH, text)
    return month_of(calendar, number, year)


@POINT("BEGIN OF* mois? OF* {MONTH} OF* <year>?")
def early(calendar: Calendar, number: int, year: int | None) -> Outcome:
    """Début mars: its first ten days, never the whole month."""
    return _noted(month_of(calendar, number, year, 1, 10), _EARLY)


@POINT("MIDDLE OF* mois? OF* {MONTH} OF* <year>?")
def middle(calendar: Calendar, number: int, year: int | None) -> Outcome:
    """Mi-mars: the 11th to the 20th."""
    return _noted(month_of(calendar, number, year, 11, 20), _MIDDLE)


@POINT("FINISH OF* mois? OF* {MONTH} OF* <year>?")
def late(calendar: Calendar, number: int, year: int | None) -> Outcome:
    """Fin mars: from the 21st."""
    return _noted(month_of(calendar, number, year, 21), _LATE)


@POINT("{ORD} quinzaine OF* {MONTH} OF* <year>?", "{ORD} half|moitie OF* {MONTH} OF* <year>?")
def half(calendar: Calendar, rank: int, number: int, year: int | None) -> Outcome | None:
    """La première quinzaine de mars: the 1st to the 15th."""
    if rank == 1:
        return _noted(month_of(calendar, number, year, 1, 15), _FIRST_HALF)
    return _noted(month_of(calendar, number, year, 16), _SECOND_HALF) if rank == 2 else None  # noqa: PLR2004 - two halves


@POINT("{ORD} week|semaine OF* {MONTH} OF* <year>?")
def week_of(calendar: Calendar, rank: int, number: int, year: int | None) -> Outcome | None:
    """La première semaine de mars: its first seven days."""
    if not 1 <= rank <= 4:  # noqa: PLR2004 - a fifth week has no seven days of its own
        return None
    first = 7 * (rank - 1) + 1
    note = _NTH_WEEK.format(first=first, last=first + 6)
    return _noted(month_of(calendar, number, year, first, first + 6), note)


def _noted(read: Outcome, note: Text) -> Outcome:
    return read if isinstance(read, KpiError) else read.noting(note)
