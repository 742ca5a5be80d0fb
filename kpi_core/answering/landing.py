"""Where a sum will land by the end of its target's dates, if things go on as they did."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from dataclasses import dataclass

from kpi_core.answering.core import Core
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.query import KpiQuery, Span
from kpi_core.statistics import Z
from kpi_core.workspace.settings import Target

WEEKS = 13
_LEAST = 8  # weeks below which their spread is anybody's guess
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Landing:
    """
    What a running target will come to. Values are in the unit of its KPI.

    so_far: up to *known*, the last day that the data holds. expected, low, high: at the end of the
    dates, with a margin of error of 95 %. chance: of reaching the target, or of staying below it
    where less is better. weeks: how many whole weeks say so.
    """

    known: dt.date
    so_far: float
    expected: float
    low: float
    high: float
    chance: float
    weeks: int


def landing(core: Core, target: Target) -> Landing | None:
    """
    Return where *target* will land, None where nothing can tell.

    What is left is so many weeks like the last 13: their mean, with the spread from week to week
    and what 13 weeks leave unknown of the mean. Seasons are not looked at. It cannot be told of a
    ratio, of dates that are over or did not begin, or from fewer than eight weeks.
    """
    kpi = REGISTRY[target.kpi]
    last = core.snapshot().last_day
    if not kpi.additive or target.start is None or target.end is None or last is None:
        return None
    known = min(core.today(), last)
    if not target.start <= known < target.end:
        return None
    weekly = _weekly(core, target, known)
    if len(weekly) < _LEAST:
        return None
    filters: dict[str, list[str | None]] = {n: [*m] for n, m in target.filters.items()}
    (found,) = core.query(
        KpiQuery(kpis=[kpi.id], period=Span(start=target.start, end=known), filters=filters)
    )
    left = (target.end - known).days / _WEEK
    so_far = float(found.value or 0)
    expected = so_far + left * statistics.fmean(weekly)
    spread = statistics.stdev(weekly) * math.sqrt(left * (1 + left / len(weekly)))
    low = max(so_far, expected - Z * spread) if min(weekly) >= 0 else expected - Z * spread
    above = _above(target.value, expected, spread)
    chance = 1 - above if kpi.better is Better.LOWER else above
    return Landing(known, so_far, expected, low, expected + Z * spread, chance, len(weekly))


def _weekly(core: Core, target: Target, known: dt.date) -> list[float]:
    """Return the totals of the last whole weeks before *known*, empty ones included."""
    end = known - dt.timedelta(days=(known.weekday() + 1) % _WEEK)  # the last Sunday
    start = end - dt.timedelta(days=_WEEK * WEEKS - 1)
    filters: dict[str, list[str | None]] = {n: [*m] for n, m in target.filters.items()}
    found = core.query(
        KpiQuery(
            kpis=[target.kpi], period=Span(start=start, end=end), filters=filters, grain="week"
        )
    )
    values = [float(r.value or 0) for r in found]
    first = next((i for i, value in enumerate(values) if value), len(values))
    return values[first:]  # before the first one, nothing was recorded


def _above(target: float, expected: float, spread: float) -> float:
    if not spread:
        return float(expected >= target)
    return 0.5 * math.erfc((target - expected) / spread / math.sqrt(2))
