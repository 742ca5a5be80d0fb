"""Conversion paths and models through the command line and over HTTP."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from addin.models_picture import bars
from addin.paths_picture import sankey
from kpi_core.attribution.models import MODELS
from kpi_core.text import Lang
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
    assert "(1er juil. – 30 sept. 2025)" in french
    assert "parcours différents" in french
    (number,) = answer("query", "lead_volume", "--period", "Q3 2025", folder=demo_folder)
    assert number["value"] == told["converted"] + told["untouched"]


def test_a_cell_spills_the_paths(demo_folder, demo):
    """
    `B2B_PATHS` lists what `kpi paths` lists, as many as asked for; what has no path says why.
    """
    told = answer(*ASKED, "--limit", "4", folder=demo_folder)
    header, *rows = demo.cell("B2B_PATHS", "lead_volume", 4, "Q3 2025", lang="fr")

    assert ["parcours", "convertis", "non convertis", "jours"] == header
    assert [
        [" > ".join(touch[0] for touch in path["touches"]), path["converted"], path["lost"]]
        for path in told["paths"]
    ] == [row[:3] for row in rows]
    assert 20 == len(demo.cell("B2B_PATHS", "lead_volume", "Q3 2025")) - 1
    kinds = [
        demo.cell("B2B_PATHS", *arguments)["kind"]
        for arguments in ((), ("lead_volume", 0), ("ctr",), ("lead_volume", "model=first"))
    ]
    assert ["EMPTY", "NUM", "TYPE", "TYPE"] == kinds


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
    assert {"start": "2025-07-01", "end": "2025-09-30"} == told["period"]
    shown = kpi("paths", "cpl", "--period", "Q3 2025", "--models", folder=demo_folder).stdout
    assert "Linear" in shown
    assert "(Jul 1 – Sep 30, 2025)" in shown
    assert all(MODELS[model].title.en in shown for model in MODELS)


def test_models_side_by_side_say_why_one_has_no_number(demo_folder):
    """
    A model that few paths could teach is empty, and a note says how many more it would need.
    """
    words = ("paths", "new_customers", "--period", "2025-10-27..2025-10-31", "--models")
    told = answer(*words, folder=demo_folder)

    assert {None} == {row["values"].get("markov") for row in told["members"]}
    assert [n for n in told["notes"] if "Markov learns from paths" in n["en"]]
    assert "Markov apprend des parcours" in " ".join(
        kpi(*words, folder=demo_folder, lang="fr").stdout.split()
    )


def test_paths_of_accounts_by_a_command(demo_folder, tmp_path):
    """
    `--unit account` of paths and of queries counts the same conversions by longer paths.
    """
    told = answer(*ASKED, folder=demo_folder)
    accounts = answer(*ASKED, "--unit", "compte", folder=demo_folder, lang="fr")
    words = ("query", "lead_volume", "--by", "channel", "--period", "Q3 2025", "--model", "linear")
    rows = answer(*words, "--unit", "account", folder=demo_folder)

    conversions = told["converted"] + told["untouched"]
    assert conversions == accounts["converted"] + accounts["untouched"]
    assert told["length"] < accounts["length"]
    assert conversions == pytest.approx(sum(r["value"] for r in rows))
    assert "lead or unit=account" in refused(*ASKED, "--unit", "deal", folder=demo_folder)


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


def test_flows_hold_everybody_at_each_step(demo):
    """
    `POST /v1/paths/flows` and `--picture` tell the same people as the paths: who comes in goes out.
    """
    asked = {"kpis": ["lead_volume"], "period": "2025-Q3"}

    flows = demo.post("/v1/paths/flows?steps=2", asked).json()
    whole = demo.post("/v1/paths", asked).json()

    assert (whole["converted"], whole["lost"]) == (flows["converted"], flows["lost"])
    first = flows["steps"][0]
    assert flows["converted"] == sum(node["converted"] for node in first)
    for step, nodes in enumerate(flows["steps"]):
        for i, node in enumerate(nodes):
            out = [k for k in flows["links"] if (step, i) == (k["step"], k["start"])]
            assert node["lost"] == sum(k["lost"] for k in out)
            into = [k for k in flows["links"] if (step - 1, i) == (k["step"], k["end"])]
            assert not step or node["converted"] == sum(k["converted"] for k in into)
    assert 422 == demo.post("/v1/paths/flows?steps=9", asked).status_code


_SVG = "{http://www.w3.org/2000/svg}"


def _texts(drawn):
    return [text.text for text in drawn.findall(f"{_SVG}text")]


def test_the_paths_are_drawn_for_those_who_see_them_and_those_who_do_not(demo_folder, tmp_path):
    """
    `kpi paths --picture` names each step and the largest members, and describes itself in words.
    """
    kpi(*ASKED, "--picture", tmp_path / "p.svg", folder=demo_folder, lang="fr")

    drawn = ET.parse(tmp_path / "p.svg").getroot()  # noqa: S314 - our own
    assert {"contact 1", "contact 3", "SEO", "autres", "convertis"} <= set(_texts(drawn))
    assert "Parcours vers\u00a0: Leads – canal" == drawn.findtext(f"{_SVG}title")
    described = drawn.findtext(f"{_SVG}desc")
    told = answer(*ASKED, folder=demo_folder)
    assert f"{told['lost']} non convertis" in described
    assert 620 > float(drawn.get("width"))
    assert "max-width" in drawn.get("style")


def test_the_models_are_drawn_side_by_side(demo_folder, tmp_path):
    """
    `kpi paths --models --picture` draws a bar a model for each member, with its number.
    """
    words = ("paths", "cpl", "--period", "Q3 2025", "--models")
    told = answer(*words, folder=demo_folder)
    kpi(*words, "--picture", tmp_path / "m.svg", folder=demo_folder)

    drawn = ET.parse(tmp_path / "m.svg").getroot()  # noqa: S314 - our own
    texts = _texts(drawn)
    assert {"First touch", "Linear", "Markov", told["members"][0]["member"]} <= set(texts)
    assert texts.count("Linear") == texts.count("Markov") > 3


@pytest.mark.parametrize("lang", Lang)
def test_an_empty_or_hostile_picture_is_still_one(made, own, lang):
    """
    No path gives a sentence, not a division by zero; a source called like a tag is text.
    """
    asked = {"kpis": ["lead_volume"], "period": "2025-03", "by": ["source"]}
    made.add("leads", {"email": "a@b.fr", "created_on": "2025-03-02", "source": "<b>"})
    empty = own.post("/v1/paths/flows", asked).json()
    made.add("touchpoints", {"lead": "a@b.fr", "touched_on": "2025-03-01", "source": "<b>"})
    one = own.post("/v1/paths/flows", asked).json()
    models = own.post("/v1/paths/models", asked).json()

    assert 0 == empty["converted"] < one["converted"]
    for drawn in (
        sankey(empty, lang, "fr-FR"),
        sankey(one, lang, "fr-FR"),
        bars(models, lang, "en-US"),
    ):
        ET.fromstring(drawn)  # noqa: S314 - our own
        assert "<b>" not in drawn
