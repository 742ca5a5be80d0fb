"""The pages about sheets and workbooks: each command exists, each sentence of ours is explained."""

import datetime as dt
import importlib
import re
import shlex
from pathlib import Path

import pytest
import typer

from addin.cli.app import COMMANDS
from addin.cli.demo_sheet import kept_sheet
from addin.cli.root import app
from addin.cli.session import Session
from addin.sync.google import accounts
from addin.sync.schedule import read
from kpi_core.text import Lang, Text
from kpi_core.typography import faults_in
from tests.command import kpi

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
FOLDERS = {Lang.EN: DOCS, Lang.FR: DOCS / "fr"}
READMES = {Lang.EN: "README.md", Lang.FR: "README.fr.md"}
PAGES = ("google-sheets", "excel-files")
# Whose sentences each page explains; those that are no errors, or belong to another page, are left out.
EXPLAINED = {
    "google-sheets": {
        "addin.sync.google.troubles": {"_THIS_ACCOUNT"},
        "addin.sync.google.book": set(),
        "addin.sync.google.accounts": {"_VISIT", "_AGREED", "_NO_FILE", "_ELSEWHERE"},
        "addin.sync.opening": {"_ON_THE_WEB", "_OURS", "_NO_WORKBOOK"},
        "addin.keeping": set(),
        "addin.sync.tabs": {"NO_ROWS"},
        "addin.sync.planning": {"_NOTHING_HELD", "_A_SHEET", "_A_TAB"},
        "addin.sync.engine": set(),
        "addin.sync.leases": set(),
    },
    "excel-files": {
        "addin.sync.excel.book": set(),
        "addin.sync.opening": {"_NEITHER"},
    },
}


def page(name, lang):
    return (FOLDERS[lang] / f"{name}.md").read_text("utf-8")


def plain(text):
    """Return *text* with one kind of space, whatever is filled in left open."""
    return re.sub(r"\{\w+\}", "…", text).replace("\u00a0", " ").replace("\u202f", " ")


def sentences(module, left_out):
    """Yield the texts that a module may show, by name."""
    for name, value in vars(importlib.import_module(module)).items():
        held = value.values() if isinstance(value, dict) else [value]
        if name not in left_out:
            yield from ((name, one) for one in held if isinstance(one, Text))


def clause(text, lang):
    """Return the part of a sentence by which its reader finds it: the first that says something."""
    parts = re.split(r"…|[“”«»]|\s?[:;,(]\s|\. |\.$| \(", plain(text[lang]))
    return next(part.strip() for part in parts if len(part.strip()) > 6)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", PAGES)
def test_every_sentence_that_may_be_shown_is_explained(name, lang):
    """
    Whoever looks up an error finds it in the table, in their language.
    """
    told = plain(page(name, lang))
    missing = [
        (module, constant, text[lang])
        for module, left_out in EXPLAINED[name].items()
        for constant, text in sentences(module, left_out)
        if clause(text, lang) not in told
    ]

    assert [] == missing


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_the_pages_exists(name, lang):
    """
    Each `kpi …` is a command, its options are its own, and its schedule is understood.
    """
    assert COMMANDS
    text = page(name, lang)
    said = re.findall(r"^kpi .*$", text, re.MULTILINE) + re.findall(r"`(kpi [a-z][^`]*)`", text)

    assert len(said) > 5
    for line in said:
        words = shlex.split(line)[1:]
        command = typer.main.get_command(app)
        while words and hasattr(command, "commands"):
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        options = {one for p in command.params for one in p.opts}
        assert {w for w in words if w.startswith("--")} <= options, line
        if "schedule" in line.split():
            assert read(words[0], "Europe/Paris").cron


@pytest.mark.parametrize("lang", Lang)
def test_the_page_asks_for_no_more_than_the_program(lang):
    """
    The permissions that are explained are those that are asked for.
    """
    told = set(
        re.findall(r"https://www\.googleapis\.com/auth/[a-z.]+", page("google-sheets", lang))
    )

    assert set(accounts.SCOPES) == told


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", PAGES)
def test_what_the_pages_lead_to_is_there(name, lang):
    """
    Pages, places in them and pictures exist; no picture is heavy.
    """
    for target in re.findall(r"\]\(([^)#]+)", page(name, lang)):
        found = FOLDERS[lang] / target
        assert found.is_file(), target
        assert found.suffix != ".png" or found.stat().st_size < 200_000
    for target, place in re.findall(r"\]\(([^)#]+)#([^)]+)\)", page(name, lang)):
        heads = re.findall(r"^#+ (.*)$", (FOLDERS[lang] / target).read_text("utf-8"), re.MULTILINE)
        assert place in {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads}


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_say_the_same(name):
    """
    As many headings, rows of tables and points in one language as in the other.
    """
    shape = [
        [line.split(" ")[0] for line in page(name, lang).splitlines() if re.match(r"#|\||- |\d\. ", line)]
        for lang in Lang
    ]  # fmt: skip

    assert shape[0] == shape[1]


@pytest.mark.parametrize("name", PAGES)
def test_french_is_set_as_french(name):
    """
    No-break spaces, typographic apostrophes and quotation marks, outside of what is typed.
    """
    prose = re.sub(r"```.*?```|<https?:[^>]*>|\]\([^)]*\)|!\[", "", page(name, Lang.FR), flags=re.DOTALL)  # fmt: skip
    prose = re.sub(r"`[^`]*`", "x", prose)
    prose = re.sub(r" *[|] *|- ?(?=-|\[)|\[ \]", "\n", prose.replace("*", ""))
    lines = [line.strip(" -") for line in prose.splitlines() if set(line) - set("- ")]
    wrong = [fault for line in lines for fault in faults_in(Lang.FR, re.sub(" +", " ", line))]

    assert [] == wrong


@pytest.mark.parametrize("lang", Lang)
def test_the_readme_leads_to_the_pages(lang):
    """
    Whoever reads what the product is finds how to connect a sheet and a workbook.
    """
    text = (ROOT / READMES[lang]).read_text("utf-8")
    folder = FOLDERS[lang].relative_to(ROOT)

    assert all(f"({folder}/{name}.md)" in text for name in PAGES)


@pytest.mark.parametrize("lang", Lang)
def test_the_examples_about_tabs_run_on_the_demo_as_they_are_written(lang, tmp_path, monkeypatch):
    """
    Whoever copies them beside `make demo` sees each one work: its tabs and columns are the demo's.
    """
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "accounts"))
    lines = re.findall(
        r"^kpi sync (?:plan|map|ignore).*$", page("google-sheets", lang), re.MULTILINE
    )
    session = Session(tmp_path / "w", lang, dt.date(2025, 11, 12), json=False)
    with session.desk(create=True):
        pass

    with kept_sheet(session):
        for line in lines:
            more = {"KPI_CREDENTIALS": str(tmp_path / "accounts")}
            kpi(*shlex.split(line)[1:], folder=session.folder, lang=lang, **more)

    assert len(lines) > 5
