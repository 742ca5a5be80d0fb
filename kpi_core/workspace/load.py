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
from kpi_core.workspace import audit, identity, quarantine, repeats, tables
from kpi_core.workspace.filling import Filler
from kpi_core.workspace.loaded import Loaded, Origin
from kpi_core.workspace.merging import merge
from kpi_core.workspace.seen import Seen
from kpi_core.workspace.staging import Batch, one_row_a_person, stage
from kpi_core.workspace.store import Store


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
    same system that the file no longer holds are removed (their history stays), unless some of
    its rows could not be read.
    """
    details: dict[str, object] = {}
    currency = store.settings().currency
    with store.transaction(actor, "import", origin.file, details) as cursor:
        loaded = put(
            cursor,
            origin,
            batches,
            rejected,
            counts,
            currency=currency,
            actor=actor,
            replace=replace,
        )
        details |= {"system": origin.system, "digest": origin.digest, **loaded.told()}
    return loaded


def put(
    cursor: duckdb.DuckDBPyConnection,
    origin: Origin,
    batches: Iterable[Batch],
    rejected: Callable[[], Iterable[Refused]],
    counts: Callable[[], dict[str, int]],
    *,
    currency: str,
    actor: str,
    replace: bool = False,
    seen: Seen | None = None,
) -> Loaded:
    """
    Put what was read among the stored rows, inside a transaction that its caller began.

    seen: notes which rows this and other tables of the same spreadsheet hold.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    import_id = cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM imports").fetchall()[0][0]
    loaded = Loaded(import_id)
    staged = stage(cursor, batches, origin, import_id, now, currency=currency)
    # A row that could not be read may be one that is known: it is not gone.
    loaded.kept_back = replace and any(True for _ in rejected())
    for filler in staged.values():
        _settle(
            cursor,
            filler,
            origin,
            loaded,
            now,
            replace=replace and not loaded.kept_back,
            seen=seen,
        )
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
    _correct(cursor, origin, actor)
    _remember(cursor, origin.signature, origin.remembered or origin.plan)
    return loaded


def _remember(cursor: duckdb.DuckDBPyConnection, signature: str, plan: str) -> None:
    """Write down how files of these headers are read, where that is news."""
    known = cursor.execute("SELECT plan FROM mappings WHERE signature = ?", [signature]).fetchall()
    if not known:
        cursor.execute("INSERT INTO mappings VALUES (?, ?)", [signature, plan])
    elif known != [(plan,)]:
        cursor.execute("UPDATE mappings SET plan = ? WHERE signature = ?", [plan, signature])


def _correct(cursor: duckdb.DuckDBPyConnection, origin: Origin, actor: str) -> None:
    """Let the same file, imported again, correct what was said of it, and of those that follow it."""
    cursor.execute(
        "UPDATE imports SET tax = coalesce(?, tax), amount = coalesce(?, amount) WHERE digest = ?",
        [origin.tax, origin.amount, origin.digest],
    )
    if origin.corrected:
        cursor.execute(
            "UPDATE imports SET amount = ? WHERE list_contains(?::VARCHAR[], digest)",
            [origin.amount, list(origin.corrected)],
        )
        follow: dict[str, object] = {"amount": origin.amount, "files": list(origin.corrected)}
        audit.record(
            cursor, actor=actor, action="amount corrected", object_=origin.file, details=follow
        )


def _settle(
    cursor: duckdb.DuckDBPyConnection,
    filler: Filler,
    origin: Origin,
    loaded: Loaded,
    now: dt.datetime,
    *,
    replace: bool,
    seen: Seen | None,
) -> None:
    fact = filler.fact
    if filler.target == fact:
        repeats.number_new(cursor, fact, origin, loaded.import_id)
        loaded.added[fact], loaded.changed[fact], loaded.same[fact] = filler.rows, 0, 0
        if seen:
            seen.note(fact, f"{fact} WHERE import_id = {loaded.import_id}")
    else:
        if fact == "leads":
            one_row_a_person(cursor, origin, loaded)
        elif seen:
            loaded.elsewhere += seen.leave_out(fact, filler.target)
        merge(cursor, fact, origin, loaded, now, replace=replace)
        if seen:
            seen.note(fact, filler.target)
        cursor.execute(f"DROP TABLE {filler.target}")
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
        cursor.register("given", table)
        cursor.execute("INSERT INTO quarantine SELECT * FROM given")
        cursor.unregister("given")
    return len(rows)


__all__ = ["Batch", "Loaded", "Origin", "Refused", "load", "put"]
