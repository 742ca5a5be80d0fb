"""ClickHouse through its own driver, over HTTP (see `kpi_core.engines.driving`)."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kpi_core.engines.clickhouse_tables import TABLES
from kpi_core.engines.driving import Ask, narrowed, only_query
from kpi_core.engines.engine import Size
from kpi_core.engines.facts import Expected
from kpi_core.engines.finding import Finding, Weight
from kpi_core.engines.words import Cause, because
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import TOKEN, Address

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

_CONNECTING, _SILENT = 10, 120  # seconds
#: Characters of one value that a server takes by default, and some are written as several.
_LONGEST = 100_000
# Days are compared with days, a row without a match has none, what adds up nothing is unknown, and
# a column is meant where a column of ours has its name: else the same SQL means something else.
_SESSION: Mapping[str, object] = {
    "session_timezone": "UTC",
    "join_use_nulls": 1,
    "group_by_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "prefer_column_name_to_alias": 1,
    "count_distinct_implementation": "uniqExact",
    "enable_extended_results_for_datetime_functions": 1,
    "max_query_size": 16_000_000,
    "max_ast_elements": 1_000_000,
    "max_expanded_ast_elements": 5_000_000,
    "output_format_arrow_date_as_uint16": 0,
}
#: Of each query: whoever hangs up has it stopped.
_QUERY: Mapping[str, object] = {
    "cancel_http_readonly_queries_on_client_close": 1,
    "wait_end_of_query": 1,
}


class ClickHouse:
    """A ClickHouse (see `kpi_core.engines.driving.Driver`)."""

    dialect = "clickhouse"
    title = "ClickHouse"
    extra = "clickhouse"
    tables = TABLES

    def __init__(self, address: Address, password: str | None) -> None:
        self._address = address
        self._password = password

    def connect(self) -> ClickHouseSession:
        """Open a session."""
        from clickhouse_connect import get_client  # noqa: PLC0415 - an optional extra

        at = self._address
        token = os.environ.get(TOKEN)
        who: dict[str, Any] = (
            {"access_token": token}
            if token
            else {"username": at.user or "default", "password": self._password or ""}
        )
        client = get_client(
            host=at.host,
            port=at.port or (8443 if at.encrypted else 8123),
            interface="https" if at.encrypted else "http",
            database=at.database,
            ca_cert=at.option("ca"),
            connect_timeout=_CONNECTING,
            send_receive_timeout=_SILENT,
            settings=dict(_SESSION),
            query_limit=0,
            query_retries=0,
            client_name="b2b-kpi",
            autogenerate_session_id=False,
            form_encode_query_params=True,
            dedicated_pool=True,
            **who,
        )
        # A profile that lets nothing be written may let that not be changed either, if for less.
        held = client.server_settings.get("readonly")
        strict = held is not None and str(held.value) == "2"
        return ClickHouseSession(client, at, {**_QUERY, **({} if strict else {"readonly": 1})})

    def refused(self, error: Exception) -> KpiError:
        """Say what an error means, by the server's number of it."""
        said, code = str(error), getattr(error, "code", None)
        why = _sentence(said)
        if re.search(
            r"^Setting \w+ is readonly$|Cannot modify '\w+' setting in readonly mode", said
        ):
            return KpiError(Kind.AUTH, _SETTINGS)
        for cause, codes in _CODES.items():
            if code in codes:
                return because(cause, self._address, why)
        if code is not None:
            return because(Cause.REFUSES, self._address, why)
        for cause, signs in _SIGNS.items():
            if any(sign in said.lower() for sign in signs):
                return because(cause, self._address, why)
        return because(Cause.REFUSES, self._address, why)

    def value(self, name: str, type_: str) -> str:
        """Return the placeholder of a value."""
        return f"{{{name}: {'Array(Nullable(String))' if type_ == 'texts' else 'String'}}}"

    def columns(self, schema: str | None) -> tuple[str, dict[str, object]]:
        """Return the query that lists what may be read."""
        told = "SELECT database, table, name, type FROM system.columns WHERE "
        if schema is not None:
            return f"{told}database = {{p1: String}} ORDER BY 1, 2, position", {"p1": schema}
        return (
            f"{told}lower(database) NOT IN ('system', 'information_schema') ORDER BY 1, 2, position",
            {},
        )

    def expected(
        self, session: ClickHouseSession, sql: str, values: Mapping[str, object]
    ) -> Expected:
        """Return the rows of what is left once partitions and keys have spared the rest."""
        found = session.table(f"EXPLAIN ESTIMATE {only_query(sql, self._address)}", values, 60)
        return Expected(rows=sum(found.column("rows").to_pylist()))

    def sizes(self, ask: Ask, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Size]:
        """Return of each table its rows, and the parts that hold them: those change with the rows."""
        given: dict[str, object] = {
            "p1": [schema for schema, _name in places],
            "p2": [name for _schema, name in places],
        }
        with suppress(KpiError):  # a user may not be let look at parts
            return {
                (row["wanted"], row["name"]): Size(int(row["held"] or 0), row["mark"])
                for row in ask(_SIZES, given).to_pylist()
            }
        return {}

    def standing(self, ask: Ask) -> Iterator[Finding]:
        """Yield what is to be said of the server, and whether the user may write."""
        (row,) = ask(
            "SELECT version() AS version, currentDatabase() AS base, currentUser() AS user,"
            " timezone() AS zone, getSetting('join_use_nulls') AS nulls",
            {},
        ).to_pylist()
        yield Finding(Weight.OK, row["base"], _SERVER.format(**row))
        if row["zone"] != "UTC" or not row["nulls"]:
            yield Finding(Weight.FAULT, row["base"], _SETTINGS)
        with suppress(KpiError):  # a user may not be let look at grants
            found = ask(_WRITES, {}).to_pylist()
            if found:
                rights = ", ".join(str(one["right"]) for one in found)
                yield Finding(Weight.WARNING, "", _CAN_WRITE.format(rights=rights))


