"""The chat in the pane: what is asked, answered, stopped and refused, in a real browser."""

import json

import pytest

from assistant.wire import Reply
from tests.addin.pane.served import serving
from tests.addin.pane.talking import answered, ask, firsts, last, open_chat, tap

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
