"""A ClickHouse of the tests' own: the embedded engine, behind the interface that its driver speaks."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.kpi_core.engines.filling import columns_of
from tests.kpi_core.engines.server import PASSWORD

_OWNER = "owner"
_TYPES = {
    "date": ("Nullable(Date32)", pa.date32()),
    "timestamp": ("Nullable(DateTime64(6, 'UTC'))", pa.timestamp("us")),
    "timestamptz": ("Nullable(DateTime64(6, 'America/Montreal'))", pa.timestamp("us", "UTC")),
    "numeric": ("Nullable(Decimal(28, 10))", pa.decimal128(28, 10)),
    "numeric(18, 4)": ("Nullable(Decimal(18, 4))", pa.decimal128(18, 4)),
    "integer": ("Nullable(Int32)", pa.int32()),
    "bigint": ("Nullable(Int64)", pa.int64()),
    "double precision": ("Nullable(Float64)", pa.float64()),
    # As firms keep words of few kinds there.
    "text": ("LowCardinality(Nullable(String))", pa.string()),
}


class ClickHousePlace:
    """Databases of a ClickHouse (see `conftest.Place`)."""

    dialect = "clickhouse"

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, user: str = "reader", base: str = "default") -> str:
        return f"clickhouse://{user}@127.0.0.1:{self.port}/{base}"

    def run(self, *statements: str):
        """Change what is there, as whoever owns it."""
        return [self._asked(statement) for statement in statements]

    def schema(self, name: str) -> None:
        self.run(f"CREATE DATABASE {name}")

    def fill(self, schema: str, table: str, columns: dict[str, str], rows: Iterable[tuple]) -> None:
        types = [_TYPES[type_] for type_ in columns.values()]
        told = ", ".join(f'"{n}" {t[0]}' for n, t in zip(columns, types, strict=True))
        self.run(f'CREATE TABLE {schema}."{table}" ({told}) ENGINE = MergeTree ORDER BY tuple()')
        written = io.BytesIO()
        pq.write_table(columns_of(columns, [arrow for _name, arrow in types], rows), written)
        if rows:
            self._asked(f'INSERT INTO {schema}."{table}" FORMAT Parquet', written.getvalue())

    def named(self, schema: str, table: str) -> str:
        """Return how a mapping names a table."""
        return f'{schema}.\\"{table}\\"'

    def allow(self, schema: str) -> None:
        """Let it be read: there are no rights in it."""

    def _asked(self, sql: str, data: bytes = b"") -> str:
        if data:
            # Rows come as a file beside: the embedded engine takes none with a statement.
            at = Path(self.folder, f"{os.urandom(8).hex()}.parquet")
            at.write_bytes(data)
            sql = sql.replace(" FORMAT Parquet", f" SELECT * FROM file('{at}', 'Parquet')")
        who = base64.b64encode(f"{_OWNER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/", sql.encode(), {"Authorization": f"Basic {who}"}
        )
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310 - idem
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from None

    folder = ""


@contextmanager
def started(folder: Path):
    """Start a ClickHouse and end it."""
    (folder / "files").mkdir(parents=True)
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.kpi_core.engines.clickhouse_server", str(folder / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "TZ": "America/Montreal"},
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    try:
        running.stdin.write(
            json.dumps(dict.fromkeys(("reader", "strict", "strictest", _OWNER), PASSWORD)) + "\n"
        )
        running.stdin.flush()
        place = ClickHousePlace(int(running.stdout.readline()))
        place.folder = str(folder / "files")
        yield place
    finally:
        running.stdin.close()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        running.stdout.close()
