"""What a function spills in a cell, written by the sync in a tab of our own."""

import pytest

from addin.functions import Functions
from addin.sync import tables
from kpi_core.answering.cells import Cells
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.addin.sync.conftest import Kept
from tests.command import answer, kpi, refused


def asks(kept: Kept, *calls):
    kept.store.change_settings({"tables": list(calls)}, "test")


def tab(kept):
    return next(t for t in kept.sheet.tabs() if t.title == "Tableaux KPI")


def shown(kept):
    """Return the filled rows of the tab, without what is empty at their ends."""
    rows = []
    for row in tab(kept).values():
        cells = list(row)
        while cells and cells[-1] in {None, ""}:
            cells.pop()
        rows.append(cells)
    return rows


def test_a_table_that_is_asked_for_is_written_as_a_cell_would_show_it(kept):
    """
    Costs by kind: its title, its heads, its numbers, as `=B2B_COSTS("2025")` spills them.
    """
    asks(kept, 'B2B_COSTS("2025")')
    kept.run()
    kept.settled()

    functions = Functions(kept.core, Cells(kept.core))
    (spilled,) = functions.call("B2B_COSTS", [["2025"]], Lang.FR, "fr-FR").outcomes
    rows = shown(kept)
    assert ["Tableaux tenus à jour"] == rows[0]
    assert ['B2B_COSTS("2025")'] == rows[2]
    assert [list(row) for row in spilled] == rows[3 : 3 + len(spilled)]


def test_what_nobody_asks_for_makes_no_tab(kept):
    """
    Without a table, a sheet has the three tabs it always had.
    """
    kept.run()
    kept.settled()

    assert "Tableaux KPI" not in [t.title for t in kept.sheet.tabs()]


def test_an_unchanged_table_costs_one_call_and_a_changed_one_is_written(kept):
    """
    A second run does nothing; a new cost changes the table.
    """
    asks(kept, 'B2B_COSTS("2025")')
    kept.settled()
    before = shown(kept)
    assert kept.run().calls == 1

    kept.spend.set(1, 3, 5000)
    kept.settled()

    assert before != shown(kept)


def test_a_table_that_cannot_be_told_says_why_and_stops_no_other(kept):
    """
    A forecast without enough months is a sentence; the costs beneath it stand.
    """
    asks(kept, 'B2B_FORECAST("leads";"mois";3)', 'B2B_COSTS("2025")')
    kept.settled()

    rows = shown(kept)
    why = rows[rows.index(['B2B_FORECAST("leads";"mois";3)']) + 1]
    assert "mois pleins" in why[0] or "il en manque" in why[0]
    assert ['B2B_COSTS("2025")'] in rows


def test_a_table_taken_out_leaves_nothing_behind(kept):
    """
    The tab stays, says that nothing is asked for, and holds no number any more.
    """
    asks(kept, 'B2B_COSTS("2025")')
    kept.settled()
    asks(kept)
    kept.settled()

    rows = [row for row in shown(kept) if row]
    assert [["Tableaux tenus à jour"]] == rows[:1]
    assert "Aucun tableau" in rows[1][0]
    assert len(rows) == 2


def test_names_of_others_are_texts_in_the_tab(kept):
    """
    A campaign that looks like a formula is written as the text it is.
    """
    kept.spend.set(1, 2, '=IMPORTDATA("http://x")')
    asks(kept, 'B2B_TABLE("total_cost";"campaign";"2025")')
    kept.settled()

    assert {} == tab(kept).formulas()
    assert any("IMPORTDATA" in str(cell) for row in shown(kept) for cell in row)


def test_the_commands_keep_the_tables_by_their_numbers(tmp_path):
    """
    Added, listed, removed, in French; what is no table is refused with an example.
    """
    folder = tmp_path / "w"
    Store(folder, create=True).close()
    asked = 'B2B_FORECAST("leads"; "mois"; 3)'

    added = answer("sync", "tables", "add", asked, folder=folder)
    said = kpi("sync", "tables", "list", folder=folder, lang="fr").stdout
    removed = answer("sync", "tables", "remove", "1", folder=folder)

    assert [asked] == added["tables"]
    assert asked in said
    assert "Chaque feuille connectée les montre" in said
    assert [] == removed["tables"]
    assert "fonction" in refused("sync", "tables", "add", "leads", folder=folder, lang="fr")


@pytest.mark.parametrize(
    ("typed", "arguments"),
    [
        ('=B2B_FORECAST("leads";"month";3)', ["leads", "month", 3.0]),
        ('b2b_costs("2025", "channel=LinkedIn")', ["2025", "channel=LinkedIn"]),
        ("B2B_FUNNEL()", []),
        ("B2B_LIFETIME(;12)", [None, 12.0]),
        ('B2B_COSTS("a ""b"" (c); d")', ['a "b" (c); d']),
    ],
)
def test_a_function_is_read_as_it_is_typed_in_a_cell(typed, arguments):
    """
    In either language's separators, with quotation marks within quotation marks.
    """
    name, read = tables.call_of(typed)

    assert name.startswith("B2B_")
    assert read == arguments


@pytest.mark.parametrize(
    "typed", ["leads", "B2B_ROI(1;2)", "B2B_COSTS(", 'B2B_COSTS("x" "y")', "=1+1"]
)
def test_what_gives_no_table_is_refused(typed):
    """
    A number, a broken call, a formula: said at once, and nothing is kept.
    """
    with pytest.raises(KpiError):
        tables.entered((), {"add": typed})


def test_as_many_tables_as_fit_are_kept():
    """
    Twelve; the thirteenth is refused in words, the same one twice is one.
    """
    asked: tuple[str, ...] = ()
    for year in range(2010, 2010 + tables.MOST):
        asked = tables.entered(asked, {"add": f'B2B_COSTS("{year}")'})
        asked = (
            tables.entered(asked, {"add": f'B2B_COSTS("{year}")'})
            if len(asked) < tables.MOST
            else asked
        )
    assert len(asked) == tables.MOST

    with pytest.raises(KpiError, match="already"):
        tables.entered(asked, {"add": 'B2B_COSTS("1999")'})
    assert len(tables.entered(asked, {"remove": 1})) == tables.MOST - 1
    with pytest.raises(KpiError, match="no table 99"):
        tables.entered(asked, {"remove": 99})
