"""What was answered last, for whoever asks on by a number alone: any server may be asked next.

Only the reading of the last answer is kept, not the words of the question nor any figure. It is
bound to the credential that it began with, kept as long as the settings say, and no longer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from kpi_core.shared.sessions import Sessions

_REMEMBERED = 10_000
_TIDIED_EVERY = 600.0  # seconds


class Conversations(Protocol):
    """Keeps the last context of each conversation, under what its number and its asker make."""

    def context(self, kept: bytes) -> str | None:
        """Return what was kept last; None when nothing is, or not any more."""

    def keep(self, kept: bytes, context: str, days: int) -> None:
        """Keep *context* for so many days."""


def number() -> str:
    """Return a new conversation's number: nobody guesses it."""
    return secrets.token_urlsafe(18)


def place(number_: str, subject: str) -> bytes:
    """Return what a conversation is kept under: it tells neither its number nor who asks."""
    return hashlib.sha256(f"{number_}\x1f{subject}".encode()).digest()


@dataclass(slots=True)
class InMemory:
    """Those of one server, as long as it runs; the least recent go first."""

    clock: Callable[[], float] = time.monotonic
    _held: OrderedDict[bytes, tuple[float, str]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def context(self, kept: bytes) -> str | None:
        """Return what was kept last; None when nothing is, or not any more."""
        with self._lock:
            expires, context = self._held.get(kept, (float("-inf"), ""))
            return context if self.clock() < expires else None

    def keep(self, kept: bytes, context: str, days: int) -> None:
        """Keep *context* for so many days."""
        with self._lock:
            self._held.pop(kept, None)
            self._held[kept] = self.clock() + dt.timedelta(days=days).total_seconds(), context
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)


class InDatabase:
    """Those of several servers; what has expired is deleted by whichever of them is asked next."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._tidied = float("-inf")

    def context(self, kept: bytes) -> str | None:
        """Return what was kept last; None when nothing is, or not any more."""
        found = self._sessions.ask(
            "SELECT context FROM kpi.conversations WHERE id = %s AND expires_at > now()", kept
        )
        return str(found[0][0]) if found else None

    def keep(self, kept: bytes, context: str, days: int) -> None:
        """Keep *context* for so many days."""
        self._sessions.ask(
            "INSERT INTO kpi.conversations (id, context, expires_at)"
            " VALUES (%s, %s, now() + make_interval(days => %s)) ON CONFLICT (id) DO UPDATE"
            " SET context = excluded.context, asked_at = now(), expires_at = excluded.expires_at"
            " RETURNING true",
            kept, context, days,
        )  # fmt: skip
        if time.monotonic() - self._tidied > _TIDIED_EVERY:
            self._tidied = time.monotonic()
            self._sessions.ask(
                "DELETE FROM kpi.conversations WHERE expires_at < now() RETURNING true"
            )
