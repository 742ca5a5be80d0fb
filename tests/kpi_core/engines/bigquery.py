"""A BigQuery of the tests' own (see `bigquery_server`): its own client asks it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from tests.kpi_core.engines.answering import serving
from tests.kpi_core.engines.bigquery_server import PROJECT, Server
from tests.kpi_core.engines.filling import columns_of

_TYPES = {
    "date": ("DATE", pa.date32()),
    "timestamp": ("TIMESTAMP", pa.timestamp("us")),
    "timestamptz": ("TIMESTAMPTZ", pa.timestamp("us", "UTC")),
    "numeric": ("DECIMAL(38, 9)", pa.decimal128(38, 9)),
    "numeric(18, 4)": ("DECIMAL(38, 9)", pa.decimal128(38, 9)),
    "integer": ("BIGINT", pa.int64()),
    "bigint": ("BIGINT", pa.int64()),
    "double precision": ("DOUBLE", pa.float64()),
    "text": ("VARCHAR", pa.string()),
}


class BigQueryPlace:
    """Datasets of a project (see `conftest.Place`)."""

    dialect = "bigquery"

    def __init__(self, server: Server) -> None:
        self.server = server

    def url(self, user: str = "reader", base: str = "main") -> str:
        return f"bigquery://{PROJECT}/{base}?location=EU"

    def run(self, *statements: str):
        """Change what is there, as whoever owns it."""
        cursor = self.server.base.cursor()
        found = [cursor.execute(statement).fetchall() for statement in statements]
        # What an owner changes is told by the time of the change.
        self._times += 1
        self.server.modified = dict.fromkeys(self._tables(), self._times * 1000)
        return found

    _times = 1

    def _tables(self):
        cursor = self.server.base.cursor()
        return cursor.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()

    def schema(self, name: str) -> None:
        self.run(f"CREATE SCHEMA {name}")

    def fill(self, schema: str, table: str, columns: dict[str, str], rows: Iterable[tuple]) -> None:
        types = [_TYPES[type_] for type_ in columns.values()]
        told = ", ".join(f'"{n}" {t[0]}' for n, t in zip(columns, types, strict=True))
        self.run(f'CREATE TABLE {schema}."{table}" ({told})')
        cursor = self.server.base.cursor()
        cursor.register("given", columns_of(columns, [arrow for _name, arrow in types], rows))
        cursor.execute(f'INSERT INTO {schema}."{table}" SELECT * FROM given')

    def named(self, schema: str, table: str) -> str:
        """Return how a mapping names a table."""
        return f"{schema}.`{table}`"

    def allow(self, schema: str) -> None:
        """Let it be read: there are no rights in it."""


@contextmanager
def started(folder: Path):
    """Start one and end it; the client finds it by the variable that emulators are named by."""
    with serving(Server()) as server, pytest.MonkeyPatch.context() as patched:
        patched.setenv("BIGQUERY_EMULATOR_HOST", f"http://127.0.0.1:{server.port}")
        yield BigQueryPlace(server)
