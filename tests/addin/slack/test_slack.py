"""The chat in Slack, with Slack's own library against a stand-in of Slack on this machine."""

import hashlib
import hmac
import json
import logging
import queue
import socket as sockets
import threading
import time
import urllib.error
import urllib.request

import pytest
import uvicorn

from addin.cli.session import Session
from addin.server.journal import Discreet
from addin.slack.bot import Bot, client_of, make
from addin.slack.serving import PATH, socket, web
from addin.slack.settings import Allowed, Credentials
from addin.slack.threads import Threads
from kpi_core.text import Lang
from tests.addin.slack.standin import (
    APP,
    BOT,
    SECRET,
    Slack,
    direct,
    envelope,
    mention,
    tapped,
)
from tests.command import KPI, kpi, refused
from tests.kpi_core.workspace.filled import TODAY, Filled, lead, spent

HOSTILE = "<!channel> <@U1> <https://evil.example|x> & `x`"
ALLOWED = Allowed(frozenset({"C1"}), frozenset({"U1"}))
SOON = 20


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    """A closed workspace where a source and a campaign are called as marks of Slack."""
    made = Filled(tmp_path_factory.mktemp("slack") / "w")
    made.add("spend", spent(1500, "2025-03-10", HOSTILE), spent(500, "2025-03-12", "Google Ads"))
    made.add("leads", *(lead(f"p{i}@a.example", "2025-03-10", source=HOSTILE) for i in range(30)))
    made.add(
        "leads", *(lead(f"q{i}@a.example", "2025-03-12", source="Google Ads") for i in range(10))
    )
    made.close()
    return made.folder


@pytest.fixture(name="slack")
def _slack():
    slack = Slack()
    yield slack
    slack.close()


@pytest.fixture(name="logged")
def _logged():
    """Everything that is logged, at the finest level, as the server writes it."""
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Kept(logging.DEBUG)
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)
    said = "\n".join(lines)
    assert not [secret for secret in (BOT, APP, SECRET, "canary") if secret in said], said


@pytest.fixture(name="bot")
def _bot(folder, slack, logged):
    credentials = Credentials(BOT, APP)
    session = Session(folder, Lang.EN, TODAY, json=False)
    return Bot(session.desk, ALLOWED, Lang.EN, client_of(credentials, slack.api))


@pytest.fixture(name="line")
def _line(bot, slack):
    """The socket between the two, open."""
    credentials = Credentials(BOT, APP)
    client = socket(make(credentials, bot), credentials, ping_seconds=0.5)
    client.connect()
    yield slack.sockets.get(timeout=SOON)
    client.close()


def posted(slack):
    """Return the next message that Slack was given."""
    return slack.posted.get(timeout=SOON)


def nothing(slack):
    """Check that no other message was given, once all that was said has been answered."""
    with pytest.raises(queue.Empty):
        slack.posted.get(timeout=0.5)


def words(told):
    """Return all that a message shows."""
    blocks = told["blocks"]
    return json.dumps(json.loads(blocks) if isinstance(blocks, str) else blocks, ensure_ascii=False)


def blocks(told):
    return json.loads(told["blocks"]) if isinstance(told["blocks"], str) else told["blocks"]


def test_a_mention_is_answered_in_its_thread(line, slack):
    """
    The number, in the language of the question, hanging from the message; acknowledged at once.
    """
    line.say(envelope(mention("quel était notre coût par lead en mars 2025 ?")))

    told = posted(slack)
    assert {"envelope_id": "e1"} == slack.acknowledged.get(timeout=SOON)
    assert ("C1", "1.1") == (told["channel"], told["thread_ts"])
    assert told["text"].startswith("Coût par lead (CPL)")
    assert "50,00" in told["text"]


def test_a_thread_goes_on_from_its_last_answer(line, slack):
    """
    A follow-up in the thread keeps the KPI and the period; another thread knows nothing of it.
    """
    line.say(envelope(mention("cost per lead in March 2025"), "1"))
    assert "50.00" in posted(slack)["text"]

    line.say(envelope(mention("and for Google Ads?", ts="1.2", thread="1.1"), "2"))
    told = posted(slack)

    assert "1.1" == told["thread_ts"]
    assert "Cost per lead (CPL)" in told["text"]
    assert "Google Ads" in words(told)


