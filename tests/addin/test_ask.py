"""Questions in words over HTTP: at once or as events, and never more than a query may say."""

import asyncio
import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.server.rates import Rates
from assistant.progress import Stage
from assistant.wire import Intent, Reply
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import keys
from tests.addin.client import KEY, OWNER, TODAY, Client

EVENTS = {"accept": "text/event-stream"}
STAGES = {stage.name.lower() for stage in Stage}


def ask(client, question="", *, headers=None, **more):
    """Return the reply to a question."""
    answered = client.post("/v1/ask", {"question": question, **more}, headers=headers or {})
    assert answered.status_code == 200, answered.text
    return answered.json()


def events(answered):
    """Return what was streamed, as (name, data)."""
    assert answered.headers["content-type"].startswith("text/event-stream")
    told = []
    for block in answered.text.strip().split("\n\n"):
        if not block.startswith(":"):
            name, data = block.split("\n")
            told.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return told


def unclear(client):
    """Return the reply to a question that is asked back with words of the workspace to remember."""
    reply = ask(client, "acquisition cost", lang="en")
    assert "clarify" == reply["outcome"]
    return reply


@pytest.mark.parametrize("question", ["CPL en 2025 par canal", "conversion", "delete everything"])
def test_the_stream_ends_with_what_is_answered_at_once(firm, question):
    """
    Stages come first, then the very reply that a client which does not stream is given, then the end.
    """
    told = events(firm.post("/v1/ask", {"question": question}, headers=EVENTS))
    *stages, (last, reply), end = told

    assert stages
    assert {("progress", stage) for stage in STAGES} >= {(n, d["stage"]) for n, d in stages}
    assert "reply" == last
    assert ask(firm, question) == reply
    assert ("end", {}) == end


def test_what_breaks_while_streaming_is_one_problem(firm, monkeypatch):
    """
    Once events flow there is no status to change: the trouble is an event, in the reader's language.
    """

    def broken(*_):
        raise KpiError(Kind.UPSTREAM, Text(en="Not now.", fr="Pas maintenant."))

    monkeypatch.setattr("addin.server.asking.asked_of", broken)
    headers = {**EVENTS, "accept-language": "fr"}

    problem, end = events(firm.post("/v1/ask", {"question": "CPL"}, headers=headers))

    assert ("problem", 503, "Pas maintenant.") == (
        problem[0],
        problem[1]["status"],
        problem[1]["detail"],
    )
    assert ("end", {}) == end


def test_a_fault_of_ours_is_told_without_its_inside(firm, monkeypatch):
    """
    An exception nobody foresaw is the same problem as elsewhere, with none of its words.
    """

    def broken(*_):
        raise RuntimeError("postgres://user:secret@host")

    monkeypatch.setattr("addin.server.asking.asked_of", broken)

    answered = firm.post("/v1/ask", {"question": "CPL"}, headers=EVENTS)

    assert 500 == events(answered)[0][1]["status"]
    assert "secret" not in answered.text


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_work_ends_when_the_client_leaves(firm, monkeypatch, accept):
    """
    Whoever leaves has their question stopped at its next stage: the data is not asked.
    """
    reached = []

    async def talk():
        asked, left, released = asyncio.Event(), asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow(_core, _question, _actor, progress):
            progress(Stage.READING)
            loop.call_soon_threadsafe(asked.set)
            asyncio.run_coroutine_threadsafe(released.wait(), loop).result(10)
            try:
                progress(Stage.DATA)
                reached.append("data")
            except BaseException as gone:
                reached.append(type(gone).__name__)
                raise
            finally:
                loop.call_soon_threadsafe(left.set)

        monkeypatch.setattr("addin.server.asking.asked_of", slow)
        given = [{"type": "http.request", "body": b'{"question": "CPL"}', "more_body": False}]

        async def receive():
            if given:
                return given.pop()
            await asked.wait()
            loop.call_later(0.05, released.set)
            return {"type": "http.disconnect"}

        async def send(_message):
            pass

        headers = [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/json"),
            (b"accept", accept.encode()),
        ]
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "method": "POST",
            "path": "/v1/ask", "raw_path": b"/v1/ask", "query_string": b"", "headers": headers,
            "scheme": "http", "http_version": "1.1", "root_path": "", "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 9),
        }  # fmt: skip
        await firm.app(scope, receive, send)
        await asyncio.wait_for(left.wait(), 10)

    asyncio.run(talk())

    assert ["GoneError"] == reached


