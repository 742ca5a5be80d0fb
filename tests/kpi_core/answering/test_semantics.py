"""What a number means: each rule that keeps it from misleading, on rows small enough to count."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import members
from tests.kpi_core.answering.conftest import codes

MARCH = "2025-03"


def spent(amount, source=None, day="2025-03-10", **more):
    return {"spent_on": day, "source": source, "category": "direct", "amount": amount, **more}


def lead(n, day="2025-03-05", source="LinkedIn Ads", **more):
    return {"email": f"p{n}@exemple.fr", "created_on": day, "source": source, **more}


def deal(n, amount=1000, state="won", closed="2025-03-20", **more):
    row = {"deal": f"d{n}", "customer": f"c{n}", "state": state, "created_on": "2025-03-01"}
    return row | {"closed_on": closed if state != "open" else None, "amount": amount} | more


# Defaults


def test_roi_is_net_and_says_that_no_margin_is_recorded(workspace):
    """
    ROI means net, on revenue; with no margin recorded it is told as before the cost of sales.
    """
    workspace.add("spend", spent(1000))
    workspace.add("deals", deal(1, 5000))

    found = workspace.ask("roi", period=MARCH)

    assert ("roi_net", 4.0) == (found.variant, found.value)
    assert "before_cost_of_sales" in codes(found)


def test_roi_with_margins_does_not_carry_that_caveat(workspace):
    """
    Once margins are recorded, net ROI stands as it is and the margin variant answers beside it.
    """
    workspace.add("spend", spent(1000))
    workspace.add("deals", deal(1, 5000, margin=3000))

    found = {r.variant: r for r in workspace.all("roi", "roi_margin", period=MARCH)}

    assert (4.0, 2.0) == (found["roi_net"].value, found["roi_margin"].value)
    assert "before_cost_of_sales" not in codes(found["roi_net"])


def test_cac_is_loaded_over_the_whole(workspace):
    """
    Over the whole firm CAC counts indirect costs.
    """
    workspace.add("spend", spent(1000), spent(500, category="indirect"))
    workspace.add("deals", deal(1), deal(2))

    found = workspace.ask("cac", period=MARCH)

    assert ("cac", "cac_loaded", 750) == (found.kpi, found.variant, found.value)


def test_cac_of_a_channel_is_direct_and_shows_the_rest(workspace):
    """
    Per channel CAC counts direct costs, and the indirect amount that nobody allocated is shown.
    """
    workspace.add("leads", lead(1))
    workspace.add("spend", spent(1000, "LinkedIn Ads"), spent(500, category="indirect"))
    workspace.add("deals", deal(1, lead="p1@exemple.fr"))

    (found,) = [r for r in workspace.all("cac", period=MARCH, by=["channel"]) if r.value]

    assert ("cac_direct", 1000) == (found.variant, found.value)
    assert any("500,00" in c.message.fr for c in found.caveats if c.code == "indirect_unallocated")


@pytest.mark.parametrize(
    "policy, shares", [("spend", (375, 125)), ("leads", (250, 250)), ("equal", (250, 250))]
)
def test_indirect_costs_follow_the_stated_policy(workspace, policy, shares):
    """
    A workspace that chose a policy gets loaded channels, the policy is told, and parts add up.
    """
    workspace.add("leads", lead(1), lead(2, source="Google Ads"))
    workspace.add(
        "spend",
        spent(300, "LinkedIn Ads"),
        spent(100, "Google Ads"),
        spent(500, category="indirect"),
    )
    workspace.add("deals", deal(1, lead="p1@exemple.fr"), deal(2, lead="p2@exemple.fr"))
    workspace.set(overhead_policy=policy)

    found = {r.group["channel"]: r for r in workspace.all("cac", period=MARCH, by=["channel"])}

    linkedin, google = found["LinkedIn Ads"], found["Google Ads"]
    assert ("cac_loaded", 300 + shares[0]) == (linkedin.variant, linkedin.value)
    assert 100 + shares[1] == google.value
    assert "indirect_allocated" in codes(linkedin)
    alone = workspace.ask("cac", period=MARCH, filters={"channel": ["LinkedIn Ads"]})
    assert linkedin.value == alone.value


def test_a_bare_conversion_rate_is_asked_back(workspace):
    """
    "Taux de conversion" alone does not say between which stages: the question comes back.
    """
    with pytest.raises(KpiError) as asked:
        workspace.ask("taux de conversion", period=MARCH)

    assert Kind.AMBIGUOUS is asked.value.kind
    assert "lead_to_customer" in asked.value.message.fr


@pytest.mark.parametrize(
    "word", ["taux de rebond", "taux de clic", "coût d'acquisition", "meilleur canal", "CPA"]
)
def test_words_of_several_meanings_are_asked_back(workspace, word):
    """
    A word that means several numbers is never guessed.
    """
    with pytest.raises(KpiError) as asked:
        workspace.ask(word, period=MARCH)

    assert Kind.AMBIGUOUS is asked.value.kind


def test_zero_churn_makes_lifetime_undefined(workspace):
    """
    While nobody leaves, a churn-based lifetime has no value, and is never infinite.
    """
    workspace.add(
        "subscriptions",
        {"subscription": "s1", "customer": "c1", "started_on": "2024-01-01", "mrr": 100},
    )
    workspace.add("deals", deal(1, customer="c1", margin=500))

    for kpi in ("customer_lifetime", "ltv", "ltv_margin"):
        found = workspace.ask(kpi, period="2025-03-01..2025-03-31")

        assert found.value is None
        assert {"zero_denominator"} <= codes(found)


def test_churn_counts_only_those_present_at_the_start(workspace):
    """
    Customers won in the period never enter the base of churn: 4 at the start, 1 left, 2 came.
    """
    rows = [
        {"subscription": f"s{n}", "customer": f"c{n}", "started_on": "2024-06-01", "mrr": 100}
        for n in range(4)
    ]
    rows[0]["ended_on"] = "2025-03-15"
    rows += [
        {"subscription": f"n{n}", "customer": f"x{n}", "started_on": "2025-03-08", "mrr": 50}
        for n in range(2)
    ]
    workspace.add("subscriptions", *rows)

    found = {r.variant: r for r in workspace.all("churn", "retention", "customers", period=MARCH)}

    assert (0.25, 0.75, 5) == tuple(
        found[v].value for v in ("churn_rate", "retention_rate", "customer_count")
    )
    assert pytest.approx((0.0456, 0.6994), abs=1e-4) == (
        found["churn_rate"].low,
        found["churn_rate"].high,
    )


# Counting


def test_one_person_from_two_tools_is_one_lead(workspace):
    """
    A person known by e-mail in the CRM and by LinkedIn address elsewhere is one lead.
    """
    url = "https://www.linkedin.com/in/p1"
    workspace.add("leads", lead(1, linkedin_url=url), system="hubspot.contacts")
    workspace.add(
        "leads", {"linkedin_url": url, "created_on": "2025-03-07"}, system="waalaxy.leads"
    )
    workspace.add(
        "leads", {"email": "P1@Exemple.fr", "created_on": "2025-03-08"}, system="lemlist.leads"
    )

    assert 1 == workspace.ask("lead_volume", period=MARCH).value


def test_contacted_people_are_not_leads(workspace):
    """
    An outreach list is contacted people; a reply or a form makes the lead.
    """
    workspace.add(
        "leads",
        {"email": "a@exemple.fr", "contacted_on": "2025-03-03"},
        {"email": "b@exemple.fr", "contacted_on": "2025-03-03", "created_on": "2025-03-09"},
    )

    found = {
        r.variant: r.value for r in workspace.all("contact_count", "lead_volume", period=MARCH)
    }

    assert {"contact_count": 2, "lead_volume": 1} == found


def test_a_later_stage_implies_the_earlier_one(workspace):
    """
    A lead qualified by sales with no marketing date counts as an MQL, and the count is shown.
    """
    workspace.add(
        "leads", lead(1, mql_on="2025-03-08", sql_on="2025-03-12"), lead(2, sql_on="2025-03-14")
    )

    found = workspace.ask("mql_count", period=MARCH)

    assert 2 == found.value
    assert any("1" in c.message.en for c in found.caveats if c.code == "inferred_stage")


def test_a_new_customer_is_the_first_won_deal_of_an_account(workspace):
    """
    Renewals and second sales make no new customer, whatever their amount.
    """
    workspace.add(
        "deals",
        deal(1, customer="acme", kind="new", closed="2025-03-02"),
        deal(2, customer="acme", kind="new", closed="2025-03-22"),
        deal(3, customer="acme", kind="renewal", closed="2025-03-25"),
        deal(4, customer="zeta", kind="renewal", closed="2025-03-26"),
        deal(5, customer="yoyo", kind="new", closed="2025-03-27"),
    )

    found = workspace.ask("new_customer_count", period=MARCH)

    assert 2 == found.value
    assert "history_midway" in codes(found)


def test_several_contacts_never_multiply_a_deal(workspace):
    """
    A deal with three contacts is one deal, credited to the contact who became a lead first.
    """
    workspace.add(
        "leads",
        lead(1, "2025-03-04", "Google Ads"),
        lead(2, "2025-03-01", "LinkedIn Ads"),
        lead(3, "2025-03-09", "SEO"),
    )
    workspace.add("deals", deal(1, 900, lead="p1@exemple.fr;p2@exemple.fr;p3@exemple.fr"))

    found = {
        r.group["channel"]: r.value for r in workspace.all("revenue", by=["channel"], period=MARCH)
    }

    assert {"LinkedIn Ads": 900} == {k: v for k, v in found.items() if v}


def test_a_reopened_deal_takes_its_last_state_and_the_old_report_stays(workspace):
    """
    The last word stands; asking as of the day before gives yesterday's number; the change is told.
    """
    workspace.add("deals", deal(1, 1000))
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    workspace.add("deals", deal(1, 1000, state="lost", closed="2025-03-28"))

    now = workspace.ask("revenue", period=MARCH)
    (then,) = workspace.all("revenue", period=MARCH, as_of=before)

    assert (0, 1000) == (now.value, then.value)
    assert "revised" in codes(now)


def test_credit_notes_lower_revenue_on_their_own_date(workspace):
    """
    A credit note is negative revenue when it is issued, and takes no customer away.
    """
    workspace.add(
        "deals",
        deal(1, 1000, kind="new", closed="2025-02-10"),
        deal(2, -300, kind="credit", customer="c1", closed="2025-03-10"),
    )

    found = {
        r.group["month"]: r.value
        for r in workspace.all("revenue", grain="month", period="2025-02-01..2025-03-31")
    }

    assert {"2025-02-01": 1000, "2025-03-01": -300} == found
    assert 1 == workspace.ask("new_customer_count", period="2025-02-01..2025-03-31").value


def test_a_net_cost_of_zero_or_less_has_no_ratio(workspace):
    """
    When refunds eat the whole cost, a ratio on it has no value and says why.
    """
    workspace.add("spend", spent(500), spent(-500, day="2025-03-12"))
    workspace.add("deals", deal(1))

    found = workspace.ask("roas", period=MARCH)

    assert (None, True) == (found.value, "net_cost" in codes(found))


def test_a_bare_linkedin_is_the_platform(workspace):
    """
    "LinkedIn" is ads, posts and outreach together, and says which of them has no recorded cost.
    """
    workspace.add(
        "leads",
        lead(1),
        lead(2, source="linkedin.com"),
        lead(3, source="Waalaxy"),
        lead(4, source="SEO"),
    )
    workspace.add("spend", spent(300, "linkedin ads"))

    found = workspace.ask("cpl", period=MARCH, filters={"channel": ["LinkedIn"]})

    assert (100, 3) == (found.value, found.denominator)
    flattering = [c.message.en for c in found.caveats if c.code == "child_without_spend"]
    assert any("LinkedIn organic" in words for words in flattering)


def test_unassigned_spend_is_a_row(workspace):
    """
    Spend without a campaign is a row of its own, and campaign figures say what share they cover.
    """
    workspace.add(
        "spend", spent(300, "LinkedIn Ads", campaign="Livre blanc"), spent(100, "LinkedIn Ads")
    )

    found = {
        r.group["campaign"]: r for r in workspace.all("direct_cost", by=["campaign"], period=MARCH)
    }

    assert {"Livre blanc": 300, None: 100} == {k: r.value for k, r in found.items()}
    assert any(
        "25" in c.message.fr for c in found["Livre blanc"].caveats if c.code == "spend_not_assigned"
    )


def test_a_channel_without_recorded_cost_is_unknown(workspace):
    """
    Where nobody recorded a cost, the cost per lead is unknown, never 0 €.
    """
    workspace.add("leads", lead(1), lead(2, source="SEO"))
    workspace.add("spend", spent(300, "LinkedIn Ads"))

    found = {r.group["channel"]: r for r in workspace.all("cpl", by=["channel"], period=MARCH)}

    assert (300, None) == (found["LinkedIn Ads"].value, found["SEO"].value)
    assert "no_data" in codes(found["SEO"])


def test_visitors_are_never_added_up(workspace):
    """
    People counted once a row are not summed over days: the answer says to ask for one row.
    """
    workspace.add(
        "traffic",
        {"seen_on": "2025-03-01", "medium": "site", "visitors": 100},
        {"seen_on": "2025-03-02", "medium": "site", "visitors": 120},
    )
    workspace.add("leads", lead(1, "2025-03-02"))

    month = workspace.ask("visitor_to_lead", period=MARCH)
    day = workspace.ask("visitor_to_lead", period="2025-03-02")

    assert (None, True) == (month.value, "not_additive" in codes(month))
    assert 1 / 120 == day.value


def test_claimed_conversions_are_never_added_across_platforms(workspace):
    """
    Two platforms claim the same sale: one platform's claims add up, two platforms' do not.
    """
    seen = {"seen_on": "2025-03-01", "medium": "ads"}
    workspace.add(
        "traffic",
        {**seen, "source": "LinkedIn Ads", "claimed_conversions": 5},
        {**seen, "source": "LinkedIn Ads", "seen_on": "2025-03-02", "claimed_conversions": 2},
        {**seen, "source": "Google Ads", "claimed_conversions": 7},
    )

    whole = workspace.ask("claimed_conversion_count", period=MARCH)
    by = {
        r.group["platform"]: r.value
        for r in workspace.all("claimed_conversion_count", period=MARCH, by=["platform"])
    }

    assert (None, True) == (whole.value, "not_across" in codes(whole))
    assert {"LinkedIn": 7, "Google": 7} == by


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
