"""`kpi sync connect`: what is missing is said, sheets are told apart, and one that comes back counts once."""

import json

import pytest

from addin.demo import Fault, Status
from tests.addin.cli.desk import LINK, ME, desk, server
from tests.command import answer, kpi


def unshared(made):
    made.sheet.restrict()


def read_only(made):
    made.sheet.share(ME, "reader")


def no_api(made):
    made.google.fail(Fault(Status(403, reason="accessNotConfigured"), times=9))


def no_sheets_api(made):
    told = {"error": {"code": 403, "message": "Google Sheets API has not been used in project 1", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}]}}  # fmt: skip
    made.google.fail(
        Fault(Status(403, body=json.dumps(told).encode()), match="v4/spreadsheets", times=9)
    )


def binned(made):
    made.sheet.trash()


@pytest.mark.parametrize(
    ("missing", "english", "french"),
    [
        (unshared, f"share it with {ME} as an editor", f"partagez-la avec {ME} comme éditeur"),
        (read_only, "may read this sheet and not write", "peut lire cette feuille mais pas y écrire"),
        (no_api, "API is not enabled", "n’est pas activée"),
        (no_sheets_api, "API is not enabled", "n’est pas activée"),
        (binned, "in the bin", "dans la corbeille"),
    ],
    ids=["unshared", "read only", "no API", "no Sheets API", "binned"],
)  # fmt: skip
def test_connecting_says_what_is_missing(desk, missing, english, french):
    """
    What is missing is said with what to do, and nothing is connected.
    """
    missing(desk)
    said = desk.refused("connect", desk.link, *desk.account())
    in_french = desk.refused("connect", desk.link, *desk.account(), lang="fr")

    assert english in said
    assert french in in_french
    assert [] == desk.json("status")["sheets"]


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ("https://docs.google.com/document/d/1NVY8V7bD8P5hEpIKanr6XkZiNia3nn/edit", "neither the link"),
        ("https://example.com/x", "neither the link"),
        ("https://firm.sharepoint.com/:x:/s/team/Suivi.xlsx", "OneDrive"),
        ("none.xlsx", "There is no workbook"),
        ("Suivi - KPI.xlsx", "is a dashboard that a run writes"),
        ("1NVY8V7bD8P5hEpIKanr6XkZiNia3nn-3s9IRn8S95tQ", "The sheet is not there"),
    ],
)  # fmt: skip
def test_a_wrong_link_is_told(desk, link, word):
    """
    The link of something else, a path to nothing, an identifier that nobody has.
    """
    assert word in desk.refused("connect", link, *desk.account())


def test_a_file_at_google_that_is_no_sheet_is_told(desk):
    """
    A workbook that was only uploaded is opened by no API of sheets: it must be saved as one.
    """
    told = {"mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "capabilities": {"canEdit": True}}  # fmt: skip
    desk.google.fail(Fault(Status(200, body=json.dumps(told).encode()), match="mimeType"))

    assert "Save as Google Sheets" in desk.refused("connect", desk.link, *desk.account())


def test_two_sheets_are_told_apart(desk):
    """
    With several, a command asks which; a number or a title says it; a disconnected one is gone.
    """
    other = desk.google.create("Autre", locale="en_GB")
    other.tab(0).write("A1", [["Date", "Canal", "Dépense (€)"], ["2025-10-01", "Salon", 5]])
    desk.connect()
    desk.kpi("connect", LINK.format(other.id), *desk.account())
    which = desk.refused("run")
    ran = [desk.json("run", "--sheet", said)["title"] for said in ("2", "suivi")]
    desk.kpi("disconnect", "--sheet", "Autre")
    alone = desk.json("run")["title"]

    assert "1 (Suivi), 2 (Autre)" in which
    assert ["Autre", "Suivi"] == ran
    assert "Suivi" == alone
    assert "KPI dashboard" in other.titles()


def test_a_sheet_that_is_connected_again_counts_once(desk):
    """
    Disconnected, its rows stay; connected again they are the same rows, and the history goes on.
    """

    def cost():
        said = ("query", "direct_cost", "--period", "2025")
        return answer(*said, folder=desk.folder)[0]["value"]

    desk.connect()
    desk.kpi("run")
    before = cost()
    desk.kpi("disconnect")
    between = cost()
    other = desk.google.create("Autre")
    other.tab(0).write("A1", [["Date", "Canal", "Dépense (€)"], ["2025-10-01", "Salon", 5]])
    desk.kpi("connect", LINK.format(other.id), *desk.account())
    desk.connect()
    desk.kpi("run", "--sheet", "Suivi")
    desk.sheet.tab("Dépenses").set(1, 3, 2010.5)
    desk.kpi("run", "--sheet", "Suivi")
    numbers = [row[0] for row in desk.sheet.tab("Historique KPI").values()[1:]]

    assert before == between == cost() - 1000
    assert [*range(1, len(numbers) + 1)] == numbers
    assert len(numbers) > 7


def test_a_copy_of_a_connected_sheet_is_warned_of(desk):
    """
    A copy bears our tabs though no row of it is known: said before a run counts its rows twice.
    """
    from addin.demo.sessions import pointed

    first = desk.connect()
    desk.kpi("run")
    copied = pointed(desk.address, ME).post(
        f"https://www.googleapis.com/drive/v3/files/{desk.sheet.id}/copy", json={}, timeout=9
    )
    desk.kpi("disconnect")
    again = desk.connect()
    copy = desk.kpi("connect", copied.json()["id"], *desk.account())

    assert "holds tabs of ours already" in copy.stderr
    assert "holds tabs of ours already" not in first.stderr + again.stderr


def test_a_workbook_is_found_from_where_the_command_is_typed(tmp_path, monkeypatch):
    """
    A relative path is that of whoever types it, also when a server with another folder answers.
    """
    import xlsxwriter

    (tmp_path / "here").mkdir()
    with xlsxwriter.Workbook(str(tmp_path / "here" / "Suivi.xlsx")) as book:
        sheet = book.add_worksheet("Dépenses")
        for row, line in enumerate([["Date", "Canal", "Dépense (€)"], ["2025-10-01", "Salon", 5]]):
            sheet.write_row(row, 0, line)
    with desk(tmp_path) as made, server(made, served=True):
        how = {"folder": made.folder, "KPI_CREDENTIALS": str(made.accounts)}
        kpi("sync", "connect", "Suivi.xlsx", cwd=tmp_path / "here", **how)
        ran = kpi("sync", "run", **how)

    assert "was written" in ran.stdout
    assert (tmp_path / "here" / "Suivi - KPI.xlsx").is_file()


def test_without_a_sheet_each_command_says_how_to_connect_one(desk):
    """
    Nothing is connected: what to type is said, and nothing crashes.
    """
    kpi("settings", "locale=fr-FR", folder=desk.folder)
    for words in (["plan"], ["run"], ["confirm"], ["disconnect"], ["map", "X", "--as", "spend"], ["ignore", "X"]):  # fmt: skip
        assert "kpi sync connect LINK" in desk.refused(*words), words
