"""CAC with the spend of one sales cycle earlier, and what recurring revenue is kept."""

from __future__ import annotations

import datetime as dt
import math
from statistics import median

import pytest

from kpi_core.answering.cells import Cells
from kpi_core.demo import generate
from kpi_core.explain import explain
from kpi_core.query import KpiResult
from kpi_core.text import Lang
from tests.kpi_core.answering.conftest import TODAY, codes
from tests.kpi_core.answering.rows import contract, deal, lead, spent
from tests.kpi_core.demo import reference


@pytest.fixture(scope="module", name="tables")
def _tables():
    return generate(TODAY).tables


@pytest.fixture(scope="module", name="cycle")
def _cycle(tables):
    """The median days from lead to signature, over every new deal won, counted row by row."""
    leads = {r["lead"]: r["created_on"] for r in tables["leads"]}
    days = [
        (r["closed_on"] - leads[r["lead"]]).days
        for r in tables["deals"]
        if r["state"] == "won" and r["kind"] == "new" and r["lead"] in leads
    ]
    return math.floor(median(days) + 0.5)


def counted(tables, cycle, start, end):
    lag = dt.timedelta(days=cycle)
    cost = sum(r["amount"] for r in tables["spend"] if start <= r["spent_on"] + lag <= end)
    won = sum(start <= r["closed_on"] <= end for r in reference.first_won(tables["deals"]))
    return float(cost) / won


