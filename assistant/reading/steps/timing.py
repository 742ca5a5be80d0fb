"""When: the period of a question, and what it is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.reading.outcome import Refused, Unclear
from assistant.reading.parts import PREVIOUS
from assistant.reading.phrasing import phrase
from assistant.reading.refusals import REFUSALS
from assistant.reading.state import Assembling, Stop
from assistant.reading.vocabulary import MOVES, Role
from assistant.reading.words import cut
from kpi_core.errors import KpiError
from kpi_core.periods import Calendar, Found, Grain, Period, resolve, resolve_comparison
from kpi_core.query import Span
from kpi_core.text import Text

_TWO = 2
_SAME_LAST_YEAR = "vs the same period last year"
_LAST_YEAR = frozenset(
    {"et", "l", "la", "an", "annee", "dernier", "derniere", "last", "year", "and", "in", "pour"}
)


_SEVERAL = Text(
    en="Several periods were given; ask for one, or for two to compare.",
    fr="Plusieurs périodes sont données\u202f; demandez-en une, ou deux à comparer.",
)


def periods(a: Assembling) -> None:
    """Keep the period that is asked, and the one it is compared with."""
    calendar, text = a.around.calendar, a.parsed.text
    asked, against = _told(a)
    if len(asked) == 1 and not against and (two := _two_ends(a, asked[0])):
        earlier, later = two
        a.parts.period, a.parts.meant = later.text, later
        a.parts.compare = earlier.text
    elif len(asked) == _TWO and not against and _than(a, asked):
        one, other = sorted(asked, key=lambda f: f.span)
        a.parts.period = phrase(one, calendar, text)
        a.parts.meant = one.period
        a.parts.compare = other.period.iso
    elif len(asked) == _TWO and not against and (union := _together(a, asked)):
        a.parts.period, a.parts.meant = Span(start=union.start, end=union.end), union
        if {f.period.grain for f in asked} == {Grain.YEAR}:
            a.parts.grain = a.parts.grain or "year"  # "2024 and 2025": each of them
    elif len(asked) == _TWO and not against and _beside(a, asked):
        one, other = sorted(asked, key=lambda f: (f.period.start, f.period.end))
        a.parts.period = phrase(other, calendar, text)
        a.parts.meant = other.period
        a.parts.compare = one.period.iso
    elif len(asked) > 1:
        raise Stop(Unclear(_SEVERAL))
    elif asked and (same := _same(a, asked[0])):
        a.parts.period, a.parts.meant = Span(start=same.start, end=same.end), same
    elif asked:
        a.parts.period = phrase(asked[0], calendar, text)
        a.parts.meant = asked[0].period
    if against:
        base = a.parts.meant or a.around.default
        a.parts.compare = _comparison(against[0], base, calendar, text)
    _before(a)
    _after(a)


def _told(a: Assembling) -> tuple[list[Found], list[Found]]:
    """Return the periods asked about, and the one compared with."""
    asked = [f for f in a.parsed.periods if not f.comparison]
    both = [f for f in a.parsed.periods if f.period.start <= a.around.calendar.today]
    if len(both) == _TWO and len({f.period for f in both}) == _TWO and _each_its_own(a, both):
        raise Stop(Unclear(_SEVERAL))
    against = _one_at_most([f for f in a.parsed.periods if f.comparison])
    if not asked and len(against) == 1 and _members_compared(a):
        return against, []  # "compare Karim and Thibault in Q3": when, not with what
    pace = len(asked) == 1 and any(f.span == asked[0].span for f in against)
    if pace and asked[0].period.grain is Grain.YEAR:
        a.parts.compare = _SAME_LAST_YEAR
        return [], []  # "revenue YoY": the period by default, beside a year before
    return asked, against


def _one_at_most(against: list[Found]) -> list[Found]:
    """Return the period that is compared with; ask where there are several."""
    if len({f.period for f in against}) > 1:
        raise Stop(Unclear(_SEVERAL))
    return against


def _same(a: Assembling, found: Found) -> Period | None:
    """Return "the same quarter last year" counted from what was answered last."""
    said = a.parsed.text[slice(*found.span)]
    previous = a.around.previous
    words = {w.text for w in cut(said)}
    if previous is None or (a.parts.follow is False and not {"meme", "same"} & words):
        return None
    if {"meme", "same"} & words and words & {"an", "annee", "year"}:
        said = _SAME_LAST_YEAR  # "l'an dernier au même trimestre": as the one answered
    elif words <= _LAST_YEAR and previous.grain not in {None, Grain.YEAR}:
        said = _SAME_LAST_YEAR  # "et l'an dernier ?" after a quarter: that quarter, a year before
    elif not {"meme", "same"} & words:
        return None
    try:
        return resolve_comparison(said, previous, a.around.calendar)
    except KpiError:
        return None


def _members_compared(a: Assembling) -> bool:
    several = any(len(members) > 1 for members in a.parts.filters.values())
    return several or len(a.parsed.metrics.named) > 1


def _each_its_own(a: Assembling, asked: Sequence[Found]) -> bool:
    """Tell whether each period has a KPI of its own: "deals won in Q1 and for how much in Q2"."""
    first, last = sorted(f.span for f in asked)
    starts = [(a.parsed.words[n.start].start, n.kpis) for n in a.parsed.metrics.named]
    before = {kpis for start, kpis in starts if start < first[0]}
    between = {kpis for start, kpis in starts if first[1] <= start < last[0]}
    if before and between - before:
        return True
    # "Spend in January, leads in February" is no CPL; "CPL in March, CPL in February" is one KPI.
    for named in a.parsed.metrics.named:
        words = [a.parsed.words[i] for i in named.covered]
        here = {w.text for w in words if w.start < first[0]}
        there = {w.text for w in words if first[1] <= w.start < last[0]}
        if here and there - here:
            return True
    return False


def _beside(a: Assembling, asked: Sequence[Found]) -> bool:
    """Tell whether two periods are said together, so that one is told beside the other."""
    if a.parsed.has(Role.COMPARE, *MOVES):
        return True
    one, other = sorted(f.span for f in asked)
    between = {w.text for w in a.parsed.words if one[1] <= w.start and w.end <= other[0]}
    return bool(between & {"and", "et", "or", "ou", ",", "vs", "/", "&"})


def _than(a: Assembling, asked: Sequence[Found]) -> bool:
    """Tell whether one period is set against the other: "more in October than in September"."""
    one, other = sorted(f.span for f in asked)
    between = {w.text for w in a.parsed.words if one[1] <= w.start and w.end <= other[0]}
    led = {w.text for w in a.parsed.words if other[0] <= w.start < other[0] + 5}
    return bool((between | led) & {"than", "que", "qu"})


def _together(a: Assembling, asked: Sequence[Found]) -> Period | None:
    """Return "January and February" as one period, unless they are to be compared."""
    first, last = sorted(asked, key=lambda f: f.span)
    if a.parsed.has(*MOVES, Role.WHY, Role.COMPARE) or last.period.start < first.period.start:
        return None  # "in Q3 and in Q2": one beside the other
    one, other = sorted((f.period for f in asked), key=lambda p: p.start)
    follows = (other.start - one.end).days == 1
    return Period(one.start, other.end) if follows and one.grain is other.grain else None


def _two_ends(a: Assembling, found: Found) -> tuple[Period, Period] | None:
    """Return both ends of "between Q1 and Q2" where a change between them is asked."""
    if not a.parsed.has(*MOVES, Role.WHY, Role.COMPARE):
        return None
    said = a.parsed.text[slice(*found.span)]
    for opening, joint in (("entre", " et "), ("between", " and "), ("from", " to ")):
        if said.lower().startswith(opening) and joint in said.lower():
            one, _, other = said[len(opening) :].lower().partition(joint)
            try:
                ends = [resolve(s.strip(), a.around.calendar) for s in (one, other)]
            except KpiError:
                return None
            units = {end.grain for end in ends}
            if len(units) == 1 and units <= set(Grain) - {Grain.DAY}:
                first, last = sorted(ends, key=lambda p: p.start)
                return first, last
    return None


def _after(a: Assembling) -> None:
    """Read "the quarter after that" from the period that was answered."""
    after, previous = a.parsed.all(Role.AFTER), a.around.previous
    if not after or previous is None or a.parts.period is not None:
        return
    a.use(*after)
    said = {a.parsed.words[i].text for p in after for i in range(p.start, p.end)}
    grain = next((g for g, words in _UNITS_SAID.items() if said & words), None)
    if grain not in {None, previous.grain}:
        raise Stop(Unclear(_WHICH_AFTER))  # "the month after", of a quarter
    calendar, day = a.around.calendar, previous.end + dt.timedelta(days=1)
    if previous.grain is not None:
        start, end = calendar.containing(day, previous.grain)
    else:
        start, end = day, previous.end + dt.timedelta(days=previous.days)
    if start > calendar.today:
        raise Stop(Refused(REFUSALS[Role.FORECAST]))
    period = Period(start, min(end, calendar.today))
    a.parts.period, a.parts.meant = Span(start=period.start, end=period.end), period


def _before(a: Assembling) -> None:
    """Read "the previous one" as the period before the one that is asked or was answered."""
    before = a.parsed.all(Role.BEFORE)
    if not before:
        return
    a.use(*before)
    said = {a.parsed.words[i].text for p in before for i in range(p.start, p.end)}
    grain = next((g for g, words in _UNITS_SAID.items() if said & words), None)
    from_ = a.parts.meant or a.around.previous
    wanted = PREVIOUS
    if from_ is not None and grain is not None and grain is not from_.grain:
        if grain is not Grain.YEAR:
            raise Stop(Unclear(_WHICH_BEFORE))  # "the month before", of a quarter
        wanted = Text(en=_SAME_LAST_YEAR, fr=_SAME_LAST_YEAR)
    if a.parsed.has(Role.COMPARE) or a.parts.period is not None:
        a.parts.compare = a.parts.compare or wanted[a.parsed.lang]
        return
    if (previous := a.around.previous) is None:
        a.parts.compare = wanted[a.parsed.lang]
        return
    period = resolve_comparison(wanted.en, previous, a.around.calendar)
    a.parts.period, a.parts.meant = Span(start=period.start, end=period.end), period


_UNITS_SAID = {
    Grain.YEAR: frozenset({"an", "annee", "year"}),
    Grain.QUARTER: frozenset({"trimestre", "quarter"}),
    Grain.MONTH: frozenset({"mois", "month"}),
    Grain.WEEK: frozenset({"semaine", "week"}),
}
_WHICH_AFTER = Text(
    en="After what? Name the period, for example “in June 2025”.",
    fr="Après quoi\u202f? Nommez la période, par exemple «\u00a0en juin 2025\u00a0».",
)
_WHICH_BEFORE = Text(
    en="Before what? Name the period, for example “in June 2025”.",
    fr="Avant quoi\u202f? Nommez la période, par exemple «\u00a0en juin 2025\u00a0».",
)


def _comparison(found: Found, base: Period, calendar: Calendar, text: str) -> str:
    said = text[slice(*found.span)]
    try:
        alone = resolve_comparison(said, base, calendar)
    except KpiError:
        return found.period.iso
    same = (alone.start, alone.end) == (found.period.start, found.period.end)
    return said if same else found.period.iso
