"""The parts of a question put together: what it wants, and the query that tells it."""

from __future__ import annotations

from assistant.reading.outcome import Assumptions
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.aiming import aims
from assistant.reading.steps.bounding import bounds
from assistant.reading.steps.doubting import doubts
from assistant.reading.steps.measuring import metrics
from assistant.reading.steps.naming import mentions
from assistant.reading.steps.ordering import grouping, ranking
from assistant.reading.steps.refusing import follows, refuse
from assistant.reading.steps.studying import studies
from assistant.reading.steps.timing import periods
from assistant.reading.steps.wanting import among, movement, others, shares
from assistant.reading.surroundings import Surroundings


def assemble(parsed: Parsed, around: Surroundings, assumed: Assumptions) -> Assembling:
    """
    Put the parts of *parsed* together.

    Raises
    ------
    Stop
        it cannot be answered, or leaves a choice.
    """

    def anew(other: Parsed) -> Parts | None:
        try:
            return assemble(other, around, Assumptions()).parts
        except Stop:
            return None

    a = Assembling(parsed, around, assumed, anew, numbers=list(parsed.numbers))
    refuse(a)
    a.parts.follow = follows(a)
    for step in (
        mentions,
        grouping,
        periods,
        metrics,
        bounds,
        ranking,
        movement,
        others,
        among,
        shares,
        aims,
        studies,
        doubts,
    ):
        step(a)
    return a
