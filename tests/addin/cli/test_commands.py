"""Every command, as people run it: what it prints, in both languages, and as data."""

import json
import shutil
from pathlib import Path

import pytest

from kpi_core.catalog import REGISTRY
from tests.command import answer, kpi, refused

ROOT = Path(__file__).parents[3]
ROW = {
    "kpi", "variant", "value", "unit", "low", "high", "numerator", "denominator", "period", "group", "caveats",
}  # fmt: skip


COSTS = """date spent,source,campaign,product,amount spent
2025-03-10,LinkedIn Ads,Spring,GTXPro,100.10
2025-04-11,Salon SaaS,Spring,GTX Pro,50
soon,LinkedIn Ads,Spring,GTX Pro,7
"""


@pytest.fixture(name="spend")
def _spend(tmp_path):
    """A small table of costs, one line of which no date can be read from."""
    path = tmp_path / "costs.csv"
    path.write_text(COSTS, encoding="utf-8")
    return path


@pytest.fixture(name="imported", scope="module")
def _imported(tmp_path_factory):
    """A workspace into which the table was imported, once for all."""
    path = tmp_path_factory.mktemp("once") / "costs.csv"
    path.write_text(COSTS, encoding="utf-8")
    kpi("import", path, folder=path.parent / "w")
    return path.parent / "w"


@pytest.fixture(name="folder")
def _folder(imported, tmp_path):
    return shutil.copytree(imported, tmp_path / "w")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_help_is_in_the_readers_language(lang):
    """
    Help names every command, in French where French is asked for.
    """
    said = kpi("--help", lang=lang).stdout

    commands = (
        "list", "compute", "query", "import", "map", "quarantine", "settings", "backup", "restore",
        "forget", "doctor", "serve", "demo", "publish",
    )  # fmt: skip
    assert all(name in said for name in commands)
    assert {"en": "List rejected rows", "fr": "Lister les lignes rejetées"}[lang] in said


@pytest.mark.parametrize("command", ["compute", "import", "serve"])
def test_every_command_explains_itself(command):
    """
    `kpi COMMAND --help` answers without a workspace.
    """
    assert "--help" in kpi(command, "--help", folder="/nonexistent").stdout


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

    assert "Coût par lead (CPL) :" in _plain(kpi(*asked, folder=demo_folder, lang="fr").stdout)
    assert "Cost per lead (CPL): €" in kpi(*asked, folder=demo_folder).stdout
    table = kpi(
        *asked, "--by", "channel", "--order", "asc", "--limit", 3, folder=demo_folder
    ).stdout
    assert "channel" in table
    assert "Cost per lead (CPL)" in table
    said = kpi(*asked, "--explain", folder=demo_folder).stdout
    assert "÷" in said or "/" in said


def _plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


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


def test_settings(folder):
    """
    Settings are shown, changed together, and one that is wrong changes none, in a sentence.
    """
    told = answer("settings", "fiscal_start=4", "locale=en-GB", folder=folder)
    assert (4, "en-GB") == (told["fiscal_start"], told["locale"])

    for wrong in (
        "overhead_policy=guess",
        "timezone=Mars/Base",
        "garbage",
    ):
        said = refused("settings", "fiscal_start=7", wrong, folder=folder, lang="fr")
        assert 1 == said.count("\n"), said
        assert "Input should" not in said

    assert told == answer("settings", folder=folder)


def test_what_is_looked_at_first_is_a_list_with_commas(folder):
    """
    Names after each other, as people type them; the next settings stay as they are.
    """
    assert ["cac", "cpl"] == [
        REGISTRY[kpi].family for kpi in answer("settings", "focus=cac, cpl", folder=folder)["focus"]
    ]


def test_settings_are_told_in_words(folder):
    """
    Each setting has a name, a value as the reader writes it, what it changes, and what to type.
    """
    said = _plain(kpi("settings", folder=folder, lang="fr").stdout)

    for words in (
        "début de l’exercice", "janvier", "fiscal_start=1", "non défini", "tax=ht", "10,0 %", "90 jours",
    ):  # fmt: skip
        assert words in said
    assert "None" not in said
    assert "{}" not in said
    english = kpi("settings", "fiscal_start=4", folder=folder).stdout
    for words in ("fiscal year opens in", "April", "fiscal_start=4", "not set", "90 days"):
        assert words in english


