"""A workbook on a disk is kept too: it is only read, whoever else has it open or moves it."""

import os
import shutil
from collections import Counter

import pytest

from addin.sync import engine, planning
from addin.sync.excel import book as excel
from kpi_core.workspace import Store
from tests.addin.sync.conftest import LEADS
from tests.addin.sync.team import PROBLEMS, Team


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
