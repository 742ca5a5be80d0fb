"""Holt-Winters' method as textbooks and R give it: three weights, the least squares one step ahead.

Winters, Forecasting sales by exponentially weighted moving averages, Management Science 6 (1960).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_core.outlook.decomposing import decomposed
from kpi_core.outlook.smoothing import Series

_STARTS = ((0.3, 0.1, 0.1), (0.5, 0.05, 0.5), (0.8, 0.2, 0.8))


@dataclass(frozen=True, slots=True)
class HoltWinters:
    """A fit: alpha, beta, gamma, the squared errors in all, and where the series ends."""

    alpha: float
    beta: float
    gamma: float
    squares: float
    level: float
    trend: float
    season: tuple[float, ...]
    times: bool
    n: int  # errors that the squares sum

    def ahead(self, units: int) -> Series:
        """Return the forecasts of the next *units*."""
        at = np.arange(1, units + 1)
        season = np.array([self.season[(h - 1) % len(self.season)] for h in at])
        line = self.level + at * self.trend
        told: Series = line * season if self.times else line + season
        return told


def holt_winters(values: Sequence[float], every: int, *, times: bool) -> HoltWinters:
    """
    Fit the three weights of Holt-Winters to *values*.

    times: a season multiplies the level, which needs positive values; else it is added to it.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - only forecasts need it

    series = np.asarray(values, dtype=np.float64)
    start = decomposed(series, every, times=times)
    # The first two seasons give the start; errors count from the second one on, as in R.
    rest = series[every:]

    def cost(x: Series) -> float:
        return _run(x, start, rest, times=times)[0]

    found = [
        minimize(cost, guess, method="L-BFGS-B", bounds=[(0, 1)] * 3, options={"ftol": 1e-12})
        for guess in _STARTS
    ]
    best = min(found, key=lambda f: float(f.fun))
    squares, level, trend, season = _run(best.x, start, rest, times=times)
    alpha, beta, gamma = (float(v) for v in best.x)
    return HoltWinters(alpha, beta, gamma, squares, level, trend, tuple(season), times, len(rest))


def _run(
    x: Series, start: tuple[float, float, list[float]], rest: Series, *, times: bool
) -> tuple[float, float, float, list[float]]:
    alpha, beta, gamma = (float(v) for v in x)
    level, trend, season = start[0], start[1], list(start[2])
    squares = 0.0
    for value in rest.tolist():
        now = season.pop(0)
        base = level + trend
        squares += (value - (base * now if times else base + now)) ** 2
        before = level
        level = alpha * (value / now if times else value - now) + (1 - alpha) * base
        trend = beta * (level - before) + (1 - beta) * trend
        season.append(gamma * (value / level if times else value - level) + (1 - gamma) * now)
    return squares, level, trend, season
