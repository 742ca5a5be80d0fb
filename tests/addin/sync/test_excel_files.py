"""A workbook on a disk is kept too: it is only read, and the dashboard is written beside it."""

import datetime as dt
import os
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
import python_calamine
import xlsxwriter

from addin.sync import connections, engine, planning
from addin.sync.excel import book as excel
from addin.sync.excel import writer
from addin.sync.opening import book
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.addin.sync.conftest import LEADS, SPEND, TODAY

BOARD, PROBLEMS, HISTORY = "Tableau de bord KPI", "Problèmes KPI", "Historique KPI"


def fill(path, tabs):
    """Write a workbook as a team would."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in tabs.items():
            sheet = made.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    match value:
                        case dt.date():
                            sheet.write_datetime(r, c, dt.datetime.combine(value, dt.time()), day)
                        case str():
                            sheet.write_string(r, c, value)
                        case _:
                            sheet.write_number(r, c, value)


class Team:
    """A workbook in a folder, and runs of the real engine over it."""

    def __init__(self, folder, store, suffix=".xlsx"):
        self.folder, self.store = folder / "Équipe", store
        self.folder.mkdir(exist_ok=True)
        self.path = self.folder / f"Suivi{suffix}"
        self.beside = self.folder / "Suivi - KPI.xlsx"
        self.tabs = {"Dépenses": [list(row) for row in SPEND], "Leads": LEADS}
        self.save()
        self.core = Core(store, TODAY)
        store.change_settings({"locale": "fr-FR"}, "test")
        self.number = planning.connected(self.core, self.asked(), "test")["sheet"]

    def asked(self):
        return {"link": str(self.path), "lang": "fr"}

    def save(self):
        fill(self.path, self.tabs)

    def run(self, **how):
        return engine.run(self.core, self.number, actor="test", **how)

    def page(self, title=BOARD):
        found = python_calamine.load_workbook(str(self.beside)).get_sheet_by_name(title)
        return found.to_python(skip_empty_area=False)

    def figure(self, title):
        return next(row[1] for row in self.page() if row[0] == title)

    def asked_of_the_core(self, kpi):
        return self.core.query(KpiQuery(kpis=[kpi]))[0].value

    def rows(self, fact="spend"):
        return self.store.cursor().execute(f"SELECT count(*) FROM {fact}").fetchall()[0][0]


@pytest.fixture(name="team")
def _team(tmp_path, store):
    return Team(tmp_path, store)


def test_the_dashboard_is_written_beside_and_the_workbook_never(team):
    """
    Not a byte of the team's workbook changes; what is beside says what the core says.
    """
    before = team.path.read_bytes(), team.path.stat().st_mtime_ns
    outcome = team.run()

    assert "written" == outcome.state
    assert before == (team.path.read_bytes(), team.path.stat().st_mtime_ns)
    assert {"Suivi.xlsx", "Suivi - KPI.xlsx"} == {p.name for p in team.folder.iterdir()}
    assert team.asked_of_the_core("cpl") == pytest.approx(team.figure("Coût par lead (CPL)"))
    assert {"valid": 140, "quarantined": 1}.items() <= outcome.details.items()
    assert ["Dépenses", 22, "Date", "n.c."] == team.page(PROBLEMS)[1][:4]


def test_an_unchanged_workbook_is_not_even_opened(team):
    """
    Written, looked at, then nothing: until somebody saves it, or our own is not what it was.
    """
    states = [team.run().state for _ in range(4)]
    stood = team.beside.stat().st_mtime_ns
    states.append(team.run().state)
    team.tabs["Dépenses"][1][3] = 2000.0
    team.save()
    states += [team.run().state for _ in range(2)]

    assert ["written", "same", "unchanged", "unchanged", "unchanged", "written", "same"] == states
    assert stood < team.beside.stat().st_mtime_ns
    assert team.asked_of_the_core("cpl") == pytest.approx(team.figure("Coût par lead (CPL)"))


def test_the_history_goes_on_below(team):
    """
    What stood in the history stands there still, above what is new.
    """
    team.run()
    before = team.page(HISTORY)
    team.tabs["Dépenses"][1][3] = 2000.0
    team.save()
    team.run()
    after = team.page(HISTORY)

    assert before == after[: len(before)]
    assert len(after) > len(before)
    assert [float(n) for n in range(1, len(after))] == [row[0] for row in after[1:]]


@pytest.mark.parametrize(
    "half", [b"", b"PK\x03\x04", "cut", "noise"], ids=["empty", "begun", "cut", "noise"]
)
def test_half_a_workbook_is_told_and_read_later(team, half):
    """
    A folder that syncs shows half a file for a while: the figures stay, and the whole one counts.
    """
    team.run()
    whole = team.path.read_bytes()
    board = team.page()
    cut = {"cut": whole[: len(whole) // 2], "noise": bytes(range(256)) * 20}
    team.path.write_bytes(cut.get(half, half))
    outcome = team.run()

    assert "failed" == outcome.state
    assert "la prochaine exécution le lira" in outcome.error.fr
    assert 20 == team.rows()
    assert board == team.page()
    team.path.write_bytes(whole)
    assert team.run().state in {"same", "written"}
    assert 20 == team.rows()


def test_a_workbook_that_is_gone_is_told(team):
    """
    Moved or deleted: the figures stay, and back where it was it goes on.
    """
    team.run()
    team.path.rename(team.folder / "Ailleurs.xlsx")
    outcome = team.run()
    (team.folder / "Ailleurs.xlsx").rename(team.path)

    assert "failed" == outcome.state
    assert "kpi sync disconnect" in outcome.error.fr
    assert "failed" != team.run().state
    assert 20 == team.rows()


def test_a_workbook_that_is_open_is_read_as_it_was_saved(team):
    """
    While Excel or LibreOffice has it open, what counts is what was last saved.
    """
    (team.folder / "~$Suivi.xlsx").write_bytes(b"\x04Anaelle")
    (team.folder / ".~lock.Suivi.xlsx#").write_text(",ana,desk,12.11.2025 09:00,;")

    assert "written" == team.run().state
    assert 20 == team.rows()


def test_a_workbook_that_changes_while_it_is_copied_is_read_later(team, monkeypatch):
    """
    What is read is of one moment, or it is not read.
    """
    whole = shutil.copyfile

    def meanwhile(source, target):
        whole(source, target)
        team.tabs["Dépenses"][1][3] += 1
        team.save()

    team.run()
    team.save()
    monkeypatch.setattr(excel.shutil, "copyfile", meanwhile)
    outcome = team.run()
    monkeypatch.setattr(excel.shutil, "copyfile", whole)

    assert "failed" == outcome.state
    assert "en cours d’enregistrement" in outcome.error.fr
    assert "written" == team.run().state


def retyped(path):
    """Type over a text of our workbook, as a person does who opens and saves it."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    words = parts["xl/sharedStrings.xml"]
    assert b"<t>KPI</t>" in words
    parts["xl/sharedStrings.xml"] = words.replace(b"<t>KPI</t>", b"<t>mine</t>")
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_our_own_workbook_is_put_right(team):
    """
    Deleted, or changed by hand: the next run writes it as it should be.
    """
    team.run()
    right = team.page()
    team.beside.unlink()
    gone = team.run().state
    retyped(team.beside)
    changed = team.run().state

    assert ("written", "written") == (gone, changed)
    assert [row[:2] for row in right] == [row[:2] for row in team.page()]


