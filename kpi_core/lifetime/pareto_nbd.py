"""Customers who may leave at any time: Pareto/NBD (Schmittlein, Morrison & Colombo, 1987).

While there, a customer orders by chance at a rate of its own (Gamma(r, alpha) over customers), and
leaves for good at a time of its own (Gamma(s, beta)). The likelihood is the one of Fader & Hardie
(2005), its integral over the time of leaving taken as such, which holds for any parameters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, gammaln, logsumexp

from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime.climbing import Numbers, climb
from kpi_core.lifetime.orders import Orders, check
from kpi_core.text import Text

_FAR = 1e4
_NOTHING = 1e-8  # of an exponent: where it is a factor of one
_NODES = 48
_LARGEST = 50_000  # different histories, of which a fit takes half a minute
_DROP = 60.0  # in logarithms, below which what is left of the integral is nothing


@dataclass(frozen=True, slots=True)
class ParetoNbd:
    """A fitted model; covariance and edge as `kpi_core.lifetime.climbing.Top` has them."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float = math.nan
    covariance: Numbers | None = None
    edge: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[float, ...]:
        """Return r, alpha, s, beta."""
        return self.r, self.alpha, self.s, self.beta

    def moved(self, parameters: Sequence[float]) -> ParetoNbd:
        """Return the model with other parameters."""
        r, alpha, s, beta = parameters
        return ParetoNbd(r, alpha, s, beta)

    def alive(self, orders: Orders) -> Numbers:
        """Return the chance that each row's customers have not left."""
        terms, _ = _terms(self.parameters, orders)
        found: Numbers = np.exp(terms[:, 0] - logsumexp(terms, axis=1))
        return found

    def expected(self, orders: Orders, times: npt.ArrayLike) -> Numbers:
        """Return the orders that each row's customers may make within *times* from now: rows x times."""
        ahead = np.asarray(times, dtype=float)
        waited = self.beta + orders.T[:, None]
        shrunk = -np.log1p(ahead / waited) * (self.s - 1)
        # (1 - exp(shrunk)) / (s - 1), which at s = 1 is a logarithm
        stayed = np.log1p(ahead / waited) * np.where(
            np.abs(shrunk) < _NOTHING,
            1.0,
            np.expm1(shrunk) / np.where(shrunk == 0, 1.0, shrunk),
        )
        rate = (self.r + orders.x) / (self.alpha + orders.T) * self.alive(orders)
        found: Numbers = rate[:, None] * waited * stayed
        return found

    def discounted(self, orders: Orders, rate: float) -> Numbers:
        """
        Return the discounted expected residual transactions (DERT), without end.

        rate: of discount, continuous, by the unit of time (Fader, Hardie & Lee, 2005, JMR 42).
        """
        waited = rate * (self.beta + orders.T)
        each = (self.r + orders.x) / (self.alpha + orders.T) * (self.beta + orders.T)
        found: Numbers = self.alive(orders) * each * _tricomi(self.s, waited)
        return found


def fit(orders: Orders, start: Sequence[float] | None = None) -> ParetoNbd:
    """
    Return the model that makes *orders* the likeliest.

    start: r, alpha, s, beta to begin from, beside two places of our own.

    Raises
    ------
    KpiError
        EMPTY when there is too little to learn from, with how much more is needed; LIMIT past
        50,000 different histories.
    """
    check(orders)
    if len(orders.n) > _LARGEST:
        raise KpiError(Kind.LIMIT, _TOO_MANY.format(n=len(orders.n), most=_LARGEST))
    whole = float(orders.n.sum())
    scale = float(orders.n @ orders.T) / whole
    rate = orders.repeats / (whole * scale)
    starts: list[Sequence[float]] = [(1.0, 1 / rate, 0.7, scale), (0.4, 0.4 / rate, 2.0, 6 * scale)]
    if start is not None:
        starts.insert(0, start)

    def height(logs: Numbers) -> tuple[float, Numbers]:
        r, alpha, s, beta = np.exp(logs)
        terms, at = _terms((r, alpha, s, beta), orders)
        value = logsumexp(terms, axis=1)
        share = np.exp(terms - value[:, None])
        x, n = orders.x[:, None], orders.n
        left = np.concatenate([np.zeros((len(n), 1)), np.ones((len(n), at.shape[1] - 1))], axis=1)
        base = gammaln(r + orders.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        by = (
            digamma(r + orders.x)
            - digamma(r)
            + np.log(alpha)
            - (share * np.log(alpha + at)).sum(1),
            r / alpha - (share * (r + x) / (alpha + at)).sum(1),
            np.log(beta) + (share * (left / s - np.log(beta + at))).sum(1),
            s / beta - (share * (s + left) / (beta + at)).sum(1),
        )
        slope = np.array([float(n @ each) for each in by]) * np.exp(logs)
        return float(n @ (base + value)) / whole, slope / whole

    bounds = [(1 / _FAR, _FAR), (scale / _FAR**2, scale * _FAR**2)] * 2
    top = climb(height, starts, bounds)
    r, alpha, s, beta = top.parameters
    return ParetoNbd(r, alpha, s, beta, top.height * whole, top.covariance / whole, top.edge)


def _tricomi(s: float, z: Numbers) -> Numbers:
    """
    Return U(1, 2 - s, z), the integral of exp(-z v) / (1 + v)^s over v from 0 on.

    By Gauss-Legendre over log(1 + v): `scipy.special.hyperu` gives no number for many (scipy 1.17).
    """
    high = np.minimum(np.log1p(_DROP / z), _DROP / max(s - 1, 1e-9))
    places, weights = np.polynomial.legendre.leggauss(4 * _NODES)
    where = high[:, None] / 2 * (places + 1)
    found: Numbers = np.exp(-z[:, None] * np.expm1(where) - (s - 1) * where) @ weights * high / 2
    return found


def _terms(parameters: Sequence[float], orders: Orders) -> tuple[Numbers, Numbers]:
    """
    Return the logarithms that the likelihood of each row sums, and the time each is about.

    The first: still there at T. The others: gone at a time between the last order and T, by
    Gauss-Legendre over the logarithm of alpha + time, as far as anything is left there.
    """
    r, alpha, s, beta = parameters
    x = orders.x[:, None]
    low, high = np.log(alpha + orders.tx), np.log(alpha + orders.T)
    high = np.minimum(high, low + _DROP / np.maximum(r + orders.x - 1, 1e-9))
    places, weights = np.polynomial.legendre.leggauss(_NODES)
    half = (high - low) / 2
    where = (low + half)[:, None] + half[:, None] * places
    at = np.exp(where) - alpha
    with np.errstate(divide="ignore"):
        gone = np.log(half)[:, None] + np.log(weights) + where + math.log(s)
    gone = gone - (r + x) * where - (s + 1) * np.log(beta + at)
    there = -(r + orders.x) * np.log(alpha + orders.T) - s * np.log(beta + orders.T)
    return (
        np.concatenate([there[:, None], gone], axis=1),
        np.concatenate([orders.T[:, None], at], axis=1),
    )


_TOO_MANY = Text(
    en="{n} different histories: past {most}, Pareto/NBD takes too long. Filter, or take bgnbd, which expects nearly the same.",
    fr="{n} histoires différentes\u00a0: au-delà de {most}, Pareto/NBD est trop long. Filtrez, ou prenez bgnbd, qui attend presque la même chose.",
)
