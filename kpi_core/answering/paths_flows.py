"""Conversion paths as flows: how many went from one member to the next, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_core.answering.paths import Path, Touch, every_path
from kpi_core.periods import Period
from kpi_core.query import KpiQuery

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

STEPS, MEMBERS = 3, 6
MOST_STEPS = 8


@dataclass(slots=True)
class Node:
    """Those whose path is at one member at one step; *touch* is None of the smaller ones together."""

    touch: Touch | None
    converted: int = 0
    lost: int = 0

    @property
    def people(self) -> int:
        """Return how many walked through, whatever became of them."""
        return self.converted + self.lost


@dataclass(frozen=True, slots=True)
class Link:
    """
    Those who went from one node to another.

    start, end: places of the nodes in their own steps; end is None where the path ends.
    """

    step: int
    start: int
    end: int | None
    converted: int
    lost: int


@dataclass(frozen=True, slots=True)
class Flows:
    """
    Paths step by step, each step with the members of most people first, the others last.

    longer: how many people touched more often than there are steps; the rest as of `Paths`.
    """

    term: str
    dimensions: tuple[str, ...]
    period: Period
    steps: tuple[tuple[Node, ...], ...]
    links: tuple[Link, ...]
    converted: int
    lost: int
    untouched: int
    longer: int
    unit: str


def flows(core: Core, query: KpiQuery, steps: int = STEPS, members: int = MEMBERS) -> Flows:
    """
    Return the paths of *query* (see `conversion_paths`) as flows over their first *steps* touches.

    members: how many keep their name, those of most touches; the others are one.
    """
    found = every_path(core, query)
    named = _named(found.paths, steps, members)
    nodes: list[dict[Touch | None, Node]] = [{} for _ in range(steps)]
    passed: dict[tuple[int, Touch | None, Touch | None, bool], list[int]] = defaultdict(
        lambda: [0, 0]
    )
    for path in found.paths:
        walked = [touch if touch in named else None for touch in path.touches[:steps]]
        for step, touch in enumerate(walked):
            node = nodes[step].setdefault(touch, Node(touch))
            node.converted += path.converted
            node.lost += path.lost
            ends = step + 1 == len(walked)
            link = passed[step, touch, None if ends else walked[step + 1], ends]
            link[0] += path.converted
            link[1] += path.lost
    columns = [
        sorted(column.values(), key=lambda n: (n.touch is None, -n.people, str(n.touch)))
        for column in nodes
        if column
    ]
    places = [{node.touch: i for i, node in enumerate(column)} for column in columns]
    return Flows(
        term=found.term,
        dimensions=found.dimensions,
        period=found.period,
        steps=tuple(map(tuple, columns)),
        links=tuple(
            Link(step, places[step][start], None if ends else places[step + 1][end], won, lost)
            for (step, start, end, ends), (won, lost) in passed.items()
        ),
        converted=found.converted,
        lost=found.lost,
        untouched=found.untouched,
        unit=found.unit,
        longer=sum(p.converted + p.lost for p in found.paths if len(p.touches) > steps),
    )


def _named(paths: Iterable[Path], steps: int, members: int) -> set[Touch]:
    """Return the members that keep their name: one more is no shorter than "the others"."""
    people: dict[Touch, int] = defaultdict(int)
    for path in paths:
        for touch in path.touches[:steps]:
            people[touch] += path.converted + path.lost
    ranked = sorted(people, key=lambda touch: (-people[touch], str(touch)))
    return set(ranked if len(ranked) <= members + 1 else ranked[:members])
