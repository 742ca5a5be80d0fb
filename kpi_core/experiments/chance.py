"""How often chance alone would do as much: tests of two rates, of means, of several versions.

Only `scipy.special` is used, and when it is asked for: `scipy.stats` takes 0.6 s to import.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpi_core.experiments.arms import Arm, Sample

_FEW = 5.0  # expected cases in a cell of the table below which the normal law is not trusted (Cochran, 1954)


def normal_p(z: float) -> float:
    """Return how often a normal law is as far from zero as *z*, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def z_of(a: Arm, b: Arm) -> float:
    """Return the pooled z of b - a; 0 where nobody or everybody converted."""
    pooled = (a.conversions + b.conversions) / (a.shown + b.shown)
    error = math.sqrt(pooled * (1 - pooled) * (1 / a.shown + 1 / b.shown))
    return (b.rate - a.rate) / error if error else 0.0


def few(a: Arm, b: Arm) -> bool:
    """Tell whether so few converted, or did not, that only an exact test is honest."""
    pooled = (a.conversions + b.conversions) / (a.shown + b.shown)
    return min(a.shown, b.shown) * min(pooled, 1 - pooled) < _FEW


def fisher_p(a: Arm, b: Arm) -> float:
    """
    Return the two-sided p-value of Fisher's exact test (1935).

    It adds the tables that are no likelier than the one seen, as R's `fisher.test` does.
    """
    whole, hits = a.shown + b.shown, a.conversions + b.conversions
    low, high = max(0, hits - b.shown), min(hits, a.shown)
    logs = [
        _log_choose(a.shown, k) + _log_choose(b.shown, hits - k) - _log_choose(whole, hits)
        for k in range(low, high + 1)
    ]
    seen = logs[a.conversions - low]
    # Tables of the same likelihood differ in the last digits.
    return min(1.0, math.fsum(math.exp(x) for x in logs if x <= seen + 1e-7))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def welch(a: Sample, b: Sample) -> tuple[float, float, float]:
    """Return the difference of means b - a, its standard error, its degrees of freedom (Welch, 1947)."""
    parts = [s.deviation**2 / s.size for s in (a, b)]
    error = math.sqrt(sum(parts))
    if not error:
        return b.mean - a.mean, 0.0, float(a.size + b.size - 2)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (s.size - 1) for part, s in zip(parts, (a, b), strict=True)
    )
    return b.mean - a.mean, error, freedom


def student_p(t: float, freedom: float) -> float:
    """Return how often Student's law is as far from zero as *t*, on either side."""
    from scipy.special import stdtr  # noqa: PLC0415 - 0.2 s, when a test is asked for

    return float(2 * stdtr(freedom, -abs(t)))


def student_at(freedom: float, confidence: float) -> float:
    """Return how far from zero Student's law stays with *confidence*."""
    from scipy.special import stdtrit  # noqa: PLC0415 - idem

    return float(stdtrit(freedom, (1 + confidence) / 2))


def chi_square_p(arms: Sequence[Arm]) -> float:
    """Return the p-value of "all versions convert alike" (Pearson, 1900)."""
    from scipy.special import chdtrc  # noqa: PLC0415 - idem

    pooled = sum(a.conversions for a in arms) / sum(a.shown for a in arms)
    if pooled in {0.0, 1.0}:
        return 1.0
    away = sum(
        (a.conversions - a.shown * pooled) ** 2 / (a.shown * pooled * (1 - pooled)) for a in arms
    )
    return float(chdtrc(len(arms) - 1, away))


def corrected(values: Sequence[float]) -> list[float]:
    """Return p-values that keep their meaning together (Holm, 1979), in the order given."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    found, floor = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        floor = max(floor, min(1.0, values[i] * (len(values) - rank)))
        found[i] = floor
    return found
