"""Lines that share a key: two equal lines of a file are two rows, each with a key of its own.

The first has the key itself, the next ones an ordinal at its end. When such lines come again they
take the keys of the rows that say the same; what is left takes the remaining ones in file order.
So a shorter file, or a line that moved, changes no row that it does not contradict.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import duckdb

from kpi_core.workspace.filling import key_again
from kpi_core.workspace.loaded import Origin


def number_new(
    cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin, import_id: int
) -> None:
    """Number the equal lines among rows just stored, none of which was known."""
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        SELECT row_key FROM {fact} WHERE import_id = {import_id} GROUP BY 1 HAVING count(*) > 1
        """
    )
    if not _count(cursor, "repeated"):
        return
    again = key_again(fact, origin, "'#' || n.ordinal")
    cursor.execute(
        f"""
        UPDATE {fact} AS s SET row_key = {again}
        FROM (
          SELECT rowid AS at, row_number() OVER (PARTITION BY row_key ORDER BY rowid) - 1 AS ordinal
          FROM {fact} SEMI JOIN repeated USING (row_key) WHERE import_id = {import_id}
        ) n
        WHERE s.rowid = n.at AND n.ordinal > 0
        """
    )


def number_staged(
    cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin, compared: Iterable[str]
) -> None:
    """Number the equal lines among staged rows, after those that say the same of what is *compared*."""
    compared = tuple(compared) or ("row_key",)  # the file tells nothing but the key itself
    differs = " OR ".join(f"f.{n} IS DISTINCT FROM s.{n}" for n in compared)
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE doubtful AS
        SELECT row_key AS base FROM staged_{fact} GROUP BY 1 HAVING count(*) > 1
        UNION
        SELECT row_key FROM staged_{fact} s JOIN {fact} f USING (row_key) WHERE {differs}
        """
    )
    if not _count(cursor, "doubtful"):
        return
    _find_stored(cursor, fact, origin)
    said, known = (f"hash({', '.join(f'{t}.{n}' for n in compared)})" for t in "sf")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE numbered AS
        WITH lines AS (
          SELECT source_row, row_key AS base, {said} AS said,
            row_number() OVER (PARTITION BY row_key, {said} ORDER BY source_row) AS copy
          FROM staged_{fact} s SEMI JOIN doubtful ON base = row_key
        ), known AS (
          SELECT k.base, k.ordinal, {known} AS said,
            row_number() OVER (PARTITION BY k.base, {known} ORDER BY k.ordinal) AS copy
          FROM stored_repeats k JOIN {fact} f USING (row_key)
        ), same AS (
          SELECT source_row, base, ordinal FROM lines JOIN known USING (base, said, copy)
        ), rest AS (
          SELECT source_row, base, row_number() OVER (PARTITION BY base ORDER BY source_row) AS rank
          FROM lines ANTI JOIN same USING (source_row)
        ), free AS (
          SELECT base, ordinal, row_number() OVER (PARTITION BY base ORDER BY ordinal) AS rank
          FROM known ANTI JOIN same USING (base, ordinal)
        ), ends AS (
          SELECT base, max(ordinal) AS last, count(*) AS held FROM known GROUP BY 1
        ), kept AS (
          SELECT base, count(*) AS matched FROM same GROUP BY 1
        )
        SELECT source_row, ordinal FROM same
        UNION ALL
        SELECT source_row, coalesce(free.ordinal, coalesce(last, -1)
          + rank - (coalesce(held, 0) - coalesce(matched, 0)))
        FROM rest LEFT JOIN free USING (base, rank) LEFT JOIN ends USING (base)
        LEFT JOIN kept USING (base)
        """
    )
    again = key_again(fact, origin, "'#' || n.ordinal")
    cursor.execute(
        f"""
        UPDATE staged_{fact} AS s SET row_key = {again}
        FROM numbered n WHERE s.source_row = n.source_row AND n.ordinal > 0
        """
    )


def _find_stored(cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin) -> None:
    """Make `stored_repeats` of the rows that share the doubtful keys, with their ordinals."""
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE stored_repeats AS
        SELECT base, 0::BIGINT AS ordinal, base AS row_key
        FROM doubtful SEMI JOIN {fact} ON row_key = base
        """
    )
    for ordinal in count(1):
        again = key_again(fact, origin, f"'#{ordinal}'")
        found = cursor.execute(
            f"""
            INSERT INTO stored_repeats
            SELECT base, {ordinal}, again FROM (
              SELECT DISTINCT s.row_key AS base, {again} AS again
              FROM staged_{fact} s SEMI JOIN doubtful ON base = s.row_key
            ) SEMI JOIN {fact} ON row_key = again
            """
        ).fetchall()
        if not found[0][0]:
            return


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
