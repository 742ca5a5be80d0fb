"""Our tabs among what people do to them, over HTTP: their columns, their looks, their charts stay theirs."""

import datetime as dt

import gspread
import pytest

from addin.demo import serving
from addin.demo.sessions import pointed
from addin.sync.google.batch import NUMBERS
from addin.sync.google.book import GoogleBook
from addin.sync.google.client import Pace, Patient
from kpi_core.text import Text
from tests.addin.sync.conftest import LEADS, SPEND, USER, Kept

BOARD, PROBLEMS, HISTORY = "Tableau de bord KPI", "Problèmes KPI", "Historique KPI"
FIRST = NUMBERS["dashboard"] * 10 % 2**31  # what the numbers of charts begin with
WIDTH = 22  # columns of the dashboard
RED = {"red": 1.0}
FEW, MORE = ["cpl", "lead_volume"], ["cpl", "lead_volume", "total_cost", "cpmql"]


class Desk(Kept):
    """A sheet that is kept over HTTP, and somebody who works in it with gspread."""

    def __init__(self, store, url_of):
        super().__init__(store)
        self.url = url_of(self.google)
        client = gspread.Client(auth=None, session=pointed(self.url, USER))
        self.book = client.open_by_key(self.sheet.id)

    def opened(self, _core, connection):
        pace = Pace(clock=self.clock, sleep=self.clock.sleep)
        return GoogleBook(Patient(pointed(self.url, USER), pace), connection.reference)

    def change(self, more=100):
        """Let the figures be others, and bring them."""
        self.spend.set(1, 3, self.spend.values()[1][3] + more)
        self.settled()

    def focus(self, *kpis):
        self.store.change_settings({"focus": [*kpis]}, "test")
        self.settled()

    def run(self, **how):
        outcome = super().run(**how)
        board = self.tab(BOARD)
        if board.col_count < 30:  # room of one's own beside
            board.resize(rows=120, cols=30)
            self.tab(PROBLEMS).resize(cols=15)
        return outcome

    def tab(self, title):
        return self.book.worksheet(title)

    def cells(self, title):
        """Return what stands in a tab: numbers as numbers, as long as the longest row."""
        rows = self.tab(title).get_all_values(value_render_option="UNFORMATTED_VALUE")
        return [[*row] for row in rows]

    def put_in(self, title, at, words=()):
        """Put a column into a tab, with words from the top on."""
        tab = self.tab(title)
        tab.insert_cols([[*words]], at + 1)

    def formats(self, title):
        """Return the format that each cell of a tab was given: (row, column) -> format."""
        told = self.book.fetch_sheet_metadata({"includeGridData": True, "ranges": f"'{title}'"})
        return {
            (r, c): cell["userEnteredFormat"]
            for r, row in enumerate(told["sheets"][0]["data"][0].get("rowData", []))
            for c, cell in enumerate(row.get("values", []))
            if cell.get("userEnteredFormat")
        }

    def bold(self, title=BOARD):
        """Return the cells that are bold."""
        found = self.formats(title).items()
        return {place for place, look in found if look.get("textFormat", {}).get("bold")}

    def anchors(self):
        """Return where each chart of the dashboard begins: number -> (row, column)."""
        sheets = self.book.fetch_sheet_metadata()["sheets"]
        (board,) = (s for s in sheets if s["properties"]["title"] == BOARD)
        return {
            chart["chartId"] - FIRST: (cell.get("rowIndex", 0), cell.get("columnIndex", 0))
            for chart in board.get("charts", [])
            for cell in [chart["position"]["overlayPosition"]["anchorCell"]]
        }

    def chart(self, number):
        sheets = self.book.fetch_sheet_metadata()["sheets"]
        found = [c["chartId"] for s in sheets for c in s.get("charts", [])]
        return next(id_ for id_ in found if id_ - FIRST == number)

    def ask(self, **request):
        self.book.batch_update({"requests": [request]})


@pytest.fixture(name="desk")
def _desk(store):
    served = []

    def url_of(google):
        served.append(serving(google))
        return served[-1].__enter__()

    yield Desk(store, url_of)
    for one in served:
        one.__exit__(None, None, None)


def shown(rows):
    """Return rows without the empty cells at their ends."""
    cut = []
    for row in rows:
        cells = [*row]
        while cells and cells[-1] == "":
            cells.pop()
        cut.append(cells)
    return cut


# Columns of one's own


