"""
Trino's REST protocol before an embedded DuckDB.

What is asked is read by SQLGlot's grammar of Trino and answered in DuckDB's: that the client, its
pages and values are used as they are meant to be is shown by it, and that the SQL means what it
should by that grammar; not that a Trino takes it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler

import duckdb
import sqlglot
import sqlglot.expressions as sge

from tests.kpi_core.engines.answering import Answering, Listening

CATALOG = "lake"
#: What Trino has and DuckDB has not.
MACROS = (
    "CREATE MACRO with_timezone(m, z) AS m AT TIME ZONE z",
    "CREATE MACRO element_at(l, i) AS l[i]",
    "CREATE MACRO parse_duration(t) AS to_days(replace(t, 'd', '')::INTEGER)",
    "CREATE MACRO current_timezone() AS current_setting('TimeZone')",
)
_NAMES = {"TINYINT": "tinyint", "SMALLINT": "smallint", "INTEGER": "integer", "BIGINT": "bigint",
          "HUGEINT": "bigint", "DOUBLE": "double", "FLOAT": "real", "DATE": "date", "BOOLEAN": "boolean",
          "TIMESTAMP": "timestamp(6)", "TIMESTAMP WITH TIME ZONE": "timestamp(6) with time zone",
          "NULL": "unknown", '"NULL"': "unknown"}  # fmt: skip
_SAID = (
    (duckdb.InterruptException, "USER_CANCELED", "Query was canceled"),
    (duckdb.CatalogException, "TABLE_NOT_FOUND", "line 1:1: {}"),
    (duckdb.BinderException, "COLUMN_NOT_FOUND", "line 1:1: {}"),
    (duckdb.ConversionException, "INVALID_CAST_ARGUMENT", "{}"),
    (duckdb.ParserException, "SYNTAX_ERROR", "line 1:1: {}"),
    (sqlglot.errors.SqlglotError, "SYNTAX_ERROR", "line 1:1: {}"),
)
#: What tells that a query is over, and what it found.
_ANSWERED = {"error", "columns", "data"}
# What stands between quotes, or the place of a value.
_MARK = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\?")


class Query:
    """A query that runs in a thread of its own; its rows come when they are asked for again."""

    def __init__(self, server, number, said, zone, place):
        self.server, self.number, self.said, self.zone, self.place = server, number, said, zone, place  # fmt: skip
        self.cursor = server.base.cursor()
        self.columns, self.rows, self.error, self.done = None, [], None, threading.Event()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            sql, given = unprepared(self.said)
            if (explained := sql.removeprefix("EXPLAIN (TYPE IO, FORMAT JSON) ")) != sql:
                self.explain(explained)
            else:
                self.answer(translated(sql, given, self.place))
        except Exception as error:  # noqa: BLE001 - whatever the engine says
            self.error = error
        self.done.set()

    def answer(self, sql):
        self.server.executed.append(self.said)
        self.cursor.execute(f"SET TimeZone = '{self.zone}'")
        described = self.cursor.execute(f"DESCRIBE {sql}").fetchall()
        self.columns = [column(c[0], c[1]) for c in described]
        self.rows = [[cell(v) for v in row] for row in self.cursor.execute(sql).fetchall()]

    def explain(self, sql):
        found = sqlglot.parse_one(sql, read="trino").find_all(sge.Table)
        tables = {f"{t.db or self.place}.{t.name}" for t in found}
        held = dict(
            self.cursor.execute(
                "SELECT schema_name || '.' || table_name, estimated_size FROM duckdb_tables()"
            ).fetchall()
        )
        read = [held[name] for name in tables if name in held]
        infos = [{"estimate": {"outputRowCount": float(n), "outputSizeInBytes": "NaN"}} for n in read]  # fmt: skip
        self.columns = [column("Query Plan", "VARCHAR")]
        self.rows = [[json.dumps({"inputTableColumnInfos": infos})]]

    def told(self, at):
        found = {
            "id": self.number,
            "infoUri": f"{at}/ui/{self.number}",
            "stats": {"state": "FINISHED" if self.done.is_set() else "RUNNING"},
            "warnings": [],
        }
        if not self.done.is_set():
            found["nextUri"] = f"{at}/v1/statement/executing/{self.number}/1"
        elif self.error is not None:
            found["error"] = self.refusal()
        else:
            found |= {"columns": self.columns, "data": self.rows}
        return found

    def refusal(self):
        first = str(self.error).partition("\n")[0].partition("Error: ")[2] or str(self.error)
        for kind, name, said in _SAID:
            if isinstance(self.error, kind):
                return {"errorName": name, "errorType": "USER_ERROR", "errorCode": 1,
                        "message": said.format(first)}  # fmt: skip
        return {"errorName": "GENERIC_USER_ERROR", "errorType": "USER_ERROR", "errorCode": 0, "message": first}  # fmt: skip


def unprepared(said):
    """Return the statement that is to be run at once, and the text of its values."""
    found = re.fullmatch(r"EXECUTE IMMEDIATE '((?:[^']|'')*)' USING (.*)", said, re.DOTALL)
    if found is None:
        return said, []
    values = sqlglot.parse_one(f"SELECT {found[2]}", read="trino").expressions
    return found[1].replace("''", "'"), values


def translated(sql, given, place):
    """Return *sql* as DuckDB reads it, its values in their places."""
    if "information_schema.columns" in sql:
        sql = sql.replace("data_type FROM", "kpi_trino(data_type) AS data_type FROM")
    turn = itertools.count()
    sql = _MARK.sub(lambda found: found[0] if found[0] != "?" else f":v{next(turn)}", sql)
    tree = sqlglot.parse_one(sql, read="trino")
    if not isinstance(tree, sge.Query):
        raise sqlglot.errors.SqlglotError("a query alone is answered here")
    marks = list(tree.find_all(sge.Placeholder))
    assert len(marks) == len(given), "as many values as places"
    for mark in marks:
        mark.replace(given[int(mark.name[1:])].copy())
    ours = {cte.alias for cte in tree.find_all(sge.CTE)}
    for table in list(tree.find_all(sge.Table)):
        if not table.db and table.name not in ours and isinstance(table.this, sge.Identifier):
            table.set("db", sge.to_identifier(place, quoted=True))
        table.set("catalog", None)
    for unnest in list(tree.find_all(sge.Unnest)):
        # Side by side, as DuckDB unfolds what is selected.
        each = [sge.Explode(this=one.copy()) for one in unnest.expressions]
        told = sge.Subquery(this=sge.select(*each), alias=unnest.args["alias"].copy())
        unnest.replace(told)
    for found in list(tree.find_all(sge.Column)):
        if found.name in {"current_catalog", "current_user"}:
            found.replace(sge.convert(CATALOG if found.name == "current_catalog" else "reader"))
    for asked in list(tree.find_all(sge.CurrentCatalog, sge.CurrentUser)):
        asked.replace(sge.convert(CATALOG if isinstance(asked, sge.CurrentCatalog) else "reader"))
    return tree.sql("duckdb")


def named(type_):
    if scaled := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", type_):
        return f"decimal({scaled[1]}, {scaled[2]})"
    return _NAMES.get(type_, "varchar")


def column(name, type_):
    told = named(type_)
    raw = re.sub(r"\(.*?\)", "", told)
    # A text of no length has the longest one, as a coordinator tells it.
    found = re.findall(r"\d+", told) or (["2147483647"] if raw == "varchar" else [])
    sizes = [{"kind": "LONG", "value": int(n)} for n in found]
    return {"name": name, "type": told, "typeSignature": {"rawType": raw, "arguments": sizes}}


def cell(found):
    if isinstance(found, dt.datetime):
        bare = found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found
        return bare.strftime("%Y-%m-%d %H:%M:%S.%f") + (" UTC" if found.tzinfo else "")
    if isinstance(found, float) and found != found:  # noqa: PLR0124 - as the protocol writes it
        return "NaN"
    if isinstance(found, dt.date | Decimal):
        return f"{found:f}" if isinstance(found, Decimal) else found.isoformat()
    return found


class Handler(Answering, BaseHTTPRequestHandler):
    """One request of the client's."""

    numbers = itertools.count()

    def do_POST(self):
        said = self.body().decode()
        number = f"q{next(self.numbers)}"
        zone = self.headers.get("X-Trino-Time-Zone", "America/Montreal")
        place = self.headers.get("X-Trino-Schema", "main")
        self.server.limits.append(self.headers.get("X-Trino-Session", ""))
        query = self.server.queries[number] = Query(self.server, number, said, zone, place)
        # A first answer has no rows, as a coordinator's.
        told = {k: v for k, v in query.told(self.at()).items() if k not in _ANSWERED}
        self.said({**told, "nextUri": f"{self.at()}/v1/statement/executing/{number}/0"})

    def do_GET(self):
        query = self.server.queries[self.path.split("/")[4]]
        query.done.wait(0.5)
        self.said(query.told(self.at()))

    def do_DELETE(self):
        query = self.server.queries[self.path.split("/")[4]]
        self.server.cancelled.append(query.number)
        query.cursor.interrupt()
        self.answer(204)

    def at(self):
        return f"http://127.0.0.1:{self.server.port}"


class Server(Listening):
    """The rows, and what was asked."""

    def __init__(self):
        super().__init__(Handler)
        self.base = duckdb.connect()
        for macro in MACROS:
            self.base.execute(macro)
        self.base.create_function("kpi_trino", named, [str], str)
        self.queries, self.executed, self.cancelled, self.limits = {}, [], [], []

    def server_close(self):
        super().server_close()
        self.base.close()
