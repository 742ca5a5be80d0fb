"""How well scores tell those who will from those who will not: order, chances, drift.

Rows of one lead are not independent: margins count each lead once, as a cluster (Obuchowski, 1997;
with one row a lead, DeLong, DeLong & Clarke-Pearson, 1988).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_core.statistics import Z, wilson

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
_LEAST: Final = 2  # clusters on either side


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with the ends of its 95 % margin; None where too few tell it."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """
    What makes an area under the ROC curve: for each row, the share of the other kind it beats.

    won, lost: of rows with and without the outcome; area: the mean of either.
    """

    won: Numbers
    lost: Numbers
    area: float


@dataclass(frozen=True, slots=True)
class Brier:
    """The mean squared error of chances, in parts: reliability − resolution + uncertainty + within."""

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


@dataclass(frozen=True, slots=True)
class Fifth:
    """Rows of like chances, a fifth of what is expected: how many, the mean chance told, the share seen and its Wilson margin."""

    n: int
    predicted: float
    seen: float
    low: float
    high: float


def order(y: Numbers, scores: Numbers) -> Order:
    """
    Return how often a row with the outcome is above one without; ties count for half.

    Raises
    ------
    ValueError
        when all outcomes are the same.
    """
    won = y > 0
    with_, without = scores[won], scores[~won]
    if not len(with_) or not len(without):
        raise ValueError("outcomes of one kind only")
    ranks = _ranks(scores)
    above = (ranks[won] - _ranks(with_)) / len(without)
    below = 1 - (ranks[~won] - _ranks(without)) / len(with_)
    return Order(above, below, float(above.mean()))


def area(y: Numbers, scores: Numbers, leads: Places) -> Measured:
    """Return the area under the ROC curve and its margin, leads as clusters."""
    found = order(y, scores)
    return _margin(found.area, _spread(y, leads, found.won, found.lost), 0.0, 1.0)


def gain(y: Numbers, scores: Numbers, others: Numbers, leads: Places) -> Measured:
    """Return by how much the area of *scores* is above that of *others*, on the same rows."""
    one, two = order(y, scores), order(y, others)
    spread = _spread(y, leads, one.won - two.won, one.lost - two.lost)
    return _margin(one.area - two.area, spread, -1.0, 1.0)


def _ranks(values: Numbers) -> Numbers:
    """Return ranks from 1, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    found: Numbers = (ends - (counts - 1) / 2)[inverse]
    return found


def _spread(y: Numbers, leads: Places, won: Numbers, lost: Numbers) -> float | None:
    """Return the standard error of a mean of both kinds of parts; None with too few leads."""
    mask = y > 0
    _, codes = np.unique(leads, return_inverse=True)
    size = int(codes.max()) + 1
    area_ = float(won.mean())
    above = np.bincount(codes[mask], won - area_, size)
    below = np.bincount(codes[~mask], lost - area_, size)
    with_ = len(np.unique(codes[mask]))
    without = len(np.unique(codes[~mask]))
    if with_ < _LEAST or without < _LEAST:
        return None
    m, n = int(mask.sum()), int((~mask).sum())
    first = with_ / (with_ - 1) * float(above @ above) / m**2
    second = without / (without - 1) * float(below @ below) / n**2
    both = size / (size - 1) * float(above @ below) / (m * n)
    return math.sqrt(max(first + second + 2 * both, 0.0))


def _margin(value: float, spread: float | None, least: float, most: float) -> Measured:
    if spread is None:
        return Measured(value, None, None)
    return Measured(value, max(least, value - Z * spread), min(most, value + Z * spread))


def average_precision(y: Numbers, scores: Numbers) -> float:
    """Return the mean precision at each outcome found, going down the scores; ties go together."""
    descending = np.argsort(-scores, kind="stable")
    found, at = np.cumsum(y[descending]), scores[descending]
    last = np.append(np.flatnonzero(np.diff(at)), len(at) - 1)
    precision, reached = found[last] / (last + 1), found[last] / found[-1]
    return float(precision @ np.diff(reached, prepend=0.0))


