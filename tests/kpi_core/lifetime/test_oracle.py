"""Repeat orders against the library `lifetimes`, which shares none of our code."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from kpi_core.lifetime import bgnbd, gamma_gamma, pareto_nbd
from kpi_core.lifetime.orders import orders_of

pytestmark = pytest.mark.oracle


@pytest.fixture(name="lifetimes", scope="module")
def _lifetimes():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was archived before the numpy of today
        return pytest.importorskip("lifetimes", reason="lifetimes is not installed: an oracle")


@pytest.fixture(name="shop", scope="module")
def _shop():
    """Two thousand customers of a shop: how often, how long, and for how long they were seen."""
    chance = np.random.default_rng(8)
    followed = chance.uniform(6, 40, 2000)
    rate, leaving = chance.gamma(0.8, 1 / 4, 2000), chance.gamma(1.2, 1 / 12, 2000)
    found = []
    for many, until in zip(
        rate, np.minimum(chance.exponential(1 / leaving), followed), strict=True
    ):
        days = np.sort(chance.uniform(0, until, chance.poisson(many * until)))
        found.append((len(days), days[-1] if len(days) else 0.0))
    x, last = (np.array(side, dtype=float) for side in zip(*found, strict=True))
    return x, last, followed


def fitted(fitter, *columns):
    """Return what the library fits, without its complaints."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return fitter.fit(*columns)


@pytest.mark.parametrize(
    ("model", "fitter"), [(bgnbd, "BetaGeoFitter"), (pareto_nbd, "ParetoNBDFitter")]
)
def test_orders_to_come_are_the_same(lifetimes, shop, model, fitter):
    """
    The same four parameters; with theirs, each customer's chance of being there and orders to come.
    """
    theirs = fitted(getattr(lifetimes, fitter)(), *shop)
    orders = orders_of(*shop)
    ours = model.fit(orders)
    at = ours.moved(tuple(theirs.params_))

    assert ours.parameters == pytest.approx(tuple(theirs.params_), rel=2e-2)
    alive = np.ravel(theirs.conditional_probability_alive(*shop))
    assert at.alive(orders)[orders.row] == pytest.approx(alive, abs=1e-6)
    ahead = np.ravel(theirs.conditional_expected_number_of_purchases_up_to_time(12, *shop))
    assert at.expected(orders, [12])[orders.row, 0] == pytest.approx(ahead, rel=1e-4, abs=1e-6)


def test_the_mean_order_is_the_same(lifetimes):
    """
    Gamma-Gamma: the parameters, and what each customer's next order is worth.
    """
    chance = np.random.default_rng(9)
    x = chance.integers(1, 9, 1500).astype(float)
    z = chance.gamma(6.0 * x, 1.0) * (15 / chance.gamma(4.0, 1.0, 1500)) / x * 10
    theirs = fitted(lifetimes.GammaGammaFitter(), x, z)
    ours = gamma_gamma.fit(x, z)

    assert ours.parameters == pytest.approx(tuple(theirs.params_), rel=2e-2)
    next_one = np.ravel(theirs.conditional_expected_average_profit(x, z))
    at = ours.moved(tuple(theirs.params_))
    assert at.expected(x, z) == pytest.approx(next_one, rel=1e-9)
