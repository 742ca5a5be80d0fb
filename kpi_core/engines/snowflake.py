"""Snowflake through its own connector (see `kpi_core.engines.driving`)."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa

from kpi_core.engines import snowflake_words as words
from kpi_core.engines.driving import Ask
from kpi_core.engines.engine import Size
from kpi_core.engines.facts import PATIENCE, Expected
from kpi_core.engines.finding import Finding, Weight
from kpi_core.engines.single import one_query
from kpi_core.engines.snowflake_tables import TABLES, folded
from kpi_core.errors import KpiError
from kpi_core.warehouse.address import TOKEN, Address
from kpi_core.warehouse.unfolding import bound

#: The file of a key pair, and what opens it.
KEY, PHRASE = "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_PRIVATE_KEY_FILE_PWD"
_CONNECTING, _TRYING = 30, 3  # seconds; times that a request is sent
_LATER = 2  # seconds that the warehouse itself waits longer than whoever asks
_LOOKING = (
    0.02,
    0.5,
)  # seconds between two looks whether a statement is done, at first and at most
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# Of every session, whatever the account says: a day is UTC's, a week begins on Monday, our names
# keep their letters, and what nobody waits for is stopped.
_SESSION: Mapping[str, object] = {
    "TIMEZONE": "UTC",
    "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ",
    "WEEK_START": 1,
    "QUOTED_IDENTIFIERS_IGNORE_CASE": False,
    "ABORT_DETACHED_QUERY": True,
    "MULTI_STATEMENT_COUNT": 1,
    "CLIENT_TELEMETRY_ENABLED": False,
    "QUERY_TAG": "b2b-kpi",
}
# By the connector's numbers of types.
_TYPES = ("FIXED", "REAL", "TEXT", "DATE", "TIMESTAMP_NTZ", "VARIANT", "TIMESTAMP_LTZ", "TIMESTAMP_TZ",
          "TIMESTAMP_NTZ", "OBJECT", "ARRAY", "BINARY", "TIME", "BOOLEAN")  # fmt: skip
_ARROW = {
    "REAL": pa.float64(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
    **{f"TIMESTAMP_{zone}": pa.timestamp("us") for zone in ("NTZ", "LTZ", "TZ")},
}
# A placeholder; texts and names in quotation marks are gone past, and so are casts (`::`).
_VALUE = re.compile(r"'(?:[^'\\]|''|\\.)*'|\"(?:[^\"]|\"\")*\"|::|(?<![\w\]\)\"]):([a-z_]\w*)")
_PLAN = "EXPLAIN USING JSON "


class Snowflake:
    """A database of an account (see `kpi_core.engines.driving.Driver`)."""

    dialect = "snowflake"
    title = "Snowflake"
    extra = "snowflake"
    tables = TABLES

    def __init__(self, address: Address, password: str | None) -> None:
        self._address = address
        self._password = password

    def connect(self) -> SnowflakeSession:
        """Open a session: by a token, else a key pair, else a password."""
        import snowflake.connector as snowflake  # noqa: PLC0415 - an optional extra

        at = self._address
        base, schema = (*at.names, None)[:2]
        given: dict[str, Any] = {"account": at.host}
        if at.host in _LOCAL or "." in at.host or at.port:
            given |= {"account": at.host.partition(".")[0], "host": at.host, "port": at.port or 443}
        if not at.encrypted:
            given["protocol"] = "http"
        elif at.option("ca"):
            given["custom_root_store_path"] = at.option("ca")
        named = {"warehouse": at.option("warehouse"), "role": at.option("role"), "schema": schema}
        connection = snowflake.connect(
            user=at.user,
            database=base,
            application="b2b_kpi",
            paramstyle="numeric",
            login_timeout=_CONNECTING,
            retry_max_attempts=_TRYING,
            enable_server_session_keep_alive_auto_detection=False,
            session_parameters={
                **_SESSION,
                "STATEMENT_TIMEOUT_IN_SECONDS": int(PATIENCE) + _LATER,
            },
            **{name: value for name, value in named.items() if value is not None},
            **given,
            **self._who(),
        )
        return SnowflakeSession(connection, at)

    def _who(self) -> dict[str, str]:
        if token := os.environ.get(TOKEN):
            # A token of OAuth is a JSON web token; else it is one of a program's.
            way = "oauth" if token.startswith("eyJ") else "PROGRAMMATIC_ACCESS_TOKEN"
            return {"authenticator": way, "token": token}
        if file := os.environ.get(KEY):
            phrase = os.environ.get(PHRASE)
            told = {"authenticator": "SNOWFLAKE_JWT", "private_key_file": file}
            return told | ({"private_key_file_pwd": phrase} if phrase else {})
        return {"password": self._password or ""}

    def refused(self, error: Exception) -> KpiError:
        """Say what an error means, by the server's number of it."""
        return words.refused(self._address, error)

    def value(self, name: str, type_: str) -> str:
        """Return the placeholder of a value."""
        return f"CAST(PARSE_JSON(:{name}) AS ARRAY)" if type_ == "texts" else f":{name}"

    def columns(self, schema: str | None) -> tuple[str, dict[str, object]]:
        """Return the query that lists the columns of the database; names as a mapping writes them."""

        def told(name: str) -> str:
            return f"IFF(REGEXP_LIKE({name}, '[A-Z_][A-Z0-9_$]*'), {name}, '\"' || {name} || '\"')"

        sql = (
            f"SELECT {told('table_schema')} AS s, {told('table_name')} AS t, {told('column_name')} AS c,"
            " IFF(data_type = 'NUMBER', 'NUMBER(' || numeric_precision || ',' || numeric_scale || ')',"
            " data_type) AS d FROM information_schema.columns WHERE "
        )
        order = " ORDER BY table_schema, table_name, ordinal_position"
        if schema is not None:
            return f"{sql}table_schema = :p1{order}", {"p1": folded(schema)}
        return f"{sql}table_schema <> 'INFORMATION_SCHEMA'{order}", {}

    def expected(
        self, session: SnowflakeSession, sql: str, values: Mapping[str, object]
    ) -> Expected:
        """Return the bytes of the partitions that are left once the plan has spared the rest."""
        found = session.table(_PLAN + one_query(sql, "snowflake", self._address), values, PATIENCE)
        told = json.loads(str(found.column(0)[0].as_py()))
        return Expected(bytes=int(told["GlobalStats"]["bytesAssigned"]))

    def sizes(self, ask: Ask, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Size]:
        """Return of each table its rows and when it was altered, which its rows alter; not of views."""
        found: dict[tuple[str, str], Size] = {}
        for place in places:
            above = [folded(part) for part in place[0].split(".") if part]
            base = f"{TABLES.quoted(above[0])}." if len(above) > 1 else ""
            given: dict[str, object] = {"p1": folded(place[1])}
            within = "CURRENT_SCHEMA()"
            if above:
                given["p2"], within = above[-1], ":p2"
            with suppress(KpiError):  # not there, or not ours to read: told with its columns
                rows = ask(
                    "SELECT row_count AS r, TO_VARCHAR(last_altered) AS a, table_type AS t"
                    f" FROM {base}information_schema.tables"
                    f" WHERE table_name = :p1 AND table_schema = {within}",
                    given,
                )
                for count, altered, kind in zip(
                    *(c.to_pylist() for c in rows.columns), strict=True
                ):
                    mark = f"{count} {altered}" if kind == "BASE TABLE" else None
                    found[place] = Size(int(count or 0), mark)
        return found

    def standing(self, ask: Ask) -> Iterator[Finding]:
        """Yield what is to be said of the server, its clock, and of who computes."""
        rows = ask(
            "SELECT CURRENT_VERSION(), CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_USER(),"
            " CURRENT_ROLE(), CURRENT_WAREHOUSE(), TO_VARCHAR(CURRENT_TIMESTAMP(), 'TZHTZM')",
            {},
        )
        version, base, schema, user, role, computes, zone = (c[0].as_py() for c in rows.columns)
        place = f"{base}.{schema}"
        told = words.SERVER.format(version=version, base=base, schema=schema, user=user, role=role or "–", warehouse=computes or "–")  # fmt: skip
        yield Finding(Weight.OK, place, told)
        if zone not in {"+0000", "Z"}:
            yield Finding(Weight.FAULT, place, words.CLOCK)
        if computes is None:
            yield Finding(Weight.FAULT, place, words.IDLE)
        yield Finding(Weight.NOTE, place, words.READS)