def improvement(y: Numbers, chances: Numbers, constant: float, leads: Places) -> Measured:
    """Return by how much the squared error of *chances* is below that of one *constant* chance."""
    better = (constant - y) ** 2 - (chances - y) ** 2
    mean = float(better.mean())
    _, codes = np.unique(leads, return_inverse=True)
    off = np.bincount(codes, better - mean)
    n = len(off)
    spread = math.sqrt(n / (n - 1) * float(off @ off)) / len(y) if n >= _LEAST else None
    return _margin(mean, spread, -1.0, 1.0)


def brier(y: Numbers, chances: Numbers) -> Brier:
    """
    Return the Brier score (1950) and Murphy's parts (1973) over fifths of what is expected.

    within: what chances differ inside a fifth (Stephenson, Coelho & Jolliffe, 2008); nothing where
    each fifth holds one chance.
    """
    places = fifths(chances)
    base = float(y.mean())
    reliability = resolution = 0.0
    for mine in places:
        told, seen, n = float(chances[mine].mean()), float(y[mine].mean()), len(mine)
        reliability += n * (told - seen) ** 2 / len(y)
        resolution += n * (seen - base) ** 2 / len(y)
    uncertainty = base * (1 - base)
    score = float(((chances - y) ** 2).mean())
    within = score - (reliability - resolution + uncertainty)
    return Brier(score, reliability, resolution, uncertainty, within)


def fifths(chances: Numbers, parts: int = 5) -> list[Places]:
    """
    Return the places of rows whose chances make a fifth each of what is expected, the lowest first.

    By number of rows, four fifths would be of those who hardly have a chance where outcomes are
    rare. Equal chances stay together.
    """
    ascending = np.argsort(chances, kind="stable")
    values, firsts = np.unique(chances[ascending], return_index=True)
    before = np.concatenate([[0.0], np.cumsum(chances[ascending])])[firsts]
    whole = float(chances.sum()) or 1.0
    of_value = np.minimum((parts * before / whole).astype(np.intp), parts - 1)
    bins = of_value[np.searchsorted(values, chances)]
    return [np.flatnonzero(bins == b) for b in np.unique(bins)]


def reliability(y: Numbers, chances: Numbers) -> list[Fifth]:
    """Return what was told against what was seen, by fifths of what is expected."""
    found = []
    for mine in fifths(chances):
        won, n = float(y[mine].sum()), len(mine)
        low, high = wilson(won, n)
        found.append(Fifth(n, float(chances[mine].mean()), won / n, low, high))
    return found


def curve(y: Numbers, scores: Numbers, most: int = 60) -> list[tuple[float, float]]:
    """Return points of the ROC curve: false alarms, outcomes found; *most* of them at most."""
    descending = np.argsort(-scores, kind="stable")
    won, at = y[descending], scores[descending]
    last = np.append(np.flatnonzero(np.diff(at)), len(at) - 1)
    found = np.cumsum(won)[last] / won.sum()
    alarms = np.cumsum(1 - won)[last] / (1 - won).sum()
    kept = np.unique(np.linspace(0, len(last) - 1, min(most, len(last))).astype(np.intp))
    return [(0.0, 0.0), *zip(alarms[kept].tolist(), found[kept].tolist(), strict=True)]


def shifted(before: Numbers, now: Numbers, parts: int = 10) -> float:
    """
    Return the population stability index of scores *now* against those *before*, by tenths of these.

    Σ (a − e) · ln(a ÷ e) over the shares of each tenth; a share of nothing stands for half a row.
    """
    edges = np.unique(np.quantile(before, np.arange(1, parts) / parts))
    size = len(edges) + 1
    expected = np.bincount(np.searchsorted(edges, before, side="left"), minlength=size)
    actual = np.bincount(np.searchsorted(edges, now, side="left"), minlength=size)
    e = np.maximum(expected, 0.5) / len(before)
    a = np.maximum(actual, 0.5) / len(now)
    return float(((a - e) * np.log(a / e)).sum())