SPANS = [
    (dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
    (dt.date(2024, 11, 1), dt.date(2025, 10, 31)),
    (dt.date(2025, 2, 3), dt.date(2025, 3, 17)),
]


@pytest.mark.parametrize("span", SPANS, ids=str)
def test_lagged_cac_is_what_plain_counting_gives(demo, tables, cycle, span):
    """
    On the demo the lagged CAC is the spend of the period moved back a cycle over its customers.
    """
    found = demo.ask("cac décalé", period={"start": str(span[0]), "end": str(span[1])})

    assert cycle > 0
    assert ("cac", "cac_lagged") == (found.kpi, found.variant)
    assert pytest.approx(counted(tables, cycle, *span), rel=1e-9) == found.value


@pytest.mark.parametrize("span", SPANS, ids=str)
def test_a_cell_shows_the_same_lagged_cac(demo, span):
    """
    A cell shows the lagged CAC that the query answers, over the firm and over a channel.
    """
    asked = [("cac_lagged", "..".join(map(str, span)), *m) for m in ([], ["SEO"], ["LinkedIn"])]
    cells = Cells(demo.core)

    answers = cells.answer(asked)

    told = [demo.core.query(cells.query(cell)[0])[0].value for cell in asked]
    assert [pytest.approx(value, rel=1e-12) for value in told] == answers


def test_lagged_cac_by_month_adds_the_same_spend(demo, cycle):
    """
    By month, the spend moved back is that of each month alone, and adds up to the whole.
    """
    period = {"start": "2025-01-01", "end": "2025-06-30"}
    months = demo.all("cac_lagged", period=period, grain="month")
    whole = demo.ask("cac_lagged", period=period)

    assert 6 == len(months)
    parts = sum(m.inputs["lagged_cost"] + m.inputs["lagged_indirect_cost"] for m in months)
    assert pytest.approx(whole.numerator) == parts


def test_the_days_of_the_spend_are_shown(workspace):
    """
    The answer shows which days' spend was counted, in both languages, and its formula.
    """
    workspace.add("leads", lead(1, "2025-01-10"), lead(2, "2025-02-08"))
    workspace.add("spend", spent(100, day="2025-01-25"), spent(7000, day="2025-03-10"))
    workspace.add(
        "deals",
        deal(1, lead="p1@exemple.fr", closed="2025-03-11"),  # 60 days
        deal(2, lead="p2@exemple.fr", closed="2025-03-11"),  # 31 days: the median is 45.5, so 46
    )

    found = workspace.ask("cac_lagged", period="2025-03")

    assert (50, 2) == (found.value, found.denominator)
    assert ["Spend from 2025-01-14 to 2025-02-13: 46 days earlier, the median sales cycle."] == [
        c.message.en for c in found.caveats if c.code == "lagged"
    ]
    assert "Coût direct, un cycle plus tôt" in explain(found, Lang.FR, "fr-FR")


def test_an_unknown_cycle_is_an_answer_that_says_so(workspace):
    """
    Where no won deal tells how long it took, the lagged CAC has no value and names the reason.
    """
    workspace.add("spend", spent(100))
    workspace.add("deals", deal(1))
    workspace.add("leads", lead(1))

    (cell,) = Cells(workspace.core).answer([("cac_lagged", "2025-03")])

    assert "cycle de vente n’est pas connu" in cell.message.fr
    assert "no_cycle" in codes(workspace.ask("cac_lagged", period="2025-03"))


def test_without_leads_the_cycle_is_that_of_deals(workspace):
    """
    Where no leads are imported, the cycle runs from the creation of the deal to its signature.
    """
    workspace.add("spend", spent(90, day="2025-03-01"), spent(7, day="2025-03-30"))
    workspace.add("deals", deal(1, created_on="2025-03-01", closed="2025-03-21"))

    found: KpiResult = workspace.ask("cac_lagged", period="2025-03-21..2025-03-31")

    assert 90 == found.value
    assert any("20 days" in c.message.en for c in found.caveats if c.code == "lagged")


def test_money_kept_follows_each_customer(workspace):
    """
    Net retention lets one customer's growth make up for another's loss; gross retention does not.
    """
    workspace.add(
        "subscriptions",
        contract(1, "grows", 100, end="2025-03-14"),
        contract(2, "grows", 180, "2025-03-15"),
        contract(3, "shrinks", 100, end="2025-03-14"),
        contract(4, "shrinks", 70, "2025-03-15"),
        contract(5, "leaves", 50, end="2025-03-14"),
        contract(6, "comes", 999, "2025-03-15"),
    )

    found = {r.variant: r for r in workspace.all("nrr", "grr", period="2025-03")}

    net, gross = found["net_revenue_retention"], found["gross_revenue_retention"]
    assert (250 / 250, 170 / 250) == (net.value, gross.value)
    grown = workspace.ask("nrr", period="2025-03", filters={"segment": [None]})
    assert net.value == grown.value


def test_money_kept_above_all_of_it_is_no_doubt(workspace):
    """
    A net retention above 100 % is growth of the same customers, not a base that differs.
    """
    workspace.add(
        "subscriptions",
        contract(1, "grows", 100, end="2025-03-14"),
        contract(2, "grows", 180, "2025-03-15"),
    )

    found = workspace.ask("nrr", period="2025-03")

    assert (1.8, False) == (found.value, "above_one" in codes(found))


def test_what_a_channel_leaves_out_is_of_the_same_days(workspace):
    """
    By channel, the indirect cost said not to be allocated is that of the days whose spend counts.
    """
    workspace.add("leads", lead(1, "2025-01-10"))
    workspace.add(
        "spend",
        spent(100, "LinkedIn Ads", "2025-01-25"),
        spent(8, day="2025-01-20", category="indirect"),
        spent(999, day="2025-03-20", category="indirect"),
    )
    workspace.add("deals", deal(1, lead="p1@exemple.fr", closed="2025-03-11"))

    (found,) = [r for r in workspace.all("cac_lagged", period="2025-03", by=["channel"]) if r.value]

    assert ("LinkedIn Ads", 100) == (found.group["channel"], found.value)
    assert ["€8.00"] == [
        c.message.en.split()[0] for c in found.caveats if c.code == "indirect_unallocated"
    ]


@pytest.fixture(name="lagging")
def _lagging(workspace):
    """A cycle of 73 days, and spend recorded from April to the end of May only."""
    workspace.add("leads", lead(1, "2025-03-01"))
    workspace.add("spend", spent(100, day="2025-04-01"), spent(80, day="2025-05-30"))
    workspace.add("deals", deal(1, lead="p1@exemple.fr", closed="2025-05-13"))
    return workspace


def told(found):
    """Return what an answer says of the days that the records do not cover."""
    return [c.message.en for c in found.caveats if c.code in {"stale", "starts_late"}]


def test_days_of_spend_before_the_records_are_told(lagging):
    """
    The spend of one cycle earlier that nobody recorded is named: less cost would flatter.
    """
    found = lagging.ask("cac_lagged", period="2025-04-01..2025-06-30")

    assert 100 == found.value
    assert ["The data on spend starts on 2025-04-01: 73 days from 2025-01-18 on are missing."] == [
        said for said in told(found) if "spend" in said
    ]
    (french,) = [c.message.fr for c in found.caveats if c.code == "starts_late"]
    assert "il manque 73 jours à partir du 18/01/2025" in french


def test_days_of_spend_after_those_that_count_are_not_missed(lagging):
    """
    Where each day that counts is recorded, nothing is missed, whatever the period asked about.
    """
    found = lagging.ask("cac_lagged", period="2025-06-13..2025-07-31")
    later = lagging.ask("cac", period="2025-06-13..2025-07-31")

    assert not [said for said in told(found) if "spend" in said]
    assert [said for said in told(later) if "spend ends on 2025-05-30: 62 days" in said]


def test_spend_that_ends_before_the_days_that_count_is_told(lagging):
    """
    Records that end inside the days whose spend counts are told by how many days they fall short.
    """
    lagging.add("deals", deal(2, closed="2025-08-20", created_on="2025-06-08"))

    found = lagging.ask("cac_lagged", period="2025-08-01..2025-08-31")

    assert ["The data on spend ends on 2025-05-30: 20 days up to 2025-06-19 are missing."] == [
        said for said in told(found) if "spend" in said
    ]
