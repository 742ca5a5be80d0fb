"""The pane beside a sheet: it inserts, refreshes and finds errors, where there is a sheet."""

import json

import pytest

# What Office's own script brings, over a sheet of two rows: Excel itself cannot run here.
EXCEL = """
window.done = {associated: 0, calculated: 0, selected: null, busy: false};
window.CustomFunctions = {associate: () => { done.associated += 1; }, Error: class extends Error {}, ErrorCode: {}};
const active = {formulas: null};
const used = {
  load() {}, isNullObject: false, rowIndex: 1, columnIndex: 26,
  formulas: [["=B2B_CPL(A1,B1)", "=1/0", 5], ['=B2B_KPI("cac")', "=B2B_ROI(1,2)", ""]],
  values: [["#DIV/0!", "#DIV/0!", 5], ["#N/A", -0.5, ""]],
  valueTypes: [["Error", "Error", "Double"], ["Error", "Double", "Empty"]],
};
const context = {
  sync: async () => {},
  workbook: {
    application: {calculate: () => { done.calculated += 1; }},
    getActiveCell: () => active,
    worksheets: {getActiveWorksheet: () => ({
      getUsedRangeOrNullObject: () => used,
      getRange: (place) => ({load() {}, values: [[1500]], select: () => { done.selected = place; }}),
    }), getItem: (tab) => ({getRange: (place) => {
      if (tab !== "L'été") throw new Error("ItemNotFound");
      return {load() {}, values: [[20], [""], [30]]};
    }})},
  },
};
window.Excel = {
  CalculationType: {full: "Full"},
  run: async (act) => { if (done.busy) throw new Error("InvalidOperationInCellEditMode"); await act(context); },
};
window.inserted = () => active.formulas;
"""


@pytest.fixture(name="beside", params=["en", "fr"])
def _beside(page, demo, request):
    """The pane as Excel opens it, in each language."""
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=EXCEL)
    page.visit(f"{demo.address}/office/taskpane.html?lang={request.param}")
    page.until("!document.getElementById('sheet').hidden")
    return page, request.param


def press(page, words):
    """Press the button of the sheet's part that bears *words*."""
    page.value(
        "[...document.querySelectorAll('#sheet-body button')]"
        f".find((b) => b.textContent === {json.dumps(words)}).click()"
    )


def test_the_formula_of_the_bar_goes_into_the_active_cell(beside):
    """
    What is shown in French is given to Excel in its own form, which it shows in the reader's.
    """
    page, lang = beside
    typed = '=B2B_KPI("cac";"T3 2025";1,5)' if lang == "fr" else '=B2B_KPI("cac","T3 2025",1.5)'
    page.choose("#formula", typed)

    press(
        page,
        "Insérer la formule dans la cellule active"
        if lang == "fr"
        else "Put the formula into the active cell",
    )
    page.until("inserted() !== null")

    assert [['=B2B_KPI("cac","T3 2025",1.5)']] == page.value("inserted()")


def test_a_formula_on_cells_is_computed_as_it_is_typed_and_inserted(beside):
    """
    The answer comes from the cells that the formula names, blanks among them; then it goes into the sheet.
    """
    page, lang = beside
    separator, answer = (";", "30,00") if lang == "fr" else (",", "30.00")
    typed = f"=B2B_CPL($A$1{separator}'L''été'!B2:B4)"

    page.choose("#formula", typed)
    page.until(f"document.querySelector('#try output').textContent.includes('{answer}')")
    press(
        page,
        "Insérer la formule dans la cellule active"
        if lang == "fr"
        else "Put the formula into the active cell",
    )
    page.until("inserted() !== null")

    assert [[typed.replace(separator, ",")]] == page.value("inserted()")


def test_cells_that_are_not_there_are_said(beside):
    """
    A tab that does not exist gives words in place of a preview.
    """
    page, _ = beside

    page.choose("#formula", "=B2B_CPL(Nowhere!A1;2)")

    page.until("document.querySelector('#try output.refused')?.textContent.includes('Nowhere!A1')")


def test_half_a_formula_is_no_mistake(beside):
    """
    While a formula is being typed the last answer stays; an error waits until it is asked for.
    """
    page, _ = beside
    page.until("document.querySelector('#try output').textContent.includes('30')")

    page.choose("#formula", "=B2B_CPL(15")
    page.value("new Promise((resolve) => setTimeout(resolve, 600))")
    assert "30" in page.text("#try output")
    page.click("#try button")

    page.until("document.querySelector('#try output.refused')")


def test_the_errors_of_the_sheet_are_listed_with_what_to_do(beside):
    """
    Cells of ours in error are named, with the formula and advice; a click goes there.
    """
    page, lang = beside

    press(page, "Chercher les erreurs" if lang == "fr" else "Find the errors")
    page.until("document.querySelectorAll('#sheet-faults li').length === 2")

    first, second = page.texts("#sheet-faults li")
    assert first.startswith("AA2 #DIV/0! · =B2B_CPL(A1,B1)")
    assert second.startswith("AA3 #N/A")
    assert ("zéro" if lang == "fr" else "zero") in first
    page.click("#sheet-faults button")
    page.until("done.selected !== null")
    assert "AA2" == page.value("done.selected")


def test_refreshing_asks_the_data_again_now_and_by_itself(beside):
    """
    The button recalculates the workbook; the schedule is the person's choice, never by default.
    """
    page, lang = beside

    press(page, "Actualiser les données" if lang == "fr" else "Refresh the data")
    page.until("done.calculated === 1")

    assert "0" == page.value("document.querySelector('#sheet-every').value")
    page.value("window.B2B.every = (n) => { done.every = n; }")
    page.choose("#sheet-every", "15")
    assert 15 == page.value("done.every")


def test_a_cell_being_edited_is_said(beside):
    """
    Excel refuses everything while a cell is edited: the pane says so, in words.
    """
    page, lang = beside
    page.value("done.busy = true")

    press(page, "Chercher les erreurs" if lang == "fr" else "Find the errors")
    page.until("document.querySelector('#sheet-body .trouble').textContent")

    assert ("en cours de saisie" if lang == "fr" else "being edited") in page.text(
        "#sheet-body .trouble"
    )


def test_outside_excel_there_is_no_sheet_to_speak_of(page, demo):
    """
    In a browser the pane offers nothing that it cannot do.
    """
    page.visit(f"{demo.address}/?lang=en")

    assert page.value("document.getElementById('sheet').hidden")