def test_doctor(folder):
    """
    What the workspace holds, how far it goes, and whether its journal is whole.
    """
    told = answer("doctor", folder=folder)

    assert {"rows": 2, "first": "2025-03-10", "last": "2025-04-11"} == told["facts"]["spend"]
    assert (True, 1, 1) == (told["audit"], told["quarantined"], told["unplaced"])
    said = _plain(kpi("doctor", folder=folder, lang="fr").stdout)
    assert "Journal d’audit : complet" in said
    assert "10 mars 2025" in said
    assert "2025-03-10" not in said


def test_doctor_fails_on_a_broken_journal(folder):
    """
    A journal that was tampered with is said, and the exit code says it to scripts.
    """
    import duckdb

    with duckdb.connect(str(folder / "workspace.duckdb")) as other:
        other.execute("UPDATE audit SET actor = 'someone' WHERE id = 1")

    assert "BROKEN" in kpi("doctor", folder=folder, code=2).stdout


def test_backup_and_restore(folder, tmp_path):
    """
    A backup is read back, and brings back what was there; what it replaces is kept.
    """
    before = answer("query", "direct_cost", "--period", "2025", folder=folder)
    kpi("backup", tmp_path / "copy", folder=folder)
    kpi("settings", "fiscal_start=9", folder=folder)

    told = answer("restore", tmp_path / "copy", folder=folder)

    assert 1 == answer("settings", folder=folder)["fiscal_start"]
    assert before == answer("query", "direct_cost", "--period", "2025", folder=folder)
    assert Path(told["kept"]).exists()


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
    assert "Fait : 1 ligne." in _plain(mapped)
    (row,) = answer(
        "query", "direct_cost", "--period", "2025", "--where", "campagne=Printemps", folder=folder
    )
    assert 100 == row["value"]


def test_one_and_many_are_told_apart(folder):
    """
    French counts none and one alike, English one alone.
    """
    french = kpi("doctor", folder=folder, lang="fr").stdout
    english = kpi("doctor", folder=folder).stdout

    assert "1 ligne rejetée en quarantaine" in french
    assert "1 rejected row in quarantine" in english
    assert "1 source sans canal" in french
    kpi("map", "source", "Salon SaaS", "--channel", "Events", folder=folder)
    assert "0 source sans canal" in kpi("doctor", folder=folder, lang="fr").stdout
    assert "0 sources without a channel" in kpi("doctor", folder=folder).stdout


def test_forget(demo_copy):
    """
    A person is erased by address; the number of leads stays.
    """
    import duckdb

    with duckdb.connect(str(demo_copy / "workspace.duckdb"), read_only=True) as other:
        ((email,),) = other.execute("SELECT min(email) FROM leads").fetchall()
    before = answer("query", "lead_volume", "--period", "2025", folder=demo_copy)

    told = answer("forget", email, folder=demo_copy)
    assert told["rows"] > 0
    assert [] == told["backups"]

    assert before == answer("query", "lead_volume", "--period", "2025", folder=demo_copy)
    held = b"".join(path.read_bytes() for path in demo_copy.iterdir())
    assert email.encode() not in held


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


def test_demo_twice_loads_once(demo_copy):
    """
    Asking for the demo again shows it again, and imports nothing twice.
    """
    before = answer("doctor", folder=demo_copy)

    told = answer("demo", "--no-serve", folder=demo_copy)

    assert told["loaded"] is False
    assert before == answer("doctor", folder=demo_copy)
    said = _plain(kpi("demo", "--no-serve", folder=demo_copy, lang="fr").stdout)
    assert "À essayer" in said
    assert "kpi query cac" in said


def test_publish_check_tells_what_is_stale(tmp_path):
    """
    `kpi publish --check` fails when a generated file is not what the declarations say, and names it.
    """
    copied = tmp_path / "checkout"
    copied.mkdir()
    shutil.copy(ROOT / "LICENSE", copied)
    for name in ("addin", "assistant", "kpi_core", "manifests", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / name, copied / name, ignore=ignored)
    here = {"cwd": copied, "PYTHONPATH": str(copied)}
    kpi("publish", **here)
    kpi("publish", "--check", **here)
    assert [] == answer("publish", "--check", **here)

    formulas = copied / "manifests/formulas.js"
    formulas.write_text(formulas.read_text(encoding="utf-8") + "// edited\n", encoding="utf-8")
    (copied / "docs/fr/kpis.md").unlink()

    said = refused("publish", "--check", lang="fr", **here)
    assert "formulas.js" in said
    assert "docs/fr/kpis.md" in said
    assert "2 files written" in kpi("publish", **here).stdout
    kpi("publish", "--check", **here)
