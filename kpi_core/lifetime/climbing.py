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

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Numbers = npt.NDArray[np.float64]
Height = Callable[[Numbers], tuple[float, Numbers]]
_STEP = 1e-5  # of a logarithm, for curvature
_NEAR = 1e-3  # of a bound: at it
_FLAT = 1e-9  # of the steepest curvature: no curvature at all
_MOST = 8  # Newton's steps, after a climb that is nearly there
_LEVEL = 1e-9  # slope of the mean height
_LONGEST = 500  # steps
_FARTHEST = 2.0  # that one step goes, in logarithms: a factor of seven
_SHORTEST = 1e-6  # part of a step
_ROUNDING = 1e-13  # of a mean height
_ENOUGH = 1e-4  # of what the slope promises


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

    Raises
    ------
    KpiError
        NUM when the height is no number anywhere: the data is out of all proportion.
    """
    low, high = np.log(np.array(bounds, dtype=float)).T
    best: tuple[float, Numbers] | None = None
    with np.errstate(over="ignore", under="ignore"):
        for start in starts:
            place = np.clip(np.log(np.array(start, dtype=float)), low, high)
            found = _climbed(height, place, low, high)
            if np.isfinite(found[0]) and (best is None or found[0] > best[0]):
                best = found
        if best is None:
            raise KpiError(Kind.NUM, _NOWHERE)
        return _polished(height, best[1], low, high)


def _climbed(height: Height, place: Numbers, low: Numbers, high: Numbers) -> tuple[float, Numbers]:
    """
    Return where uphill steps end: quasi-Newton (BFGS), kept within the bounds.

    Not `scipy.optimize`: its linear algebra runs in threads, which over four numbers only wait.
    """
    value, slope = height(place)
    bend, fresh = np.eye(len(place)), True
    for _ in range(_LONGEST):
        held = ((place <= low) & (slope < 0)) | ((place >= high) & (slope > 0))
        uphill = np.where(held, 0.0, slope)
        if np.abs(uphill).max() < _LEVEL:
            break
        step = np.where(held, 0.0, bend @ uphill)
        if step @ uphill <= 0:
            bend, step, fresh = np.eye(len(place)), uphill, True
        step = step * min(1.0, _FARTHEST / np.abs(step).max())
        if step @ uphill < _ROUNDING * max(abs(value), 1.0):
            break  # heights are too alike to tell: slopes, which are finer, go the rest of the way
        there = _uphill(height, (place, value, uphill), step, (low, high))
        if there is None:
            if fresh:
                break
            bend, fresh = np.eye(len(place)), True
            continue
        moved, bent = there[0] - place, slope - there[2]
        place, value, slope = there
        curved = float(moved @ bent)
        if curved > _FLAT * float(moved @ moved):
            if fresh:
                bend = bend * curved / float(bent @ bent)
            turn = np.eye(len(place)) - np.outer(moved, bent) / curved
            bend, fresh = turn @ bend @ turn.T + np.outer(moved, moved) / curved, False
    return value, place


def _uphill(
    height: Height,
    here: tuple[Numbers, float, Numbers],
    step: Numbers,
    bounds: tuple[Numbers, Numbers],
) -> tuple[Numbers, float, Numbers] | None:
    """Return the first place along *step* that is higher by enough, halving it; None without any."""
    place, value, uphill = here
    share = 1.0
    while share > _SHORTEST:
        there = np.clip(place + share * step, *bounds)
        then, slope = height(there)
        if np.isfinite(then) and then > value + _ENOUGH * float(uphill @ (there - place)):
            return there, then, slope
        share /= 2
    return None


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


_NOWHERE = Text(
    en="These numbers are out of all proportion: no model can be computed. Look for a date or an amount that cannot be.",
    fr="Ces nombres sont hors de toute proportion\u00a0: aucun modèle ne se calcule. Cherchez une date ou un montant impossible.",
)
