"""An import: the whole file or none of it, once however often it is given, nothing ever lost.

A row that is new is added; one that is known and differs replaces the old, which goes to the
history; one that is the same changes nothing; one that could not be read is kept in quarantine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import duckdb
import pyarrow as pa

from kpi_core.errors import Kind
from kpi_core.facts import FACTS
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of, duckdb_type
from kpi_core.workspace import identity, members, tables
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


@dataclass(slots=True)
class Loaded:
    """What an import did, row by row: read = added + changed + same + quarantined + blank."""

    import_id: int
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    quarantined: int = 0
    torn_identities: int = 0

    @property
    def touched(self) -> bool:
        """Tell whether the data is not what it was."""
        return any(sum(d.values()) for d in (self.added, self.changed, self.removed))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows come from. *system* is the tool and the kind of export: `hubspot.deals`."""

    file: str
    digest: str
    system: str
    tax: str | None
    signature: str
    plan: str

    @property
    def tool(self) -> str:
        """The tool alone: its identifiers mean something across its own exports."""
        return self.system.partition(".")[0]


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
    with store.transaction(actor, "import", origin.file, details) as cursor:
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        import_id = cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM imports").fetchall()[0][0]
        loaded = Loaded(import_id)
        for fact in _stage(cursor, batches):
            _settle(cursor, fact, origin, loaded, now, replace=replace)
        if "leads" in loaded.added:
            # Deals imported before their leads find them now.
            for fact in ("deals", "touchpoints"):
                identity.identify_mentions(cursor, fact, None)
        loaded.quarantined = _quarantine(cursor, import_id, rejected())
        cursor.execute(
            "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                import_id,
                now,
                origin.file,
                origin.digest,
                origin.system,
                origin.tax,
                origin.plan,
                json.dumps(counts()),
            ],
        )
        cursor.execute(
            "INSERT OR REPLACE INTO mappings VALUES (?, ?)", [origin.signature, origin.plan]
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
            cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE staged_{fact} ({body}, source_row BIGINT)"
            )
        cursor.register("batch", batch.table)
        names = ", ".join(n for n in columns_of(fact) if n not in CHANNEL_COLUMNS)
        cursor.execute(
            f"INSERT INTO staged_{fact} ({names}, source_row) SELECT {names}, source_row FROM batch"
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
    replace: bool,
) -> None:
    spec = FACTS[fact]
    for name in (*(f"{m}_raw" for m in spec.members()), *tables.ROW):
        type_ = tables.stored_columns(fact)[name]
        cursor.execute(f"ALTER TABLE staged_{fact} ADD COLUMN {name} {type_}")
    if "source" in spec.members():
        for name in CHANNEL_COLUMNS:
            cursor.execute(f"ALTER TABLE staged_{fact} ADD COLUMN {name} VARCHAR")
    cursor.execute(f"ALTER TABLE staged_{fact} RENAME TO staged")
    try:
        _fill(cursor, fact, origin, loaded, now)
        _merge(cursor, fact, origin, loaded, now, replace=replace)
    finally:
        cursor.execute("DROP TABLE IF EXISTS staged")
    if "lead_raw" in tables.stored_columns(fact):
        identity.identify_mentions(cursor, fact, origin.system)


def _fill(
    cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin, loaded: Loaded, now: dt.datetime
) -> None:
    """Give each staged row its members, its channel, its person and its key."""
    spec = FACTS[fact]
    settings: list[str] = [f"{m}_raw = {m}" for m in spec.members()]
    if fact != "leads" and "lead" in spec.columns:
        cursor.execute("ALTER TABLE staged ADD COLUMN lead_raw VARCHAR")
        settings += ["lead_raw = lead", "lead = NULL"]
    if fact == "spend":
        settings.append("category = coalesce(category, 'direct')")
    cursor.execute(
        f"UPDATE staged SET {', '.join([*settings, 'system = ?', 'import_id = ?', 'recorded_at = ?'])}",
        [origin.system, loaded.import_id, now],
    )
    for name in spec.members():
        _fill_members(cursor, name)
    if "source" in spec.members():
        _fill_channels(cursor)
    if fact == "leads":
        loaded.torn_identities += identity.identify_leads(cursor, origin.tool)
    # One person or deal has one row whatever file speaks of it; the rest is the tool's own word.
    owner = {"leads": "''", "deals": f"'{identifier(origin.tool)}'"}.get(fact, "system")
    key = " || chr(31) || ".join(f"coalesce({name}::VARCHAR, '')" for name in _key(fact))
    cursor.execute(f"UPDATE staged SET row_key = md5({owner} || chr(31) || {key})")
    if fact == "leads":
        # The last word of the file about a person is the one that stands.
        cursor.execute(
            "DELETE FROM staged USING (SELECT row_key AS k, max(source_row) AS last FROM staged"
            " GROUP BY 1 HAVING count(*) > 1) d WHERE row_key = d.k AND source_row < d.last"
        )
    else:
        cursor.execute(
            "UPDATE staged SET row_key = row_key || '#' || n.ordinal FROM ("
            " SELECT source_row AS at, row_number() OVER (PARTITION BY row_key ORDER BY source_row) - 1"
            " AS ordinal FROM staged WHERE row_key IN"
            " (SELECT row_key FROM staged GROUP BY 1 HAVING count(*) > 1)) n"
            " WHERE source_row = n.at AND n.ordinal > 0"
        )


