"""What is missing from the costs is said: what stopped, what is not there at all, that nothing is."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.answering.costs import CostQuery, costs
from kpi_core.answering.costs_words import watched_said
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery


def spend(workspace, *lines):
    workspace.add(
        "spend",
        *(
            {"spent_on": day, "label": label, "category": "indirect", "amount": amount}
            for day, label, amount in lines
        ),
    )


def test_salaries_that_stopped_are_named(workspace):
    """
    Salaries until May, data until October: "no salary cost recorded since May".
    """
    spend(workspace, *((f"2025-{m:02}-28", "Salaires", 3000) for m in range(1, 6)))
    spend(workspace, *((f"2025-{m:02}-28", "Licences CRM", 200) for m in range(1, 11)))
    workspace.add("leads", {"email": "a@exemple.fr", "created_on": "2025-10-31"})

    found = costs(workspace.core, CostQuery(period="2025"))

    (said,) = [note for note in found.notes if "Salaires" in note.en]
    assert "No “Salaires” recorded since May 2025" in said.en
    assert "depuis mai 2025" in said.fr
    assert 17_000 == found.total == found.hidden


def test_a_cost_that_stopped_after_gaps_is_not_said_to_have_come_each_month(workspace):
    """
    Salaries in ten months of twelve, then none: the sentence says ten of twelve.
    """
    months = [m for m in range(1, 13) if m not in {4, 7}]
    spend(workspace, *((f"2024-{m:02}-28", "Salaires", 3000) for m in months))
    spend(workspace, *((f"2025-{m:02}-28", "Licences CRM", 200) for m in range(1, 6)))

    found = costs(workspace.core, CostQuery(period="2025"))

    (said,) = [note for note in found.notes if "Salaires" in note.en]
    assert "since Dec 2024: until then it came in 10 of 12 months" in said.en
    assert "jusque-là, il venait 10 mois sur 12" in said.fr


def test_hidden_costs_are_the_indirect_ones_whatever_they_paid_for(workspace):
    """
    A salary booked on a campaign is direct: the study and the KPI call the same sum hidden.
    """
    workspace.add(
        "spend",
        {"spent_on": "2025-10-28", "label": "Salaires", "category": "direct", "amount": 3000},
        {"spent_on": "2025-10-28", "label": "Stand", "category": "indirect", "amount": 400},
    )

    found = costs(workspace.core, CostQuery(period="2025-10"))
    (kpi,) = workspace.core.query(KpiQuery(kpis=["indirect_costs"], period="2025-10"))

    assert 400 == found.hidden == kpi.value


def test_what_one_more_costs_says_the_months_that_it_rests_on(workspace):
    """
    The question is about October; the response rests on all whole months with costs and leads.
    """
    for m in range(1, 11):
        spend(workspace, (f"2025-{m:02}-10", "Ads", 100 * m))
    workspace.add("leads", *({"created_on": f"2025-{m:02}-28"} for m in range(2, 11)))
    workspace.add("leads", {"created_on": "2025-10-31"})

    found = costs(workspace.core, CostQuery(period="2025-10", marginal=True))

    assert (dt.date(2025, 2, 1), dt.date(2025, 10, 31)) == (found.watched.start, found.watched.end)
    assert "Feb 1 – Oct 31, 2025" in watched_said(found.watched).en


def test_kinds_that_are_not_there_at_all_are_named(workspace):
    """
    A firm that records no salary and no tool is told that its ROI is flattered.
    """
    spend(workspace, ("2025-10-15", "Stand", 500))

    found = costs(workspace.core, CostQuery(period="2025-10"))

    assert any("salaries, tools and licences" in note.en for note in found.notes)
    assert found.needed is None
    assert all(one.roi is None for one in found.returns[:1])


def test_no_cost_is_said_with_its_dates(workspace):
    """
    A period without any cost is no table of zeros.
    """
    with pytest.raises(KpiError, match="No cost is recorded"):
        costs(workspace.core, CostQuery(period="2019"))


def test_break_even_is_the_revenue_whose_margin_pays_all_costs(workspace):
    """
    Costs of 500 at a margin of 40%: 1,250 of signed revenue pay them.
    """
    spend(workspace, ("2025-10-15", "Stand", 500))
    workspace.add(
        "deals",
        {
            "deal": "d", "state": "won", "kind": "new", "closed_on": "2025-10-20",
            "amount": 1000, "margin": 400,
        },
    )  # fmt: skip

    found = costs(workspace.core, CostQuery(period="2025-10"))

    assert (found.margin, found.needed) == (0.4, 1250)
