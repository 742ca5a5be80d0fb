"""The demo in two places: in a workspace's own file, and in a warehouse that a second one names."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from kpi_core.answering import Core
from kpi_core.engines.driven import Reading
from kpi_core.engines.prelude import Prelude
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.query import KpiQuery
from kpi_core.workspace import Store
from kpi_core.workspace.store import FILE
from tests.kpi_core.engines import bigquery, clickhouse, databricks, snowflake, spark, trino
from tests.kpi_core.engines.reading import sessions
from tests.kpi_core.engines.server import PASSWORD, Server, started

TODAY = dt.date(2026, 10, 20)
PARIS = ZoneInfo("Europe/Paris")
_TYPES = {
    ColumnKind.DAY: "date",
    ColumnKind.MOMENT: "timestamptz",
    ColumnKind.MONEY: "numeric(18, 4)",
    ColumnKind.COUNT: "bigint",
    ColumnKind.NUMBER: "double precision",
}
#: Days that the firm keeps as moments: half past midnight in Paris is the day before in UTC.
MOMENTS = {("leads", "created_on"), ("deals", "closed_on"), ("touchpoints", "touched_on")}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of the tests' own, whose clock is Montreal's."""
    with started() as running:
        yield running


class PostgresPlace:
    """Where tests put tables: schemas of a server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.run, self.connect = server.run, server.connect

    def url(self, user: str = "reader") -> str:
        return self.server.url(user)

    def schema(self, name: str) -> None:
        self.run(f"CREATE SCHEMA {name}", f"GRANT USAGE ON SCHEMA {name} TO reader")

    def fill(self, schema: str, table: str, columns: dict[str, str], rows) -> None:
        self.server.fill(f'{schema}."{table}"', columns, rows)

    def named(self, schema: str, table: str) -> str:
        """Return how a mapping names a table."""
        return f"{schema}.{table}"

    def allow(self, schema: str) -> None:
        """Let what is there be read."""
        self.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")


Place = (
    PostgresPlace
    | spark.SparkPlace
    | clickhouse.ClickHousePlace
    | trino.TrinoPlace
    | bigquery.BigQueryPlace
    | databricks.DatabricksPlace
    | snowflake.SnowflakePlace
)
#: What tests start that are marked: which package it needs, and how.
_STARTED = {
    "spark": ("pyspark", "make test-spark", spark.started),
    "clickhouse": ("chdb", "make test-cloud", clickhouse.started),
    "trino": ("trino", "make test-cloud", trino.started),
    "bigquery": ("google.cloud.bigquery", "make test-cloud", bigquery.started),
    "databricks": ("databricks.sql", "make test-cloud", databricks.started),
    "snowflake": ("snowflake.connector", "make test-cloud", snowflake.started),
}

# None is what a test without a choice has: both then share one server and what is in it.
_POSTGRES = pytest.param(None, id="postgres")
#: For the tests that hold every engine that answers: each of them is asked.
EVERY = pytest.mark.parametrize(
    "place",
    [
        _POSTGRES,
        pytest.param("spark", marks=pytest.mark.spark),
        pytest.param("clickhouse", marks=pytest.mark.cloud),
        pytest.param("trino", marks=pytest.mark.cloud),
        pytest.param("bigquery", marks=pytest.mark.cloud),
        pytest.param("databricks", marks=pytest.mark.cloud),
        pytest.param("snowflake", marks=pytest.mark.cloud),
    ],
    indirect=True,
    scope="session",
)


@pytest.fixture(scope="session")
def place(request, tmp_path_factory) -> Iterator[Place]:
    """Where a warehouse is: a PostgreSQL, unless a test is for every engine."""
    named = getattr(request, "param", None)
    if named is None:
        yield PostgresPlace(request.getfixturevalue("server"))
        return
    package, command, start = _STARTED[named]
    if find_spec(package) is None:
        reason = f"{package} is not installed: {command}"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with start(tmp_path_factory.mktemp(named)) as running:
        yield running


def pytest_collection_modifyitems(config, items) -> None:
    """Leave out what takes long, unless it is asked for: `make test-spark`, `make test-cloud`."""
    for mark in ("spark", "cloud"):
        if mark not in config.option.markexpr:
            left = {item for item in items if item.get_closest_marker(mark)}
            config.hook.pytest_deselected(items=list(left))
            items[:] = [item for item in items if item not in left]


@pytest.fixture(autouse=True)
def _password(monkeypatch) -> None:
    monkeypatch.setenv("KPI_WAREHOUSE_PASSWORD", PASSWORD)


@pytest.fixture
def reading(place: Place) -> Iterator[Reading]:
    """What reads the warehouse of the tests through its driver."""
    with closing(sessions(place.url())) as opened:
        yield Reading(opened, Prelude({}))


@pytest.fixture(scope="session")
def pair(place: Place, new_demo, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The same data twice: `own` asks its file, `firm` a warehouse, and holds no row itself."""
    folder = tmp_path_factory.mktemp("pair")
    new_demo(folder / "own")
    (folder / "firm").mkdir()
    shutil.copy(folder / "own" / FILE, folder / "firm" / FILE)
    with Store(folder / "own") as own, Store(folder / "firm") as firm:
        copied(own, place, "mkt")
        (folder / "firm" / "warehouse.toml").write_text(mapping("mkt"), "utf-8")
        emptied(firm)
        firm.change_settings({"warehouse": place.url()}, "test")
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("KPI_WAREHOUSE_PASSWORD", PASSWORD)
            cores = SimpleNamespace(own=Core(own, TODAY), firm=Core(firm, TODAY), folder=folder)
            assert cores.own.warehouse() is None
            assert cores.firm.warehouse() is not None
            yield cores
            cores.firm.close()


