"""Comparisons that drop nobody and hide no uneven days, and trends that say what is in part."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.kpi_core.answering.conftest import Workspace, codes
from tests.kpi_core.answering.rows import contract, deal, lead, spent

MARCH = "2025-03"


def test_a_member_that_fell_to_nothing_is_told(workspace):
    """
    A channel with leads last month and none this month stands in the comparison, at zero.
    """
    workspace.add(
        "leads",
        lead(1, "2025-02-10", "Google Ads"),
        lead(2, "2025-02-11", "Google Ads"),
        lead(3, "2025-02-12"),
        lead(4, "2025-03-02"),
        lead(5, "2025-03-03", "SEO"),
    )

    found = workspace.all("lead_volume", period=MARCH, by=["channel"], compare="vs 2025-02")

    assert [("LinkedIn Ads", 1, 1), ("SEO", 1, 0), ("Google Ads", 0, 2)] == [
        (r.group["channel"], r.value, r.comparison.value) for r in found
    ]
    assert -1 == found[2].comparison.change


def test_a_ratio_that_fell_to_nothing_is_unknown_and_last(workspace):
    """
    A channel that no longer brings a lead has no cost per lead now; the earlier one stays told.
    """
    workspace.add("leads", lead(1, "2025-02-10", "Google Ads"), lead(2), lead(3, "2025-02-03"))
    workspace.add(
        "spend",
        spent(80, "Google Ads", "2025-02-10"),
        spent(90, "LinkedIn Ads"),
        spent(70, "LinkedIn Ads", "2025-02-10"),
    )

    found = workspace.all("cpl", period=MARCH, by=["channel"], compare="vs 2025-02")

    assert [("LinkedIn Ads", 90, 70), ("Google Ads", None, 80)] == [
        (r.group["channel"], r.value, r.comparison.value) for r in found
    ]
    assert "no_data" in codes(found[1])


def test_a_member_that_fell_to_nothing_has_every_unit_of_a_trend(workspace):
    """
    By channel and month, a channel of the other year alone has all the months of this one.
    """
    workspace.add(
        "leads", lead(1, "2024-01-10", "SEO"), lead(2, "2025-01-10"), lead(3, "2025-03-10")
    )

    found = workspace.all(
        "lead_volume",
        period="2025-01-01..2025-03-31",
        by=["channel"],
        grain="month",
        compare="vs the same period last year",
    )

    seo = [(r.value, r.comparison.value) for r in found if r.group["channel"] == "SEO"]
    assert [(0, 1), (0, 0), (0, 0)] == seo
    assert 6 == len(found)


def test_a_silent_unit_has_no_rate_of_its_own(workspace):
    """
    Over a year in which a segment holds nobody, its retention is unknown: neither none nor all.
    """
    workspace.add(
        "subscriptions",
        contract(1, "acme", 100, "2022-06-01", "2023-12-15", segment="PME"),
        contract(2, "zeta", 100, "2023-01-01", segment="ETI"),
    )

    found = workspace.all("annual_retention", period="2024", by=["segment"], compare="vs 2023")

    assert {"PME": None, "ETI": 1.0} == {r.group["segment"]: r.value for r in found}


def test_a_unit_told_in_part_names_its_days(workspace):
    """
    In a trend by month, the months cut by the period or by today say which days they hold.
    """
    workspace.add("leads", lead(1, "2025-09-20"), lead(2, "2025-11-03"))

    sept, october, november = workspace.all(
        "lead_volume", grain="month", period="2025-09-15..2025-11-30"
    )

    assert ("clipped" in codes(sept), "clipped" in codes(october)) == (True, False)
    (words,) = [c.message.en for c in november.caveats if c.code == "clipped"]
    assert "Part of a month: 12 of its 30 days, 2025-11-01 to 2025-11-12." == words


def test_a_state_by_month_is_told_in_part_mid_month(workspace):
    """
    MRR by month ends on today's contracts in the running month, and says it is not over.
    """
    workspace.add(
        "subscriptions",
        contract(1, "acme", 100),
        contract(2, "zeta", 40, "2025-11-10"),
        contract(3, "yoyo", 7, "2025-11-20"),
    )

    october, november = workspace.all("mrr", grain="month", period="2025-10-01..2025-11-12")

    assert (100, 140) == (october.value, november.value)
    assert dt.date(2025, 11, 12) == november.period.end
    assert ("clipped" in codes(october), "clipped" in codes(november)) == (False, True)


@pytest.mark.parametrize(
    ("compare", "uneven"), [("vs 2024", True), ("vs 2025-10-01..2025-10-12", False)]
)
def test_uneven_days_are_said(workspace, compare, uneven):
    """
    A running month beside a longer stretch names both sides' days; beside as many, it does not.
    """
    workspace.add("leads", lead(1, "2024-10-05"), lead(2, "2025-11-03"), lead(3, "2025-10-04"))
    query = {"grain": "month"} if compare == "vs 2024" else {}

    found = workspace.all(
        "lead_volume",
        period={"start": "2025-11-01", "end": "2025-11-12"} if query else "ce mois-ci",
        compare="vs 2025-10-01..2025-10-31" if query else compare,
        **query,
    )

    assert uneven == ("uneven" in codes(found[0]))


def test_the_running_unit_of_a_trend_is_not_compared_in_silence(workspace):
    """
    Month by month against the year before, twelve days of November against thirty are named.
    """
    workspace.add("leads", lead(1, "2024-11-20"), lead(2, "2025-11-03"), lead(3, "2025-10-04"))

    october, november = workspace.all(
        "lead_volume",
        grain="month",
        period={"start": "2025-10-01", "end": "2025-11-12"},
        compare="vs 2024-10-01..2024-11-30",
    )

    assert "uneven" not in codes(october)
    (words,) = [c.message.fr for c in november.caveats if c.code == "uneven"]
    assert (
        "12 jours ici (du 01/11/2025 au 12/11/2025), 30 là (du 01/11/2024 au 30/11/2024)" in words
    )


@pytest.mark.parametrize("period", ["ce mois-ci", "cette année", "aujourd’hui", "this quarter"])
def test_a_running_period_is_said_once(workspace, period):
    """
    That a period is not over is told in one sentence, not in two.
    """
    workspace.add("leads", lead(1, "2025-11-03"))

    found = workspace.ask("lead_volume", period=period)

    told = [c for c in found.caveats if "not over" in c.message.en or "running" in c.message.en]
    assert ["running"] == [c.code for c in told]


def test_the_same_elapsed_days_are_said(workspace):
    """
    A comparison cut to the days that have passed says so with the answer.
    """
    workspace.add("leads", lead(1, "2025-10-05"), lead(2, "2025-11-03"))

    found = workspace.ask("lead_volume", period="ce mois-ci", compare="vs le mois dernier")

    assert any("same elapsed days" in c.message.en for c in found.caveats)


def test_kpis_without_a_period_take_each_their_own(workspace):
    """
    Asked together without a period, MRR is as of today and churn over the default months.
    """
    workspace.add(
        "subscriptions",
        contract(1, "acme", 100, segment="PME"),
        contract(2, "zeta", 70, end="2025-06-30", segment="PME"),
        contract(3, "yoyo", 30, "2025-11-05", segment="PME"),
    )
    workspace.add("leads", lead(1, "2025-11-01"))

    found = workspace.all("mrr", "churn_rate", "customers", by=["segment"])
    alone = {r.variant: r for k in ("mrr", "churn_rate") for r in workspace.all(k, by=["segment"])}

    assert ["monthly_recurring_revenue", "churn_rate", "customer_count"] == [
        r.variant for r in found
    ]
    assert [130, 0.5, 2] == [r.value for r in found]
    today = dt.date(2025, 11, 12)
    assert [today, alone["churn_rate"].period.start, today] == [r.period.start for r in found]


def test_limit_keeps_the_members_with_a_value(workspace):
    """
    Best first whatever the way it is asked, members without a value last: `limit` drops them.
    """
    workspace.add("leads", lead(1), lead(2, source="SEO"), lead(3, source="Google Ads"))
    workspace.add("spend", spent(50, "LinkedIn Ads"), spent(20, "Google Ads"))

    def ranked(**more):
        found = workspace.all("cpl", period=MARCH, by=["channel"], **more)
        return [(r.group["channel"], r.value) for r in found]

    best = [("Google Ads", 20), ("LinkedIn Ads", 50), ("SEO", None)]
    assert best == ranked()
    assert best[:2] == ranked(limit=2)
    assert [best[1], best[0], best[2]] == ranked(order="desc")
    assert [best[1], best[0]] == ranked(order="desc", limit=2)
    assert best == ranked(order="asc", limit=3)


@pytest.fixture(name="early")
def _early(tmp_path):
    made = Workspace(tmp_path / "w", dt.date(2025, 3, 15))
    yield made
    made.store.close()


def test_a_week_told_in_part_is_named_in_french(early):
    """
    The running week of a trend is named with its days, in French too.
    """
    early.add("leads", lead(1, "2025-03-11"))

    *_, last = early.all("lead_volume", grain="week", period="2025-03-03..2025-03-15")

    (words,) = [c.message.fr for c in last.caveats if c.code == "clipped"]
    assert words.startswith("Semaine en partie")
    assert "6 de ses 7 jours, du 10/03/2025 au 15/03/2025" in words


def test_a_deal_without_an_amount_does_not_lower_the_average(workspace):
    """
    The average deal divides by the deals that have an amount, and says how many have none.
    """
    workspace.add("deals", deal(1, 1000), deal(2, 3000), deal(3, None), deal(4, None))

    found = workspace.ask("average_deal", period=MARCH)

    assert (2000, 2) == (found.value, found.denominator)
    assert [True] == ["2 rows" in c.message.en for c in found.caveats if c.code == "amount_missing"]


def test_a_margin_rate_rests_on_the_deals_whose_margin_is_known(workspace):
    """
    A deal whose margin nobody recorded lowers no margin rate: 40 % is 40 %, and the gap is said.
    """
    workspace.add("deals", deal(1, 1000, margin=400), deal(2, 1000))

    found = workspace.ask("gross_margin_rate", period=MARCH)

    assert (0.4, 1000) == (found.value, found.denominator)
    assert "amount_missing" in codes(found)


def test_a_year_that_the_records_hold_in_part_is_no_fair_comparison(workspace):
    """
    Compared with a period that began before the data, or of one that goes past its end, a rise says
    so first; a period that the data holds does not.
    """
    workspace.add("leads", *(lead(n, f"2025-{month:02}-10") for n, month in enumerate(range(1, 7))))

    early = workspace.ask("lead_volume", period="2025-01..2025-03", compare="vs 2024-10..2024-12")
    late = workspace.ask("lead_volume", period="2025-05..2025-08", compare="vs 2025-02..2025-04")
    within = workspace.ask("lead_volume", period="2025-03", compare="vs 2025-02")
    cut = workspace.ask("lead_volume", period="2024-10..2025-01", compare="vs 2025-02..2025-05")
    ended = workspace.ask("lead_volume", period="2025-03", compare="vs 2025-09")

    assert "begins_within" == early.caveats[0].code
    assert "2025-01-10" in early.caveats[0].message.en
    assert "ends_within" in codes(late)
    assert "begins_within" in codes(cut)
    assert "ends_within" in codes(ended)
    assert not {"begins_within", "ends_within"} & codes(within)


def test_each_unit_of_a_trend_is_compared_by_its_own_days(workspace):
    """
    Of the months of a trend, those alone are unfair whose other month began before the data.
    """
    workspace.add("leads", *(lead(n, f"2025-{month:02}-10") for n, month in enumerate(range(1, 7))))

    found = workspace.all(
        "lead_volume", period="2025-04..2025-06", grain="month", compare="vs 2024-12..2025-02"
    )

    assert [True, True, False] == ["begins_within" in codes(row) for row in found]
