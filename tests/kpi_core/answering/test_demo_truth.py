"""The demo's true answers, counted by code that shares none with the product."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kpi_core.demo import DEMO_CHANNELS, generate
from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.demo import reference

YEAR = (dt.date(2024, 11, 1), dt.date(2025, 10, 31))
QUARTER = (dt.date(2025, 7, 1), dt.date(2025, 9, 30))

# The reference's name -> the KPI that answers.
SAME = {
    "spend": "total_cost", "spend_direct": "direct_cost", "spend_indirect": "indirect_costs",
    "contacted": "contact_count", "leads": "lead_volume", "mqls": "mql_count", "sqls": "sql_count",
    "meetings": "meeting_count", "cpl": "cpl", "cost_per_mql": "cost_per_mql",
    "cost_per_sql": "cost_per_sql", "lead_to_mql": "lead_to_mql", "mql_to_sql": "mql_to_sql",
    "new_customers": "new_customer_count", "revenue": "revenue", "gross_margin": "gross_profit",
    "roas": "roas", "win_rate": "win_rate", "sales_cycle": "cycle_median",
    "sales_cycle_mean": "cycle_mean", "average_deal": "average_deal",
    "pipeline_value": "pipeline_value", "open_deals": "open_deal_count",
    "impressions": "impression_count", "clicks": "click_count", "ctr": "ctr", "cpc": "cpc",
    "cpm": "cpm", "sessions": "traffic", "open_rate": "open_rate", "email_ctr": "ctr_email",
    "bounce_rate": "email_bounce_rate", "reply_rate": "reply_rate",
    "engagement_rate": "engagement_rate",
}  # fmt: skip
WHOLE_ONLY = {
    "cac_loaded": "cac_loaded", "roi_net": "roi_net", "churn_rate": "churn_rate",
    "mrr": "monthly_recurring_revenue", "arr": "annual_recurring_revenue",
    "end_customers": "customer_count", "csat": "csat",
    "net_revenue_retention": "net_revenue_retention",
    "gross_revenue_retention": "gross_revenue_retention",
}  # fmt: skip


@pytest.fixture(scope="module", name="truth")
def _truth():
    tables = generate(TODAY).tables

    def truth(span, channel=None):
        return reference.kpis(tables, *span, DEMO_CHANNELS, channel, everything=channel is None)

    return truth


def answered(workspace, kpis, span, **query):
    period = {"start": span[0].isoformat(), "end": span[1].isoformat()}
    return {r.variant: r.value for r in workspace.all(*kpis, period=period, **query)}


def close(expected):
    return None if expected is None else pytest.approx(float(Decimal(str(expected))), rel=1e-9)


@pytest.mark.parametrize("span", [YEAR, QUARTER], ids=["year", "quarter"])
def test_the_whole_firm(demo, truth, span):
    """
    Over the whole firm, every KPI is what plain counting of the rows gives.
    """
    expected, names = truth(span), SAME | WHOLE_ONLY

    found = answered(demo, names.values(), span)

    assert {k: close(expected[k]) for k in names} == {k: found[names[k]] for k in names}


@pytest.mark.parametrize(
    "channel", ["LinkedIn Ads", "Google Ads", "SEO", "Webinars", "Partenaires"]
)
def test_one_channel(demo, truth, channel):
    """
    A channel's KPIs are what plain counting of its rows gives, deals by the lead that brought them.
    """
    expected = truth(YEAR, channel)
    names = {
        k: v
        for k, v in SAME.items()
        if k in {"leads", "mqls", "sqls", "cpl", "new_customers", "revenue", "roas", "win_rate"}
    }

    found = answered(demo, names.values(), YEAR, filters={"channel": [channel]})

    assert {k: close(expected[k]) for k in names} == {k: found[names[k]] for k in names}


def test_net_promoter_score_is_told_in_points(demo, truth):
    """
    The score is promoters less detractors for a hundred answers.
    """
    expected = truth(YEAR)["nps"] * 100

    assert close(expected) == answered(demo, ["nps"], YEAR)["nps"]


@pytest.mark.parametrize(
    "kpi", ["lead_volume", "revenue", "new_customer_count", "total_cost", "impression_count"]
)
def test_members_add_up_to_the_total(demo, kpi):
    """
    The sum over channels equals the total, those of no channel included.
    """
    period = {"start": "2024-11-01", "end": "2025-10-31"}
    total = demo.ask(kpi, period=period).value

    parts = demo.all(kpi, period=period, by=["channel"])

    assert pytest.approx(total, abs=0.001) == sum(p.value or 0 for p in parts)


@pytest.mark.parametrize("kpi", ["lead_volume", "revenue", "total_cost", "won_deal_count"])
@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_units_of_time_add_up_to_the_total(demo, kpi, grain):
    """
    Whatever the grain, a trend adds up to the number over the whole period, quiet units included.
    """
    period = {"start": "2024-11-13", "end": "2025-10-31"}
    total = demo.ask(kpi, period=period).value

    points = demo.all(kpi, period=period, grain=grain)

    assert pytest.approx(total, abs=0.001) == sum(p.value or 0 for p in points)
    assert [p.period.start for p in points] == sorted(p.period.start for p in points)
