"""What a question compares with, said from the period it asks about."""

from __future__ import annotations

from collections.abc import Callable

from kpi_core.periods.calendar import Calendar, Grain
from kpi_core.periods.parser import Rules
from kpi_core.periods.period import Period
from kpi_core.periods.reading import Outcome, whole
from kpi_core.periods.shift import earlier, previous, same_unit_of

Other = Callable[[Period], Outcome]
"""Given the period asked about, the one to compare it with."""

VERSUS = Rules("versus")
COMPARISON = Rules("comparison")


@VERSUS("VS ART*", "par rapport a|au|aux ART*", "relative to ART*",
        "compare|compares|comparee|comparees|compared|comparing a|au|aux|avec|to|with ART*",
        "comparaison|comparison a|au|avec|de|du|to|with ART*")  # fmt: skip
def versus(_calendar: Calendar) -> bool:
    """Vs, par rapport à, compared to."""
    return True


@COMPARISON("TIME PREV", "PREV TIME", "TIME d avant", "TIME before", "LAST1 TIME", "TIME LAST1")
def period_before(calendar: Calendar) -> Other:
    """La période précédente: the unit before, or as many days just before."""
    return lambda period: previous(calendar, period)


@COMPARISON("PREV {UNIT1}", "{UNIT1} PREV", "{UNIT1} d avant", "{UNIT1} before")
def unit_before(calendar: Calendar, grain: Grain) -> Other:
    """Le mois précédent, the quarter before: counted from the period, not from today."""
    if grain is Grain.YEAR:
        return lambda period: earlier(calendar, period, Grain.YEAR)
    return lambda period: previous(calendar, period, grain)


@COMPARISON("an|annee LAST1", "LAST1 an|annee|year", "SAME TIME OF* an|annee LAST1",
            "an|annee LAST1 a ART* SAME TIME", "LAST1 year at? ART* SAME TIME",
            "THIS time LAST1 year", "n - 1", "a - 1")  # fmt: skip
def last_year(calendar: Calendar) -> Other:
    """L'an dernier: the same days a year earlier, or all of last year beside a whole year."""

    def other(period: Period) -> Outcome:
        if period.grain is Grain.YEAR and not period.running:
            return whole(calendar.unit(Grain.YEAR, -1), Grain.YEAR)
        return earlier(calendar, period, Grain.YEAR)

    return other


@COMPARISON("il y a {N} an|ans", "{N} year|years ago", "n|a - {N}")
def years_ago(calendar: Calendar, count: int) -> Other:
    """Il y a deux ans: the same days two years earlier."""
    return lambda period: earlier(calendar, period, Grain.YEAR, count)


@COMPARISON("SAME TIME OF* LAST {UNIT1}", "SAME TIME OF* {UNIT1} LAST",
            "SAME TIME ART* {UNIT1} before", "<pace>")  # fmt: skip
def paced(calendar: Calendar, grain: Grain) -> Other:
    """Year over year, la même période le mois dernier: the same days, one unit earlier."""
    return lambda period: earlier(calendar, period, grain)


@COMPARISON("SAME {UNIT1} OF* LAST1 an|annee|year", "SAME {UNIT1} OF* an|annee LAST1",
            "SAME {UNIT1} OF* annee d avant", "SAME {UNIT1} ART* year before")  # fmt: skip
def same_unit(calendar: Calendar, grain: Grain) -> Other:
    """Le même trimestre l'an dernier."""
    return lambda period: same_unit_of(calendar, period, grain)


@COMPARISON("SAME {UNIT1} OF|IN* {YEAR}")
def same_unit_in(calendar: Calendar, grain: Grain, year: int) -> Other:
    """The same month in 2023."""
    return lambda period: same_unit_of(calendar, period, grain, period.start.year - year)


@COMPARISON("SAME TIME OF|IN* {YEAR}")
def same_time_in(calendar: Calendar, year: int) -> Other:
    """La même période en 2023."""
    return lambda period: earlier(calendar, period, Grain.YEAR, period.start.year - year)
