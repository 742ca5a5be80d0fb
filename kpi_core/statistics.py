"""Margins of error, at 95 % unless said: what chance alone would have moved.

Wilson where each unit of the base succeeds or not, once; Newcombe for the difference of two such
rates; exact Poisson where an amount is fixed and the count it is divided by is chance. Only
`scipy.special` is used: `scipy.stats` takes 0.6 s to import.
"""

from __future__ import annotations

import math

CONFIDENCE = 0.95
#: Two-sided 95 % of the normal law, in standard deviations.
Z = 1.959963984540054


def wilson(successes: float, trials: float, z: float = Z) -> tuple[float, float]:
    """
    Return the score interval of a proportion (Wilson, 1927).

    Raises
    ------
    ValueError
        when the successes are not among the trials.
    """
    if not 0 <= successes <= trials or trials <= 0:
        raise ValueError(f"{successes} of {trials} is not a proportion")
    p = successes / trials
    spread = z * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    base = 1 + z * z / trials
    centre = p + z * z / (2 * trials)
    low = 0.0 if successes == 0 else (centre - spread) / base
    high = 1.0 if successes == trials else (centre + spread) / base
    return max(0.0, low), min(1.0, high)


def newcombe(
    successes_a: float, trials_a: float, successes_b: float, trials_b: float
) -> tuple[float, float]:
    """Return the interval of a difference of proportions, b - a (Newcombe, 1998, method 10)."""
    a, b = successes_a / trials_a, successes_b / trials_b
    low_a, high_a = wilson(successes_a, trials_a)
    low_b, high_b = wilson(successes_b, trials_b)
    difference = b - a
    return (
        difference - math.hypot(b - low_b, high_a - a),
        difference + math.hypot(high_b - b, a - low_a),
    )


def poisson(count: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact interval of a Poisson mean after *count* events (Garwood, 1936)."""
    from scipy.special import gammaincinv  # noqa: PLC0415 - 0.2 s, when a margin is asked for

    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def cost_per_unit(cost: float, count: float) -> tuple[float, float | None]:
    """Return the interval of a fixed *cost* over a chance *count*; no upper end at zero events."""
    low, high = poisson(count)
    return cost / high, cost / low if low > 0 else None


def net_promoter(promoters: float, detractors: float, answers: float) -> tuple[float, float]:
    """Return the interval of a net promoter score in points, from its multinomial variance."""
    share, against = promoters / answers, detractors / answers
    score = share - against
    spread = Z * math.sqrt(max(0.0, share + against - score * score) / answers)
    return max(-1.0, score - spread) * 100, min(1.0, score + spread) * 100
