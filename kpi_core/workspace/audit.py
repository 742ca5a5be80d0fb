"""What was done to a workspace, each act in the same transaction as its change.

Each row holds the hash of the one before: a row taken out or altered breaks the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

import duckdb


def record(
    cursor: duckdb.DuckDBPyConnection,
    *,
    actor: str,
    action: str,
    object_: str,
    details: Mapping[str, object],
) -> int:
    """Append one act to the audit of the open transaction and return its number."""
    # Half of what sorting by number costs, and this is asked at each change.
    last, hash_ = cursor.execute("SELECT max(id), arg_max(hash, id) FROM audit").fetchall()[0]
    number, previous = (1, "") if last is None else (last + 1, hash_)
    at = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    body = json.dumps(dict(details), ensure_ascii=False, sort_keys=True, default=str)
    cursor.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            at,
            actor,
            action,
            object_,
            body,
            previous,
            _hash(number, at, actor, action, object_, body, previous),
        ],
    )
    return number


def verify(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether every act is still there, as it was written, in order."""
    rows = cursor.execute(
        "SELECT id, happened_at, actor, action, object, details::VARCHAR, previous, hash FROM audit ORDER BY id"
    ).fetchall()
    before = ""
    for expected, row in enumerate(rows, start=1):
        if row[0] != expected or row[6] != before or row[7] != _hash(*row[:7]):
            return False
        before = row[7]
    return True


def _hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
