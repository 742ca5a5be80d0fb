"""Conversion paths and models through the command line and over HTTP."""

from __future__ import annotations

from kpi_core.attribution.models import MODELS
from tests.command import answer, kpi, refused

ASKED = ("paths", "lead_volume", "--period", "Q3 2025")


def test_the_command_lists_paths(demo_folder):
    """
    `kpi paths` shows each path with how many it led to, in the user's language.
    """
    english = kpi(*ASKED, "--limit", "30", folder=demo_folder).stdout
    french = kpi(*ASKED, folder=demo_folder, lang="fr").stdout
    told = answer(*ASKED, folder=demo_folder)

    assert "LinkedIn Ads > SEO" in english
    assert "convertis" in french
    assert "parcours différents" in french
    (number,) = answer("query", "lead_volume", "--period", "Q3 2025", folder=demo_folder)
    assert number["value"] == told["converted"] + told["untouched"]


def test_the_command_sets_models_side_by_side(demo_folder):
    """
    `kpi paths --models` tells one KPI under every model; `kpi query --model` is one of them.
    """
    told = answer("paths", "cpl", "--period", "Q3 2025", "--models", folder=demo_folder)
    rows = answer(
        *("query", "cpl", "--period", "Q3 2025", "--by", "channel", "--model", "linear"),
        folder=demo_folder,
    )

    assert list(MODELS) == told["models"]
    linear = {row["member"]: row["values"]["linear"] for row in told["members"]}
    assert {r["group"]["channel"]: r["value"] for r in rows} == linear
    assert {"linear"} == {r["model"] for r in rows}
    assert "Linear" in kpi("paths", "cpl", "--models", folder=demo_folder).stdout


def test_what_has_no_path_is_refused_in_words(demo_folder):
    """
    A KPI that counts no conversion is refused, with what to ask instead.
    """
    assert "ne compte aucune conversion" in refused("paths", "ctr", folder=demo_folder, lang="fr")


def test_paths_over_http(firm):
    """
    `POST /v1/paths` lists paths, `/v1/paths/models` every model; a wrong KPI is a problem.
    """
    asked = {"kpis": ["lead_volume"], "period": "2025"}

    listed = firm.post("/v1/paths?limit=1", asked)
    models = firm.post("/v1/paths/models", asked)

    assert 200 == listed.status_code, listed.text
    body = listed.json()
    (number,) = firm.query("lead_volume", period="2025")
    assert number["value"] == body["converted"] + body["untouched"]
    assert list(MODELS) == models.json()["models"]
    assert 422 == firm.post("/v1/paths", {"kpis": ["ctr"], "period": "2025"}).status_code
