"""A forecast that had to beat the naive ones on what was held out, or is not given."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from kpi_core.outlook.airline import airline
from kpi_core.outlook.holt_winters import holt_winters
from kpi_core.outlook.methods import Method
from kpi_core.outlook.smoothing import Fit, Model, Part, Series, candidates, fit, follow
from kpi_core.statistics import Z

LEAST = 12  # units below which nothing can be held out
_KEPT = 8  # units that any fit is left with, at least
_TAIL = 12  # units that are held out, at most
_DRAWS = 4000
FAR = 3.0  # standard deviations: 1 of 370 by chance alone
_GROWN, _AGAIN = 3, 3  # units of a second season that tell a growth, and that judge it
GROWTH = "year-on-year growth"


@dataclass(frozen=True, slots=True)
class Ahead:
    """The units to come: what is expected of each, and its standard deviation."""

    expected: Series
    spread: Series
    name: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """
    What comes next, with the margin of error of 95 %; values are in the unit of the series.

    model: the name that the field gives it. error, naive: the mean absolute error on the units
    held out, of this forecast and of the better naive one (*seasonal*: the unit a season before,
    else the last one). judged: how many errors that is; inside: how many fell within the margin.
    held: of each unit held out, what the one before it foretold, with its low and high end.
    beats: whether it did better; one that did not is not to be shown.
    """

    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    model: str
    error: float
    naive: float
    seasonal: bool
    judged: int
    inside: int
    held: tuple[tuple[float, float, float], ...] = ()

    @property
    def beats(self) -> bool:
        """Tell whether it did better than the naive forecast on what was held out."""
        return self.error < self.naive


def needed(every: int, method: Method = Method.AUTO) -> int:
    """Return how many units a forecast needs; *every*: units of a season, 1 for none."""
    return LEAST if method is Method.AUTO else 3 * every + 2


def forecast(
    values: Sequence[float], ahead: int, every: int, method: Method = Method.AUTO
) -> Forecast:
    """
    Return what comes after *values*, the oldest first, one a unit of time, none missing.

    ahead: how many units. every: how many units a season lasts, 1 for none. AUTO takes the
    exponential smoothing whose corrected Akaike criterion is the lowest (`smoothing.candidates`),
    or the growth since a season before where one season and a half tell of it, and closer.

    The last units are held out: from each of them in turn, what was known before it foretells up
    to *ahead* units. Where errors were wider than the model said, its margin is widened as much.

    Raises
    ------
    ValueError
        fewer values than `needed`.
    """
    series = np.asarray(values, dtype=np.float64)
    if len(series) < needed(every, method):
        raise ValueError(f"{needed(every, method)} values are needed")
    tail = max(1, min(_TAIL, len(series) - max(_KEPT, needed(every, method) - _TAIL)))
    tail = min(tail, max(ahead, len(series) // 4))
    # Chosen from what no judgement is made on.
    foretell = _METHODS[method](series[: len(series) - tail], every)
    errors: list[float] = []
    scaled: list[float] = []
    next_ones: list[tuple[float, float]] = []
    naive: dict[bool, list[float]] = {False: [], True: []}
    for origin in range(len(series) - tail, len(series)):
        known, real = series[:origin], series[origin : origin + ahead]
        found = foretell(known, len(real))
        errors += np.abs(real - found.expected).tolist()
        next_ones.append((float(found.expected[0]), float(found.spread[0])))
        scaled += ((real - found.expected) / np.maximum(found.spread, _tiny(series))).tolist()
        naive[False] += np.abs(real - known[-1]).tolist()
        if 1 < every <= len(known):
            again = [known[-every + h % every] for h in range(len(real))]
            naive[True] += np.abs(real - np.array(again)).tolist()
    means = {seasonal: float(np.mean(found)) for seasonal, found in naive.items() if found}
    seasonal = min(means, key=lambda key: means[key])
    wider = max(1.0, math.sqrt(float(np.mean(np.square(scaled)))))
    found = foretell(series, ahead)
    half = Z * found.spread * wider
    return Forecast(
        expected=tuple(found.expected.tolist()),
        low=tuple((found.expected - half).tolist()),
        high=tuple((found.expected + half).tolist()),
        model=found.name,
        error=float(np.mean(errors)),
        naive=means[seasonal],
        seasonal=seasonal,
        judged=len(errors),
        inside=sum(abs(z) <= Z * wider for z in scaled),
        held=tuple((e, e - Z * s * wider, e + Z * s * wider) for e, s in next_ones),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit set against what those before it foretold, one unit ahead."""

    value: float
    expected: float
    spread: float

    @property
    def away(self) -> float:
        """Return how many standard deviations it is away, with its sign."""
        return (self.value - self.expected) / self.spread if self.spread else 0.0


def set_against(values: Sequence[float], looked: int, every: int) -> list[Seen]:
    """
    Return the last *looked* of *values*, each set against what all before it foretold.

    The model is the one of the values before the first of them, so that what is looked at does not
    tell what is usual. A spread below a thousandth of the level is taken as that.

    Raises
    ------
    ValueError
        fewer than `LEAST` values before those looked at.
    """
    known = [float(v) for v in values[: len(values) - looked]]
    if len(known) < LEAST:
        raise ValueError(f"{LEAST} values are needed")
    fits = [fit(model, known, thorough=False) for model in candidates(known, every)]
    best = min(fits, key=lambda f: f.aicc)
    found: list[Seen] = []
    usual: list[float] = []
    for value in values[-looked:]:
        expected = follow(best, [*usual, float(value)])[-1]
        spread = best.spread * (abs(expected) if best.model.error is Part.MULTIPLIED else 1.0)
        least = 1e-3 * (float(np.mean(np.abs(known))) or 1.0)
        found.append(Seen(float(value), expected, max(spread, least)))
        # One that is far off would draw what is expected of those after it along.
        usual.append(expected if abs(found[-1].away) > FAR else float(value))
    return found


