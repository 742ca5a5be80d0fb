"""Workspaces that the tests ask: the demo's two years, the real exports, and hand-made rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from addin.desk import Desk
from kpi_core.answering import Core
from kpi_core.demo import DEMO_ALIASES, DEMO_CHANNELS, generate, write_files
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang
from kpi_core.workspace import Store
from kpi_core.workspace.load import Origin, load

TODAY = dt.date(2025, 11, 12)
SHARED = Path(__file__).parents[4] / "shared"

_ARROW = {
    ColumnKind.DAY: pa.date32(),
    ColumnKind.MOMENT: pa.timestamp("us"),
    ColumnKind.MONEY: pa.decimal128(18, 4),
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
}


@dataclass
class Rows:
    """Rows of one fact, as an import gives them."""

    fact: str
    table: pa.RecordBatch


def rows_of(fact: str, rows: list[dict]) -> Rows:
    columns = {
        name: pa.array(
            [_typed(column.kind, r.get(name)) for r in rows], _ARROW.get(column.kind, pa.string())
        )
        for name, column in FACTS[fact].columns.items()
    }
    columns["source_row"] = pa.array(range(2, len(rows) + 2), pa.int64())
    return Rows(fact, pa.RecordBatch.from_pydict(columns))


def _typed(kind, value):
    if value is None:
        return None
    if kind is ColumnKind.DAY and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return Decimal(str(value)) if kind is ColumnKind.MONEY else value


class Workspace:
    """A workspace that a test fills by hand, and asks."""

    def __init__(self, folder: Path, today: dt.date = TODAY) -> None:
        self.store = Store(folder, create=True)
        self.core = Core(self.store, today)
        self._files = itertools.count(1)

    def add(self, fact: str, *rows: dict, system: str | None = None, replace: bool = False):
        n = next(self._files)
        origin = Origin(f"file{n}.csv", str(n), system or f"plain.{fact}", "ht", f"s{n}", "{}")
        return load(
            self.store,
            origin,
            [rows_of(fact, list(rows))],
            list,
            dict,
            actor="test",
            replace=replace,
        )

    def ask(self, kpi: str, **query) -> KpiResult:
        (found,) = self.all(kpi, **query)
        return found

    def all(self, *kpis: str, as_of=None, **query) -> list[KpiResult]:
        return self.core.query(KpiQuery.model_validate({"kpis": list(kpis), **query}), as_of=as_of)

    def set(self, **changes):
        self.store.change_settings(changes, "test")


@pytest.fixture
def workspace(tmp_path) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "w")
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def make_demo(tmp_path_factory) -> Iterator[Callable[[], Workspace]]:
    """The demo, imported from its own files as a newcomer's command does."""
    opened: list[Workspace] = []

    def make() -> Workspace:
        folder = tmp_path_factory.mktemp("demo")
        made = Workspace(folder / "w")
        opened.append(made)
        desk = Desk(made.core, "test")
        for source, (channel, platform) in DEMO_CHANNELS.items():
            kind = "paid" if channel.endswith("Ads") else "other"
            desk.map({"raw": source, "channel": channel, "platform": platform, "kind": kind})
        for dimension, spellings in DEMO_ALIASES.items():
            for raw, member in spellings.items():
                desk.map({"dimension": dimension, "raw": raw, "member": member})
        for path in write_files(generate(TODAY), folder, Lang.FR):
            desk.import_file({"file": str(path), "hints": {"tax": "ht"}})
        return made

    yield make
    for made in opened:
        made.store.close()


@pytest.fixture(scope="session")
def demo(make_demo) -> Workspace:
    return make_demo()


def codes(result: KpiResult) -> set[str]:
    return {c.code for c in result.caveats}
