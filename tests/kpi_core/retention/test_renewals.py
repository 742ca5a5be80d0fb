"""Renewals projected: the published digits, any start, and why there is no projection."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.retention.renewals import Fit, Renewal, fit, renewals_of

SHARED = Path(__file__).resolve().parents[4] / "shared"
SPECS = SHARED / "specs" / "reference_cases.jsonl"
POOLED = [
    [10000, 8000, 6480, 5307, 4391],
    [10000, 8000, 6480, 5307],
    [10000, 8000, 6480],
    [10000, 8000],
]
CERTAIN = ((0.0, 0.0), (0.0, 0.0))
PLACE = st.floats(-6, 6).map(math.exp)


def case(name):
    """Return a reference case by its name."""
    lines = SPECS.read_text("utf-8").splitlines()
    return next(c for c in map(json.loads, lines) if c["id"] == name)


@pytest.mark.shared
def test_the_high_end_customers_of_the_paper():
    """
    Seven years of Fader & Hardie's high-end customers give their parameters and their next five years.
    """
    told = case("sbg_highend")
    years = told["inputs"]["calibration_years"]
    counts = [10 * share for share in told["inputs"]["survival_pct"][: years + 1]]

    found = fit(renewals_of([counts]))

    assert told["expected"]["alpha"] == pytest.approx(found.alpha, abs=told["tol"]["params"])
    assert told["expected"]["beta"] == pytest.approx(found.beta, abs=told["tol"]["params"])
    assert -1611.158 == pytest.approx(found.log_likelihood, abs=0.001)
    projected = [100 * found.survival(age) for age in range(8, 13)]
    assert told["expected"]["proj_y8_12"] == pytest.approx(projected, abs=told["tol"]["pct"])


@pytest.mark.shared
def test_four_years_project_six_more():
    """
    Four years of the same customers give what R's foretell gives.
    """
    told = case("sbg_highend_4y")

    found = fit(renewals_of([told["inputs"]["survival_pct"]]))

    assert told["expected"]["alpha"] == pytest.approx(found.alpha, abs=told["tol"])
    assert told["expected"]["beta"] == pytest.approx(found.beta, abs=told["tol"])
    projected = [100 * found.survival(age) for age in range(5, 11)]
    assert told["expected"]["proj_y5_10"] == pytest.approx(projected, abs=told["tol"])


@pytest.mark.shared
def test_cohorts_are_pooled():
    """
    Four cohorts, each as long as it was seen, give one model; one cohort alone gives another.
    """
    told = case("sbg_pooled")
    assert POOLED == told["inputs"]["cohorts"]

    together, alone = fit(renewals_of(POOLED)), fit(renewals_of(POOLED[:1]))

    assert told["expected"]["alpha"] == pytest.approx(together.alpha, abs=told["tol"])
    assert told["expected"]["beta"] == pytest.approx(together.beta, abs=told["tol"])
    assert (3.7907, 15.1608) == (
        pytest.approx(alone.alpha, abs=1e-4),
        pytest.approx(alone.beta, abs=1e-4),
    )


@pytest.mark.shared
def test_the_discounted_residual_lifetime_of_the_paper():
    """
    What a customer who renewed that often is still expected to renew, discounted.
    """
    told = case("sbg_derl")
    given_, model = told["inputs"], Fit(told["inputs"]["alpha"], told["inputs"]["beta"], 0, CERTAIN)

    found = [model.remaining(n, given_["d"]) for n in given_["renewals_n"]]

    assert told["expected"] == pytest.approx(found, abs=told["tol"])


@settings(deadline=None)
@given(PLACE, PLACE, st.integers(1, 30), st.floats(0.01, 1))
def test_the_closed_form_is_the_sum(alpha, beta, renewal, discount):
    """
    The residual lifetime is the sum of the shares that renew, each discounted.
    """
    model = Fit(alpha, beta, 0, CERTAIN)
    total, share = 0.0, 1.0
    for i in range(20_000):
        share *= model.retention(renewal + i)
        total += share / (1 + discount) ** i
        if share / (1 + discount) ** i < 1e-14 * total:
            break

    assert total == pytest.approx(model.remaining(renewal, discount), rel=1e-6)


@settings(deadline=None)
@given(PLACE, PLACE)
def test_any_start_ends_at_the_same(alpha, beta):
    """
    Wherever the search begins, the fit is the same.
    """
    found = fit(renewals_of(POOLED), (alpha, beta))

    assert (3.798126, 15.191908) == (
        pytest.approx(found.alpha, abs=1e-5),
        pytest.approx(found.beta, abs=1e-5),
    )


@settings(deadline=None)
@given(st.floats(0.3, 5), st.floats(0.3, 20), st.integers(3, 12))
def test_what_the_model_made_gives_the_model_back(alpha, beta, renewals):
    """
    Shares that a model gives lead back to its alpha and beta, and to their shares.
    """
    model = Fit(alpha, beta, 0, CERTAIN)
    counts = [1e6 * model.survival(age) for age in range(renewals + 1)]

    found = fit(renewals_of([counts]))

    assert (alpha, beta) == (
        pytest.approx(found.alpha, rel=1e-3),
        pytest.approx(found.beta, rel=1e-3),
    )
    low, high = found.interval(renewals)
    assert low < model.survival(renewals) < high


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12))
def test_any_counts_are_fitted_or_told_why_not(pairs):
    """
    Whatever was counted, there is a fit whose interval holds it, or a sentence.
    """
    renewals = [Renewal(i, kept + lost, lost) for i, (kept, lost) in enumerate(pairs, 1)]
    try:
        found = fit(renewals)
    except KpiError as error:
        told = error.message
        assert told.en != told.fr
        return
    assume(found.alpha < 1e9)
    for age in (1, 12, 60):
        low, high = found.interval(age)
        assert 0 <= low <= found.survival(age) <= high <= 1
    expected = found.expected(0.1)
    assert 1 <= expected <= 11 + 1e-6
    low, high = found.expected_interval(0.1)
    assert low <= expected <= high


def test_bigger_cohorts_are_surer():
    """
    Ten times as many customers narrow the interval by about the root of ten.
    """
    few, many = (fit(renewals_of([[n * c for c in POOLED[0]]])) for n in (0.01, 0.1))
    width = [high - low for low, high in (few.interval(10), many.interval(10))]

    assert math.sqrt(10) == pytest.approx(width[0] / width[1], rel=0.1)


def test_a_lifetime_without_end_is_none():
    """
    Undiscounted, a few who hardly ever leave have no finite expected lifetime: none is told.
    """
    endless, ending = Fit(0.67, 3.8, 0, CERTAIN), Fit(3.8, 15.19, 0, CERTAIN)

    assert (None, None) == (endless.expected(0), endless.expected_interval(0))
    assert 1 + 15.19 / 2.8 == pytest.approx(ending.expected(0))
    assert 1 < endless.expected(0.1) < 11


@pytest.mark.parametrize(
    ("cohorts", "words"),
    [
        ([], "0 renewal was seen"),
        ([[100]], "0 renewal was seen"),
        ([[100, 80]], "two at least are needed"),
        ([[0, 0, 0]], "0 renewal was seen"),
        ([[100, 100, 100]], "Nobody has left"),
        ([[100, 0]], "two at least"),
        ([[100, 0], [50, 0, 0]], "two at least"),
        ([[100, 80, 80, 80]], "nobody later"),
        ([[100, 90, 81, 72.9]], "constant loss of 10.0%"),
        ([[100, 90, 70, 40]], "do not slow down"),
        ([[100, 10, 1]], "constant loss of 90.0%"),
        ([[100, 23, 5, 2, 0, 0]], "constant loss of 76.9%"),
        ([[100, 110]], "fewer stay"),
        ([[-5, -6]], "fewer stay"),
        ([[100, float("nan")]], "fewer stay"),
    ],
)
def test_what_cannot_be_projected_says_why(cohorts, words):
    """
    Too short, nobody left, everybody left, losses that do not slow down: a sentence, never a number.
    """
    with pytest.raises(KpiError, match=words):
        fit(renewals_of(cohorts))


def test_importing_retention_loads_no_mathematics():
    """
    Retention is plain arithmetic: nothing heavy is loaded, not even when a lifetime is asked for.
    """
    import subprocess
    import sys

    code = (
        "import sys, kpi_core.retention.renewals as r, kpi_core.retention.survival;"
        "r.Fit(3.8, 15.19, 0, ((0, 0), (0, 0))).expected(0.1);"
        "print(*sorted({'scipy', 'numpy', 'duckdb', 'ibis', 'pydantic'} & set(sys.modules)))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "" == loaded.stdout.strip()
