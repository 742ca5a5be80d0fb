"""The top of a smooth hill over two parameters, by Newton's steps kept short and uphill."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

_MOST = 500  # steps
_LONGEST = 2.0  # of one step; parameters are logarithms, so that is a factor of seven
_FAR = 30.0  # beyond, a parameter runs away: the hill has no top


@dataclass(frozen=True, slots=True)
class Parameters:
    """A height, its slope (u, v), and its curvature (uu, uv, vv)."""

    value: float
    slope: tuple[float, float]
    curvature: tuple[float, float, float]


Matrix = tuple[tuple[float, float], tuple[float, float]]


def maximum(
    height: Callable[[float, float], Parameters], start: tuple[float, float]
) -> tuple[tuple[float, float], float, Matrix] | None:
    """
    Return the top of *height*, its value, and the inverse of the curvature there turned over.

    Of a log-likelihood, that inverse is the covariance of the parameters. None where there is no
    top: a parameter runs away, or nothing curves.
    """
    u, v = start
    here = height(u, v)
    for _ in range(_MOST):
        step = _uphill(here)
        u, v, here, moved = _taken(height, (u, v), here, step)
        if max(abs(u), abs(v)) > _FAR:
            return None
        if not moved or math.hypot(*step) < 1e-10:  # noqa: PLR2004 - of a logarithm
            break
    inverse = _inverse(here.curvature, 0.0)
    return None if inverse is None else ((u, v), here.value, inverse)


def _taken(
    height: Callable[[float, float], Parameters],
    place: tuple[float, float],
    here: Parameters,
    step: tuple[float, float],
) -> tuple[float, float, Parameters, bool]:
    """Go along *step*, or as much of it as leads up."""
    share = min(1.0, _LONGEST / max(math.hypot(*step), 1e-300))
    while share > 1e-12:  # noqa: PLR2004 - shorter leads nowhere
        u, v = place[0] + share * step[0], place[1] + share * step[1]
        there = height(u, v)
        if there.value >= here.value or _nearer(there, here):
            return u, v, there, True
        share /= 2
    return *place, here, False


def _nearer(there: Parameters, here: Parameters) -> bool:
    """Tell whether the hill is as high, as far as it can be told, and flatter."""
    rounding = 1e-12 * abs(here.value)
    return there.value >= here.value - rounding and math.hypot(*there.slope) < math.hypot(
        *here.slope
    )


def _uphill(here: Parameters) -> tuple[float, float]:
    """Return Newton's step; where the hill curves the wrong way, one bent towards the slope."""
    scale = max(map(abs, here.curvature)) or 1.0
    added = 0.0
    while (inverse := _inverse(here.curvature, added)) is None:
        added = max(2 * added, 1e-6 * scale)
    (uu, uv), (_, vv) = inverse
    a, b = here.slope
    return uu * a + uv * b, uv * a + vv * b


def _inverse(curvature: tuple[float, float, float], added: float) -> Matrix | None:
    """Return the inverse of minus *curvature* plus *added* on its diagonal; None unless positive."""
    uu, uv, vv = (added - curvature[0], -curvature[1], added - curvature[2])
    whole = uu * vv - uv * uv
    if uu <= 0 or whole <= 1e-14 * uu * abs(vv):
        return None
    return (vv / whole, -uv / whole), (-uv / whole, uu / whole)