def test_a_column_of_ones_own_may_bear_a_word_of_ours(desk):
    """
    Beside the dashboard and the problems, whatever a column is called, it is somebody's own.
    """
    desk.run()
    for title in ("Valeur", "KPI", "10/2025", "11/2025"):
        desk.tab(BOARD).update([[title], ["à moi"], ["aussi"]], "W4", raw=True)
        desk.tab(PROBLEMS).update([["Ligne"], ["à moi"]], "F1")
        desk.change()

        assert [title, "à moi", "aussi"] == [row[WIDTH] for row in desk.cells(BOARD)[3:6]]
        assert ["Ligne", "à moi"] == [row[5] for row in desk.cells(PROBLEMS)[:2]]


def test_a_column_of_ones_own_stays_where_ours_were_pushed_out(desk):
    """
    Columns put in among ours push some of ours out: those go, what stands beside them stays.
    """
    desk.run()
    right = shown(desk.cells(BOARD)[3:])
    desk.tab(BOARD).update([["11/2025"], ["prévu"]], "W4", raw=True)
    for at in (2, 12, 2, 5):
        desk.put_in(BOARD, at)
    desk.change()
    after = desk.cells(BOARD)[3:]

    assert [row[:1] for row in right] == [row[:1] for row in shown(after)][: len(right)]
    assert right[0] == after[0][: len(right[0])]
    assert ["11/2025"] == [word for word in after[0][len(right[0]) :] if word]
    assert "prévu" == after[1][WIDTH + 4]


def test_a_pushed_column_goes_though_the_month_has_changed_meanwhile(desk):
    """
    The last month of yesterday's dashboard is known as ours, though today's ends with another.
    """
    desk.settled()
    full = desk.cells(BOARD)[3]
    desk.put_in(BOARD, 2)
    desk.core._today = dt.date(2025, 12, 3)
    desk.leads.append(["late@x.example", dt.date(2025, 11, 30), "LinkedIn", ""])
    desk.spend.set(2, 0, dt.date(2025, 11, 30))
    desk.settled()
    after = shown(desk.cells(BOARD))

    assert WIDTH == len(full)
    assert "11/2025" == after[3][-1]
    assert WIDTH == max(len(row) for row in after)
    assert not [at for at in desk.formats(BOARD) if at[1] >= WIDTH]


@pytest.mark.parametrize("at", [0, 2, 5, 9])
def test_the_history_stands_wherever_columns_were_put_into_its_tab(desk, at):
    """
    Its rows are told by their headings: each once, in its own columns, beside somebody's remarks.
    """
    desk.settled()
    before = shown(desk.cells(HISTORY))
    remarks = ["Remarques", *(f"n° {row}" for row in range(1, len(before)))]
    desk.put_in(HISTORY, at, remarks)
    for _ in range(2):
        desk.change()
    after = [[*row, *[""] * 10] for row in desk.cells(HISTORY)]
    ours = shown([*row[:at], *row[at + 1 :]] for row in after)

    assert before == ours[: len(before)]
    assert len(ours) > len(before)
    assert [*range(1, len(ours))] == [row[0] for row in ours[1:]]
    assert remarks == [row[at] for row in after[: len(before)]]
    assert {""} == {row[at] for row in after[len(before) :]}


def test_the_history_costs_the_same_calls_wherever_it_stands(desk):
    """
    Written 4, looked at 3, unchanged 1: finding its columns asks for nothing more.
    """
    desk.settled()
    desk.put_in(HISTORY, 0, ["Remarques"])
    desk.spend.set(1, 3, 2000.0)
    states = [(o.state, o.calls) for o in (desk.run() for _ in range(3))]

    assert [("written", 4), ("same", 3), ("unchanged", 1)] == states


def test_a_heading_that_was_renamed_or_taken_out_changes_no_other_column(desk):
    """
    “N°” and “Valeur” under other names, a margin taken out: one row a value, under its headings.
    """
    desk.settled()
    history = desk.tab(HISTORY)
    history.update([["#"]], "A1")
    history.update([["Combien"]], "E1")
    history.delete_columns(7)
    before = shown(desk.cells(HISTORY))
    desk.change()
    after = shown(desk.cells(HISTORY))
    new = after[len(before) :]

    assert before == after[: len(before)]
    assert new
    assert [*range(1, len(after))] == [row[0] for row in after[1:]]
    assert all(isinstance(row[4], (int, float)) for row in new if row[3] == "Coût total")
    assert all(45_000 < day < 47_000 for row in new for day in row[6:])


