"""Units counted from today: "le mois dernier", "this quarter", "il y a deux mois"."""

from __future__ import annotations

from datetime import timedelta

from kpi_core.periods.calendar import Calendar, Grain, Span, add_months
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import Outcome, current, whole
from kpi_core.text import Text

POINT = Rules("point")

_WHOLE_UNIT = {
    Grain.WEEK: Text(en="The whole week.", fr="La semaine entière."),
    Grain.MONTH: Text(en="The whole month.", fr="Le mois entier."),
    Grain.QUARTER: Text(en="The whole quarter.", fr="Le trimestre entier."),
    Grain.HALF: Text(en="The whole half-year.", fr="Le semestre entier."),
    Grain.YEAR: Text(en="The whole year.", fr="L’année entière."),
}
_SAME_TIME = Text(
    en="“This time last year”: the same month.",
    fr="« À la même époque » : le même mois.",
)


@POINT("THIS {UNIT1} ci?", "{UNIT1} en cours", "{UNIT1} NOW", "THIS {UNIT1} en cours",
       "{UNIT1} to date", "so far THIS {UNIT1}", "THIS {UNIT1} so far", "THIS {UNIT1} to date",
       "{UNIT1} a date", "THIS {UNIT1} a date", "{UNIT1} a ce jour", "cumul OF* {UNIT1}",
       "cumul OF* {UNIT1} en cours")  # fmt: skip
def this(calendar: Calendar, grain: Grain) -> Outcome:
    """Ce trimestre, quarter to date: from its first day to today."""
    return current(calendar, calendar.unit(grain).start, grain)


@POINT("LAST1 {UNIT1}", "{UNIT1} LAST1", "{UNIT1} d avant")
def last(calendar: Calendar, grain: Grain) -> Outcome:
    """Le mois dernier, last quarter: the last one that is over."""
    return whole(calendar.unit(grain, -1), grain)


@POINT("{UNIT1} before last", "avant dernier|derniere {UNIT1}")
def before_last(calendar: Calendar, grain: Grain) -> Outcome:
    """L'avant-dernier mois, the week before last."""
    return whole(calendar.unit(grain, -2), grain)


@POINT("NEXT {UNIT1}", "{UNIT1} NEXT")
def following(calendar: Calendar, grain: Grain) -> Outcome:
    """Le trimestre prochain: targets have a future."""
    return whole(calendar.unit(grain, 1), grain)


@POINT("il y a {N} {UNIT}", "{N} {UNIT} ago", "an {UNIT} ago")
def ago(calendar: Calendar, count: int, grain: Grain) -> Outcome:
    """Il y a deux mois: that whole month; il y a trois jours: that day."""
    read = whole(calendar.unit(grain, -count), grain)
    return read.noting(_WHOLE_UNIT[grain]) if grain in _WHOLE_UNIT else read


_LETTERS = {
    "n": Grain.YEAR, "a": Grain.YEAR, "y": Grain.YEAR, "s": Grain.WEEK, "w": Grain.WEEK,
    "t": Grain.QUARTER, "q": Grain.QUARTER, "m": Grain.MONTH, "j": Grain.DAY, "d": Grain.DAY,
}  # fmt: skip


def _back(letter: str) -> None:
    @POINT(f"{letter} - {{N}}")
    def back(calendar: Calendar, count: int) -> Outcome:
        grain = _LETTERS[letter]
        return whole(calendar.unit(grain, -count), grain)


for _letter in _LETTERS:
    _back(_letter)  # N-1, M-1, J-7


@POINT("weekend LAST1", "LAST1 weekend")
def last_weekend(calendar: Calendar) -> Outcome:
    """Le week-end dernier: the last Saturday and Sunday that are over."""
    sunday = calendar.today - timedelta(days=calendar.today.weekday() + 1)
    return whole(Span(sunday - timedelta(days=1), sunday))


@POINT("THIS weekend ci?")
def this_weekend(calendar: Calendar) -> Outcome:
    """Ce week-end: the Saturday and Sunday of this week."""
    saturday = calendar.today + timedelta(days=5 - calendar.today.weekday())
    if calendar.today >= saturday:
        return current(calendar, saturday)
    return whole(Span(saturday, saturday + timedelta(days=1)))


@POINT("SAME {UNIT1} OF* LAST1 an|annee|year", "SAME {UNIT1} OF* an|annee LAST1",
       "SAME {UNIT1} OF* annee d avant", "an|annee LAST1 a|au ART* SAME {UNIT1}")  # fmt: skip
def same_last_year(calendar: Calendar, grain: Grain) -> Outcome:
    """Même trimestre l'an dernier: the whole of it."""
    if grain is Grain.WEEK:
        year, number, _ = calendar.today.isocalendar()
        if calendar.week_starts_sunday:
            year, number = (
                int(part) for part in calendar.week_name(calendar.today).split(" week ")
            )
        return whole(
            calendar.numbered(grain, min(number, calendar.weeks_in(year - 1)), year - 1), grain
        )
    return whole(calendar.containing(add_months(calendar.today, -12), grain), grain)


@POINT("an|annee LAST1 a|au ART* SAME TIME", "LAST1 year at? ART* SAME TIME",
       "THIS time LAST1 year", "SAME TIME OF* LAST1 year", "SAME TIME OF* an|annee LAST1",
       "a ART* SAME TIME OF* an|annee LAST1")  # fmt: skip
def same_time_last_year(calendar: Calendar) -> Outcome:
    """L'année dernière à la même époque: the same month, a year ago."""
    month = calendar.containing(add_months(calendar.today, -12), Grain.MONTH)
    return whole(month, Grain.MONTH).noting(_SAME_TIME)
