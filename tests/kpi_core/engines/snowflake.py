"""A Snowflake of the tests' own (see `snowflake_server`): its own connector asks it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.kpi_core.engines.filling import columns_of
from tests.kpi_core.engines.server import PASSWORD

_TYPES = {
    "date": ("DATE", pa.date32()),
    "timestamp": ("TIMESTAMP", pa.timestamp("us")),
    "timestamptz": ("TIMESTAMPTZ", pa.timestamp("us", "UTC")),
    "numeric": ("DECIMAL(28, 10)", pa.decimal128(28, 10)),
    "numeric(18, 4)": ("DECIMAL(18, 4)", pa.decimal128(18, 4)),
    "integer": ("BIGINT", pa.int64()),
    "bigint": ("BIGINT", pa.int64()),
    "double precision": ("DOUBLE", pa.float64()),
    "text": ("VARCHAR", pa.string()),
}


class SnowflakePlace:
    """Schemas of a database; names are stored in capitals, as they are there (see `conftest.Place`)."""

    dialect = "snowflake"

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def url(self, user: str = "reader", base: str = "firm/public") -> str:
        return f"snowflake://{user}@127.0.0.1:{self.port}/{base}?warehouse=compute"

    def run(self, *statements: str):
        """Change what is there, as whoever owns it."""
        return self.own(*statements)["rows"]

    def own(self, *statements: str):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/own", json.dumps({"sql": statements}).encode()
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - of the tests' own
            return json.load(answer)

    def schema(self, name: str) -> None:
        self.run(f'CREATE SCHEMA "FIRM"."{name.upper()}"')

    def fill(self, schema: str, table: str, columns: dict[str, str], rows: Iterable[tuple]) -> None:
        types = [_TYPES[type_] for type_ in columns.values()]
        at = self.folder / f"{os.urandom(8).hex()}.parquet"
        pq.write_table(columns_of(columns, [arrow for _name, arrow in types], rows), at)
        told = ", ".join(f'"{n.upper()}" {t[0]}' for n, t in zip(columns, types, strict=True))
        name = f'"FIRM"."{schema.upper()}"."{_stored(table)}"'
        self.run(f"CREATE TABLE {name} ({told})", f"INSERT INTO {name} SELECT * FROM '{at}'")

    def named(self, schema: str, table: str) -> str:
        """Return how a mapping names a table."""
        return f'{schema}.\\"{table}\\"'

    def allow(self, schema: str) -> None:
        """Let it be read: there are no rights in it."""


def _stored(table: str) -> str:
    return table.upper() if table.isascii() and table.isidentifier() else table


@contextmanager
def started(folder: Path):
    """Start one and end it; without its packages the test is skipped, or fails where all must run."""
    packages = os.environ.get("KPI_FAKESNOW")
    if packages is None:
        reason = "fakesnow is not installed: make test-cloud"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    running = subprocess.Popen(
        [sys.executable, "-P", str(Path(__file__).with_name("snowflake_server.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": packages, "TZ": "America/Montreal"},
    )
    assert running.stdin is not None
    assert running.stdout is not None
    try:
        running.stdin.write(f"{PASSWORD}\n")
        running.stdin.flush()
        yield SnowflakePlace(folder, int(running.stdout.readline()))
    finally:
        running.stdin.close()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        running.stdout.close()
