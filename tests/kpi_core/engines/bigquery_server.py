"""
BigQuery's REST interface before an embedded DuckDB.

What is asked is read by SQLGlot's grammar of BigQuery and answered in DuckDB's: that the client, its
jobs and values are used as they are meant to be is shown by it, and that the SQL means what it
should by that grammar; not that Google's own server takes it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import duckdb
import sqlglot
import sqlglot.expressions as sge

from tests.kpi_core.engines.answering import Answering, Listening

PROJECT = "firm-project"
#: What BigQuery has and DuckDB has not.
MACROS = (
    "CREATE MACRO ieee_divide(a, b) AS a::DOUBLE / b::DOUBLE",
    "CREATE MACRO json_value_array(j) AS from_json(j, '[\"VARCHAR\"]')",
    "CREATE MACRO session_user() AS 'reader@firm-project'",
)
_NAMES = {"DOUBLE": "FLOAT", "FLOAT": "FLOAT", "VARCHAR": "STRING", "DATE": "DATE", "TIMESTAMP": "DATETIME",
          "TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "BOOLEAN": "BOOLEAN"}  # fmt: skip
_SAID = {
    duckdb.CatalogException: (404, "notFound", "Not found: {}"),
    duckdb.BinderException: (400, "invalidQuery", "Unrecognized name: {}"),
    duckdb.ConversionException: (400, "invalidQuery", "Bad value: {}"),
    sqlglot.errors.SqlglotError: (400, "invalidQuery", "Syntax error: {}"),
}


class Job:
    """A query that runs in a thread of its own."""

    def __init__(self, server, number, asked):
        self.server, self.number, self.asked = server, number, asked
        self.cursor = server.base.cursor()
        self.schema, self.rows, self.error, self.done = [], [], None, threading.Event()
        if asked.get("dryRun"):
            self.run()
        else:
            threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        query = self.asked["query"]
        zones = {p["key"]: p["value"] for p in query.get("connectionProperties", [])}
        try:
            sql = translated(query["query"], query["defaultDataset"], zones.get("time_zone"))
            given = {p["name"]: value(p) for p in query.get("queryParameters", [])}
            self.cursor.execute(f"SET TimeZone = '{zones.get('time_zone', 'America/Montreal')}'")
            described = self.cursor.execute(f"DESCRIBE {sql}", given).fetchall()
            self.schema = [
                {"name": c[0], "type": named(c[1]), "mode": "NULLABLE"} for c in described
            ]
            if not self.asked.get("dryRun"):
                self.server.executed.append(query["query"])
                self.rows = self.cursor.execute(sql, given).fetchall()
        except Exception as error:  # noqa: BLE001 - whatever the engine says
            self.error = error
        self.done.set()

    def told(self):
        state = "DONE" if self.done.is_set() else "RUNNING"
        found = {"kind": "bigquery#job", "jobReference": self.reference(), "configuration": self.asked,
                 "status": {"state": state}}  # fmt: skip
        size = self.server.bytes if self.asked.get("dryRun") else 0
        query = {"totalBytesProcessed": str(size), "statementType": "SELECT", "schema": {"fields": self.schema}}  # fmt: skip
        found["statistics"] = {"query": query, "totalBytesProcessed": str(size)}
        if self.error is not None:
            _code, error = self.refusal()
            found["status"] |= {"errorResult": error, "errors": [error]}
        return found

    def refusal(self):
        if isinstance(self.error, duckdb.InterruptException):
            return 400, {"reason": "stopped", "message": "Job execution was cancelled"}
        first = str(self.error).partition("\n")[0].partition("Error: ")[2] or str(self.error)
        for kind, (code, reason, said) in _SAID.items():
            if isinstance(self.error, kind):
                return code, {"reason": reason, "message": said.format(first)}
        return 400, {"reason": "invalidQuery", "message": first}

    def reference(self):
        return {"projectId": PROJECT, "jobId": self.number, "location": "EU"}

    def results(self):
        rows = [{"f": [{"v": cell(v)} for v in row]} for row in self.rows]
        return {
            "kind": "bigquery#getQueryResultsResponse",
            "schema": {"fields": self.schema},
            "jobReference": self.reference(),
            "totalRows": str(len(rows)),
            "rows": rows,
            "jobComplete": True,
        }


def translated(sql, dataset, zone):
    """Return *sql* as DuckDB reads it."""
    if columns := re.search(r"`(\w+)`\.`INFORMATION_SCHEMA`\.COLUMNS", sql):
        return (
            "SELECT table_schema, table_name, column_name, kpi_named(data_type) AS data_type"
            f" FROM information_schema.columns WHERE table_schema = '{columns[1]}'"
            " ORDER BY table_name, ordinal_position"
        )
    sql = sql.replace("@@time_zone", f"'{zone}'")
    tree = sqlglot.parse_one(sql, read="bigquery")
    ours = {cte.alias for cte in tree.find_all(sge.CTE)}
    for table in list(tree.find_all(sge.Table)):
        table.set("catalog", None)
        if not table.db and table.name not in ours and isinstance(table.this, sge.Identifier):
            table.set("db", sge.to_identifier(dataset["datasetId"], quoted=True))
    for told in list(tree.find_all(sge.DataType)):
        if told.is_type("DECIMAL", "BIGDECIMAL") and not told.expressions:
            told.replace(sge.DataType.build(f"DECIMAL(38, {9 if told.is_type('DECIMAL') else 16})"))
    return tree.sql("duckdb")


def named(type_):
    if scaled := re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", type_):
        return "NUMERIC" if int(scaled[1]) <= 9 else "BIGNUMERIC"
    return _NAMES.get(type_, "INTEGER")


def value(given):
    kind, told = given["parameterType"]["type"], given["parameterValue"].get("value")
    if told is None:
        return None
    makes = {"DATE": dt.date.fromisoformat, "DATETIME": dt.datetime.fromisoformat, "INT64": int,
             "FLOAT64": float}  # fmt: skip
    return makes.get(kind, str)(told)


def cell(found):
    if found is None:
        return None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, dt.datetime):
        if found.tzinfo is not None:
            return str(int(found.timestamp() * 1_000_000))
        return found.isoformat()
    return f"{found:f}" if isinstance(found, Decimal) else str(found)


class Handler(Answering, BaseHTTPRequestHandler):
    """One request of the client's."""

    jobs: ClassVar[dict[str, Job]] = {}

    def do_POST(self):
        body = self.body()
        parts = urlsplit(self.path).path.split("/projects/")[1].split("/")
        if parts[-1] == "cancel":
            job = self.jobs[parts[2]]
            self.server.cancelled.append(job.number)
            job.cursor.interrupt()
            job.done.wait(10)
            self.said({"kind": "bigquery#jobCancelResponse", "job": job.told()})
            return
        asked = json.loads(body)
        number = asked.get("jobReference", {}).get("jobId") or "dry"
        job = self.jobs[number] = Job(self.server, number, asked["configuration"])
        if asked["configuration"].get("dryRun") and job.error is not None:
            self.refused(job)
            return
        self.said(job.told())

    def do_GET(self):
        split = urlsplit(self.path)
        parts = split.path.split("/projects/")[1].split("/")
        if parts[1] == "datasets":
            self.table(parts[2], parts[4])
            return
        job = self.jobs[parts[2]]
        if parts[1] == "jobs":
            self.said(job.told())
            return
        job.done.wait(int(parse_qs(split.query).get("timeoutMs", ["1000"])[0]) / 1000)
        if not job.done.is_set():
            self.said({"kind": "bigquery#getQueryResultsResponse", "jobReference": job.reference(), "jobComplete": False})  # fmt: skip
        elif job.error is not None:
            self.refused(job)
        else:
            self.said(job.results())

    def table(self, dataset, name):
        found = self.server.base.cursor().execute(
            "SELECT estimated_size FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?",
            [dataset, name],
        )
        row = found.fetchone()
        if row is None:
            error = {"reason": "notFound", "message": f"Not found: Table {dataset}.{name}"}
            self.said({"error": {"code": 404, "message": error["message"], "errors": [error]}}, 404)
            return
        told = {"projectId": PROJECT, "datasetId": dataset, "tableId": name}
        modified = str(self.server.modified.get((dataset, name), 1))
        self.said({"tableReference": told, "type": "TABLE", "numRows": str(row[0]), "lastModifiedTime": modified})  # fmt: skip

    def refused(self, job):
        code, error = job.refusal()
        self.said({"error": {"code": code, "message": error["message"], "errors": [error]}}, code)


class Server(Listening):
    """The rows, what of them changed when, and what was asked."""

    def __init__(self):
        super().__init__(Handler)
        self.base = duckdb.connect()
        for macro in MACROS:
            self.base.execute(macro)
        self.base.create_function("kpi_named", _named, [str], str)
        self.modified, self.executed, self.cancelled, self.bytes = {}, [], [], 4096

    def server_close(self):
        super().server_close()
        self.base.close()


def _named(type_: str) -> str:
    found = named(type_)
    return {"INTEGER": "INT64", "FLOAT": "FLOAT64", "BOOLEAN": "BOOL"}.get(found, found)