def test_a_file_that_took_our_name_later_is_not_written_over(team):
    """
    Ours was renamed, and somebody saved a book of their own under its name: it stays, and is told.
    """
    team.run()
    team.beside.rename(team.beside.with_name("archive.xlsx"))
    fill(team.beside, {"Budget": [["à nous"]]})
    before = team.beside.read_bytes()
    team.tabs["Dépenses"][1][3] = 2000.0
    team.save()
    told = team.run()

    assert "failed" == told.state
    assert "renommez-le" in told.error.fr
    assert before == team.beside.read_bytes()


def test_a_file_of_somebody_else_is_not_written_over(tmp_path, store):
    """
    Where the dashboard would go stands a file that no run wrote: it stays, and is told.
    """
    (tmp_path / "Équipe").mkdir()
    theirs = tmp_path / "Équipe" / "Suivi - KPI.xlsx"
    fill(theirs, {"Chiffres": [["à nous"]]})
    before = theirs.read_bytes()

    with pytest.raises(KpiError) as caught:
        Team(tmp_path, store)

    assert "renommez-le" in caught.value.message.fr
    assert before == theirs.read_bytes()
    assert [] == connections.connections(store.cursor())


def test_two_workbooks_do_not_share_a_dashboard(team):
    """
    “Suivi.xlsx” and “Suivi.xlsm” would write the same one: the second is refused.
    """
    team.run()
    other = team.path.with_suffix(".xlsm")
    shutil.copy(team.path, other)

    with pytest.raises(KpiError) as caught:
        planning.connected(team.core, {"link": str(other)}, "test")

    assert "Suivi - KPI.xlsx" in caught.value.message.en


