"""A Trino of the tests' own (see `trino_server`): its own client asks it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tests.kpi_core.engines.answering import serving
from tests.kpi_core.engines.filling import columns_of
from tests.kpi_core.engines.trino_server import CATALOG, Server

_TYPES = {
    "date": ("DATE", pa.date32()),
    "timestamp": ("TIMESTAMP", pa.timestamp("us")),
    "timestamptz": ("TIMESTAMPTZ", pa.timestamp("us", "UTC")),
    "numeric": ("DECIMAL(28, 10)", pa.decimal128(28, 10)),
    "numeric(18, 4)": ("DECIMAL(18, 4)", pa.decimal128(18, 4)),
    "integer": ("INTEGER", pa.int32()),
    "bigint": ("BIGINT", pa.int64()),
    "double precision": ("DOUBLE", pa.float64()),
    "text": ("VARCHAR", pa.string()),
}


class TrinoPlace:
    """Schemas of a catalog (see `conftest.Place`)."""

    dialect = "trino"

    def __init__(self, server: Server) -> None:
        self.server = server

    def url(self, user: str = "reader", base: str = "main") -> str:
        return f"trino://{user}@127.0.0.1:{self.server.port}/{CATALOG}/{base}"

    def run(self, *statements: str):
        """Change what is there, as whoever owns it."""
        cursor = self.server.base.cursor()
        return [cursor.execute(statement).fetchall() for statement in statements]

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
        return f'{schema}.\\"{table}\\"'

    def allow(self, schema: str) -> None:
        """Let it be read: there are no rights in it."""


@contextmanager
def started(folder: Path):
    """Start one and end it."""
    with serving(Server()) as server:
        yield TrinoPlace(server)
