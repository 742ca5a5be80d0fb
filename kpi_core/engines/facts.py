"""The one seam between a question and whatever computes it: rows out of SQL, wherever they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from kpi_core.engines.asking import AbandonedError, asker
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.shape import EMBEDDED, Statement

#: Seconds after which a question is stopped.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Expected:
    """About how much a question reads, None where the engine does not tell."""

    rows: int | None = None
    bytes: int | None = None


class Facts(Protocol):
    """
    Reads the facts of one workspace, for one thread at a time; close it after use.

    Each method raises `KpiError`: LIMIT when it takes longer than *seconds*; of a warehouse also
    UPSTREAM, AUTH and NOT_FOUND, when it cannot be reached, lets nobody in or lacks what is read.
    """

    def rows(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> list[dict[str, object]]:
        """Return the rows of a compiled statement, by the names of their columns."""

    def arrow(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> pa.Table:
        """Return the rows of a compiled statement in columns, where they are many."""

    def expected(self, statement: Statement, values: Mapping[str, object]) -> Expected:
        """Return about how much a compiled statement would read."""

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a short statement of our own, written for the embedded store."""

    def close(self) -> None:
        """Give back what it reads through."""


class Embedded:
    """The facts in the workspace's own file."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def rows(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> list[dict[str, object]]:
        """Return the rows of a compiled statement (see `Facts`)."""
        said, bound = _bound(statement, values)
        with self._watched(seconds):
            found = self._cursor.execute(said, bound).fetchall()
        names = [column[0] for column in self._cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found]

    def arrow(
        self, statement: Statement, values: Mapping[str, object], seconds: float = PATIENCE
    ) -> pa.Table:
        """Return the rows of a compiled statement in columns (see `Facts`)."""
        said, bound = _bound(statement, values)
        with self._watched(seconds):
            # As a relation: from a result, the engine makes a second copy of the rows.
            return self._cursor.sql(said, params=bound).to_arrow_table()

    def expected(self, statement: Statement, values: Mapping[str, object]) -> Expected:  # noqa: ARG002 - see `Facts`
        """Return nothing: its engine tells what comes out of a statement, not what goes in."""
        return Expected()

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        watchdog = Timer(seconds, self._cursor.interrupt)
        watchdog.daemon = True
        watchdog.start()
        waiting = asker()
        try:
            with waiting.while_running(self._cursor.interrupt):
                yield
        except duckdb.InterruptException:
            if waiting.gone:
                raise AbandonedError from None
            raise too_long(seconds) from None
        finally:
            watchdog.cancel()

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a short statement of our own (see `Facts`)."""
        return self._cursor.execute(sql, values).fetchall()

    def close(self) -> None:
        """Give back the cursor."""
        self._cursor.close()


def _bound(statement: Statement, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    said = statement.said(EMBEDDED)
    return said.sql, {name: values[name] for name in said.parameters}


def tuples(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows of *table*."""
    columns = [column.to_pylist() for column in table.columns]
    return list(zip(*columns, strict=True))


def too_much(rows: int, most: int) -> KpiError:
    """Say that a question is not asked, because of what it is expected to read."""
    return KpiError(
        Kind.LIMIT,
        Text(
            en="This question is expected to read about {rows} {rows:row|rows} of the warehouse, more than most_rows = {most} in warehouse.toml: it was not asked. Narrow the period, or raise most_rows; on the command line, --anyway asks it all the same.",
            fr="Cette question lirait environ {rows} {rows:ligne|lignes} de l’entrepôt, plus que most_rows = {most} dans warehouse.toml\u00a0: elle n’a pas été posée. Réduisez la période, ou relevez most_rows\u202f; en ligne de commande, --anyway la pose quand même.",
        ).format(rows=rows, most=most),
    )


def too_many_bytes(found: int, most: int) -> KpiError:
    """Say that a question is not asked, because of how many bytes it is expected to read."""
    return KpiError(
        Kind.LIMIT,
        Text(
            en="This question is expected to read about {found} GB of the warehouse, more than most_bytes = {most} in warehouse.toml: it was not asked. Narrow the period, or raise most_bytes; on the command line, --anyway asks it all the same.",
            fr="Cette question lirait environ {found}\u00a0Go de l’entrepôt, plus que most_bytes = {most} dans warehouse.toml\u00a0: elle n’a pas été posée. Réduisez la période, ou relevez most_bytes\u202f; en ligne de commande, --anyway la pose quand même.",
        ).format(found=gigabytes(found), most=most),
    )


def gigabytes(size: int) -> Text:
    """Return bytes as decimal gigabytes, as warehouses charge them: never a little as nothing."""
    if 0 < size < _LEAST:
        return Text(en="less than 0.01", fr="moins de 0,01")
    told = f"{size / 1e9:,.2f}"
    return Text(en=told, fr=told.replace(",", "\u202f").replace(".", ","))


_LEAST = 10_000_000  # bytes


def too_long(seconds: float) -> KpiError:
    """Say that a question was stopped."""
    return KpiError(
        Kind.LIMIT,
        Text(
            en="The question took more than {s:g} s and was stopped. Ask for a shorter period or fewer groups.",
            fr="La question a pris plus de {s:g} s et a été arrêtée. Demandez une période plus courte ou moins de groupes.",
        ).format(s=seconds),
    )
