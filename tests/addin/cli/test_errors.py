"""What a user can get wrong is said in one sentence, in their language, with exit 2."""

import subprocess
import sys
import time

import pytest

from addin.cli import outcome, root
from addin.cli.app import _general_first
from kpi_core.text import Lang
from tests.command import KPI, TODAY, environment, kpi, refused


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("w") / "w"
    path = folder.parent / "costs.csv"
    path.write_text(
        "date spent,source,amount spent\n2025-03-10,LinkedIn Ads,100\n", encoding="utf-8"
    )
    kpi("import", path, folder=folder)
    return folder


HOLD = """
import sys, pathlib
from kpi_core.workspace import Store
with Store(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
WRONG = [
    (["query", "nonsense"], "nonsense"),
    (["query", "taux de conversion"], "lead_to_mql"),
    (["list", "nonsense"], "nonsense"),
    (["compute", "nonsense", "1"], "nonsense"),
    (["compute", "cpl", "abc", "1"], "abc"),
    (["compute", "cpl", "100", "0"], None),
    (["compute", "ltv", "1e308", "10", "10"], None),
    (["compute", "cpl", "100"], None),
    (["compute", "cpl"], None),
    (["compute", "cpl", "1", "2", "3"], "2"),
    (["query", "cpl", "--period", "2025-13"], "2025-13"),
    (["query", "cpl", "--period", "gibberish words"], "gibberish"),
    (["query", "cpl", "--period", ""], None),
    (["query", "cpl", "--where", "channel"], "--where"),
    (["query", "cpl", "--where", "nonsense=1"], "nonsense"),
    (["query", "cpl", "--where", "channel=Nobody"], "Nobody"),
    (["query", "cpl", "--by", "nonsense"], "nonsense"),
    (["query", "cpl", "--basis", "evnt"], "basis"),
    (["query", "cpl", "--grain", "century"], "grain"),
    (["query", "cpl", "--order", "up"], "order"),
    (["query", "cpl", "--limit", "0"], "limit"),
    (["query", "cpl", "--compare", "gibberish words"], "gibberish"),
    (["query", "cpl", "--as-of", "yesterday"], "yesterday"),
    (["query", "cpl", "--today", "12/11/2025"], "--today"),
    (["import", "missing.csv"], "missing.csv"),
    (["import", "."], "."),
    (["import", __file__, "--as", "nonsense"], "nonsense"),
    (["import", __file__, "--map", "nonsense"], "--map"),
    (["map", "product"], "kpi map"),
    (["map", "nonsense", "a", "b"], "nonsense"),
    (["settings", "nonsense=1"], "nonsense"),
    (["settings", "fiscal_start=abc"], "fiscal_start"),
    (["backup", "/nonexistent/folder/copy"], "/nonexistent/folder"),
    (["restore", "missing.duckdb"], "missing.duckdb"),
    (["restore", __file__], "test_errors.py"),
]


@pytest.mark.parametrize(
    ("words", "named"), WRONG, ids=lambda v: " ".join(v) if isinstance(v, list) else ""
)
def test_a_slip_is_said_in_both_languages(folder, capsys, words, named):
    """
    The sentence names what was typed, differs by language, and nothing else is printed.
    """
    general = ["--workspace", str(folder), "--today", TODAY]
    said = {}
    for lang in Lang:
        code = outcome.run(root.app, lang, _general_first([*general, *words]))
        printed = capsys.readouterr()
        assert (2, "") == (code, printed.out)
        said[lang] = printed.err

    for text in said.values():
        assert 1 == text.count("\n"), text
        assert named is None or named in text
    assert said[Lang.EN] != said[Lang.FR]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["query", "nonsense"], "n’est pas un indicateur connu"),
        (["query", "cpl", "--basis", "evnt"], "basis : choisissez 'event' ou 'cohort'."),
        (["query", "cpl", "--as-of", "yesterday"], "n’est pas un moment"),
        (["import", "missing.csv"], "Il n’y a pas de fichier missing.csv."),
        (["query", "cpl", "--today", "12/11/2025"], "--today accepte un jour"),
        (["query", "cpl", "--lang", "de"], "--lang takes fr or en."),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_the_process_says_the_same(folder, words, sentence):
    """
    Run as people run it, the command ends with 2 and one sentence where errors go.
    """
    said = refused(*words, folder=folder, lang="fr")

    assert 1 == said.count("\n")
    assert sentence in said


@pytest.mark.parametrize(
    "words",
    [
        ["query"],
        ["nonsense"],
        ["query", "cpl", "--nonsense"],
        ["serve", "--port", "99999"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_none_shows_how_it_is_written(folder, words):
    """
    A word or an option that does not exist is refused with the usage.
    """
    assert "Usage" in refused(*words, folder=folder)


@pytest.mark.parametrize(
    "words",
    [
        ["query", "cpl"],
        ["doctor"],
        ["map"],
        ["quarantine"],
        ["forget", "a@b.example"],
        ["backup", "x"],
    ],
)
def test_without_a_workspace_it_says_how_to_begin(tmp_path, words):
    """
    A folder with no workspace is named, and not made.
    """
    said = refused(*words, folder=tmp_path / "none", lang="fr")

    assert "kpi demo" in said
    assert str(tmp_path / "none") in said
    assert not (tmp_path / "none").exists()


def test_a_folder_that_is_a_file(tmp_path):
    """
    A workspace cannot lie where a file does.
    """
    place = tmp_path / "file"
    place.write_text("something")
    for words in (["settings", "fiscal_start=4"], ["demo", "--no-serve"], ["import", __file__]):
        said = refused(*words, folder=place, lang="fr")
        assert str(place) in said
        assert 1 == said.count("\n")
    assert "something" == place.read_text()


def test_a_folder_below_a_file(tmp_path):
    """
    Nor below one.
    """
    (tmp_path / "file").write_text("something")

    said = refused("settings", "fiscal_start=4", folder=tmp_path / "file" / "w", lang="fr")

    assert "écrire" in said


def test_a_workspace_that_another_program_holds(folder):
    """
    Who holds the workspace open keeps the others out, with the way to share it.
    """
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD,
            str(folder),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    with holder:
        assert b"held" in holder.stdout.readline()
        for words in (
            ["query", "direct_cost"],
            ["settings"],
            ["restore", folder / "workspace.duckdb"],
        ):
            said = refused(*words, folder=folder, lang="fr")
            assert "kpi serve" in said
            assert str(folder) in said
        holder.stdin.close()

    kpi("query", "direct_cost", "--period", "2025", folder=folder)


def test_a_damaged_workspace_names_the_way_back(tmp_path):
    """
    A file that is no workspace is said to be damaged, and what brings it back.
    """
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "workspace.duckdb").write_bytes(b"no database" * 1000)

    assert "kpi restore" in refused("doctor", folder=folder, lang="fr")


def test_a_reader_who_leaves_early_is_no_error(folder):
    """
    `kpi list | head -1` ends quietly.
    """
    running = subprocess.Popen(
        [KPI, "--workspace", folder, "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    running.stdout.read(10)
    running.stdout.close()
    time.sleep(0.1)
    with running.stderr:
        assert b"Traceback" not in running.stderr.read()
    assert running.wait(20) in {0, 1}