def test_a_direct_message_is_answered(line, slack):
    """
    To somebody who is listed, in direct messages too; what bots say and edits are left alone.
    """
    line.say(envelope(direct("leads in March 2025"), "1"))

    assert "40" in posted(slack)["text"]

    line.say(envelope(direct("leads in March 2025", ts="2.2", bot_id="B9"), "2"))
    line.say(envelope(direct("leads", ts="2.3", subtype="message_changed"), "3"))
    nothing(slack)


@pytest.mark.parametrize(
    "event",
    [
        mention("cpl", channel="C2"),
        mention("cpl", user_team="T2"),
        direct("cpl", user="U2"),
    ],
)
def test_nobody_else_is_answered(line, slack, event):
    """
    Another channel, a guest of another firm, somebody not listed: told how to be let in, no number.
    """
    line.say(envelope(event))

    told = posted(slack)
    assert told["text"].startswith("I do not answer here")
    assert "CPL" not in words(told)


def test_until_somebody_is_named_nobody_is_answered():
    """
    Without settings no channel and no person is let in.
    """
    nobody = Allowed.of({})

    assert not nobody
    assert not nobody.lets_in("C1", "U1", direct=False)
    assert not nobody.lets_in("D1", "U1", direct=True)
    assert Allowed.of({"KPI_SLACK_CHANNELS": " C1 ,C2,"}).lets_in("C2", "U9", direct=False)


def test_a_delivery_that_is_repeated_is_answered_once(line, slack):
    """
    Slack repeats what it is unsure was heard, in another envelope: one answer.
    """
    event = mention("leads in March 2025")
    line.say(envelope(event, "1"))
    line.say(envelope(event, "2", retry=1))
    line.say(envelope(event, "3", retry=2))

    assert "40" in posted(slack)["text"]
    nothing(slack)


def test_an_option_that_is_tapped_is_answered(line, slack):
    """
    A question with two meanings is asked back with buttons; each tap is answered once.
    """
    line.say(envelope(mention("what is our acquisition cost in March 2025?"), "1"))
    asked = posted(slack)
    buttons = next(b for b in blocks(asked) if b["type"] == "actions")["elements"]
    assert 2 <= len(buttons) <= 3

    picked = next(b for b in buttons if "CPL" in b["text"]["text"])
    for number in "234":
        line.say(envelope(tapped(picked), number, kind="interactive"))
    told = posted(slack)

    assert ("C1", "1.1") == (told["channel"], told["thread_ts"])
    assert "50.00" in told["text"]
    nothing(slack)


def test_a_button_of_before_is_told_to_be_gone(line, slack):
    """
    After a restart, or in another channel, a button is answered with what to do.
    """
    button = {"action_id": "kpi_pick_0", "value": "gone:0", "text": {"type": "plain_text", "text": "x"}}  # fmt: skip

    for number, value in enumerate(("gone:0", "gone:-1", "gone", "gone:9999", "gone:²")):
        line.say(envelope(tapped({**button, "value": value}), number, kind="interactive"))
        assert posted(slack)["text"].startswith("I no longer have this choice")


def test_a_name_of_the_data_calls_nobody(line, slack):
    """
    Names that are marks of Slack arrive as text: no mention, no link, no preview, no code.
    """
    line.say(envelope(mention("leads by source in March 2025")))

    told = posted(slack)
    shown = words(told)
    assert "&lt;!channel&gt; &lt;@U1&gt;" in shown
    for mark in ("<!", "<@", "<http", "`x`"):
        assert mark not in shown
        assert mark not in told["text"]
    assert 2 == shown.count("```")
    assert "none" == told["parse"]
    assert [False, False, False] == [
        json.loads(str(told[n]).lower()) if told[n] not in {"0", "1"} else told[n] == "1"
        for n in ("unfurl_links", "unfurl_media", "link_names")
    ]
    texts = [b["text"] for b in blocks(told) if "text" in b]
    assert all(t["type"] == "mrkdwn" and t["verbatim"] for t in texts)


def test_told_to_wait_it_waits_and_posts_once(line, slack):
    """
    A 429 says how long to wait: the message is posted after that, once.
    """
    slack.refuse += [(429, {"Retry-After": "1"}, {"ok": False, "error": "ratelimited"})] * 2
    line.say(envelope(mention("leads in March 2025")))

    assert "40" in posted(slack)["text"]
    assert 3 == slack.tries.count("chat.postMessage")
    nothing(slack)


