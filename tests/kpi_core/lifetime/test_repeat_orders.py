"""Repeat orders: the published digits, any start, and why there is no forecast."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln

from kpi_core.errors import KpiError
from kpi_core.lifetime import bgnbd, gamma_gamma
from kpi_core.lifetime.bgnbd import BgNbd
from kpi_core.lifetime.gamma_gamma import GammaGamma
from kpi_core.lifetime.laws import beta_nodes
from kpi_core.lifetime.orders import orders_of

SHARED = Path(__file__).resolve().parents[4] / "shared"
SPECS = SHARED / "specs" / "reference_cases.jsonl"
CDNOW = SHARED / "data" / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
PAPER = BgNbd(0.243, 4.414, 0.793, 2.426)
PLACES = st.floats(-4, 4).map(math.exp)


def case(name):
    """Return a reference case by its name."""
    lines = SPECS.read_text("utf-8").splitlines()
    return next(c for c in map(json.loads, lines) if c["id"] == name)


def cdnow():
    """Return the orders of CDNOW's sample, and the mean value of the later ones."""
    with CDNOW.open(encoding="utf-8") as file:
        rows = [[float(r[c]) for c in ("x", "t_x", "T", "zbar")] for r in csv.DictReader(file)]
    x, tx, followed, mean = np.array(rows).T
    return orders_of(x, tx, followed), x, mean


def invented(customers, seed=1, a=0.8, b=2.5, r=0.6, alpha=6.0):
    """Return customers who order and leave as BG/NBD says."""
    rng = np.random.default_rng(seed)
    followed = rng.uniform(1, 60, customers)
    rows = []
    for end in followed:
        rate, leaves, x, last = rng.gamma(r, 1 / alpha), rng.beta(a, b), 0, 0.0
        while (at := last + rng.exponential(1 / rate)) < end:
            x, last = x + 1, at
            if rng.random() < leaves:
                break
        rows.append((x, last, end))
    return orders_of(*zip(*rows, strict=True))


@pytest.mark.shared
def test_cdnow_as_published():
    """
    CDNOW's sample gives the parameters and the likelihood of the paper, from any sane start.
    """
    orders, _, _ = cdnow()

    found = [bgnbd.fit(orders, start) for start in (None, (9, 0.1, 20, 0.3), (0.02, 300, 0.05, 40))]

    assert (0.243, 4.414, 0.793, 2.426) == tuple(round(p, 3) for p in found[0].parameters)
    assert -9582.4 == pytest.approx(found[0].log_likelihood, abs=0.05)
    for other in found[1:]:
        assert found[0].parameters == pytest.approx(other.parameters, rel=1e-6)


@pytest.mark.shared
def test_expectations_as_published():
    """
    Expected orders and chances of counts are those of the papers and of R.
    """
    told, pmf = case("bgnbd_ce2"), case("bgnbd_pmf")
    given_ = told["inputs"]
    one = orders_of([given_["x"]], [given_["tx"]], [given_["T"]])
    first = orders_of([2], [30.43], [38.86])  # customer 1 of the paper: 1.226 in 39 weeks

    assert told["expected"] == pytest.approx(
        PAPER.expected(one, [given_["t"]])[0, 0], abs=told["tol"]
    )
    assert 1.226 == pytest.approx(PAPER.expected(first, [39])[0, 0], abs=0.0005)
    chances = [PAPER.probability(orders, time) for time, orders in pmf["inputs"]["cases"]]
    assert pmf["expected"] == pytest.approx(chances, abs=pmf["tol"])


@pytest.mark.shared
def test_what_orders_are_worth_as_published():
    """
    Gamma-Gamma gives the note's parameters and the ten first customers' expected values.
    """
    _, x, mean = cdnow()
    told = case("gg_cond")

    found = gamma_gamma.fit(x[x > 0], mean[x > 0])
    other = gamma_gamma.fit(x[x > 0], mean[x > 0], start=(0.3, 30, 900))

    assert (6.25, 3.74, 15.44) == pytest.approx(found.parameters, abs=0.01)
    assert found.parameters == pytest.approx(other.parameters, rel=1e-6)
    published = GammaGamma(*told["inputs"]["params"])
    assert told["expected"] == pytest.approx(published.expected(x[:10], mean[:10]), abs=told["tol"])
    assert 35.219 == pytest.approx(published.mean, abs=0.0005)


