"""Customers who never say goodbye: BG/NBD (Fader, Hardie & Lee, 2005, Marketing Science 24).

While there, a customer orders by chance at a rate of its own (Gamma(r, alpha) over customers), and
after each repeat order leaves for good with a chance of its own (Beta(a, b)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaln, digamma, expit, gammaln

from kpi_core.lifetime.climbing import Numbers, climb
from kpi_core.lifetime.laws import beta_nodes
from kpi_core.lifetime.orders import Orders, check

_FAR = 1e4
# The farther ahead of what was seen, the more places the mean is taken at, for ten digits.
_NODES = ((5.0, 16), (30.0, 32), (300.0, 80), (math.inf, 200))


@dataclass(frozen=True, slots=True)
class BgNbd:
    """A fitted model; covariance and edge as `kpi_core.lifetime.climbing.Top` has them."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = math.nan
    covariance: Numbers | None = None
    edge: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[float, ...]:
        """Return r, alpha, a, b."""
        return self.r, self.alpha, self.a, self.b

    def moved(self, parameters: Sequence[float]) -> BgNbd:
        """Return the model with other parameters."""
        r, alpha, a, b = parameters
        return BgNbd(r, alpha, a, b)

    def alive(self, orders: Orders) -> Numbers:
        """Return the chance that each row's customers have not left; 1 for who never ordered again."""
        r, alpha, a, b = self.parameters
        x = orders.x
        gone = np.log(a) - np.log(np.maximum(b + x - 1, 1e-300))
        gone = gone + (r + x) * np.log((alpha + orders.T) / (alpha + orders.tx))
        found: Numbers = np.where(x > 0, expit(-gone), 1.0)
        return found

    def expected(self, orders: Orders, times: npt.ArrayLike) -> Numbers:
        """
        Return the orders that each row's customers may make within *times* from now: rows x times.

        The mean over those who are still there of (1 - exp(-rate p t)) / p, times the chance of it.
        """
        ahead = np.asarray(times, dtype=float)
        pairs, of_row = np.unique(
            np.column_stack([orders.x, orders.T]), axis=0, return_inverse=True
        )
        found = np.empty((len(pairs), len(ahead)))
        for x in np.unique(pairs[:, 0]):
            mine = np.flatnonzero(pairs[:, 0] == x)
            found[mine] = self._staying(float(x), pairs[mine, 1], ahead)
        whole: Numbers = found[of_row.reshape(-1)] * self.alive(orders)[:, None]
        return whole

    def _staying(self, x: float, followed: Numbers, ahead: Numbers) -> Numbers:
        found = np.empty((len(followed), len(ahead)))
        farthest = ahead.max(initial=0.0) / (self.alpha + followed)
        below = -1.0
        for most, nodes in _NODES:
            mine = (farthest > below) & (farthest <= most)
            below = most
            if mine.any():
                p, weight = beta_nodes(self.a, self.b + x, nodes)
                p = np.maximum(p, 1e-12)
                for j, t in enumerate(ahead):
                    share = np.outer(t / (self.alpha + followed[mine]), p)
                    each = -np.expm1(-(self.r + x) * np.log1p(share))
                    found[mine, j] = each @ (weight / p)
        return found

    def probability(self, orders: int, time: float) -> float:
        """Return the chance of that many orders after the first, within *time* of it."""
        r, alpha, a, b = self.parameters
        x, passed = orders, time / (alpha + time)
        still = betaln(a, b + x) - betaln(a, b) + gammaln(r + x) - gammaln(r) - gammaln(x + 1)
        still += r * math.log1p(-passed) + (x * math.log(passed) if x else 0.0)
        found = math.exp(still)
        if x:
            left = math.exp(betaln(a + 1, b + x - 1) - betaln(a, b))
            found += left * float(betainc(x, r, passed))
        return found


def fit(orders: Orders, start: Sequence[float] | None = None) -> BgNbd:
    """
    Return the model that makes *orders* the likeliest.

    start: r, alpha, a, b to begin from, beside two places of our own.

    Raises
    ------
    KpiError
        EMPTY when there is too little to learn from, with how much more is needed.
    """
    check(orders)
    scale = float(orders.n @ orders.T) / orders.customers
    rate = orders.repeats / (orders.customers * scale)
    starts: list[Sequence[float]] = [
        (1.0, 1 / rate, 1.0, 3.0),
        (0.3, 0.3 / rate, 0.5, 1.0),
    ]
    if start is not None:
        starts.insert(0, start)
    bounds = [(1 / _FAR, _FAR), (scale / _FAR**2, scale * _FAR**2), (1 / _FAR, _FAR), (1 / _FAR, _FAR)]  # fmt: skip
    height = _Likelihood(orders)
    top = climb(height, starts, bounds)
    whole = orders.customers
    r, alpha, a, b = top.parameters
    return BgNbd(
        r,
        alpha,
        a,
        b,
        log_likelihood=top.height * whole,
        covariance=top.covariance / whole,
        edge=top.edge,
    )


class _Likelihood:
    """The mean log-likelihood and its slope, over the logarithms of r, alpha, a, b."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.x, self.place = np.unique(orders.x, return_inverse=True)
        self.place = self.place.reshape(-1)
        self.of_x = np.bincount(self.place, weights=orders.n)
        self.again = orders.x > 0
        self.whole = float(orders.n.sum())

    def __call__(self, logs: Numbers) -> tuple[float, Numbers]:
        r, alpha, a, b = np.exp(logs)
        orders, x = self.orders, self.x
        gone = np.log(a) - np.log(np.maximum(b + x - 1, 1e-300))
        until, last = np.log(alpha + orders.T), np.log(alpha + orders.tx)
        tilt = np.where(self.again, gone[self.place] + (r + orders.x) * (until - last), -np.inf)
        share = expit(tilt)
        stay, went = orders.n * (1 - share), orders.n * share
        each = (
            gammaln(r + x) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        )  # fmt: skip
        value = self.of_x @ each + orders.n @ (np.logaddexp(0.0, tilt) - (r + orders.x) * until)
        went_x = np.bincount(self.place, weights=went)
        shared = digamma(a + b) - digamma(a + b + x)
        drawn = (r + orders.x) * (stay / (alpha + orders.T) + went / (alpha + orders.tx))
        slope = np.array(
            [
                self.of_x @ (digamma(r + x) - digamma(r) + np.log(alpha)) - stay @ until - went @ last,
                self.whole * r / alpha - drawn.sum(),
                self.of_x @ shared + went_x.sum() / a,
                self.of_x @ (shared + digamma(b + x) - digamma(b))
                - (went_x[x > 0] / (b + x[x > 0] - 1)).sum(),
            ]
        )  # fmt: skip
        return float(value) / self.whole, slope * np.exp(logs) / self.whole
