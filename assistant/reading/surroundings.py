"""What a question is read against: the day, the workspace's names and its own choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property

from assistant.reading.members import Members
from kpi_core.catalog import FOCUS
from kpi_core.engines.facts import Facts
from kpi_core.facts import FACTS
from kpi_core.periods import Calendar, Period
from kpi_core.workspace.settings import Target


@dataclass
class Surroundings:
    """
    The calendar, the members and the default period of one version of a workspace.

    facts: what opens the facts, wherever they are kept.
    meanings: words of the workspace's own and the KPI each was said to mean.
    currency: that every amount is in; focus: the KPIs that an open question shows; targets: what
    they should reach; benchmarks: the KPIs of which a source of the user's says what is usual.
    previous: the period that was answered last.
    """

    calendar: Calendar
    default: Period
    members: Members
    facts: Callable[[], Facts]
    meanings: Mapping[str, str] = field(default_factory=dict)
    currency: str = "EUR"
    focus: Sequence[str] = FOCUS
    targets: Sequence[Target] = ()
    benchmarks: frozenset[str] = frozenset()
    previous: Period | None = None

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        tables = " UNION ".join(
            f"SELECT DISTINCT platform, channel FROM {fact}"
            for fact, spec in FACTS.items()
            if "source" in spec.members()
        )
        with closing(self.facts()) as facts:
            rows = facts.ask(f"SELECT * FROM ({tables}) AS told ORDER BY 1, 2")
        return [(p, c) for p, c in rows if p is not None and c is not None]

    def channels_of(self, platform: str) -> list[str]:
        """Return the channels of *platform*."""
        return [c for p, c in self._pairs if p == platform]

    def platform_of(self, channel: str) -> str:
        """Return the platform that *channel* belongs to."""
        return next((p for p, c in self._pairs if c == channel), channel)
