"""The margin of error that is honest for a KPI, from what was counted; none where none is."""

from __future__ import annotations

import math

from kpi_core import statistics
from kpi_core.definition import Interval, Kpi
from kpi_core.units import Unit

Ends = tuple[float | None, float | None]

NO_MARGIN: Ends = (None, None)


def margin(
    kpi: Kpi,
    numerator: float | None,
    denominator: float | None,
    inputs: dict[str, float | None],
    *,
    cohort: bool,
) -> Ends:
    """Return the ends of the 95 % interval."""
    if denominator is None or numerator is None or denominator <= 0:
        return NO_MARGIN
    kind = kpi.interval
    if kind is Interval.NONE and cohort and kpi.unit is Unit.SHARE:
        # Followed as a cohort, those who reach a stage are among its base.
        kind = Interval.WILSON
    match kind:
        case Interval.WILSON if 0 <= numerator <= denominator:
            return statistics.wilson(numerator, denominator)
        case Interval.POISSON if numerator > 0:
            return statistics.cost_per_unit(numerator, denominator)
        case Interval.NPS:
            for_, against = inputs.get("promoters"), inputs.get("detractors")
            if for_ is not None and against is not None:
                return statistics.net_promoter(for_, against, denominator)
    return NO_MARGIN


def change(kpi: Kpi, before: float, now: float) -> float | None:
    """Return the change from *before* to *now*: in points for a share, else relative."""
    if kpi.unit in {Unit.SHARE, Unit.POINTS}:
        return now - before
    return (now - before) / before if before > 0 else None


def change_margin(kpi: Kpi, before: float, before_ends: Ends, now: float, now_ends: Ends) -> Ends:
    """
    Return the interval of the change, from the intervals of its two sides.

    Squared distances to the ends add up (Newcombe's method 10 for rates; its MOVER extension,
    on logarithms, for relative changes).
    """
    if None in (*before_ends, *now_ends):
        return NO_MARGIN
    (b_low, b_high), (n_low, n_high) = before_ends, now_ends
    assert b_low is not None and b_high is not None  # noqa: S101, PT018 - checked just above
    assert n_low is not None and n_high is not None  # noqa: S101, PT018 - idem
    if kpi.unit in {Unit.SHARE, Unit.POINTS}:
        middle = now - before
        return (
            middle - math.hypot(now - n_low, b_high - before),
            middle + math.hypot(n_high - now, before - b_low),
        )
    if min(before, now, b_low, n_low) <= 0:
        return NO_MARGIN
    middle = math.log(now / before)
    low = middle - math.hypot(math.log(now / n_low), math.log(b_high / before))
    high = middle + math.hypot(math.log(n_high / now), math.log(before / b_low))
    return math.expm1(low), math.expm1(high)
