"""Exponential smoothing in its state-space form: a level, maybe a trend, maybe a season.

Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (Springer 2008): the letters
of a model are those of its chapter 2, the likelihood is that of its section 5.1, the variances of
forecasts those of its section 6.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

_LEVEL, _DAMPING = (1e-4, 0.9999), (0.8, 0.98)
_STARTS = ((0.3, 0.1, 0.1), (0.1, 0.01, 0.01), (0.7, 0.05, 0.2))
_SEASONS = 2  # whole seasons below which there is no telling one from chance


class Part(StrEnum):
    """How a trend, a season or an error goes with the level."""

    NONE = "N"
    ADDED = "A"
    DAMPED = "Ad"
    MULTIPLIED = "M"


@dataclass(frozen=True, slots=True)
class Model:
    """Which parts a model has; *every*: how many units one season lasts."""

    error: Part = Part.ADDED
    trend: Part = Part.NONE
    season: Part = Part.NONE
    every: int = 1

    @property
    def name(self) -> str:
        """Return the name that the field gives it: ETS(A,Ad,M)."""
        return f"ETS({self.error},{self.trend},{self.season})"

    @property
    def free(self) -> int:
        """Return how many smoothing parameters it has."""
        return 1 + (self.trend is not Part.NONE) + self.seasonal + (self.trend is Part.DAMPED)

    @property
    def states(self) -> int:
        """Return how many numbers it starts from."""
        return 1 + (self.trend is not Part.NONE) + (self.every - 1) * self.seasonal

    @property
    def seasonal(self) -> bool:
        """Tell whether it has a season."""
        return self.season is not Part.NONE


@dataclass(frozen=True, slots=True)
class Weights:
    """How much of each surprise the level, the trend and the season take up; damping of the trend."""

    level: float
    trend: float = 0.0
    season: float = 0.0
    damping: float = 1.0


@dataclass(slots=True)
class State:
    """Where a model stands: its level, its trend, and one season with the next unit first."""

    level: float
    trend: float = 0.0
    season: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fit:
    """
    A model that was fitted to a series of *n* values.

    criterion: n log(sum of e squared) + 2 sum log|r|, twice the negative log-likelihood but for
    what does not depend on the model; spread: the standard deviation of the errors, relative
    where they are multiplied.
    """

    model: Model
    weights: Weights
    state: State
    criterion: float
    spread: float
    n: int

    @property
    def aicc(self) -> float:
        """Return Akaike's criterion, corrected for short series: the lower the better."""
        k = self.model.free + self.model.states + 1
        left = self.n - k - 1
        return self.aic + (2 * k * (k + 1) / left if left > 0 else math.inf)

    @property
    def aic(self) -> float:
        """Return Akaike's criterion."""
        return self.criterion + 2 * (self.model.free + self.model.states + 1)


def candidates(values: Sequence[float], every: int) -> list[Model]:
    """Return the models that *values* are long enough for; *every*: units of a season, 1: none."""
    n, found = len(values), []
    seasons = [Part.NONE]
    if every > 1 and n >= _SEASONS * every + 1:
        seasons += [Part.ADDED, *([Part.MULTIPLIED] if min(values) > 0 else [])]
    for season in seasons:
        for trend in (Part.NONE, Part.ADDED, Part.DAMPED):
            error = Part.MULTIPLIED if season is Part.MULTIPLIED else Part.ADDED
            model = Model(error, trend, season, every if season is not Part.NONE else 1)
            if n > model.free + model.states + 3:
                found.append(model)
    return found


