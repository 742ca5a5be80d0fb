"""What an order is worth: Gamma-Gamma (Fader, Hardie & Lee, 2005; note 025 of Fader & Hardie, 2013).

The orders of a customer spread around a mean of its own, which does not depend on how often it
orders. The fewer its orders, the nearer its expected value to everybody's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, gammaln

from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime.climbing import Numbers, climb
from kpi_core.lifetime.orders import ENOUGH
from kpi_core.text import Text

_FAR = 1e4


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """A fitted model; covariance and edge as `kpi_core.lifetime.climbing.Top` has them."""

    p: float
    q: float
    gamma: float
    log_likelihood: float = math.nan
    covariance: Numbers | None = None
    edge: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[float, ...]:
        """Return p, q, gamma."""
        return self.p, self.q, self.gamma

    def moved(self, parameters: Sequence[float]) -> GammaGamma:
        """Return the model with other parameters."""
        p, q, gamma = parameters
        return GammaGamma(p, q, gamma)

    @property
    def mean(self) -> float:
        """Return the mean order of a customer nothing is known of; infinite when q is 1 or less."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else math.inf

    def expected(self, orders: npt.ArrayLike, mean: npt.ArrayLike) -> Numbers:
        """Return the mean order to expect of customers with that many orders, of that mean."""
        x, z = np.asarray(orders, dtype=float), np.asarray(mean, dtype=float)
        total = np.where(x > 0, x * z, 0.0)
        below = self.p * x + self.q - 1
        found: Numbers = np.where(
            below > 0, self.p * (self.gamma + total) / np.where(below > 0, below, 1.0), np.inf
        )
        return found


def fit(
    orders: npt.ArrayLike, mean: npt.ArrayLike, start: Sequence[float] | None = None
) -> GammaGamma:
    """
    Return the model that makes the *mean* values of so many *orders* the likeliest.

    Customers without any, or with a mean that is not above zero, must be left out before.

    Raises
    ------
    KpiError
        EMPTY with fewer than ten customers; NUM for a value that is not above zero.
    """
    x, z = np.asarray(orders, dtype=float), np.asarray(mean, dtype=float)
    if len(x) < ENOUGH:
        raise KpiError(
            Kind.EMPTY, _TOO_FEW.format(n=len(x), needed=ENOUGH, missing=ENOUGH - len(x))
        )
    if not (np.isfinite(z).all() and (z > 0).all() and (x > 0).all()):
        raise KpiError(Kind.NUM, _NOT_ABOVE)
    scale, whole = float(x @ z / x.sum()), len(x)
    z = z / scale
    total, known = x * z, float(x @ (np.log(z) + np.log(x)))
    # What depends on the number of orders alone is told once a number.
    counts, n = np.unique(x, return_counts=True)

    def height(logs: Numbers) -> tuple[float, Numbers]:
        p, q, gamma = np.exp(logs)
        shape, pooled = p * counts, np.log(gamma + total)
        value = n @ (gammaln(shape + q) - gammaln(shape)) + whole * (q * np.log(gamma) - gammaln(q))
        value += p * known - np.log(z).sum() - (p * x + q) @ pooled
        both = digamma(shape + q)
        slope = np.array(
            [
                p * (n * counts @ (both - digamma(shape)) + known - x @ pooled),
                q * (n @ both + whole * (np.log(gamma) - digamma(q)) - pooled.sum()),
                whole * q - gamma * ((p * x + q) / (gamma + total)).sum(),
            ]
        )
        return float(value) / whole, slope / whole

    starts: list[Sequence[float]] = [(2.0, 3.0, 1.0), (10.0, 2.0, 0.1)]
    if start is not None:
        starts.insert(0, (start[0], start[1], start[2] / scale))
    top = climb(height, starts, [(1 / _FAR, _FAR), (1 / _FAR, _FAR), (1 / _FAR**2, _FAR**2)])
    p, q, gamma = top.parameters
    return GammaGamma(
        p,
        q,
        gamma * scale,
        top.height * whole - whole * math.log(scale),
        top.covariance / whole,
        top.edge,
    )


_TOO_FEW = Text(
    en="The value of later orders is known for {n} customers: at least {needed} are needed to learn how values spread, {missing} more.",
    fr="La valeur des commandes suivantes est connue pour {n} clients\u00a0: il en faut au moins {needed} pour apprendre comment les valeurs se répartissent, soit {missing} de plus.",
)
_NOT_ABOVE = Text(
    en="An order’s value must be above zero to learn how values spread: leave refunded orders out.",
    fr="Une commande doit valoir plus que zéro pour apprendre comment les valeurs se répartissent\u00a0: écartez les commandes remboursées.",
)
