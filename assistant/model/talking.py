"""Requests to one model over HTTP: one deadline for all, a bound on what comes back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, TypeVar

import httpx2
import openai
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.model.budget import Budget
from assistant.model.configuration import Endpoint
from assistant.model.failures import Failure, ModelFailure
from assistant.model.prompt import MOST_WRITTEN, Message, weight
from assistant.model.proposal import TOOL, tool

log = logging.getLogger(__name__)
T = TypeVar("T")

_MOST_BYTES = 256 * 1024  # a reading weighs a few hundred
_CONNECT = 5.0
_WAIT_AT_MOST = 3.0  # for a busy server that says when to come back
_AGAIN_AFTER = 0.2
_PAUSE = 30.0  # a model that is down is not waited for by every question
_LONGEST_PAUSE = 300.0


# What a bounded reply needs, and nothing of this machine or of another account in its environment.
_HEADERS: Mapping[str, Any] = {
    "Accept-Encoding": "identity",
    **dict.fromkeys(
        ("OpenAI-Organization", "OpenAI-Project", "X-Stainless-OS", "X-Stainless-Arch"),
        openai.Omit(),
    ),
}


class _Answer(BaseModel):
    """Of what a server sends, what is used; its other fields vary from one to the next."""

    model_config = ConfigDict(extra="ignore")


class _Function(_Answer):
    name: str | None = None
    arguments: str | None = None


class _Call(_Answer):
    function: _Function | None = None


class _Said(_Answer):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_Call] | None = None


class _Choice(_Answer):
    message: _Said | None = None
    finish_reason: str | None = None


class _Usage(_Answer):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(_Answer):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a model said: *calls* are (tool, arguments), *text* what it wrote beside."""

    calls: tuple[tuple[str, str], ...]
    text: str


class NoToolsError(Exception):
    """The server does not take tools."""


