"""Lead scores in a cell, by a command and over HTTP: the same list in every face."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from addin.scoring_picture import drawn
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from kpi_core.workspace import safekeeping
from tests.command import answer, kpi, refused


def test_every_face_tells_the_same_leads(demo_folder, demo):
    """
    `kpi score --json` and `POST /v1/scoring` give one answer, and a cell spills its leads.
    """
    told = answer("score", "--top", 4, folder=demo_folder)
    served = demo.post("/v1/scoring", {"top": 4})
    header, *rows = demo.cell("B2B_HOT_LEADS", 4)

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ["lead", "company", "points", "label", "chance", "why", "salesperson"] == header
    assert told["model"]["used"]
    for lead, row in zip(told["leads"], rows, strict=True):
        assert [lead["name"], lead["company"], round(lead["points"], 1)] == row[:3]
        assert lead["chance"] == row[4]
        assert row[5].startswith(lead["reasons"][0]["said"]["en"])
        assert lead["points"] == pytest.approx(sum(r["points"] for r in lead["reasons"]), abs=0.5)


def test_arguments_of_a_cell_may_be_left_out(demo):
    """
    Twenty leads unless said otherwise; filters may stand alone; what cannot be is refused in words.
    """
    assert 21 == len(demo.cell("B2B_HOT_LEADS"))
    alone = demo.cell("B2B_HOT_LEADS", "segment=ETI")
    assert alone == demo.cell("B2B_HOT_LEADS", None, "segment=ETI")
    assert alone != demo.cell("B2B_HOT_LEADS")
    for arguments, words in {
        (0,): "1 to 1,000 leads",
        (2.5,): "1 to 1,000 leads",
        (5, "2024"): "no period",
        (5, "segment=Nobody"): "Nobody",
    }.items():
        assert words in str(demo.cell("B2B_HOT_LEADS", *arguments))


def test_each_question_is_a_table_in_both_languages(demo_folder):
    """
    Quality with its margins, the judgement beside the card and newest first, drift, and the card.
    """
    quality = kpi(
        "score", "--by", "canal", "--period", "2025", folder=demo_folder, lang="fr"
    ).stdout
    model = kpi("score", "--check", folder=demo_folder).stdout
    drift = kpi("score", "--drift", folder=demo_folder, lang="fr").stdout
    card = kpi("score", "--card", folder=demo_folder).stdout

    for words in ("Qualité des leads", "devenus SQL", "MQL (25 points)", "Partenaires"):
        assert words in quality
    for words in (
        "the points card",
        "newest first",
        "average precision",
        "Brier score",
        "log-odds",
    ):
        assert words in model
    assert "indice de stabilité" in drift
    assert "MQL from 25 points, SQL from 50" in card
    assert "customer" in refused("score", "--outcome", "fame", folder=demo_folder)


def test_a_card_printed_as_json_can_be_set_again(demo_copy):
    """
    What `--card --json` writes is what the setting takes; the settings then tell it in words.
    """
    card = answer("score", "--card", folder=demo_copy)
    card["rules"] = [rule for rule in card["rules"] if "action" in rule][:2]
    kpi("settings", f"scoring={json.dumps(card)}", folder=demo_copy)

    assert card == answer("score", "--card", folder=demo_copy)
    assert "2 rules, MQL from 25 points" in kpi("settings", folder=demo_copy).stdout
    assert "has 2 faults" in refused("settings", 'scoring={"mql": "x", "sql": 5}', folder=demo_copy)


def test_the_picture_is_drawn_in_words_of_one_language(demo_folder, tmp_path):
    """
    One well-formed SVG with chances, orders, and a description for who does not see it; where no
    model was judged, why.
    """
    path = tmp_path / "score.svg"
    kpi("score", "--picture", path, folder=demo_folder, lang="fr")
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - our own
    words = " ".join(root.itertext())

    assert "fr" == root.get("lang")
    for said in ("Ce que valent les notes", "les plus récents", "attendu", "courbe ROC"):
        assert said in words
    why = {"en": "too few.", "fr": "trop peu."}
    with pytest.raises(KpiError, match="nothing to draw: too few"):
        drawn({"model": {"judged": None, "why": why}, "outcome": "sql"}, Lang.EN, "en-US")


def test_names_stay_text(own, made):
    """
    A lead called like a formula or like markup is told as it is written, in a cell and as JSON.
    """
    evil = '=HYPERLINK("http://x","<b>x</b>")'
    made.add(
        "leads", {"email": "a@b.fr", "created_on": "2025-03-10", "name": evil, "role": "<i>DAF"}
    )
    _, row = own.cell("B2B_HOT_LEADS")

    assert evil == row[0]
    assert evil == own.post("/v1/scoring", {}).json()["leads"][0]["name"]


def test_whoever_is_forgotten_has_no_name_nor_job_in_the_list(own, made):
    """
    After `kpi forget`, a lead is a number: neither its name nor what it does is told.
    """
    made.add(
        "leads",
        {"email": "a@b.fr", "created_on": "2025-03-10", "name": "Zdenka Quixote", "role": "CFO"},
    )
    assert "Zdenka" in own.post("/v1/scoring", {}).text
    safekeeping.forget(made.store, "a@b.fr", "test")
    told = own.post("/v1/scoring", {}).text

    assert "Zdenka" not in told
    assert "CFO" not in told.split('"leads"')[1].split('"model"')[0]
