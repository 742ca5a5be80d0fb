"""What each driver of a warehouse is written to: the little that differs from one to another.

Questions, sessions, time limits, sizes and checks are the same for all (`kpi_core.engines.driven`).
A driver is loaded when its first session is opened, and a missing one is an error in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import pyarrow as pa

from kpi_core.engines.engine import Size
from kpi_core.engines.facts import Expected
from kpi_core.engines.finding import Finding
from kpi_core.engines.tables import Tables
from kpi_core.engines.words import Cause, because
from kpi_core.errors import KpiError
from kpi_core.warehouse.address import Address

#: Asks the warehouse for a table, values bound, within the usual time.
Ask = Callable[[str, Mapping[str, object]], pa.Table]


def only_query(sql: str, address: Address) -> str:
    """
    Return *sql*, whose grammar lets nothing but a query begin as it does; refuses anything else.

    Not for a dialect where `WITH` may stand before an INSERT.
    """
    word = re.match(r"[\s(]*(\w*)", sql)
    if word is None or word[1].upper() not in {"SELECT", "WITH"}:
        raise because(Cause.NOT_A_QUERY, address, sql[:80])
    return sql


def narrowed(table: pa.Table) -> pa.Table:
    """Return *table* with whole numbers of 64 bits, money of 128, and texts as plain ones."""
    return table.cast(pa.schema([(f.name, _narrow(f.type)) for f in table.schema]))


def _narrow(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(type_):
        return _narrow(type_.value_type)
    if pa.types.is_integer(type_):
        return pa.int64()
    if pa.types.is_decimal(type_):
        return pa.decimal128(38, type_.scale)
    if (
        pa.types.is_large_string(type_)
        or pa.types.is_binary(type_)
        or pa.types.is_large_binary(type_)
    ):
        return pa.string()
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us")
    return type_


class Session(Protocol):
    """
    One session, for one thread at a time; `stop` may be called from any other.

    Its clock is UTC's. It raises what its driver raises, which `Driver.refused` puts into words.
    """

    def table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        """
        Return the rows of a query in columns, and refuse whatever is none (`because`, NOT_A_QUERY).

        values: of its placeholders, as the dialect names them: days, moments without a zone (UTC),
        texts, whole numbers, floats, and lists of these that may hold None. seconds: after which
        the warehouse itself stops, where it can; `stop` is called then in any case.
        """

    def types(self, sql: str) -> list[str]:
        """Return the type of each column of a query without values, and read none of its rows."""

    def stop(self) -> None:
        """Have the warehouse stop what runs in this session, if anything does; raises nothing."""

    def close(self) -> None:
        """End it; raises nothing."""


class Driver(Protocol):
    """
    One kind of warehouse.

    dialect: of the compiler; title, extra: its name, and what installs its driver; tables: says
    what is mapped in its words.
    """

    dialect: str
    title: str
    extra: str
    tables: Tables

    def __init__(self, address: Address, password: str | None) -> None:
        """Keep what is needed to open sessions; opens and loads nothing."""

    def connect(self) -> Session:
        """Open a session; raises what the driver raises, and ImportError without it."""

    def refused(self, error: Exception) -> KpiError:
        """Say what an error of the driver's means (`kpi_core.engines.words.because`), no secret in it."""

    def value(self, name: str, type_: str) -> str:
        """Return the placeholder of a value: *type_* is `text` or `texts`."""

    def columns(self, schema: str | None) -> tuple[str, dict[str, object]]:
        """
        Return the query, and its values, that lists what may be read, the system's own left out.

        Its columns: schema, table, column, type, in the order of each table's own columns; *schema*:
        there only.
        """

    def expected(self, session: Session, sql: str, values: Mapping[str, object]) -> Expected:
        """Return about how much a query would read, told before any of it is read."""

    def sizes(self, ask: Ask, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Size]:
        """
        Return the size of each table by (schema, name), both as the mapping says them ('' for the
        schema of the address), and what changes when its rows do; those left out are not told.
        """

    def standing(self, ask: Ask) -> Iterator[Finding]:
        """Yield what is to be said of the server, its clock, and of what the user may do there."""
