"""The script beside the cells: what its sidebar may do, the rights it asks for, what it says."""

import base64
import json

import pytest

from addin.hosts.google.generate import files, manifest, sidebar
from addin.hosts.google.words import MESSAGES, SIDEBAR
from kpi_core.text import Lang, Text
from kpi_core.typography import faults
from tests.addin.google.sheets import TABS, Sheets, ShownError


def test_the_users_token_is_for_the_server_that_was_published(tmp_path):
    """
    A cell gets no token; the sidebar gets one, unless the document's settings name another server.
    """
    (tmp_path / "own").mkdir()
    (tmp_path / "other").mkdir()
    with Sheets(tmp_path / "own", tokens=["the.users.token"]) as sheets:
        assert "the.users.token" == sheets.menu("b2bSidebarToken")
        assert sheets.cell("b2bSidebarToken") is None
    elsewhere = {"B2B_URL": "https://evil.example"}
    with Sheets(tmp_path / "other", tokens=["the.users.token"], properties=elsewhere) as sheets:
        assert sheets.menu("b2bSidebarToken") is None
        assert 0 == sheets.seen["tokens"]


def test_the_name_to_let_in_is_read_from_a_token(tmp_path):
    """
    Whoever keeps the server is given the script's own name, and never a token.
    """
    claims = base64.urlsafe_b64encode(b'{"aud": "123-abc.apps.googleusercontent.com"}').decode()
    with Sheets(tmp_path, tokens=[f"header.{claims}.signature"]) as sheets:
        assert sheets.menu("b2bAudience") is None

        assert ["123-abc.apps.googleusercontent.com"] == sheets.seen["logged"]


def test_the_sidebar_inserts_formulas_of_ours_alone(sheets):
    """
    What is put into a cell is a function of the catalogue; texts stand in quotes, numbers as the sheet writes them.
    """
    english = sheets.lang is Lang.EN
    separator, decimal = (",", ".") if english else (";", ",")
    sheets.menu("b2bSidebarInsert", "B2B_KPI", ["cac", 'a"),IMAGE("x', None])
    assert f'=B2B_KPI("cac"{separator}"a""),IMAGE(""x")' == sheets.seen["formulas"][-1][1]

    sheets.menu("b2bSidebarInsert", "B2B_CPL", [{"cells": "'L''été'!$B$2:B9"}, 50.5])
    written = f"=B2B_CPL('L''été'!$B$2:B9{separator}50{decimal}5)"
    assert written == sheets.seen["formulas"][-1][1]

    sheets.menu("b2bSidebarInsert", "B2B_KPI", ["cac", None, "SEO"])
    assert f'=B2B_KPI("cac"{separator}{separator}"SEO")' == sheets.seen["formulas"][-1][1]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("IMAGE", ["x"]),
        ("B2B_CPL", [{"cells": 'IMAGE("x")'}]),
        ("B2B_CPL", [{"cells": "A1)+IMAGE(A2"}]),
        ("B2B_CPL", [{"cells": ["A1"]}, {}]),
        ("B2B_CPL", [{"other": "A1"}]),
    ],
)
def test_the_sidebar_inserts_nothing_else(sheets, name, given):
    """
    No other function, and nothing but an address where cells are meant.
    """
    before = len(sheets.seen["formulas"])

    with pytest.raises(ShownError):
        sheets.menu("b2bSidebarInsert", name, given)
    assert before == len(sheets.seen["formulas"])


def test_the_errors_of_every_tab_are_found(tmp_path):
    """
    Formulas of ours in error, and cells of our ranges whose text says one; nobody else's.
    """
    with Sheets(tmp_path, tabs=TABS) as sheets:
        found = sheets.menu("b2bSidebarFaults")
        sheets.menu("b2bSidebarGo", "L'été", "C2")

    assert [
        ("A1", "#ERROR!", None, "=B2B_CPL(1,0)"),
        ("B2", "#N/A", "nobody was won", ""),
        ("C2", "#REF!", None, "=iferror(b2b_table(A1))"),
    ] == [(f["place"], f["code"], f["why"], f["formula"]) for f in found]
    assert {"L'été"} == {f["tab"] for f in found}
    assert ["L'été", "C2"] == sheets.seen["active"]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ("A1", [[1500]]),
        ("$A$1:B2", [[1500, 50], [30, None]]),
        ("B:B", [[50], [None]]),
        ("B2", [[None]]),
        ("'L''été'!A2", [["30"]]),
    ],
)
def test_cells_are_read_for_the_preview_as_a_function_reads_them(tmp_path, cells, values):
    """
    An address names cells of the shown tab, or of another: blanks are nothing, the rest their value.
    """
    with Sheets(tmp_path, tabs=TABS) as sheets:
        assert values == sheets.menu("b2bSidebarValues", cells)


@pytest.mark.parametrize("cells", ["Nowhere!A1", "A1:", "", "IMAGE(1)", "A1,A2"])
def test_cells_that_are_not_there_are_refused(tmp_path, cells):
    """
    What is no address, or names no tab, reads nothing.
    """
    with Sheets(tmp_path, tabs=TABS) as sheets, pytest.raises(ShownError):
        sheets.menu("b2bSidebarValues", cells)


def test_what_the_script_says_is_set_as_its_language_wants():
    """
    Each sentence has the spaces and apostrophes of its language.
    """
    # An address is written as it is typed.
    said = {
        name: Text(en=text.en, fr=text.fr.replace("https:", "https"))
        for name, text in {**MESSAGES, **SIDEBAR}.items()
    }

    assert {} == {n: f for n, text in said.items() if (f := list(faults(text)))}


def test_the_script_asks_for_no_more_rights_than_it_uses():
    """
    This spreadsheet only, its own sidebar, one address: nothing of the user's other files.
    """
    asked = manifest("https://kpi.example.com")

    assert ["https://kpi.example.com/"] == asked["urlFetchWhitelist"]
    assert {
        "spreadsheets.currentonly",
        "script.container.ui",
        "script.external_request",
        "userinfo.email",
        "openid",
    } == {scope.rpartition("/auth/")[2] for scope in asked["oauthScopes"]}


def test_the_page_of_the_sidebar_holds_no_text_that_ends_its_script():
    """
    Words are data in the page: none can close the script or open a tag.
    """
    page = sidebar()

    assert 1 == page.count("</script>")
    assert "/*WORDS*/ {}" not in page
    words = json.loads(page.partition("const WORDS = ")[2].partition(";\n")[0])
    assert all(set(text) == {"en", "fr"} for text in words.values())
    assert {"appsscript.json", "Code.gs", "Sidebar.html"} == {
        p.name for p in files("https://x.example")
    }