def test_a_workbook_connected_anew_takes_its_dashboard_over(team):
    """
    Disconnected and connected again: the dashboard that stood there is known as ours.
    """
    team.run()
    planning.disconnected(team.core, {}, "test")
    team.number = planning.connected(team.core, team.asked(), "test")["sheet"]

    assert "written" == team.run().state


def test_a_dashboard_that_somebody_keeps_open_is_told(team, monkeypatch):
    """
    Windows lets nobody replace an open file: said so, nothing half is left, and later it works.
    """
    team.run()
    team.tabs["Dépenses"][1][3] = 2000.0
    team.save()
    replace = excel.Path.replace

    def refused(path, target):
        if target == team.beside:
            raise PermissionError(13, "being used by another process")
        return replace(path, target)

    monkeypatch.setattr(excel.Path, "replace", refused)
    outcome = team.run()
    monkeypatch.undo()

    assert "failed" == outcome.state
    assert "fermez-le" in outcome.error.fr
    assert {"Suivi.xlsx", "Suivi - KPI.xlsx"} == {p.name for p in team.folder.iterdir()}
    assert "written" == team.run().state


def test_a_renamed_tab_is_the_same_tab_and_a_deleted_one_is_held(team):
    """
    A tab is known by the workbook's own number for it; one that is gone waits for a word.
    """
    team.run()
    team.tabs = {"Coûts": team.tabs["Dépenses"], "Leads": LEADS}
    team.save()
    renamed = team.run()
    team.tabs.pop("Leads")
    team.save()
    held = team.run()

    assert "written" == renamed.state
    assert "held" == held.state
    assert "Leads" in held.error.fr
    assert (20, 120) == (team.rows(), team.rows("leads"))


def test_a_held_tab_gets_its_second_look_while_others_are_typed_in(team):
    """
    Four rows out of five are gone from one tab: work in another tab does not put that off for ever.
    """
    team.run()
    team.tabs["Leads"] = LEADS[:11]
    team.save()
    first, kept = team.run().state, team.rows("leads")
    team.tabs["Dépenses"][1][3] = 2000.0
    team.save()
    second = team.run().state

    assert ("held", 120) == (first, kept)
    assert "written" == second
    assert 10 == team.rows("leads")


def test_another_answer_of_a_held_tab_is_no_second_look(team):
    """
    A tab that goes on losing rows says something else each time: nothing of it is taken over.
    """
    team.run()
    states = []
    for left in (21, 16, 11):
        team.tabs["Leads"] = LEADS[:left]
        team.save()
        states.append(team.run().state)

    assert ["held"] * 3 == states
    assert 120 == team.rows("leads")


def test_a_confirmation_outlives_work_in_another_tab(team):
    """
    “This is right” was said of one tab: typing in another one before the next run takes nothing back.
    """
    team.run()
    team.tabs["Leads"] = [["Notes"], ["rien"]]
    team.save()
    held = team.run().state
    planning.confirmed(team.core, {"sheet": team.number}, "test")
    team.tabs["Dépenses"][1][3] = 2000.0
    team.save()

    assert "held" == held
    assert "written" == team.run().state
    assert 0 == team.rows("leads")


def test_what_was_typed_is_a_text_wherever_it_is_written(team):
    """
    A formula, a page, a very long cell: text in the dashboard's workbook, of a length that opens.
    """
    evil = '=HYPERLINK("https://evil.example","x")'
    page = "<script>alert(1)</script>"
    team.tabs["Dépenses"] += [[evil, "LinkedIn", page, 5], ["x" * 32_000, "=1+1", "+1", 5]]
    team.save()
    team.run()
    with zipfile.ZipFile(team.beside) as inside:
        parts = {n: inside.read(n).decode() for n in inside.namelist() if n.endswith((".xml", ".rels"))}  # fmt: skip
    typed = [row[3] for row in team.page(PROBLEMS)]

    assert evil in typed
    assert not [n for n, text in parts.items() if "<f>" in text and "chart" not in n]
    assert not [n for n, text in parts.items() if "evil.example" in text and n != "xl/sharedStrings.xml"]  # fmt: skip
    assert max(len(str(text)) for text in typed) <= 32_767


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsm"])
def test_other_workbooks_are_read_too(team, store, tmp_path, kind, office):
    """
    .ods, .xls and .xlsm are kept as .xlsx is: the same rows, and a dashboard beside.
    """
    there = tmp_path / "autre"
    there.mkdir()
    if kind == "xlsm":
        shutil.copy(team.path, there / "Suivi.xlsm")
    else:
        office(kind, team.path, there)
    asked = {"link": str(there / f"Suivi.{kind}"), "lang": "fr"}
    number = planning.connected(team.core, asked, "test")["sheet"]
    outcome = engine.run(team.core, number, actor="test")

    assert "written" == outcome.state
    assert {"valid": 140, "quarantined": 1}.items() <= outcome.details.items()
    assert (there / "Suivi - KPI.xlsx").is_file()


