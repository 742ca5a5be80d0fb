"""What a number means beside another: comparisons, margins of chance, and what is not known."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.errors import KpiError
from tests.kpi_core.answering.conftest import codes
from tests.kpi_core.answering.rows import MARCH, deal, lead, spent


def test_a_running_period_is_compared_with_the_same_elapsed_days(workspace):
    """
    This month, twelve days old, is compared with the first twelve days of the last one.
    """
    workspace.add("leads", lead(1, "2025-10-05"), lead(2, "2025-10-25"), lead(3, "2025-11-03"))

    found = workspace.ask("lead_volume", period="ce mois-ci", compare="par rapport au mois dernier")

    assert (1, 1) == (found.value, found.comparison.value)
    assert (dt.date(2025, 10, 1), dt.date(2025, 10, 12)) == (
        found.comparison.period.start,
        found.comparison.period.end,
    )
    assert "running" in codes(found)


# Margins of error


def test_shares_change_in_points_and_small_changes_are_not_clear(workspace):
    """
    A win rate moves in points; when the margin includes no change, it is neither rise nor fall.
    """
    rows = [deal(n, state="won" if n % 2 else "lost", closed="2025-03-20") for n in range(20)]
    rows += [
        deal(100 + n, state="won" if n % 3 else "lost", closed="2025-02-20") for n in range(21)
    ]
    workspace.add("deals", *rows)

    found = workspace.ask("win_rate", period=MARCH, compare="vs 2025-02")

    assert pytest.approx(0.5 - 14 / 21) == found.comparison.change
    assert found.comparison.low < found.comparison.change < found.comparison.high
    assert found.comparison.clear is False


def test_costs_per_unit_carry_the_chance_of_the_count(workspace):
    """
    Ten leads for 1 000 €: the spend is fixed, the count is chance, 4.8 to 18.4 at 95 %.
    """
    workspace.add("spend", spent(1000))
    workspace.add("leads", *(lead(n) for n in range(10)))

    found = workspace.ask("cpl", period=MARCH)

    assert 100 == found.value
    assert pytest.approx((1000 / 18.390356, 1000 / 4.795389), rel=1e-5) == (found.low, found.high)
    assert "small_sample" in codes(found)


@pytest.mark.parametrize("kpi", ["lead_to_mql", "engagement_rate", "open_rate_total"])
def test_rates_whose_parts_differ_carry_no_margin(demo, kpi):
    """
    Period stage rates, engagement rates and total opens carry no margin: it would not be honest.
    """
    found = demo.ask(kpi, period="2025-03")

    assert found.value is not None
    assert (None, None) == (found.low, found.high)


def test_a_cohort_rate_carries_one_and_follows_only_the_matured(workspace):
    """
    A cohort counts the leads old enough, and what they became in the same time for all.
    """
    workspace.add(
        "leads",
        lead(1, "2025-03-05", mql_on="2025-03-10", sql_on="2025-04-01"),
        lead(2, "2025-03-06", mql_on="2025-03-20"),
        lead(3, "2025-03-07", mql_on="2025-03-20", sql_on="2025-10-30"),
        lead(4, "2025-11-01", mql_on="2025-11-02", sql_on="2025-11-03"),
    )

    march = workspace.ask("mql_to_sql", period=MARCH, basis="cohort")
    november = workspace.ask("mql_to_sql", period="2025-11", basis="cohort")

    assert (1, 3) == (march.numerator, march.denominator)
    assert march.low < march.value < march.high
    assert (None, 0) == (november.value, november.denominator)
    assert "cohort" in codes(march)


def test_the_cohort_rate_stands_beside_a_period_rate_past_one(workspace):
    """
    When more leads were qualified in the month than came in it, the cohort rate is told too.
    """
    workspace.add(
        "leads",
        lead(1, "2025-02-10", mql_on="2025-03-02"),
        lead(2, "2025-02-11", mql_on="2025-03-03"),
        lead(3, "2025-03-04", mql_on="2025-03-20"),
    )

    found = workspace.ask("lead_to_mql", period=MARCH)

    assert 3 == found.value
    assert {"above_one", "cohort_beside"} <= codes(found)


# Answers that are none


def test_no_data_is_not_zero(workspace):
    """
    A month after the end of the data has no leads recorded, which is not zero leads.
    """
    workspace.add("leads", lead(1))

    future, quiet = (
        workspace.ask("lead_volume", period="2031-01"),
        workspace.ask("lead_volume", period="2025-03-05"),
    )

    assert (None, 1) == (future.value, quiet.value)
    assert "no_data" in codes(future)


def test_zero_to_divide_by_is_named(workspace):
    """
    Spend without a lead has no cost per lead, and the answer names what is zero.
    """
    workspace.add("spend", spent(500), spent(10, day="2025-05-02"))
    workspace.add("leads", lead(1, "2025-01-05"), lead(2, "2025-06-05"))

    found = workspace.ask("cpl", period=MARCH)

    assert found.value is None
    assert ["Pas de valeur : Leads vaut 0."] == [
        c.message.fr.replace("\u202f", " ") for c in found.caveats if c.code == "zero_denominator"
    ]


def test_a_dimension_that_a_fact_lacks_is_refused(workspace):
    """
    Costs are not told by salesperson: the answer lists what they are told by.
    """
    workspace.add("spend", spent(500))
    workspace.add("leads", lead(1, owner="Inès"))

    with pytest.raises(KpiError) as refused:
        workspace.ask("cpl", period=MARCH, by=["owner"])

    assert "campaign" in refused.value.message.en


def test_a_filter_that_no_spend_carries_has_no_cost(workspace):
    """
    Filtering on a segment that spend never names leaves the cost unknown, not whole.
    """
    workspace.add("spend", spent(500, "SEO"))
    workspace.add("leads", lead(1, segment="PME"))

    found = workspace.ask("cpl", period=MARCH, filters={"segment": ["PME"]})

    assert (None, True) == (found.value, "filter_not_in_spend" in codes(found))


def test_costs_left_out_are_said(workspace):
    """
    With no indirect cost recorded anywhere, a loaded CAC says that it is not loaded.
    """
    workspace.add("spend", spent(500))
    workspace.add("deals", deal(1))

    assert "no_indirect_cost" in codes(workspace.ask("cac", period=MARCH))


def test_old_data_is_named_with_its_age(workspace):
    """
    An answer over data that ended weeks before its period does says so.
    """
    workspace.add("leads", lead(1, "2025-09-20"))

    found = workspace.ask("lead_volume", period="2025-09-01..2025-11-12")

    assert any("53" in c.message.en for c in found.caveats if c.code == "stale")