class ClickHouseSession:
    """One client (see `kpi_core.engines.driving.Session`)."""

    def __init__(self, client: Client, address: Address, settings: Mapping[str, object]) -> None:
        self._client = client
        self._address = address
        self._settings = settings  # of each query
        self._running: str | None = None

    def table(self, sql: str, values: Mapping[str, object], seconds: float) -> pa.Table:
        """Return the rows of a query."""
        asked = sql if sql.startswith("EXPLAIN ESTIMATE ") else only_query(sql, self._address)
        told, given = _in_parts(asked, values)
        self._running = uuid.uuid4().hex
        try:
            found = self._client.query_arrow(
                told,
                parameters=given,
                settings={
                    **self._settings,
                    "query_id": self._running,
                    # A little later than whoever waits gives up: this one is for when nobody can.
                    "max_execution_time": int(seconds) + 2,
                },
            )
        finally:
            self._running = None
        return narrowed(found)

    def types(self, sql: str) -> list[str]:
        """Return the types of the columns of a query."""
        found = self._client.query_arrow(
            f"DESCRIBE TABLE ({only_query(sql, self._address)})", settings=dict(self._settings)
        )
        return [str(type_) for type_ in found.column("type").to_pylist()]

    def stop(self) -> None:
        """Have the server end what runs: a user may always end queries of their own."""
        if (running := self._running) is not None:
            with suppress(Exception):  # what ended meanwhile cannot be stopped
                self._client.command(
                    "KILL QUERY WHERE query_id = {id: String} ASYNC", parameters={"id": running}
                )

    def close(self) -> None:
        """Close its connections."""
        with suppress(Exception):
            self._client.close()


