"""The funnel in a cell, by a command and over HTTP: the same in every face."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from addin.funnel_picture import drawn
from kpi_core.text import Lang
from tests.command import answer, kpi

YEAR = "2024-11-01..2025-10-31"
SPAN = {"start": "2024-11-01", "end": "2025-10-31"}


def test_every_face_tells_the_same_funnel(demo_folder, demo):
    """
    `kpi funnel --json` and `POST /v1/funnel` give one funnel, and a cell spills a row a stage of it.
    """
    told = answer("funnel", "--period", YEAR, folder=demo_folder)
    served = demo.post("/v1/funnel", {"period": SPAN})
    header, *rows = demo.cell("B2B_FUNNEL", YEAR)

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ["stage", "reached", "period rate", "cohort rate"] == header[:4]
    assert [[s["title"]["en"], s["reached"]] for s in told["total"]["stages"]] == [
        r[:2] for r in rows
    ]
    names = ("period_rate", "cohort_rate", "low", "high", "median_days", "p90_days")
    assert [[step[n] for n in names] for step in told["total"]["steps"]] == [
        r[2:] for r in rows[1:]
    ]


def test_a_filter_in_a_cell_is_that_of_a_query(demo):
    """
    Period and filters of a cell come in any order, and count what a query’s do; French says it too.
    """
    told = demo.post("/v1/funnel", {"period": SPAN, "filters": {"segment": ["PME"]}}).json()
    cell = demo.cell("B2B_FUNNEL", "segment=PME", YEAR, lang="fr")

    assert ["étape", "atteinte par"] == cell[0][:2]
    assert [s["reached"] for s in told["total"]["stages"]] == [row[1] for row in cell[1:]]


def test_the_command_tells_where_it_narrows_in_both_languages(demo_folder):
    """
    Both tables, the bottleneck without a cause, what was sold, what is open, and what is missing.
    """
    english = kpi("funnel", "--period", YEAR, folder=demo_folder).stdout
    french = kpi(
        "funnel", "--period", YEAR, "--by", "segment", folder=demo_folder, lang="fr"
    ).stdout

    assert "Stages of deals" in english
    assert "It says where, not why." in english
    assert "coverage needs one" in english
    assert "taux de période entre parenthèses" in french
    assert "Vélocité" in french
    assert all(name in french for name in ("PME", "ETI", "TPE", "Grand compte", "Total"))


def test_stalled_deals_are_listed_with_who_and_how_long(demo_folder, demo):
    """
    --stalled lists each deal with its salesperson, amount and days, those worth most first.
    """
    told = demo.post("/v1/funnel", {}).json()["total"]
    shown = kpi("funnel", "--stalled", folder=demo_folder, lang="fr").stdout

    assert told["stalled_count"] == len(told["stalled"])
    assert all(one["days"] > one["limit"] for one in told["stalled"])
    amounts = [one["amount"] for one in told["stalled"]]
    assert sorted(amounts, reverse=True) == amounts
    assert told["stalled"][0]["owner"] in shown
    assert "Affaires à l’arrêt" in shown


def test_a_target_is_covered_in_times(demo_copy):
    """
    With a running target, the open pipeline is told in times of what is left of it.
    """
    kpi("targets", "set", "revenue", "3000000", "--period", "2025", folder=demo_copy)

    held = answer("funnel", folder=demo_copy)["total"]["pipeline"]

    assert pytest.approx(3_000_000 - held["signed"]) == held["remaining"]
    assert pytest.approx(held["amount"] / held["remaining"]) == held["coverage"]
    assert held["coverage_weighted"] < held["coverage"]


def test_the_picture_stands_alone_and_says_the_same(demo_folder, tmp_path):
    """
    --picture writes one well-formed SVG that names every stage and its count, in each language.
    """
    target = tmp_path / "f.svg"
    told = answer("funnel", "--period", YEAR, "--picture", target, folder=demo_folder)
    picture = target.read_text("utf-8")
    words = "".join(ET.fromstring(picture).itertext())  # noqa: S314 - our own

    assert "http" not in picture.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert all(stage["title"]["en"] in words for stage in told["total"]["stages"])
    assert told["total"]["deal_stages"][0]["stage"] in words
    assert "Entonnoir" in drawn(told, Lang.FR, "fr-FR")


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("nobody's segment",), "NOT_FOUND"),
        ((YEAR, "model=linear"), "TYPE"),
        ((YEAR, "stage=Proposition"), "NOT_FOUND"),
    ],
)
def test_a_cell_that_is_not_understood_says_why(demo, arguments, kind):
    """
    Whatever is not understood is an error of its kind, never an empty funnel.
    """
    assert kind == demo.cell("B2B_FUNNEL", *arguments)["kind"]


def test_an_empty_workspace_says_what_to_import(client):
    """
    Without leads and deals, every face says what a funnel needs.
    """
    assert "EMPTY" == client.cell("B2B_FUNNEL")["kind"]
    assert 422 == client.post("/v1/funnel", {}).status_code
    assert 422 == client.post("/v1/funnel", {"grain": "month"}).status_code
    assert "ni leads ni affaires" in client.post("/v1/funnel", {}).json()["message"]["fr"]
