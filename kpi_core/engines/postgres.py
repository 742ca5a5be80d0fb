"""PostgreSQL: sessions that can only read, each statement stopped in time, errors in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache, partial
from threading import Condition
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kpi_core.engines import postgres_plans as plans
from kpi_core.engines import postgres_words as words
from kpi_core.engines.asking import AbandonedError, asker
from kpi_core.engines.facts import PATIENCE, Expected, too_long, too_much
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.words import LOST
from kpi_core.errors import Kind, KpiError
from kpi_core.warehouse.address import Address
from kpi_core.warehouse.dialects import translated
from kpi_core.warehouse.shape import Said, Statement

if TYPE_CHECKING:
    import psycopg

DIALECT = "postgres"
#: Sessions of one process: what a small team's cells need, and a warehouse does not notice.
SESSIONS = 4
_CONNECTING = 10  # seconds
_STOPPING = 5.0  # seconds

# Days are compared with days: no session's own zone decides where one ends. Plans are made for the
# values of each question: a plan for any values reads a year where a day was asked.
_SESSION = (
    "SET default_transaction_read_only = on",
    "SET timezone = 'UTC'",
    "SET standard_conforming_strings = on",
    "SET plan_cache_mode = force_custom_plan",
    "SET idle_in_transaction_session_timeout = '60s'",
)


class BrokenError(KpiError):
    """The session ended under a statement: a new one may answer it."""

    def __init__(self, place: str) -> None:
        super().__init__(Kind.UPSTREAM, LOST.format(place=place))


class Sessions:
    """
    The sessions of one process with one server, opened when first needed.

    Raises
    ------
    KpiError
        UPSTREAM when the server cannot be reached or the driver is not installed; AUTH when it
        lets nobody in.
    """

    def __init__(self, address: Address, password: str | None) -> None:
        self.address = address
        self._password = password
        self._idle: list[psycopg.Connection[tuple[Any, ...]]] = []
        self._open = 0
        self._closed = False
        self._changed = Condition()

    def take(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Return a session that nobody uses; waits where all are used."""
        with self._changed:
            if not self._changed.wait_for(self._free, PATIENCE):
                raise too_long(PATIENCE)
            while self._idle:
                session = self._idle.pop()
                if not session.closed:
                    return session
                self._open -= 1
            self._open += 1
        try:
            return self._connected()
        except BaseException:
            self._dropped()
            raise

    def _free(self) -> bool:
        return bool(self._idle) or self._open < SESSIONS

    def give(self, session: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Take back a session."""
        with self._changed:
            if not session.closed and not self._closed:
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
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._open -= len(idle)
        for session in idle:
            session.close()

    def writing(self, seconds: float) -> psycopg.Connection[tuple[Any, ...]]:
        """
        Return a session of its own that may write, each statement for *seconds*; close it after use.

        Nothing that a question asks ever runs in it.
        """
        session = self._connected()
        session.execute("SET default_transaction_read_only = off")
        session.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        session.isolation_level = driver().IsolationLevel.REPEATABLE_READ
        return session

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        lib = driver()
        at = self.address
        given = {"host": at.host or None, "port": at.port, "user": at.user, **dict(at.options)}
        try:
            session: psycopg.Connection[tuple[Any, ...]] = lib.connect(
                dbname=at.database,
                password=self._password,
                autocommit=True,
                application_name="b2b-kpi",
                cursor_factory=lib.RawCursor,
                **{"connect_timeout": _CONNECTING} | {k: v for k, v in given.items() if v},
            )
        except lib.Error as error:
            raise words.unreachable(at, error) from None
        try:
            for statement in _SESSION:
                session.execute(statement)
            session.execute(f"SET statement_timeout = {int(PATIENCE * 1000)}")
            with suppress(lib.errors.UndefinedObject, lib.errors.InvalidParameterValue):
                # Who is killed cannot say so: the server looks itself, where it can (since 14).
                session.execute("SET client_connection_check_interval = '5s'")
        except lib.Error as error:
            session.close()
            raise words.unreachable(at, error) from None
        return session


def driver() -> Any:
    """Return the driver, psycopg; raises UPSTREAM where it is not installed."""
    try:
        import psycopg  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise KpiError(Kind.UPSTREAM, words.NO_DRIVER) from None
    return psycopg


class Reading:
    """The facts in PostgreSQL, through one session (see `kpi_core.engines.facts.Facts`)."""

    def __init__(self, sessions: Sessions, prelude: Prelude) -> None:
        self._sessions = sessions
        self._prelude = prelude
        self._session: psycopg.Connection[tuple[Any, ...]] | None = None

    def rows(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> list[dict[str, object]]:
        """Return the rows of a compiled statement."""
        names, found = self._run(statement.said(DIALECT), values, seconds)
        return [dict(zip(names, row, strict=True)) for row in found]

    def arrow(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> pa.Table:
        """Return the rows of a compiled statement in columns."""
        names, found = self._run(statement.said(DIALECT), values, seconds)
        columns = zip(*found, strict=True) if found else ([] for _name in names)
        return pa.table({n: pa.array(c) for n, c in zip(names, columns, strict=True)})

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a short statement of our own."""
        given = {str(place): value for place, value in enumerate(values, 1)}
        return self.read(*self.whole(translated(sql, DIALECT), given))[1]

    def plan(self, statement: Statement, values: Mapping[str, object]) -> str:
        """Return how the server would answer a compiled statement: what it reads, how many rows."""
        sql, given = self.whole(statement.said(DIALECT), values)
        _names, rows = self.read(f"EXPLAIN {sql}", given)
        return "\n".join(str(row[0]) for row in rows)

    def _run(
        self, said: Said, values: Mapping[str, object], seconds: float
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        sql, given = self.whole(said, values)
        most = self._prelude.most
        # Where all the tables together are small enough, the plan is not asked for.
        if most is not None and self._prelude.held(said) > most and not asker().anyway:
            expected = self._expected(sql, given)
            if expected > most:
                raise too_much(expected, most)
        return self.read(sql, given, seconds)

    def expected(self, statement: Statement, values: Mapping[str, object]) -> Expected:
        """Return about how many rows a compiled statement would read, those thrown away included."""
        return Expected(rows=self._expected(*self.whole(statement.said(DIALECT), values)))

    def whole(self, said: Said, values: Mapping[str, object]) -> tuple[str, list[object]]:
        """Return a statement with the tables it reads, as the server is given it, and its values."""
        sql, given = self._prelude.whole(said, values)
        names = sorted(given)
        return _numbered(sql, tuple(names)), [given[name] for name in names]

    def _expected(self, sql: str, given: Sequence[object]) -> int:
        found = [self._listed(read) for read in plans.reads(self.explained(sql, given))]
        whole = sorted({read.table for read in found if read.whole})
        _names, rows = self.read(plans.COUNTS, [[t[0] for t in whole], [t[1] for t in whole]])
        return plans.rows_of(found, {(str(s), str(n)): float(r) for s, n, r in rows})

    def _listed(self, read: plans.Read) -> plans.Read:
        """Return *read* with all that an index finds for it, what a filter throws away included."""
        if read.found is None:
            return read
        try:
            rows = float(self.explained(read.found)["Plan Rows"])
        except KpiError:  # found by what another table holds: it cannot be asked alone
            return read
        return replace(read, rows=max(rows, read.rows))

    def read(
        self, sql: str, values: Sequence[object] = (), seconds: float = PATIENCE
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the columns and the rows of *sql*, with $1, $2... for *values*."""
        if self._session is None:
            # A server that was started again meanwhile ended what it had been asked through.
            try:
                return self._read(sql, values, seconds)
            except BrokenError:
                self.close()
        return self._read(sql, values, seconds)

    def _read(
        self, sql: str, values: Sequence[object], seconds: float
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        with self._stopped_after(seconds) as session:
            cursor = session.execute(sql, values)
            return [c.name for c in cursor.description or ()], cursor.fetchall()

    def explained(self, sql: str, values: Sequence[object] = ()) -> Mapping[str, Any]:
        """Return the plan of *sql*, as the server tells it in JSON."""
        _names, rows = self.read(f"EXPLAIN (VERBOSE, FORMAT JSON) {sql}", values)
        plan: Mapping[str, Any] = rows[0][0][0]["Plan"]
        return plan

    def types(self, sql: str, values: Sequence[object] = ()) -> list[int]:
        """Return the type of each column that *sql* would give, as the server numbers them."""
        with self._stopped_after(PATIENCE) as session:
            cursor = session.execute(f"SELECT * FROM ({sql}) AS probed LIMIT 0", values)
            return [c.type_code for c in cursor.description or ()]

    @contextmanager
    def _stopped_after(self, seconds: float) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        lib = driver()
        session = self._session = self._session or self._sessions.take()
        waiting = asker()
        try:
            if seconds != PATIENCE:
                session.execute(f"SET statement_timeout = {int(seconds * 1000)}")
            with waiting.while_running(partial(stop, session)):
                yield session
        except lib.errors.QueryCanceled:
            if waiting.gone:
                raise AbandonedError from None
            raise too_long(seconds) from None
        except lib.Error as error:
            if session.closed:
                raise BrokenError(self._sessions.address.place) from None
            raise words.refused(self._sessions.address, error) from None
        except AbandonedError:
            raise
        except BaseException:
            # Stopped half-way, as by Ctrl-C: what is still running is stopped there too.
            session.close()
            raise
        finally:
            if waiting.gone:
                # What asked it to stop may still be on its way: it is not for the next question.
                session.close()
            if seconds != PATIENCE and not session.closed:
                with suppress(lib.Error):
                    session.execute(f"SET statement_timeout = {int(PATIENCE * 1000)}")

    def close(self) -> None:
        """Give back the session."""
        if self._session is not None:
            self._sessions.give(self._session)
            self._session = None


def stop(session: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Have the server stop what *session* runs, from another thread."""
    with suppress(driver().Error):
        session.cancel_safe(timeout=_STOPPING)


@lru_cache(maxsize=512)
def _numbered(sql: str, names: tuple[str, ...]) -> str:
    """Return *sql* with its placeholders as the server itself knows them."""
    places = {name: f"${place}" for place, name in enumerate(names, 1)}
    return re.sub(r"%\((\w+)\)s", lambda found: places[found[1]], sql)


def last_transaction(reading: Reading) -> str:
    """
    Return what changes whenever anything in the database may have: cheap, and never too late.

    Which transactions had begun and which of them had ended: one that was open while we looked
    changes it when it is committed. A standby tells the last one it has replayed.
    """
    _names, rows = reading.read("SELECT pg_current_snapshot()::text")
    return str(rows[0][0])


def now(reading: Reading) -> dt.datetime:
    """Return the time by the server's clock, UTC."""
    _names, rows = reading.read("SELECT now()")
    moment: dt.datetime = rows[0][0]
    return moment
