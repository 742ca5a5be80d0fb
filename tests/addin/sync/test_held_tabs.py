"""What a run makes of tabs that were moved, emptied, copied, left or asked to be left alone."""

import datetime as dt

from addin.sync import planning
from tests.addin.sync.conftest import SPEND, Kept

CPL = "Coût par lead (CPL)"


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
