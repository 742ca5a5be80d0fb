"""Margins of error agree with published tables, and hold as often as they say."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.statistics import cost_per_unit, net_promoter, newcombe, poisson, wilson

REFERENCES = Path(__file__).resolve().parents[3] / "shared" / "specs" / "reference_cases.jsonl"

# Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10.
NEWCOMBE = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0),
    (10, 10, 0, 10): (0.6075, 1.0),
}

# Newcombe (1998), Statistics in Medicine 17: 857-872, the score method without correction.
WILSON = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0, 0.1611),
    (1, 29): (0.0061, 0.1718),
}

# Garwood's exact limits of a Poisson mean, as the usual tables print them.
GARWOOD = {
    0: ("0.000", "3.689"),
    1: ("0.0253", "5.572"),
    2: ("0.242", "7.225"),
    5: ("1.623", "11.668"),
    10: ("4.795", "18.39"),
    20: ("12.217", "30.888"),
}

COUNTS = st.integers(0, 10_000)


@pytest.mark.parametrize("case", WILSON, ids=str)
def test_wilson_is_the_published_interval(case):
    """
    The score interval of a rate is the one that Newcombe's comparison of seven methods prints.
    """
    assert pytest.approx(WILSON[case], abs=6e-5) == wilson(*case)


@pytest.mark.parametrize("case", NEWCOMBE, ids=str)
def test_the_difference_of_two_rates_is_the_published_interval(case):
    """
    The interval of a difference is method 10 of the published table, of the first less the second.
    """
    a, n_a, b, n_b = case

    assert pytest.approx(NEWCOMBE[case], abs=6e-5) == newcombe(b, n_b, a, n_a)


@pytest.mark.shared
def test_the_shared_reference_has_the_same_intervals():
    """
    The eight cases of the reference file, reproduced by two other programs, come out too.
    """
    if not REFERENCES.exists():
        pytest.skip("the reference material is not beside this checkout")
    cases = {c["id"]: c for c in map(json.loads, REFERENCES.read_text("utf-8").splitlines())}
    reference = cases["newcombe_diff"]

    for (a, n_a, b, n_b), ends in zip(
        reference["inputs"]["cases"], reference["expected"]["method10"], strict=True
    ):
        assert pytest.approx(ends, abs=reference["tol"]) == newcombe(b, n_b, a, n_a)


@pytest.mark.parametrize("count", GARWOOD)
def test_a_count_has_its_exact_limits(count):
    """
    The limits of a count are Garwood's, zero events included.
    """
    for printed, limit in zip(GARWOOD[count], poisson(count), strict=True):
        digits = len(printed.partition(".")[2])

        assert printed == f"{limit:.{digits}f}"


def test_a_confidence_may_be_asked_for():
    """
    At 90 %, no event at all still allows for 2.996 of them: the rule of three.
    """
    assert pytest.approx((0.0, 2.9957), abs=1e-4) == poisson(0, confidence=0.90)
    assert pytest.approx((0.0513, 4.7439), abs=1e-4) == poisson(1, confidence=0.90)


def test_a_cost_per_unit_has_the_limits_of_its_count():
    """
    1,000 € for 10 leads is between 54.37 € and 208.55 €; for none, there is no upper limit.
    """
    assert pytest.approx((1000 / 18.390, 1000 / 4.7954), rel=1e-4) == cost_per_unit(1000, 10)
    low, high = cost_per_unit(1000, 0)
    assert pytest.approx(1000 / 3.689, rel=1e-3) == low
    assert high is None


def test_a_net_score_has_the_limits_of_its_answers():
    """
    60 promoters and 20 detractors of 100 are 40 points, give or take 15.68.
    """
    assert pytest.approx((40 - 15.68, 40 + 15.68), abs=5e-3) == net_promoter(60, 20, 100)


def test_a_net_score_stays_on_its_scale():
    """
    Three promoters of four answers do not lead past 100, nor three detractors below -100.
    """
    assert 100 == net_promoter(3, 0, 4)[1]
    assert -100 == net_promoter(0, 3, 4)[0]


@pytest.mark.parametrize("case", [(-1, 10), (11, 10), (0, 0), (1, 0), (1, -1)])
def test_what_is_no_proportion_has_no_interval(case):
    """
    More successes than trials, or none to succeed in, is refused rather than computed.
    """
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(*case)


@given(n=st.integers(1, 10_000), data=st.data())
def test_a_rate_lies_within_its_interval(n, data):
    """
    The interval holds the rate, stays between 0 and 1, and mirrors the rate of failures.
    """
    x = data.draw(st.integers(0, n))

    low, high = wilson(x, n)

    assert 0 <= low <= x / n <= high <= 1
    assert pytest.approx((1 - high, 1 - low), abs=1e-12) == wilson(n - x, n)


@given(a=COUNTS, b=COUNTS, n=st.integers(10_000, 20_000), m=st.integers(10_000, 20_000))
def test_a_difference_reads_the_same_both_ways(a, b, n, m):
    """
    Swapping the two rates turns the interval of their difference around.
    """
    low, high = newcombe(a, n, b, m)

    assert low <= b / m - a / n <= high
    assert pytest.approx((-high, -low), abs=1e-12) == newcombe(b, m, a, n)


@given(count=COUNTS)
def test_more_events_move_both_limits_up(count):
    """
    One event more never lowers a limit, and the count lies between them.
    """
    (low, high), (lower, higher) = poisson(count), poisson(count + 1)

    assert low <= count <= high
    assert (low, high) < (lower, higher)
    assert high < higher


@pytest.mark.parametrize(("rate", "trials"), [(0.05, 100), (0.3, 40), (0.5, 20), (0.9, 60)])
def test_wilson_holds_the_true_rate_about_as_often_as_it_says(rate, trials):
    """
    Of thousands of samples drawn from a known rate, 95 % of the intervals hold it, near enough.
    """
    chance = random.Random(20251112)  # noqa: S311 - a simulation, drawn the same each time
    held = 0
    for _ in range(4000):
        x = sum(chance.random() < rate for _ in range(trials))
        low, high = wilson(x, trials)
        held += low <= rate <= high

    assert 0.93 <= held / 4000 <= 0.98


@pytest.mark.parametrize("mean", [0.5, 2.0, 9.0])
def test_poisson_holds_the_true_mean_at_least_as_often_as_it_says(mean):
    """
    The exact interval of a count holds its mean in 95 % of the cases or more, summed exactly.
    """
    term, covered = 2.718281828459045**-mean, 0.0
    for count in range(60):
        low, high = poisson(count)
        covered += term if low <= mean <= high else 0.0
        term *= mean / (count + 1)

    assert 0.95 <= covered <= 1
