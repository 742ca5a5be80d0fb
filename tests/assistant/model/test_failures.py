"""Whatever a model's server does, the question is answered as the embedded reader alone would."""

import json

import pytest

from assistant.model.failures import Failure, note
from kpi_core.text import Lang
from tests.assistant.model import scripted
from tests.assistant.model.scripted import body, called, finished, reading, status

QUESTION = "CPL in March 2025"
GOOD = called(reading(kpis=[{"id": "cpl", "words": "CPL"}], period="in March 2025"))
WRONG = called({"query": "SELECT 1"})


def without_notes(reply):
    return reply.model_copy(update={"notes": []})


FAILURES = [
    ("the key is refused", [401], Failure.KEY, 1),
    ("the key may not", [403], Failure.KEY, 1),
    ("there is no such model", [404], Failure.MODEL, 1),
    ("too many, come back much later", [scripted.busy("120")], Failure.BUSY, 1),
    ("too many, no word of when", [scripted.busy()], Failure.BUSY, 1),
    ("too many, twice", [scripted.busy("1")], Failure.BUSY, 2),
    ("a date instead of seconds", [scripted.busy("Wed, 21 Oct 2026 07:28:00 GMT")], Failure.BUSY, 1),
    ("a fault, twice", [500], Failure.DOWN, 2),
    ("out of service, twice", [503], Failure.DOWN, 2),
    ("silence", [scripted.silent(30)], Failure.LATE, 1),
    ("a trickle", [scripted.trickle], Failure.LATE, 1),
    ("headers without end", [scripted.slow_headers], Failure.LATE, 1),
    ("the connection is reset", [scripted.reset], Failure.DOWN, 2),
    ("the reply is cut", [scripted.cut], Failure.DOWN, 2),
    ("a reply without end", [scripted.endless], Failure.DOWN, 2),
    ("a reply that is packed", [body(b"\x1f\x8b", content_encoding="gzip")], Failure.DOWN, 2),
    ("a refusal", [{"refusal": "I cannot help with that."}], Failure.DECLINED, 1),
    ("a filter", [finished({"content": ""}, "content_filter")], Failure.DECLINED, 1),
    ("no choices", [body({"choices": []})], Failure.STRANGE, 1),
    ("choices that are null", [body({"choices": None})], Failure.STRANGE, 1),
    ("choices that are words", [body({"choices": "none"})], Failure.STRANGE, 1),
    ("no message", [body({"choices": [{"index": 0}]})], Failure.STRANGE, 1),
    ("content that is null", [{"content": None}], Failure.STRANGE, 2),
    ("content that is empty", [{"content": ""}], Failure.STRANGE, 2),
    ("a page of HTML", [body(b"<html>gateway</html>")], Failure.STRANGE, 1),
    ("not UTF-8", [body(b'{"choices": "\xff\xfe"}')], Failure.STRANGE, 1),
    ("brackets without end", [body(b"[" * 200_000)], Failure.STRANGE, 1),
    ("nothing at all", [body(b"")], Failure.STRANGE, 1),
    ("arguments that are not JSON", [called("{oops")], Failure.STRANGE, 2),
    ("arguments of another shape", [WRONG], Failure.STRANGE, 2),
    ("a field too many", [called(reading(tenant="acme"))], Failure.STRANGE, 2),
    ("a field too few", [called({"intent": "value"})], Failure.STRANGE, 2),
    ("a number for a span", [called(reading(period=2025))], Failure.STRANGE, 2),
    ("a number for a limit", [called(reading(limit=5))], Failure.STRANGE, 2),
    ("an intent of its own", [called(reading(intent="sql"))], Failure.STRANGE, 2),
    ("a dimension of its own", [called(reading(by=["tenant"]))], Failure.STRANGE, 2),
    ("a KPI of its own", [called(reading(kpis=[{"id": "profit", "words": "CPL"}]))], Failure.STRANGE, 2),
    ("an unknown tool", [called(reading(), name="run_sql")], Failure.STRANGE, 2),
    ("two tools", [{"tool_calls": GOOD["tool_calls"] * 2}], Failure.STRANGE, 2),
    ("a tool without a name", [{"tool_calls": [{"id": "c", "type": "function"}]}], Failure.STRANGE, 2),
    ("tools again and again", [called("{}", name="more")], Failure.STRANGE, 2),
    ("prose", [{"content": "The CPL was 12 euros."}], Failure.STRANGE, 2),
    ("a very long reading", [called(reading(said=["x" * 9000]))], Failure.STRANGE, 2),
    ("many KPIs", [called(reading(kpis=[{"id": "cpl", "words": "CPL"}] * 40))], Failure.STRANGE, 2),
    ("a span that is not in the question", [called(reading(kpis=[{"id": "cpl", "words": "CPL"}], period="last year"))], Failure.STRANGE, 1),
    ("a piece of a word", [called(reading(kpis=[{"id": "cpl", "words": "CP"}]))], Failure.STRANGE, 1),
    ("a member that is none", [called(reading(kpis=[{"id": "cpl", "words": "CPL"}], members=["March"]))], Failure.STRANGE, 1),
    ("a redirection", [lambda h: h.send(302, b"", location="http://127.0.0.1:9/")], Failure.STRANGE, 1),
]  # fmt: skip


