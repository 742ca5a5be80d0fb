"""What a browser is shown of a sheet, and the one thing that it may do to it."""

import re
from urllib.parse import quote, urlencode

import pytest

from addin.demo import Formula

FRENCH = {"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5", "Host": "127.0.0.1:8000"}


@pytest.fixture(name="look")
def _look(google, sheet):
    """Returns the page of the sheet."""

    def look(query="", headers=FRENCH):
        reply = google.answer("GET", f"/spreadsheets/{sheet.id}{query}", headers)
        return reply.body.decode()

    return look


def source(tab, column, last=3):
    area = {
        "sheetId": tab,
        "startRowIndex": 0,
        "endRowIndex": last,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"sourceRange": {"sources": [area]}}


def chart(kind, tab=0, **more):
    spec = {
        "title": "Coût <par> lead",
        "basicChart": {
            "chartType": kind,
            "headerCount": 1,
            "domains": [{"domain": source(tab, 1)}],
            "series": [
                {
                    "series": source(tab, 2),
                    "targetAxis": "BOTTOM_AXIS" if kind == "BAR" else "LEFT_AXIS",
                }
            ],
            **more,
        },
    }
    place = {
        "overlayPosition": {
            "anchorCell": {"sheetId": tab, "rowIndex": 6},
            "widthPixels": 400,
            "heightPixels": 260,
        }
    }
    return {"addChart": {"chart": {"spec": spec, "position": place}}}


def test_the_first_page_lists_the_sheets(google, sheet):
    """
    Each with a link; in the language of the browser.
    """
    page = google.answer("GET", "/", FRENCH).body.decode()
    english = google.answer("GET", "/", {"Accept-Language": "en"}).body.decode()

    assert f'<a href="/spreadsheets/{sheet.id}">Suivi marketing</a>' in page
    assert "Feuilles de calcul de cette machine" in page
    assert "Spreadsheets of this machine" in english


def test_a_tab_is_a_table_that_shows_what_the_sheet_shows(look, sheet):
    """
    Values in the sheet's locale, the other tabs as links.
    """
    leads = sheet.add_tab("Leads")

    page = look()
    assert re.search(r'<td class="n[^"]*"><a [^>]*>1200,5</a></td>', page)
    assert ">05/01/2026</a>" in page
    assert f'?tab={leads.id}">Leads</a>' in page
    assert 'aria-current="page">Dépenses</a>' in page
    assert 'lang="fr"' in page


def test_nothing_of_a_sheet_becomes_code(look, sheet, apply):
    """
    Texts, titles, notes and formulas are escaped; no script may run, no look comes from outside.
    """
    evil = '"><script>alert(1)</script>'
    sheet.rename(evil)
    sheet.tab(0).rename(evil)
    sheet.tab(0).write("A2", [[evil, Formula(f'=IMAGE("{evil}")')]])
    sheet.tab(0).note(2, 0, evil)
    apply(
        chart("LINE"),
        {
            "repeatCell": {
                "range": {"endRowIndex": 1},
                "cell": {"userEnteredFormat": {"textFormat": {"fontFamily": evil}}},
                "fields": "userEnteredFormat",
            }
        },
    )

    page = look(f"?tab=0&cell=A2&x={quote(evil)}")
    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;" in page
    assert "Coût &lt;par&gt; lead" in page


def test_the_policy_of_the_page_lets_nothing_in(google, sheet):
    """
    No script, no image, no frame; the style of this answer alone.
    """
    reply = google.answer("GET", f"/spreadsheets/{sheet.id}", FRENCH)
    policy = reply.headers["Content-Security-Policy"]
    [nonce] = re.findall(r"style-src 'nonce-([^']+)'", policy)

    assert policy.startswith("default-src 'none'")
    assert f'<style nonce="{nonce}">' in reply.body.decode()
    assert " style=" not in reply.body.decode()


@pytest.mark.parametrize("kind", ["LINE", "COLUMN", "BAR", "AREA", "SCATTER", "COMBO"])
def test_charts_are_drawn(look, apply, kind):
    """
    Each kind has a shape a number: bars, points or a line; a text among numbers is a gap.
    """
    assert 200 == apply(chart(kind))[0]
    page = look()
    [svg] = re.findall(r"<figure.*?</figure>", page, re.DOTALL)

    bars = len(re.findall(r"<rect", svg)) - 1  # one is the legend's
    points = len(re.findall(r"<circle", svg))
    assert ((1, 0) if kind in {"COLUMN", "BAR", "COMBO"} else (0, 1)) == (bars, points)
    assert "LinkedIn" in svg


