"""Warehouses that are reached through a driver of their own: what is the same for all of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa

from kpi_core.engines.asking import AbandonedError, asker
from kpi_core.engines.driven_sessions import Limit, Sessions, in_words
from kpi_core.engines.driving import Driver, Session
from kpi_core.engines.engine import Size
from kpi_core.engines.facts import PATIENCE, Expected, too_long, too_many_bytes, too_much, tuples
from kpi_core.engines.finding import Finding, Seen, Weight
from kpi_core.engines.mapping import Mapped, Table, Warehouse
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.tables import Sort, Types
from kpi_core.engines.words import BrokenError
from kpi_core.errors import KpiError
from kpi_core.text import Text
from kpi_core.warehouse.dialects import kind_of, translated
from kpi_core.warehouse.shape import Said, Statement

# What gives other rows tomorrow though no table changed.
_CLOCK = re.compile(
    r"\b(now\w*|today|yesterday|getdate|cur(date|time)|sys(date|timestamp)|utc_?(date|time|timestamp)"
    r"|current_?(date|time|timestamp|datetime)|local_?time(stamp)?|rand\w*|(generate_?)?uuid\w*"
    r"|unix_timestamp)\b",
    re.IGNORECASE,
)


class Reading:
    """The facts in such a warehouse, for one thread (see `kpi_core.engines.engine.Reading`)."""

    def __init__(self, sessions: Sessions, prelude: Prelude) -> None:
        self._sessions = sessions
        self._driver = sessions.driver
        self._prelude = prelude
        self.sizes: dict[tuple[str, str], Size] = {}

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
        return self._run(statement.said(self._driver.dialect), values, seconds)

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a short statement of our own."""
        given = {f"p{place}": value for place, value in enumerate(values, 1)}
        said = translated(sql, self._driver.dialect, tuple(map(kind_of, values)))
        return tuples(self._run(said, given, PATIENCE))

    def read(
        self, sql: str, values: Sequence[object] = (), seconds: float = PATIENCE
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the columns and the rows of *sql*; *values*: of its p1, p2..."""
        given = {f"p{place}": value for place, value in enumerate(values, 1)}
        found = self.table(sql, given, seconds)
        return list(found.column_names), tuples(found)

    def table(
        self, sql: str, values: Mapping[str, object] | None = None, seconds: float = PATIENCE
    ) -> pa.Table:
        """Return the rows of a query in columns, stopped in time."""
        found: pa.Table = self._with(lambda s: s.table(sql, values or {}, seconds), seconds)
        return found

    def types(self, sql: str) -> list[Sort]:
        """Return what each column of a query holds."""
        sort = self._driver.tables.words.sort
        return [sort(type_) for type_ in self._with(lambda session: session.types(sql))]

    def expected(self, statement: Statement, values: Mapping[str, object]) -> Expected:
        """Return about how much a compiled statement would read."""
        return self._expected(*self._prelude.whole(statement.said(self._driver.dialect), values))

    def _expected(self, sql: str, values: Mapping[str, object]) -> Expected:
        found: Expected = self._with(lambda s: self._driver.expected(s, sql, values))
        return found

    def _run(self, said: Said, values: Mapping[str, object], seconds: float) -> pa.Table:
        sql, given = self._prelude.whole(said, values)
        self._not_too_much(said, sql, given)
        return self.table(sql, given, seconds)

    def _not_too_much(self, said: Said, sql: str, given: Mapping[str, object]) -> None:
        """Refuse what is expected to read more than the mapping allows, before it is asked."""
        most, most_bytes = self._prelude.most, self._prelude.most_bytes
        # Where all the tables together are small enough, nothing is asked for.
        unknown = any(self._prelude.sizes.get(fact) == 0 for fact in said.tables)
        large = most is not None and (unknown or self._prelude.held(said) > most)
        if asker().anyway or not said.tables or not (large or most_bytes is not None):
            return
        found = self._expected(sql, given)
        if large and most is not None and found.rows is not None and found.rows > most:
            raise too_much(found.rows, most)
        if most_bytes is not None and found.bytes is not None and found.bytes > most_bytes:
            raise too_many_bytes(found.bytes, most_bytes)

    def _with(self, run: Callable[[Session], Any], seconds: float = PATIENCE) -> Any:
        session, new = self._sessions.take()
        if not new:
            # What it was opened with may have ended meanwhile: a server that was started again.
            try:
                return self._within(session, run, seconds)
            except BrokenError:
                self._sessions.drop()
                session, _new = self._sessions.take()
        return self._within(session, run, seconds)

    def _within(self, session: Session, run: Callable[[Session], Any], seconds: float) -> Any:
        limit, waiting, sound = Limit(session, seconds), asker(), False
        try:
            with waiting.while_running(session.stop), limit:
                found = run(session)
            sound = not waiting.gone and not limit.passed
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001 - drivers' errors are of no one family
            if waiting.gone:
                raise AbandonedError from None
            if limit.passed:
                raise too_long(seconds) from None
            told = error if isinstance(error, KpiError) else self._driver.refused(error)
            sound = not isinstance(told, BrokenError)
            raise told from None
        except BaseException:
            session.stop()  # half-way, as by Ctrl-C: what still runs is stopped there too
            raise
        finally:
            # What asked it to stop may still be on its way: it is not for the next question.
            self._sessions.give(session, sound=sound)
        return found

    def close(self) -> None:
        """Give back nothing: a session is held for as long as a statement runs."""


class Driven:
    """A warehouse behind a driver (see `kpi_core.engines.engine.Engine`)."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._sessions = Sessions(driver)
        self.tables = driver.tables
        self.scale = Sized(driver)

    def reading(self, prelude: Prelude) -> Reading:
        """Return what reads it, for one thread."""
        return Reading(self._sessions, prelude)

    def close(self) -> None:
        """End the sessions."""
        self._sessions.close()

    def stamp(self, reading: Reading, mapping: Warehouse) -> str:
        """
        Return what the warehouse tells of changes of the mapped tables.

        Where it tells nothing of one of them, it is taken to have changed each time that this is
        asked for, which the mapping's `fresh` says.
        """
        marks = [
            size.mark for size in self.scale.sizes(reading, [*mapping.tables.values()]).values()
        ]
        return repr(marks) if None not in marks else str(time.time_ns())

    def types(self, reading: Reading, table: Table, names: Sequence[str]) -> Types:
        """Return what fills these columns holds."""
        found = reading.types(self.tables.probe(table, names)) if names else []
        return dict(zip(names, found, strict=True))

    def held(self, reading: Reading, rows: str, names: Sequence[str]) -> dict[str, set[str]]:
        """Return the values of each column: one reading of the rows for all of them."""
        quoted = [self.tables.quoted(name) for name in names]
        sets = ", ".join(f"({name})" for name in quoted)
        found = reading.table(
            f"SELECT {', '.join(quoted)} FROM ({rows}) AS held GROUP BY GROUPING SETS ({sets})"
        )
        return {
            name: {str(value) for value in found.column(place).to_pylist() if value is not None}
            for place, name in enumerate(names)
        }

    def standing(self, reading: Reading, mapping: Warehouse) -> Iterator[Finding]:
        """Yield what is to be said of the server, and of tables that nothing tells of."""
        yield from self._driver.standing(reading.table)
        for table in mapping.tables.values():
            with suppress(KpiError):  # what is wrong with it is told with its columns
                if self.scale.sizes(reading, [table])[table.fact].mark is None:
                    yield Finding(Weight.NOTE, f"[{table.fact}] {table.title}", _UNTOLD)

    def strangers(
        self, reading: Reading, table: Table, name: str, known: Sequence[str], most: int
    ) -> list[str]:
        """Return values of theirs that are none of *known*."""
        word = self.tables.text(table.columns[name])
        given = [f"p{place}" for place in range(1, len(known) + 1)]
        held = ", ".join(self._driver.value(one, "text") for one in given)
        _names, rows = reading.read(
            f"SELECT DISTINCT word FROM (SELECT {word} AS word FROM {self.tables.source(table)})"
            f" AS said WHERE word NOT IN ({held}) LIMIT {most}",
            list(known),
        )
        return [str(row[0]) for row in rows if row[0] is not None]

    def inhabited(self, reading: Reading, table: Table) -> bool:
        """Tell whether any row counts."""
        return bool(reading.read(f"SELECT 1 AS one FROM {self.tables.source(table)} LIMIT 1")[1])

    def seen(self, reading: Reading, schema: str | None) -> Iterator[Seen]:
        """Yield the tables that may be read."""
        listed = reading.table(*self._driver.columns(schema))
        found: dict[tuple[str, str], dict[str, Sort]] = {}
        for place, name, column, type_ in tuples(listed):
            sort = self.tables.words.sort(str(type_))
            found.setdefault((str(place), str(name)), {})[str(column)] = sort
        for (place, name), columns in found.items():
            yield Seen(place, name, columns)

    def words(self, reading: Reading, table: Seen, column: str, most: int) -> list[str]:
        """Return the values of a column."""
        named = self.tables.text(Mapped(column=column))
        _names, rows = reading.read(
            f"SELECT DISTINCT {named} AS word FROM {self.tables.place(table.schema, table.name)}"
            f" WHERE {named} IS NOT NULL LIMIT {most}"
        )
        return [str(row[0]) for row in rows]


class Sized:
    """What such a warehouse tells of tables without reading them (see `Scale`): no index has any."""

    cubes = None
    indexes = False

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def sizes(self, reading: Reading, mapped: Sequence[Table]) -> Mapping[str, Size]:
        """Return the size of each table, by its fact; asked for once a reading."""
        wanted = {(t.schema, t.name) for t in mapped if t.query is None} - reading.sizes.keys()
        if wanted:
            with in_words(self._driver):
                found = self._driver.sizes(reading.table, sorted(wanted))
            reading.sizes |= {place: found.get(place, Size(0, None)) for place in wanted}
        return {table.fact: _size(table, reading) for table in mapped}

    def indexed(self, reading: Reading, table: Table) -> tuple[str, ...]:  # noqa: ARG002 - see above
        """Return nothing."""
        return ()

    def distinct(self, table: Table, name: str) -> Table:  # noqa: ARG002 - idem
        """Return all of it."""
        return table

    def ends(self, table: Table, name: str) -> Table:  # noqa: ARG002 - idem
        """Return all of it."""
        return table


def _size(table: Table, reading: Reading) -> Size:
    if table.query is not None:
        return Size(0, None)
    size = reading.sizes[table.schema, table.name]
    said = [table.where, *(mapped.sql for mapped in table.columns.values())]
    restless = any(_CLOCK.search(sql) for sql in said if sql is not None)
    return Size(size.rows, None) if restless else size


_UNTOLD = Text(
    en="Nothing tells when this table changes: it is read anew every `fresh` seconds of warehouse.toml.",
    fr="Rien ne dit quand cette table change\u00a0: elle est relue toutes les `fresh` secondes de warehouse.toml.",
)
