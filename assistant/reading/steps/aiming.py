"""What a number should reach: "are we on target?", "CPL par rapport à l'objectif"."""

from __future__ import annotations

from assistant.reading.outcome import Refused, Unclear
from assistant.reading.refusals import REFUSALS
from assistant.reading.state import Assembling, Stop
from assistant.reading.vocabulary import RANKS, Role
from assistant.wire import Intent
from kpi_core.text import Text


def aims(a: Assembling) -> None:
    """Set the number beside its target, where the workspace has any."""
    found = a.parsed.all(Role.TARGET)
    if not found:
        return
    if not a.around.targets:
        raise Stop(Refused(REFUSALS[Role.TARGET]))
    if a.parts.grain or a.parsed.has(*RANKS, Role.WHY, Role.DEFINE):
        raise Stop(Unclear(_ONE_PERIOD))
    a.use(*found, *a.parsed.all(Role.COMPARE, Role.ABOVE, Role.BELOW, Role.FOCUS))
    if not any(f.comparison for f in a.parsed.periods):
        a.parts.compare = None
    a.parts.intent, a.parts.beside = Intent.TARGET, False


_ONE_PERIOD = Text(
    en="A target is told beside one number. Ask, for example, “CPL against its target in Q3”.",
    fr="Un objectif se dit à côté d’un seul nombre. Demandez par exemple «\u00a0CPL au T3 par rapport à l’objectif\u00a0».",
)