def test_a_history_without_its_numbers_begins_anew_below_and_only_once(desk):
    """
    Whoever takes the column of numbers out gets the rows again below, under headings, not each time.
    """
    desk.settled()
    desk.tab(HISTORY).delete_columns(1)
    desk.put_in(HISTORY, 0, ["Remarques"])
    before = shown(desk.cells(HISTORY))
    for _ in range(3):
        desk.change()
    after = shown(desk.cells(HISTORY))
    numbers = [row[0] for row in after[len(before) + 1 :]]

    assert before == after[: len(before)]
    assert "N°" == after[len(before)][0]
    assert len(numbers) > len(before) - 1
    assert [*range(1, len(numbers) + 1)] == numbers


# Looks and charts


@pytest.mark.parametrize("alert", [(), (Text(en="Look", fr="Regardez"),)], ids=["calm", "alerted"])
def test_headings_and_charts_follow_what_they_belong_to(desk, alert):
    """
    Fewer KPIs, more, an alert that comes: what is bold is a heading, and charts stand below it all.
    """
    desk.settled()
    for focus in (FEW, MORE, FEW):
        desk.store.change_settings({"focus": focus}, "test")
        desk.run(alerts=lambda _: alert)
        rows = shown(desk.cells(BOARD))
        heads = {
            (at, column)
            for at, row in enumerate(rows)
            if row and row[0] in {"KPI", "Du lead au client", "Alertes"}
            for column in range(len(row))
        }

        assert {(0, 0), *heads} == desk.bold()
        places = desk.anchors()
        assert len(focus) + 1 == len(places)
        assert len(rows) < min(row for row, _ in places.values()) <= len(rows) + 2
        assert len(places) == len(set(places.values()))


def test_headings_follow_where_rows_and_columns_were_put_in(desk):
    """
    People put rows and a column among ours: our words go back, and their looks with them.
    """
    desk.settled()
    bold, places = desk.bold(), desk.anchors()
    desk.tab(BOARD).insert_rows([[], []], 1)
    desk.tab(BOARD).insert_rows([[]], 9)
    desk.put_in(BOARD, 0)
    desk.change()

    assert bold == desk.bold()
    assert places.keys() == desk.anchors().keys()


def test_a_look_that_people_gave_stays(desk):
    """
    A colour on a figure, on a heading, on a cell beside or below: it stays while the content moves.
    """
    desk.settled()
    for cell in ("B6", "C4", "Y6", "A90"):
        desk.tab(BOARD).format(cell, {"backgroundColor": RED})
    desk.tab(BOARD).format("B4", {"textFormat": {"italic": True, "fontSize": 9}})
    desk.focus(*FEW)
    desk.focus(*MORE)
    formats = desk.formats(BOARD)
    given = [formats[at]["backgroundColor"] for at in ((5, 1), (3, 2), (5, 24), (89, 0))]

    assert [RED] * 4 == given
    assert {"italic": True, "fontSize": 9}.items() <= formats[3, 1]["textFormat"].items()


def test_a_chart_that_people_moved_or_deleted_is_left_so(desk):
    """
    Where they put it, or away: only charts that stand where we put them follow the table.
    """
    desk.settled()
    cell = {"sheetId": desk.tab(BOARD).id, "rowIndex": 2, "columnIndex": 24}
    desk.ask(
        updateEmbeddedObjectPosition={
            "objectId": desk.chart(1),
            "newPosition": {"overlayPosition": {"anchorCell": cell}},
            "fields": "anchorCell",
        }
    )
    desk.ask(deleteEmbeddedObject={"objectId": desk.chart(2)})
    before = desk.anchors()
    desk.focus(*MORE)
    after = desk.anchors()

    assert (2, 24) == after[1]
    assert 2 not in after
    assert before[5] != after[5]
    assert len(shown(desk.cells(BOARD))) < after[5][0]


def test_charts_come_with_the_first_data(desk):
    """
    A sheet that held nothing when it was connected gets its charts when there is something to draw.
    """
    desk.spend.clear()
    desk.leads.clear()
    desk.settled()
    none = desk.anchors()
    desk.spend.write("A1", SPEND)
    desk.leads.write("A1", LEADS)
    desk.settled()

    assert {} == none
    assert {1, 5} <= desk.anchors().keys()
    assert (3, len(shown(desk.cells(BOARD))[3]) - 1) in desk.bold()
