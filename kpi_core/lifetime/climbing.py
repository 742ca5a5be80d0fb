"""The top of a smooth hill over a few parameters, all above zero, climbed from several places.

Parameters are logarithms, between bounds. Where the hill rises beyond a bound, the model in its
limit is the likeliest (customers who are all alike, nobody who leaves): the parameter stays there,
and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Numbers = npt.NDArray[np.float64]
Height = Callable[[Numbers], tuple[float, Numbers]]
_STEP = 1e-5  # of a logarithm, for curvature
_NEAR = 1e-3  # of a bound: at it
_FLAT = 1e-9  # of the steepest curvature: no curvature at all
_MOST = 8  # Newton's steps, after a climb that is nearly there
_LEVEL = 1e-9  # slope of the mean height


@dataclass(frozen=True, slots=True)
class Top:
    """
    A top: its parameters (not their logarithms), its height, what is known of it.

    covariance: of the logarithms, by the observed information; nothing where an edge holds one,
    or where the hill is flat. edge: which parameters stand at a bound.
    """

    parameters: tuple[float, ...]
    height: float
    covariance: Numbers
    edge: tuple[int, ...]


def climb(
    height: Height, starts: Sequence[Sequence[float]], bounds: Sequence[tuple[float, float]]
) -> Top:
    """
    Return the highest top that is reached from any of *starts*.

    height: of the logarithms of the parameters, a mean log-likelihood with its slope.
    starts, bounds: of the parameters themselves.
    """
    low, high = np.log(np.array(bounds, dtype=float)).T
    best: tuple[float, Numbers] | None = None
    with np.errstate(over="ignore", under="ignore"):
        for start in starts:
            found = minimize(
                lambda place: tuple(-part for part in height(place)),
                np.clip(np.log(np.array(start, dtype=float)), low, high),
                jac=True,
                method="L-BFGS-B",
                bounds=list(zip(low, high, strict=True)),
                options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8},
            )
            if np.isfinite(found.fun) and (best is None or -found.fun > best[0]):
                best = -float(found.fun), found.x
        assert best is not None  # noqa: S101 - a likelihood is finite within its bounds
        return _polished(height, best[1], low, high)


def _polished(height: Height, place: Numbers, low: Numbers, high: Numbers) -> Top:
    """Go the last steps by Newton, over the parameters that no bound holds."""
    free = (place > low + _NEAR) & (place < high - _NEAR)
    value, slope = height(place)
    for _ in range(_MOST):
        if not free.any() or np.abs(slope[free]).max() < _LEVEL:
            break
        step = np.zeros_like(place)
        step[free] = _inverse(-_curvature(height, place, free)) @ slope[free]
        there = np.clip(place + np.clip(step, -1.0, 1.0), low, high)
        then, sloping = height(there)
        if not np.isfinite(then) or then < value - abs(value) * 1e-12:
            break
        place, value, slope = there, then, sloping
    covariance = np.zeros((len(place), len(place)))
    covariance[np.ix_(free, free)] = _inverse(-_curvature(height, place, free))
    return Top(
        tuple(float(each) for each in np.exp(place)),
        value,
        covariance,
        tuple(int(i) for i in np.flatnonzero(~free)),
    )


def _curvature(height: Height, place: Numbers, free: npt.NDArray[np.bool_]) -> Numbers:
    """Return the second derivatives over the free parameters, from differences of the slope."""
    rows = []
    for i in np.flatnonzero(free):
        up, down = place.copy(), place.copy()
        up[i] += _STEP
        down[i] -= _STEP
        rows.append((height(up)[1][free] - height(down)[1][free]) / (2 * _STEP))
    found = np.array(rows).reshape(int(free.sum()), int(free.sum()))
    return (found + found.T) / 2


def _inverse(matrix: Numbers) -> Numbers:
    """Return the inverse, over the directions that curve the right way alone."""
    if not matrix.size:
        return matrix
    values, vectors = np.linalg.eigh(matrix)
    curved = values > _FLAT * max(float(values.max()), 1e-300)
    inverted = np.where(curved, 1 / np.where(curved, values, 1.0), 0.0)
    found: Numbers = (vectors * inverted) @ vectors.T
    return found


def numeric(value: Callable[[Numbers], float]) -> Height:
    """Return *value* with its slope, from central differences: for what costs little."""

    def height(place: Numbers) -> tuple[float, Numbers]:
        slope = np.empty_like(place)
        for i in range(len(place)):
            step = np.zeros_like(place)
            step[i] = _STEP
            slope[i] = (value(place + step) - value(place - step)) / (2 * _STEP)
        return value(place), slope

    return height