class SnowflakeSession:
    """One session (see `kpi_core.engines.driving.Session`)."""

    def __init__(self, connection: Any, address: Address) -> None:
        self._connection = connection
        self._address = address
        self._running: str | None = None
        self._stopped = False
        self._limit = int(PATIENCE)

    def table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        """Return the rows of a query."""
        asked = sql if sql.startswith(_PLAN) else one_query(sql, "snowflake", self._address)
        if (limit := int(seconds)) != self._limit:
            told = f"ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = {limit + _LATER}"
            self._connection.cursor().execute(told)
            self._limit = limit
        told, given = _numbered(asked, values)
        cursor = self._connection.cursor()
        try:
            self._done(cursor, told, given)
            return _columns(cursor.description or [], cursor.fetchall())
        finally:
            self._running, self._stopped = None, False
            cursor.close()

    def _done(self, cursor: Any, sql: str, given: Sequence[object]) -> None:
        """Have a statement run to its end; it has a name, by which it may be stopped, from its start."""
        connection = self._connection
        cursor.execute_async(sql, given or None)
        self._running = running = cursor.sfqid
        wait, most = _LOOKING
        while connection.is_still_running(connection.get_query_status(running)):
            if self._stopped:  # before it had a name
                self.stop()
            time.sleep(wait)
            wait = min(wait * 1.5, most)
        connection.get_query_status_throw_if_error(running)
        cursor.get_results_from_sfqid(running)
        cursor.fetchmany(0)  # what it is called by comes with the first look at it

    def types(self, sql: str) -> list[str]:
        """Return the types of the columns of a query."""
        with self._connection.cursor() as cursor:
            return [
                _type(told) for told in cursor.describe(one_query(sql, "snowflake", self._address))
            ]

    def stop(self) -> None:
        """Have the warehouse end what runs."""
        self._stopped = True
        if (running := self._running) is not None:
            with suppress(Exception):  # what ended meanwhile cannot be stopped
                self._connection.cursor().abort_query(running)

    def close(self) -> None:
        """End the session."""
        with suppress(Exception):
            self._connection.close()