def fit(
    model: Model, values: Sequence[float], *, states: bool = False, thorough: bool = True
) -> Fit:
    """
    Return *model* with the weights under which *values* are the likeliest.

    states: look for the first states too; else they are those of the first seasons (`first`).
    thorough: look from several places; one is enough to judge a model by many fits of it.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - only forecasts need it

    series = np.asarray(values, dtype=np.float64)
    start = first(model, series)
    size = float(np.mean(np.abs(series))) or 1.0
    begun = _packed(start, model, size) if states else np.empty(0)

    def cost(x: Series) -> float:
        weights = _weights(model, x[: model.free])
        state = _unpacked(x[model.free :], model, size) if states else _copied(start)
        found = _run(model, weights, state, series)[0]
        return found if math.isfinite(found) else 1e12

    found = begun
    solved = []
    for guess in _STARTS if thorough else _STARTS[:1]:
        at = np.concatenate([_guess(model, guess), found])
        bounds = [*_bounds(model), *[(None, None)] * len(begun)]
        solved.append(minimize(cost, at, method="L-BFGS-B", bounds=bounds))
        found = solved[-1].x[model.free :]
    best = min(solved, key=lambda s: float(s.fun)).x
    weights = _weights(model, best[: model.free])
    state = _unpacked(best[model.free :], model, size) if states else _copied(start)
    criterion, errors, end = _run(model, weights, state, series)
    freedom = max(1, len(series) - model.free - model.states)
    spread = math.sqrt(float(np.sum(errors**2)) / freedom)
    return Fit(model, weights, end, criterion, spread, len(series))


def first(model: Model, series: Series) -> State:
    """
    Return the states that *series* seems to start from.

    With a season, as the classical decomposition of its first two seasons says; else a line
    through its first values.
    """
    if not model.seasonal:
        head = series[: min(10, len(series))]
        if model.trend is Part.NONE:
            return State(float(head[0]))
        return State(*_line(head))
    from kpi_core.outlook.decomposing import decomposed  # noqa: PLC0415 - a season only

    level, trend, season = decomposed(series, model.every, times=model.season is Part.MULTIPLIED)
    if model.trend is Part.NONE:
        level = float(np.mean(series[: model.every]))
    return State(level, trend if model.trend is not Part.NONE else 0.0, season)


def follow(found: Fit, values: Sequence[float]) -> list[float]:
    """Return what was expected of each of *values*, which come after those of the fit."""
    series = np.asarray(values, dtype=np.float64)
    _, errors, _ = _run(found.model, found.weights, _copied(found.state), series)
    if found.model.error is Part.MULTIPLIED:
        return [float(v) for v in series / (1 + errors)]
    return [float(v) for v in series - errors]


def _run(
    model: Model, weights: Weights, state: State, series: Series
) -> tuple[float, Series, State]:
    """Return the criterion, the errors, and where *series* leaves *model*; `state` is used up."""
    level, trend, season = state.level, state.trend, list(state.season)
    times, relative = model.season is Part.MULTIPLIED, model.error is Part.MULTIPLIED
    errors, logs = np.empty(len(series)), 0.0
    a, b, c, phi = weights.level, weights.trend, weights.season, weights.damping
    seasonal = model.seasonal
    for i, value in enumerate(series.tolist()):
        base = level + phi * trend
        now = season.pop(0) if seasonal else 0.0
        expected = base * now if times else base + now
        error = value - expected
        if times and (now <= 0 or base <= 0):
            return math.inf, errors, state
        step = error / now if times else error
        level, trend = base + a * step, phi * trend + b * step
        if seasonal:
            season.append(now + c * (error / base if times else error))
        if relative:
            if expected <= 0:
                return math.inf, errors, state
            error /= expected
            logs += math.log(expected)
        errors[i] = error
    total = float(np.sum(errors**2))
    # All the same value: any model tells it without an error.
    criterion = len(series) * math.log(max(total, 1e-300)) + 2 * logs
    return criterion, errors, State(level, trend, season)


def _guess(model: Model, said: tuple[float, float, float]) -> Series:
    level, trend, season = said
    found = [level]
    if model.trend is not Part.NONE:
        found.append(trend / level)
    if model.seasonal:
        found.append(season / (1 - level))
    if model.trend is Part.DAMPED:
        found.append(0.95)
    return np.array(found)


def _bounds(model: Model) -> list[tuple[float, float]]:
    """Return what the parameters of `_weights` are held in: each is a share of what is left."""
    return [_LEVEL] * (model.free - (model.trend is Part.DAMPED)) + (
        [_DAMPING] if model.trend is Part.DAMPED else []
    )


def _weights(model: Model, x: Series) -> Weights:
    at = [float(v) for v in x]
    level = at.pop(0)
    trend = level * at.pop(0) if model.trend is not Part.NONE else 0.0
    season = (1 - level) * at.pop(0) if model.seasonal else 0.0
    return Weights(level, trend, season, at.pop(0) if at else 1.0)


def _packed(state: State, model: Model, size: float) -> Series:
    scale = 1.0 if model.season is Part.MULTIPLIED else size
    trend = [state.trend / size * 100] if model.trend is not Part.NONE else []
    return np.array([state.level / size, *trend, *(s / scale for s in state.season[:-1])])


def _unpacked(x: Series, model: Model, size: float) -> State:
    at = [float(v) for v in x]
    level = at.pop(0) * size
    trend = at.pop(0) * size / 100 if model.trend is not Part.NONE else 0.0
    if not model.seasonal:
        return State(level, trend)
    times = model.season is Part.MULTIPLIED
    season = [v if times else v * size for v in at]
    return State(level, trend, [*season, (model.every if times else 0.0) - sum(season)])


def _copied(state: State) -> State:
    return State(state.level, state.trend, list(state.season))


def _line(values: Series) -> tuple[float, float]:
    """Return where a line through *values* stands before the first of them, and its slope."""
    if len(values) < 2:  # noqa: PLR2004 - a line
        return float(values[0]), 0.0
    slope, at = np.polyfit(np.arange(1, len(values) + 1), values, 1)
    return float(at), float(slope)
