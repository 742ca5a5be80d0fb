"""The dashboard of a workbook is a book beside it, written over nobody else's."""

import shutil
import zipfile

import pytest
import python_calamine

from addin.sync import connections, planning
from addin.sync.excel import book as excel
from addin.sync.excel import writer
from addin.sync.opening import book
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from kpi_core.text import Lang
from tests.addin.sync.team import BOARD, HISTORY, PROBLEMS, Team, fill


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
