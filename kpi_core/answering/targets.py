"""What a KPI should reach, where somebody said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kpi_core.answering.snapshot import Snapshot
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiResult, Span
from kpi_core.workspace.settings import Target


def target_of(
    snapshot: Snapshot,
    found: KpiResult,
    filters: Mapping[str, tuple[str, ...]] | None = None,
) -> float | None:
    """
    Return the target of *found* under the same *filters*, None where there is none.

    The target of a sum is that of its very dates; of a ratio, the last one said whose dates hold
    those of *found*, one without dates after those.
    """
    span = found.period
    additive = REGISTRY[found.variant].additive
    standing = None
    for target in snapshot.settings.targets:
        if target.kpi != found.variant or dict(target.filters) != dict(filters or {}):
            continue
        if target.start is None or target.end is None:
            standing = standing or target.value
        elif (target.start, target.end) == (span.start, span.end) or (
            not additive and target.start <= span.start and span.end <= target.end
        ):
            return target.value
    return standing


def current_dates(targets: Sequence[Target], today: dt.date) -> Span | None:
    """Return the dates of the target that is running, the shortest, else of the last one."""
    spans = [Span(start=t.start, end=t.end) for t in targets if t.start and t.end]
    running = [s for s in spans if s.start <= today <= s.end]
    if running:
        return min(running, key=lambda s: s.end - s.start)
    return max((s for s in spans if s.end < today), key=lambda s: s.end, default=None)