def _numbered(sql: str, values: Mapping[str, object]) -> tuple[str, list[object]]:
    """Return a statement with its values by their places, each once."""
    names = list(values)

    def placed(found: re.Match[str]) -> str:
        return f":{names.index(found[1]) + 1}" if found[1] in values else found[0]

    given = [_bound(value) for value in values.values()]
    return _VALUE.sub(placed, sql), given


def _bound(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return bound(value)
    # As a text, which is cast there: bound as it is, it would be read by the clock of the session.
    return value.isoformat(" ") if isinstance(value, dt.datetime) else value


def _type(told: Any) -> str:
    name = _TYPES[told.type_code] if told.type_code < len(_TYPES) else "OTHER"
    return f"FIXED({told.precision or 38},{told.scale or 0})" if name == "FIXED" else name


def _columns(described: Sequence[Any], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows in columns of the types that they are described by."""
    found = list(zip(*rows, strict=True)) or [()] * len(described)
    arrays = [_column(told, values) for told, values in zip(described, found, strict=True)]
    return pa.Table.from_arrays(arrays, names=[told.name for told in described])


def _column(told: Any, values: Sequence[Any]) -> pa.Array:
    name = _type(told)
    if name.startswith("FIXED"):
        type_ = pa.decimal128(38, told.scale) if told.scale else pa.int64()
    else:
        type_ = _ARROW.get(name, pa.string())
    if pa.types.is_timestamp(type_):
        values = [_utc(value) for value in values]
    return pa.array(values, type_)


def _utc(value: dt.datetime | None) -> dt.datetime | None:
    if value is None or value.tzinfo is None:
        return value
    return value.astimezone(dt.UTC).replace(tzinfo=None)
