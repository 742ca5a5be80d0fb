"""A firm's PostgreSQL: the same questions as hand-written SQL asks it, looks, sums by day, growth."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from bench.measure import Row, race, seconds
from bench.postgres_tables import MAPPING, index, make
from bench.warehouse import CHANNELS
from kpi_core.answering import Core
from kpi_core.answering.cells import Cells
from kpi_core.engines.warehouse import InWarehouse
from kpi_core.query import KpiQuery
from kpi_core.warehouse.assembling import forget
from kpi_core.workspace import Store
from tests.kpi_core.engines.server import PASSWORD, Server, started

TODAY = dt.date(2025, 11, 12)
SIZES = {"1 M": 1_000_000, "20 M": 20_000_000}
_YEAR = "BETWEEN date '2024-01-01' AND date '2024-12-31'"
# By code point, as ours: leads told apart in a language's own order took twice as long.
_ENGAGEMENT = f"""
WITH t AS (SELECT source, count(*) AS touches, count(DISTINCT lead COLLATE "C") AS leads
  FROM mkt.touches WHERE day {_YEAR} GROUP BY 1)
SELECT source, touches, leads, touches::float / nullif(leads, 0) FROM t
"""
_CPL = f"""
WITH s AS (SELECT source, sum(amount) AS cost FROM mkt.spend
    WHERE category = 'direct' AND day {_YEAR} GROUP BY 1),
  l AS (SELECT source, count(*) AS leads FROM mkt.leads WHERE created_on {_YEAR} GROUP BY 1)
SELECT source, cost, leads, cost / nullif(leads, 0) FROM s FULL JOIN l USING (source)
"""
_QUESTIONS = {
    "touches a lead": ("lead_engagement", _ENGAGEMENT),
    "cost per lead": ("cpl", _CPL),
}
#: What a look would read without lists and indexes.
_MEMBERS = "SELECT source, campaign FROM mkt.touches GROUP BY GROUPING SETS ((source), (campaign))"
_CELLS = [
    (kpi, channel, f"{year}-{month:02d}")
    for kpi in ("cpl", "lead_volume", "mql_count", "cost_per_mql", "lead_to_mql", "direct_cost")
    for channel in CHANNELS
    for year in (2024, 2025)
    for month in range(1, 8)
][:1000]


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of both sizes."""
    os.environ["KPI_WAREHOUSE_PASSWORD"] = PASSWORD
    wanted = os.environ.get("BENCH_SIZES", "1 M,20 M").split(",")
    with started() as server:
        for label in wanted:
            with server.connect() as connection:
                connection.execute("SET synchronous_commit = off")
                took = seconds(lambda c=connection, n=SIZES[label]: make(c, n))  # type: ignore[misc]
                print(f"PostgreSQL, {label}: made in {took:.0f} s", flush=True)
                yield from _looks(server, connection, folder / label.replace(" ", ""), label)
                yield from _questions(server, connection, folder / label.replace(" ", ""), label)
                yield from _cubes(server, connection, folder / label.replace(" ", ""), label)
                _sizes(connection, label)


@contextmanager
def _firm(server: Server, folder: Path, cube: str = "") -> Iterator[Core]:
    create = not folder.exists()
    with Store(folder, create=create) as store:
        (folder / "warehouse.toml").write_text(cube + MAPPING, "utf-8")
        store.change_settings({"warehouse": server.url()}, "bench")
        core = Core(store, TODAY)
        try:
            yield core
        finally:
            core.close()


def _looks(
    server: Server, connection: psycopg.Connection[tuple[object, ...]], folder: Path, label: str
) -> Iterator[Row]:
    def look(core: Core) -> None:
        # As a process does that has just started.
        with closing(InWarehouse(core.store, server.url())) as origin:
            from kpi_core.answering.snapshot import Snapshot

            Snapshot(core.store, origin.version(), origin).coverage  # noqa: B018 - read when asked

    def members() -> None:
        connection.execute(_MEMBERS).fetchall()

    with _firm(server, folder) as core:
        yield _raced(f"first look, no index, PostgreSQL, {label}", lambda: look(core), members)
        took = seconds(lambda: index(connection))
        print(f"PostgreSQL, {label}: indexes made in {took:.0f} s", flush=True)
        yield _raced(f"first look, indexes, PostgreSQL, {label}", lambda: look(core), members)


def _raced(what: str, ours: Callable[[], object], theirs: Callable[[], object]) -> Row:
    return Row(what, *race(ours, theirs, rounds=3), "reading the members")


def _questions(
    server: Server, connection: psycopg.Connection[tuple[object, ...]], folder: Path, label: str
) -> Iterator[Row]:
    with _firm(server, folder) as core:
        for name, (kpi, sql) in _QUESTIONS.items():
            query = KpiQuery.model_validate(
                {"kpis": [kpi], "by": ["channel"], "period": {"start": "2024-01-01", "end": "2024-12-31"}}
            )  # fmt: skip
            core.query(query)
            forget()
            first = seconds(lambda query=query: core.query(query))  # type: ignore[misc]
            ours, theirs = race(
                lambda query=query: core.query(query),  # type: ignore[misc]
                lambda sql=sql: connection.execute(sql).fetchall(),  # type: ignore[misc]
                rounds=5,
            )
            yield Row(f"{name}, PostgreSQL, {label}, warm", ours, theirs, "SQL")
            yield Row(f"{name}, PostgreSQL, {label}, first use", first, theirs, "SQL")


def _cubes(
    server: Server, connection: psycopg.Connection[tuple[object, ...]], folder: Path, label: str
) -> Iterator[Row]:
    connection.execute("DROP SCHEMA IF EXISTS kpi_cube CASCADE")
    connection.execute("CREATE SCHEMA kpi_cube AUTHORIZATION reader")
    with _firm(server, folder) as core:
        raw = seconds(lambda: Cells(core).answer(_CELLS))
        raw = min(raw, seconds(lambda: Cells(core).answer(_CELLS)))
    with _firm(server, folder, 'cube = "kpi_cube"\n') as core:
        _told(core, f"{label}, of all members")
    with _firm(server, folder, 'cube = "kpi_cube"\ncube_by = ["source"]\n') as core:
        _told(core, f"{label}, of sources")
        warm = Cells(core)
        ours = seconds(lambda: warm.answer(_CELLS))
        ours = min(ours, seconds(lambda: Cells(core).answer(_CELLS)))
        yield Row(f"{len(_CELLS)} cells, first time, sums kept, PostgreSQL, {label}", ours, raw, "sums of the rows")  # fmt: skip
        again = min(seconds(lambda: warm.answer(_CELLS)) for _ in range(5))
        yield Row(f"{len(_CELLS)} cells, warm, PostgreSQL, {label}", again, raw, "sums of the rows")


def _told(core: Core, label: str) -> None:
    warehouse = core.warehouse()
    assert warehouse is not None
    for made in warehouse.keep():
        kept = made.kept
        print(f"PostgreSQL, {label}: {kept.relation}, {kept.rows:,} sums in {kept.seconds:.1f} s", flush=True)  # fmt: skip


def _sizes(connection: psycopg.Connection[tuple[object, ...]], label: str) -> None:
    for name in ("mkt", "kpi_cube"):
        found = connection.execute(
            "SELECT sum(pg_table_size(c.oid)), sum(pg_indexes_size(c.oid)) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind = 'r'",
            [name],
        ).fetchone()
        told = [f"{int(str(size)) / 1e6:,.0f} MB" for size in found or ()]
        print(f"PostgreSQL, {label}: {name}, {' of tables, '.join(told)} of indexes", flush=True)