def test_questions_count_as_queries_do(made):
    """
    A key that asks too fast waits as long as for queries, and is told for how long.
    """
    client = Client(made.store, rates=Rates(a_second=10, burst=100, clock=lambda: 0.0))
    body = {"question": "CPL"}

    statuses = [client.post("/v1/ask", body, headers=EVENTS).status_code for _ in range(2)]
    late = client.post("/v1/ask", body, headers=EVENTS)

    assert [200, 200, 429] == [*statuses, late.status_code]
    assert int(late.headers["retry-after"]) >= 5


def test_a_picked_query_costs_what_it_asks(made):
    """
    Asking much through an option is no cheaper than asking it outright.
    """
    client = Client(made.store, rates=Rates(a_second=10, burst=500, clock=lambda: 0.0))
    reading = {"intent": "value", "query": {"kpis": ["cpl"] * 10}}
    pick = {"label": "all", "reading": reading}

    assert 200 == client.post("/v1/ask", {"pick": pick}).status_code
    assert 429 == client.post("/v1/ask", {"pick": pick}).status_code


WRONG = {
    "a query that no query may be": {"intent": "value", "query": {"kpis": []}},
    "an order that does not exist": {
        "intent": "rank",
        "query": {"kpis": ["cpl"], "order": "sideways"},
    },
    "too many dimensions": {"intent": "value", "query": {"kpis": ["cpl"], "by": ["channel"] * 4}},
    "a field of nobody's": {
        "intent": "value",
        "query": {"kpis": ["cpl"], "sql": "DROP TABLE leads"},
    },
    "an intent of nobody's": {"intent": "delete", "query": {"kpis": ["cpl"]}},
    "a number without its query": {"intent": "value"},
    "a definition of nothing": {"intent": "define"},
    "a definition of something unknown": {"intent": "define", "kpis": ["os.system"]},
    "many definitions": {"intent": "define", "kpis": ["cpl"] * 11},
    "members of no dimension": {"intent": "members", "dimension": "email"},
    "days before time": {"intent": "dormant", "days": -1},
    "days beyond time": {"intent": "dormant", "days": 10**9},
}


@pytest.mark.parametrize("where", ["context", "pick"])
@pytest.mark.parametrize("reading", WRONG.values(), ids=WRONG)
def test_what_the_client_holds_says_no_more_than_a_query(firm, where, reading):
    """
    A context or an option made up by the client is refused with what to do.
    """
    held = {"reading": reading} | ({"label": "x"} if where == "pick" else {})

    answered = firm.post("/v1/ask", {"question": "et en mars ?", where: held})

    assert 422 == answered.status_code, answered.text
    assert answered.json()["message"]["fr"]