def _tiny(series: Series) -> float:
    return 1e-9 * (float(np.mean(np.abs(series))) or 1.0)


_Foretell = Callable[[Series, int], Ahead]


def _chosen(head: Series, every: int) -> _Foretell:
    """Return the smoothing that fits *head* best."""
    fits = [fit(model, head.tolist(), thorough=False) for model in candidates(head.tolist(), every)]
    best = min(fits, key=lambda f: f.aicc)
    if every > 1 and not best.model.seasonal and len(head) >= every + _AGAIN + _GROWN:
        grown = _grown(head, 1, every)
        if grown is not None and grown.spread[0] < best.spread:
            return partial(_grown_or_smoothed, best.model, every)
    return partial(_smoothed, best.model)


def _smoothed(model: Model, series: Series, ahead: int) -> Ahead:
    # Where a multiplied season meets what cannot be multiplied, the season is added.
    if model.season is Part.MULTIPLIED and np.min(series) <= 0:
        model = replace(model, error=Part.ADDED, season=Part.ADDED)
    expected, spread = _ahead(fit(model, series.tolist(), thorough=False), ahead)
    return Ahead(expected, spread, model.name)


def _grown_or_smoothed(model: Model, every: int, series: Series, ahead: int) -> Ahead:
    return _grown(series, ahead, every) or _smoothed(model, series, ahead)


def _grown(series: Series, ahead: int, every: int) -> Ahead | None:
    """
    Return the same units a season before, times the growth since: what one season and a half allow.

    Growth is that of the sum of what is known of this season against the same units before.
    """

    def growth(until: int) -> float:
        known = min(every, until - every)
        before = float(np.sum(series[until - known - every : until - every]))
        return float(np.sum(series[until - known : until])) / before if before > 0 else math.nan

    at = range(every + _GROWN, len(series))
    errors = np.array([series[t] - series[t - every] * growth(t) for t in at])
    times = growth(len(series))
    if not math.isfinite(times) or not np.all(np.isfinite(errors)):
        return None
    spread = math.sqrt(float(np.sum(errors**2)) / (len(errors) - 1))
    h = np.arange(ahead)
    expected = series[len(series) - every + h % every] * times ** (1 + h // every)
    return Ahead(expected, np.full(ahead, spread) * np.sqrt(1 + h // every), GROWTH)


def _winters(every: int, series: Series, ahead: int) -> Ahead:
    times = bool(np.min(series) > 0)
    found = holt_winters(series.tolist(), every, times=times)
    one = math.sqrt(found.squares / max(1, found.n - 3))
    # Chatfield and Yar (1988): as the additive model of the same weights.
    h = np.arange(1, ahead)
    moved = found.alpha * (1 + h * found.beta)
    moved += found.gamma * (1 - found.alpha) * (h % every == 0)
    spread = one * np.sqrt(1 + np.r_[0.0, np.cumsum(moved**2)])
    name = f"Holt-Winters ({'multiplicative' if times else 'additive'})"
    return Ahead(found.ahead(ahead), spread, name)


def _airline(every: int, series: Series, ahead: int) -> Ahead:
    logs = bool(np.min(series) > 0)
    found = airline(np.log(series).tolist() if logs else series.tolist(), every)
    expected, spread = found.ahead(ahead)
    name = "ARIMA (0,1,1)(0,1,1)"
    if not logs:
        return Ahead(expected, spread, name)
    middle = np.exp(expected)
    return Ahead(middle, middle * np.sqrt(np.expm1(spread**2)), f"{name}, log")


_METHODS: dict[Method, Callable[[Series, int], _Foretell]] = {
    Method.AUTO: _chosen,
    Method.HOLT_WINTERS: lambda _head, every: partial(_winters, every),
    Method.AIRLINE: lambda _head, every: partial(_airline, every),
}


def _ahead(found: Fit, units: int) -> tuple[Series, Series]:
    """Return the expected values of the next *units*, and their standard deviations."""
    expected = _path(found, np.zeros((1, units)))[0]
    if found.model.season is not Part.MULTIPLIED:
        h = np.arange(1, units)
        weights = found.weights
        damped = np.cumsum(weights.damping**h)
        moved = weights.level + weights.trend * damped
        if found.model.seasonal:
            moved = moved + weights.season * (h % found.model.every == 0)
        return expected, found.spread * np.sqrt(1 + np.r_[0.0, np.cumsum(moved**2)])
    # No formula: what chance does to it, drawn alike each time.
    noise = np.random.default_rng(0).standard_normal((_DRAWS, units)) * found.spread
    return expected, _path(found, np.maximum(noise, -0.99)).std(axis=0)


def _path(found: Fit, noise: Series) -> Series:
    """Return what follows the fit under each row of errors, relative where it multiplies them."""
    weights, model = found.weights, found.model
    level, trend = np.full(len(noise), found.state.level), np.full(len(noise), found.state.trend)
    season = [np.full(len(noise), s) for s in found.state.season]
    times, relative = model.season is Part.MULTIPLIED, model.error is Part.MULTIPLIED
    told = np.empty(noise.shape)
    for unit in range(noise.shape[1]):
        base = level + weights.damping * trend
        now = season.pop(0) if model.seasonal else np.full(len(noise), 1.0 if times else 0.0)
        expected = base * now if times else base + now
        error = noise[:, unit] * (expected if relative else 1.0)
        told[:, unit] = expected + error
        step = error / now if times else error
        level = base + weights.level * step
        trend = weights.damping * trend + weights.trend * step
        if model.seasonal:
            season.append(now + weights.season * (error / base if times else error))
    return told
