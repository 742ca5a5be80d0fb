"""An import: the whole file or none of it, once however often it is given, nothing ever lost.

A row that is new is added; one that is known and differs replaces the old, which goes to the
history; one that is the same changes nothing; one that could not be read is kept in quarantine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Protocol

import duckdb
import pyarrow as pa

from kpi_core.errors import Kind
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of, duckdb_type
from kpi_core.workspace import identity, quarantine, tables
from kpi_core.workspace.loaded import Loaded, Origin
from kpi_core.workspace.merging import merge
from kpi_core.workspace.staging import fill, with_table
from kpi_core.workspace.store import Store, identifier


class Batch(Protocol):
    """Rows of one fact, as read from a file."""

    @property
    def fact(self) -> str:
        """The fact table."""

    @property
    def table(self) -> pa.RecordBatch:
        """The columns of the fact, and `source_row`."""


class Refused(Protocol):
    """A row that could not be read, and why."""

    @property
    def row(self) -> int:
        """Line or row of the file."""

    @property
    def column(self) -> str | None:
        """Header of the guilty column."""

    @property
    def raw(self) -> dict[str, str]:
        """The row as it stands in the file."""

    @property
    def kind(self) -> Kind:
        """What kind of trouble."""

    @property
    def message(self) -> Text:
        """Why, and what to do."""


def load(
    store: Store,
    origin: Origin,
    batches: Iterable[Batch],
    rejected: Callable[[], Iterable[Refused]],
    counts: Callable[[], dict[str, int]],
    *,
    actor: str,
    replace: bool = False,
) -> Loaded:
    """
    Put what was read from a file into the workspace, in one transaction.

    *rejected* and *counts* are asked once the batches are exhausted. With *replace*, rows of the
    same system that the file no longer holds are removed (their history stays).
    """
    details: dict[str, object] = {"system": origin.system, "digest": origin.digest}
    currency = store.settings().currency
    with store.transaction(actor, "import", origin.file, details) as cursor:
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        import_id = cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM imports").fetchall()[0][0]
        loaded = Loaded(import_id)
        for fact in _stage(cursor, batches):
            _settle(cursor, fact, origin, loaded, now, currency=currency, replace=replace)
        if "leads" in loaded.added:
            # Deals imported before their leads find them now.
            for fact in ("deals", "touchpoints"):
                identity.identify_mentions(cursor, fact, None)
        loaded.quarantined = _quarantine(cursor, import_id, rejected())
        quarantine.leave(cursor, origin, loaded, counts())
        cursor.execute(
            "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                import_id,
                now,
                origin.file,
                origin.digest,
                origin.system,
                origin.tax,
                origin.plan,
                json.dumps(counts()),
                origin.amount,
            ],
        )
        cursor.execute(
            "INSERT OR REPLACE INTO mappings VALUES (?, ?)",
            [origin.signature, origin.remembered or origin.plan],
        )
        details |= {
            "import": import_id,
            "added": loaded.added,
            "changed": loaded.changed,
            "same": loaded.same,
            "removed": loaded.removed,
            "quarantined": loaded.quarantined,
        }
    return loaded


def _stage(cursor: duckdb.DuckDBPyConnection, batches: Iterable[Batch]) -> list[str]:
    seen: list[str] = []
    for batch in batches:
        fact = identifier(batch.fact)
        if fact not in seen:
            seen.append(fact)
            columns = {
                n: duckdb_type(t) for n, t in columns_of(fact).items() if n not in CHANNEL_COLUMNS
            }
            body = ", ".join(f"{n} {t}" for n, t in columns.items())
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE read_{fact} ({body}, source_row BIGINT)")
        cursor.register("batch", batch.table)
        names = ", ".join(n for n in columns_of(fact) if n not in CHANNEL_COLUMNS)
        cursor.execute(
            f"INSERT INTO read_{fact} ({names}, source_row) SELECT {names}, source_row FROM batch"
        )
        cursor.unregister("batch")
    return seen


def _settle(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    origin: Origin,
    loaded: Loaded,
    now: dt.datetime,
    *,
    currency: str,
    replace: bool,
) -> None:
    fill(cursor, fact, origin, loaded, now, currency=currency)
    merge(cursor, fact, origin, loaded, now, replace=replace)
    cursor.execute("DROP TABLE staged")
    if "lead_raw" in tables.stored_columns(fact):
        identity.identify_mentions(cursor, fact, origin.system)


def _quarantine(
    cursor: duckdb.DuckDBPyConnection, import_id: int, rejected: Iterable[Refused]
) -> int:
    rows = [
        (
            import_id,
            r.row,
            r.column,
            r.kind.value,
            r.message.en,
            r.message.fr,
            json.dumps(r.raw, ensure_ascii=False),
        )
        for r in rejected
    ]
    if rows:
        names = (
            "import_id",
            "source_row",
            "column_name",
            "kind",
            "message_en",
            "message_fr",
            "raw",
        )
        table = pa.table({n: [row[i] for row in rows] for i, n in enumerate(names)})
        with_table(cursor, table, "INSERT INTO quarantine SELECT * FROM given")
    return len(rows)


__all__ = ["Batch", "Loaded", "Origin", "Refused", "load"]
