"""One batch of calls to the server: tried again when that can help, in words when it cannot."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from functools import partial
from typing import IO, Any

from addin.arguments import Argument
from addin.hosts.settings import Settings
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Call = tuple[str, tuple[Argument, ...]]
Answer = object

MOST_BYTES = 3_000_000  # the server takes 4 MiB; a batch is cut below it
MOST_ANSWER = 64_000_000
_PIECE = 1_000_000
_RETRIED = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_PAUSE = 10.0

_MISREAD = Text(
    en="What answers at {url} is not a B2B KPI server of this version.",
    fr="Ce qui répond à {url} n’est pas un serveur B2B KPI de cette version.",
)


@dataclass(frozen=True, slots=True)
class Words:
    """Why there is no answer and what to do, as one host says it: each has a menu of its own."""

    unreachable: Text  # {url}
    untrusted: Text  # {url}
    refused: Text
    failed: Text  # {status}


class TooLargeError(Exception):
    """The server takes fewer cells at once."""


class AskAgainError(Exception):
    """Somebody refreshed while a batch waited: it is asked anew, of the server as it is now."""


class UnreachableError(KpiError):
    """Nobody answers: what was asked at the same moment has no answer either."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """The key is for one address: a server that sends elsewhere is not followed."""

    def redirect_request(  # noqa: PLR0917 - the signature of the standard library
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Refuse."""
        del req, fp, code, msg, headers, newurl


def _at_once(attempt: Callable[[], Any]) -> Any:
    return attempt()


@dataclass(frozen=True, slots=True)
class Patience:
    """
    How long a batch may take in all, and how pauses grow.

    *silence* is how long a server may say nothing to one request. It is not asked the same once
    more after that: whoever hangs would hang again, and cells would wait twice as long to say so.
    *attend* waits for a request, *sleep* for a pause: a host may cut either short.
    """

    deadline: float = 30.0
    silence: float = 10.0
    first_pause: float = 0.3
    sleep: Callable[[float], None] = time.sleep
    attend: Callable[[Callable[[], Any]], Any] = _at_once
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


def ask(
    settings: Settings,
    calls: Sequence[Call],
    lang: str,
    locale: str,
    words: Words,
    *,
    patience: Patience = Patience(),
) -> list[Answer]:
    """
    Return the outcome of each call, in order: a value, a table, or the error to show.

    Raises
    ------
    TooLargeError
        The batch must be cut.
    KpiError
        AUTH, UPSTREAM or TYPE: why no call has an answer; `UnreachableError` when nobody gives one.
    """
    body = _body(calls, lang, locale)
    if len(body) > MOST_BYTES and len(calls) > 1:
        raise TooLargeError
    request = _request(settings.checked(), body)
    until = patience.clock() + patience.deadline
    attempt = 0
    while True:
        seconds = max(0.1, min(patience.silence, until - patience.clock()))
        try:
            said = patience.attend(partial(_once, settings, request, seconds))
            return _outcomes(said, len(calls), settings)
        except urllib.error.HTTPError as refusal:
            with refusal:
                trouble, wanted = _trouble(refusal, words)
        except (OSError, http.client.HTTPException, _CutError) as fault:
            reason = getattr(fault, "reason", None)
            if isinstance(reason, ssl.SSLError) and settings.here and request.type == "https":
                # `kpi serve` speaks http on its own machine, whatever the address was made for.
                request = _request(replace(settings, url=f"http{settings.url[5:]}"), body)
                continue
            if isinstance(reason, ssl.SSLCertVerificationError):
                raise UnreachableError(
                    Kind.UPSTREAM, words.untrusted.format(url=settings.url)
                ) from None
            trouble = UnreachableError(Kind.UPSTREAM, words.unreachable.format(url=settings.url))
            if isinstance(fault, TimeoutError) or isinstance(reason, TimeoutError):
                raise trouble from None
            wanted = 0.0
        # Full jitter: hosts that lost the same server do not come back in step.
        pause = max(wanted, patience.first_pause * 2**attempt * (0.5 + patience.chance()))
        pause = min(pause, max(_LONGEST_PAUSE, wanted))
        if patience.clock() + pause >= until:
            raise trouble
        patience.sleep(pause)
        attempt += 1


class _CutError(Exception):
    """The answer ended before its end."""


def _body(calls: Sequence[Call], lang: str, locale: str) -> bytes:
    grouped: list[dict[str, Any]] = []
    for name, row in calls:
        if not grouped or grouped[-1]["fn"] != name:
            grouped.append({"fn": name, "rows": []})
        grouped[-1]["rows"].append(row)
    asked = {"calls": grouped, "lang": lang, "locale": locale}
    # Calc can hold half of a character; JSON cannot.
    return json.dumps(asked, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _request(settings: Settings, body: bytes) -> urllib.request.Request:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(f"{settings.url}/v1/cells", body, headers)  # noqa: S310 - checked
    if settings.key:
        # Not sent on to whoever the server names instead.
        request.add_unredirected_header("Authorization", f"Bearer {settings.key}")
    return request


def _once(settings: Settings, request: urllib.request.Request, seconds: float) -> Any:
    handlers: list[urllib.request.BaseHandler] = [_Stay()]
    if settings.here:
        handlers.append(urllib.request.ProxyHandler({}))  # no proxy knows this machine's own server
        # Nothing leaves the machine, as over http: a certificate made for it needs no authority.
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        handlers.append(urllib.request.HTTPSHandler(context=unchecked))
    opener = urllib.request.build_opener(*handlers)
    until = time.monotonic() + seconds
    read = bytearray()
    with contextlib.closing(opener.open(request, timeout=seconds)) as answer:
        # By pieces: each is waited for anew, and a server may send a byte now and then for ever.
        while len(read) < MOST_ANSWER and (piece := answer.read1(_PIECE)):
            read += piece
            if time.monotonic() > until:
                raise TimeoutError
    try:
        return json.loads(read)
    except ValueError:
        raise _CutError from None


def _trouble(refusal: urllib.error.HTTPError, words: Words) -> tuple[KpiError, float]:
    """Return what to say of *refusal* and how long to wait; raise when waiting cannot help."""
    status = refusal.code
    if status == http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise TooLargeError
    if status in {401, 403}:
        raise KpiError(Kind.AUTH, words.refused)
    error = KpiError(Kind.UPSTREAM, words.failed.format(status=status))
    if status not in _RETRIED:
        raise error
    return error, _asked_to_wait(refusal.headers)


def _asked_to_wait(headers: Message) -> float:
    try:
        return max(0.0, float(headers.get("Retry-After", "0")))
    except ValueError:
        return 1.0  # a date: the server's clock may not be ours


def _outcomes(said: Any, count: int, settings: Settings) -> list[Answer]:
    outcomes: list[Answer] = []
    try:
        for result in said["results"]:
            errors = result["errors"]
            for i, value in enumerate(result["values"]):
                told = errors.get(str(i))
                outcomes.append(_error(told) if told else value)
    except (KeyError, TypeError, AttributeError, ValueError):
        outcomes = []
    if len(outcomes) != count:
        raise KpiError(Kind.UPSTREAM, _MISREAD.format(url=settings.url))
    return outcomes


def _error(told: dict[str, str]) -> KpiError:
    words = told["message"]
    return KpiError(Kind(told["kind"]), Text(en=words, fr=words))