def test_a_chart_whose_data_is_gone_says_so(look, apply, sheet):
    """
    Deleting the tab that it draws leaves the chart empty, and the page whole.
    """
    other = sheet.add_tab("Données", [["a", "b", "c"], [1, 2, 3], [4, 5, 6]])
    request = chart("LINE", other.id)
    request["addChart"]["chart"]["position"]["overlayPosition"]["anchorCell"]["sheetId"] = 0
    apply(request)
    assert "polyline" not in look()
    other.delete()

    assert "Ce graphique n’a plus de données." in look()


def test_pies_and_sparklines_are_drawn(look, apply, sheet):
    """
    A share of the circle a value; a small line in the cell of the formula.
    """
    sheet.tab(0).write("A2", [["a", "x", 1], ["b", "y", 3], [Formula("=SPARKLINE(C2:C3)")]])
    spec = {"title": "Part", "pieChart": {"domain": source(0, 1), "series": source(0, 2)}}
    apply({"addChart": {"chart": {"spec": spec}}})
    page = look()

    assert 2 == len(re.findall(r'<path fill="#[0-9A-F]{6}" d="M[^"]*A', page))
    assert 1 == page.count("<polyline")


def edit(google, sheet, page, **given):
    [token] = set(re.findall(r'name="token" value="([^"]+)"', page))
    body = urlencode({"token": token, "tab": 0, **given}).encode()
    return google.answer("POST", f"/spreadsheets/{sheet.id}", FRENCH, body)


def test_a_cell_can_be_changed_from_the_page(google, sheet, look):
    """
    As if it were typed in the sheet: the locale counts, and the version rises.
    """
    version = sheet.version
    page = look("?cell=C2")
    assert 'name="value" size="24" maxlength="500" value="1200,5"' in page
    reply = edit(google, sheet, page, cell="C2", value="1 500,25")

    assert (303, f"/spreadsheets/{sheet.id}?tab=0&cell=C2") == (
        reply.status,
        reply.headers["Location"],
    )
    assert 1500.25 == sheet.tab(0).values()[1][2]
    assert version < sheet.version


def test_a_cell_that_is_none_is_named(google, sheet, look):
    """
    The page says how to write it, and nothing changes.
    """
    version = sheet.version
    reply = edit(google, sheet, look(), cell="C2:D4<", value="x")

    assert "«\u00a0C2:D4&lt;\u00a0» n’est pas une cellule de cet onglet" in reply.body.decode()
    assert version == sheet.version


@pytest.mark.parametrize(
    "headers, token", [(FRENCH, "stolen"), ({**FRENCH, "Host": "evil.example"}, None)]
)
def test_another_site_changes_nothing(google, sheet, look, headers, token):
    """
    A form without the token of the page, or a name that is not this machine's, is refused.
    """
    version = sheet.version
    [own] = set(re.findall(r'name="token" value="([^"]+)"', look()))
    body = urlencode({"token": token or own, "tab": 0, "cell": "A1", "value": "x"}).encode()

    assert 403 == google.answer("POST", f"/spreadsheets/{sheet.id}", headers, body).status
    assert version == sheet.version


def test_pages_are_no_calls(google, sheet, look):
    """
    Looking costs no quota and meets no fault.
    """
    from addin.demo import Fault, Reset

    google.fail(Fault(Reset(), times=99))
    google.calls.clear()

    assert "Suivi marketing" in look()
    assert not google.calls


def test_a_page_that_is_not_there_is_not_found(google):
    """
    In words.
    """
    reply = google.answer("GET", "/spreadsheets/none", FRENCH)

    assert 404 == reply.status
    assert "n’existe pas ici" in reply.body.decode()


def test_another_name_of_this_machine_leads_nowhere(url, sheet):
    """
    A name that somebody else made lead here shows nothing, not even to a program.
    """
    import requests

    for path in ("/", f"/v4/spreadsheets/{sheet.id}"):
        headers = {"Host": "evil.example", "Authorization": "Bearer x"}
        answer = requests.get(url + path, headers=headers, timeout=5)

        assert (403, "Only for this machine.") == (answer.status_code, answer.text)
