"""What PostgreSQL tells of a table without reading it: its size, what changed it, its indexes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kpi_core.engines import postgres_plans as plans
from kpi_core.engines.engine import Size
from kpi_core.engines.mapping import Table
from kpi_core.engines.postgres import Reading, Sessions
from kpi_core.engines.postgres_cubes import Cubes
from kpi_core.engines.postgres_plans import BYTES
from kpi_core.engines.postgres_tables import TABLES

# Partitions, and what inherits, are read with their parent.
_OIDS = """
WITH RECURSIVE below(oid) AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'm', 'p')
  UNION SELECT i.inhrelid FROM pg_inherits i JOIN below b ON i.inhparent = b.oid
)
SELECT oid FROM below
"""
_NAMED = """
SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))
"""
# Counters may come some seconds after what they count; what is appended is seen at once, by size.
_COUNTED = f"""
SELECT c.oid, c.relfilenode, size, pg_stat_get_tuples_inserted(c.oid),
  pg_stat_get_tuples_updated(c.oid), pg_stat_get_tuples_deleted(c.oid),
  CASE WHEN c.relkind = 'p' THEN 0 WHEN c.reltuples < 0 THEN size / {BYTES} ELSE c.reltuples END,
  c.relkind = 'f', (
    SELECT md5(string_agg(concat_ws(' ', attnum, attname, atttypid, atthasmissing), ',' ORDER BY attnum))
    FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0
  )
FROM pg_class c, coalesce(pg_relation_size(CASE WHEN c.relkind IN ('r', 'm') THEN c.oid END), 0) AS size
WHERE c.oid = ANY ($1::oid[]) ORDER BY c.oid
"""
_STARTED = """
SELECT pg_postmaster_start_time()::text || ' ' || current_user, pg_is_in_recovery(),
  current_setting('track_counts') = 'off'
"""
# Functions none of whose forms gives the same for the same: rows come and go without a change.
_RESTLESS = """
SELECT 1 FROM pg_proc WHERE proname = ANY ($1::text[])
GROUP BY proname HAVING bool_and(provolatile <> 'i') LIMIT 1
"""
_CALLED = re.compile(r"(\w+)\(")
_CLOCK = re.compile(r"\b(CURRENT|LOCAL)_?(DATE|TIME|TIMESTAMP)\b")
# Of an index that orders all rows by this column first, and tells apart what differs in any byte.
_INDEXED = """
SELECT DISTINCT a.attname FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
LEFT JOIN pg_collation o ON o.oid = i.indcollation[0]
WHERE n.nspname = $1 AND c.relname = $2 AND m.amname = 'btree' AND i.indisvalid
  AND i.indpred IS NULL AND coalesce(o.collisdeterministic, true)
"""


class Scale:
    """See `kpi_core.engines.engine.Scale`."""

    indexes = True

    def __init__(self, sessions: Sessions) -> None:
        self.cubes = Cubes(sessions)

    def sizes(self, reading: Reading, mapped: Sequence[Table]) -> Mapping[str, Size]:
        """Return the size of each table, by its fact."""
        _names, ((started, standby, uncounted),) = reading.read(_STARTED)
        blind = bool(standby or uncounted)
        return {table.fact: _size(reading, table, str(started), blind=blind) for table in mapped}

    def indexed(self, reading: Reading, table: Table) -> Collection[str]:
        """Return our columns whose values an index lists in order."""
        if table.query is not None or table.where is not None:
            return ()
        _names, rows = reading.read(_INDEXED, [table.schema, table.name])
        theirs = {str(row[0]) for row in rows}
        return [name for name, mapped in table.columns.items() if mapped.column in theirs]

    def distinct(self, table: Table, name: str) -> Table:
        """Return the values of an indexed column, each once, as a table: a jump from one to the next."""
        column = TABLES.quoted(table.columns[name].column or "")
        place = f"{TABLES.quoted(table.schema)}.{TABLES.quoted(table.name)}"
        one = f"SELECT {column} FROM {place} WHERE {column}"
        return _instead(
            table,
            [name],
            f"WITH RECURSIVE each(value) AS ((({one} IS NOT NULL ORDER BY {column} LIMIT 1))"
            f" UNION ALL SELECT ({one} > each.value ORDER BY {column} LIMIT 1)"
            " FROM each WHERE each.value IS NOT NULL)"
            f" SELECT value AS {column} FROM each WHERE value IS NOT NULL",
        )

    def ends(self, table: Table, name: str) -> Table:
        """Return the first and the last value of an indexed column, as a table of two rows."""
        column = TABLES.quoted(table.columns[name].column or "")
        place = f"{TABLES.quoted(table.schema)}.{TABLES.quoted(table.name)}"
        told = (f"SELECT {end}({column}) AS {column} FROM {place}" for end in ("min", "max"))
        return _instead(table, [name], " UNION ALL ".join(told))


def _instead(table: Table, names: Sequence[str], query: str) -> Table:
    """Return a table of what *query* gives, these columns filled as those of *table*."""
    columns = {name: table.columns[name] for name in names}
    return replace(table, query=query, where=None, columns=columns, members={})


def _size(reading: Reading, table: Table, started: str, *, blind: bool) -> Size:
    plan = reading.explained(TABLES.probe(table, list(table.columns)))
    rows: Sequence[Sequence[object]] = ()
    if table.query is None:
        _names, rows = reading.read(_OIDS, [table.schema, table.name])
    if not rows:
        if plans.outside(plan):
            return Size(int(plan["Plan Rows"]), None)
        read = {r.table for r in plans.reads(plan)}
        _names, rows = reading.read(_NAMED, [[t[0] for t in read], [t[1] for t in read]])
    # What views, policies and functions make of the rows stands in the plan, in full.
    said = sorted(set(plans.conditions(plan)))
    return _counted(
        reading, [row[0] for row in rows], [started, *said], blind=blind or _restless(reading, said)
    )


def _restless(reading: Reading, said: Sequence[str]) -> bool:
    """Tell whether the same rows may be others a moment later: by the clock, or a function."""
    if any(_CLOCK.search(text) for text in said):
        return True
    called = {name for text in said for name in _CALLED.findall(text)}
    _names, rows = reading.read(_RESTLESS, [sorted(called)])
    return bool(rows)


def _counted(reading: Reading, oids: Sequence[object], told: Sequence[str], *, blind: bool) -> Size:
    _names, rows = reading.read(_COUNTED, [list(oids)])
    held = round(sum(float(row[6]) for row in rows))
    if blind or any(row[7] for row in rows):
        return Size(held, None)  # its counters stand still while rows arrive
    marks = [*told, *(str([*row[:6], row[8]]) for row in rows)]
    return Size(held, hashlib.sha256("\n".join(marks).encode()).hexdigest())
