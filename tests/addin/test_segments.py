"""Members compared and contents, in a cell, by commands and over HTTP: the same in every face."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from addin.segments_picture import drawn
from kpi_core.text import Lang
from tests.command import answer, kpi, refused

YEAR = "2024-11-01..2025-10-31"
SPAN = {"start": "2024-11-01", "end": "2025-10-31"}


def test_every_face_tells_the_same_comparison(demo_folder, demo):
    """
    `kpi compare --json` and `POST /v1/comparison` give one comparison, and a cell spills it.
    """
    told = answer("compare", "win_rate", "--period", YEAR, folder=demo_folder)
    served = demo.post("/v1/comparison", {"kpi": "win_rate", "by": "segment", "period": SPAN})
    header, *rows = demo.cell("B2B_COMPARE", "win_rate", "segment", YEAR)

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ["segment", "Win rate", "low", "high", "n"] == header[:5]
    names = ("member", "value", "low", "high", "n")
    assert [[m[name] for name in names] for m in told["members"]] == [r[:5] for r in rows]
    assert "against the others (points)" == header[5]
    apart = [m["difference"] for m in told["members"]]
    assert [None if d is None else d * 100 for d in apart] == [r[5] for r in rows]
    assert ["clearly better", "no clear difference", "clearly worse", "too few"] == [
        r[-1] for r in rows
    ]


def test_a_family_by_channel_takes_the_variant_of_channels(demo):
    """
    CAC by channel is the direct one, as wherever it is asked by channel; a filter narrows it.
    """
    served = demo.post("/v1/comparison", {"kpi": "cac", "by": "canal", "period": SPAN})
    cell = demo.cell("B2B_COMPARE", "cac", "canal", YEAR, lang="fr")
    of_pme = demo.cell("B2B_COMPARE", "cpl", "campaign", YEAR, "channel=Google Ads")

    assert "cac_direct" == served.json()["variant"]
    assert len(served.json()["members"]) + 1 == len(cell)
    assert {"trop peu", "non comparé"} == {row[-1] for row in cell[1:]}
    assert "Marque" in {row[0] for row in of_pme}


def test_the_command_says_the_verdict_in_both_languages(demo_folder):
    """
    The table ends with the verdict in words, and says how chance was corrected.
    """
    english = kpi("compare", "win_rate", "--period", YEAR, folder=demo_folder).stdout
    french = kpi("compare", "nps", "--by", "segment", folder=demo_folder, lang="fr").stdout

    assert "Clearly better than the others: TPE" in english
    assert "3 tests at once" in english
    assert "Win rate (Nov 1, 2024 – Oct 31, 2025)" in english
    assert "Pas d’écart net" in french


def test_the_picture_stands_alone(demo_folder, tmp_path):
    """
    --picture writes one well-formed SVG with every member that has a value, in each language.
    """
    target = tmp_path / "s.svg"
    told = answer("compare", "win_rate", "--picture", target, folder=demo_folder)
    picture = target.read_text("utf-8")
    words = "".join(ET.fromstring(picture).itertext())  # noqa: S314 - our own

    assert "http" not in picture.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert all(m["member"] in words for m in told["members"])
    assert "Taux de gain" in drawn(told, Lang.FR, "fr-FR")


def test_contents_in_every_face(demo_folder, demo):
    """
    `kpi content --json` and `POST /v1/content` tell the same contents; --kind keeps one kind.
    """
    told = answer("content", "--period", YEAR, "--kind", "livre blanc", folder=demo_folder)
    served = demo.post("/v1/content", {"period": SPAN, "kinds": ["white_paper"]})
    shown = kpi("content", "--period", YEAR, "--kind", "webinar", folder=demo_folder, lang="fr")

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert {"white_paper"} == {c["kind"] for c in told["contents"]}
    assert all(c["met_customers"] <= told["winners"] for c in told["contents"])
    assert "leads apportés" in " ".join(shown.stdout.split())
    assert "Contenus (1er nov. 2024 – 31 oct. 2025)" in shown.stdout
    header, *rows = demo.cell("B2B_CONTENTS", "livre blanc", YEAR, lang="fr")
    names = (
        "name", "leads", "customers", "rate", "rate_low", "rate_high", "n", "met",
        "met_customers", "share", "cost", "per_lead",
    )  # fmt: skip
    assert [[c[name] for name in names] for c in told["contents"]] == [
        [row[0], *row[2:]] for row in rows
    ]
    assert {"livre blanc"} == {row[1] for row in rows}
    assert ["clients gagnés", "lead → client"] == header[3:5]
    assert [header, *rows] == demo.cell("B2B_CONTENTS", "livres blancs", YEAR, lang="fr")
    every = demo.cell("B2B_CONTENTS", "", YEAR)
    assert demo.cell("B2B_CONTENTS", YEAR) == every
    assert len(every) > len(rows) + 1
    assert "TYPE" == demo.cell("B2B_CONTENTS", "guide", "model=linear")["kind"]
    assert "is not a kind of content" in refused("content", "--kind", "x", folder=demo_folder)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((), "EMPTY"),
        (("win_rate",), "EMPTY"),
        (("win_rate", "moon"), "NOT_FOUND"),
        (("nothing of ours", "segment"), "NOT_FOUND"),
        (("revenue", "segment"), "TYPE"),
        (("win_rate", "segment", "model=linear"), "TYPE"),
        (("win_rate", "segment", "1999"), "EMPTY"),
    ],
)
def test_a_cell_that_cannot_compare_says_why(demo, arguments, kind):
    """
    Whatever is not understood, or has no margin, is an error of its kind.
    """
    assert kind == demo.cell("B2B_COMPARE", *arguments)["kind"]
