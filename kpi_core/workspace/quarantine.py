"""Rejected rows leave the quarantine when a later import settles them, never before.

The audit keeps how many each import rejected; the quarantine holds what is still to be mended.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from kpi_core.workspace.loaded import Loaded, Origin


def leave(
    cursor: duckdb.DuckDBPyConnection, origin: Origin, loaded: Loaded, counts: Mapping[str, Any]
) -> None:
    """
    Take out the earlier rows that *origin* settles: the same file again, or the same file mended.

    A file is another's mended version when it bears its name, comes from the same kind of export,
    and still holds every row that the other brought. Rows of any other file stay: a monthly
    export may well bear the name of the last one.
    """
    if not _holds_any(cursor):
        return
    known = sum(loaded.same.values()) + sum(loaded.changed.values()) + loaded.merged
    cursor.execute(
        """
        DELETE FROM quarantine WHERE import_id IN (
          SELECT id FROM imports WHERE id <> $new AND system = $system AND (digest = $digest OR (
            file = $file AND $read >= (counts ->> '$.read')::BIGINT AND $known >=
              list_sum((counts -> '$.facts' -> '$.*')::BIGINT[])
          ))
        )
        """,
        {
            "new": loaded.import_id,
            "system": origin.system,
            "digest": origin.digest,
            "file": origin.file,
            "read": counts.get("read", 0),
            "known": known,
        },
    )
    # The same row of another copy of the file is one row to mend.
    cursor.execute(
        """
        DELETE FROM quarantine WHERE import_id <> $new
          AND import_id IN (SELECT id FROM imports WHERE system = $system)
          AND raw::VARCHAR IN (SELECT raw::VARCHAR FROM quarantine WHERE import_id = $new)
        """,
        {"system": origin.system, "new": loaded.import_id},
    )


def settled(cursor: duckdb.DuckDBPyConnection, digest: str) -> None:
    """Take out every row of the files or tabs that *digest* tells: none of them is left there."""
    if _holds_any(cursor):
        cursor.execute(
            "DELETE FROM quarantine WHERE import_id IN (SELECT id FROM imports WHERE digest = ?)",
            [digest],
        )


def _holds_any(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether any row waits: mostly none does, and to find those that are settled costs more."""
    return bool(cursor.execute("SELECT 1 FROM quarantine LIMIT 1").fetchall())
