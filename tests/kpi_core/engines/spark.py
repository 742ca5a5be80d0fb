"""A Spark of the tests' own, in local-cluster mode: its executors are processes of their own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.kpi_core.engines.filling import columns_of

#: Two executors of one core each.
MASTER = "local-cluster[2,1,1024]"
# What a firm's own configuration may say, and no answer may depend on.
_DEFAULTS = """
spark.sql.session.timeZone America/Montreal
spark.sql.ansi.enabled false
spark.sql.timestampType TIMESTAMP_NTZ
spark.driver.extraJavaOptions -Duser.timezone=America/Montreal
spark.executor.extraJavaOptions -Duser.timezone=America/Montreal
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.sql.autoBroadcastJoinThreshold 10485760
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
"""
_TYPES = {
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", "UTC"),
    "numeric": pa.decimal128(28, 10),
    "numeric(18, 4)": pa.decimal128(18, 4),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "text": pa.string(),
}


class SparkPlace:
    """Folders of Parquet, some of them tables of a catalog (see `conftest.Place`)."""

    def __init__(self, folder: Path) -> None:
        from kpi_core.engines.spark_process import Connection
        from kpi_core.warehouse.address import read

        self.folder = folder
        # The catalog is in Spark's memory: it stays as long as one connection does.
        self._connection = Connection(read(self.url()))

    def url(self, user: str = "reader") -> str:
        return f"spark://{MASTER}"

    def run(self, *statements: str):
        """Change what is there, as whoever owns it: no session of ours may."""
        return [self._connection.session().sql(statement).collect() for statement in statements]

    def schema(self, name: str) -> None:
        self.run(f"CREATE DATABASE {name}")

    def fill(self, schema: str, table: str, columns: dict[str, str], rows: Iterable[tuple]) -> None:
        """Write rows as a folder of files; a table of the catalog where its name can be one."""
        types = [_TYPES[type_] for type_ in columns.values()]
        at = self.path(schema, table)
        at.mkdir(parents=True)
        pq.write_table(columns_of(columns, types, rows), at / "part-0.parquet")
        if table.isascii() and table.isidentifier():
            self.run(f"CREATE TABLE {schema}.{table} USING parquet LOCATION '{at}'")

    def path(self, schema: str, table: str) -> Path:
        return self.folder / schema / table

    def named(self, schema: str, table: str) -> str:
        """Return how a mapping names a table that is none of the catalog."""
        return f"parquet.`{self.path(schema, table)}`"

    def allow(self, schema: str) -> None:
        """Let it be read: files are already."""

    def close(self) -> None:
        self._connection.close()


@contextmanager
def started(folder: Path):
    """Start a Spark and end it."""
    settings = folder / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(_DEFAULTS, "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPARK_CONF_DIR", str(settings))
        patched.setenv("SPARK_LOCAL_DIRS", str(folder / "scratch"))
        patched.setenv("SPARK_WORKER_DIR", str(folder / "work"))
        patched.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        place = SparkPlace(folder / "data")
        try:
            yield place
        finally:
            place.close()
