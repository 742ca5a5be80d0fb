"""Numbers that come later: each asked for once, all together, and never waited for in vain.

A cell holds its `Result` and listens to it. Results that are asked for within a moment of each
other go in one batch; a refresh asks again for those that some cell still listens to.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from addin.arguments import Argument
from addin.hosts.asking import (
    Answer,
    AskAgainError,
    Call,
    TooLargeError,
    UnreachableError,
)
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

MOST_TOGETHER = 2_500  # cells of one request
MOST_KEPT = 100_000  # results nobody listens to any more are dropped beyond this
_QUIET, _LONGEST = 0.03, 2.0  # a recalculation is over when nothing was asked for this long
# A cell asks again for what failed that long ago, or what no cell has shown since.
_AGAIN_AFTER = 30.0

Ask = Callable[[Sequence[Call]], list[Answer]]

_CRASHED = Text(
    en="The add-in could not read the answer ({why}). Choose B2B KPI > Refresh.",
    fr="L’extension n’a pas pu lire la réponse ({why}). Choisissez B2B KPI > Actualiser.",
)
_TOO_LARGE = Text(
    en="This call alone is more than the server takes.",
    fr="Cet appel dépasse à lui seul ce que le serveur accepte.",
)


@dataclass(slots=True, eq=False)
class Result:
    """What one call gives, once it has come; *listeners* are told whenever it changes."""

    call: Call
    outcome: Answer = None
    came: float | None = None
    waiting: bool = False
    listeners: list[Callable[[Result], None]] = field(default_factory=list)
    face: object = None  # what the office listens through

    @property
    def failed(self) -> bool:
        """Tell whether the server could not be asked, or refused who asked."""
        return isinstance(self.outcome, KpiError) and self.outcome.kind in {
            Kind.UPSTREAM,
            Kind.AUTH,
        }


class Waiting:
    """The results of this office, asked for by one thread of its own."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._results: OrderedDict[object, Result] = OrderedDict()
        self._queue: list[Result] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._last = 0.0
        self.requests = 0

    def result(self, name: str, row: Sequence[Argument]) -> Result:
        """Return the result of a call, asked for already or from now on."""
        key = (name, _frozen(row))
        with self._changed:
            found = self._results.get(key)
            if found is None:
                found = self._results[key] = Result((name, tuple(row)))
                self._enqueue(found)
                self._drop()
            elif found.came is not None and self._stale(found, found.came):
                self._enqueue(found)
            return found

    def _stale(self, result: Result, came: float) -> bool:
        return (result.failed or not result.listeners) and self._clock() - came > _AGAIN_AFTER

    def refresh(self) -> None:
        """Ask again for everything that a cell shows, and forget the rest."""
        with self._changed:
            for key, result in list(self._results.items()):
                if result.listeners:
                    self._enqueue(result)
                elif not result.waiting:
                    del self._results[key]

    def _enqueue(self, result: Result) -> None:
        if result.waiting:
            return
        result.waiting = True
        self._queue.append(result)
        self._last = self._clock()
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="b2b-kpi", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _drop(self) -> None:
        if len(self._results) <= MOST_KEPT:
            return
        old = [k for k, r in self._results.items() if not r.listeners and not r.waiting]
        for key in old[: len(self._results) - MOST_KEPT]:
            del self._results[key]

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._queue:
                    self._changed.wait()
            self._gather()
            with self._changed:
                batch, self._queue = self._queue, []
            # Calls of one function side by side make one call of the request.
            batch.sort(key=lambda result: result.call[0])
            for i in range(0, len(batch), MOST_TOGETHER):
                try:
                    self._settle(batch[i : i + MOST_TOGETHER])
                except UnreachableError as nobody:
                    # Asked at the same moment: to ask each in turn would keep its cells waiting.
                    left = [result for result in batch[i:] if result.waiting]
                    self._give(left, [nobody] * len(left))
                    break

    def _gather(self) -> None:
        until = self._clock() + _LONGEST
        while (now := self._clock()) < until and now - self._last < _QUIET:
            time.sleep(_QUIET / 2)

    def _settle(self, batch: list[Result]) -> None:
        """
        Give each result of *batch* an outcome, whatever happens.

        Raises
        ------
        UnreachableError
            nobody answers; the results wait still.
        """
        try:
            self.requests += 1
            outcomes = self._ask([result.call for result in batch])
        except AskAgainError:
            with self._changed:
                self._queue = [*batch, *self._queue]
            return
        except TooLargeError:
            if len(batch) > 1:
                half = len(batch) // 2
                self._settle(batch[:half])
                self._settle(batch[half:])
                return
            outcomes = [KpiError(Kind.LIMIT, _TOO_LARGE)]
        except UnreachableError:
            raise
        except KpiError as error:
            outcomes = [error] * len(batch)
        except Exception as crash:  # noqa: BLE001 - a cell that waits for ever is worse than any error
            told = KpiError(Kind.UPSTREAM, _CRASHED.format(why=type(crash).__name__))
            outcomes = [told] * len(batch)
        self._give(batch, outcomes)

    def _give(self, batch: list[Result], outcomes: Sequence[Answer]) -> None:
        now = self._clock()
        for result, outcome in zip(batch, outcomes, strict=True):
            changed = result.came is None or not _same(result.outcome, outcome)
            result.outcome, result.came, result.waiting = outcome, now, False
            if changed:
                for tell in list(result.listeners):
                    tell(result)


def _same(old: Answer, new: Answer) -> bool:
    if isinstance(old, KpiError) and isinstance(new, KpiError):
        return (old.kind, old.message) == (new.kind, new.message)
    return type(old) is type(new) and old == new


def _frozen(value: object) -> object:
    """Return *value* so that equal calls are one; 1 and TRUE are not equal."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return (type(value), value)
