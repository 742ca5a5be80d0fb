"""Customers with one chance a period to order: BG/BB (Fader, Hardie & Shang, 2010).

At each of n occasions a customer who is still there orders with a chance of its own
(Beta(alpha, beta)), and before each may leave for good with another (Beta(gamma, delta)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, logsumexp

from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime.climbing import Numbers, climb, numeric
from kpi_core.lifetime.laws import beta_nodes
from kpi_core.lifetime.orders import ENOUGH
from kpi_core.text import Text

_FAR = 1e4


@dataclass(frozen=True, slots=True)
class Occasions:
    """
    Customers by what they did at the same occasions, rows of equals.

    x: how often they ordered. tx: the last occasion at which they did, 0 for never.
    n: how many occasions there were. customers: how many a row stands for.
    """

    x: Numbers
    tx: Numbers
    n: Numbers
    customers: Numbers


@dataclass(frozen=True, slots=True)
class BgBb:
    """A fitted model; covariance and edge as `kpi_core.lifetime.climbing.Top` has them."""

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float = math.nan
    covariance: Numbers | None = None
    edge: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[float, ...]:
        """Return alpha, beta, gamma, delta."""
        return self.alpha, self.beta, self.gamma, self.delta

    def alive(self, seen: Occasions) -> Numbers:
        """Return the chance that each row's customers are there at the next occasion."""
        stayed = self._ordered(seen, 0) + self._there(seen.n + 1)
        found: Numbers = np.exp(stayed - _likelihood(self.parameters, seen))
        return found

    def expected(self, seen: Occasions, occasions: int) -> Numbers:
        """Return the orders that each row's customers may make at the next *occasions*."""
        ahead = np.arange(1, occasions + 1)
        there = np.exp(self._there(seen.n[:, None] + ahead)).sum(axis=1)
        found: Numbers = there * np.exp(self._ordered(seen, 1) - _likelihood(self.parameters, seen))
        return found

    def discounted(self, seen: Occasions, rate: float) -> Numbers:
        """Return the discounted expected residual transactions (DERT), without end; rate an occasion."""
        worth = np.empty(len(seen.n))
        for n in np.unique(seen.n):
            gone, weight = beta_nodes(self.gamma, self.delta + n + 1)
            worth[seen.n == n] = weight @ (1 / (rate + gone))
        found: Numbers = worth * np.exp(
            self._ordered(seen, 1) + self._there(seen.n + 1) - _likelihood(self.parameters, seen)
        )
        return found

    def _ordered(self, seen: Occasions, more: int) -> Numbers:
        a, b = self.alpha, self.beta
        found: Numbers = betaln(a + seen.x + more, b + seen.n - seen.x) - betaln(a, b)
        return found

    def _there(self, occasions: Numbers) -> Numbers:
        found: Numbers = betaln(self.gamma, self.delta + occasions) - betaln(self.gamma, self.delta)
        return found


def occasions_of(
    x: npt.ArrayLike, tx: npt.ArrayLike, n: npt.ArrayLike, customers: npt.ArrayLike
) -> Occasions:
    """
    Return what customers did, one row a kind of customer.

    Raises
    ------
    KpiError
        NUM when a count cannot be: more orders than occasions, or a last one that is not there.
    """
    columns = [np.asarray(column, dtype=float) for column in (x, tx, n, customers)]
    x_, tx_, n_, many = columns
    table = np.column_stack(columns)
    wrong = ~np.isfinite(table).all(axis=1) | (table < 0).any(axis=1) | (table != np.floor(table)).any(axis=1)  # fmt: skip
    wrong |= (x_ > tx_) | (tx_ > n_) | ((x_ == 0) != (tx_ == 0))
    if wrong.any():
        i = int(np.flatnonzero(wrong)[0])
        raise KpiError(Kind.NUM, _WRONG.format(x=x_[i], tx=tx_[i], n=n_[i]))
    return Occasions(x_, tx_, n_, many)


def fit(seen: Occasions, start: Sequence[float] | None = None) -> BgBb:
    """
    Return the model that makes what was *seen* the likeliest.

    start: alpha, beta, gamma, delta to begin from, beside two places of our own.

    Raises
    ------
    KpiError
        EMPTY when too few ever ordered, with how many more are needed.
    """
    whole = float(seen.customers.sum())
    ordered = round(float(seen.customers[seen.x > 0].sum()))
    if ordered < ENOUGH:
        raise KpiError(
            Kind.EMPTY, _TOO_FEW.format(n=ordered, needed=ENOUGH, missing=ENOUGH - ordered)
        )

    def value(logs: Numbers) -> float:
        return float(seen.customers @ _likelihood(np.exp(logs).tolist(), seen)) / whole

    starts: list[Sequence[float]] = [(1.0, 1.0, 0.5, 2.0), (0.3, 2.0, 2.0, 9.0)]
    if start is not None:
        starts.insert(0, start)
    top = climb(numeric(value), starts, [(1 / _FAR, _FAR)] * 4)
    alpha, beta, gamma, delta = top.parameters
    return BgBb(
        alpha, beta, gamma, delta, top.height * whole, top.covariance / whole, top.edge
    )  # fmt: skip


def _likelihood(parameters: Sequence[float], seen: Occasions) -> Numbers:
    """Return each row's log-likelihood: there to the end, or gone after some occasion since the last."""
    a, b, c, d = parameters
    x, tx, n = seen.x[:, None], seen.tx[:, None], seen.n[:, None]
    after = np.arange(int((seen.n - seen.tx).max(initial=0)))
    gone = betaln(a + x, b + tx - x + after) + betaln(c + 1, d + tx + after)
    gone = np.where(after < n - tx, gone, -np.inf)
    there = betaln(a + x, b + n - x) + betaln(c, d + n)
    found: Numbers = logsumexp(np.concatenate([there, gone], axis=1), axis=1)
    found -= betaln(a, b) + betaln(c, d)
    return found


_WRONG = Text(
    en="{x:g} orders, the last at occasion {tx:g} of {n:g}: this cannot be.",
    fr="{x:g} commandes, la dernière à l’occasion {tx:g} sur {n:g}\u00a0: impossible.",
)
_TOO_FEW = Text(
    en="{n} customers ever ordered: at least {needed} are needed to learn how customers go on, {missing} more.",
    fr="{n} clients ont commandé un jour\u00a0: il en faut au moins {needed} pour apprendre comment les clients continuent, soit {missing} de plus.",
)
