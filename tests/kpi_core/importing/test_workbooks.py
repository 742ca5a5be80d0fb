"""Workbooks as people keep them: several tabs, titles above, numbers typed as text."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from kpi_core.errors import Kind, KpiError
from kpi_core.importing import recognise
from tests.kpi_core.importing.files import SETTINGS, rows, whole


@pytest.fixture(name="book")
def _book(tmp_path):
    """Return a function that writes a workbook from rows by tab."""

    def write(tabs, hidden=()):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
            for name, lines in tabs.items():
                sheet = workbook.add_worksheet(name)
                for number, line in enumerate(lines):
                    sheet.write_row(number, 0, line)
                if name in hidden:
                    sheet.hide()
        return path

    return write


HEADER = ["Date", "Canal", "Coût"]
DAY = datetime(2026, 8, 13)


def test_cells_are_what_they_hold(book):
    """
    Dates, numbers, and numbers typed as text in the same column are read each as it is.
    """
    lines = [
        HEADER,
        [DAY, "A", 1.234],
        ["14/08/2026", 12, "1\u202f234,5 €"],
        ["15/08/2026", "B", 7],
    ]

    found = rows(book({"Données": lines}), "spend")

    assert [r["amount"] for r in found] == [Decimal("1.234"), Decimal("1234.5"), Decimal(7)]
    assert [r["source"] for r in found] == ["A", "12", "B"]
    assert found[0]["spent_on"] == date(2026, 8, 13)


def test_titles_and_totals_around_the_table(book):
    """
    A title and blank rows above, a total below, and row numbers of the sheet.
    """
    lines = [["Dépenses 2026"], [], HEADER, [DAY, "A", 5], [], ["Total", "", 5]]

    facts, _, counts, plan = whole(book({"Données": lines}))

    assert [r["source_row"] for r in facts["spend"]] == [4]
    assert (plan.header_row, counts.blank, counts.totals) == (3, 1, 1)


def test_a_bad_cell_is_told_with_its_tab(book):
    """
    A cell that cannot be read is told with its tab, its row and its column.
    """
    _, (bad,), _, _ = whole(book({"Août": [HEADER, [DAY, "A", 5], [DAY, "A", "abc"]]}))

    assert bad.message.fr.startswith(
        "Onglet «\u00a0Août\u00a0», ligne 3, colonne «\u00a0Coût\u00a0»"
    )


def test_an_error_cell_is_not_a_blank_one(tmp_path):
    """
    A cell in error is told by its word; a reader that shows it empty would lose it.
    """
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Données")
        sheet.write_row(1, 1, ["Date", "Clics", "Coût"])
        sheet.write_row(2, 1, ["13/08/2026", 3, 5])
        sheet.write_row(3, 1, ["14/08/2026"])
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_row(3, 3, [5])

    facts, (bad,), _, _ = whole(path)

    assert len(facts["spend"]) == 1
    assert (bad.row, bad.raw["Clics"]) == (4, "#DIV/0!")


def test_several_tabs_are_asked_about(book):
    """
    Two tabs with tables are asked about; one named, or the only visible one, is read.
    """
    tabs = {"Août": [HEADER, [DAY, "A", 5]], "Septembre": [HEADER, [DAY, "B", 7]]}

    (question,) = recognise(book(tabs), SETTINGS).questions

    assert '--sheet "Août"' in question.text.fr
    assert rows(book(tabs), "spend", sheet="septembre")[0]["source"] == "B"
    assert rows(book(tabs, hidden=("Septembre",)), "spend")[0]["source"] == "A"


def test_notes_beside_the_table_are_no_question(book):
    """
    A tab of explanations does not compete with the one that holds the table.
    """
    tabs = {"Lisez-moi": [["Ce classeur est à jour."]], "Données": [HEADER, [DAY, "A", 5]]}

    assert rows(book(tabs), "spend")[0]["source"] == "A"


def test_a_tab_that_does_not_exist(book):
    """
    A tab that is not there is told with those that are.
    """
    with pytest.raises(KpiError) as caught:
        rows(book({"Données": [HEADER, [DAY, "A", 5]]}), "spend", sheet="Donnees 2")

    assert caught.value.kind is Kind.NOT_FOUND
    assert "Données" in caught.value.message.fr


def test_identifiers_and_serials_without_format(book):
    """
    A number that identifies stays as shown; a bare serial in a day column is the sheet's day.
    """
    lines = [
        ["Deal ID", "Stage", "Amount", "Close date"],
        [916, "Won", 5, 46247],
        ["007", "Won", 5, DAY],
    ]

    facts, _, _, plan = whole(book({"Deals": lines}))

    assert [d["deal"] for d in facts["deals"]] == ["916", "007"]
    assert {d["closed_on"] for d in facts["deals"]} == {date(2026, 8, 13)}
    assert any("dates du classeur" in n.fr for n in plan.notes)


def test_a_true_is_no_number(book):
    """
    A ticked box in a column of amounts is told, not read as one.
    """
    _, (bad,), _, _ = whole(book({"Données": [HEADER, [DAY, "A", 5], [DAY, "A", True]]}))

    assert "TRUE" in bad.message.fr


@pytest.mark.parametrize("start", [b"PK\3\4 not a zip", b"\xd0\xcf\x11\xe0 not a book"])
def test_what_only_looks_like_a_workbook(start, tmp_path):
    """
    A file that only starts like a workbook is told to be damaged.
    """
    path = tmp_path / "odd.xlsx"
    path.write_bytes(start * 10)

    with pytest.raises(KpiError) as caught:
        recognise(path, SETTINGS)

    assert caught.value.kind is Kind.TYPE


def test_a_cell_at_the_end_of_the_sheet(book, tmp_path):
    """
    A stray cell in the last corner of a sheet is refused, not unrolled into billions of cells.
    """
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(KpiError) as caught:
        recognise(path, SETTINGS)

    assert caught.value.kind is Kind.LIMIT
