"""What several steps ask of a question."""

from __future__ import annotations

from assistant.reading.placed import Placed
from assistant.reading.state import Assembling
from assistant.reading.vocabulary import RANKS, Role
from kpi_core.catalog import REGISTRY
from kpi_core.units import Unit


def grouped(a: Assembling, placed: Placed, *, every: bool = True) -> bool:
    """
    Tell whether the answer is told by this dimension, so that it names no member.

    every: whether "every", "all" and "which" announce it too, as "by" does.
    """
    roles = (Role.BY, Role.EACH, Role.WHICH) if every else (Role.BY,)
    return any(
        before.end <= placed.start
        and a.parsed.between(before.end, placed.start)
        and not _agent(a, before, placed)
        for before in a.parsed.all(*roles)
    )


def _agent(a: Assembling, before: Placed, placed: Placed) -> bool:
    """Tell who does it from what it is told by: "acceptés par les commerciaux"."""
    between = {w.text for w in a.parsed.words[before.end : placed.start]}
    return before.sign.role is Role.BY and placed.sign.of == "owner" and bool(between & _THE)


_THE = frozenset({"les", "nos", "the", "our"})


def quotient(a: Assembling, placed: Placed) -> bool:
    """Tell whether "vs" divides: "LTV vs CAC, what ratio"."""
    covered = [i for n in a.parsed.metrics.named for i in n.covered]
    inside = bool(covered) and min(covered) < placed.start < max(covered)
    ratio = any(w.text in {"ratio", "ratios"} for w in a.parsed.words)
    return inside and ratio and all(REGISTRY[k].unit is Unit.MULTIPLE for k in a.parts.kpis)


def rank_word(a: Assembling) -> bool:
    """Tell whether members are to be ordered."""
    return any(
        p.sign.role in {Role.MOST, Role.LEAST, Role.BEST, Role.WORST, Role.TOP}
        for p in a.parsed.all(*RANKS)
    )
