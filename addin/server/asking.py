"""`POST /v1/ask`: a question in words, its answer at once or told as it comes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from addin.conversing import GoneError, asked_of, check
from addin.server import problems
from addin.server.rates import Rates, take
from addin.server.talks import Asked, Talk, Told
from addin.server.wire import QUESTION
from assistant.progress import Stage
from assistant.wire import Reply
from kpi_core.answering import Core
from kpi_core.engines.asking import AbandonedError
from kpi_core.errors import KpiError
from kpi_core.shared.conversations import Conversations, InMemory
from kpi_core.text import Lang

log = logging.getLogger(__name__)

STREAM = "text/event-stream"
#: Proxies close what says nothing: a line that no client hears, this often.
_HEARTBEAT = 10.0
_DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The reply; asked for as text/event-stream: progress…, then reply or problem, then end.",
        "content": {STREAM: {"schema": {"type": "string"}}},
    }
}


def add_ask(
    app: FastAPI, core: Core, rates: Rates, conversations: Conversations | None = None
) -> None:
    """Serve `POST /v1/ask`; *conversations* are kept in this process where nothing is said."""
    kept = conversations or InMemory()

    @app.post("/v1/ask", response_model=Told, responses=_DESCRIBED)
    async def ask(question: Asked, request: Request) -> Response:
        """
        Answer a question in words: the core's number, a question back, or why not.

        Asked for as text/event-stream, it tells its progress; whoever leaves has it stopped. A
        follow-up sends back the `context` of the last reply, or the number of a `conversation`.
        """
        check(question)
        readings = [r.reading for r in (question.pick, question.context) if r is not None]
        kpis = [len(r.query.kpis) for r in readings if r.query is not None]
        take(rates, request, QUESTION * max([1, *kpis]))
        # What is written in a workspace is its owner's to write; others only ask.
        subject = request.scope.get("kpi.subject", "anybody")
        actor = "server" if subject == "owner" else None
        talk = Talk(core, kept, question, subject)
        work = _Work(core, talk, actor, question.lang or problems.language_of(request))
        if STREAM in request.headers.get("accept", "").lower():
            # Told at once by whatever stands between: a proxy would keep it to the end.
            unheld = {"x-accel-buffering": "no"}
            return StreamingResponse(_written(work), media_type=STREAM, headers=unheld)
        watching = asyncio.create_task(_watch(request, work.gone))
        try:
            reply = await run_in_threadpool(work.reply)
        except (GoneError, AbandonedError):
            return Response(status_code=499)  # nobody reads it; logs know the number
        finally:
            watching.cancel()
        return JSONResponse(reply)


async def _watch(request: Request, gone: Event) -> None:
    """Say so when the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone.set()


_Told = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class _Work:
    """One question being answered, for as long as somebody waits."""

    core: Core
    talk: Talk
    actor: str | None
    lang: Lang
    gone: Event = field(default_factory=Event)

    def reply(self, tell: Callable[[_Told], None] | None = None) -> dict[str, Any]:
        """Return the reply, its stages told to *tell*; nothing goes on once nobody waits."""

        def progress(stage: Stage) -> None:
            if self.gone.is_set():
                raise GoneError
            if tell is not None:
                tell(("progress", {"stage": stage.name.lower()}))

        reply: Reply = asked_of(self.core, self.talk.question(), self.actor, progress)
        return self.talk.told(reply)

    def tell(self, tell: Callable[[_Told], None]) -> None:
        """Tell the stages, then the reply or why there is none."""
        try:
            tell(("reply", self.reply(tell)))
        except (GoneError, AbandonedError):
            return
        except KpiError as error:
            status = problems.status_of(error)
            said = problems.described(status, error.message, error.kind, self.lang)
            tell(("problem", said))
        except Exception:
            log.exception("a question could not be answered")
            tell(("problem", problems.described(500, problems.BROKEN, None, self.lang)))


async def _written(work: _Work) -> AsyncIterator[bytes]:
    """Yield the events of *work*, as server-sent events are written."""
    loop = asyncio.get_running_loop()
    said: asyncio.Queue[_Told] = asyncio.Queue()

    def tell(event: _Told) -> None:
        with suppress(RuntimeError):  # the server has stopped: nobody is there to be told
            loop.call_soon_threadsafe(said.put_nowait, event)

    working = asyncio.ensure_future(run_in_threadpool(work.tell, tell))
    try:
        name = ""
        while name not in {"reply", "problem"}:
            try:
                name, told = await asyncio.wait_for(said.get(), _HEARTBEAT)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            yield _event(name, told)
        yield _event("end", {})
    finally:
        # Cut short when the client leaves: the thread stops at its next stage.
        work.gone.set()
        _unfinished.add(working)
        working.add_done_callback(_unfinished.discard)


#: The loop itself would forget them.
_unfinished: set[asyncio.Future[None]] = set()


def _event(name: str, told: dict[str, Any]) -> bytes:
    data = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"event: {name}\ndata: {data}\n\n".encode()