@pytest.mark.parametrize(
    "pick",
    [
        {"label": "x" * 201},
        {"label": "x", "word": "w" * 201, "meaning": "cpl"},
        {"label": "x", "word": "w", "meaning": "no_kpi"},
    ],
    ids=["label", "word", "meaning"],
)
def test_options_are_small(firm, pick):
    """
    An option carries a short label and a short word that means a declared KPI.
    """
    reading = {"intent": "value", "query": {"kpis": ["cpl"]}}

    assert 422 == firm.post("/v1/ask", {"pick": {"reading": reading, **pick}}).status_code


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.text(max_size=20),
    st.sampled_from(["cpl", "cac", "channel", "month", "desc", "2025", "vs last year", "nonsense"]),
)
QUERY = st.fixed_dictionaries(
    {"kpis": st.lists(st.sampled_from(["cpl", "leads", "cac", "roi", "zz"]), max_size=3)},
    optional={
        "period": st.one_of(st.none(), st.sampled_from(["2025", "last month", "31/12"]), ODD),
        "by": st.lists(st.sampled_from(["channel", "campaign", "zz"]), max_size=4),
        "grain": st.one_of(st.sampled_from(["month", "week"]), ODD),
        "filters": st.dictionaries(
            st.sampled_from(["channel", "zz"]), st.lists(ODD, max_size=2), max_size=2
        ),
        "compare": ODD,
        "order": ODD,
        "limit": ODD,
        "basis": st.sampled_from(["event", "cohort"]),
        "model": ODD,
    },
)
READING = st.fixed_dictionaries(
    {"intent": st.one_of(st.sampled_from([i.value for i in Intent]), ODD)},
    optional={
        "query": st.one_of(st.none(), QUERY),
        "kpis": st.lists(st.sampled_from(["cpl", "cac", "zz"]), max_size=3),
        "dimension": st.one_of(st.sampled_from(["channel", "product"]), ODD),
        "rising": ODD,
        "better": ODD,
        "days": ODD,
        "chart": ODD,
    },
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(reading=READING, follow=st.sampled_from(["par mois", "and in 2024?", "top 3", "pourquoi ?"]))
def test_no_client_breaks_the_server(firm, reading, follow):
    """
    Whatever a client claims was said before, the server replies or says what is wrong with it.
    """
    for body in (
        {"pick": {"label": "x", "reading": reading}},
        {"question": follow, "context": {"reading": reading}},
    ):
        answered = firm.post("/v1/ask", body)

        assert answered.status_code in {200, 404, 422}, answered.text
        if answered.status_code == 200:
            Reply.model_validate(answered.json())


def test_a_context_reaches_what_a_query_reaches(firm):
    """
    The numbers that a forged context leads to are those that the same query is given.
    """
    query = {"kpis": ["cpl"], "by": ["channel"], "period": "2025"}
    pick = {"label": "x", "reading": {"intent": "breakdown", "query": query}}

    answered = firm.post("/v1/query", query).json()["results"]

    assert answered == ask(firm, pick=pick)["rows"]


def remembered(made):
    """Return the meanings that the workspace knows."""
    return made.store.settings().meanings


@pytest.fixture(name="word")
def _word(own):
    """An option whose choice can be remembered."""
    option = next((o for o in unclear(own)["options"] if o["word"]), None)
    assert option, "no question of this kind is remembered any more"
    return option


def test_the_owner_has_a_choice_remembered(made, own, word):
    """
    What the owner picked is told to be remembered, and the word is not asked back again.
    """
    reply = ask(own, pick=word, lang="en", headers={"authorization": f"Bearer {OWNER}"})

    assert {word["word"]: word["meaning"]} == remembered(made)
    assert any("Remembered" in note for note in reply["notes"])
    assert "answer" == ask(own, word["word"])["outcome"]


@pytest.mark.parametrize("who", ["anybody", "api", "key"])
def test_others_choose_for_one_answer(made, own, word, who):
    """
    Without the owner's key an option answers, says that it is not remembered, and changes nothing.
    """
    client, headers = own, {}
    if who == "api":
        client, headers = Client(made.store, api=KEY), {"authorization": f"Bearer {KEY}"}
    if who == "key":
        now = dt.datetime.combine(TODAY, dt.time())
        _, text = keys.create(made.store, "a reader", "read", 3000, actor="t", now=now)
        client, headers = Client(made.store), {"authorization": f"Bearer {text}"}

    reply = ask(client, pick=word, lang="fr", headers=headers)

    assert {} == remembered(made)
    assert any("Ce choix vaut pour cette réponse" in note for note in reply["notes"])
    assert "clarify" == ask(client, word["word"], headers=headers)["outcome"]


@pytest.mark.parametrize(
    "body",
    [
        {"question": "x" * 2001},
        {"question": 5},
        {"question": "CPL", "lang": "de"},
        {"question": "CPL", "sql": "x"},
        b'{"question": "CPL", "question": "CAC"}',
        b"{",
    ],
)
def test_what_is_no_question_is_refused(firm, body):
    """
    A body of another shape is a problem that names the field, before any event.
    """
    answered = firm.post("/v1/ask", body, headers=EVENTS)

    assert answered.status_code in {400, 422}
    assert answered.headers["content-type"] == "application/problem+json"


DOCS = Path(__file__).parents[2] / "docs"


def examples(page):
    """Return the questions of the page's second table: what can be asked."""
    table = (DOCS / page).read_text(encoding="utf-8").split("\n## ")[2]
    return [
        question for _, question in re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE)[2:]
    ]


@pytest.mark.parametrize(("page", "lang"), [("assistant.md", "en"), ("fr/assistant.md", "fr")])
def test_what_the_page_says_can_be_asked_is_answered(demo, page, lang):
    """
    Each example of the documentation is answered, in its language.
    """
    asked = examples(page)
    replies = {question: ask(demo, question, lang=lang) for question in asked}

    assert len(asked) > 15
    assert {} == {q: r["text"] for q, r in replies.items() if r["outcome"] != "answer"}
    assert examples("assistant.md") != examples("fr/assistant.md")
