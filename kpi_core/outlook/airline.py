"""The airline model: what is left after differencing by a unit and by a season is a moving average.

Box and Jenkins, Time Series Analysis (1970), series G: ARIMA (0,1,1)(0,1,1) of one season. The
likelihood is the exact one, by the banded covariance of a moving average.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_core.outlook.smoothing import Series

_STARTS = ((-0.4, -0.5), (-0.1, -0.1), (0.3, -0.3))


@dataclass(frozen=True, slots=True)
class Airline:
    """
    A fit: the two moving-average weights, the log-likelihood, and the deviation of the errors.

    errors: of the differenced series, the oldest first.
    """

    unit: float
    season: float
    likelihood: float
    spread: float
    errors: Series
    series: Series
    every: int

    def ahead(self, units: int) -> tuple[Series, Series]:
        """Return the forecasts of the next *units* and their standard deviations."""
        weights = _moving(self.unit, self.season, self.every)
        known, errors = self.series.tolist(), self.errors.tolist()
        n, every = len(known), self.every
        for _ in range(units):
            expected = known[-1] + known[-every] - known[-every - 1]
            # An error of h units ahead is expected to be nothing; those before it are known.
            at = len(known) - every - 1
            expected += sum(
                w * errors[at - k]
                for k, w in enumerate(weights)
                if k and w and 0 <= at - k < len(errors)
            )
            known.append(expected)
        return np.array(known[n:]), self.spread * np.sqrt(
            np.cumsum(_response(weights, units, every) ** 2)
        )


def airline(values: Sequence[float], every: int) -> Airline:
    """Fit the two weights to *values*, which are taken as they are (give logarithms for growth)."""
    from scipy.optimize import minimize  # noqa: PLC0415 - only forecasts need it

    series = np.asarray(values, dtype=np.float64)
    once = series[1:] - series[:-1]
    left = once[every:] - once[:-every]

    def cost(x: Series) -> float:
        return -_likelihood(left, float(x[0]), float(x[1]), every)[0]

    found = [
        minimize(cost, guess, method="L-BFGS-B", bounds=[(-0.999, 0.999)] * 2) for guess in _STARTS
    ]
    best = min(found, key=lambda f: float(f.fun))
    unit, season = (float(v) for v in best.x)
    likelihood, spread, errors = _likelihood(left, unit, season, every)
    return Airline(unit, season, likelihood, spread, errors, series, every)


def _moving(unit: float, season: float, every: int) -> Series:
    weights = np.zeros(every + 2)
    weights[0], weights[1], weights[every], weights[every + 1] = 1, unit, season, unit * season
    return weights


def _likelihood(
    left: Series, unit: float, season: float, every: int
) -> tuple[float, float, Series]:
    """Return the log-likelihood, the deviation of the errors that maximises it, and the errors."""
    from scipy.linalg import cholesky_banded, solve_triangular  # noqa: PLC0415 - idem

    weights, n = _moving(unit, season, every), len(left)
    width = len(weights)
    covariance = np.array([weights[: width - k] @ weights[k:] for k in range(width)])
    banded = np.zeros((width, n))
    for k in range(width):
        banded[k, : max(0, n - k)] = covariance[k]
    factor = cholesky_banded(banded, lower=True)
    full = np.zeros((n, n))
    for k in range(min(width, n)):
        full[np.arange(k, n), np.arange(n - k)] = factor[k, : n - k]
    whitened = solve_triangular(full, left, lower=True)
    variance = float(whitened @ whitened) / n
    if variance <= 0:
        return math.inf, 0.0, whitened
    logs = 2 * float(np.sum(np.log(factor[0])))
    likelihood = -0.5 * (n * math.log(2 * math.pi * variance) + logs + n)
    # Scaled by the diagonal, a whitened value is the innovation of its unit.
    return likelihood, math.sqrt(variance), whitened * factor[0]


def _response(weights: Series, units: int, every: int) -> Series:
    """Return how far one surprise moves each of the *units* after it, differencing undone."""
    psi = np.zeros(units)
    for j in range(units):
        psi[j] = weights[j] if j < len(weights) else 0.0
        psi[j] += psi[j - 1] if j >= 1 else 0.0
        psi[j] += psi[j - every] if j >= every else 0.0
        psi[j] -= psi[j - every - 1] if j > every else 0.0
    return psi