@given(a=PLACES, b=PLACES, power=st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_means_over_a_beta_law(a, b, power):
    """
    The quadrature gives Beta's own means, of any shape; sums of chances are one.
    """
    places, weights = beta_nodes(a, b)

    assert 1 == pytest.approx(weights.sum())
    assert a / (a + b) == pytest.approx(weights @ places)
    exact = math.exp(betaln(a, b + power) - betaln(a, b))
    assert exact == pytest.approx(weights @ (1 - places) ** power, rel=1e-8)


@given(a=PLACES, b=PLACES, x=st.integers(0, 30), t=st.floats(0.5, 200))
@settings(max_examples=20, deadline=None)
def test_expected_orders_are_the_integral_of_their_rate(a, b, x, t):
    """
    Expected orders are what integrating the chance of each order gives, at a = 1 too.
    """
    model = BgNbd(0.5, 5.0, a, b)
    one = orders_of([x], [20.0 if x else 0.0], [30.0])
    places, weights = beta_nodes(a, b + x, 200)

    def rate(s):
        share = (model.r + x) / 35 * (1 + places * s / 35) ** -(model.r + x + 1)
        return float(weights @ share)

    expected = quad(rate, 0, t)[0] * model.alive(one)[0]
    assert expected == pytest.approx(model.expected(one, [t])[0, 0], rel=1e-6)


def test_a_population_is_found_again():
    """
    Of customers who order as the model says, the parameters lie within their margins.
    """
    found = bgnbd.fit(invented(6000))

    for told, true, variance in zip(
        found.parameters, (0.6, 6.0, 0.8, 2.5), np.diag(found.covariance), strict=True
    ):
        assert abs(math.log(told / true)) < 3.3 * math.sqrt(variance)
        assert 0 < variance < 0.2


@given(
    rows=st.lists(
        st.tuples(st.integers(1, 300), st.floats(0, 1), st.floats(0.001, 1e5)),
        min_size=10,
        max_size=14,
    ),
    silent=st.integers(0, 5),
)
@settings(max_examples=8, deadline=None)
def test_whatever_the_orders_a_forecast_is_finite(rows, silent):
    """
    Any ten customers who ordered again give a model: chances between 0 and 1, finite orders.
    """
    x = [row[0] for row in rows] + [0] * silent
    tx = [share * end for _, share, end in rows] + [0.0] * silent
    orders = orders_of(x, tx, [row[2] for row in rows] + [50.0] * silent)

    found = bgnbd.fit(orders)
    alive, expected = found.alive(orders), found.expected(orders, [36])

    assert ((alive >= 0) & (alive <= 1)).all()
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    assert np.isfinite(found.covariance).all()


def test_too_little_says_how_much_more():
    """
    Nobody, nobody twice, and too few who ordered again are each told, with what is missing.
    """
    with pytest.raises(KpiError, match="No customer to learn from"):
        bgnbd.fit(orders_of([], [], []))
    with pytest.raises(KpiError, match=r"0 customers ordered again, of 3 in all: .* 10 more"):
        bgnbd.fit(orders_of([0] * 3, [0] * 3, [5] * 3))
    with pytest.raises(KpiError, match=r"1 customer ordered again, of 2 in all: .* 9 more") as told:
        bgnbd.fit(orders_of([1, 0], [1, 0], [5, 5]))
    assert "9 de plus" in told.value.message.fr
    with pytest.raises(KpiError, match=r"known for 2 customers: .* 8 more"):
        gamma_gamma.fit([1, 1], [5, 6])


@pytest.mark.parametrize(
    "row", [(-1, 0, 5), (1.5, 1, 5), (1, 6, 5), (0, 1, 5), (1, 1, math.nan), (1, -1, 5), (1, 0, 0)]
)
def test_orders_that_cannot_be_are_refused(row):
    """
    Negative, unfinished or impossible histories are refused, with the one that is.
    """
    with pytest.raises(KpiError, match="cannot be"):
        orders_of(*([part] for part in row))
    with pytest.raises(KpiError, match="above zero"):
        gamma_gamma.fit([1] * 10, [5] * 9 + [-1])


def test_customers_who_are_all_alike_stand_at_a_limit():
    """
    Equal customers, equal values: the model stays at its limit, told, and expects what was seen.
    """
    orders = orders_of([6] * 40, [30] * 40, [32] * 40)

    found = bgnbd.fit(orders)
    worth = gamma_gamma.fit([6] * 40, [50] * 40)

    assert found.edge
    assert 6 / 32 == pytest.approx(found.expected(orders, [1])[0, 0], rel=0.15)
    assert worth.edge
    assert 50 == pytest.approx(worth.expected([6], [50])[0], rel=0.01)
    assert math.isinf(GammaGamma(2, 0.9, 5).mean)


def test_alike_customers_are_one_row():
    """
    Grouping identical customers changes no result, and each still finds its own.
    """
    x, tx, followed = [1, 0, 1, 2] * 10, [3, 0, 3, 4] * 10, [9, 9, 9, 9] * 10

    orders = orders_of(x, tx, followed)
    again = orders_of(orders.x, orders.tx, orders.T, orders.n)

    assert (3, 40, 30, 40) == (len(orders.x), orders.customers, orders.repeaters, orders.repeats)
    assert x == orders.x[orders.row].tolist()
    assert bgnbd.fit(orders).parameters == bgnbd.fit(again).parameters
