"""Logistic regression with an L2 penalty, by Newton's method; and the calibration of its chances.

The penalty is half of `penalty` times the sum of squared slopes, each in standard deviations of its
column; the intercept is free (Hastie, Tibshirani & Friedman, 2009, section 4.4). It makes the
minimum exist and be the only one, for outcomes that a column tells apart too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

Numbers = npt.NDArray[np.float64]
_STEPS: Final = 100
_NEAR: Final = 1e-10  # of a step, where Newton's method ends


@dataclass(frozen=True, slots=True)
class Logistic:
    """
    A fitted model: log-odds = intercept + x · slopes, in the units of the columns.

    reached: whether the minimum was; without a penalty there is none where a column tells all.
    """

    intercept: float
    slopes: Numbers
    penalty: float
    reached: bool

    def logits(self, x: Numbers) -> Numbers:
        """Return the log-odds of each row."""
        found: Numbers = self.intercept + x @ self.slopes
        return found

    def chances(self, x: Numbers) -> Numbers:
        """Return the chance of each row."""
        found: Numbers = expit(self.logits(x))
        return found


def fit(x: Numbers, y: Numbers, penalty: float, start: Logistic | None = None) -> Logistic:
    """
    Return the model of outcomes *y* (0 to 1) by the columns of *x*.

    start: a model near to it, which only saves steps.

    Raises
    ------
    ValueError
        when all outcomes are the same: no chance but 0 or 1 fits them.
    """
    if not 0 < float(y.sum()) < len(y):
        raise ValueError("outcomes of one kind only")
    scale = x.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    mean = x.mean(axis=0)
    columns = np.column_stack([np.ones(len(y)), (x - mean) / scale])
    share = float(y.mean())
    at = np.zeros(columns.shape[1])
    at[0] = np.log(share / (1 - share))
    if start is not None:
        at[1:] = start.slopes * scale
        at[0] = start.intercept + float(start.slopes @ mean)
    ridge = np.full(columns.shape[1], penalty, dtype=float)
    ridge[0] = 0.0
    at, reached = _climbed(columns, y, ridge, at)
    slopes = at[1:] / scale
    return Logistic(float(at[0] - slopes @ mean), slopes, penalty, reached)


def _climbed(columns: Numbers, y: Numbers, ridge: Numbers, at: Numbers) -> tuple[Numbers, bool]:
    """Go down by Newton's steps, each halved until it does go down."""
    height, chance = _seen(columns, y, ridge, at)
    for _ in range(_STEPS):
        slope = columns.T @ (chance - y) + ridge * at
        spread = columns * np.sqrt(chance * (1 - chance))[:, None]
        bend = spread.T @ spread
        bend[np.diag_indices_from(bend)] += ridge + 1e-12 * (1 + np.trace(bend))
        step = np.linalg.solve(bend, slope)
        whole, part = float(slope @ step), 1.0
        while part > _NEAR:
            there = at - part * step
            height_there, chance_there = _seen(columns, y, ridge, there)
            if height_there <= height - 1e-4 * part * whole + 1e-12 * abs(height):
                break
            part /= 2
        else:
            return at, True  # nowhere is lower, as far as numbers tell
        at, height, chance = there, height_there, chance_there
        if float(np.abs(part * step).max()) < _NEAR * (1 + float(np.abs(at).max())):
            return at, True
    return at, False


def _seen(columns: Numbers, y: Numbers, ridge: Numbers, at: Numbers) -> tuple[float, Numbers]:
    """Return what is minimised, and the chances; one exponential gives both."""
    logits = columns @ at
    small = np.exp(-np.abs(logits))
    chance = np.where(logits >= 0, 1.0, small) / (1 + small)
    loss = np.maximum(logits, 0).sum() + np.log1p(small).sum() - y @ logits
    return float(loss + (ridge * at * at).sum() / 2), chance


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes log-odds right on data that they were not learnt from: shift + stretch · logit."""

    shift: float
    stretch: float

    def logits(self, logits: Numbers) -> Numbers:
        """Return calibrated log-odds."""
        return self.shift + self.stretch * logits


def calibrated(logits: Numbers, y: Numbers) -> Calibration:
    """
    Return the calibration of *logits* to outcomes (Platt, 1999, with his targets).

    His targets stand for a prior of one more outcome of each kind: the fit exists whatever the data.
    """
    won, lost = float(y.sum()), float(len(y) - y.sum())
    target = np.where(y > 0, (won + 1) / (won + 2), 1 / (lost + 2))
    if not float(np.ptp(logits)):
        share = float(target.mean())
        return Calibration(float(np.log(share / (1 - share))) - float(logits[0]), 1.0)
    found = fit(logits[:, None], target, 0.0)
    return Calibration(found.intercept, float(found.slopes[0]))
