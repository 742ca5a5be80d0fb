"""Survival against published tables, and against a library that shares none of our code."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.retention.survival import Lived, kaplan_meier

SHARED = Path(__file__).resolve().parents[4] / "shared"
LIVES = st.lists(
    st.builds(Lived, st.integers(0, 40).map(float), st.booleans(), st.integers(1, 5)), min_size=1
)


def leukaemia(group):
    """Return the lives of one group of Miller's trial."""
    path = SHARED / "data" / "km_aml" / "aml.csv"
    with path.open(encoding="utf-8") as file:
        return [
            Lived(float(row["time"]), row["status"] == "1")
            for row in csv.DictReader(file)
            if row["x"] == group
        ]


@pytest.mark.shared
def test_the_published_table_of_a_trial():
    """
    Survival, its error and who was at risk are R's for Miller's leukaemia trial, to the digit printed.
    """
    curve = kaplan_meier(leukaemia("Maintained"))

    # summary(survfit(Surv(time, status) ~ x, data = aml)), group Maintained.
    printed = [
        (9, 11, 1, 0.909, 0.0867),
        (13, 10, 1, 0.818, 0.1163),
        (18, 8, 1, 0.716, 0.1397),
        (23, 7, 1, 0.614, 0.1526),
        (31, 5, 1, 0.491, 0.1642),
        (34, 4, 1, 0.368, 0.1627),
        (48, 2, 1, 0.184, 0.1535),
    ]
    found = [
        (d.time, d.at_risk, d.lost, round(d.survival, 3), round(d.error, 4)) for d in curve.drops
    ]
    assert printed == found
    assert (31, 23) == (curve.median.time, kaplan_meier(leukaemia("Nonmaintained")).median.time)


@settings(deadline=None)
@given(LIVES)
def test_a_curve_falls_from_one_within_its_interval(lives):
    """
    Survival never rises, lies in its interval, and ends at zero only where nobody is left.
    """
    curve = kaplan_meier(lives)
    survival = [1.0, *(d.survival for d in curve.drops)]

    assert sorted(survival, reverse=True) == survival
    assert all(0 <= d.low <= d.survival <= d.high <= 1 for d in curve.drops if d.low is not None)
    assert (survival[-1] == 0) == (curve.drops != () and curve.drops[-1].low is None)


@settings(deadline=None)
@given(LIVES)
def test_the_order_of_rows_does_not_matter(lives):
    """
    Shuffled rows, or rows that count several lives, give the same curve.
    """
    apart = [Lived(one.time, one.lost) for one in lives for _ in range(one.n)]
    random.Random(1).shuffle(apart)  # noqa: S311 - no secret

    assert kaplan_meier(lives) == kaplan_meier(apart)


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1))
def test_when_all_have_left_it_is_the_share_that_stayed(times):
    """
    With nothing left unknown, survival is a count over a count.
    """
    curve = kaplan_meier(Lived(float(t), lost=True) for t in times)

    for drop in curve.drops:
        assert sum(t > drop.time for t in times) / len(times) == pytest.approx(drop.survival)


def test_nobody_left_and_nobody_at_all():
    """
    Without a loss survival stays at one and has no median; without anybody there is no curve.
    """
    curve = kaplan_meier([Lived(3.0, lost=False), Lived(5.0, lost=False)])

    assert ((), None, None, 5.0) == (curve.drops, curve.at(4), curve.median.time, curve.longest)
    with pytest.raises(KpiError, match="at least one customer"):
        kaplan_meier([])
    with pytest.raises(KpiError, match="ends before it starts"):
        kaplan_meier([Lived(-1.0, lost=True)])


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(5))
def test_lifelines_gives_the_same_curve_and_interval(seed):
    """
    An independent library finds the same survival, interval and median, ties and all.
    """
    lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed: an oracle")
    from lifelines.utils import median_survival_times

    chance = random.Random(seed)  # noqa: S311 - idem
    lives = [Lived(float(chance.randrange(1, 60)), chance.random() < 0.6) for _ in range(200)]
    theirs = lifelines.KaplanMeierFitter().fit(
        [life.time for life in lives], [life.lost for life in lives]
    )
    curve = kaplan_meier(lives)

    for drop in curve.drops:
        assert theirs.predict(drop.time) == pytest.approx(drop.survival, abs=1e-12)
        if drop.low is not None:
            low, high = theirs.confidence_interval_.loc[drop.time]
            assert (low, high) == pytest.approx((drop.low, drop.high), abs=1e-9)
    assert theirs.median_survival_time_ == curve.median.time
    low, high = median_survival_times(theirs.confidence_interval_).iloc[0]
    assert (low, high) == (curve.median.low, curve.median.high)