@pytest.fixture(name="office")
def _office(tmp_path):
    """LibreOffice, as a converter of files."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")

    def convert(kind, path, folder):
        home = (tmp_path / "office").as_uri()
        said = [program, f"-env:UserInstallation={home}", "--headless", "--convert-to", kind]
        subprocess.run(
            [*said, "--outdir", str(folder), str(path)],
            check=True,
            capture_output=True,
            timeout=120,
        )

    return convert


def test_the_dashboard_opens_in_an_office_with_the_same_numbers(team, tmp_path, office):
    """
    LibreOffice opens it, charts and all, and reads the numbers that the core gives.
    """
    team.run()
    (tmp_path / "out").mkdir()
    office("ods", team.beside, tmp_path / "out")
    office("pdf", team.beside, tmp_path / "out")
    opened = python_calamine.load_workbook(str(tmp_path / "out" / "Suivi - KPI.ods"))
    rows = opened.get_sheet_by_name(BOARD).to_python()
    shown = {row[0]: row[1] for row in rows if row and isinstance(row[1], float)}
    focus = team.core.query(KpiQuery(kpis=[*team.core.snapshot().settings.focus]))
    known = {r.variant: r.value for r in focus if r.value is not None}

    assert [BOARD, PROBLEMS, HISTORY] == opened.sheet_names
    assert known["cpl"] == pytest.approx(shown["Coût par lead (CPL)"])
    assert known["lead_volume"] == shown["Volume de leads"]
    assert (tmp_path / "out" / "Suivi - KPI.pdf").read_bytes().startswith(b"%PDF")


def test_no_copy_is_left_behind(team, tmp_path, monkeypatch):
    """
    What a run copied of the workbook is gone when the run is over; what a killed one left, later.
    """
    (tmp_path / "tmp" / "kpi-sync-killed").mkdir(parents=True)
    (tmp_path / "tmp" / "kpi-sync-killed" / "book.xlsx").write_bytes(b"")
    os.utime(tmp_path / "tmp" / "kpi-sync-killed", (0, 0))
    monkeypatch.setattr(excel.tempfile, "tempdir", str(tmp_path / "tmp"))
    for _ in range(3):
        team.run(force=True)

    assert [] == list((tmp_path / "tmp").glob("kpi-sync-*"))


def test_a_folder_that_cannot_be_written_in_is_told_when_connecting(team, tmp_path, monkeypatch):
    """
    There is no place for a dashboard: said before anything is connected.
    """

    def refused(**_):
        raise PermissionError

    monkeypatch.setattr(excel.tempfile, "TemporaryFile", refused)
    with pytest.raises(KpiError) as caught:
        book(team.core, "excel", str(team.path), None).check()

    assert str(team.folder) in caught.value.message.fr


def test_the_dashboard_says_whose_it_is(team):
    """
    The name of the workbook, whatever is in it, is found again in ours, and in no other file.
    """
    team.run()

    assert "Suivi.xlsx" == writer.source(team.beside)
    assert writer.source(team.path) is None
    assert writer.source(team.folder) is None
    assert Lang.FR is connections.connection(team.store.cursor(), team.number).lang


def test_closing_ends_with_what_was_read(tmp_path):
    """
    Rows that came from a workbook count once, whatever was run, and stay when it is disconnected.
    """
    with Store(tmp_path / "w", create=True) as store:
        team = Team(tmp_path, store)
        for _ in range(3):
            team.run(force=True)
        planning.disconnected(team.core, {}, "test")
        counted = Counter(store.cursor().execute("SELECT source_row FROM spend").fetchall())

        assert 20 == team.rows()
        assert 1 == max(counted.values())


def test_tables_that_are_asked_for_stand_beside_the_dashboard(team):
    """
    In the workbook of ours, as a cell would show them; nothing new is written without news.
    """
    team.store.change_settings({"tables": ['B2B_COSTS("2025")']}, "test")
    team.run()
    team.run()

    page = team.page("Tableaux KPI")
    assert ['B2B_COSTS("2025")'] == [c for c in page[2] if c]
    assert "genre" == page[3][0]
    assert "unchanged" == team.run().state
