"""The very edge of each rule: the last day that counts, the instant of a change, both ends of a margin."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from scipy import stats

from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.answering.rows import deal, lead, spent

MARCH = "2025-03"
MATURITY = 90


def test_a_renewal_makes_no_customer_of_a_cohort(workspace):
    """
    A lead whose only deal renews a contract became neither an opportunity nor a customer.
    """
    workspace.add("leads", lead(1), lead(2))
    workspace.add(
        "deals",
        deal(1, lead="p1@exemple.fr", kind="renewal", created_on="2025-03-06", closed="2025-03-25"),
        deal(2, lead="p2@exemple.fr", kind="new", created_on="2025-03-06", closed="2025-03-25"),
    )

    rates = workspace.all("lead_to_customer", "lead_to_opportunity", period=MARCH, basis="cohort")

    assert [(1, 2), (1, 2)] == [(r.numerator, r.denominator) for r in rates]


def test_a_credit_note_is_no_open_opportunity(workspace):
    """
    A credit note in preparation lowers neither the pipeline's value nor its count.
    """
    workspace.add(
        "deals",
        deal(1, 1000, "open", kind="new"),
        deal(2, -400, "open", kind="credit"),
        deal(3, 70, "open", kind=None),
    )

    found = workspace.all("pipeline", "open_deal_count", period="2025-03-31")

    assert [1070, 2] == [r.value for r in found]


def test_two_deals_of_a_lead_without_account_are_one_customer(workspace):
    """
    Where no account is recorded, the lead stands for it: its second sale is no new customer.
    """
    workspace.add("leads", lead(1), lead(2))
    who = {"customer": None, "lead": "p1@exemple.fr"}
    workspace.add(
        "deals",
        deal(1, **who, closed="2025-03-10"),
        deal(2, **who, closed="2025-03-20"),
        deal(3, customer=None, lead="p2@exemple.fr"),
        deal(4, customer=None),
    )

    assert 3 == workspace.ask("new_customer_count", period=MARCH).value


def ago(days):
    return str(TODAY - dt.timedelta(days=days))


def test_a_cohort_begins_on_the_day_it_is_old_enough(workspace):
    """
    A lead of exactly the maturity counts; one a day younger does not yet.
    """
    workspace.add("leads", lead(1, ago(MATURITY)), lead(2, ago(MATURITY - 1)))

    found = workspace.ask("lead_to_mql", period=f"{ago(120)}..{ago(0)}", basis="cohort")

    assert (0, 1) == (found.numerator, found.denominator)


def test_a_cohort_ends_on_the_last_day_of_its_time(workspace):
    """
    Reached on the day itself or on the last day of the maturity counts; a day outside does not.
    """
    start = dt.date(2025, 3, 5)
    reached = [-1, 0, MATURITY, MATURITY + 1]
    workspace.add(
        "leads",
        *(
            lead(n, str(start), mql_on=str(start + dt.timedelta(days=days)))
            for n, days in enumerate(reached)
        ),
    )

    found = workspace.ask("lead_to_mql", period=MARCH, basis="cohort")

    assert (2, 4) == (found.numerator, found.denominator)


def test_a_change_is_known_from_its_very_instant(workspace):
    """
    As of the instant of a correction the new word stands, alone; a moment before, the old one.
    """
    workspace.add("deals", deal(1, 1000))
    workspace.add("deals", deal(1, 700))
    ((instant,),) = workspace.store.cursor().execute("SELECT recorded_at FROM deals").fetchall()

    def told(moment):
        (found,) = workspace.all("revenue", period=MARCH, as_of=moment)
        return found.value

    assert (700, 1000) == (told(instant), told(instant - dt.timedelta(microseconds=1)))


def test_two_equal_expenses_stay_two_as_of_a_moment(workspace):
    """
    An old report counts two equal lines of spend twice, as it did then.
    """
    workspace.add("spend", *[spent(100, "SEO", label="Agence")] * 2)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)

    (found,) = workspace.all("direct_cost", period=MARCH, as_of=now + dt.timedelta(seconds=1))

    assert 200 == found.value


def score_interval(successes, trials):
    """The proportions that a score test at 5 % does not reject: roots of its quadratic."""
    z, p = stats.norm.ppf(0.975), successes / trials
    low, high = sorted(np.roots([1 + z * z / trials, -2 * p - z * z / trials, p * p]))
    return low, high


def test_both_ends_of_a_change_of_rate(workspace):
    """
    The margin of a change of win rate is Newcombe's, longer on one side, from 3 of 40 to 9 of 10.
    """
    before = [deal(n, state="won" if n < 3 else "lost", closed="2025-02-20") for n in range(40)]
    now = [deal(100 + n, state="won" if n < 9 else "lost") for n in range(10)]
    workspace.add("deals", *before, *now)

    found = workspace.ask("win_rate", period=MARCH, compare="vs 2025-02").comparison

    (low_b, high_b), (low_n, high_n) = score_interval(3, 40), score_interval(9, 10)
    moved = 0.9 - 0.075
    down = math.sqrt((0.9 - low_n) ** 2 + (high_b - 0.075) ** 2)
    up = math.sqrt((high_n - 0.9) ** 2 + (0.075 - low_b) ** 2)
    assert pytest.approx((moved - down, moved, moved + up)) == (
        found.low,
        found.change,
        found.high,
    )
    assert down > 2 * up
    assert found.clear is True


def test_a_change_of_nothing_for_sure_is_no_change(workspace):
    """
    Two scores that leave no doubt and are the same: no change is within the margin, at its edge.
    """
    days = ("2025-02-10", "2025-03-10")
    workspace.add("surveys", *({"answered_on": d, "survey": "nps", "score": 10} for d in days))

    found = workspace.ask("nps", period=MARCH, compare="vs 2025-02").comparison

    assert (0, 0, 0) == (found.low, found.change, found.high)
    assert found.clear is False


def test_both_ends_of_a_change_of_cost(workspace):
    """
    The margin of a change of cost per lead joins two exact Poisson ones on a log scale.
    """
    workspace.add("spend", spent(900, day="2025-02-10"), spent(1000))
    workspace.add(
        "leads",
        *(lead(n, "2025-02-05") for n in range(30)),
        *(lead(100 + n) for n in range(4)),
    )

    found = workspace.ask("cpl", period=MARCH, compare="vs 2025-02").comparison

    def ends(cost, count):
        few = stats.chi2.ppf(0.025, 2 * count) / 2
        many = stats.chi2.ppf(0.975, 2 * count + 2) / 2
        return np.log(cost / many), np.log(cost / count), np.log(cost / few)

    (b_low, b, b_high), (n_low, n, n_high) = ends(900, 30), ends(1000, 4)
    low = np.exp(n - b - np.hypot(n - n_low, b_high - b)) - 1
    high = np.exp(n - b + np.hypot(n_high - n, b - b_low)) - 1
    assert pytest.approx((low, 250 / 30 - 1, high)) == (found.low, found.change, found.high)
    assert high - found.change > 2 * (found.change - low)
