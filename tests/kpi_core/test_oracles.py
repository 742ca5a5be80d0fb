"""Intervals, tests and corrections against a library that shares none of our code."""

from __future__ import annotations

import itertools
import random

import pytest

from kpi_core.experiments.arms import Arm, Sample
from kpi_core.experiments.chance import chi_square_p, corrected, normal_p, student_p, welch, z_of
from kpi_core.experiments.ratios import ratio_interval
from kpi_core.statistics import Z, newcombe, poisson, wilson

pytestmark = pytest.mark.oracle

TABLES = [
    (successes, trials)
    for trials in (1, 3, 20, 211, 10_000)
    for successes in sorted({0, 1, trials // 3, trials - 1, trials})
    if successes <= trials
]


@pytest.fixture(name="proportions", scope="module")
def _proportions():
    return pytest.importorskip(
        "statsmodels.stats.proportion", reason="statsmodels is not installed: an oracle"
    )


def test_the_interval_of_a_rate(proportions):
    """
    Wilson's, from nobody of one to all of ten thousand.
    """
    for successes, trials in TABLES:
        theirs = proportions.proportion_confint(successes, trials, method="wilson")
        assert theirs == pytest.approx(wilson(successes, trials), abs=1e-12)


def test_the_interval_of_a_difference_and_of_a_ratio(proportions):
    """
    Newcombe's method 10 for a difference; Miettinen and Nurminen's score interval for a ratio.
    """
    between = proportions.confint_proportions_2indep
    for (a, n), (b, m) in itertools.product(TABLES, TABLES):
        theirs = between(b, m, a, n, method="newcomb", compare="diff")
        assert theirs == pytest.approx(newcombe(a, n, b, m), abs=1e-9)
    for a, n, b, m in ((30, 1000, 45, 1000), (7, 90, 3, 110), (400, 1000, 500, 990)):
        low, high = ratio_interval(Arm(a, n), Arm(b, m), Z)
        theirs = between(b, m, a, n, method="score", compare="ratio", correction=True)
        assert theirs == pytest.approx((low, high), rel=2e-4)  # they stop looking at 1e-4


def test_the_test_of_two_rates_and_of_several(proportions):
    """
    The pooled z of two versions, Pearson's chi-square of more.
    """
    for a, n, b, m in ((30, 1000, 45, 1000), (7, 90, 3, 110), (400, 1000, 500, 990)):
        z, p = proportions.proportions_ztest([b, a], [m, n])
        ours = z_of(Arm(a, n), Arm(b, m))
        assert abs(z) == pytest.approx(abs(ours))
        assert p == pytest.approx(normal_p(ours))
    _, p, _ = proportions.proportions_chisquare([30, 45, 28], [1000, 1000, 900])
    assert p == pytest.approx(chi_square_p([Arm(30, 1000), Arm(45, 1000), Arm(28, 900)]))


def test_the_test_of_two_means():
    """
    Welch's, degrees of freedom and all, from the values themselves.
    """
    weightstats = pytest.importorskip("statsmodels.stats.weightstats", reason="an oracle")
    import numpy as np

    chance = random.Random(5)  # noqa: S311 - no secret
    a, b = (
        [chance.gauss(mean, spread) for _ in range(size)]
        for mean, spread, size in ((100, 20, 40), (108, 45, 25))
    )
    t, p, freedom = weightstats.ttest_ind(b, a, usevar="unequal")
    samples = (Sample(float(np.mean(s)), float(np.std(s, ddof=1)), len(s)) for s in (a, b))
    difference, error, ours = welch(*samples)

    assert t == pytest.approx(difference / error)
    assert freedom == pytest.approx(ours)
    assert p == pytest.approx(student_p(difference / error, ours))


def test_the_correction_for_several_tests():
    """
    Holm's, ties and p-values of one among them.
    """
    multiple = pytest.importorskip("statsmodels.stats.multitest", reason="an oracle")
    chance = random.Random(6)  # noqa: S311 - no secret
    for size in (1, 2, 7, 40):
        values = [round(chance.random() ** 2, 2) for _ in range(size)]
        theirs = multiple.multipletests(values, method="holm")[1]
        assert list(theirs) == pytest.approx(corrected(values))


def test_the_interval_of_a_count():
    """
    Garwood's exact one, from nothing seen to thousands.
    """
    rates = pytest.importorskip("statsmodels.stats.rates", reason="an oracle")
    for count in (0, 1, 4, 37, 2500):
        theirs = rates.confint_poisson(count, 1, method="exact-c")
        assert theirs == pytest.approx(poisson(count), rel=1e-9)
