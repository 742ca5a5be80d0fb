"""Who waits for an answer, and what is stopped when nobody does any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock


class AbandonedError(Exception):
    """Nobody waits for the answer: no error of anybody's, and nothing to keep or to show."""


class Asker:
    """
    One person, or one request, that waits for an answer.

    anyway: whether a question is run however much it reads.
    """

    def __init__(self, *, anyway: bool = False) -> None:
        self.anyway = anyway
        self.gone = False
        self._lock = Lock()
        self._running: dict[int, Callable[[], None]] = {}

    def leave(self) -> None:
        """Stop what runs for it, and whatever would be begun."""
        with self._lock:
            self.gone = True
            for stop in self._running.values():
                stop()

    @contextmanager
    def while_running(self, stop: Callable[[], None]) -> Iterator[None]:
        """
        Run what *stop* ends; it may be called from another thread until this is over.

        Raises
        ------
        AbandonedError
            nobody waits already.
        """
        with self._lock:
            if self.gone:
                raise AbandonedError
            key = max(self._running, default=0) + 1
            self._running[key] = stop
        try:
            yield
        finally:
            # Not before a stop that is being sent has arrived: it would end the next question.
            with self._lock:
                del self._running[key]


_ASKER: ContextVar[Asker | None] = ContextVar("asker", default=None)


def asker() -> Asker:
    """Return whoever waits here; somebody who never leaves, where nobody said."""
    return _ASKER.get() or Asker()


@contextmanager
def on_behalf_of(waiting: Asker) -> Iterator[Asker]:
    """Let what is asked in here, and in threads that take over its context, be *waiting*'s."""
    before = _ASKER.set(waiting)
    try:
        yield waiting
    finally:
        _ASKER.reset(before)


@contextmanager
def however_much() -> Iterator[None]:
    """Run what is asked in here however much it reads: its asker has been told."""
    with on_behalf_of(asker()) as waiting:
        before, waiting.anyway = waiting.anyway, True
        try:
            yield
        finally:
            waiting.anyway = before
