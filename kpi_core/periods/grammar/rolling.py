"""Several units in a row: "les 30 derniers jours", "12 mois glissants", "the first 10 days of"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Grain, Span, add_months
from kpi_core.periods.parser import Rules
from kpi_core.periods.reading import DAY, Outcome, Reading, current, whole
from kpi_core.text import Text

PERIOD = Rules("period")
PACE = Rules("pace")

_TO_YESTERDAY = Text(en="Up to yesterday.", fr="Jusqu’à hier.")
_WHOLE_MONTHS = Text(
    en="Whole months, the last one that is over included.", fr="En mois entiers, tous terminés."
)
_LAST_OVER = Text(en="The last one that is over.", fr="La dernière période terminée.")
_FROM_TODAY = Text(en="Counted back from today.", fr="Compté à rebours depuis aujourd’hui.")


def complete(calendar: Calendar, count: int, grain: Grain) -> Reading:
    """Read the last *count* units that are over; days are those before today."""
    start, end = calendar.unit(grain, -count).start, calendar.unit(grain, -1).end
    return Reading(start, end, grain if count == 1 else None)


@PERIOD("{N} LAST {UNIT}", "LAST {N} OF* {UNIT}", "{N} {UNIT} LAST",
        "LAST {N} full|complete {UNIT}", "{N} {UNIT} complets|entiers LAST")  # fmt: skip
def last(calendar: Calendar, count: int, grain: Grain) -> Outcome:
    """Les 6 dernières semaines: six weeks that are over."""
    return complete(calendar, count, grain)


@PERIOD("NEXT {N} {UNIT}", "{N} {UNIT} NEXT", "{N} NEXT {UNIT}")
def following(calendar: Calendar, count: int, grain: Grain) -> Outcome:
    """Les 3 prochains mois."""
    return whole(Span(calendar.unit(grain, 1).start, calendar.unit(grain, count).end))


@PERIOD(
    "{N} {UNIT} ROLLING",
    "LAST? ROLLING {N} {UNIT}",
    "{N} LAST {UNIT} ROLLING",
    "{N} {UNIT} LAST ROLLING",
)
def rolling(calendar: Calendar, count: int, grain: Grain) -> Outcome:
    """12 mois glissants: whole months; days and weeks end yesterday."""
    if grain.months:
        return complete(calendar, count * grain.months, Grain.MONTH).noting(_WHOLE_MONTHS)
    days = count * (7 if grain is Grain.WEEK else 1)
    return complete(calendar, days, Grain.DAY).noting(_TO_YESTERDAY)


@PERIOD("{UNIT1} ROLLING", "ROLLING {UNIT1}")
def one_rolling(calendar: Calendar, grain: Grain) -> Outcome:
    """Année glissante: its months; mois glissant: a month up to yesterday."""
    if grain is Grain.MONTH:
        start = add_months(calendar.today, -1)
        return Reading(start, calendar.today - DAY).noting(_TO_YESTERDAY)
    return rolling(calendar, 1, grain)


@PERIOD("ttm", "ltm")
def trailing_year(calendar: Calendar) -> Outcome:
    """TTM, LTM: the last twelve months."""
    return rolling(calendar, 12, Grain.MONTH)


@PERIOD("SINCE {N} {UNIT}")
def for_a_while(calendar: Calendar, count: int, grain: Grain) -> Outcome:
    """Depuis 3 mois: from that day on, to today."""
    if grain.months:
        start = add_months(calendar.today, -count * grain.months)
    else:
        start = calendar.today - timedelta(days=count * (7 if grain is Grain.WEEK else 1))
    return current(calendar, start).noting(_FROM_TODAY)


@PERIOD("{N} premiers|premieres {UNIT} OF* <point>", "first {N} {UNIT} OF* <point>")
def first_of(calendar: Calendar, count: int, grain: Grain, within: Outcome) -> Outcome | None:
    """Les deux premiers mois de 2025."""
    return _edge(calendar, count, grain, within, from_end=False)


@PERIOD("{N} LAST {UNIT} OF* <point>", "LAST {N} {UNIT} OF* <point>")
def last_of(calendar: Calendar, count: int, grain: Grain, within: Outcome) -> Outcome | None:
    """Les trois derniers mois de 2024."""
    return _edge(calendar, count, grain, within, from_end=True)


def _edge(
    _calendar: Calendar, count: int, grain: Grain, within: Outcome, *, from_end: bool
) -> Outcome | None:
    if isinstance(within, KpiError):
        return within
    if grain is Grain.WEEK or not within.grain:
        return None  # weeks do not fit in months or years
    step = -count if from_end else count
    edge = within.end + DAY if from_end else within.start
    other = add_months(edge, step * grain.months) if grain.months else edge + timedelta(days=step)
    start, end = (other, within.end) if from_end else (edge, other - DAY)
    if start < within.start or end > within.end:
        return trouble.not_understood([f"{count}"], f"{count} {grain}")
    return replace(within, start=start, end=end, grain=None, running=within.running and from_end)


@PACE("wow", "week over|on week", "semaine sur semaine", "une semaine a|sur ART* autre")
def weekly(_calendar: Calendar) -> Grain:
    """Week over week."""
    return Grain.WEEK


@PACE("mom", "month over|on month", "mois sur mois", "un mois a|sur ART* autre")
def monthly(_calendar: Calendar) -> Grain:
    """Month over month, d'un mois à l'autre."""
    return Grain.MONTH


@PACE("qoq", "quarter over|on quarter", "trimestre sur trimestre",
      "un trimestre a|sur ART* autre")  # fmt: skip
def quarterly(_calendar: Calendar) -> Grain:
    """Quarter over quarter."""
    return Grain.QUARTER


@PACE("yoy", "year over|on year", "annee sur annee", "un|une an|annee a|sur ART* autre")
def yearly(_calendar: Calendar) -> Grain:
    """Year over year, d'une année sur l'autre."""
    return Grain.YEAR


@PERIOD("<pace>")
def paced(calendar: Calendar, grain: Grain) -> Outcome:
    """MoM on its own: the last month that is over, to be compared with the one before."""
    return complete(calendar, 1, grain).noting(_LAST_OVER)
