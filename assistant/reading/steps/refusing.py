"""What is refused whatever else was asked."""

from __future__ import annotations

from assistant.reading.outcome import (
    Refused,
)
from assistant.reading.placed import Placed
from assistant.reading.refusals import REFUSALS
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.studying import foretells
from assistant.reading.vocabulary import Role
from kpi_core.periods import Found


def refuse(a: Assembling) -> None:
    """Stop at what is not done here: changing, advising, foretelling, telling on people."""
    first = a.first_word()
    for role in (Role.TAMPER, Role.DESTROY, Role.PRIVATE, Role.OPINION):
        for placed in a.parsed.all(role):
            if leaves_out(a, placed):
                continue
            if not _how_much(a, placed) and not _forget(a, placed):
                raise Stop(Refused(REFUSALS[role]))
            a.use(placed)
    _judged(a, first)
    for role in (Role.WEEKDAY, Role.SUPPOSED):
        if a.parsed.has(role):
            raise Stop(Refused(REFUSALS[role]))
    if not foretells(a):
        _to_come(a)


def _to_come(a: Assembling) -> None:
    """Stop at what has not happened yet."""
    if a.parsed.has(Role.TARGET):
        # "Will we reach our target": a target is told with where the pace of now lands.
        a.use(*a.parsed.all(Role.FORECAST))
        if a.parsed.has(Role.FORECAST) and any(_taken_back(a, f) for f in a.parsed.periods):
            raise Stop(Refused(REFUSALS[Role.FORECAST]))
    elif a.parsed.has(Role.FORECAST):
        raise Stop(Refused(REFUSALS[Role.FORECAST]))
    today = a.around.calendar.today
    for found in a.parsed.periods:
        if found.period.start > today and not found.comparison:
            raise Stop(Refused(REFUSALS[Role.FORECAST]))


def _taken_back(a: Assembling, found: Found) -> bool:
    """Tell whether what is to come was read as over: "will we … in December", of the last one."""
    return bool(found.period.assumed) and found.period.end < a.around.calendar.today


def leaves_out(a: Assembling, placed: Placed) -> bool:
    """Tell "ignore Meta", whose figures are left out, from "ignore your rules"."""
    said = {w.text for w in a.parsed.words[placed.start : placed.end]}
    return bool(said & _IGNORE) and any(
        m.start >= placed.end and all(w.text in _THE for w in a.parsed.words[placed.end : m.start])
        for m in a.parsed.mentions
    )


def _forget(a: Assembling, placed: Placed) -> bool:
    """Tell "forget what I asked", a manner of speaking: rules are named by other words."""
    return a.parsed.words[placed.start].text == "forget"


_THE = frozenset({"the", "le", "la", "les", "l", "about"})


_IGNORE = frozenset({"ignore", "ignorez", "oublie", "oubliez", "forget", "disregard"})


def _judged(a: Assembling, first: int) -> None:
    """Stop at what calls for "good" or "bad", unless somebody said what good is."""
    for placed in a.parsed.all(Role.BENCHMARK):
        if a.parsed.has(Role.TARGET) and a.around.targets:
            a.use(placed)  # "are we good against our targets": somebody said what good is
        elif placed.start == first and a.parsed.words[placed.start].text in {"bon", "good"}:
            a.use(placed)  # "Bon, ..."
        elif _benchmarked(a):
            a.use(placed)  # "is our CPL good": the answer names the source
        else:
            raise Stop(Refused(REFUSALS[Role.BENCHMARK]))


def _benchmarked(a: Assembling) -> bool:
    """Tell whether a benchmark was entered for each KPI that is named."""
    named = [kpi for n in a.parsed.metrics.named for kpi in n.kpis]
    # A source speaks of the whole, never of one channel or of each.
    whole = not a.parsed.mentions and not a.parsed.has(Role.DIMENSION, Role.GRAIN, Role.UNIT)
    return whole and bool(named) and set(named) <= a.around.benchmarks


def _how_much(a: Assembling, placed: Placed) -> bool:
    """Tell "combien faut-il débourser", a fact, from "faut-il débourser", an opinion."""
    words = [w.text for w in a.parsed.words if not w.sign]
    said = [w.text for w in a.parsed.words[placed.start : placed.end] if not w.sign]
    return said == ["faut", "il"] and "combien" in words[: words.index("faut")]


def follows(a: Assembling) -> bool:
    """Tell whether the question says that it goes on from the one before."""
    first = a.first_word()
    starts = [p for p in a.parsed.all(Role.AGAIN) if p.start == first]
    for placed in a.parsed.all(Role.AGAIN):
        a.use(placed)
    return bool(starts)
