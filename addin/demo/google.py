"""Google as far as this project needs it, in memory: spreadsheets, Drive, tokens, quotas and faults.

One object answers calls, whether they come over HTTP or from the same process; the same faults
befall both.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import string
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

import msgspec

from addin.demo import drive, errors, faults, sheets
from addin.demo.book import Book
from addin.demo.errors import ApiError, Json, RequestError
from addin.demo.faults import CutShortError, DroppedError, Failure, Fault, NoAnswerError
from addin.demo.page import Pages
from addin.demo.quota import Quota
from addin.demo.spreadsheet import Spreadsheet
from addin.demo.tokens import Tokens

_JSON = "application/json; charset=UTF-8"
_LETTERS = string.ascii_letters + string.digits + "-_"
_SHEET = re.compile(r"/v4/spreadsheets/([^/:]+)(.*)", re.DOTALL)
_PAYLOAD = 10 * 2**20  # bytes; Google advises two megabytes and refuses ten
_KEPT = 10_000  # calls in the journal


class Reply(NamedTuple):
    """An answer of HTTP. cut: how many bytes of the body arrive, when not all do."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A call as it arrives: `operation` is the method's name in Google's documentation."""

    method: str
    path: str
    operation: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    body: bytes = b""


class Noted(NamedTuple):
    """A call in the journal: status 0 is one whose answer never arrived in full."""

    operation: str
    method: str
    path: str
    status: int


#: Is told of each call before it is done, may edit sheets as their users would, and may let it fail.
BeforeCall = Callable[[Arrived], "Failure | None"]


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Google:
    """
    The spreadsheets and whoever calls about them.

    clock: the time of changes and of quotas; sleep: how slow answers wait; seed: of ids.
    calls: how often each operation was called, failed calls included; journal: the last 10,000.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], dt.datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.books: dict[str, Book] = {}
        self.tokens = Tokens()
        self.quota = Quota(lambda: clock().timestamp())
        self.faults: list[Fault] = []
        #: How long Drive takes to tell of a change: it tells the version and time that were so long ago.
        self.drive_lag = dt.timedelta()
        self.calls: Counter[str] = Counter()
        self.journal: deque[Noted] = deque(maxlen=_KEPT)
        self._before: list[BeforeCall] = []
        self._pages = Pages(self)
        self._sleep = sleep
        self._chance = random.Random(seed)  # noqa: S311 - names of files, not secrets

    # -- handles of tests and of the demo

    def create(
        self, title: str, *, locale: str = "en_US", timezone: str = "Etc/GMT"
    ) -> Spreadsheet:
        """Make a spreadsheet with one blank tab."""
        with self.lock:
            return Spreadsheet(self.new(title, locale=locale, timezone=timezone), self.lock)

    def spreadsheet(self, id_: str) -> Spreadsheet:
        """Return a spreadsheet by its id; `KeyError` when there is none."""
        return Spreadsheet(self.books[id_], self.lock)

    def spreadsheets(self) -> list[Spreadsheet]:
        """Return all of them, the oldest first."""
        return [Spreadsheet(book, self.lock) for book in self.books.values()]

    def fail(self, *planned: Fault) -> None:
        """Let these faults befall the calls to come; of several that meet a call, the first does."""
        self.faults.extend(planned)

    def heal(self) -> None:
        """Forget every fault."""
        self.faults.clear()

    def before_call(self, callback: BeforeCall) -> Callable[[], None]:
        """Have *callback* told of each call before it is done; returns what ends that."""
        self._before.append(callback)
        return lambda: self._before.remove(callback)

    def new(self, title: str, *, locale: str = "en_US", timezone: str = "Etc/GMT") -> Book:
        """Make a spreadsheet as the API keeps it."""
        id_ = "1" + "".join(self._chance.choices(_LETTERS, k=43))
        book = Book(
            id_, title, locale=locale, timezone=timezone, clock=self.clock, chance=self._chance
        )
        book.add({})
        self.books[id_] = book
        return book

    # -- the two ways in

    def answer(
        self, method: str, path_and_query: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """
        Answer a call of the same process, as a client would see it.

        Raises
        ------
        DroppedError, CutShortError, NoAnswerError: the faults of a connection; the call may have been done.
        """
        reply = self.serve(method, path_and_query, headers, body, wait=False)
        if reply.cut is not None:
            raise CutShortError(reply.body[: reply.cut], len(reply.body))
        return reply

    def serve(
        self,
        method: str,
        path_and_query: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        wait: bool = True,
    ) -> Reply:
        """Answer for a server, which cuts the body itself where the reply says so."""
        raw, _, query_text = path_and_query.partition("?")
        path = unquote(raw)
        query = parse_qs(query_text, keep_blank_values=True) if query_text else {}
        call = Arrived(method, path, _operation(method, path), query, body)
        known = {name.lower(): value for name, value in headers.items()}
        if shown := self._page(call, known):
            return shown
        failure = self._failure(call, f"{path}?{unquote(query_text)}" if query_text else path)
        if failure is None:
            return self._noted(call, self._done(call, known))
        return self._failing(call, known, failure, wait=wait)

    def _failing(
        self, call: Arrived, headers: Mapping[str, str], failure: Failure, *, wait: bool
    ) -> Reply:
        """Let a call fail: it is done or not, and its answer is another one, a part, late, or none."""
        match failure:
            case faults.Slow(seconds):
                self._sleep(seconds)
                return self._noted(call, self._done(call, headers))
            case faults.Cut():
                return self._noted(call, _cut(self._done(call, headers), failure))
        if failure.applied:
            self._done(call, headers)
        if isinstance(failure, faults.Status):
            return self._noted(call, _failed(failure))
        self._noted(call, None)
        if isinstance(failure, faults.Reset):
            raise DroppedError("Connection reset by peer")
        if wait:
            self._sleep(failure.seconds)
        raise NoAnswerError("Read timed out.")

    def _page(self, call: Arrived, headers: Mapping[str, str]) -> Reply | None:
        """Show a browser what there is; that is no call of Google's, and no fault befalls it."""
        if call.path != "/" and not call.path.startswith("/spreadsheets/"):
            return None
        with self.lock:
            page = self._pages.answer(call.method, call.path, call.query, headers, call.body)
        return Reply(page.status, page.headers, page.body.encode()) if page else None

    def _failure(self, call: Arrived, target: str) -> Failure | None:
        with self.lock:
            self.calls[call.operation] += 1
        for callback in list(self._before):
            if failure := callback(call):
                return failure
        with self.lock:
            for fault in self.faults:
                if fault.meets(call.method, target):
                    return fault.failure
        return None

    def _noted(self, call: Arrived, reply: Reply | None) -> Reply:
        whole = reply if reply is not None and reply.cut is None else None
        noted = Noted(call.operation, call.method, call.path, whole.status if whole else 0)
        self.journal.append(noted)
        return reply or Reply(0, {}, b"")

    def _done(self, call: Arrived, headers: Mapping[str, str]) -> Reply:
        try:
            if call.path == "/token" and call.method == "POST":
                status, granted = self.tokens.grant(call.body)
                return _reply(status, granted)
            if call.path == "/o/oauth2/auth":
                asked = {name: values[-1] for name, values in call.query.items()}
                return Reply(302, {"Location": self.tokens.consent(asked)}, b"")
            if len(call.body) > _PAYLOAD:
                raise ApiError(413)  # noqa: TRY301 - every refusal is told in one place
            with self.lock:
                user = self.tokens.user(headers)
                if call.path.startswith("/v4/"):
                    return self._sheets(call, user)
                return self._drive(call, user)
        except ApiError as e:
            return _reply(e.code, e.body)
        except RequestError as e:  # of what a name points to, outside of any batch
            return _reply(400, ApiError(400, str(e)).body)

    # -- Sheets

    def _sheets(self, call: Arrived, user: str) -> Reply:
        if call.path == "/v4/spreadsheets" and call.method == "POST":
            self.quota.spend("Write", user)
            asked = sheets.Call(user, "", call.query, _object(call.body))
            return _reply(200, sheets.create(self, asked))
        found = _SHEET.fullmatch(call.path)
        method = sheets.routed(call.method, found[2]) if found else None
        if found is None or method is None:
            return Reply(
                404, {"Content-Type": "text/html; charset=UTF-8"}, errors.page(404).encode()
            )
        self.quota.spend(method.counts, user)
        book = sheets.opened(self, found[1], user, writes=method.counts == "Write")
        asked = sheets.Call(user, found[2], call.query, _object(call.body))
        return _reply(200, method.run(self, book, asked))

    # -- Drive

    def _drive(self, call: Arrived, user: str) -> Reply:
        found = drive.routed(call.method, call.path)
        if not found:
            raise ApiError(404)
        method, id_, below = found
        query = {name: values[-1] for name, values in call.query.items()}
        made = method.run(drive.Asked(self, user, id_, below, query, _object(call.body)))
        if made is None:
            return Reply(204, {}, b"")
        if isinstance(made, bytes):
            return Reply(200, {"Content-Type": query["mimeType"]}, made)
        return _reply(200, made)