def _in_parts(sql: str, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Return a statement whose long lists are given in parts: a server takes no value of any length."""
    given: dict[str, object] = {}
    for name, value in values.items():
        parts = _parts(value) if isinstance(value, (list, tuple)) else []
        if len(parts) < 2:  # noqa: PLR2004 - one is whole
            given[name] = value
            continue
        named = {f"{name}__{place}": part for place, part in enumerate(parts)}
        if (type_ := re.search(rf"\{{{name}: ([^}}]*)\}}", sql)) is not None:
            told = ", ".join(f"{{{one}: {type_[1]}}}" for one in named)
            sql = sql.replace(type_[0], f"arrayConcat({told})")
        given |= named
    return sql, given


def _parts(value: Sequence[object]) -> list[list[object]]:
    found: list[list[object]] = [[]]
    length = 0
    for one in value:
        length += 2 * len(str(one)) + 3
        if length > _LONGEST:
            found.append([])
            length = 0
        found[-1].append(one)
    return found


def _sentence(said: str) -> str:
    """Return what an error says first: what follows repeats the statement, and whom it asks for."""
    told = said.partition("DB::Exception: ")[2] or said
    told = re.split(
        r":? in scope |: while |\. maybe you meant| \(for url| \(version", told, flags=re.IGNORECASE
    )[0]
    return re.sub(r"\s*\([A-Z_]+\)\s*$", "", told)


_SIZES = """
SELECT places.1 AS wanted, places.2 AS name, t.total_rows AS held,
  if(t.engine LIKE '%MergeTree', concat(toString(t.uuid), ' ', toString(t.metadata_modification_time),
    ' ', currentUser(), ' ', coalesce(p.mark, '')), NULL) AS mark
FROM (SELECT arrayJoin(arrayZip({p1: Array(String)}, {p2: Array(String)})) AS places) AS w
JOIN system.tables AS t
  ON t.database = if(places.1 = '', currentDatabase(), places.1) AND t.name = places.2
LEFT JOIN (
  SELECT database, table,
    concat(toString(sum(rows)), ' ', toString(groupBitXor(cityHash64(name, modification_time)))) AS mark
  FROM system.parts WHERE active GROUP BY database, table
) AS p ON p.database = t.database AND p.table = t.name
"""
_WRITES = """
SELECT DISTINCT toString(access_type) AS right FROM system.grants
WHERE (user_name = currentUser() OR role_name IN (SELECT role_name FROM system.enabled_roles))
  AND toString(access_type) IN ('ALL', 'INSERT', 'ALTER', 'DROP', 'TRUNCATE', 'CREATE')
ORDER BY 1
"""
# The server's numbers of errors.
_CODES: Mapping[Cause, frozenset[int]] = {
    Cause.LOGIN: frozenset({192, 193, 194, 516}),
    Cause.MISSING: frozenset({8, 10, 16, 36, 46, 47, 60, 62, 81, 352}),
    Cause.RIGHTS: frozenset({164, 291, 452, 497}),
    Cause.VALUES: frozenset({6, 26, 27, 38, 41, 43, 53, 69, 70, 72, 153, 321, 349, 376, 386, 407}),
    Cause.BUSY: frozenset({158, 159, 160, 201, 202, 241, 243, 307, 394, 396}),
    Cause.LOST: frozenset({209, 210, 236}),
}
# What the driver says where no server does.
_SIGNS: Mapping[Cause, tuple[str, ...]] = {
    Cause.TLS: ("certificate", "ssl", "tls"),
    Cause.HOST: (
        "connection refused", "name or service", "resolve", "timed out", "timeout", "no route",
        "unreachable", "not known", "max retries",
    ),
    Cause.LOST: ("connection aborted", "reset by peer", "broken pipe", "remote end closed"),
}  # fmt: skip

_SERVER = Text(
    en="ClickHouse {version}, database {base}, as {user}, reading only.",
    fr="ClickHouse {version}, base {base}, en tant que {user}, en lecture seule.",
)
_SETTINGS = Text(
    en="The server did not take the settings of our sessions (UTC, join_use_nulls): a profile with readonly = 1 forbids them. Grant SELECT only, and set no readonly, or readonly = 2.",
    fr="Le serveur n’a pas pris les réglages de nos sessions (UTC, join_use_nulls)\u00a0: un profil avec readonly = 1 les interdit. Donnez seulement SELECT, sans readonly, ou avec readonly = 2.",
)
_CAN_WRITE = Text(
    en="This user may do more than read: {rights}. Our sessions refuse to, but a user that can only read (GRANT SELECT) is safer.",
    fr="Cet utilisateur peut faire plus que lire\u00a0: {rights}. Nos sessions s’y refusent, mais un utilisateur qui ne peut que lire (GRANT SELECT) est plus sûr.",
)
