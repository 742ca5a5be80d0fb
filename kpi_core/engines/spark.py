"""Spark: queries and nothing else, each stopped in time, its values bound."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kpi_core.engines import spark_words as words
from kpi_core.engines.asking import AbandonedError, asker
from kpi_core.engines.facts import PATIENCE, Expected, too_long, tuples
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.spark_process import Connection, in_words
from kpi_core.errors import KpiError
from kpi_core.warehouse.dialects import translated
from kpi_core.warehouse.shape import Said, Statement

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DIALECT = "spark"
_AGAIN = 0.5  # seconds between two orders to stop: a question may begin its next job meanwhile


class Reading:
    """The facts in Spark, for one thread (see `kpi_core.engines.engine.Reading`)."""

    def __init__(self, connection: Connection, prelude: Prelude) -> None:
        self.connection = connection
        self._prelude = prelude

    def rows(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> list[dict[str, object]]:
        """Return the rows of a compiled statement."""
        found: list[dict[str, object]] = self.arrow(statement, values, seconds).to_pylist()
        return found

    def arrow(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> pa.Table:
        """Return the rows of a compiled statement in columns."""
        return self._run(statement.said(DIALECT), values, seconds)

    def expected(self, statement: Statement, values: Mapping[str, object]) -> Expected:  # noqa: ARG002 - see `Facts`
        """Return nothing: its plans tell rows only of tables that somebody had counted."""
        return Expected()

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a short statement of our own."""
        given = {f"p{place}": value for place, value in enumerate(values, 1)}
        return tuples(self._run(translated(sql, DIALECT), given, PATIENCE))

    def _run(self, said: Said, values: Mapping[str, object], seconds: float) -> pa.Table:
        return self.table(*self._prelude.whole(said, values), seconds)

    def read(
        self, sql: str, values: Sequence[object] = (), seconds: float = PATIENCE
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the columns and the rows of *sql*, with :p1, :p2... for *values*."""
        given = {f"p{place}": value for place, value in enumerate(values, 1)}
        table = self.table(sql, given, seconds)
        return list(table.column_names), tuples(table)

    def table(
        self, sql: str, values: Mapping[str, object] | None = None, seconds: float = PATIENCE
    ) -> pa.Table:
        """Return the rows of a query, in columns; *values*: of its `:names`."""
        try:
            return self._table(sql, values or {}, seconds)
        except KpiError as error:
            if error.message != words.CHANGED.format(place=self.connection.address.place):
                raise
        # What was listed of a table is forgotten, and its files of now are read.
        self.forget()
        return self._table(sql, values or {}, seconds)

    def _table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        with self._stopped_after(seconds) as session:
            return self.queried(session, sql, values).toArrow()

    def queried(self, session: SparkSession, sql: str, values: Mapping[str, object]) -> Any:
        """Return a query that nothing computes yet; raises what is wrong with it."""
        # Within brackets the grammar takes a query and nothing else: no statement that writes.
        return session.sql(f"SELECT * FROM ({sql})", args={n: bound(v) for n, v in values.items()})

    def types(self, sql: str) -> list[str]:
        """Return the type of each column that *sql* would give, by Spark's names."""
        with in_words(self.connection.address):
            found = self.queried(self.connection.session(), sql, {}).schema
            return [field.dataType.simpleString() for field in found.fields]

    def forget(self) -> None:
        """Forget what was listed of tables: their files are looked for again."""
        with in_words(self.connection.address):
            catalog = self.connection.session()._jsparkSession.sessionState().catalog()  # noqa: SLF001 - Python has one table at a time
            catalog.invalidateAllCachedTables()

    @contextmanager
    def _stopped_after(self, seconds: float) -> Iterator[SparkSession]:
        session, waiting = self.connection.session(), asker()
        context, group = session.sparkContext, uuid.uuid4().hex
        wanted, done, late = Event(), Event(), Event()

        def watch() -> None:
            wanted.wait(seconds)
            while not done.is_set():
                late.set()
                with suppress(Exception):  # what ends meanwhile cannot be stopped
                    context.cancelJobGroup(group)
                done.wait(_AGAIN)

        watchdog = Thread(target=watch, daemon=True)
        watchdog.start()
        try:
            with waiting.while_running(wanted.set), in_words(self.connection.address):
                context.setJobGroup(group, "b2b-kpi", interruptOnCancel=True)
                yield session
        except KpiError as error:
            if waiting.gone:
                raise AbandonedError from None
            if late.is_set():
                raise too_long(seconds) from None
            if error.message == words.LOST.format(place=self.connection.address.place):
                self.connection.lost()
            raise
        except BaseException:
            # Stopped half-way, as by Ctrl-C: what is still running is stopped there too.
            with suppress(Exception):
                context.cancelJobGroup(group)
            raise
        finally:
            done.set()
            wanted.set()
            watchdog.join()

    def close(self) -> None:
        """Give back nothing: the session serves all threads."""


def bound(value: object) -> object:
    """
    Return *value* as a statement is given it.

    Lists as one text, which it unfolds; moments as texts too: Python's own would be read by the
    clock of this machine.
    """
    if isinstance(value, (list, tuple)):
        return json.dumps([_plain(one) for one in value], ensure_ascii=False)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return value


def _plain(value: object) -> object:
    return str(value) if isinstance(value, (dt.date, Decimal)) else value
