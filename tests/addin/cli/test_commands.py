"""Every command, as people run it: help, settings, backups, what a workspace holds, what is published."""

import shutil
from pathlib import Path

import pytest

from kpi_core.catalog import REGISTRY
from tests.command import answer, kpi, plain, refused

ROOT = Path(__file__).parents[3]


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
    said = plain(kpi("settings", folder=folder, lang="fr").stdout)

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
    said = plain(kpi("doctor", folder=folder, lang="fr").stdout)
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


def test_demo_twice_loads_once(demo_copy):
    """
    Asking for the demo again shows it again, and imports nothing twice.
    """
    before = answer("doctor", folder=demo_copy)

    told = answer("demo", "--no-serve", folder=demo_copy)

    assert told["loaded"] is False
    assert before == answer("doctor", folder=demo_copy)
    said = plain(kpi("demo", "--no-serve", folder=demo_copy, lang="fr").stdout)
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
