"""How many cells a second each key may ask for: a bucket that fills again while nobody asks."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from starlette.requests import Request

from addin.server.problems import TooFastError

#: Five times what the fastest sheet was seen to ask for; a burst is a whole workbook recalculated.
CELLS_A_SECOND = 200_000.0
BURST = 1_000_000.0

_REMEMBERED = 10_000


@dataclass(slots=True)
class Rates:
    """One bucket a subject; the least recently seen subjects are forgotten, with a full bucket."""

    a_second: float = CELLS_A_SECOND
    burst: float = BURST
    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, subject: str, cells: int) -> float:
        """
        Take *cells* from the bucket of *subject*.

        Returns
        -------
        0 when they were there; else the seconds after which they will be, and nothing was taken.
        """
        with self._lock:
            now = self.clock()
            level, seen = self._buckets.pop(subject, (self.burst, now))
            level = min(self.burst, level + (now - seen) * self.a_second)
            # More than a whole bucket is let through when it is full, and owed.
            wanted = min(float(cells), self.burst)
            missing = wanted - level
            self._buckets[subject] = (level if missing > 0 else level - cells, now)
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        return missing / self.a_second if missing > 0 else 0.0


def take(rates: Rates, request: Request, cells: int) -> None:
    """Count *cells* for whoever asks; too many are refused until their bucket has filled."""
    wait = rates.take(request.scope.get("kpi.subject", "anybody"), cells)
    if wait:
        raise TooFastError(wait)
