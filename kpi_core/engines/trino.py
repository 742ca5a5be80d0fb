"""Trino through its own client (see `kpi_core.engines.driving`)."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa

from kpi_core.engines.driving import Ask, only_query
from kpi_core.engines.engine import Size
from kpi_core.engines.facts import Expected
from kpi_core.engines.finding import Finding, Weight
from kpi_core.engines.tables import Sort
from kpi_core.engines.trino_tables import TABLES, WORDS
from kpi_core.engines.words import Cause, because
from kpi_core.errors import KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import TOKEN, Address

_CONNECTING, _SILENT = 10.0, 120.0  # seconds
# What stands between quotes, or a value's name.
_NAMED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(?<!:):([A-Za-z_]\w*)")
_ARROW = {
    Sort.DAY: pa.date32(),
    Sort.MOMENT: pa.timestamp("us"),
    Sort.ZONED: pa.timestamp("us", "UTC"),
    Sort.WHOLE: pa.int64(),
    Sort.FLOAT: pa.float64(),
    Sort.TEXT: pa.string(),
}


class Trino:
    """A Trino (see `kpi_core.engines.driving.Driver`)."""

    dialect = "trino"
    title = "Trino"
    extra = "trino"
    tables = TABLES

    def __init__(self, address: Address, password: str | None) -> None:
        self._address = address
        self._password = password

    def connect(self) -> TrinoSession:
        """Open a session: who asks, how, and where tables are that name no schema."""
        from requests import Session as Web  # noqa: PLC0415 - an optional extra, as what follows
        from trino.auth import BasicAuthentication, JWTAuthentication  # noqa: PLC0415 - idem
        from trino.dbapi import connect  # noqa: F401, PLC0415 - idem: told now where it is missing

        at, web = self._address, Web()
        web.verify = at.option("ca") or True
        token, auth = os.environ.get(TOKEN), None
        if at.encrypted and token:
            auth = JWTAuthentication(token)
        elif at.encrypted and self._password:
            auth = BasicAuthentication(at.user, self._password)
        catalog, *schema = at.names
        given = {
            "host": at.host,
            "port": at.port or (443 if at.encrypted else 8080),
            "user": at.user or "b2b-kpi",
            "http_scheme": "https" if at.encrypted else "http",
            "auth": auth,
            "catalog": catalog,
            "schema": schema[0] if schema else None,
            "source": "b2b-kpi",
            "timezone": "UTC",
            "request_timeout": (_CONNECTING, _SILENT),
            "max_attempts": 1,
            "http_session": web,
            "legacy_prepared_statements": False,
        }
        return TrinoSession(given, at)

    def refused(self, error: Exception) -> KpiError:
        """Say what an error means, by the server's name of it."""
        name, why = getattr(error, "error_name", None), _sentence(error)
        for cause, names in _NAMES.items():
            if name in names:
                return because(cause, self._address, why)
        if name is not None:
            busy = name.startswith("EXCEEDED_") or "MEMORY" in name
            return because(Cause.BUSY if busy else Cause.REFUSES, self._address, why)
        told = f"{type(error).__name__} {error}".lower()
        for cause, signs in _SIGNS.items():
            if any(sign in told for sign in signs):
                return because(cause, self._address, why)
        return because(Cause.REFUSES, self._address, why)

    def value(self, name: str, type_: str) -> str:
        """Return the placeholder of a value."""
        return f"CAST(json_parse(:{name}) AS ARRAY(VARCHAR))" if type_ == "texts" else f":{name}"

    def columns(self, schema: str | None) -> tuple[str, dict[str, object]]:
        """Return the query that lists what may be read in the catalog of the address."""
        told = "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns WHERE "
        order = " ORDER BY table_schema, table_name, ordinal_position"
        if schema is not None:
            return f"{told}table_schema = :p1{order}", {"p1": schema}
        return f"{told}table_schema <> 'information_schema'{order}", {}

    def expected(self, session: TrinoSession, sql: str, values: Mapping[str, object]) -> Expected:
        """Return what the connectors expect to read; they tell nothing without statistics."""
        (said,) = session.explained(sql, values)
        found = [one.get("estimate", {}) for one in said.get("inputTableColumnInfos", ())]
        return Expected(_summed(found, "outputRowCount"), _summed(found, "outputSizeInBytes"))

    def sizes(self, ask: Ask, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Size]:  # noqa: ARG002 - see below
        """Return nothing: what its connectors tell of changes is not the same of any two."""
        return {}

    def standing(self, ask: Ask) -> Iterator[Finding]:
        """Yield what is to be said of the server, and that it knows no session that only reads."""
        (row,) = ask(
            "SELECT version() AS version, current_user AS who, current_catalog AS catalog,"
            " current_timezone() AS zone",
            {},
        ).to_pylist()
        yield Finding(Weight.OK, row["catalog"], _SERVER.format(**row))
        if row["zone"] != "UTC":
            yield Finding(Weight.FAULT, row["catalog"], _CLOCK)
        yield Finding(Weight.NOTE, row["catalog"], _READS)