def emptied(store: Store) -> None:
    """Delete every row: whatever is answered then comes from elsewhere."""
    with store.transaction("test", "empty", "facts", {}) as cursor:
        for fact in FACTS:
            cursor.execute(f"DELETE FROM {fact}")


def copied(store: Store, place: Place, schema: str) -> None:
    """Copy the facts of *store* into *schema* as a firm may keep them: as typed, some as moments."""
    place.schema(schema)
    cursor = store.cursor()
    for fact, spec in FACTS.items():
        columns, read = {}, []
        for name, column in spec.columns.items():
            moment = (fact, name) in MOMENTS
            columns[name] = "timestamptz" if moment else _TYPES.get(column.kind, "text")
            read.append(f"{name}_raw" if name in spec.members() else name)
        rows = cursor.execute(f"SELECT {', '.join(read)} FROM {fact}").fetchall()
        ways = [
            "midnight" if (fact, name) in MOMENTS else column.kind
            for name, column in spec.columns.items()
        ]
        place.fill(schema, fact, columns, (tuple(map(_kept, row, ways)) for row in rows))
    place.allow(schema)


def _kept(value, way: str):
    if value is None:
        return None
    if way == "midnight":
        return dt.datetime.combine(value, dt.time(0, 30), PARIS)
    return value.replace(tzinfo=dt.UTC) if way == ColumnKind.MOMENT else value


def mapping(schema: str) -> str:
    """Return the mapping of what `copied` wrote."""
    said = ['tax = "ht"', f'schema = "{schema}"', "fresh = 3600"]
    for fact, spec in FACTS.items():
        said += [f"[{fact}]", f'table = "{fact}"', f"[{fact}.columns]"]
        said += [f'{name} = "{name}"' for name in spec.columns]
    return "\n".join([*said, ""])


class Firm:
    """A workspace over tables that a test makes by hand."""

    def __init__(self, folder: Path, place: Place, schema: str) -> None:
        self.store = Store(folder, create=True)
        self.server, self.schema = place, schema
        self.core = Core(self.store, TODAY)
        place.schema(schema)

    def table(self, name: str, columns: dict[str, str], *rows: tuple) -> None:
        """Make a table and let the reader read it."""
        self.server.fill(self.schema, name, columns, rows)
        self.server.allow(self.schema)

    def named(self, name: str) -> str:
        """Return how a mapping names a table whose name is no plain word."""
        return self.server.named(self.schema, name)

    def map(self, text: str, user: str = "reader") -> None:
        """Point the workspace at the server, with this mapping."""
        (self.store.folder / "warehouse.toml").write_text(
            f'schema = "{self.schema}"\ntax = "ht"\nfresh = 0\n{text}', "utf-8"
        )
        self.set(warehouse=self.server.url(user))

    def set(self, **changes) -> None:
        self.store.change_settings(changes, "test")

    def all(self, kpi: str, **query):
        return self.core.query(KpiQuery.model_validate({"kpis": [kpi], **query}))

    def ask(self, kpi: str, **query):
        (found,) = self.all(kpi, **query)
        return found

    def close(self) -> None:
        self.core.close()
        self.store.close()


@pytest.fixture
def firm(place: Place, tmp_path) -> Iterator[Firm]:
    made = Firm(tmp_path / "w", place, f"t{next(_NUMBERS)}")
    yield made
    made.close()


_NUMBERS = itertools.count()
