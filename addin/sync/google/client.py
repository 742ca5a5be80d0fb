"""How Google is called: bounded in time and number, with jitter, and never writing twice blindly.

gspread's own retrying client was measured and not taken: it never gives up, has no jitter, doubles
what it appends and repeats neither a reset connection nor a 502 whose body is a page.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from addin.sync.book import UnsureError
from addin.sync.google import troubles
from kpi_core.errors import KpiError

ATTEMPTS = 6
DEADLINE = 300.0  # seconds, of a whole run
TIMEOUT = (5.0, 60.0)  # to connect, and between two bytes of an answer
LONGEST_WAIT = 64.0
BUDGET = 60  # calls a minute: Google's own limit for one user
MINUTE = 60.0

_REJECTED = 429  # told before anything was done: always safe to repeat
_LATE = 408
_BROKEN = 500


@dataclass(slots=True)
class Pace:
    """The clock of a run, and how many calls its user has left in this minute."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[float, float], float] = random.uniform
    budget: int = BUDGET
    _made: deque[float] = field(default_factory=deque)

    def take(self, until: float) -> None:
        """
        Wait for a place among the calls of this minute.

        Raises
        ------
        KpiError
            LIMIT when that is later than *until*.
        """
        now = self.clock()
        while self._made and now - self._made[0] >= MINUTE:
            self._made.popleft()
        if len(self._made) >= self.budget:
            wait = MINUTE - (now - self._made[0])
            if now + wait > until:
                raise troubles.too_many()
            self.sleep(wait)
            self._made.popleft()
        self._made.append(self.clock())


class Patient(HTTPClient):
    """
    gspread's client for one run of one sheet.

    shared_with: the address that sheets are shared with, where the account has one of its own.
    calls: how many requests were sent. A request that only reads is repeated; one that writes is
    only repeated when Google said that it did nothing.
    """

    def __init__(
        self,
        session: requests.Session,
        pace: Pace | None = None,
        *,
        shared_with: str | None = None,
    ) -> None:
        super().__init__(None, session)  # type: ignore[arg-type] # the session signs by itself
        self.timeout = TIMEOUT
        self.pace = pace or Pace()
        self.calls = 0
        self._shared_with = shared_with
        self._until = self.pace.clock() + DEADLINE

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        """
        Send one request, again and again as long as that is safe and there is time.

        Raises
        ------
        UnsureError
            a write may or may not have been applied.
        KpiError
            Google refused, or did not answer in time: in words.
        """
        reads = method.lower() == "get"
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(method, endpoint, *args, **kwargs)
            except APIError as error:
                told, again = error.response, _nothing_done(error) or reads
                if not _passing(error):
                    raise troubles.refused(error, self._shared_with) from None
                if not again:
                    raise UnsureError from error
                failure: KpiError = troubles.unavailable(told.status_code)
                wait = _asked_to_wait(told.headers)
            except TransportError as error:  # the token could not be fetched: nothing was sent
                failure, wait = troubles.unreachable(error), 0.0
            except GoogleAuthError:
                raise troubles.unsigned() from None
            except (requests.RequestException, ValueError) as error:
                if not reads:
                    raise UnsureError from error
                failure, wait = troubles.unreachable(error), 0.0
            wait = max(wait, self.pace.chance(0.0, min(LONGEST_WAIT, 2.0**attempt)))
            if attempt == ATTEMPTS or self.pace.clock() + wait > self._until:
                raise failure
            self.pace.sleep(wait)
        raise AssertionError

    def _once(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        self.pace.take(self._until)
        self.calls += 1
        response = super().request(method, endpoint, *args, **kwargs)
        # An answer that was cut is found here, where it can still be asked for again.
        response.json()
        return response


def _passing(error: APIError) -> bool:
    """Tell whether the same request may succeed later."""
    # Not `error.code`: it is -1 when the body is a page.
    status = error.response.status_code
    return status in {_REJECTED, _LATE} or status >= _BROKEN or _hurried(error)


def _nothing_done(error: APIError) -> bool:
    """Tell whether Google said that it did nothing, because too much was asked of it."""
    return error.response.status_code == _REJECTED or _hurried(error)


def _hurried(error: APIError) -> bool:
    """Tell a 403 that is about the number of calls from one about rights."""
    reasons = {e.get("reason") for e in error.error.get("errors") or [] if isinstance(e, dict)}
    return error.response.status_code == requests.codes.forbidden and bool(
        reasons & {"rateLimitExceeded", "userRateLimitExceeded"}
    )


def _asked_to_wait(headers: Mapping[str, str]) -> float:
    said = headers.get("Retry-After", "")
    return float(said) if said.isdigit() else 0.0
