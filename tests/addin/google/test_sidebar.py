"""The sidebar of Google Sheets: the pane in its frame, and the sheet beside it through its page."""

import json
import time

import pytest

from tests.addin.google.spreadsheet import DOCS, NOBODY, SCRIPT, TOKEN, press

LANGS = pytest.mark.parametrize("lang", ["en", "fr"])


def seen(sheets):
    """Return what happened in the document so far."""
    sheets.menu("b2bSidebarStart")
    return sheets.seen


def until(holds):
    """Wait until *holds*."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@LANGS
def test_the_sidebar_is_the_pane(opened, google, tab, lang):
    """
    The key figures, the chart and the functions are there, in the reader's language, at 300 pixels.
    """
    pane, _ = opened(lang)

    pane.until("document.querySelectorAll('#figures-list .figure-value').length > 5")
    pane.until("document.querySelector('.stage svg')")
    assert ("Chiffres clés" if lang == "fr" else "Key figures") == pane.text("#figures-title")
    assert not pane.value("document.getElementById('sheet').hidden")
    assert 300 == pane.value("document.documentElement.scrollWidth")
    assert [] == pane.complaints()
    assert {"b2bSidebarStart", "b2bSidebarToken"} == set(google.ran)
    assert tab.frame(SCRIPT).value("document.getElementById('offline').hidden")


@LANGS
def test_the_parts_of_the_pane_are_one_click_away(opened, lang):
    """
    In a narrow and long page, each part has a link that stays in sight, and the sheet is still there.
    """
    pane, _ = opened(lang)

    for part in ("functions", "figures", "sheet"):
        pane.click(f"#parts a[href='#{part}']")
        pane.until(
            f"Math.abs(document.getElementById('{part}').getBoundingClientRect().top) < innerHeight"
            " && document.getElementById('parts').getBoundingClientRect().top >= 0"
        )
    assert not pane.value("document.getElementById('sheet').hidden")


def test_another_language_is_one_click_and_the_sheet_stays(opened):
    """
    The pane in the other language still speaks to the sheet beside it.
    """
    pane, sheets = opened("en")

    pane.click("#languages a[lang=fr]")
    pane.until("document.documentElement.lang === 'fr' && !document.getElementById('sheet').hidden")
    pane.settle()
    press(pane, "Insérer la formule dans la cellule active")
    pane.until("document.getElementById('said').textContent.includes('dans la cellule')")

    assert ["A1", "=B2B_CPL(1500,50)"] == seen(sheets)["formulas"][-1]


@LANGS
def test_a_formula_on_cells_is_computed_as_it_is_typed_and_inserted(opened, lang):
    """
    The answer comes before the formula is in the sheet, from the very cells that it names.
    """
    pane, sheets = opened(lang)
    typed, decimal = ("=B2B_CPL(A1;B1)", ",") if lang == "fr" else ("=B2B_CPL(A1,B1)", ".")

    pane.choose("#formula", typed)
    pane.until(f"document.querySelector('#try output').textContent.includes('30{decimal}00')")
    press(
        pane,
        "Insérer la formule dans la cellule active"
        if lang == "fr"
        else "Put the formula into the active cell",
    )
    pane.until("document.getElementById('said').textContent.includes('cell')")

    assert ["A1", typed] == seen(sheets)["formulas"][-1]


@LANGS
def test_cells_that_cannot_be_read_are_said(opened, lang):
    """
    An address of no tab gives words in place of a preview.
    """
    pane, _ = opened(lang)

    pane.choose("#formula", "=B2B_CPL(Nowhere!A1;2)")

    pane.until("document.querySelector('#try output.refused')?.textContent.includes('Nowhere!A1')")


@LANGS
def test_the_errors_of_the_sheet_are_listed_with_what_to_do(opened, lang):
    """
    Each with its tab, its cell and what to do; a click goes there.
    """
    pane, sheets = opened(lang)

    press(pane, "Chercher les erreurs" if lang == "fr" else "Find the errors")
    pane.until("document.querySelectorAll('#sheet-faults li').length === 3")

    first, second, third = pane.texts("#sheet-faults li")
    assert first.startswith("L'été · A1 #ERROR! · =B2B_CPL(1,0)")
    assert ("pointeur" if lang == "fr" else "pointer") in first
    assert second.endswith("nobody was won")
    assert ("pas la place" if lang == "fr" else "no room") in third
    pane.click("#sheet-faults li:nth-child(3) button")
    until(lambda: seen(sheets)["active"] == ["L'été", "C2"])


def test_refreshing_asks_the_data_of_the_sheet_again(opened, google):
    """
    The button does what the menu does.
    """
    pane, _ = opened("en", formulas={"A1": '=B2B_KPI("cac")'})

    press(pane, "Refresh the data")
    pane.until("document.getElementById('said').textContent === 'The data was asked again.'")

    assert "b2bRefresh" in google.ran


def test_a_refusal_of_google_is_said(opened):
    """
    What the script could not do is told in words.
    """
    pane, _ = opened("en")
    pane.value("document.querySelector('#formula').value = '=IMAGE(1)'")

    press(pane, "Put the formula into the active cell")

    pane.until(
        "document.querySelector('#sheet-body .trouble').textContent.includes('Google Sheets did not')"
    )


def test_a_token_that_expired_is_asked_for_again(opened, google):
    """
    The server refuses the old one: the pane gets another from Google, and the person sees nothing of it.
    """
    pane, _ = opened("en", tokens=["an.old.token", TOKEN])

    pane.until("document.querySelectorAll('#figures-list .figure-value').length > 5")
    assert google.ran.count("b2bSidebarToken") >= 2
    assert pane.value("document.getElementById('notice').hidden")


@LANGS
@pytest.mark.parametrize("tokens", [[None], ["not.let.in"]])
def test_an_account_that_is_not_let_in_is_told_whom_to_ask(opened, lang, tokens):
    """
    Without a token that the server takes, the pane shows no figure; a key opens it all the same.
    """
    pane, _ = opened(lang, tokens=tokens)

    assert ("compte" if lang == "fr" else "account") in pane.text("#key-hint")
    assert pane.value("document.getElementById('figures').hidden")
    pane.value(f"document.getElementById('key').value = {json.dumps(TOKEN)}")
    pane.click("#notice form button")
    pane.until("!document.getElementById('figures').hidden")


@LANGS
def test_without_the_server_the_functions_can_still_be_inserted(google, tab, tmp_path, lang):
    """
    The sidebar says that nobody answers, lists the functions, and inserts one with the sheet's own cells.
    """
    locale = "fr_FR" if lang == "fr" else "en_US"
    with google.document(tmp_path, NOBODY, tokens=[TOKEN], language=lang, locale=locale) as sheets:
        tab.visit(DOCS)
        sidebar = tab.frame(SCRIPT)
        sidebar.until("!document.getElementById('offline').hidden")

        assert ("ne répond pas" if lang == "fr" else "does not answer") in sidebar.text("#trouble")
        assert sidebar.value("document.getElementById('pane').hidden")
        sidebar.value(
            "(() => { const e = document.getElementById('search'); e.value = 'B2B_CPL'; e.dispatchEvent(new Event('input')); })()"
        )
        sidebar.click("#found button")
        for field, value in (("field0", "A1:A9"), ("field1", "50.5")):
            sidebar.value(f"document.getElementById('{field}').value = '{value}'")
        sidebar.click("#insert")
        written = "=B2B_CPL(A1:A9;50,5)" if lang == "fr" else "=B2B_CPL(A1:A9,50.5)"
        until(lambda: seen(sheets)["formulas"] == [["A1", written]])
        assert 0 == sheets.seen["tokens"]
