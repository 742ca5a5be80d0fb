"""How probable it is that one version converts better, before and after it was tried."""

from __future__ import annotations

from itertools import pairwise

from kpi_core.experiments.arms import Arm

_NODES = 200
_WIDE = 12.0  # standard deviations within which a law lies, but for 1e-30 of it


def better(a: Arm, b: Arm) -> float:
    """
    Return the probability that b converts better than a, each rate being uniform before.

    It is the integral of one Beta law over the distribution of the other, by Gauss and Legendre
    between the points where either lies; E. Miller (2015) gives the same as a closed sum.
    """
    return better_of(
        (1 + a.conversions, 1 + a.shown - a.conversions),
        (1 + b.conversions, 1 + b.shown - b.conversions),
    )


def better_of(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the probability that a rate of Beta law *b* exceeds one of Beta law *a*."""
    import numpy as np  # noqa: PLC0415 - when a probability is asked for
    from scipy.special import betainc, betaln, xlog1py, xlogy  # noqa: PLC0415 - idem

    edges = sorted({0.0, 1.0, *_around(a), *_around(b)})
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    part = whole = 0.0
    for low, high in pairwise(edges):
        x = (high - low) / 2 * nodes + (high + low) / 2
        density = np.exp(xlogy(b[0] - 1, x) + xlog1py(b[1] - 1, -x) - betaln(*b))
        inside = weights * density * (high - low) / 2
        part += float((inside * betainc(*a, x)).sum())
        whole += float(inside.sum())
    return min(1.0, max(0.0, part / whole))


def _around(law: tuple[float, float]) -> tuple[float, float, float]:
    """Return where a Beta law lies: outside it is nothing, and a sum steps over it unseen."""
    mean = law[0] / sum(law)
    spread = (mean * (1 - mean) / (sum(law) + 1)) ** 0.5
    return max(0.0, mean - _WIDE * spread), mean, min(1.0, mean + _WIDE * spread)
