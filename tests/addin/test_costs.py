"""Costs in a cell, by a command and over HTTP; hours that become costs."""

from __future__ import annotations

import pytest

from tests.command import answer, kpi, refused


def test_every_face_tells_the_same_costs(demo_folder, demo):
    """
    `kpi costs --json` and `POST /v1/costs` give one answer, a cell spills its kinds, and their sum
    is the KPI's total cost to the cent.
    """
    told = answer("costs", "--period", "2025-Q3", folder=demo_folder)
    served = demo.post("/v1/costs", {"period": "2025-Q3"})
    header, *rows, total = demo.cell("B2B_COSTS", "2025-Q3")

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ["kind", "direct", "indirect", "total", "share"] == header
    assert [one["total"] for one in told["kinds"]] == [row[3] for row in rows]
    assert told["total"] == total[3] == demo.cell("B2B_KPI", "total_cost", "2025-Q3")
    assert pytest.approx(told["total"]) == sum(row[3] for row in rows)


def test_roi_falls_as_more_costs_are_counted(demo_folder):
    """
    Advertising alone, direct costs, all of them: the same revenue, three returns.
    """
    told = answer("costs", "--period", "2025-Q3", folder=demo_folder)
    rois = [one["roi"] for one in told["returns"]]

    assert rois == sorted(rois, reverse=True)
    assert told["returns"][-1]["cost"] == told["total"]
    assert pytest.approx((told["revenue"] - told["total"]) / told["total"]) == rois[-1]
    assert pytest.approx(told["total"] / told["margin"]) == told["break_even_revenue"]


def test_the_command_says_it_in_both_languages(demo_folder):
    """
    Hidden costs are the indirect ones, and what comes monthly and is missing is named.
    """
    french = kpi("costs", "--marginal", folder=demo_folder, lang="fr").stdout
    english = kpi("costs", "--where", "channel=LinkedIn Ads", folder=demo_folder).stdout

    assert "Coûts indirects, ou cachés\u00a0:" in french
    assert "Mois observés\u00a0: 1er " in french
    assert "vient la plupart des mois, et il en manque" in french
    assert "une description, pas ce qui arriverait" in french
    assert "not allocated" in english


def test_hours_become_a_cost_of_each_month(tmp_path):
    """
    20 hours at 45 a month are 900 of indirect cost; entered again, they replace what was.
    """
    folder = tmp_path / "w"
    kpi("settings", "fiscal_start=1", folder=folder)
    words = ("hours", "content", "20", "--rate", "45", "--period")

    kpi(*words, "2025-01..2025-03", folder=folder)
    again = answer("hours", "content", "30", "--rate", "45", "--period", "2025-03", folder=folder)
    told = answer("costs", "--period", "2025-Q1", folder=folder)

    assert {"spend": 1} == again["imported"]["changed"]
    assert 900 + 900 + 1350 == told["total"]
    assert ["hours"] == [one["kind"] for one in told["kinds"]]
    assert "whole months that are over" in refused(*words, "2025-12", folder=folder)
    assert "mois entiers et terminés" in refused(*words, "2025-01-05", folder=folder, lang="fr")