def test_a_refused_message_is_logged_by_its_code_only(line, slack, logged):
    """
    Slack's own refusal is written without what was to be said, and the next question is answered.
    """
    slack.refuse.append((200, {}, {"ok": False, "error": "not_in_channel"}))
    line.say(envelope(mention("leads in March 2025"), "1"))
    until = time.monotonic() + SOON
    while not any("not_in_channel" in one for one in logged) and time.monotonic() < until:
        time.sleep(0.05)  # else the second may be said first, and refused
    line.say(envelope(mention("leads in March 2025", ts="1.9"), "2"))

    assert "1.9" == posted(slack)["thread_ts"]
    assert [one for one in logged if "not_in_channel" in one]
    assert not [one for one in logged if "March 2025" in one]


def test_a_line_that_is_cut_is_opened_again(line, slack):
    """
    A network that fails, and Slack's own notice, both lead to a new socket that is answered.
    """
    line.cut()
    again = slack.sockets.get(timeout=SOON)
    again.say(envelope(mention("leads in March 2025"), "1"))
    assert "40" in posted(slack)["text"]

    again.say({"type": "disconnect", "reason": "refresh_requested"})
    third = slack.sockets.get(timeout=SOON)
    third.say(envelope(mention("leads in March 2025", ts="1.5"), "2"))
    assert "1.5" == posted(slack)["thread_ts"]


def test_a_question_that_breaks_is_told_so(bot, slack, line, monkeypatch):
    """
    A fault of ours is a sentence in the thread, and nothing of its inside.
    """

    def broken():
        raise RuntimeError("inside-4711")

    bot.desk = broken
    line.say(envelope(mention("leads in March 2025")))

    told = posted(slack)
    assert told["text"].startswith("Something broke on our side")
    assert "4711" not in words(told)


@pytest.fixture(name="address")
def _address(bot):
    """The web address that Slack's signed requests come to."""
    app = make(Credentials(BOT, secret=SECRET), bot)
    server = uvicorn.Server(uvicorn.Config(web(app), log_config=None, access_log=False))
    listening = sockets.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}"
    server.should_exit = True
    thread.join()


def signed(address, payload, *, secret=SECRET, age=0, **headers):
    """Send *payload* as Slack does, signed, and return the status."""
    body = json.dumps(payload).encode()
    moment = str(int(time.time()) - age)
    mark = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
    told = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={mark}", **headers}  # fmt: skip
    request = urllib.request.Request(address, body, told)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=SOON) as answer:  # noqa: S310 - idem
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_signed_request_is_answered(address, slack):
    """
    Without a socket, Slack's own signed request is answered in the thread; repeated, once.
    """
    event = mention("leads in March 2025")

    assert 200 == signed(address, event)
    assert 200 == signed(address, event, **{"X-Slack-Retry-Num": "1"})
    assert "40" in posted(slack)["text"]
    nothing(slack)


def test_an_unsigned_or_old_request_is_refused(address, slack):
    """
    Another secret, no signature, one of yesterday: refused before anything of it is read.
    """
    event = mention("leads in March 2025")

    assert 401 == signed(address, event, secret=SECRET[1:])
    assert 401 == signed(address, event, **{"X-Slack-Signature": "v0=00"})
    assert 401 == signed(address, event, age=86_400)
    nothing(slack)


def test_what_is_remembered_is_bounded():
    """
    The oldest deliveries are forgotten first, and memory does not grow with use.
    """
    threads = Threads()

    assert all(threads.first(number) for number in range(6_000))
    assert not threads.first(5_999)
    assert threads.first(0)
    assert len(threads._seen) == 5_000


@pytest.mark.parametrize(("lang", "says"), [("en", "Not set in the environment"), ("fr", "Absent de")])  # fmt: skip
def test_a_missing_credential_is_named(folder, lang, says):
    """
    The command names the variables that are missing, and takes credentials from nowhere else.
    """
    socket_mode = refused("slack", folder=folder, lang=lang)
    http = refused("slack", "--http", folder=folder, lang=lang, SLACK_BOT_TOKEN=BOT)

    assert socket_mode.startswith(says)
    assert "SLACK_BOT_TOKEN, SLACK_APP_TOKEN" in socket_mode
    assert "SLACK_SIGNING_SECRET" in http
    assert BOT not in http
    assert "token" not in kpi("slack", "--help", folder=folder).stdout.lower()
    assert "canary" not in repr(Credentials(BOT, APP, SECRET))
    assert KPI.exists()
