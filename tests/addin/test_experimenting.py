"""Imported experiments: which version wins, through a file, a command and over HTTP."""

from __future__ import annotations

import pytest

from kpi_core.experiments import Arm, compare_all
from tests.command import answer, kpi, refused

DAYS = [f"2025-10-{day:02}" for day in range(1, 11)]


def rows(name, **versions):
    """Ten days of an experiment, its versions given as (conversions, exposed) in all."""
    return [
        {"ran_on": day, "experiment": name, "variant": variant, "conversions": won // 10, "exposed": seen // 10, "amount": won}
        for day in DAYS
        for variant, (won, seen) in versions.items()
    ]  # fmt: skip


def test_an_experiment_has_a_winner_beyond_chance(own, made):
    """
    Days are summed, the control stands first, several versions are corrected, the best one wins.
    """
    made.add("experiments", *rows("Home", B=(600, 10_000), control=(500, 10_000), C=(510, 10_000)))
    (found,) = compare_all([Arm(500, 10_000), Arm(600, 10_000), Arm(510, 10_000)], [1, 1, 1])[:1]

    (told,) = own.post("/v1/experiments", {}).json()["experiments"]

    assert ["control", "B", "C"] == [v["variant"] for v in told["versions"]]
    first, second, third = told["versions"]
    assert ("B", None) == (told["winner"], first["p"])
    assert [found.lift, found.low, found.high, found.p, found.p_anytime, found.power] == [
        second[name] for name in ("lift", "low", "high", "p", "p_anytime", "power")
    ]
    assert ["better", "unclear"] == [second["verdict"], third["verdict"]]
    assert pytest.approx(0.6) == second["amount_each"]
    assert "B converts better than control" in told["said"]["en"]
    assert "shared out as planned" in told["said"]["en"]


def test_a_broken_split_has_no_winner(own, made):
    """
    Visitors shared out unevenly without being meant to: no winner; meant to, the rates are read.
    """
    made.add("experiments", *rows("Price", A=(500, 10_000), B=(600, 8000)))

    (told,) = own.post("/v1/experiments", {"experiment": "price"}).json()["experiments"]
    (meant,) = own.post("/v1/experiments", {"planned": [5, 4]}).json()["experiments"]

    assert (None, True, "broken") == (
        told["winner"], told["split_broken"], told["versions"][1]["verdict"],
    )  # fmt: skip
    assert ("B", False) == (meant["winner"], meant["split_broken"])
    assert 422 == own.post("/v1/experiments", {"experiment": "price", "planned": [1]}).status_code


def test_what_cannot_be_told_is_told_apart(own, made):
    """
    Nothing recorded, a name that none has, one version alone, more conversions than people: words.
    """
    assert "import a table" in own.post("/v1/experiments", {}).json()["message"]["en"]
    made.add("experiments", *rows("Alone", A=(50, 100)), *rows("Odd", A=(50, 100), B=(200, 100)))
    made.add("experiments", *rows("Fine", A=(50, 1000), B=(60, 1000)))

    told = own.post("/v1/experiments", {"period": "october 2025"}).json()

    assert ["Fine"] == [one["experiment"] for one in told["experiments"]]
    assert ["Alone", "Odd"] == [one["experiment"] for one in told["skipped"]]
    assert "n’a qu’une version" in told["skipped"][0]["why"]["fr"]
    assert 404 == own.post("/v1/experiments", {"experiment": "Fin"}).status_code
    assert 422 == own.post("/v1/experiments", {"experiment": "Alone"}).status_code


@pytest.mark.parametrize(
    ("header", "sep"),
    [
        ("Date;Test;Variante;Visiteurs;Conversions", ";"),
        ("day,experiment,variant,exposed,converted", ","),
    ],
)
def test_a_file_of_an_experiment_is_understood(tmp_path, header, sep):
    """
    A plain table in either language is an experiment; the command tells it in words.
    """
    lines = [
        sep.join([f"2025-10-{day:02}", "Formulaire", version, "1000", str(won)])
        for day in range(1, 11)
        for version, won in (("A", 50), ("B", 72))
    ]
    path = tmp_path / "tests.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    kpi("import", path, folder=tmp_path / "w")

    (told,) = answer("experiments", folder=tmp_path / "w")["experiments"]
    french = kpi("experiments", "formulaire", folder=tmp_path / "w", lang="fr").stdout

    assert (10_000, 720, "B") == (
        told["versions"][1]["exposed"],
        told["versions"][1]["conversions"],
        told["winner"],
    )
    assert "Gagnante\u00a0: B." in french
    assert "entiers comme 50:50" in refused(
        "experiments", "--planned", "a:b", folder=tmp_path / "w", lang="fr"
    )
