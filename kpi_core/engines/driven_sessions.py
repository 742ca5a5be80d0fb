"""The sessions with a warehouse behind a driver: how many, for how long, and what keeps them shut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock, Timer

from kpi_core.engines.asking import AbandonedError
from kpi_core.engines.driving import Driver, Session
from kpi_core.engines.facts import PATIENCE, too_long
from kpi_core.engines.words import no_driver
from kpi_core.errors import KpiError

#: Sessions of one process with one warehouse.
SESSIONS = 4


@contextmanager
def in_words(driver: Driver) -> Iterator[None]:
    """Say in words what keeps a driver from what it is asked, if only that it is not installed."""
    try:
        yield
    except ImportError:
        raise no_driver(driver.title, driver.extra) from None
    except (KpiError, AbandonedError):
        raise
    except Exception as error:  # noqa: BLE001 - drivers' errors are of no one family
        raise driver.refused(error) from None


class Sessions:
    """The sessions of one process with one warehouse, opened when first needed."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._idle: list[Session] = []
        self._open = 0
        self._closed = False
        self._changed = Condition()

    def take(self) -> tuple[Session, bool]:
        """Return a session that nobody uses, and whether it is new; waits where all are used."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._idle or self._open < SESSIONS, PATIENCE):
                raise too_long(PATIENCE)
            if self._idle:
                return self._idle.pop(), False
            self._open += 1
        try:
            return self._connected(), True
        except BaseException:
            self._dropped()
            raise

    def _connected(self) -> Session:
        with in_words(self.driver):
            return self.driver.connect()

    def give(self, session: Session, *, sound: bool = True) -> None:
        """Take back a session; one that is not *sound* is closed."""
        with self._changed:
            if sound and not self._closed:
                self._idle.append(session)
                self._changed.notify()
                return
        session.close()
        self._dropped()

    def _dropped(self) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify()

    def close(self) -> None:
        """Close them; those in use close when they are given back."""
        self._closed = True
        self.drop()

    def drop(self) -> None:
        """Close those that nobody uses."""
        with self._changed:
            idle, self._idle = self._idle, []
            self._open -= len(idle)
        for session in idle:
            session.close()


class Limit:
    """Stops a session that takes too long; never the next thing that it does."""

    def __init__(self, session: Session, seconds: float) -> None:
        self._session = session
        self._lock = Lock()
        self._done = False
        self.passed = False
        self._timer = Timer(seconds, self._pass)
        self._timer.daemon = True

    def _pass(self) -> None:
        with self._lock:
            if not self._done:
                self.passed = True
                self._session.stop()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._done = True
