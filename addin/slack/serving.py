"""Runs the chat in Slack until stopped: over a socket that we open, or behind signed requests."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from addin.cli.session import Session
from addin.server import journal
from addin.slack.bot import Bot, client_of, make
from addin.slack.settings import Allowed, Credentials
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

PATH = "/slack/events"


def serve(
    session: Session, allowed: Allowed, *, port: int | None, ready: Callable[[], None]
) -> None:
    """
    Answer in Slack; over HTTP on 127.0.0.1 when there is a *port*.

    Raises
    ------
    KpiError
        AUTH when a credential is missing or Slack does not know it.
    """
    credentials = Credentials.of(os.environ, http=port is not None)
    journal.start()
    bot = Bot(session.desk, allowed, session.lang, client_of(credentials))
    try:
        bot.client.auth_test()
        app = make(credentials, bot)
        if port is None:
            _over_a_socket(app, credentials, ready)
            return
    except (BoltError, SlackApiError):
        # Their texts quote what was sent.
        raise KpiError(Kind.AUTH, _UNKNOWN) from None
    except OSError as error:
        raise KpiError(Kind.UPSTREAM, _AWAY.format(why=type(error).__name__)) from None
    _over_http(app, port, ready)


def _over_a_socket(app: App, credentials: Credentials, ready: Callable[[], None]) -> None:
    stopped = Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: stopped.set())
    client = socket(app, credentials)
    try:
        client.connect()
        ready()
        stopped.wait()
    finally:
        client.close()


def socket(app: App, credentials: Credentials, *, ping_seconds: float = 10) -> SocketModeClient:
    """Return what connects to Slack, and again whenever it is cut off."""
    return SocketModeHandler(app, credentials.app, ping_interval=ping_seconds).client


def _over_http(app: App, port: int, ready: Callable[[], None]) -> None:
    import uvicorn  # noqa: PLC0415 - a socket needs none of it

    ready()
    uvicorn.Server(
        uvicorn.Config(web(app), host="127.0.0.1", port=port, log_config=None, access_log=False)
    ).run()


def web(app: App) -> Starlette:
    """Return the web application that Slack's requests come to; their signature is checked."""
    handler = SlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route(PATH, events, methods=["POST"])])


_UNKNOWN = Text(
    en="Slack does not accept a credential: check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.",
    fr="Slack refuse un identifiant : vérifiez SLACK_BOT_TOKEN et SLACK_APP_TOKEN.",
)
_AWAY = Text(
    en="Slack cannot be reached ({why}): check the network.",
    fr="Slack est injoignable ({why}) : vérifiez le réseau.",
)
