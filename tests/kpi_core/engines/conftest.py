"""The demo in two places: in a workspace's own file, and in a PostgreSQL that a second one names."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from kpi_core.answering import Core
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.query import KpiQuery
from kpi_core.workspace import Store
from kpi_core.workspace.store import FILE
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


@pytest.fixture(autouse=True)
def _password(monkeypatch) -> None:
    monkeypatch.setenv("KPI_WAREHOUSE_PASSWORD", PASSWORD)


@pytest.fixture(scope="session")
def pair(server: Server, new_demo, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The same data twice: `own` asks its file, `firm` a warehouse, and holds no row itself."""
    folder = tmp_path_factory.mktemp("pair")
    new_demo(folder / "own")
    (folder / "firm").mkdir()
    shutil.copy(folder / "own" / FILE, folder / "firm" / FILE)
    with Store(folder / "own") as own, Store(folder / "firm") as firm:
        copied(own, server, "mkt")
        (folder / "firm" / "warehouse.toml").write_text(mapping("mkt"), "utf-8")
        emptied(firm)
        firm.change_settings({"warehouse": server.url()}, "test")
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


def copied(store: Store, server: Server, schema: str) -> None:
    """Copy the facts of *store* into *schema* as a firm may keep them: as typed, some as moments."""
    server.run(f"CREATE SCHEMA {schema}")
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
        server.fill(
            f'{schema}."{fact}"',
            columns,
            (tuple(map(_kept, row, ways)) for row in rows),
        )
    server.run(
        f"GRANT USAGE ON SCHEMA {schema} TO reader",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader",
    )


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

    def __init__(self, folder: Path, server: Server, schema: str) -> None:
        self.store = Store(folder, create=True)
        self.server, self.schema = server, schema
        self.core = Core(self.store, TODAY)
        server.run(f"CREATE SCHEMA {schema}", f"GRANT USAGE ON SCHEMA {schema} TO reader")

    def table(self, name: str, columns: dict[str, str], *rows: tuple) -> None:
        """Make a table and let the reader read it."""
        self.server.fill(f'{self.schema}."{name}"', columns, rows)
        self.server.run(f'GRANT SELECT ON {self.schema}."{name}" TO reader')

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
def firm(server: Server, tmp_path) -> Iterator[Firm]:
    made = Firm(tmp_path / "w", server, f"t{next(_NUMBERS)}")
    yield made
    made.close()


_NUMBERS = itertools.count()
