"""Staged rows get what the file does not say: members, channels, people, and their keys."""

from __future__ import annotations

import datetime as dt

import duckdb
import pyarrow as pa

from kpi_core.facts import FACTS
from kpi_core.workspace import identity, members
from kpi_core.workspace.loaded import Loaded, Origin
from kpi_core.workspace.store import identifier


def fill(
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
        with_table(
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
        with_table(
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


def with_table(cursor: duckdb.DuckDBPyConnection, table: pa.Table, statement: str) -> None:
    """Run *statement* with *table* standing in it as `given`."""
    cursor.register("given", table)
    cursor.execute(statement)
    cursor.unregister("given")
