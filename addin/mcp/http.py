"""The tools over HTTP, beside everything else that the server of a workspace serves."""

from __future__ import annotations

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from addin.desk import Desk, perform
from addin.mcp.server import Context, make, weight
from addin.mcp.tools import Tool
from addin.server.access import Authority
from addin.server.guard import App, Guard, Receive, Scope, Send
from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core

PATH = "/v1/mcp"


def beside(
    app: App,
    core: Core,
    *,
    authority: Authority,
    hosts: frozenset[str],
    origins: frozenset[str],
    rates: Rates | None = None,
) -> App:
    """
    Return *app* with the tools at `PATH`, behind a guard of their own.

    Nobody is let in without a credential, even where the pages of this machine need none:
    programs of a machine are many, and a key says which was meant.
    """
    counted = rates or Rates()
    closed = Authority(authority.static, authority.store, closed=True, tokens=authority.tokens)

    def run(context: Context, tool: Tool, asked: BaseModel) -> BaseModel:
        request = context.request
        assert isinstance(request, Request)  # noqa: S101 - what this transport always gives
        take(counted, request, QUESTION * weight(asked))
        desk = Desk(core, actor="mcp")
        return tool.run(lambda operation, what: perform(desk, operation, what), asked)

    # Without sessions there is none to be taken over: each request says who asks.
    manager = StreamableHTTPSessionManager(make(run), json_response=True, stateless=True)

    async def spoken(scope: Scope, receive: Receive, send: Send) -> None:
        answer: ASGIApp = manager.handle_request
        if scope["method"] != "POST":
            # A stream that nothing is ever sent on would only keep a place.
            answer = Response(status_code=405, headers={"Allow": "POST"})
        await answer(scope, receive, send)  # type: ignore[arg-type]  # starlette's types are narrower

    guarded = Guard(spoken, hosts=hosts, authority=closed, origins=origins)

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            async with manager.run():
                await app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == PATH:
            await guarded(scope, receive, send)
        else:
            await app(scope, receive, send)

    return served
