"""Lifetime values in a cell, by a command and over HTTP: the same table in every face."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from addin.lifetimes_picture import bars
from kpi_core.text import Lang
from tests.command import answer, kpi, refused
from tests.kpi_core.answering.test_lifetimes import yearly


def test_every_face_tells_the_same_values(demo_folder, demo):
    """
    `kpi ltv --json` and `POST /v1/lifetime` give one answer, and a cell spills its lines.
    """
    told = answer("ltv", "--by", "canal", "--horizon", 24, "--customers", 2, folder=demo_folder)
    served = demo.post("/v1/lifetime", {"by": ["channel"], "horizon": 24, "customers": 2})
    header, *rows = demo.cell("B2B_LIFETIME", "channel", 24)

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ("contracts", 2) == (told["method"], len(told["customers"]))
    assert ["channel", "customers", "revenue to date"] == header[:3]
    assert ("Total", "LTV / CAC") == (rows[-1][0], header[-1])
    for line, row in zip(told["lines"], rows, strict=True):
        assert [line["customers"], line["revenue"], line["cac"]] == [row[1], row[2], row[10]]
        assert row[9] == (pytest.approx(row[2] + row[6]))


def test_arguments_of_a_cell_may_be_left_out(demo):
    """
    Without a dimension a cell tells the total; months and filters may stand alone.
    """
    total = demo.cell("B2B_LIFETIME")
    alone = demo.cell("B2B_LIFETIME", None, 36, "segment=PME")

    assert 2 == len(total) == len(alone)
    assert alone == demo.cell("B2B_LIFETIME", "segment=PME")
    assert total[1][1] > alone[1][1]
    for arguments, words in {
        ("nonsense",): "not a dimension",
        ("segment", 0): "1 to 120 months",
        ("segment", 12, "2024"): "no period",
    }.items():
        assert words in str(demo.cell("B2B_LIFETIME", *arguments))


def test_a_method_is_named_in_every_face(demo, demo_folder, made, own):
    """
    BG/BB is asked over HTTP and in a cell; where it cannot answer, commands too say why.
    """
    made.add("deals", *yearly())
    served = own.post("/v1/lifetime", {"method": "bgbb", "horizon": 24}).json()
    _, *rows = own.cell("B2B_LIFETIME", "", 24, "method=BG/BB")

    assert "bgbb" == served["method"]
    assert served["lines"][-1]["ltv"] in rows[-1]
    words = ("ltv", "--method", "bgbb", "--horizon")
    assert "the longest is 1" in refused(*words, "24", folder=demo_folder)
    assert "années entières" in refused(*words, "30", folder=demo_folder, lang="fr")
    assert 422 == demo.post("/v1/lifetime", {"method": "bgbb", "horizon": 30}).status_code
    assert "NOT_FOUND" == demo.cell("B2B_LIFETIME", "", 24, "méthode=magie")["kind"]


def test_the_command_speaks_both_languages_and_draws(demo_folder, tmp_path):
    """
    The table names its method and its margin; the picture is one well-formed SVG with its words.
    """
    path = tmp_path / "ltv.svg"
    french = kpi(
        *("ltv", "--by", "segment", "--method", "bgnbd", "--customers", 1, "--picture", path),
        folder=demo_folder, lang="fr",
    ).stdout  # fmt: skip
    error = refused("ltv", "--method", "magic", folder=demo_folder)

    assert "Moyennes par client\u202f; BG/NBD et Gamma-Gamma" in french
    assert "Clients dont on attend le plus" in french
    assert "auto" in error
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - our own
    words = " ".join(root.itertext())
    assert "Valeur vie par client" in words
    assert "PME" in words
    assert root.get("lang") == "fr"


def test_a_picture_without_a_forecast_draws_what_was_seen():
    """
    Historic values alone are bars without a margin.
    """
    line = {
        "group": {},
        "customers": 3,
        "revenue": 10.0,
        "predicted": None,
        "low": None,
        "high": None,
    }
    told = {
        "lines": [line],
        "method": "historic",
        "months": 36,
        "until": "2025-01-31",
        "currency": "EUR",
    }

    drawn = bars(told, Lang.EN, "en-US")

    assert "€10" in drawn
    assert "<path" not in drawn
