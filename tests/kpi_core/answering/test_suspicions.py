"""What an import makes one wonder about is said, and nothing is changed for it."""

from __future__ import annotations

from kpi_core.workspace.suspicions import suspicions


def doubts(workspace, loaded):
    return [text.en for text in suspicions(workspace.store.cursor(), loaded.import_id)]


def test_a_crm_filled_in_one_go(workspace):
    """
    When most leads share one creation day, the day is named: it may be the day of a bulk import.
    """
    rows = [{"email": f"p{n}@exemple.fr", "created_on": "2025-03-05"} for n in range(60)]
    rows += [{"email": f"q{n}@exemple.fr", "created_on": "2025-02-11"} for n in range(20)]

    (words,) = doubts(workspace, workspace.add("leads", *rows))

    assert "60 of 80" in words
    assert "2025-03-05" in words


def test_leads_spread_over_days_raise_no_doubt(workspace):
    """
    Leads of many days are nobody's bulk import.
    """
    rows = [
        {"email": f"p{n}@exemple.fr", "created_on": f"2025-03-{1 + n % 28:02d}"} for n in range(80)
    ]

    assert [] == doubts(workspace, workspace.add("leads", *rows))


def test_the_same_ads_from_two_places(workspace):
    """
    Spend on a source that another kind of file already holds for those days is pointed at.
    """
    row = {"spent_on": "2025-03-05", "source": "LinkedIn Ads", "category": "direct", "amount": 10}
    workspace.add("spend", row, system="linkedin_ads.performance")

    (words,) = doubts(workspace, workspace.add("spend", row))

    assert "LinkedIn Ads" in words
    assert "linkedin_ads.performance" in words


def test_the_same_deals_from_two_places(workspace):
    """
    A deal whose number another source has too counts twice: it is named, with the other's file.
    """
    deal = {"deal": "A-17", "customer": "Orvanne", "amount": 1500, "created_on": "2025-03-05"}
    workspace.add("deals", deal, system="hubspot.deals")

    (words,) = doubts(workspace, workspace.add("deals", deal, {**deal, "deal": "A-18"}))

    assert "A-17" in words
    assert "counts twice" in words


def test_deals_of_their_own_raise_no_doubt(workspace):
    """
    Two sources with other numbers, or two files of one source, are no double.
    """
    deal = {"deal": "A-17", "customer": "Orvanne", "amount": 1500, "created_on": "2025-03-05"}
    workspace.add("deals", deal, system="hubspot.deals")

    assert [] == doubts(workspace, workspace.add("deals", {**deal, "deal": "B-17"}))
    assert [] == doubts(
        workspace, workspace.add("deals", {**deal, "deal": "A-18"}, system="hubspot.other")
    )


def test_namesakes_stay_apart(workspace):
    """
    Two people of one name in one company are proposed as one, never merged silently.
    """
    who = {"name": "Claire Martin", "company": "Exemple SA", "created_on": "2025-03-05"}
    loaded = workspace.add(
        "leads", {**who, "email": "a@exemple.fr"}, {**who, "email": "b@exemple.fr"}
    )

    (words,) = doubts(workspace, loaded)

    assert "Claire Martin" in words
    assert 2 == workspace.ask("lead_volume", period="2025-03").value


def test_a_second_list_that_replaces_the_first(workspace):
    """
    Two sheets with the same day and source but other amounts: the replaced rows are told.
    """
    row = {"spent_on": "2025-03-05", "source": "SEO", "category": "direct"}
    workspace.add("spend", {**row, "amount": 100})

    (words,) = doubts(workspace, workspace.add("spend", {**row, "amount": 70}))

    assert "1 row of spend" in words
    assert "file1.csv" in words
