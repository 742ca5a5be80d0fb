"""A Databricks of the tests' own: the Spark of the tests, behind the service that its connector asks."""

from __future__ import annotations

import os
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.kpi_core.engines import spark


class DatabricksPlace:
    """Schemas of a catalog (see `conftest.Place`)."""

    dialect = "databricks"

    def __init__(self, inner: spark.SparkPlace) -> None:
        self.inner = inner
        self.versions: dict[tuple[str, str], int] = {}
        self.port, self.service = 0, None
        self.run = inner.run

    @property
    def spark(self):
        return self.inner._connection.session()

    def url(self, user: str = "reader", base: str = "spark_catalog/default") -> str:
        return f"databricks://127.0.0.1:{self.port}/{base}?http_path=/sql/1.0/warehouses/1a2b"

    def schema(self, name: str) -> None:
        self.inner.schema(name)

    def fill(self, schema: str, table: str, columns, rows) -> None:
        self.inner.fill(schema, table, columns, rows)
        if not (table.isascii() and table.isidentifier()):
            # Names that are no plain words are those of views here: Delta tables may have any.
            at = self.inner.path(schema, table)
            self.run(f"CREATE TABLE {schema}.`{_plain(table)}` USING parquet LOCATION '{at}'")
        self.versions[schema, table] = 0

    def named(self, schema: str, table: str) -> str:
        """Return how a mapping names a table whose name is no plain word."""
        return f"{schema}.{_plain(table)}"

    def allow(self, schema: str) -> None:
        """Let it be read: files are already."""


def _plain(table: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in table)


@contextmanager
def started(folder: Path):
    """Start a Spark, with the service before it; without one the test is skipped, or fails where all must run."""
    if find_spec("pyspark") is None:
        reason = "pyspark is not installed: what stands in for Databricks is a Spark"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from tests.kpi_core.engines.databricks_server import served

    with spark.started(folder) as inner:
        place = DatabricksPlace(inner)
        with served(place) as (service, port):
            place.service, place.port = service, port
            yield place
