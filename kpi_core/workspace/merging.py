"""Staged rows meet the stored ones: new, changed, the same, or gone. What is replaced is kept.

A file speaks of its own columns only: what it does not hold stays as it was, and what it holds
empty is emptied, where it is the tool that had filled it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

import duckdb

from kpi_core.facts import FACTS, ColumnKind
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.workspace import identity, repeats, tables
from kpi_core.workspace.loaded import Loaded, Origin
from kpi_core.workspace.people import ORIGIN


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
    compared = [*said, *(["lead_raw"] if "lead_raw" in names else [])]
    if fact == "leads":
        _keep_what_others_know(cursor, origin)
    else:
        told = [n for n in compared if origin.tells(fact, n.removesuffix("_raw"))]
        repeats.number_staged(cursor, fact, origin, told)
        loaded.kept_open += _keep_what_is_not_told(cursor, fact, origin)
        if "lead_raw" in names:
            identity.keep_the_nameless(cursor, fact)
    differs = " OR ".join(f"f.{n} IS DISTINCT FROM s.{n}" for n in compared)
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE replaced AS
        SELECT row_key FROM {fact} f JOIN staged_{fact} s USING (row_key) WHERE {differs}
        """
    )
    total = _one(cursor, f"SELECT count(*) FROM staged_{fact}")
    changed = _one(cursor, "SELECT count(*) FROM replaced")
    known = _one(cursor, f"SELECT count(*) FROM staged_{fact} SEMI JOIN {fact} USING (row_key)")
    same = known - changed
    if changed:
        retire(cursor, fact, "SELECT row_key FROM replaced", loaded.import_id, now, tombstone=False)
    if replace:
        gone = (
            f"SELECT row_key FROM {fact} ANTI JOIN staged_{fact} USING (row_key)"
            f" WHERE system = '{origin.system}' AND NOT {identity.stand_for_nobody(fact)}"
        )
        loaded.removed[fact] = retire(cursor, fact, gone, loaded.import_id, now, tombstone=True)
    columns = ", ".join(names)
    fresh = f"ANTI JOIN {fact} USING (row_key)" if known else ""
    cursor.execute(f"INSERT INTO {fact} ({columns}) SELECT {columns} FROM staged_{fact} {fresh}")
    loaded.added[fact] = total - changed - same
    loaded.changed[fact] = changed
    loaded.same[fact] = same


def _keep_what_is_not_told(cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin) -> int:
    """
    Take over from the stored rows what the file does not speak of.

    Returns
    -------
    how many deals stay open or lost that a list without stages would have counted as won.
    """
    untold = [n for n in FACTS[fact].columns if not origin.tells(fact, n)]
    kept = [stored for name in untold for stored in _with_it(fact, name)]
    if not kept:
        return 0
    cursor.execute(
        f"UPDATE staged_{fact} AS s SET {', '.join(f'{n} = coalesce(f.{n}, s.{n})' for n in kept)} FROM {fact} f"
        " WHERE f.row_key = s.row_key"
    )
    return _settle_deals(cursor, untold) if fact == "deals" else 0


def _settle_deals(cursor: duckdb.DuckDBPyConnection, untold: Collection[str]) -> int:
    """Let what a deal is follow from what is now known of it, told or kept."""
    # The close date of an open deal is the day it is hoped for.
    cursor.execute("UPDATE staged_deals SET closed_on = NULL WHERE state = 'open'")
    if "kind" in untold and "amount" not in untold:
        cursor.execute(
            "UPDATE staged_deals SET kind = CASE WHEN amount < 0 THEN 'credit' END"
            " WHERE amount < 0 OR kind = 'credit'"
        )
    if "state" not in untold:
        return 0
    return _one(cursor, "SELECT count(*) FROM staged_deals WHERE state <> 'won'")


def _with_it(fact: str, name: str) -> Sequence[str]:
    """Return the stored columns that are written together with a column of *fact*."""
    if name == "lead" and fact != "leads":
        return ("lead_raw",)
    if name not in FACTS[fact].members():
        return (name,)
    return (name, f"{name}_raw", *(CHANNEL_COLUMNS if name == "source" else ()))


def _keep_what_others_know(cursor: duckdb.DuckDBPyConnection, origin: Origin) -> None:
    """
    Let a second tool add what the first did not know about a person, and override nothing.

    The first tool corrects its own word: a value that it said and now leaves empty is cleared. Of
    a person made of two, each row speaks for itself only: it adds what neither said.
    """
    own = f"f.system = '{origin.system}'"
    kept = []
    for name in FACTS["leads"].columns:
        if name == "lead":
            continue
        cleared = _cleared(cursor, name, own, origin)
        taken_back = f" OR s.row_key IN (SELECT row_key FROM cleared_{name})" if cleared else ""
        word = f"({own} AND (s.{name} IS NOT NULL{taken_back})) OR f.{name} IS NULL"
        kept += [
            f"{stored} = CASE WHEN {word} THEN s.{stored} ELSE f.{stored} END"
            for stored in _with_it("leads", name)
        ]
    cursor.execute(
        f"UPDATE staged_leads AS s SET {', '.join(kept)}, system = f.system FROM leads f"
        " WHERE f.row_key = s.row_key AND f.lead NOT IN (SELECT one FROM made_one)"
    )
    cursor.execute(
        f"UPDATE staged_leads AS s SET {', '.join(_added())}, system = f.system FROM leads f"
        " WHERE f.row_key = s.row_key AND f.lead IN (SELECT one FROM made_one)"
    )


def _added() -> Iterator[str]:
    """Yield what becomes of each column of a person made of two: as when they were made one."""
    origin = [stored for name in ORIGIN for stored in _with_it("leads", name)]
    unplaced = " AND ".join(f"f.{name} IS NULL" for name in ORIGIN)
    for stored in origin:
        earlier = f"s.created_on < f.created_on OR ({unplaced})"
        yield f"{stored} = CASE WHEN {earlier} THEN s.{stored} ELSE f.{stored} END"
    for name, column in FACTS["leads"].columns.items():
        if column.kind is ColumnKind.DAY:
            yield f"{name} = least(f.{name}, s.{name})"
        elif name != "lead" and name not in ORIGIN:
            for stored in _with_it("leads", name):
                yield f"{stored} = CASE WHEN f.{name} IS NULL THEN s.{stored} ELSE f.{stored} END"


def _cleared(cursor: duckdb.DuckDBPyConnection, name: str, own: str, origin: Origin) -> bool:
    """Make `cleared_<name>` of the people of whom the file takes back what its tool first said."""
    if not origin.tells("leads", name):
        return False
    candidates = (
        f"SELECT row_key, f.{name} AS held FROM leads f JOIN staged_leads s USING (row_key)"
        f" WHERE {own} AND s.{name} IS NULL AND f.{name} IS NOT NULL"
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE candidates AS {candidates}")
    if not _one(cursor, "SELECT count(*) FROM candidates"):
        return False
    versions = " UNION ALL ".join(
        f"SELECT row_key, import_id, recorded_at, {name} AS held FROM {table}"
        for table in ("leads", "leads_history")
    )
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE cleared_{name} AS
        SELECT row_key FROM ({versions}) JOIN candidates USING (row_key, held)
        JOIN imports i ON i.id = import_id
        GROUP BY row_key HAVING arg_min(i.system, recorded_at) = '{origin.system}'
        """
    )
    return True


def retire(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    keys: str,
    import_id: int,
    now: dt.datetime,
    *,
    tombstone: bool,
) -> int:
    """Take the rows of *keys* (SQL) out of a fact, into its history, and return how many."""
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
