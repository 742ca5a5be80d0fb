"""Real exports, end to end: what `kpi import` and a query say equals a computation of our own."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from statistics import mean, median

import pytest

from addin.desk import Desk
from kpi_core.answering.funnel import funnel
from kpi_core.answering.funnel_shapes import FunnelQuery
from tests.kpi_core.answering.conftest import SHARED, Workspace, codes

MAVEN = SHARED / "data" / "maven_crm" / "sales_pipeline.csv"
KAG = SHARED / "data" / "kag_facebook_ads" / "KAG_conversion_data.csv"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not MAVEN.exists(), reason="the real exports are not beside the checkout"),
]

ALL_TIME = "2016-01-01..2017-12-31"


def day(text):
    return dt.datetime.strptime(text, "%m/%d/%Y").date() if text else None


@pytest.fixture(scope="module", name="deals")
def _deals():
    with MAVEN.open(encoding="utf-8") as file:
        return [
            {**row, "engaged": day(row["engage_date"]), "closed": day(row["close_date"])}
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module", name="crm")
def _crm(tmp_path_factory):
    made = Workspace(tmp_path_factory.mktemp("maven") / "w", dt.date(2018, 1, 10))
    told = Desk(made.core, "test").import_file({"file": str(MAVEN), "hints": {"tax": "ht"}})
    assert 8800 == told["counts"]["accepted"]
    yield made
    made.store.close()


@pytest.fixture(scope="module", name="ads")
def _ads(tmp_path_factory):
    made = Workspace(tmp_path_factory.mktemp("kag") / "w", dt.date(2017, 9, 10))
    hints = {"date": "2017-08-30", "tax": "ht"}
    Desk(made.core, "test").import_file({"file": str(KAG), "hints": hints})
    yield made
    made.store.close()


def test_headline_numbers(crm):
    """
    Won, lost and won value of the CRM export are the published ones.
    """
    found = {
        r.variant: r.value
        for r in crm.all("won_deal_count", "lost_deal_count", "revenue", period=ALL_TIME)
    }

    assert {"won_deal_count": 4238, "lost_deal_count": 2473, "revenue": 10_005_534} == found


def test_deals_without_an_engage_date_are_kept(crm, deals):
    """
    The 500 opportunities that nobody engaged yet are in the pipeline, not in quarantine.
    """
    undated = sum(1 for d in deals if not d["engaged"])
    quarantined = crm.store.cursor().execute("SELECT count(*) FROM quarantine").fetchall()

    assert 500 == undated
    assert [(0,)] == quarantined
    open_ = sum(1 for d in deals if d["deal_stage"] in {"Engaging", "Prospecting"})
    assert open_ == crm.ask("open_deal_count", period="2018-01-10").value


def test_pipeline_without_amounts_is_unknown(crm):
    """
    Open deals carry no amount in this export: the pipeline's value is unknown, not zero.
    """
    found = crm.ask("pipeline_value", period="2018-01-10")

    assert found.value is None
    assert "no_data" in codes(found)


def test_sales_cycle(crm, deals):
    """
    With no leads, the cycle runs from the deal's creation: its median, with mean and count.
    """
    days = [(d["closed"] - d["engaged"]).days for d in deals if d["deal_stage"] == "Won"]

    found = crm.ask("sales_cycle", period=ALL_TIME)

    assert ("cycle_deal", median(days)) == (found.variant, found.value)
    assert pytest.approx(mean(days)) == found.inputs["deal_cycle_mean"]
    assert len(days) == found.rows


@pytest.mark.parametrize("column, dimension", [("product", "product"), ("sales_agent", "owner")])
def test_win_rate_by(crm, deals, column, dimension):
    """
    Win rates by product and by salesperson are won over decided, of each.
    """
    won, decided = Counter(), Counter()
    for d in deals:
        if d["deal_stage"] in {"Won", "Lost"}:
            decided[d[column]] += 1
            won[d[column]] += d["deal_stage"] == "Won"

    found = crm.all("win_rate", by=[dimension], period=ALL_TIME)

    expected = {name: pytest.approx(won[name] / n) for name, n in decided.items()}
    assert expected == {r.group[dimension]: r.value for r in found}


def test_average_deal_and_revenue_by_quarter(crm, deals):
    """
    Quarter by quarter, revenue and average deal are those of the deals closed in it.
    """
    values = defaultdict(list)
    for d in deals:
        if d["deal_stage"] == "Won":
            first = dt.date(d["closed"].year, (d["closed"].month - 1) // 3 * 3 + 1, 1)
            values[first.isoformat()].append(float(d["close_value"]))

    found = crm.all("revenue", "average_deal", grain="quarter", period="2017")

    revenue = {r.group["quarter"]: r.value for r in found if r.variant == "revenue"}
    average = {r.group["quarter"]: r.value for r in found if r.variant == "average_deal"}
    assert {q: sum(v) for q, v in values.items()} == revenue
    assert {q: pytest.approx(mean(v)) for q, v in values.items()} == average


def test_new_customers_are_first_wins(crm, deals):
    """
    An account counts once, on the day of its first won deal, and the answer says so.
    """
    first = {}
    for d in deals:
        if d["deal_stage"] == "Won":
            first[d["account"]] = min(first.get(d["account"], d["closed"]), d["closed"])
    in_quarter = sum(dt.date(2017, 4, 1) <= f <= dt.date(2017, 6, 30) for f in first.values())

    found = crm.ask("new_customer_count", period="Q2 2017")

    assert in_quarter == found.value
    assert "first_won_per_account" in codes(found)


def test_default_period_ends_where_the_data_does(crm):
    """
    With no period, the last twelve complete months of the data answer, and their dates are told.
    """
    found = crm.ask("revenue")

    assert (dt.date(2017, 1, 1), dt.date(2017, 12, 31)) == (found.period.start, found.period.end)


def test_product_spellings_can_be_mapped(crm):
    """
    `GTXPro` becomes `GTX Pro` when the team says so, in the rows already stored too.
    """
    before = crm.ask("won_deal_count", period=ALL_TIME, filters={"product": ["GTXPro"]}).value

    Desk(crm.core, "test").map({"dimension": "product", "raw": "GTXPro", "member": "GTX Pro"})

    after = crm.ask("won_deal_count", period=ALL_TIME, filters={"product": ["GTX Pro"]}).value
    assert (before, "GTX Pro") == (after, crm.core.snapshot().members.one("product", "gtxpro")[1])


def test_ads_totals(ads):
    """
    Impressions, clicks and spend are the published totals, to the cent.
    """
    found = {
        r.variant: r.value
        for r in ads.all(
            "impression_count", "click_count", "advertising_spend", period="2017-08-30"
        )
    }

    expected = {
        "impression_count": 213_434_828,
        "click_count": 38_165,
        "advertising_spend": 58_705.23,
    }
    assert expected == found


def test_ads_ratios_by_segment(ads):
    """
    CTR, CPC and cost per conversion of a segment are ratios of its sums.
    """
    sums = defaultdict(lambda: [0, 0, 0.0, 0])
    with KAG.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            entry = sums[f"{row['age']} · {row['gender']}"]
            entry[0] += int(row["Impressions"])
            entry[1] += int(row["Clicks"])
            entry[2] += float(row["Spent"])
            entry[3] += int(row["Total_Conversion"])

    found = ads.all("ctr", "cpc", "cpa_claimed", by=["segment"], period="2017-08-30")

    def near(value):
        return pytest.approx(value, rel=1e-5)

    expected = {
        name: {"ctr": near(c / i), "cpc": near(s / c), "cpa_claimed": near(s / n)}
        for name, (i, c, s, n) in sums.items()
    }
    told = defaultdict(dict)
    for r in found:
        told[r.group["segment"]][r.variant] = r.value
    assert expected == told


def test_the_funnel_of_the_crm_export(crm):
    """
    Won, lost and open by stage are the published counts of the export, and add up to its 8,800 deals.
    """
    found = funnel(crm.core, FunnelQuery(period=ALL_TIME)).total
    open_ = {stage.name: stage.open for stage in found.deal_stages}

    assert {"Engaging": 1589, "Prospecting": 500} == open_
    assert (4238, 2473, 10_005_534) == (found.decided.won, found.decided.lost, found.decided.value)
    assert 8800 == found.decided.won + found.decided.lost + found.pipeline.open
