"""`kpi sync` as people type it, over HTTP to a stand-in for Google: planned, run, answered, refused."""

import pytest

from addin.demo import Cut, Fault, Status
from kpi_core.text import Lang
from tests.addin.cli.desk import ME, desk, server
from tests.command import answer, plain

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


def test_a_trouble_that_passes_is_not_even_seen(desk):
    """
    Over real HTTP: an answer that is cut is asked for again.
    """
    desk.connect()
    desk.google.fail(Fault(Cut(), match="batchGet"))

    assert "was written (API calls: 5)" in desk.kpi("run").stdout


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
