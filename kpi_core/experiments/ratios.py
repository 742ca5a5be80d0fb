"""The interval of a ratio of two rates."""

from __future__ import annotations

from collections.abc import Callable

from kpi_core.experiments.arms import Arm

_STEPS = 200
_FAR = 1e12


def ratio_interval(a: Arm, b: Arm, z: float) -> tuple[float, float | None]:
    """
    Return the score interval of rate b over rate a (Miettinen & Nurminen, 1985).

    The upper end is missing where nobody of a converted: no ratio is too large then.
    """
    seen = b.rate / a.rate if a.conversions else None

    def away(ratio: float) -> float:
        return _score(a, b, ratio) - z * z

    low = 0.0 if not b.conversions else _edge(away, 0.0, _FAR if seen is None else seen)
    high = None if seen is None else _edge(away, max(seen, 1.0) * _FAR, max(seen, 1e-12))
    return low, high


def _score(a: Arm, b: Arm, ratio: float) -> float:
    """Return how far the counts are from those of a given ratio, as a chi-square of one degree."""
    whole = (a.shown + b.shown) * ratio
    middle = (b.conversions + a.shown) + (b.shown + a.conversions) * ratio
    hits = a.conversions + b.conversions
    root = max(0.0, middle * middle - 4 * whole * hits) ** 0.5
    base = 2 * hits / (middle + root)  # the rate of a under this ratio, without cancellation
    rate = min(1.0, base * ratio)
    variance = b.shown * rate * (1 - rate)
    if variance <= 0:
        return 0.0 if b.conversions == b.shown * rate else float("inf")
    away = (b.conversions - b.shown * rate) ** 2 / variance
    away *= 1 + b.shown * (ratio - rate) / (a.shown * (1 - rate))
    return float(away * (1 - 1 / (a.shown + b.shown)))


def _edge(away: Callable[[float], float], outside: float, inside: float) -> float:
    """Return where *away* turns positive between a ratio that is too far and the one seen."""
    for _ in range(_STEPS):
        middle = (outside * inside) ** 0.5 if outside and inside else (outside + inside) / 2
        if away(middle) > 0:
            outside = middle
        else:
            inside = middle
    return (outside + inside) / 2