class Deadline:
    """The moment until which all the requests of one question may last."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self._end - time.monotonic())


class Talk:
    """
    One model, one connection pool, one thread that waits for it.

    The client runs in a loop of its own so that a question can be given up at its deadline,
    however slowly the server goes on talking.
    """

    def __init__(self, endpoint: Endpoint, budget: Budget) -> None:
        self._endpoint = endpoint
        self._budget = budget
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: openai.AsyncOpenAI | None = None
        self._thread: Thread | None = None
        self._closed: tuple[float, Failure] | None = None

    def close(self) -> None:
        """Give the connections and the thread back; a later question opens them again."""
        with self._lock:
            loop, thread, client = self._loop, self._thread, self._client
            self._loop = self._thread = self._client = None
        if loop is None or thread is None:
            return

        async def leave() -> None:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            if client is not None:
                await client.close()

        asyncio.run_coroutine_threadsafe(leave(), loop).result(_CONNECT)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_CONNECT)
        loop.close()

    def run(self, work: Coroutine[Any, Any, T], deadline: Deadline) -> T:
        """
        Return what *work* gives before *deadline*.

        Raises
        ------
        ModelFailure
            it gave nothing; a model that is down is left alone for a moment.
        """
        try:
            self._open()
        except ModelFailure:
            work.close()
            raise

        async def bounded() -> T:
            async with asyncio.timeout(deadline.left):
                return await work

        if self._loop is None:
            raise RuntimeError("the loop was not started")
        future = asyncio.run_coroutine_threadsafe(bounded(), self._loop)
        try:
            return future.result(deadline.left + 1)
        except (TimeoutError, LateError):
            future.cancel()
            raise self._paused(ModelFailure(Failure.LATE, _PAUSE)) from None
        except ModelFailure as failure:
            raise self._paused(failure) from None
        except Exception as error:  # noqa: BLE001 - a library that breaks is a model that is down
            log.warning("model: broke with %s", type(error).__name__)
            raise self._paused(ModelFailure(Failure.DOWN, _PAUSE)) from None

    def _paused(self, failure: ModelFailure) -> ModelFailure:
        if failure.pause:
            self._closed = time.monotonic() + failure.pause, failure.failure
        log.info("model: %s", failure.failure.value)
        return failure

    def _open(self) -> None:
        if self._closed is not None and time.monotonic() < self._closed[0]:
            raise ModelFailure(self._closed[1])
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = Thread(target=self._loop.run_forever, name="model", daemon=True)
                self._thread.start()

    async def ask(
        self, messages: Sequence[Message], deadline: Deadline, *, tools: bool = False
    ) -> Spoken:
        """
        Return what the model says to *messages*.

        Raises
        ------
        ModelFailure
            it says nothing that can be used.
        NoToolsError
            it takes no tools.
        """
        bound = self._budget.price(weight(messages, tools=tools).tokens, MOST_WRITTEN)
        reserved = self._budget.reserve(bound)
        raw = await self._sent(messages, deadline, tools=tools)
        try:
            found = _Completion.model_validate_json(raw)
        except ValidationError:
            raise ModelFailure(Failure.STRANGE) from None
        if found.usage is not None and min(_counts(found.usage)) >= 0:
            self._budget.settle(reserved, self._budget.price(*_counts(found.usage)))
        return _spoken(found)

    async def _sent(self, messages: Sequence[Message], deadline: Deadline, *, tools: bool) -> bytes:
        try:
            return await self._once(messages, deadline, tools=tools)
        except ModelFailure as failure:
            wait = failure.pause if failure.failure is Failure.BUSY else _AGAIN_AFTER
            again = failure.failure in {Failure.BUSY, Failure.DOWN} and wait <= _WAIT_AT_MOST
            if not again or deadline.left < 2 * wait:
                raise
            log.info("model: %s, once more", failure.failure.value)
            await asyncio.sleep(wait)
        return await self._once(messages, deadline, tools=tools)

    async def _once(self, messages: Sequence[Message], deadline: Deadline, *, tools: bool) -> bytes:
        wanted: dict[str, Any] = {}
        if tools:
            wanted = {
                "tools": [tool()],
                "tool_choice": {"type": "function", "function": {"name": TOOL}},
                "parallel_tool_calls": False,
            }
        left = deadline.left
        try:
            found = await self._connected().chat.completions.with_raw_response.create(
                model=self._endpoint.name,
                messages=list(messages),  # type: ignore[arg-type] # built by `prompt`, as plain JSON
                max_completion_tokens=MOST_WRITTEN,
                timeout=httpx2.Timeout(left, connect=min(left, _CONNECT)),
                **wanted,
            )
        except openai.APITimeoutError:
            raise ModelFailure(Failure.LATE, _PAUSE) from None
        except openai.APIStatusError as error:
            raise _refused(error, tools=tools) from None
        except (openai.OpenAIError, httpx2.HTTPError):
            raise ModelFailure(Failure.DOWN, _PAUSE) from None
        return found.content

    def _connected(self) -> openai.AsyncOpenAI:
        if self._client is None:
            self._client = openai.AsyncOpenAI(
                base_url=self._endpoint.url,
                api_key=self._endpoint.key,
                max_retries=0,  # the deadline is shared, so the retries are ours
                default_headers=_HEADERS,
                # The client's own transport stays: it knows the proxies of the environment.
                http_client=httpx2.AsyncClient(
                    event_hooks={"response": [_bounded]},
                    follow_redirects=False,
                    timeout=self._endpoint.seconds,
                ),
            )
        return self._client


def _counts(usage: _Usage) -> tuple[int, int]:
    return usage.prompt_tokens, usage.completion_tokens


def _refused(error: openai.APIStatusError, *, tools: bool) -> Exception:
    status = error.status_code
    if status in {401, 403}:
        return ModelFailure(Failure.KEY, _PAUSE)
    if status == 429:  # noqa: PLR2004 - HTTP's own
        return ModelFailure(Failure.BUSY, _after(error.response))
    if status in {400, 422, 501} and tools:
        return NoToolsError()
    if status == 404:  # noqa: PLR2004 - HTTP's own
        return ModelFailure(Failure.MODEL, _PAUSE)
    if status >= 500:  # noqa: PLR2004 - HTTP's own
        return ModelFailure(Failure.DOWN, _PAUSE)
    return ModelFailure(Failure.STRANGE)


def _after(response: httpx2.Response) -> float:
    """Return how long a busy server asks to be left alone."""
    said = response.headers.get("retry-after", "")
    return min(float(said), _LONGEST_PAUSE) if said.isascii() and said.isdigit() else _PAUSE


def _spoken(found: _Completion) -> Spoken:
    choice = (found.choices or [_Choice()])[0]
    said = choice.message
    if said is None:
        raise ModelFailure(Failure.STRANGE)
    if said.refusal or choice.finish_reason == "content_filter":
        raise ModelFailure(Failure.DECLINED)
    calls = tuple(
        ((c.function.name or "", c.function.arguments or "") if c.function else ("", ""))
        for c in said.tool_calls or ()
    )
    return Spoken(calls, said.content or "")


async def _bounded(response: httpx2.Response) -> None:
    """Cut a reply that is too long, or packed so that its length cannot be told."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.RemoteProtocolError("packed", request=response.request)
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Cut(response.stream)


class _Cut(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for chunk in self._stream:
            length += len(chunk)
            if length > _MOST_BYTES:
                raise httpx2.RemoteProtocolError("too long")
            yield chunk

    async def aclose(self) -> None:
        """Close what is cut."""
        await self._stream.aclose()