def _key(fact: str) -> list[str]:
    # Keys are what the file says, so that mapping a member differently never doubles a row.
    members_ = FACTS[fact].members()
    names = [f"{n}_raw" if n in members_ else n for n in FACTS[fact].key]
    return ["lead_raw" if n == "lead" and fact != "leads" else n for n in names]


def _fill_members(cursor: duckdb.DuckDBPyConnection, dimension: str) -> None:
    raw = [
        row[0]
        for row in cursor.execute(
            f"SELECT DISTINCT {dimension}_raw FROM staged WHERE {dimension}_raw IS NOT NULL"
        ).fetchall()
    ]
    respelled = {k: v for k, v in members.resolve(cursor, dimension, raw).items() if k != v}
    if respelled:
        _with_table(
            cursor,
            pa.table({"raw": list(respelled), "member": list(respelled.values())}),
            f"UPDATE staged SET {dimension} = r.member FROM given r WHERE {dimension}_raw = r.raw",
        )


def _fill_channels(cursor: duckdb.DuckDBPyConnection) -> None:
    sources = [
        row[0]
        for row in cursor.execute(
            "SELECT DISTINCT source FROM staged WHERE source IS NOT NULL"
        ).fetchall()
    ]
    placed = list(members.place(cursor, sources).items())
    if placed:
        _with_table(
            cursor,
            pa.table(
                {
                    "source": [source for source, _ in placed],
                    "channel": [p.channel for _, p in placed],
                    "platform": [p.platform for _, p in placed],
                    "kind": pa.array([p.kind for _, p in placed], pa.string()),
                }
            ),
            "UPDATE staged SET channel = p.channel, platform = p.platform, channel_kind = p.kind"
            " FROM given p WHERE staged.source = p.source",
        )


def _with_table(cursor: duckdb.DuckDBPyConnection, table: pa.Table, statement: str) -> None:
    cursor.register("given", table)
    cursor.execute(statement)
    cursor.unregister("given")


def _merge(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    origin: Origin,
    loaded: Loaded,
    now: dt.datetime,
    *,
    replace: bool,
) -> None:
    names = list(tables.stored_columns(fact))
    said = [n for n in columns_of(fact) if n not in CHANNEL_COLUMNS and n != "lead"]
    if fact == "leads":
        _keep_what_others_know(cursor, origin, said)
    differs = " OR ".join(f"f.{n} IS DISTINCT FROM s.{n}" for n in said)
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE replaced AS
        SELECT row_key FROM {fact} f JOIN staged s USING (row_key) WHERE {differs}
        """
    )
    total = _one(cursor, "SELECT count(*) FROM staged")
    changed = _one(cursor, "SELECT count(*) FROM replaced")
    same = _one(cursor, f"SELECT count(*) FROM staged SEMI JOIN {fact} USING (row_key)") - changed
    if changed:
        _retire(
            cursor, fact, "SELECT row_key FROM replaced", loaded.import_id, now, tombstone=False
        )
    if replace:
        gone = f"SELECT row_key FROM {fact} ANTI JOIN staged USING (row_key) WHERE system = '{origin.system}'"
        loaded.removed[fact] = _retire(cursor, fact, gone, loaded.import_id, now, tombstone=True)
    columns = ", ".join(names)
    cursor.execute(
        f"INSERT INTO {fact} ({columns}) SELECT {columns} FROM staged ANTI JOIN {fact} USING (row_key)"
    )
    loaded.added[fact] = total - changed - same
    loaded.changed[fact] = changed
    loaded.same[fact] = same


def _keep_what_others_know(
    cursor: duckdb.DuckDBPyConnection, origin: Origin, said: list[str]
) -> None:
    """A second tool adds what the first did not know about a person, and overrides nothing."""
    merged = ", ".join(
        f"{n} = coalesce(CASE WHEN f.system = '{origin.system}' THEN s.{n} END, f.{n}, s.{n})"
        for n in said
    )
    raw = ", ".join(
        f"{n} = coalesce(CASE WHEN f.system = '{origin.system}' THEN s.{n} END, f.{n}, s.{n})"
        for n in (*(f"{m}_raw" for m in FACTS["leads"].members()), *CHANNEL_COLUMNS)
    )
    cursor.execute(
        f"UPDATE staged AS s SET {merged}, {raw}, system = f.system FROM leads f"
        " WHERE f.row_key = s.row_key"
    )


def _retire(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    keys: str,
    import_id: int,
    now: dt.datetime,
    *,
    tombstone: bool,
) -> int:
    columns = ", ".join(tables.stored_columns(fact))
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE retired AS {keys}")
    cursor.execute(
        f"INSERT INTO {fact}_history ({columns}, superseded_at, superseded_by, tombstone)"
        f" SELECT {columns}, ?, ?, ? FROM {fact} SEMI JOIN retired USING (row_key)",
        [now, import_id, tombstone],
    )
    cursor.execute(f"DELETE FROM {fact} WHERE row_key IN (SELECT row_key FROM retired)")
    return _one(cursor, "SELECT count(*) FROM retired")


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
        _with_table(cursor, table, "INSERT INTO quarantine SELECT * FROM given")
    return len(rows)


def _one(cursor: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(cursor.execute(query).fetchall()[0][0])