def _object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        read = msgspec.json.decode(body)
    except msgspec.DecodeError as e:
        raise ApiError(400, f"Invalid JSON payload received. {e}") from None
    if not isinstance(read, dict):
        raise ApiError(
            400, 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
        )
    return read


def _reply(status: int, body: Json) -> Reply:
    return Reply(status, {"Content-Type": _JSON}, msgspec.json.encode(body))


def _failed(failure: faults.Status) -> Reply:
    body, kind = faults.refusal(failure)
    headers = {"Content-Type": kind}
    if failure.retry_after is not None:
        headers["Retry-After"] = str(failure.retry_after)
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Reply(failure.code, headers, raw)


def _cut(reply: Reply, failure: faults.Cut) -> Reply:
    if failure.chunked:
        reply.headers["Transfer-Encoding"] = "chunked"
    return reply._replace(cut=min(int(len(reply.body) * failure.part), max(len(reply.body) - 1, 0)))


def _operation(method: str, path: str) -> str:
    """Return the name that Google's documentation gives to a call."""
    if found := _SHEET.fullmatch(path):
        known = sheets.routed(method, found[2])
        return known.name if known else "unknown"
    if file := drive.routed(method, path):
        return file[0].name
    return _OTHERS.get(path, "unknown")


_OTHERS = {
    "/v4/spreadsheets": "spreadsheets.create",
    "/token": "token",
    "/o/oauth2/auth": "consent",
}
