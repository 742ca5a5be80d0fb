"""What a day's questions may cost: counted in a file beside the workspace, and kept across restarts.

Each request is written down at its bound before it is sent, and put right when its usage is known:
what was never told counts in full. A line is appended at once, so that several processes share one
account without waiting for each other. A day is that of UTC.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from threading import Lock

from assistant.model.configuration import Endpoint
from assistant.model.failures import Failure, ModelFailure

log = logging.getLogger(__name__)

FILE = "model-usage-{day}.txt"
_MILLION = Decimal(1_000_000)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens read and written, and what they cost."""

    tokens: int = 0
    cost: Decimal = Decimal(0)

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.tokens + other.tokens, self.cost + other.cost)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.tokens - other.tokens, self.cost - other.cost)


class Budget:
    """
    The account of one day after another.

    folder: where it is kept; in the memory of this process when None or when nothing can be
        written there.
    """

    def __init__(
        self, endpoint: Endpoint, folder: Path | None, today: Callable[[], dt.date] = _today
    ) -> None:
        self._endpoint = endpoint
        self._folder = folder
        self._today = today
        self._lock = Lock()
        self._held: dict[dt.date, Spent] = {}

    def price(self, read: int, written: int) -> Spent:
        """Return what so many tokens are."""
        cost = read * self._endpoint.price_in + written * self._endpoint.price_out
        return Spent(read + written, cost / _MILLION)

    def reserve(self, bound: Spent) -> tuple[dt.date, Spent]:
        """
        Write down *bound*, for a request about to be sent.

        Raises
        ------
        ModelFailure
            SPENT, when it does not fit in what is left of the day.
        """
        with self._lock:
            day = self._today()
            after = self.spent(day) + bound
            tokens, cost = self._endpoint.tokens_a_day, self._endpoint.cost_a_day
            if (tokens is not None and after.tokens > tokens) or (
                cost is not None and after.cost > cost
            ):
                raise ModelFailure(Failure.SPENT)
            self._write(day, bound)
            return day, bound

    def settle(self, reserved: tuple[dt.date, Spent], actual: Spent) -> None:
        """Put a reservation right: *actual* is what was used."""
        day, bound = reserved
        with self._lock:
            self._write(day, actual - bound)

    def spent(self, day: dt.date | None = None) -> Spent:
        """Return what *day* has cost so far."""
        day = day or self._today()
        total = self._held.get(day, Spent())
        if self._folder is None:
            return total
        try:
            lines = self._file(day).read_text(encoding="ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            return total
        for line in lines:
            total += _entry(line)
        return total

    def _file(self, day: dt.date) -> Path:
        if self._folder is None:
            raise ValueError("the account is kept in memory")
        return self._folder / FILE.format(day=day.isoformat())

    def _write(self, day: dt.date, spent: Spent) -> None:
        if self._endpoint.tokens_a_day is None and self._endpoint.cost_a_day is None:
            return
        if self._folder is not None:
            line = f"{spent.tokens} {spent.cost:f}\n".encode("ascii")
            try:
                self._append(day, line)
            except OSError:
                log.warning("the model's account cannot be written: it is kept in memory")
            else:
                return
        self._held = {day: self._held.get(day, Spent()) + spent}

    def _append(self, day: dt.date, line: bytes) -> None:
        file = self._file(day)
        if not file.exists():
            for old in file.parent.glob(FILE.format(day="*")):
                old.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)


def _entry(line: str) -> Spent:
    tokens, _, cost = line.partition(" ")
    try:
        return Spent(int(tokens), Decimal(cost))
    except (ValueError, InvalidOperation):
        return Spent()  # a line cut short by a full disk
