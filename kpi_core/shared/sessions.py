"""Sessions with the database that servers share: short statements, one transaction each."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition
from typing import TYPE_CHECKING, Any, TypeVar

from kpi_core.errors import Kind, KpiError
from kpi_core.shared import words
from kpi_core.warehouse.address import Address, read

if TYPE_CHECKING:
    import psycopg

Found = TypeVar("Found")

#: Of one process: what is asked there takes a millisecond.
MOST = 3
_CONNECTING = 3  # seconds
_STATEMENT = 5.0
# After a refusal nobody knocks again for so long: a request fails at once instead of waiting.
_REST = 0.5


class Sessions:
    """
    The sessions of one process, opened when first needed and opened again after a fault.

    name: what the database's administrator sees them called.

    Raises
    ------
    KpiError
        TYPE when *url* is no address of a PostgreSQL, AUTH when it holds a password.
    """

    def __init__(self, url: str, password: str | None, name: str = "b2b-kpi") -> None:
        self.address = _address(url)
        self._password, self._name = password, name
        self._idle: list[psycopg.Connection[tuple[Any, ...]]] = []
        self._open = 0
        self._changed = Condition()
        self._rest: tuple[float, KpiError] | None = None
        self._closed = False

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of one statement, which must bear being run twice (see `run`)."""
        return self._run(lambda session: session.execute(sql, values).fetchall())

    def run(self, work: Callable[[psycopg.Connection[tuple[Any, ...]]], Found]) -> Found:
        """
        Return what *work* does in a transaction of its own; it is done again on a new session when
        the one that waited turns out to be broken, so it must bear being done twice.

        Raises
        ------
        KpiError
            UPSTREAM when the database does not answer; AUTH or NOT_FOUND when it refuses.
        """

        def whole(session: psycopg.Connection[tuple[Any, ...]]) -> Found:
            with session.transaction():
                return work(session)

        return self._run(whole)

    def _run(self, work: Callable[[psycopg.Connection[tuple[Any, ...]]], Found]) -> Found:
        session, fresh = self._taken()
        try:
            return self._done(session, work)
        except _BrokenError:
            self._drop_idle()
            if fresh:
                raise words.away(self.address) from None
        session, _fresh = self._taken()
        try:
            return self._done(session, work)
        except _BrokenError:
            raise words.away(self.address) from None

    def _done(
        self,
        session: psycopg.Connection[tuple[Any, ...]],
        work: Callable[[psycopg.Connection[tuple[Any, ...]]], Found],
    ) -> Found:
        driver = _driver()
        try:
            return work(session)
        except driver.Error as error:
            # An administrator's command (57P01…) ends the session after the error is told.
            if session.closed or (error.sqlstate or "08").startswith(("08", "57P")):
                session.close()
                raise _BrokenError from None
            raise words.refused(self.address, error) from None
        except KpiError:
            raise
        except BaseException:
            session.close()
            raise
        finally:
            self._given(session)

    def _taken(self) -> tuple[psycopg.Connection[tuple[Any, ...]], bool]:
        with self._changed:
            if not self._changed.wait_for(lambda: self._idle or self._open < MOST, _STATEMENT):
                raise words.away(self.address)
            while self._idle:
                session = self._idle.pop()
                if not session.closed:
                    return session, False
                self._open -= 1
            if self._rest is not None and time.monotonic() < self._rest[0]:
                raise KpiError(self._rest[1].kind, self._rest[1].message)
            self._open += 1
        try:
            session = self._connected()
        except BaseException as error:
            with self._changed:
                self._open -= 1
                if isinstance(error, KpiError):
                    self._rest = time.monotonic() + _REST, error
                self._changed.notify()
            raise
        self._rest = None
        return session, True

    def _given(self, session: psycopg.Connection[tuple[Any, ...]]) -> None:
        with self._changed:
            if session.closed or self._closed:
                self._open -= 1
                session.close()
            else:
                self._idle.append(session)
            self._changed.notify()

    def _drop_idle(self) -> None:
        """Close what waits: a server that was started again ended all of it."""
        with self._changed:
            idle, self._idle = self._idle, []
            self._open -= len(idle)
            self._changed.notify_all()
        for session in idle:
            session.close()

    def close(self) -> None:
        """End the sessions; those in use end when they are given back."""
        self._closed = True
        self._drop_idle()

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        driver = _driver()
        at = self.address
        given = {"host": at.host or None, "port": at.port, "user": at.user, **dict(at.options)}
        try:
            session: psycopg.Connection[tuple[Any, ...]] = driver.connect(
                dbname=at.database,
                password=self._password,
                autocommit=True,
                prepare_threshold=None,  # a pooler in between may give each statement another session
                application_name=self._name,
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=2,
                **{"connect_timeout": _CONNECTING} | {k: v for k, v in given.items() if v},
            )
            session.execute(f"SET statement_timeout = {int(_STATEMENT * 1000)}")
            session.execute("SET timezone = 'UTC'")
        except driver.Error as error:
            raise words.unreachable(at, error) from None
        return session


def _address(url: str) -> Address:
    try:
        found = read(url)
    except KpiError as error:
        said = words.PASSWORD if error.kind is Kind.AUTH else words.NOT_POSTGRES
        raise KpiError(error.kind, said) from None
    if found.dialect != "postgres":
        raise KpiError(Kind.TYPE, words.NOT_POSTGRES)
    return found


class _BrokenError(Exception):
    """The session ended under what was asked of it."""


def _driver() -> Any:
    try:
        import psycopg  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise KpiError(Kind.UPSTREAM, words.NO_DRIVER) from None
    return psycopg