@pytest.mark.parametrize(
    "steps, failure, requests", [f[1:] for f in FAILURES], ids=[f[0] for f in FAILURES]
)
def test_a_model_that_fails_changes_nothing_but_a_note(make, script, steps, failure, requests):
    """
    The answer is the embedded reader's, and one note says why the model was not heard.
    """
    late = failure is Failure.LATE
    ask = make(KPI_MODEL_SECONDS="1" if late else "10")
    script.say(*steps)

    reply = ask(QUESTION)

    assert without_notes(reply) == ask.embedded(QUESTION)
    assert [note(failure)[Lang.EN]] == reply.notes
    assert requests == len(script.asked)


@pytest.mark.parametrize("failure", list(Failure))
def test_the_note_is_in_the_language_of_the_answer(failure):
    """
    Each failure is told in both languages, with French typography.
    """
    told = note(failure)

    assert told.en != told.fr
    assert told.fr.endswith("La question a été lue sans lui.")


def test_a_french_question_has_a_french_note(ask, script):
    """
    The note speaks the language of the question.
    """
    script.say(401)

    reply = ask("Quel était notre CPL en mars 2025 ?")

    assert [note(Failure.KEY)[Lang.FR]] == reply.notes


def test_a_question_that_is_not_understood_stays_asked_back_when_the_model_fails(ask, script):
    """
    Without the model the reader asks as it always did; it is never an error.
    """
    script.say(503)

    reply = ask("how much dosh did a fresh logo take in March 2025")

    assert "clarify" == reply.outcome
    assert reply.notes


RECOVERIES = [
    ("after a moment's quota", [scripted.busy("1"), GOOD], 2),
    ("after a fault", [500, GOOD], 2),
    ("after a reset", [scripted.reset, GOOD], 2),
    ("after a wrong shape", [WRONG, GOOD], 2),
    ("after two tools", [{"tool_calls": GOOD["tool_calls"] * 2}, GOOD], 2),
    ("in text, when tools are refused", [status(400), {"content": "```json\n" + GOOD["tool_calls"][0]["function"]["arguments"] + "\n```"}], 2),
    ("in text, though a tool was asked for", [{"content": "Sure! " + GOOD["tool_calls"][0]["function"]["arguments"]}], 1),
    ("in text, after prose", [{"content": "Let me think."}, {"content": GOOD["tool_calls"][0]["function"]["arguments"]}], 2),
    ("after tools are refused and a repair", [status(422), {"content": "{}"}, {"content": GOOD["tool_calls"][0]["function"]["arguments"]}], 3),
    ("without a word of usage", [lambda h: h.send(200, {"choices": h.completion(GOOD)["choices"]})], 1),
]  # fmt: skip


@pytest.mark.parametrize(
    "steps, requests", [r[1:] for r in RECOVERIES], ids=[r[0] for r in RECOVERIES]
)
def test_a_model_that_recovers_is_heard(make, script, steps, requests):
    """
    One rung of the ladder after the other, within three requests, and no note.
    """
    ask = make(KPI_MODEL_SECONDS="20")
    script.say(*steps)

    reply = ask(QUESTION)

    assert "answer" == reply.outcome
    assert [] == reply.notes
    assert {"both": 1} == ask.model.counts.joined
    assert requests == len(script.asked)


def test_a_server_without_tools_is_not_offered_them_again(ask, script):
    """
    What a server cannot do is asked of it once.
    """
    text = {"content": json.dumps(reading(kpis=[{"id": "cpl", "words": "CPL"}]))}
    script.say(status(400), text)

    ask("CPL")
    ask("our CPL")

    assert [True, False, False] == ["tools" in a["body"] for a in script.asked]


def test_a_model_that_is_down_is_not_waited_for_by_every_question(ask, script):
    """
    After a failure the model is left alone for a moment; the note still says so.
    """
    script.say(401)

    first, second = ask("CPL in March 2025"), ask("CPL in April 2025")

    assert 1 == len(script.asked)
    assert first.notes == second.notes


def test_no_server_at_all(make):
    """
    An address where nothing listens is told like a server that is down.
    """
    ask = make(KPI_MODEL_URL="http://127.0.0.1:9/v1")

    assert [note(Failure.DOWN)[Lang.EN]] == ask(QUESTION).notes


def test_a_repair_never_sends_back_what_the_model_wrote(ask, script):
    """
    The second request names the rule that was broken, not the words that broke it.
    """
    script.say(called(reading(exfiltrate_to_evil="canary-text")), GOOD)

    ask(QUESTION)

    sent = json.dumps(script.asked[1]["body"])
    assert "extra_forbidden" in sent
    assert "canary" not in sent
    assert "exfiltrate" not in sent
