"""Pareto/NBD and BG/BB: the published digits, other ways to the same number, and refusals."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from kpi_core.errors import KpiError
from kpi_core.lifetime import bgbb, pareto_nbd
from kpi_core.lifetime.bgbb import BgBb, occasions_of
from kpi_core.lifetime.orders import Orders, orders_of
from kpi_core.lifetime.pareto_nbd import ParetoNbd
from tests.kpi_core.lifetime.test_repeat_orders import PLACES, SHARED, case, cdnow

PAPER = ParetoNbd(0.5533, 10.5776, 0.6061, 11.6656)
DONORS = SHARED / "data" / "bgbb_donations" / "rf_matrix.csv"


@pytest.mark.shared
def test_pareto_nbd_on_cdnow_as_published():
    """
    CDNOW's sample gives the published parameters and likelihood, from a start far away too.
    """
    orders, _, _ = cdnow()

    found = pareto_nbd.fit(orders, start=(9, 0.1, 20, 0.3))

    assert (0.553, 10.578, 0.606, 11.669) == pytest.approx(found.parameters, abs=0.0015)
    assert -9595 == pytest.approx(found.log_likelihood, abs=0.05)
    assert (np.diag(found.covariance) > 0).all()


@pytest.mark.shared
def test_pareto_nbd_expects_what_is_published():
    """
    A customer's orders in a year, the chance to be there, and the discounted orders ever after.
    """
    told, ever = case("pnbd_ce"), case("pnbd_dert")
    given_ = told["inputs"]
    one = orders_of([given_["x"]], [given_["tx"]], [given_["T"]])
    other = orders_of(*([ever["inputs"][name]] for name in ("x", "tx", "T")))

    assert told["expected"] == pytest.approx(
        PAPER.expected(one, [given_["t"]])[0, 0], abs=told["tol"]
    )
    assert 0.99792 == pytest.approx(PAPER.alive(one)[0], abs=5e-5)
    model = ParetoNbd(*ever["inputs"]["params"])
    assert ever["expected"] == pytest.approx(
        model.discounted(other, ever["inputs"]["d"])[0], abs=ever["tol"]
    )


@given(
    r=PLACES, alpha=PLACES, s=PLACES, beta=PLACES, x=st.integers(0, 40), rate=st.floats(1e-4, 0.2)
)
@settings(max_examples=25, deadline=None)
def test_pareto_nbd_another_way(r, alpha, s, beta, x, rate):
    """
    The chance to be there, and the orders to come, are what integrals over one customer's life give.
    """
    model, one = ParetoNbd(r, alpha, s, beta), orders_of([x], [20.0 if x else 0.0], [30.0])
    last, end = float(one.tx[0]), 30.0
    there = -(r + x) * math.log(alpha + end) - s * math.log(beta + end)

    def gone(t):
        return s * math.exp(-(r + x) * math.log(alpha + t) - (s + 1) * math.log(beta + t) - there)

    cuts = [last + (end - last) * 10.0**-k for k in range(1, 9)]
    alive = 1 / (1 + quad(gone, last, end, points=cuts, limit=500)[0])
    assert alive == pytest.approx(model.alive(one)[0], rel=1e-6)

    def coming(t):
        return (r + x) / (alpha + end) * math.exp(-s * math.log1p(t / (beta + end)))

    expected = alive * quad(coming, 0, 50)[0]
    assert expected == pytest.approx(model.expected(one, [50])[0, 0], rel=1e-6)
    # Over the logarithm of time, of which the tail is long.
    ever = quad(
        lambda u: math.exp(u - rate * math.exp(u)) * coming(math.exp(u)), -40, 16, limit=500
    )
    assert alive * ever[0] == pytest.approx(model.discounted(one, rate)[0], rel=1e-5)


def test_leaving_at_the_limit_is_smooth():
    """
    Where s is one, the orders to come are those of s beside one.
    """
    one = orders_of([3], [20], [30])
    at, near = ParetoNbd(1, 5, 1, 9), ParetoNbd(1, 5, 1 + 1e-7, 9)

    assert at.expected(one, [12])[0, 0] == pytest.approx(near.expected(one, [12])[0, 0], rel=1e-6)


def test_too_many_histories_are_refused():
    """
    Past fifty thousand different histories the fit says so, and names the model that can.
    """
    n = 50_001
    some = Orders(np.ones(n), np.ones(n), np.linspace(2, 9, n), np.ones(n), np.arange(n))

    with pytest.raises(KpiError, match="take bgnbd"):
        pareto_nbd.fit(some)
    with pytest.raises(KpiError, match="10 more"):
        pareto_nbd.fit(orders_of([0], [0], [5]))


@pytest.mark.shared
def test_donors_as_published():
    """
    The donors of the paper give its parameters and likelihood, from any sane start.
    """
    told = case("bgbb_fit")
    with DONORS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen = occasions_of(*([float(row[c]) for row in rows] for c in ("x", "t.x", "n.cal", "custs")))

    found = bgbb.fit(seen)
    other = bgbb.fit(seen, start=(20, 0.1, 9, 0.2))

    published = [told["expected"][name] for name in ("alpha", "beta", "gamma", "delta")]
    assert published == pytest.approx(found.parameters, abs=told["tol"]["params"])
    assert told["expected"]["LL"] == pytest.approx(found.log_likelihood, abs=told["tol"]["LL"])
    assert found.parameters == pytest.approx(other.parameters, rel=1e-4)


@pytest.mark.shared
def test_discounted_donations_as_published():
    """
    Discounted donations ever after are R's, for one who skipped and for those of the last occasion.
    """
    told = case("bgbb_dert")
    model = BgBb(*told["inputs"]["params"])
    n, rate = told["inputs"]["n"], told["inputs"]["d"]
    ((x, tx),) = told["inputs"]["cells"]
    last = occasions_of(range(1, 7), [6] * 6, [6] * 6, [1] * 6)

    one = model.discounted(occasions_of([x], [tx], [n], [1]), rate)

    assert told["expected"] == pytest.approx(one[0], abs=told["tol"])
    published = (1.802045, 2.621156, 3.440267, 4.259379, 5.078490, 5.897601)
    assert published == pytest.approx(model.discounted(last, rate), abs=1e-6)


def test_bgbb_another_way():
    """
    Donations to come are the sum of what each occasion may bring, and chances sum to one.
    """
    model = BgBb(1.2, 0.75, 0.66, 2.78)
    every = [(x, tx) for tx in range(7) for x in range(min(tx, 1), tx + 1)]
    seen = occasions_of(*zip(*every, strict=True), [6] * len(every), [1] * len(every))

    ways = [math.comb(tx - 1, x - 1) if x else 1 for x, tx in every]
    chances = np.exp(bgbb._likelihood(model.parameters, seen))
    assert 1 == pytest.approx(ways @ chances)
    three = model.expected(seen, 3)
    assert (model.expected(seen, 1) < three).all()
    weighed = sum(
        (model.expected(seen, i) - model.expected(seen, i - 1)) / 1.1**i for i in range(1, 400)
    )
    assert weighed == pytest.approx(model.discounted(seen, 0.1), rel=1e-6)
    # Who ordered last time is there next time unless they leave in between.
    assert model.alive(seen)[-1] == pytest.approx((2.78 + 6) / (2.78 + 6 + 0.66))


def test_occasions_that_cannot_be_are_refused():
    """
    More orders than occasions, a last order that is none, and too few who ever ordered.
    """
    for row in ((3, 2, 6), (1, 0, 6), (0, 2, 6), (1, 7, 6), (-1, 1, 6)):
        with pytest.raises(KpiError, match="cannot be"):
            occasions_of(*([part] for part in row), [1])
    with pytest.raises(KpiError, match="7 more"):
        bgbb.fit(occasions_of([0, 1], [0, 1], [6, 6], [50, 3]))
