"""What no request passes without: a known host, one key, a bounded body, its turn.

Written as plain ASGI, so that a body is counted while it is read, and refused before anything
that would catch the refusal for its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from starlette.concurrency import run_in_threadpool

from addin.server.access import Access, Authority
from addin.server.framing import policy
from addin.server.problems import problem
from kpi_core.engines.asking import Asker, on_behalf_of
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

Refusal = tuple[int, Text, Kind | None]

MOST_BYTES = 4 * 1024 * 1024
#: As many as the pool has threads: with more, a whole sheet waited a second for its turn.
MOST_AT_ONCE = 40
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", policy().encode()),
)
_OPEN = frozenset({"/health", "/ready"})

_WRONG_HOST = Text(
    en="This server does not answer for that host name.",
    fr="Ce serveur ne répond pas pour ce nom d’hôte.",
)
_STRANGE_PAGE = Text(
    en="This server does not answer the pages of that address.",
    fr="Ce serveur ne répond pas aux pages de cette adresse.",
)
_TWO_KEYS = Text(en="Send one Authorization header.", fr="Envoyez un seul en-tête Authorization.")
_NO_KEY = Text(
    en="This server asks for a key: send Authorization: Bearer <key>.",
    fr="Ce serveur demande une clé : envoyez Authorization: Bearer <clé>.",
)
_ENCODED = Text(
    en="Send the body as it is, without Content-Encoding.",
    fr="Envoyez le corps tel quel, sans Content-Encoding.",
)
_NOT_JSON = Text(
    en="Send Content-Type: application/json.", fr="Envoyez Content-Type: application/json."
)
_TOO_LARGE = Text(
    en="The body is larger than 4 MB: send fewer cells at once.",
    fr="Le corps dépasse 4 Mo : envoyez moins de cellules à la fois.",
)
_BUSY = Text(
    en="Too many requests at once: try again.", fr="Trop de requêtes à la fois : réessayez."
)


class Guard:
    """
    Stands before the app: refuses what must not come in, counts what does.

    elsewhere: paths, with all below them, that another server answers; what is said of each.
    """

    def __init__(
        self,
        app: App,
        *,
        hosts: frozenset[str],
        authority: Authority,
        origins: frozenset[str] = frozenset(),
        most_waiting: int = MOST_AT_ONCE,
        elsewhere: Mapping[str, Text] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._authority = authority
        self._origins = origins
        self._most_waiting = most_waiting
        self._elsewhere = elsewhere
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        origin = next((v.decode("latin-1") for n, v in headers if n == b"origin"), "")
        send = _marked(send, origin if origin in self._origins else "")
        refusal = self._refusal(scope, origin)
        if refusal is None and scope["method"] == "OPTIONS" and origin in self._origins:
            await _allow(send)
            return
        refusal = refusal or await self._stranger(scope)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
            return
        self._inside += 1
        try:
            await self._let_in(scope, receive, send)
        finally:
            self._inside -= 1

    def _own(self, origin: str) -> bool:
        """Tell whether a page of *origin* was served by us."""
        return _host_name(origin.partition("://")[2].encode("latin-1")) in self._hosts

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        if scope["method"] == "POST":
            read = await _read(receive)
            if read is None:
                await _refuse((413, _TOO_LARGE, Kind.LIMIT), scope, receive, send)
                return
            body = read
        async with _waited_for(receive) as gone:
            await self._app(scope, _given(body, gone), send)

    async def _stranger(self, scope: Scope) -> Refusal | None:
        """Refuse whom the authority does not know; write down whom it does."""
        path: str = scope["path"]
        if not path.startswith("/v1") and path != "/openapi.json":
            return None
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        key = given[0].decode("latin-1").removeprefix("Bearer ").strip() if given else ""
        found: Access | None
        try:
            if self._authority.at_once(key):
                found = self._authority.access(path, key)
            else:
                found = await run_in_threadpool(self._authority.access, path, key)
        except KpiError as error:
            return 503, error.message, error.kind
        if found is None:
            return 401, _NO_KEY, Kind.AUTH
        scope["kpi.subject"] = found.subject
        return None

    def _refusal(self, scope: Scope, origin: str) -> Refusal | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        path: str = scope["path"]
        given = [value for name, value in headers if name == b"authorization"]
        host = next((value for name, value in headers if name == b"host"), b"")
        if _host_name(host) not in self._hosts:
            return 400, _WRONG_HOST, None
        if len(given) > 1:
            return 400, _TWO_KEYS, Kind.AUTH
        if origin and origin not in self._origins and not self._own(origin):
            return 403, _STRANGE_PAGE, Kind.AUTH
        if scope["method"] == "POST" and (refusal := _wrong_body(dict(headers))):
            return refusal
        return self._no_room(path)

    def _no_room(self, path: str) -> Refusal | None:
        for there, text in self._elsewhere.items():
            if path == there or path.startswith(f"{there}/"):
                return 403, text, Kind.AUTH
        if path not in _OPEN and self._inside >= self._most_waiting:
            return 503, _BUSY, Kind.UPSTREAM
        return None


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    status, text, kind = refusal
    # What was not let in is not read to its end either.
    close = {"Connection": "close"}
    refused = problem(status, text, kind, _language(scope), headers=close)
    await refused(scope, receive, send)  # type: ignore[arg-type]  # starlette's types are narrower


async def _read(receive: Receive) -> bytes | None:
    """Return the body, counted while it comes; None as soon as it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""  # half of what somebody meant is nothing
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


