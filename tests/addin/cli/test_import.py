"""`kpi import`, `quarantine` and `map`: what becomes of rows, and what is said of it."""

import pytest

from tests.command import answer, kpi, plain


def test_import_says_what_became_of_the_rows(spend, tmp_path):
    """
    Rows added, known and rejected are counted; the file twice changes nothing.
    """
    folder = tmp_path / "new"

    (first,) = answer("import", spend, folder=folder)
    (again,) = answer("import", spend, folder=folder)

    assert ({"spend": 2}, 1) == (first["added"], first["quarantined"])
    assert ({"spend": 0}, {"spend": 2}) == (again["added"], again["same"])
    said = kpi("import", spend, folder=folder, lang="fr").stdout
    assert "1 rejetée, gardée en quarantaine" in said


def test_of_several_files_the_one_that_fails_is_named(spend, tmp_path):
    """
    Those before it are in and told, it and those after it are not, and each is called by its name.
    """
    folder, wrong, after = tmp_path / "new", tmp_path / "notes.csv", tmp_path / "after.csv"
    wrong.write_text("nothing,known\nx,y\n", "utf-8")
    after.write_bytes(spend.read_bytes())

    ran = kpi("import", spend, wrong, after, folder=folder, lang="fr", code=2)

    assert f"{spend.name} (" in ran.stdout
    assert ran.stderr.startswith("notes.csv n’a pas été lu\u00a0: ")
    assert (
        f"Traité avant lui\u00a0: {spend.name}. Pas ouvert, car il vient après\u00a0: after.csv."
        in ran.stderr
    )
    assert 2 == answer("doctor", folder=folder)["facts"]["spend"]["rows"]


def test_a_dry_run_stores_nothing(spend, tmp_path):
    """
    `--dry-run` shows how each column is read, and leaves the workspace as it was.
    """
    folder = tmp_path / "new"
    kpi("settings", "fiscal_start=1", folder=folder)
    before = answer("doctor", folder=folder)

    (told,) = answer("import", spend, "--dry-run", folder=folder)
    said = kpi("import", spend, "--dry-run", folder=folder).stdout

    assert 2 == told["counts"]["accepted"]
    assert "Nothing was stored" in said
    assert before == answer("doctor", folder=folder)


def test_hints_say_what_a_file_does_not(tmp_path):
    """
    `--as` and `--map` read a table whose titles say nothing, and are remembered for the next one.
    """
    path = tmp_path / "odd.csv"
    path.write_text("quand,combien,ou\n2025-03-10,100,LinkedIn Ads\n", encoding="utf-8")
    hints = (
        "--as",
        "spend",
        "--map",
        "quand=spent_on",
        "--map",
        "combien=amount",
        "--map",
        "ou=source",
    )

    (told,) = answer("import", path, *hints, folder=tmp_path / "w")

    assert {"spend": 1} == told["added"]
    path.write_text("quand,combien,ou\n2025-03-11,20,LinkedIn Ads\n", encoding="utf-8")
    assert {"spend": 1} == answer("import", path, folder=tmp_path / "w")[0]["added"]
    assert (
        120 == answer("query", "direct_cost", "--period", "2025", folder=tmp_path / "w")[0]["value"]
    )


def test_replace(spend, folder):
    """
    `--replace` removes what the file no longer holds.
    """
    spend.write_text("date spent,source,amount spent\n2025-04-11,Salon SaaS,50\n", encoding="utf-8")

    (told,) = answer("import", spend, "--replace", folder=folder)

    assert told["removed"]["spend"] >= 1
    assert 50 == answer("query", "direct_cost", "--period", "2025", folder=folder)[0]["value"]


def test_quarantine_lists_what_was_not_read(folder):
    """
    Each rejected row with its file, its line and its reason, in the reader's language.
    """
    (row,) = answer("quarantine", folder=folder)

    assert ("costs.csv", 4) == (row["file"], row["row"])
    assert "soon" in row["en"]
    assert row["en"] != row["fr"]
    assert "soon" in kpi("quarantine", folder=folder, lang="fr").stdout


def test_map(folder):
    """
    What no channel holds is listed, then placed; a spelling is mapped; the figures follow.
    """
    listed = answer("map", folder=folder)["unplaced"]
    assert ["Salon SaaS"] == [u["source"] for u in listed]
    assert "Salon SaaS" in kpi("map", folder=folder).stdout

    kpi("map", "source", "Salon SaaS", "--channel", "Events", "--kind", "offline", folder=folder)
    assert {"rows": 1} == answer("map", "product", "GTXPro", "GTX Pro", folder=folder)

    assert [] == answer("map", folder=folder)["unplaced"]
    by = answer("query", "direct_cost", "--by", "channel", "--period", "2025", folder=folder)
    assert {"Events": 50, "LinkedIn Ads": 100.10} == {r["group"]["channel"]: r["value"] for r in by}
    by = answer("query", "direct_cost", "--by", "product", "--period", "2025", folder=folder)
    assert {"GTX Pro": 150.10} == {r["group"]["product"]: pytest.approx(r["value"]) for r in by}


def test_data_and_dimensions_have_names_in_french(tmp_path):
    """
    `--as dépenses`, `--map "combien=montant dépensé"` and `kpi map campagne` are understood.
    """
    path = tmp_path / "odd.csv"
    path.write_text("quand,combien,quoi\n2025-03-10,100,Printemp\n", encoding="utf-8")
    hints = [
        "--as", "dépenses", "--map", "quand=date de dépense",
        "--map", "combien=Montant dépensé", "--map", "quoi=campagne",
    ]  # fmt: skip
    folder = tmp_path / "w"

    (told,) = answer("import", path, *hints, folder=folder, lang="fr")
    mapped = kpi("map", "campagne", "Printemp", "Printemps", folder=folder, lang="fr").stdout

    assert {"spend": 1} == told["added"]
    assert "Fait : 1 ligne." in plain(mapped)
    (row,) = answer(
        "query", "direct_cost", "--period", "2025", "--where", "campagne=Printemps", folder=folder
    )
    assert 100 == row["value"]
