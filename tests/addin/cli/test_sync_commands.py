"""`kpi sync` as people type it, over HTTP to a stand-in for Google: what is shown, written and refused."""

import json
import signal
from contextlib import contextmanager

import pytest

from addin.demo import Cut, Fault, Google, Status, serving
from kpi_core.text import Lang
from tests.addin.running import Server
from tests.addin.sync.conftest import LEADS, SPEND
from tests.command import answer, kpi, refused

ME = "team@localhost"
LINK = "https://docs.google.com/spreadsheets/d/{}/edit#gid=0"


class Desk:
    """A stand-in that listens, a sheet on it, and `kpi` over a workspace and accounts of its own."""

    def __init__(self, folder, google, address, lang="en"):
        self.folder, self.google, self.address, self.lang = folder / "w", google, address, lang
        self.accounts = folder / "accounts"
        self.sheet = google.create("Suivi", locale="fr_FR", timezone="Europe/Paris")
        self.sheet.tab(0).rename("Dépenses")
        self.sheet.tab(0).write("A1", SPEND)
        self.sheet.add_tab("Leads", LEADS)
        self.link = LINK.format(self.sheet.id)

    def kpi(self, *words, code=0, lang=None):
        how = {"folder": self.folder, "lang": lang or self.lang, "code": code}
        return kpi("sync", *words, **how, KPI_CREDENTIALS=str(self.accounts))

    def json(self, *words, code=0):
        return json.loads(self.kpi(*words, "--json", code=code).stdout)

    def refused(self, *words, lang=None):
        how = {"folder": self.folder, "lang": lang or self.lang}
        return refused("sync", *words, **how, KPI_CREDENTIALS=str(self.accounts))

    def connect(self, *more, **how):
        return self.kpi("connect", self.link, *self.account(), *more, **how)

    def account(self):
        return ["--stand-in", self.address, "--account", "team"]

    def writes(self):
        """Return how many calls were made that may change anything."""
        return sum(noted.method != "GET" for noted in self.google.journal)


@contextmanager
def desk(folder, lang="en"):
    google = Google(seed=5)
    with serving(google) as address:
        yield Desk(folder, google, address, lang)


@pytest.fixture(name="desk")
def _desk(tmp_path):
    with desk(tmp_path) as made:
        yield made


@contextmanager
def server(made, *, served):
    """Let `kpi serve` own the workspace meanwhile, or nobody."""
    if not served:
        yield
        return
    kpi("settings", "locale=fr-FR", folder=made.folder)
    running = Server(made.folder, KPI_CREDENTIALS=str(made.accounts)).wait()
    try:
        yield
    finally:
        running.stop(signal.SIGKILL)


WORDS = {
    Lang.EN: ("what becomes of it", "was written (API calls: 4)", "already says it (API calls: 3)", "nothing changed", "is not a date"),
    Lang.FR: ("ce qu’il devient", "a été écrit (appels à l’API\u00a0: 4)", "est déjà à jour (appels à l’API\u00a0: 3)", "rien n’a changé", "n’est pas une date"),
}  # fmt: skip


@pytest.mark.parametrize("served", [False, True], ids=["alone", "served"])
@pytest.mark.parametrize("lang", Lang)
def test_from_connecting_to_a_dashboard(tmp_path, lang, served):
    """
    Connect, plan, run: the same words and calls in both languages, with and without a server.
    """
    columns, *runs, rejected = WORDS[lang]
    with desk(tmp_path, lang.value) as made, server(made, served=served):
        shown = made.connect()
        told = [made.kpi("run").stdout for _ in runs]
        planned = made.kpi("plan")
        status = made.json("status")

    assert all(word in shown.stdout for word in (columns, "Dépenses", "Suivi"))
    assert rejected in shown.stderr
    assert [True] * 3 == [word in line for word, line in zip(runs, told, strict=True)]
    assert columns in planned.stdout
    assert 5 == len(made.sheet.titles())
    assert ["Suivi"] == [sheet["title"] for sheet in status["sheets"]]


def test_connecting_and_planning_write_nothing(desk):
    """
    Neither in the sheet nor of its rows: all calls only read, and no row is counted yet.
    """
    before = desk.sheet.version
    desk.connect()
    desk.kpi("plan")
    desk.kpi("plan", "--json")
    counted = answer("query", "direct_cost", folder=desk.folder)[0]

    assert 0 == desk.writes()
    assert before == desk.sheet.version
    assert not counted["value"]


def test_a_plan_says_what_a_run_then_does(desk):
    """
    Read, rejected and left alone, tab by tab, are the counts of the run that follows.
    """
    desk.sheet.add_tab("Idées", [["Idée", "Qui"], ["un salon", "Karim"]])
    desk.connect()
    planned = desk.json("plan")
    ran = desk.json("run")

    assert ["read", "read", "other"] == [tab["verdict"] for tab in planned["tabs"]]
    assert ran["details"]["valid"] == sum(tab["valid"] for tab in planned["tabs"])
    assert ran["details"]["quarantined"] == sum(tab["rejected"] for tab in planned["tabs"])


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


def test_a_share_that_was_taken_back_is_told_by_the_run(desk):
    """
    A run that may not look, or not write, any more: exit 2, and whom to share with.
    """
    desk.connect()
    desk.sheet.share(ME, "reader")
    reader = desk.kpi("run", code=2).stderr
    desk.sheet.restrict()
    desk.sheet.unshare(ME)
    none = desk.kpi("run", code=2, lang="fr").stderr

    assert f"share it with {ME} as an editor" in reader
    assert f"partagez-la avec {ME} comme éditeur" in none


