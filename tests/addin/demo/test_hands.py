"""A sheet in its user's hands: any sequence of edits leaves what a plain list of lists would hold."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from addin.demo import Google
from tests.addin.demo.conftest import call

ROWS, COLUMNS = 12, 8
VALUES = st.one_of(
    st.none(), st.text("aé=1 ", max_size=3), st.integers(-5, 5), st.booleans(), st.just(1.5)
)


class Edits(RuleBasedStateMachine):
    """A tab and a list of lists, edited alike, by hand and by batches of which some fail."""

    def __init__(self):
        super().__init__()
        self.google = Google(seed=2)
        self.sheet = self.google.create("x")
        self.tab = self.sheet.tab(0)
        self.request(
            {
                "updateSheetProperties": {
                    "properties": {"gridProperties": {"rowCount": ROWS, "columnCount": COLUMNS}},
                    "fields": "gridProperties(rowCount,columnCount)",
                }
            }
        )
        self.model = [[None] * COLUMNS for _ in range(ROWS)]

    def request(self, *requests):
        status, said = call(
            self.google,
            "POST",
            f"/v4/spreadsheets/{self.sheet.id}:batchUpdate",
            {"requests": requests},
        )
        assert status == 200, said

    @property
    def width(self):
        return len(self.model[0])

    @rule(row=st.integers(0, 40), column=st.integers(0, 20), value=VALUES)
    def set(self, row, column, value):
        row, column = row % len(self.model), column % self.width
        self.tab.set(row, column, value)
        self.model[row][column] = None if value == "" else value

    @rule(
        row=st.integers(0, 40),
        block=st.lists(st.lists(VALUES, min_size=1, max_size=3), min_size=1, max_size=3),
    )
    def write(self, row, block):
        row = row % max(len(self.model) - len(block), 1)
        cells = [
            {"values": [{"userEnteredValue": {kind(v): v}} if v is not None else {} for v in line]}
            for line in block
        ]
        self.request(
            {
                "updateCells": {
                    "start": {"rowIndex": row},
                    "rows": cells,
                    "fields": "userEnteredValue",
                }
            }
        )
        for at, line in enumerate(block[: len(self.model) - row]):
            self.model[row + at][: len(line)] = [None if v == "" else v for v in line]

    @rule(at=st.integers(0, 40), count=st.integers(1, 2), rows=st.booleans())
    @precondition(lambda self: len(self.model) < 40 and self.width < 20)
    def insert(self, at, count, rows):
        if rows:
            at %= len(self.model) + 1
            self.tab.insert("ROWS", at, count)
            self.model[at:at] = [[None] * self.width for _ in range(count)]
        else:
            at %= self.width + 1
            self.tab.insert("COLUMNS", at, count)
            for line in self.model:
                line[at:at] = [None] * count

    @rule(at=st.integers(0, 40), rows=st.booleans())
    @precondition(lambda self: len(self.model) > 4 and self.width > 4)
    def remove(self, at, rows):
        if rows:
            at %= len(self.model)
            self.request(
                {
                    "deleteDimension": {
                        "range": {"dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
                    }
                }
            )
            del self.model[at]
        else:
            at %= self.width
            self.request(
                {
                    "deleteDimension": {
                        "range": {"dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
                    }
                }
            )
            for line in self.model:
                del line[at]

    @rule(at=st.integers(0, 40), before=st.integers(0, 40), rows=st.booleans())
    def move(self, at, before, rows):
        total = len(self.model) if rows else self.width
        at, before = at % total, before % (total + 1)
        self.tab.move("ROWS" if rows else "COLUMNS", at, before)
        for line in [self.model] if rows else self.model:
            taken = line.pop(at)
            line.insert(before - (before > at), taken)

    @rule(column=st.integers(0, 20), descending=st.booleans())
    def sort(self, column, descending):
        column %= self.width
        last = max(
            (i + 1 for i, line in enumerate(self.model) if any(v is not None for v in line)),
            default=0,
        )
        self.tab.sort(column, descending=descending, header=1)
        body = self.model[1:last]
        full = [line for line in body if line[column] is not None]
        full.sort(key=lambda line: rank(line[column]), reverse=descending)
        self.model[1:last] = full + [line for line in body if line[column] is None]

    @rule()
    def fail(self):
        status, _ = call(
            self.google,
            "POST",
            f"/v4/spreadsheets/{self.sheet.id}:batchUpdate",
            {
                "requests": [
                    {"updateCells": {"range": {}, "fields": "userEnteredValue"}},
                    {
                        "insertDimension": {
                            "range": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
                        }
                    },
                    {"sortRange": {"range": {}, "sortSpecs": [{"dimensionIndex": 0}]}},
                    {
                        "deleteDimension": {
                            "range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}
                        }
                    },
                    {
                        "moveDimension": {
                            "source": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                            "destinationIndex": 3,
                        }
                    },
                    {"deleteSheet": {"sheetId": 1}},
                ]
            },
        )
        assert status == 400

    @rule()
    def delete_and_restore(self):
        self.sheet.add_tab("autre")
        gone = self.tab.delete()
        assert "Sheet1" not in self.sheet.titles()
        self.tab = self.sheet.restore(gone)
        self.sheet.tab("autre").delete()

    @invariant()
    def holds_the_same(self):
        lines = [trimmed(line) for line in self.model]
        while lines and not lines[-1]:
            lines.pop()
        assert lines == self.tab.values()
        assert (len(self.model), self.width) == (self.tab.row_count, self.tab.column_count)
        read = call(
            self.google,
            "GET",
            f"/v4/spreadsheets/{self.sheet.id}/values/Sheet1?valueRenderOption=UNFORMATTED_VALUE",
        )[1]
        assert [["" if v is None else v for v in line] for line in lines] == read.get("values", [])


def kind(value):
    if isinstance(value, bool):
        return "boolValue"
    return "stringValue" if isinstance(value, str) else "numberValue"


def rank(value):
    small = value.casefold() if isinstance(value, str) else value
    return (2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0, small)


def trimmed(line):
    line = list(line)
    while line and line[-1] is None:
        line.pop()
    return line


TestEdits = Edits.TestCase
TestEdits.__doc__ = "Any sequence of edits leaves what a list of lists would hold."


def test_a_deleted_tab_comes_back_as_it_was(google, sheet):
    """
    With its number, its cells, its place, its names and its metadata.
    """
    sheet.add_tab("Leads", [["a"]])
    call(
        google,
        "POST",
        f"/v4/spreadsheets/{sheet.id}:batchUpdate",
        {
            "requests": [
                {"addNamedRange": {"namedRange": {"name": "tete", "range": {"endRowIndex": 1}}}},
                {
                    "createDeveloperMetadata": {
                        "developerMetadata": {
                            "metadataKey": "k",
                            "visibility": "DOCUMENT",
                            "location": {"sheetId": 0},
                        }
                    }
                },
            ]
        },
    )
    before = call(google, "GET", f"/v4/spreadsheets/{sheet.id}?includeGridData=true")
    gone = sheet.tab("Dépenses").delete()

    assert ["Leads"] == sheet.titles()
    assert "namedRanges" not in call(google, "GET", f"/v4/spreadsheets/{sheet.id}")[1]
    sheet.restore(gone)
    assert before == call(google, "GET", f"/v4/spreadsheets/{sheet.id}?includeGridData=true")


@given(st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), min_size=1, max_size=5))
def test_days_are_serial_numbers(days):
    """
    Whatever the locale, a day is the days since 1899-12-30.
    """
    tab = Google().create("x", locale="fr_FR").tab(0)
    tab.write("A1", [days])

    assert [(d - dt.date(1899, 12, 30)).days for d in days] == tab.values()[0]
    assert [d.strftime("%d/%m/%Y") for d in days] == tab.shown()[0]


def test_a_large_tab_is_changed_by_the_row(google):
    """
    A change of one cell keeps every other row as the object that it was.
    """
    tab = google.create("x").tab(0)
    tab.write("A1", [[i, i * 2] for i in range(5000)])
    before = list(tab.grid.rows)
    tab.set(17, 1, "x")
    changed = [i for i, (a, b) in enumerate(zip(before, tab.grid.rows, strict=True)) if a is not b]

    assert [17] == changed


@pytest.mark.parametrize("threads", [6])
def test_calls_at_once_are_done_one_after_the_other(google, sheet, threads):
    """
    No append is lost, whoever else is appending.
    """
    from concurrent.futures import ThreadPoolExecutor

    path = f"/v4/spreadsheets/{sheet.id}/values/E1:append?valueInputOption=RAW"
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda i: call(google, "POST", path, {"values": [[i]]}), range(60)))

    assert list(range(60)) == sorted(row[4] for row in sheet.tab(0).values() if len(row) > 4)
