"""Two periods set side by side: of one length and apart, or said to be otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from assistant.reading.manners import stock
from assistant.reading.outcome import Assumptions, Choice, Unclear
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts, complete
from assistant.reading.surroundings import Surroundings
from assistant.wire import Intent
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.periods import Calendar, Grain, Period, add_months, resolve, resolve_comparison
from kpi_core.query import Span
from kpi_core.text import Text

_UNEVEN = 0.15  # of the longer one; months and quarters differ by less
_THIS: Mapping[Grain, Text] = {
    Grain.DAY: Text(en="today", fr="aujourd’hui"),
    Grain.WEEK: Text(en="this week", fr="cette semaine"),
    Grain.MONTH: Text(en="this month", fr="ce mois-ci"),
    Grain.QUARTER: Text(en="this quarter", fr="ce trimestre"),
    Grain.YEAR: Text(en="this year", fr="cette année"),
}
_LAST: Mapping[Grain, Text] = {
    Grain.DAY: Text(en="yesterday", fr="hier"),
    Grain.WEEK: Text(en="last week", fr="la semaine dernière"),
    Grain.MONTH: Text(en="last month", fr="le mois dernier"),
    Grain.QUARTER: Text(en="last quarter", fr="le trimestre dernier"),
    Grain.YEAR: Text(en="last year", fr="l’année dernière"),
}


def fairly(
    parts: Parts, parsed: Parsed, around: Surroundings, assumed: Assumptions
) -> Unclear | None:
    """
    Set beside "vs last month" what is like it; return what to ask where nothing tells what that is.

    Twelve months against one would be a rise of 1,000%. What is there on a day has no length.
    """
    if parts.compare is None or (not parts.kpis and parts.intent is not Intent.FOCUS):
        return None
    if parts.kpis and all(stock(REGISTRY[k]) for k in parts.kpis):
        return None
    try:
        base = _base(parts, around)
        other = resolve_comparison(parts.compare, base, around.calendar)
        if parts.period is None:
            if _apart(base, other) and not _uneven(base, other):
                return None
            return _like(parts, parsed, other, around, assumed)
        if other.grain is Grain.YEAR and _uneven(base, other):
            base, other = _same_days(parts, parsed, base, other, around.calendar)
    except KpiError:
        return None  # told where the periods are read for the answer
    if _uneven(base, other) and any(REGISTRY[k].additive for k in parts.kpis):
        assumed.add(_LENGTHS.format(one=base.days, other=other.days))
    return None


def _base(parts: Parts, around: Surroundings) -> Period:
    today = around.calendar.today
    match parts.period:
        case Span(start=start, end=end):
            return Period(start, end) if start > today else Period(start, min(end, today))
        case str() as phrase:
            return resolve(phrase, around.calendar)
    return around.default


def _apart(one: Period, other: Period) -> bool:
    return one.end < other.start or other.end < one.start


def _uneven(one: Period, other: Period) -> bool:
    return abs(one.days - other.days) > _UNEVEN * max(one.days, other.days)


def _like(
    parts: Parts, parsed: Parsed, other: Period, around: Surroundings, assumed: Assumptions
) -> Unclear | None:
    """Set the running unit beside the one before it; ask where it is any other."""
    calendar, unit = around.calendar, other.grain
    said = other.text or parts.compare or ""
    if unit is None or unit not in _THIS:
        return Unclear(_WITH_WHICH.format(said=said))
    if other.start == calendar.containing(calendar.today, unit, -1).start:
        parts.period = _THIS[unit][parsed.lang]
        assumed.add(_BESIDE.format(this=_THIS[unit], last=_LAST[unit]))
        return None
    choices = [
        Choice(label[unit], complete(replace(parts, period=label[unit][parsed.lang]), around))
        for label in (_THIS, _LAST)
        if label is _THIS or other.start < calendar.containing(calendar.today, unit, -1).start
    ]
    return Unclear(_WITH_WHICH.format(said=said), tuple(choices))


def _same_days(
    parts: Parts, parsed: Parsed, base: Period, year: Period, calendar: Calendar
) -> tuple[Period, Period]:
    """Read "October vs 2024" as October of both years: the year named is only the other's."""
    if year.start <= base.start and base.end <= year.end:
        alone = [f for f in parsed.periods if not f.comparison]
        own = resolve(parsed.text[slice(*alone[0].span)], calendar) if len(alone) == 1 else base
        if year.start <= own.start and own.end <= year.end:
            return base, year  # "Q3 2024 vs 2024"
        base, parts.period, parts.meant = own, Span(start=own.start, end=own.end), own
    first = calendar.containing(base.start, Grain.YEAR).start
    shift = 12 * (year.start.year - first.year)
    start = add_months(base.start, shift)
    end = add_months(base.end + dt.timedelta(days=1), shift) - dt.timedelta(days=1)
    other = Period(start, end)
    parts.compare = other.iso
    return base, other


_BESIDE = Text(
    en="Set beside {last}: {this} so far.",
    fr="Mis en regard, avec {last}\u00a0: {this}, à ce jour.",
)
_LENGTHS = Text(
    en="The two periods are not of one length: {one} days and {other}.",
    fr="Les deux périodes n’ont pas la même longueur\u00a0: {one} jours et {other}.",
)
_WITH_WHICH = Text(
    en="Which period is to be set beside “{said}”? Name it, such as “leads in October vs September”.",
    fr="Quelle période mettre en regard de «\u00a0{said}\u00a0»\u202f? Nommez-la, par exemple «\u00a0leads d’octobre vs septembre\u00a0».",
)
