"""`kpi list`, `compute` and `query`: what they print, in both languages, and as data."""

import json

import pytest

from kpi_core.catalog import REGISTRY
from tests.command import answer, kpi, plain

ROW = {
    "kpi", "variant", "value", "unit", "low", "high", "numerator", "denominator", "period", "group", "caveats",
}  # fmt: skip


def test_list():
    """
    `kpi list` shows every KPI; with a name, one of them in words.
    """
    listed = answer("list", lang="fr")

    assert list(REGISTRY) == [k["id"] for k in listed]
    assert ["cac_loaded"] == [
        k["id"] for k in answer("list", "coût d'acquisition client", lang="fr")
    ]
    said = kpi("list", "cpl", lang="fr").stdout
    assert "B2B_CPL" in said
    assert "Coût par lead" in said
    assert "B2B_CPL" in kpi("list").stdout


def test_compute():
    """
    `kpi compute` needs no workspace, and reads numbers as the language writes them.
    """
    assert 30.0 == answer("compute", "cpl", 1500, 50)["value"]
    assert {"kpi": "cpl", "variant": "cpl", "value": 30.0, "unit": "money"} == answer(
        "compute", "cpl", "1 500,0", "50", lang="fr"
    )
    assert 1.5 == answer("compute", "revenue", "1,5", "--locale", "fr-FR")["value"]
    said = kpi("compute", "cpl", 1500, 50, lang="fr").stdout
    assert "(CPL)\u00a0: 30,00\u00a0€" in said
    assert "€30.00" in kpi("compute", "cpl", 1500, 50).stdout


def test_query_rows_are_what_the_design_promises(demo_folder):
    """
    `kpi query --json` prints rows with the promised fields, and dates that were resolved.
    """
    rows = answer(
        "query",
        "cac",
        "--period",
        "last quarter",
        "--where",
        "channel=LinkedIn",
        "--by",
        "campaign",
        folder=demo_folder,
    )

    assert rows
    for row in rows:
        assert set(row) >= ROW
        assert {"start": "2025-07-01", "end": "2025-09-30"} == row["period"]
        assert {"campaign"} == set(row["group"])
        assert ("cac", "cac_direct") == (row["kpi"], row["variant"])
        assert all({"code", "message"} == set(c) for c in row["caveats"])


def test_a_caveat_speaks_the_language_of_the_terminal(demo_folder):
    """
    The same caveat, by its code, in French and in English.
    """
    asked = ("query", "cac", "--period", "2025-Q3")
    english = {
        c["code"]: c["message"] for r in answer(*asked, folder=demo_folder) for c in r["caveats"]
    }
    french = {
        c["code"]: c["message"]
        for r in answer(*asked, folder=demo_folder, lang="fr")
        for c in r["caveats"]
    }

    assert english.keys() == french.keys()
    assert not set(english.values()) & set(french.values())


def test_query_says_what_data_says(demo_folder, demo):
    """
    The command, the cell and the interface give the same number.
    """
    (row,) = answer("query", "cpl", "--period", "2025-Q3", folder=demo_folder)

    assert row["value"] == demo.query("cpl", period="2025-Q3")[0]["value"]
    assert pytest.approx(row["value"]) == demo.cell("B2B_KPI", "cpl", "2025-Q3")


def test_query_in_words(demo_folder):
    """
    In a terminal the answer is a sentence, or a table for several, in the reader's language.
    """
    asked = ("query", "cpl", "--period", "2025-Q3")

    assert "Coût par lead (CPL) :" in plain(kpi(*asked, folder=demo_folder, lang="fr").stdout)
    assert "Cost per lead (CPL): €" in kpi(*asked, folder=demo_folder).stdout
    table = kpi(
        *asked, "--by", "channel", "--order", "asc", "--limit", 3, folder=demo_folder
    ).stdout
    assert "channel" in table
    assert "Cost per lead (CPL)" in table
    said = kpi(*asked, "--explain", folder=demo_folder).stdout
    assert "÷" in said or "/" in said


def test_query_grains_comparisons_and_limits(demo_folder):
    """
    A trend has a row a unit, a comparison its change, a limit its groups.
    """
    months = answer(
        "query", "lead_volume", "--period", "2025-Q3", "--grain", "month", folder=demo_folder
    )
    assert ["2025-07-01", "2025-08-01", "2025-09-01"] == [r["group"]["month"] for r in months]

    (compared,) = answer(
        "query", "lead_volume", "--period", "2025-Q3", "--compare", "vs Q2 2025", folder=demo_folder
    )
    assert {"value", "change"} <= set(compared["comparison"])
    assert sum(r["value"] for r in months) == compared["value"]

    best = answer("query", "cpl", "--by", "channel", "--limit", 2, folder=demo_folder)
    assert 2 == len(best)
    assert best[0]["value"] <= best[1]["value"]


def test_general_options_stand_before_or_after(folder):
    """
    `kpi --workspace W query` and `kpi query --workspace W` are the same, as is KPI_WORKSPACE.
    """
    asked = ("query", "direct_cost", "--period", "2025")
    before = answer(*asked, folder=folder)

    after = answer(*asked, "--workspace", folder)
    joined = answer(*asked, f"--workspace={folder}")
    told = answer(*asked, KPI_WORKSPACE=str(folder))

    assert 150.10 == pytest.approx(before[0]["value"])
    assert before == after == joined == told
    assert "2024-02-01" in json.dumps(
        answer(
            "query",
            "direct_cost",
            "--today",
            "2025-02-20",
            "--period",
            "last 12 months",
            folder=folder,
        )
    )


@pytest.mark.parametrize("word", ["trimestre", "Trimestres", "quarter"])
def test_a_unit_of_time_has_a_name_in_both_languages(demo_folder, word):
    """
    `--grain trimestre` is `--grain quarter`, and heads its column in the reader's language.
    """
    asked = ("query", "lead_volume", "--period", "2025-Q3", "--grain", word)

    (row,) = answer(*asked, folder=demo_folder)
    said = kpi(*asked, "--by", "pays", folder=demo_folder, lang="fr").stdout

    assert {"quarter": "2025-07-01"} == row["group"]
    assert "trimestre" in said
    assert "T3 2025" in said
    assert "2025-07-01" not in said
    assert "quarter" not in said


def test_as_of(folder, spend):
    """
    `--as-of` answers as it was known then.
    """
    import datetime as dt

    then = dt.datetime.now(dt.UTC).isoformat()
    spend.write_text(spend.read_text().replace("100.10", "200.10"), encoding="utf-8")
    kpi("import", spend, folder=folder)
    asked = ("query", "direct_cost", "--period", "2025")

    assert pytest.approx(250.10) == answer(*asked, folder=folder)[0]["value"]
    assert pytest.approx(150.10) == answer(*asked, "--as-of", then, folder=folder)[0]["value"]
