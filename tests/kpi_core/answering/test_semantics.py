"""What a number means: defaults, facts and members, each rule on rows small enough to count."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.errors import Kind, KpiError
from tests.kpi_core.answering.conftest import codes
from tests.kpi_core.answering.rows import MARCH, deal, lead, spent

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
