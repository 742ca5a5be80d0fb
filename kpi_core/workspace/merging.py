"""Staged rows meet the stored ones: new, changed, the same, or gone. What is replaced is kept."""

from __future__ import annotations

import datetime as dt

import duckdb

from kpi_core.facts import FACTS
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.workspace import tables
from kpi_core.workspace.loaded import Loaded, Origin


def merge(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    origin: Origin,
    loaded: Loaded,
    now: dt.datetime,
    *,
    replace: bool,
) -> None:
    """Put the staged rows of *fact* among the stored ones, and count what became of them."""
    names = list(tables.stored_columns(fact))
    said = [n for n in columns_of(fact) if n not in CHANNEL_COLUMNS and n != "lead"]
    if fact == "leads":
        _keep_what_others_know(cursor, origin, said)
    compared = [*said, *(["lead_raw"] if "lead_raw" in names else [])]
    differs = " OR ".join(f"f.{n} IS DISTINCT FROM s.{n}" for n in compared)
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE replaced AS
        SELECT row_key FROM {fact} f JOIN staged s USING (row_key) WHERE {differs}
        """
    )
    total = _one(cursor, "SELECT count(*) FROM staged")
    changed = _one(cursor, "SELECT count(*) FROM replaced")
    known = _one(cursor, f"SELECT count(*) FROM staged SEMI JOIN {fact} USING (row_key)")
    same = known - changed
    if changed:
        _retire(
            cursor, fact, "SELECT row_key FROM replaced", loaded.import_id, now, tombstone=False
        )
    if replace:
        gone = f"SELECT row_key FROM {fact} ANTI JOIN staged USING (row_key) WHERE system = '{origin.system}'"
        loaded.removed[fact] = _retire(cursor, fact, gone, loaded.import_id, now, tombstone=True)
    columns = ", ".join(names)
    fresh = f"ANTI JOIN {fact} USING (row_key)" if known else ""
    cursor.execute(f"INSERT INTO {fact} ({columns}) SELECT {columns} FROM staged {fresh}")
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


def _one(cursor: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(cursor.execute(query).fetchall()[0][0])
