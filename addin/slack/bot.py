"""Slack's own library around the chat: events come in, replies go out in their thread."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from addin.cli.session import Ask
from addin.server.problems import BROKEN
from addin.slack.settings import Allowed, Credentials
from addin.slack.threads import Place, Threads
from addin.slack.writing import PICK, answer, message, typed
from assistant.wire import Option, Question, Reply
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text

log = logging.getLogger(__name__)

Json = dict[str, Any]
Desk = Callable[[], AbstractContextManager[Ask]]

_MOST_LETTERS = 2_000
_RETRIES = 5


@dataclass(slots=True)
class Bot:
    """One workspace's chat in one Slack workspace."""

    desk: Desk
    allowed: Allowed
    lang: Lang
    client: WebClient
    threads: Threads = field(default_factory=Threads)

    def on_message(self, event: Json, team: str | None) -> None:
        """Answer a mention or a direct message in its thread; once, however often it comes."""
        channel, user, moment = (str(event.get(n) or "") for n in ("channel", "user", "ts"))
        ours = bool(event.get("bot_id") or event.get("subtype") or not user)
        if ours or not self.threads.first((channel, moment)):
            return
        place = (channel, str(event.get("thread_ts") or moment))
        if not self._let_in(event, channel, user, team):
            self._say(place, _STRANGER.format(channel=channel, user=user)[self.lang])
            return
        spoken = typed(str(event.get("text") or ""))
        if len(spoken) > _MOST_LETTERS:
            self._say(place, _TOO_LONG[self.lang])
            return
        self._reply(place, Question(question=spoken, context=self.threads.context(place)))

    def on_pick(self, body: Json) -> None:
        """Answer the option that was tapped, in the thread where it was offered."""
        (action, *_) = body["actions"]
        user = str(body["user"]["id"])
        channel = str((body.get("channel") or {}).get("id") or "")
        if not self.threads.first(("pick", user, action.get("action_ts"), action["value"])):
            return
        hung = body.get("message") or {}
        here = (channel, str(hung.get("thread_ts") or hung.get("ts") or ""))
        direct = {"channel": channel, "user_team": (body.get("user") or {}).get("team_id")}
        if not self._let_in(direct, channel, user, (body.get("team") or {}).get("id")):
            self._say(here, _STRANGER.format(channel=channel, user=user)[self.lang])
            return
        ticket, _, number = str(action["value"]).partition(":")
        offered = self.threads.offered(ticket, int(number) if number.isdecimal() else -1)
        if offered is None or offered[0].place[0] != channel:
            self._say(here, _FORGOTTEN[self.lang])
            return
        offer, option = offered
        # What a word means here is remembered for all by the workspace's owner only.
        pick = Option(label=option.label, reading=option.reading)
        context = self.threads.context(offer.place)
        self._reply(offer.place, Question(pick=pick, lang=offer.lang, context=context))

    def _let_in(self, event: Json, channel: str, user: str, team: str | None) -> bool:
        from_elsewhere = event.get("user_team")
        if from_elsewhere and team and from_elsewhere != team:
            return False  # a guest of a shared channel belongs to another firm
        return self.allowed.lets_in(channel, user, direct=channel.startswith("D"))

    def _reply(self, place: Place, question: Question) -> None:
        try:
            with self.desk() as ask:
                asked = question.model_dump(mode="json", exclude_none=True)
                reply = Reply.model_validate(ask("ask", asked))
        except KpiError as error:
            self._say(place, error.message[self.lang])
            return
        except Exception:
            log.exception("a question from Slack could not be answered")
            self._say(place, BROKEN[self.lang])
            return
        self._post(place, answer(reply, self.threads.keep(place, reply)))

    def _say(self, place: Place, text: str) -> None:
        self._post(place, message(text))

    def _post(self, place: Place, told: Json) -> None:
        channel, thread = place
        try:
            self.client.chat_postMessage(channel=channel, thread_ts=thread, **told)
        except SlackApiError as error:
            # Its own text quotes the request; the code says all there is to know.
            log.error("Slack refused a message: %s", error.response.get("error"))  # noqa: TRY400
        except OSError as error:
            log.error("Slack cannot be reached: %s", type(error).__name__)  # noqa: TRY400


def make(credentials: Credentials, bot: Bot) -> App:
    """
    Return Slack's application around *bot*: what is signed wrongly or too late never reaches it.

    Raises
    ------
    slack_bolt.error.BoltError
        Slack does not know the token.
    """
    quiet = logging.getLogger("addin.slack.library")
    # Its finer levels write what people said, and the address of the connection, which opens it.
    quiet.setLevel(logging.WARNING)
    app = App(
        client=bot.client,
        signing_secret=credentials.secret or "",
        request_verification_enabled=credentials.secret is not None,
        logger=quiet,
    )

    @app.event("app_mention")
    def mentioned(event: Json, body: Json) -> None:
        bot.on_message(event, body.get("team_id"))

    @app.event("message")
    def written(event: Json, body: Json) -> None:
        if event.get("channel_type") == "im":
            bot.on_message(event, body.get("team_id"))

    @app.action(re.compile(f"^{PICK}_"))
    def picked(ack: Ack, body: Json) -> None:
        ack()
        bot.on_pick(body)

    return app


def client_of(credentials: Credentials, base_url: str = WebClient.BASE_URL) -> WebClient:
    """Return what speaks with Slack: told to wait, it waits as long as it was told."""
    client = WebClient(
        credentials.bot, base_url=base_url, logger=logging.getLogger("addin.slack.library")
    )
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=_RETRIES))
    return client


_STRANGER = Text(
    en="I do not answer here. Whoever runs me can let in this channel ({channel}), or you in direct messages ({user}).",
    fr="Je ne réponds pas ici. La personne qui me fait tourner peut autoriser ce canal ({channel}), ou vous en message direct ({user}).",
)
_TOO_LONG = Text(
    en="That is longer than a question: 2,000 characters at most.",
    fr="C’est plus long qu’une question : 2 000 caractères au plus.",
)
_FORGOTTEN = Text(
    en="I no longer have this choice: ask the question again.",
    fr="Je n’ai plus ce choix : reposez la question.",
)
