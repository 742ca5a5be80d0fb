"""BigQuery through its own client (see `kpi_core.engines.driving`)."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kpi_core.engines import bigquery_words as words
from kpi_core.engines.bigquery_tables import TABLES
from kpi_core.engines.driving import Ask, narrowed
from kpi_core.engines.engine import Size
from kpi_core.engines.facts import PATIENCE, Expected
from kpi_core.engines.finding import Finding, Weight
from kpi_core.engines.single import one_query
from kpi_core.errors import KpiError
from kpi_core.warehouse.address import Address
from kpi_core.warehouse.unfolding import bound

if TYPE_CHECKING:
    from google.cloud.bigquery import Client, QueryJob, SchemaField

#: Where an emulator answers instead of Google, as its own client knows it: nobody signs in there.
EMULATOR = "BIGQUERY_EMULATOR_HOST"
_TRYING = 10  # seconds that a request is sent again for, where nobody answers
_DECIMALS = 10  # that our statements keep at most; a BIGNUMERIC comes with 38
_KINDS = {bool: "BOOL", int: "INT64", float: "FLOAT64", str: "STRING", dt.date: "DATE", dt.datetime: "DATETIME"}  # fmt: skip
_TELLS = frozenset({"TABLE"})  # a view, or files outside, change without being told


class BigQuery:
    """A dataset of a project (see `kpi_core.engines.driving.Driver`)."""

    dialect = "bigquery"
    title = "BigQuery"
    extra = "bigquery"
    tables = TABLES

    def __init__(self, address: Address, password: str | None) -> None:  # noqa: ARG002 - see `_client`
        self._address = address

    def connect(self) -> BigQuerySession:
        """Open a client of its own, by the Application Default Credentials."""
        return BigQuerySession(self._client(), self._address)

    def _client(self) -> Client:
        from google.cloud.bigquery import Client  # noqa: PLC0415 - an optional extra

        given: dict[str, Any] = {}
        if os.environ.get(EMULATOR):
            from google.auth.credentials import AnonymousCredentials  # noqa: PLC0415 - idem

            given["credentials"] = AnonymousCredentials()  # type: ignore[no-untyped-call]
        at = self._address
        return Client(project=at.host, location=at.option("location"), **given)

    def refused(self, error: Exception) -> KpiError:
        """Say what an error means, by its kind and the reason that is given with it."""
        return words.refused(self._address, error)

    def value(self, name: str, type_: str) -> str:
        """Return the placeholder of a value."""
        return f"JSON_VALUE_ARRAY(@{name})" if type_ == "texts" else f"@{name}"

    def columns(self, schema: str | None) -> tuple[str, dict[str, object]]:
        """Return the query that lists the columns of a dataset: the address's, unless one is named."""
        place = TABLES.place(self._dataset(schema or ""), "INFORMATION_SCHEMA")
        told = "SELECT table_schema, table_name, column_name, data_type"
        return f"{told} FROM {place}.COLUMNS ORDER BY table_name, ordinal_position", {}

    def expected(
        self, session: BigQuerySession, sql: str, values: Mapping[str, object]
    ) -> Expected:
        """Return the bytes that a dry run tells, which are those that would be paid for."""
        return Expected(bytes=session.dry(sql, values).total_bytes_processed)

    def sizes(self, ask: Ask, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Size]:  # noqa: ARG002 - asked of the service itself: a query of them is paid for
        """Return what the service tells of each table."""
        from google.api_core.exceptions import ClientError  # noqa: PLC0415 - an optional extra

        found = {}
        try:
            with closing(self._client()) as client:
                for schema, name in places:
                    with suppress(
                        ClientError
                    ):  # not there, or not ours to read: told with its columns
                        place = f"{self._dataset(schema)}.{name}"
                        found[schema, name] = _size(client.get_table(place, _retry(), _TRYING))
        except Exception as error:  # noqa: BLE001 - of the service, of signing in, of the network
            raise self.refused(error) from None
        return found

    def _dataset(self, schema: str) -> str:
        """Return project.dataset of what a mapping says."""
        at = self._address
        if not schema:
            return f"{at.host}.{at.database}"
        return schema if "." in schema else f"{at.host}.{schema}"

    def standing(self, ask: Ask) -> Iterator[Finding]:
        """Yield who asks, by which clock, and what questions cost."""
        (row,) = ask("SELECT SESSION_USER() AS user, @@time_zone AS zone", {}).to_pylist()
        place = self._address.place
        yield Finding(Weight.OK, place, words.SERVER.format(place=place, user=row["user"]))
        if row["zone"] != "UTC":
            yield Finding(Weight.FAULT, place, words.CLOCK)
        yield Finding(Weight.NOTE, place, words.READS)