@asynccontextmanager
async def _waited_for(receive: Receive) -> AsyncIterator[asyncio.Event]:
    """Stop what is asked in here as soon as the client has left; yields what tells that it has."""
    gone, client = asyncio.Event(), Asker()

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()
        await run_in_threadpool(client.leave)

    watching = asyncio.create_task(watch())
    try:
        with on_behalf_of(client):
            yield gone
    finally:
        watching.cancel()


def _given(body: bytes, gone: asyncio.Event) -> Receive:
    """Return what gives *body* once, then says when the client has left."""
    waiting = [body]

    async def given() -> Mapping[str, Any]:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    return given


async def _allow(send: Send) -> None:
    """Tell a browser that a page of a listed address may ask."""
    asked = [
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"authorization, content-type"),
        (b"access-control-max-age", b"600"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": asked})
    await send({"type": "http.response.body", "body": b""})


def _marked(send: Send, origin: str) -> Send:
    """Return what sends an answer with the headers that every answer has."""
    shared = (
        [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin")]
        if origin
        else []
    )

    async def marked(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", [])
            # A page that a spreadsheet frames says so itself (`addin/server/framing.py`).
            own = {name for name, _ in given} & {b"content-security-policy"}
            ours = [h for h in _HEADERS if h[0] not in own]
            kept = [h for h in given if h[0] not in _NAMES or h[0] in own]
            message = {**message, "headers": [*kept, *ours, *shared]}
        await send(message)

    return marked


def _wrong_body(headers: Mapping[bytes, bytes]) -> Refusal | None:
    if headers.get(b"content-encoding", b"identity") != b"identity":
        return 415, _ENCODED, Kind.TYPE
    length = headers.get(b"content-length", b"0")
    if length == b"0" and not headers.keys() & {b"content-type", b"transfer-encoding"}:
        return None  # there is no body to be wrong: the route says what it misses
    # A form or a plain text can be sent from any web page; JSON cannot without asking.
    if headers.get(b"content-type", b"").split(b";")[0].strip() != b"application/json":
        return 415, _NOT_JSON, Kind.TYPE
    if length.isdigit() and int(length[:20]) > MOST_BYTES:
        return 413, _TOO_LARGE, Kind.LIMIT
    return None


_NAMES = frozenset(name for name, _ in _HEADERS)


def _host_name(host: bytes) -> str:
    name = host.decode("latin-1").lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def _language(scope: Scope) -> Lang:
    said = dict(scope["headers"]).get(b"accept-language", b"")
    return Lang.FR if said.lower().startswith(b"fr") else Lang.EN
