"""Forecasts and anomalies in a cell, by a command and over HTTP: the same numbers in every face."""

from __future__ import annotations

import datetime as dt

import pytest

from addin.functions import Functions
from kpi_core.answering import Core
from kpi_core.answering.cells import Cells
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.command import answer, kpi, refused


def test_every_face_tells_the_same_forecast(demo_folder, demo):
    """
    `kpi outlook --json` and `POST /v1/outlook` give one forecast, and a cell spills its rows.
    """
    told = answer("outlook", "leads", "--ahead", "2", folder=demo_folder)
    served = demo.post("/v1/outlook", {"kpi": "leads", "ahead": 2})
    header, *rows = demo.cell("B2B_FORECAST", "leads", "month", 2)

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert ["month", "expected", "low", "high"] == header
    assert [[p["start"], p["value"], p["low"], p["high"]] for p in told["ahead"]] == rows
    assert told["error"] < told["naive_error"]


def test_the_command_says_how_it_was_judged_in_both_languages(demo_folder):
    """
    A table of what comes, how close it was where it was held out, and what was recorded last.
    """
    english = kpi("outlook", "leads", folder=demo_folder).stdout
    french = kpi("outlook", "leads", "--grain", "mois", folder=demo_folder, lang="fr").stdout

    assert "closer than repeating the same month a year before" in english
    assert "Nov 1 – 30, 2025" in english
    assert "plus proche que de répéter" in french
    assert "1er–30 nov. 2025" in french


def test_a_cell_without_a_forecast_says_why(demo):
    """
    Where a naive forecast does as well, the cell is empty with that reason: no guess is shown.
    """
    found = demo.cell("B2B_FORECAST", "cac")

    assert "EMPTY" == found["kind"]
    assert "No forecast is given" in found["message"]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((), "EMPTY"),
        (("leads", "month", 0), "NUM"),
        (("leads", "month", 2.5), "NUM"),
        (("leads", "month", 3, "2024"), "TYPE"),
        (("leads", "month", 3, "nobody of ours"), "NOT_FOUND"),
        (("no such kpi",), "NOT_FOUND"),
    ],
)
def test_what_is_not_understood_is_an_error_of_its_kind(demo, arguments, kind):
    """
    No KPI, a strange number of units, a period, a stranger: an error that says which.
    """
    assert kind == demo.cell("B2B_FORECAST", *arguments)["kind"]


def test_anomalies_are_listed_or_there_are_none(demo_folder, demo):
    """
    `kpi anomalies`, `POST /v1/anomalies` and a cell agree; nothing unusual is said in words.
    """
    told = answer("anomalies", folder=demo_folder)
    served = demo.post("/v1/anomalies", {})

    assert 200 == served.status_code, served.text
    assert told == served.json()
    assert "Rien d’inhabituel" in kpi("anomalies", folder=demo_folder, lang="fr").stdout
    header, nothing = demo.cell("B2B_ANOMALIES", lang="fr")
    assert ["indicateur", "mois", "valeur", "attendu", "bas", "haut", "unité"] == header
    assert "Rien d’inhabituel" in nothing[0]
    assert [None] * 6 == nothing[1:]


def test_a_cell_lists_what_was_unusual(tmp_path):
    """
    Forty leads in October after steady months: a row with the value, what was expected and
    its bounds, in the unit of the KPI; a shorter grain and no KPI at all are understood.
    """
    months = [(2024 + m // 12, m % 12 + 1) for m in range(2, 22)]
    lines = [
        f"p{year}{month}{n}@x.example;{year}-{month:02}-{n % 27 + 1:02}"
        for i, (year, month) in enumerate(months)
        for n in range(40 if i == len(months) - 1 else 9 + i % 3)
    ]
    file = tmp_path / "leads.csv"
    file.write_text("\n".join(["email;date de création", *lines, "z@x.example;2025-11-02"]))
    folder = tmp_path / "w"
    kpi("import", str(file), folder=folder)
    told = answer("anomalies", "leads", folder=folder)
    with Store(folder) as store:
        core = Core(store, dt.date(2025, 11, 12))
        functions = Functions(core, Cells(core))
        found = functions.call(
            "B2B_ANOMALIES", [["leads"], ["", "", ""], ["leads", "2025"]], Lang.EN, "en-US"
        )

    (one,) = told["anomalies"]
    assert ("2025-10-01", 40) == (one["start"], one["value"])
    header, row = found.outcomes[0]
    names = ("start", "value", "expected", "expected_low", "expected_high")
    assert ["Leads", *(one[name] for name in names), "count"] == row
    assert [None, None, *["count"] * 4, None] == found.units[0]
    assert len(header) == len(row)
    assert row in found.outcomes[1]
    assert "TYPE" == found.outcomes[2].kind.name


def test_words_that_are_none_of_ours_are_refused(demo_folder, demo):
    """
    A grain and a method that do not exist are named, with those that do.
    """
    assert "semaine, mois ou trimestre" in refused(
        "outlook", "leads", "--grain", "jour", folder=demo_folder, lang="fr"
    )
    assert "auto, holt_winters or airline" in refused(
        "outlook", "leads", "--method", "prophet", folder=demo_folder
    )
    assert 422 == demo.post("/v1/outlook", {"kpi": "leads", "ahead": 99}).status_code
