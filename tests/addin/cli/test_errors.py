"""What a user can get wrong is said in one sentence, in their language, with exit 2."""

import subprocess
import sys
import time

import pytest

from addin.cli import outcome, root
from addin.cli.app import parted
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
        first, rest = parted([*general, *words])
        code = outcome.run(root.app, lang, [*first, *rest])
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
        (["query", "cpl", "--basis", "evnt"], "basis\u00a0: choisissez event ou cohort."),
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


USAGE = [
    (["query"], "indicateurs", "Il manque l’argument « indicateurs »."),
    (["nonsense"], "nonsense", "n’est pas une commande"),
    (["qury", "cpl"], "query", "Au plus près"),
    (["query", "cpl", "--nonsense"], "--nonsense", "Il n’y a pas d’option"),
    (["query", "cpl", "--limit", "x"], "--limit", "un nombre entier est attendu"),
    (["serve", "--port", "99999"], "--port", "65535 au plus"),
    (["query", "cpl", "--period"], "--period", "sans sa valeur"),
    (["doctor", "--json=4"], "--json", "n’accepte pas de valeur"),
    (["doctor", "one", "two"], "one two", "n’en attend pas tant"),
    ([], "kpi", "Il manque une commande"),
]
TYPERS = (
    "Usage", "Options:", "Commands", "Arguments:", "Missing", "No such", "Invalid", "Error", "Try",
    "Show this", "required", "default", "requires", "unexpected", "<str>", "<int>", "ARGS", "COMMAND ",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "named", "sentence"), USAGE, ids=lambda v: " ".join(v) if isinstance(v, list) else ""
)
def test_a_command_typed_wrongly_is_told_in_french(folder, words, named, sentence):
    """
    An error of usage names what was typed, with exit 2, and nothing in it is English.
    """
    said = refused(*words, folder=folder, lang="fr").replace("\u00a0", " ")

    assert named in said
    assert sentence in said
    assert [] == [word for word in TYPERS if word in said]


def test_a_command_typed_wrongly_shows_how_it_is_written(folder):
    """
    A word or an option that does not exist is refused with the usage, in English too.
    """
    for words in (["query"], ["nonsense"], ["query", "cpl", "--nonsense"]):
        said = refused(*words, folder=folder)
        assert said.startswith("Usage: kpi")
        assert "--help` says more." in said


COMMANDS = [[c.name or c.callback.__name__] for c in root.app.registered_commands]


@pytest.mark.parametrize("words", [[], *COMMANDS], ids=" ".join)
@pytest.mark.parametrize("asked", [{"KPI_LANG": "fr"}, {"LANG": "fr_FR.UTF-8"}], ids=str)
def test_every_help_is_french_to_the_last_word(words, asked):
    """
    Headings, types, defaults and the sentence of --help are French, however French is asked for.
    """
    ran = subprocess.run(
        [KPI, *words, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**asked),
        check=True,
    )

    said = ran.stdout.replace("\u00a0", " ")
    assert said.startswith("Utilisation : kpi")
    assert "Afficher ce message et quitter." in said
    assert [] == [word for word in TYPERS if word in said]


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
            said = refused(*words, folder=folder, lang="fr", KPI_WAIT="0")
            assert "kpi serve" in said
            assert str(folder) in said
        holder.stdin.close()

    kpi("query", "direct_cost", "--period", "2025", folder=folder)


def test_two_commands_at_once_wait_for_each_other(folder):
    """
    Commands that meet over a workspace all succeed, one after the other.
    """
    general = ["--workspace", folder, "--lang", "fr", "--today", TODAY]
    running = [
        subprocess.Popen(
            [KPI, *general, "map", "product", f"GTX{i}", f"GTX {i}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(KPI_WAIT="40"),
        )
        for i in range(4)
    ]

    told = [process.communicate(timeout=60) for process in running]

    assert [0] * 4 == [process.returncode for process in running], told


def test_waiting_is_said_and_ends(folder):
    """
    After a second the command says what it waits for, and goes on once the other one has ended.
    """
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    with holder:
        assert b"held" in holder.stdout.readline()
        waiting = subprocess.Popen(
            [KPI, "--workspace", folder, "--lang", "fr", "doctor"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(KPI_WAIT="40"),
        )
        said = waiting.stderr.readline().decode()
        assert "En attente d’une autre commande" in said
        assert waiting.poll() is None
        holder.stdin.close()
        printed, _ = waiting.communicate(timeout=40)

    assert 0 == waiting.returncode
    assert "Journal d’audit" in printed.decode()


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


def test_a_command_is_itself_when_it_is_built_alone():
    """
    Only the command that is asked is built; help, mistakes and what it says of itself are as before.
    """
    assert "kpi targets" in kpi("targets", "--help").stdout
    assert "kpi query" in kpi("--lang", "en", "query", "--help").stdout
    assert "Commandes" in kpi("--help", lang="fr").stdout
    assert "is not a command" in refused("tagrets")
