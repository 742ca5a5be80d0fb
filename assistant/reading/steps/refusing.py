"""What is refused whatever else was asked."""

from __future__ import annotations

from assistant.reading.outcome import (
    Refused,
)
from assistant.reading.refusals import REFUSALS
from assistant.reading.state import Assembling, Stop
from assistant.reading.vocabulary import Role


def refuse(a: Assembling) -> None:
    """Stop at what is not done here: changing, advising, foretelling, telling on people."""
    first = a.first_word()
    for role in (Role.TAMPER, Role.DESTROY, Role.PRIVATE, Role.OPINION):
        if a.parsed.has(role):
            raise Stop(Refused(REFUSALS[role]))
    for placed in a.parsed.all(Role.BENCHMARK):
        if placed.start == first and a.parsed.words[placed.start].text in {"bon", "good"}:
            a.use(placed)  # "Bon, ..."
        else:
            raise Stop(Refused(REFUSALS[Role.BENCHMARK]))
    for role in (Role.TARGET, Role.FORECAST):
        if a.parsed.has(role):
            raise Stop(Refused(REFUSALS[role]))
    today = a.around.calendar.today
    for found in a.parsed.periods:
        if found.period.start > today and not found.comparison:
            raise Stop(Refused(REFUSALS[Role.FORECAST]))


def follows(a: Assembling) -> bool:
    """Tell whether the question says that it goes on from the one before."""
    first = a.first_word()
    starts = [p for p in a.parsed.all(Role.AGAIN) if p.start == first]
    for placed in a.parsed.all(Role.AGAIN):
        a.use(placed)
    return bool(starts)
