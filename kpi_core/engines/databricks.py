"""Databricks SQL through its own connector (see `kpi_core.engines.driving`)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa

from kpi_core.engines import databricks_words as words
from kpi_core.engines.databricks_signing import Signing
from kpi_core.engines.databricks_tables import TABLES
from kpi_core.engines.driving import Ask, narrowed
from kpi_core.engines.engine import Size
from kpi_core.engines.facts import Expected
from kpi_core.engines.finding import Finding, Weight
from kpi_core.errors import KpiError
from kpi_core.warehouse.address import Address
from kpi_core.warehouse.unfolding import bound

#: Who signs in where there is no token: a service principal (OAuth, machine to machine).
CLIENT, SECRET = "DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET"
# A warehouse that sleeps says so until it is awake; a serverless one is within seconds.
_AWAKENING, _SILENT = 120, 180  # seconds
# Of sessions of SQL warehouses, then of clusters, which call them otherwise: one of each is taken.
_SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET ANSI_MODE = true",
    "SET spark.sql.ansi.enabled = true",
)
_OURS = (
    "DESCRIBE "  # what our own statements begin with that are no queries; nothing of a mapping does
)


class Databricks:
    """A SQL warehouse, or a cluster (see `kpi_core.engines.driving.Driver`)."""

    dialect = "databricks"
    title = "Databricks"
    extra = "databricks"
    tables = TABLES

    def __init__(self, address: Address, password: str | None) -> None:
        self._address = address
        self._token = password

    def connect(self) -> DatabricksSession:
        """Open a session, by a personal access token, else as a service principal."""
        from databricks import sql  # noqa: PLC0415 - an optional extra

        at = self._address
        catalog, schema = (*at.names, None)[:2]
        path = "/" + (at.option("http_path") or "").strip("/")
        given: dict[str, Any] = {}
        if not at.encrypted:
            given["_connection_uri"] = f"http://{at.host}:{at.port or 80}{path}"
        elif at.option("ca"):
            given["_tls_trusted_ca_file"] = at.option("ca")
        client, secret = os.environ.get(CLIENT), os.environ.get(SECRET)
        if self._token is None and client and secret:
            given["credentials_provider"] = Signing(at, client, secret).provider
        else:
            # An empty one is refused by the server; none at all would open a browser.
            given["access_token"] = self._token or "-"
        connection = sql.connect(
            server_hostname=at.host,
            port=at.port or 443,
            http_path=path,
            catalog=catalog,
            schema=schema,
            user_agent_entry="b2b-kpi",
            enable_telemetry=False,
            use_cloud_fetch=False,  # all rows from the one host that is named
            _socket_timeout=_SILENT,
            _retry_stop_after_attempts_duration=_AWAKENING,
            **({"_retry_stop_after_attempts_count": 2} if not at.encrypted else {}),
            **given,
        )
        return DatabricksSession(connection, at)

    def refused(self, error: Exception) -> KpiError:
        """Say what an error means, by the state that Spark gives it."""
        return words.refused(self._address, error)

    def value(self, name: str, type_: str) -> str:
        """Return the placeholder of a value."""
        return f"from_json(:{name}, 'array<string>')" if type_ == "texts" else f":{name}"

    def columns(self, schema: str | None) -> tuple[str, dict[str, object]]:
        """Return the query that lists the columns of the catalog."""
        told = "SELECT table_schema, table_name, column_name, full_data_type FROM information_schema.columns WHERE "
        order = " ORDER BY table_schema, table_name, ordinal_position"
        if schema is not None:
            return f"{told}table_schema = lower(:p1){order}", {"p1": schema}
        return f"{told}table_schema <> 'information_schema'{order}", {}

    def expected(
        self,
        session: DatabricksSession,  # noqa: ARG002 - see below
        sql: str,  # noqa: ARG002 - idem
        values: Mapping[str, object],  # noqa: ARG002 - idem
    ) -> Expected:
        """Return nothing: its plans tell sizes only of tables that somebody had counted."""
        return Expected()

    def sizes(self, ask: Ask, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Size]:
        """Return of each Delta table its last version: nothing else tells when its rows change."""
        found = {}
        for schema, name in places:
            with suppress(KpiError):  # no Delta table, or its history is not ours to read
                (last,) = ask(
                    f"{_OURS}HISTORY {TABLES.place(schema, name)} LIMIT 1", {}
                ).to_pylist()
                found[schema, name] = Size(0, f"{last['version']} {last['timestamp']}")
        return found

    def standing(self, ask: Ask) -> Iterator[Finding]:
        """Yield what is to be said of the server, its clock, and that it may be written."""
        (row,) = ask(
            "SELECT version() AS version, current_timezone() AS zone, current_catalog() AS catalog,"
            " current_database() AS base, current_user() AS user",
            {},
        ).to_pylist()
        place = f"{row['catalog']}.{row['base']}"
        told = str(row["version"]).partition(" ")[0]
        yield Finding(
            Weight.OK, place, words.SERVER.format(version=told, place=place, user=row["user"])
        )
        if row["zone"] not in {"UTC", "Etc/UTC"}:
            yield Finding(Weight.FAULT, place, words.CLOCK)
        yield Finding(Weight.NOTE, place, words.READS)


class DatabricksSession:
    """One session (see `kpi_core.engines.driving.Session`)."""

    def __init__(self, connection: Any, address: Address) -> None:
        self._connection = connection
        self._address = address
        self._running: Any = None
        self._limit = 0
        for statement in _SESSION:
            self._set(statement)

    def _set(self, statement: str) -> None:
        from databricks.sql.exc import ServerOperationError  # noqa: PLC0415 - an optional extra

        with self._connection.cursor() as cursor, suppress(ServerOperationError):
            cursor.execute(statement)

    def table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        """Return the rows of a query."""
        # A little later than whoever waits gives up: this one is for when nobody can.
        if (limit := int(seconds) + 2) != self._limit:
            self._set(f"SET STATEMENT_TIMEOUT = {limit}")
            self._limit = limit
        # Within brackets the grammar takes a query and nothing else: no statement that writes.
        return self._rows(sql if sql.startswith(_OURS) else f"SELECT * FROM ({sql})", values)

    def _rows(self, sql: str, values: Mapping[str, object]) -> pa.Table:
        given = [_parameter(name, value) for name, value in values.items()]
        with self._connection.cursor() as cursor:
            self._running = cursor
            try:
                cursor.execute(sql, given or None)
                return narrowed(cursor.fetchall_arrow())
            finally:
                self._running = None

    def types(self, sql: str) -> list[str]:
        """Return the types of the columns of a query."""
        found = self._rows(f"{_OURS}QUERY SELECT * FROM ({sql})", {})
        return [str(type_) for type_ in found.column("data_type").to_pylist()]

    def stop(self) -> None:
        """Cancel the statement that runs."""
        if (running := self._running) is not None:
            with suppress(Exception):  # what ended meanwhile cannot be stopped
                running.cancel()

    def close(self) -> None:
        """End the session."""
        with suppress(Exception):
            self._connection.close()


def _parameter(name: str, value: object) -> Any:
    """Return a value as the connector is given it: lists and moments as texts that are cast there."""
    from databricks.sql import parameters  # noqa: PLC0415 - an optional extra

    if isinstance(value, (list, tuple)):
        value = bound(value)
    elif isinstance(value, dt.datetime):
        value = value.isoformat(" ")
    kinds: dict[type, Any] = {
        type(None): parameters.VoidParameter,
        dt.date: parameters.DateParameter,
        int: parameters.BigIntegerParameter,
        float: parameters.DoubleParameter,
    }
    return kinds.get(type(value), parameters.StringParameter)(name=name, value=value)
