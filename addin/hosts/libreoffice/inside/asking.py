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
from typing import IO, Any

from addin.arguments import Argument
from addin.hosts.libreoffice.inside.settings import Settings
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Call = tuple[str, tuple[Argument, ...]]
Answer = object

MOST_BYTES = 3_000_000  # the server takes 4 MiB; a batch is cut below it
MOST_ANSWER = 64_000_000
_ONE_TRY = 20.0
_RETRIED = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_PAUSE = 10.0

UNREACHABLE = Text(
    en="The server does not answer at {url}. Check that it runs, then choose B2B KPI > Refresh.",
    fr="Le serveur ne répond pas à {url}. Vérifiez qu’il tourne, puis choisissez B2B KPI > Actualiser.",
)
_UNTRUSTED = Text(
    en="This computer does not trust the certificate of {url}. Have it installed, or choose another address in B2B KPI > Settings.",
    fr="Cet ordinateur ne fait pas confiance au certificat de {url}. Faites-le installer, ou choisissez une autre adresse dans B2B KPI > Réglages.",
)
_REFUSED = Text(
    en="The server refuses the key. Enter a valid one in B2B KPI > Settings, then refresh.",
    fr="Le serveur refuse la clé. Saisissez-en une valable dans B2B KPI > Réglages, puis actualisez.",
)
_FAILED = Text(
    en="The server could not answer (status {status}). Choose B2B KPI > Refresh to ask again.",
    fr="Le serveur n’a pas pu répondre (code {status}). Choisissez B2B KPI > Actualiser pour redemander.",
)
_MISREAD = Text(
    en="What answers at {url} is not a B2B KPI server of this version.",
    fr="Ce qui répond à {url} n’est pas un serveur B2B KPI de cette version.",
)


class TooLargeError(Exception):
    """The server takes fewer cells at once."""


class AskAgainError(Exception):
    """Somebody refreshed while a batch waited: it is asked anew, of the server as it is now."""


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


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a batch may take in all, and how pauses grow."""

    deadline: float = 30.0
    first_pause: float = 0.3
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


def ask(
    settings: Settings,
    calls: Sequence[Call],
    lang: str,
    locale: str,
    patience: Patience = Patience(),
) -> list[Answer]:
    """
    Return the outcome of each call, in order: a value, a table, or the error to show.

    Raises
    ------
    TooLargeError
        The batch must be cut.
    KpiError
        AUTH, UPSTREAM or TYPE: why no call has an answer.
    """
    body = _body(calls, lang, locale)
    if len(body) > MOST_BYTES and len(calls) > 1:
        raise TooLargeError
    request = _request(settings.checked(), body)
    until = patience.clock() + patience.deadline
    attempt = 0
    while True:
        left = until - patience.clock()
        try:
            said = _once(settings, request, max(0.1, min(_ONE_TRY, left)))
            return _outcomes(said, len(calls), settings)
        except urllib.error.HTTPError as refusal:
            with refusal:
                trouble, wanted = _trouble(refusal)
        except (OSError, http.client.HTTPException, _CutError) as fault:
            reason = getattr(fault, "reason", None)
            if isinstance(reason, ssl.SSLError) and settings.here and request.type == "https":
                # `kpi serve` speaks http on its own machine, whatever the address was made for.
                request = _request(replace(settings, url=f"http{settings.url[5:]}"), body)
                continue
            if isinstance(reason, ssl.SSLCertVerificationError):
                raise KpiError(Kind.UPSTREAM, _UNTRUSTED.format(url=settings.url)) from None
            trouble, wanted = KpiError(Kind.UPSTREAM, UNREACHABLE.format(url=settings.url)), 0.0
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
    with contextlib.closing(opener.open(request, timeout=seconds)) as answer:
        read = answer.read(MOST_ANSWER)
    try:
        return json.loads(read)
    except ValueError:
        raise _CutError from None


def _trouble(refusal: urllib.error.HTTPError) -> tuple[KpiError, float]:
    """Return what to say of *refusal* and how long to wait; raise when waiting cannot help."""
    status = refusal.code
    if status == http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise TooLargeError
    if status in {401, 403}:
        raise KpiError(Kind.AUTH, _REFUSED)
    error = KpiError(Kind.UPSTREAM, _FAILED.format(status=status))
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
