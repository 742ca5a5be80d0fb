"""What a number means once rows were mapped, merged, corrected or shared out."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import members
from tests.kpi_core.answering.conftest import codes
from tests.kpi_core.answering.rows import MARCH, deal, lead, spent


def test_money_is_exact_to_the_cent(workspace):
    """
    A thousand times ten cents is a hundred euros, not a hair more or less.
    """
    workspace.add("spend", *(spent("0.10", label=str(n)) for n in range(1000)))

    assert 100.0 == workspace.ask("direct_cost", period=MARCH).value


def test_mapping_a_source_moves_what_is_stored(workspace):
    """
    A source placed under a channel is counted there, in past rows and in those to come.
    """
    workspace.add("leads", lead(1, source="Salon du Data"))

    members.place_source(
        workspace.store, "Salon du Data", "Events", "Events", kind="offline", actor="test"
    )
    workspace.add("leads", lead(2, source="salon du data"))

    assert 2 == workspace.ask("lead_volume", period=MARCH, filters={"channel": ["Events"]}).value


def test_two_rows_about_one_person_become_one_that_knows_both(workspace):
    """
    A person who stands twice in a file keeps the earliest dates, the first origin, and what either row says.
    """
    who = {"email": "p1@exemple.fr"}
    loaded = workspace.add(
        "leads",
        {**who, "created_on": "2025-03-05", "source": "SEO", "segment": "PME"},
        {**who, "created_on": "2025-04-02", "mql_on": "2025-04-03", "source": "Google Ads"},
    )

    (row,) = (
        workspace.store.cursor()
        .execute("SELECT created_on, mql_on, segment, source FROM leads")
        .fetchall()
    )

    assert (dt.date(2025, 3, 5), dt.date(2025, 4, 3), "PME", "SEO") == row
    assert (1, 1) == (loaded.added["leads"], loaded.merged)


def test_two_equal_lines_of_spend_are_two(workspace):
    """
    The same amount twice on one day is two expenses; importing the file again adds neither.
    """
    rows = [spent(100, "SEO", label="Agence")] * 2

    first, again = workspace.add("spend", *rows), workspace.add("spend", *rows)

    assert (2, 0, 2) == (first.added["spend"], again.added["spend"], again.same["spend"])
    assert 200 == workspace.ask("direct_cost", period=MARCH).value


def test_an_annual_rate_asks_for_a_year(demo):
    """
    What is discounted by the year has no value over a quarter, and has one over twelve months.
    """
    quarter = demo.ask("clv_discounted", period="T3 2025")
    year = demo.ask("clv_discounted", period="2024-11-01..2025-10-31")

    assert (None, True) == (quarter.value, "not_defined" in codes(quarter))
    assert year.value > 0


def test_another_currency_without_a_rate_is_refused_whole(workspace):
    """
    Dollars are never added to euros one for one: nothing is imported, and the way out is told.
    """
    with pytest.raises(KpiError) as refused:
        workspace.add("spend", spent(100, currency="USD"), spent(100, currency="EUR"))

    assert Kind.CURRENCY is refused.value.kind
    assert "USD (1)" in refused.value.message.fr
    assert workspace.ask("total_cost", period=MARCH).value is None


def test_people_without_any_key_do_not_double(workspace):
    """
    A list without e-mails imported again, a line added on top, adds that line only.
    """
    ann, bob, zoe = (
        {"name": n, "company": "X", "created_on": "2025-03-05"} for n in ("Ann", "Bob", "Zoe")
    )
    workspace.add("leads", ann, bob)

    workspace.add("leads", zoe, ann, bob)

    assert 3 == workspace.ask("lead_volume", period=MARCH).value


def test_the_same_spend_in_two_countries_is_two(workspace):
    """
    Rows that differ by country or product are different rows, whatever file they come in.
    """
    workspace.add("spend", spent(100, "SEO", country="FR"))
    workspace.add("spend", spent(50, "SEO", country="DE"))
    workspace.add("spend", spent(7, "seo", country="fr"))

    assert 57 == workspace.ask("direct_cost", period=MARCH).value


@pytest.mark.parametrize("policy", ["spend", "leads", "equal"])
def test_allocated_parts_add_up_and_cells_agree(workspace, policy):
    """
    Under a policy the rows sum to the whole, the unassigned one gives what it had, cells agree.
    """
    from kpi_core.answering.cells import Cells

    workspace.add("leads", lead(1), lead(2, source="Google Ads"), lead(3, source="Meta Ads"))
    workspace.add(
        "spend",
        spent(100, "LinkedIn Ads"),
        spent(300, "Google Ads"),
        spent(50, "Meta Ads"),
        spent(40),
        spent(100, category="indirect"),
        spent(5, "Meta Ads", category="indirect"),
    )
    workspace.set(overhead_policy=policy)

    parts = workspace.all("indirect_costs", by=["platform"], period=MARCH)
    (cell,) = Cells(workspace.core).answer([("indirect_costs", "2025-03", "platform=LinkedIn")])

    assert pytest.approx(105) == sum(p.value or 0 for p in parts)
    assert 0 == next(p.value for p in parts if p.group["platform"] is None)
    assert cell == next(p.value for p in parts if p.group["platform"] == "LinkedIn")


def test_a_corrected_contact_moves_the_credit(workspace):
    """
    A deal imported again with its contact takes that contact's channel.
    """
    workspace.add("leads", lead(1, source="LinkedIn Ads"))
    workspace.add("deals", deal(1, 900))
    workspace.add("deals", deal(1, 900, lead="p1@exemple.fr"))

    found = workspace.ask("revenue", period=MARCH, filters={"channel": ["LinkedIn Ads"]})

    assert 900 == found.value


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_earliest_contact_is_credited_whatever_comes_first(workspace, order):
    """
    Which leads file is imported first does not decide who earns the deal.
    """
    people = {1: lead(1, "2025-01-10", "LinkedIn Ads"), 2: lead(2, "2025-02-10", "Google Ads")}
    workspace.add("deals", deal(1, 900, lead="p1@exemple.fr;p2@exemple.fr"))
    for n in order:
        workspace.add("leads", people[n])

    found = workspace.ask("revenue", period=MARCH, filters={"channel": ["LinkedIn Ads"]})

    assert 900 == found.value


def test_a_contract_renewed_the_next_day_never_lapses(workspace):
    """
    The end date is the last day of service: renewed on the morrow, nobody left and nobody came.
    """
    contract = {"customer": "Acme", "mrr": 100}
    workspace.add(
        "subscriptions",
        {**contract, "subscription": "a", "started_on": "2025-01-01", "ended_on": "2025-03-31"},
        {**contract, "customer": "ACME ", "subscription": "b", "started_on": "2025-04-01"},
    )

    march = {r.variant: r.value for r in workspace.all("mrr", "churn", period=MARCH)}
    april = {r.variant: r.value for r in workspace.all("mrr", "churn", period="2025-04")}

    assert march == april == {"monthly_recurring_revenue": 100, "churn_rate": 0}


def test_meetings_after_the_last_lead_are_counted(workspace):
    """
    A meeting held after the last lead came is in the data, in a query as in a cell.
    """
    from kpi_core.answering.cells import Cells

    workspace.add("leads", lead(1, "2025-03-01", meeting_on="2025-05-20"))

    assert 1 == workspace.ask("meeting_count", period="2025-05").value
    assert [1.0] == Cells(workspace.core).answer([("meeting_count", "2025-05")])


def test_margins_known_for_part_of_the_deals_are_said(workspace):
    """
    A margin rate over deals of which some tell no margin says how many.
    """
    workspace.add("deals", deal(1, 1000, margin=400), deal(2, 1000))

    assert "amount_missing" in codes(workspace.ask("gross_margin_rate", period=MARCH))


def test_one_account_spelled_twice_is_one_customer(workspace):
    """
    "Acme" and "ACME " are one account: its second deal is no new customer.
    """
    workspace.add("deals", deal(1, customer="Acme", closed="2025-03-02"), deal(2, customer="ACME "))

    assert 1 == workspace.ask("new_customer_count", period=MARCH).value


def test_a_cohort_counts_the_same_new_customers(workspace):
    """
    A lead who signs an old customer's second deal is no new customer in a cohort either.
    """
    workspace.add("leads", lead(1, "2025-03-05"))
    workspace.add(
        "deals",
        deal(1, customer="acme", closed="2024-06-01"),
        deal(2, customer="acme", closed="2025-04-01", lead="p1@exemple.fr"),
    )

    assert 0 == workspace.ask("lead_to_customer", period=MARCH, basis="cohort").value


def test_a_corrected_deal_is_told_where_it_closed(workspace):
    """
    The month whose figure changed says so, not the month in which the deal was created.
    """
    workspace.add("deals", deal(1, 1000, created_on="2025-01-05"))
    workspace.add("deals", deal(1, 500, created_on="2025-01-05"))

    assert "revised" in codes(workspace.ask("revenue", period=MARCH))


def test_undated_wins_are_unknown_not_zero(workspace):
    """
    When won deals carry no closing date, revenue is unknown and the reason is told.
    """
    workspace.add("deals", {**deal(1), "closed_on": None})

    found = workspace.ask("revenue", period=MARCH)

    assert (None, True) == (found.value, "undated_wins" in codes(found))


def test_a_state_over_time_takes_the_default_period(workspace):
    """
    MRR by month with no period is told over the default months, not for today alone.
    """
    workspace.add(
        "subscriptions",
        {"subscription": "a", "customer": "c", "started_on": "2024-01-01", "mrr": 100},
    )
    workspace.add("leads", lead(1, "2025-11-01"))

    assert 12 == len(workspace.all("mrr", grain="month"))