class TrinoSession:
    """What questions are asked with (see `kpi_core.engines.driving.Session`): it is no connection."""

    def __init__(self, given: Mapping[str, Any], address: Address) -> None:
        self._given = given
        self._address = address
        self._running: Any = None

    def table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        """Return the rows of a query."""
        rows, described = self._asked(only_query(sql, self._address), values, seconds)
        columns = list(zip(*rows, strict=True)) or [()] * len(described)
        types = [_arrow(str(one[1])) for one in described]
        return pa.table(
            [pa.array(column, type_) for column, type_ in zip(columns, types, strict=True)],
            names=[one[0] for one in described],
        )

    def types(self, sql: str) -> list[str]:
        """Return the types of the columns of a query."""
        asked = f"SELECT * FROM ({only_query(sql, self._address)}) AS probed LIMIT 0"
        return [str(one[1]) for one in self._asked(asked, {}, 60)[1]]

    def explained(self, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return what a query would read, as the server tells it in JSON."""
        asked = f"EXPLAIN (TYPE IO, FORMAT JSON) {only_query(sql, self._address)}"
        rows, _described = self._asked(asked, values, 60)
        return [json.loads(row[0]) for row in rows]

    def _asked(
        self, sql: str, values: Mapping[str, object], seconds: float
    ) -> tuple[list[Sequence[Any]], Sequence[Sequence[Any]]]:
        from trino.dbapi import connect  # noqa: PLC0415 - an optional extra

        # A little later than whoever waits gives up: this one is for when nobody can.
        limits = {"query_max_run_time": f"{int(seconds) + 2}s"}
        cursor = connect(**self._given, session_properties=limits).cursor()
        told, names = _in_turn(sql)
        self._running = cursor
        try:
            cursor.execute(told, [_bound(values[name]) for name in names] or None)
            return cursor.fetchall(), cursor.description or ()
        finally:
            self._running = None

    def stop(self) -> None:
        """Have the server end what runs."""
        if (running := self._running) is not None:
            with suppress(Exception):  # what ended meanwhile cannot be stopped
                running.cancel()

    def close(self) -> None:
        """Close its connections."""
        with suppress(Exception):
            self._given["http_session"].close()


@lru_cache(maxsize=256)
def _in_turn(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return a statement whose values are given in turn, and their names."""
    names: list[str] = []

    def placed(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        names.append(found[1])
        return "?"

    return _NAMED.sub(placed, sql), tuple(names)


def _bound(value: object) -> object:
    """Return *value* as a statement is given it: a list as one text, which it unfolds."""
    if isinstance(value, (list, tuple)):
        plain = [str(one) if isinstance(one, (dt.date, Decimal)) else one for one in value]
        return json.dumps(plain, ensure_ascii=False)
    return value


def _arrow(type_: str) -> pa.DataType:
    sort = WORDS.sort(type_)
    if sort is Sort.EXACT:
        scale = re.search(r",\s*(\d+)", type_)
        return pa.decimal128(38, int(scale[1]) if scale else 0)
    return _ARROW.get(sort) or (pa.bool_() if type_ == "boolean" else None)


def _summed(found: Sequence[Mapping[str, Any]], name: str) -> int | None:
    told = [one[name] for one in found if isinstance(one.get(name), int | float)]
    known = [float(one) for one in told if one == one]  # noqa: PLR0124 - NaN is what it does not know
    return round(sum(known)) if known and len(known) == len(found) else None


def _sentence(error: Exception) -> str:
    """Return what an error says first; not where it is: that repeats nothing of use."""
    told = str(getattr(error, "message", None) or error)
    return re.sub(r"^line \d+:\d+: ", "", told)


# The server's names of errors.
_NAMES: Mapping[Cause, frozenset[str]] = {
    Cause.MISSING: frozenset(
        {"TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "CATALOG_NOT_FOUND", "COLUMN_NOT_FOUND",
         "FUNCTION_NOT_FOUND", "SYNTAX_ERROR", "MISSING_CATALOG_NAME", "MISSING_SCHEMA_NAME",
         "MISSING_TABLE", "VIEW_IS_STALE"}
    ),
    Cause.RIGHTS: frozenset({"PERMISSION_DENIED"}),
    Cause.VALUES: frozenset(
        {"DIVISION_BY_ZERO", "INVALID_CAST_ARGUMENT", "INVALID_FUNCTION_ARGUMENT", "TYPE_MISMATCH",
         "NUMERIC_VALUE_OUT_OF_RANGE", "INVALID_LITERAL"}
    ),
    Cause.BUSY: frozenset(
        {"QUERY_QUEUE_FULL", "CLUSTER_OUT_OF_MEMORY", "NO_NODES_AVAILABLE", "USER_CANCELED",
         "ADMINISTRATIVELY_KILLED", "QUERY_TEXT_TOO_LARGE"}
    ),
}  # fmt: skip
# What the client says where no server does.
_SIGNS: Mapping[Cause, tuple[str, ...]] = {
    Cause.TLS: ("certificate", "ssl", "tls"),
    Cause.LOGIN: ("401", "autherror", "unauthorized"),
    Cause.RIGHTS: ("403",),
    Cause.HOST: (
        "refused", "name or service", "resolve", "timed out", "timeout", "no route", "unreachable",
        "max retries",
    ),
    Cause.LOST: ("connection aborted", "reset by peer", "remote end closed", "502", "503", "504"),
}  # fmt: skip

_SERVER = Text(
    en="Trino {version}, catalog {catalog}, as {who}.",
    fr="Trino {version}, catalogue {catalog}, en tant que {who}.",
)
_CLOCK = Text(
    en="The session did not take UTC for its time zone: ask who runs this Trino.",
    fr="La session n’a pas pris UTC pour fuseau horaire\u00a0: demandez à qui administre ce Trino.",
)
_READS = Text(
    en="Trino knows no read-only session: only queries are sent, and a user that may only read is safer.",
    fr="Trino n’a pas de session en lecture seule\u00a0: seules des requêtes de lecture lui sont envoyées, et un utilisateur qui ne peut que lire est plus sûr.",
)