class BigQuerySession:
    """One client (see `kpi_core.engines.driving.Session`)."""

    def __init__(self, client: Client, address: Address) -> None:
        self._client = client
        self._address = address
        self._running: str | None = None

    def table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        """Return the rows of a query."""
        self._running = uuid.uuid4().hex
        try:
            job = self._asked(sql, values, seconds, job_id=self._running)
            rows = job.result(retry=_retry(), timeout=seconds + _TRYING, job_retry=None)
            return _exact(rows.to_arrow(create_bqstorage_client=False))
        finally:
            self._running = None

    def dry(self, sql: str, values: Mapping[str, object]) -> QueryJob:
        """Return what is told of a query that is not run."""
        return self._asked(sql, values, PATIENCE, dry_run=True)

    def types(self, sql: str) -> list[str]:
        """Return the types of the columns of a query, which a dry run tells."""
        return [_type(field) for field in self.dry(sql, {}).schema or ()]

    def _asked(
        self, sql: str, values: Mapping[str, object], seconds: float, job_id: str | None = None, *, dry_run: bool = False
    ) -> QueryJob:  # fmt: skip
        from google.cloud.bigquery import (  # noqa: PLC0415 - an optional extra
            ConnectionProperty,
            QueryJobConfig,
            ScalarQueryParameter,
        )

        at = self._address
        given = {
            name: bound(value) if isinstance(value, (list, tuple)) else value
            for name, value in values.items()
        }
        config = QueryJobConfig(
            default_dataset=f"{at.host}.{at.database}",
            query_parameters=[
                ScalarQueryParameter(name, _KINDS.get(type(value), "STRING"), value)
                for name, value in given.items()
            ],
            use_legacy_sql=False,
            dry_run=dry_run,
            use_query_cache=not dry_run,
            # A little later than whoever waits gives up: this one is for when nobody can.
            job_timeout_ms=int(seconds * 1000) + 2000,
            connection_properties=[ConnectionProperty("time_zone", "UTC")],
            labels={"application": "b2b-kpi"},
        )
        return self._client.query(
            one_query(sql, "bigquery", at), job_config=config, job_id=job_id, retry=_retry(), job_retry=None,
            timeout=_TRYING,
        )  # fmt: skip

    def stop(self) -> None:
        """Cancel the job that runs."""
        if (running := self._running) is not None:
            with suppress(Exception):  # what ended meanwhile cannot be stopped
                self._client.cancel_job(running, retry=None, timeout=_TRYING)

    def close(self) -> None:
        """Close its connections."""
        with suppress(Exception):
            self._client.close()


def _retry() -> Any:
    from google.cloud.bigquery import DEFAULT_RETRY  # noqa: PLC0415 - an optional extra

    return DEFAULT_RETRY.with_timeout(_TRYING)


def _size(table: Any) -> Size:
    """Return the rows of a table and when it was changed; rows that stream in are told apart."""
    stream = table.streaming_buffer
    told = (table.modified, table.num_rows, stream and stream.estimated_rows)
    return Size(int(table.num_rows or 0), repr(told) if table.table_type in _TELLS else None)


def _type(field: SchemaField) -> str:
    return "ARRAY" if field.mode == "REPEATED" else str(field.field_type)


def _exact(table: pa.Table) -> pa.Table:
    """Return *table* with no more decimals than our statements keep."""
    fields = [
        pa.field(f.name, pa.decimal128(38, _DECIMALS))
        if pa.types.is_decimal(f.type) and f.type.scale > _DECIMALS
        else f
        for f in table.schema
    ]
    return narrowed(table.cast(pa.schema(fields)))
