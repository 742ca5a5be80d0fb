"""The reference that will judge the engine is itself checked: by hand, and by its own sums."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kpi_core.demo import DEMO_CHANNELS
from kpi_core.facts import FACTS
from tests.kpi_core.demo.reference import by_channel, kpis

YEAR = (date(2024, 11, 1), date(2025, 10, 31))
QUARTER = (date(2025, 7, 1), date(2025, 9, 30))
ADDITIVE = (
    "spend_direct",
    "spend_indirect",
    "contacted",
    "leads",
    "mqls",
    "sqls",
    "meetings",
    "trials",
    "new_customers",
    "revenue",
    "gross_margin",
    "pipeline_value",
    "start_customers",
    "mrr",
    "impressions",
    "clicks",
    "sessions",
)


def test_a_month_small_enough_to_count_by_hand():
    """
    Three leads, two deals, one subscription lost: every number is known beforehand.
    """

    def row(fact, **values):
        return {**dict.fromkeys(FACTS[fact].columns), **values}

    def on(day):
        return date(2025, 3, day)

    tables = {fact: [] for fact in FACTS}
    tables["spend"] = [
        row(
            "spend",
            spent_on=on(1),
            source="ads",
            category="direct",
            label="Achat",
            amount=Decimal(900),
        ),
        row("spend", spent_on=on(31), category="indirect", label="CRM", amount=Decimal(100)),
        row(
            "spend", spent_on=date(2025, 4, 1), category="direct", label="Achat", amount=Decimal(7)
        ),
    ]
    tables["leads"] = [
        row("leads", lead="a", created_on=on(1), mql_on=on(2), sql_on=on(3), source="ads"),
        row("leads", lead="b", created_on=on(1), sql_on=on(9), source="seo"),
        row("leads", lead="c", created_on=on(2)),
    ]
    won = {"kind": "new", "state": "won"}
    tables["deals"] = [
        row("deals", deal="1", customer="A", lead="a", **won, created_on=on(3), closed_on=on(11))
        | {"amount": Decimal(3000), "margin": Decimal(2000)},
        row("deals", deal="2", customer="A", **won, created_on=on(12), closed_on=on(20))
        | {"amount": Decimal(1000), "margin": Decimal(500)},
        row("deals", deal="3", customer="B", lead="b", kind="new", state="open", created_on=on(9))
        | {"amount": Decimal(400), "margin": Decimal(300)},
    ]
    tables["subscriptions"] = [
        row("subscriptions", customer="A", started_on=on(11), mrr=Decimal(300)),
        row("subscriptions", customer="Z", started_on=date(2024, 1, 1), mrr=Decimal(80)),
        row("subscriptions", customer="Y", started_on=date(2024, 1, 1), mrr=Decimal(20))
        | {"ended_on": on(30)},
    ]
    channels = {"ads": ("Ads", "X"), "seo": ("SEO", "X")}

    true = kpis(tables, on(1), on(31), channels)
    of_ads = kpis(tables, on(1), on(31), channels, "Ads", everything=False)

    assert (true["leads"], true["mqls"], true["sqls"]) == (3, 2, 2)
    assert (true["cpl"], true["cac_loaded"], true["cac_paid"]) == (300, 1000, 900)
    assert (true["revenue"], true["roi_net"], true["new_customers"]) == (4000, 3, 1)
    assert (true["sales_cycle"], true["average_deal"], true["pipeline_value"]) == (10, 2000, 400)
    assert (true["start_customers"], true["end_customers"], true["churn_rate"]) == (2, 2, 0.5)
    assert (true["mrr"], true["gross_revenue_retention"]) == (380, 0.8)
    assert (of_ads["revenue"], of_ads["cpl"], of_ads["new_customers"]) == (3000, 900, 1)
    assert kpis(tables, on(1), on(31), channels, "SEO", everything=False)["cpl"] is None


@pytest.mark.parametrize("period", [YEAR, QUARTER], ids=["year", "quarter"])
def test_channels_add_up_to_the_whole(demo, period):
    """
    What has no source is a line like the others, so that nothing is dropped or counted twice.
    """
    whole = kpis(demo.tables, *period, DEMO_CHANNELS)
    parts = by_channel(demo.tables, *period, DEMO_CHANNELS)

    for name in ADDITIVE:
        assert whole[name] == sum(part[name] for part in parts.values()), name


def test_months_add_up_to_the_year(demo):
    """
    Flows of twelve months make the year's; customers follow opening + gained - lost.
    """
    firsts = [date(2024 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(13)]
    months = [
        kpis(demo.tables, first, after - timedelta(days=1), DEMO_CHANNELS)
        for first, after in pairwise(firsts)
    ]
    year = kpis(demo.tables, *YEAR, DEMO_CHANNELS)

    for name in ("spend", "leads", "mqls", "sqls", "new_customers", "revenue", "clicks"):
        assert year[name] == sum(month[name] for month in months), name
    assert months[0]["start_customers"] == year["start_customers"]
    assert [m["end_customers"] for m in months[:-1]] == [m["start_customers"] for m in months[1:]]


def test_the_firm_is_believable(demo):
    """
    The headline numbers are those of a small software firm that grows.
    """
    year = kpis(demo.tables, *YEAR, DEMO_CHANNELS)
    channels = by_channel(demo.tables, *YEAR, DEMO_CHANNELS)

    assert 0.3 < year["lead_to_mql"] < 0.6
    assert 0.2 < year["win_rate"] < 0.45
    assert 35 <= year["sales_cycle"] <= 75
    assert 0.05 < year["churn_rate"] < 0.25
    assert 0.85 < year["net_revenue_retention"] < 1.2
    assert year["cac_paid"] < year["cac_loaded"] < year["average_deal"] * 2
    assert 0.2 < year["nps"] < 0.6
    assert 0.25 < year["open_rate"] < 0.45
    assert channels["Meta Ads"]["lead_to_mql"] < 0.5 * year["lead_to_mql"]
    assert channels["Partenaires"]["cpl"] is None
