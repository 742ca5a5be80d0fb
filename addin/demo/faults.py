"""What goes wrong between a program and Google: a plan of failures, and what each does to a call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from addin.demo import errors
from addin.demo.errors import Json


@dataclass(frozen=True, slots=True)
class Status:
    """
    Another answer than the true one.

    html: the page of Google's front end instead of JSON; body: these bytes instead of either.
    reason: Drive's word for it, which makes the body one of Drive's; retry_after: seconds.
    applied: the change is made all the same.
    """

    code: int
    message: str = ""
    html: bool = False
    body: bytes | None = None
    reason: str = ""
    retry_after: int | None = None
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is dropped before anything is read of the answer; *applied* tells if it was done."""

    applied: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The call is done, and *part* of the body arrives: less than announced, or a chunk that never ends."""

    part: float = 0.5
    chunked: bool = False


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer for so many seconds, then the connection is dropped."""

    seconds: float = 3600.0
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """The true answer, after so many seconds."""

    seconds: float = 1.0


Failure = Status | Reset | Cut | Hang | Slow


@dataclass(slots=True)
class Fault:
    """
    A failure in wait for calls.

    match: a regular expression found in `path?query`, decoded; method: of HTTP, any when empty.
    skip: how many such calls pass first; times: how many fail after that.
    """

    failure: Failure
    match: str = ""
    method: str = ""
    times: int = 1
    skip: int = 0
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._pattern = re.compile(self.match)

    def meets(self, method: str, target: str) -> bool:
        """Tell whether this call fails by it, and count the call."""
        if self.times <= 0 or (self.method and self.method != method):
            return False
        if not self._pattern.search(target):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True


class DroppedError(ConnectionResetError):
    """The connection was dropped: whether the call was done cannot be known."""


class CutShortError(ConnectionError):
    """The body ended before it was complete; *received* is what came."""

    def __init__(self, received: bytes, announced: int) -> None:
        super().__init__(f"{len(received)} of {announced} bytes were received")
        self.received = received
        self.announced = announced


class NoAnswerError(TimeoutError):
    """Nothing came before patience ended: whether the call was done cannot be known."""


def refusal(status: Status) -> tuple[bytes | Json, str]:
    """Return the body of a status and its type of content."""
    if status.body is not None:
        return status.body, "text/html; charset=UTF-8" if status.html else "application/json"
    if status.html:
        return errors.page(status.code).encode(), "text/html; charset=UTF-8"
    message = status.message or errors.words(status.code)
    if status.reason:
        domain = "usageLimits" if status.code == 403 else "global"  # noqa: PLR2004
        refused = errors.drive(status.code, status.reason, message, domain=domain)
    else:
        refused = errors.ApiError(status.code, message)
    return refused.body, "application/json; charset=UTF-8"