def test_a_tab_of_ours_that_is_protected_against_us_is_told(desk):
    """
    A protection on our dashboard stops the run in words, and nothing else is changed.
    """
    desk.connect()
    desk.kpi("run")
    board = next(t for t in desk.sheet.tabs() if t.title == "Tableau de bord KPI")
    board.grid.objects["protectedRanges"].append(
        {"protectedRangeId": 77, "range": {"sheetId": board.id}, "editors": {"users": []}}
    )
    desk.sheet.tab("Dépenses").set(1, 3, 2000.0)

    assert "protected one of our own tabs" in desk.kpi("run", code=2).stderr


def test_a_sheet_at_the_limit_of_cells_is_told(desk):
    """
    Ten million cells are all there can be: nothing is written, and what to delete is said.
    """
    desk.connect()
    message = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    desk.google.fail(Fault(Status(400, message=message), match="batchUpdate"))

    assert "10 million" in desk.kpi("run", code=2).stderr


def test_what_is_unsure_is_asked_and_the_answer_remembered(desk):
    """
    A column that nothing tells is asked for, by plan and run; once said, no run asks again.
    """
    desk.sheet.add_tab("Affaires", [["Canal", "Montant", "Date"], ["Salon", 100, "2025-10-01"]])  # fmt: skip
    desk.connect()
    asked = {tab["tab"]: tab for tab in desk.json("plan")["tabs"]}["Affaires"]
    desk.kpi("ignore", "Affaires")
    left = {tab["tab"]: tab["verdict"] for tab in desk.json("plan")["tabs"]}["Affaires"]
    desk.kpi("ignore", "Affaires", "--undo")
    back = {tab["tab"]: tab["verdict"] for tab in desk.json("plan")["tabs"]}["Affaires"]

    assert asked["verdict"] in {"asks", "other"}
    assert asked["told"]
    assert ("ignored", asked["verdict"]) == (left, back)


def test_a_column_that_is_mapped_stays_mapped(desk):
    """
    What `map` says of a column holds in every later run, after a rename of the tab too.
    """
    desk.sheet.tab("Dépenses").set(0, 3, "Engagé")
    desk.connect()
    before = {tab["tab"]: tab["verdict"] for tab in desk.json("plan")["tabs"]}
    desk.kpi("map", "Dépenses", "--as", "spend", "--map", "Engagé=amount")
    desk.kpi("run")
    desk.sheet.tab("Dépenses").rename("Coûts")
    after = {tab["tab"]: (tab["verdict"], tab["valid"]) for tab in desk.json("plan")["tabs"]}

    assert "read" != before["Dépenses"]
    assert ("read", 20) == after["Coûts"]
    assert "is not a tab of this sheet" in desk.refused("map", "Dépense", "--as", "spend")


def test_a_column_that_is_not_there_is_refused_at_once(desk):
    """
    A slip in the name of a column is told, and changes nothing of how the tab is read.
    """
    desk.connect()
    said = desk.refused("map", "Dépenses", "--map", "Depense=amount")
    verdicts = [tab["verdict"] for tab in desk.json("plan")["tabs"]]

    assert "“Depense” is not a column of this file. Closest: Dépense (€)" in said
    assert ["read", "read"] == verdicts


def test_a_column_that_was_renamed_can_be_mapped_anew(desk):
    """
    What was said of a header that is gone is forgotten once another one is said.
    """
    desk.sheet.tab("Dépenses").set(0, 3, "Engagé")
    desk.connect()
    desk.kpi("map", "Dépenses", "--as", "spend", "--map", "Engagé=amount", "--map", "Notes=")
    desk.kpi("run")
    desk.sheet.tab("Dépenses").set(0, 3, "Facturé")
    held = desk.kpi("run", code=2)
    desk.kpi("map", "Dépenses", "--map", "Facturé=amount")

    assert "Dépenses" in held.stderr
    assert "held" not in desk.kpi("run").stdout


def test_what_is_held_back_is_confirmed(desk):
    """
    A tab that is gone holds the run with exit 2 until it is confirmed; the rows stay restorable.
    """
    desk.connect()
    desk.kpi("run")
    nothing = desk.refused("confirm")
    desk.sheet.tab("Leads").delete()
    held = desk.kpi("run", code=2)
    confirmed = desk.kpi("confirm", "Leads")
    desk.kpi("run")

    assert "waits for a word" in nothing
    assert "is gone" in held.stderr
    assert "held back" in held.stdout
    assert "Leads" in confirmed.stdout


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


def test_a_trouble_that_passes_is_not_even_seen(desk):
    """
    Over real HTTP: an answer that is cut is asked for again.
    """
    desk.connect()
    desk.google.fail(Fault(Cut(), match="batchGet"))

    assert "was written (API calls: 5)" in desk.kpi("run").stdout


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


def test_a_question_names_its_tab_and_the_tab_waits_for_the_answer(desk):
    """
    The plan says whose question it is, how it is answered, and calls no such tab left alone.
    """
    desk.sheet.add_tab("Budget", [["Jour", "Canal", "Montant"], ["03/11/2025", "LinkedIn", 100]])
    shown = desk.connect(lang="fr")

    assert "« Budget » attend une réponse :" in plain(shown.stderr)
    assert "--as dépenses ou --as affaires" in plain(shown.stderr)
    assert 'kpi sync map "Budget"' in shown.stderr
    row = next(line for line in shown.stdout.splitlines() if "Budget" in line)
    assert "attend une réponse" in row
    for said in ("dépenses", "spend"):
        desk.kpi("map", "Budget", "--as", said, lang="fr")


def plain(words):
    """Return *words* with one kind of space."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")
