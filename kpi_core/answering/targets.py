"""What a KPI should reach, where somebody said so."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.answering.snapshot import Snapshot
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiResult


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
