"""A workspace that a test fills by hand, row by row, and looks into."""

import datetime as dt
import itertools
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from kpi_core.answering import Core
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.query import KpiQuery
from kpi_core.workspace import Store
from kpi_core.workspace.load import Origin, load

TODAY = dt.date(2025, 11, 12)
YEAR = {"start": "2025-01-01", "end": "2025-12-31"}

_ARROW = {
    ColumnKind.DAY: pa.date32(),
    ColumnKind.MOMENT: pa.timestamp("us"),
    ColumnKind.MONEY: pa.decimal128(18, 4),
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
}


@dataclass
class Batch:
    """Rows of one fact, as a reading process hands them over."""

    fact: str
    table: pa.RecordBatch


def batch(fact, rows):
    """Return *rows*, given as dictionaries, as the batch of an import."""
    columns = {
        name: pa.array(
            [_typed(column.kind, row.get(name)) for row in rows],
            _ARROW.get(column.kind, pa.string()),
        )
        for name, column in FACTS[fact].columns.items()
    }
    columns["source_row"] = pa.array(range(2, len(rows) + 2), pa.int64())
    return Batch(fact, pa.RecordBatch.from_pydict(columns))


def _typed(kind, value):
    if kind is ColumnKind.DAY and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return Decimal(str(value)) if kind is ColumnKind.MONEY and value is not None else value


class Filled:
    """A workspace under test."""

    def __init__(self, folder):
        self.folder = folder
        self.store = Store(folder, create=True)
        self.core = Core(self.store, TODAY)
        self._files = itertools.count(1)

    def add(self, fact, *rows, system=None, replace=False, rejected=()):
        """Import *rows* as one file of *system*, whose columns are those that a row names."""
        n = next(self._files)
        system = system or f"plain.{fact}"
        told = {fact: {name for row in rows for name in row}}
        origin = Origin(f"file{n}.csv", str(n), system, "ht", f"s{n}", "{}", told=told)
        return load(
            self.store,
            origin,
            [batch(fact, rows)],
            lambda: rejected,
            dict,
            actor="test",
            replace=replace,
        )

    def rows(self, sql, *values):
        """Return what the file holds."""
        return self.store.cursor().execute(sql, list(values)).fetchall()

    def value(self, kpi, as_of=None, **query):
        """Return the number that the core answers over 2025."""
        asked = KpiQuery.model_validate({"kpis": [kpi], "period": YEAR, **query})
        (found,) = self.core.query(asked, as_of=as_of)
        return found.value

    def grouped(self, kpi, by):
        """Return the number of each member of a dimension."""
        asked = KpiQuery.model_validate({"kpis": [kpi], "period": YEAR, "by": [by]})
        return {found.group[by]: found.value for found in self.core.query(asked)}

    def everything(self):
        """Return every row of every table, to compare before and after."""
        names = [n for (n,) in self.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1")]
        return {name: sorted(map(str, self.rows(f"SELECT * FROM {name}"))) for name in names}

    def close(self):
        """Give the file back."""
        with suppress(Exception):
            self.store.close()


def spent(amount, day="2025-03-10", source="LinkedIn Ads", **more):
    """Return a row of spend."""
    return {"spent_on": day, "source": source, "amount": amount, **more}


def lead(email=None, day="2025-03-10", **more):
    """Return a row of leads."""
    return {"email": email, "created_on": day, "source": "LinkedIn Ads", **more}
