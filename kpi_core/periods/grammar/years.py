"""The year of something: "2025", "de l'an dernier", "two years ago"."""

from __future__ import annotations

from kpi_core.periods.calendar import Calendar
from kpi_core.periods.parser import Rules

YEAR = Rules("year")


@YEAR("{YEAR}", "annee|year {YEAR}", "calendar year {YEAR}", "annee civile {YEAR}")
def written(_calendar: Calendar, year: int) -> int:
    """2025, l'année 2025."""
    return year


@YEAR("an|annee LAST1", "LAST1 an|annee|year", "an|annee d avant")
def last(calendar: Calendar) -> int:
    """L'an dernier, last year."""
    return calendar.today.year - 1


@YEAR("THIS annee|year", "annee en cours", "annee|year NOW")
def this(calendar: Calendar) -> int:
    """Cette année, this year."""
    return calendar.today.year


@YEAR("NEXT year", "an|annee NEXT")
def following(calendar: Calendar) -> int:
    """L'année prochaine, next year."""
    return calendar.today.year + 1


@YEAR("il y a {N} an|ans", "{N} year|years ago")
def ago(calendar: Calendar, count: int) -> int:
    """Il y a deux ans, two years ago."""
    return max(1, calendar.today.year - count)
