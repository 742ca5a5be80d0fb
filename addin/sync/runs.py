"""The runs of the sheets: one row a slot, however many work on it, and what became of it.

A slot is a due moment, and the primary key of its run: it is worked off once, whatever clocks and
crashes do. A run that its process did not live to end is tried again, three times at most.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Literal

import duckdb

from addin.sync.schedule import Kept, begin_at, due
from kpi_core.text import Text
from kpi_core.workspace import Store

State = Literal["unchanged", "same", "written", "held", "failed"]

ATTEMPTS = 3
#: How long a failed run rests before it is tried again.
RESTS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5))
KEPT = dt.timedelta(days=30)
#: However old they are: a clock that was set ahead for an hour must not make them forgotten.
ALWAYS_KEPT = 500

# What this process works on now. A row that says "running" and is not here was left by a crash,
# or by an end that could not be written.
_at_work: set[tuple[str, int]] = set()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a run did.

    calls: of the spreadsheet's interface. details: rows read, valid, quarantined, blank; tabs;
    seconds. error: why it failed, or what it waits for, and what to do about it.
    """

    state: State
    calls: int = 0
    details: dict[str, Any] = field(default_factory=dict)
    error: Text | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was begun: the *attempt* tells it from those that tried before."""

    id: int
    sheet: int
    slot: dt.datetime | None
    attempt: int


def begin(
    store: Store, sheet: int, *, reason: str, slot: dt.datetime | None = None, now: dt.datetime
) -> Run | None:
    """
    Begin the run of *slot*, or one that somebody asks for.

    None when the sheet is being worked on, or the slot is done or was tried often enough. Moments
    are UTC, without a zone.
    """
    with _lock, store.aside() as cursor:
        if any(_is_at_work(store, id_) for id_ in _running(cursor, sheet)):
            return None
        found = _row(cursor, sheet, slot) if slot is not None else None
        if found is None:
            id_ = _new(cursor, (sheet, slot, reason, store.instance, now))
            run = Run(id_, sheet, slot, 1)
        else:
            id_, state, attempts = found
            if state == "done" or attempts >= ATTEMPTS:
                return None
            run = Run(id_, sheet, slot, attempts + 1)
            cursor.execute(
                "UPDATE sync_runs SET state = 'running', owner = ?, attempts = ?, started_at = ?,"
                " ended_at = NULL WHERE id = ?",
                [store.instance, run.attempt, now, id_],
            )
        _at_work.add((store.instance, run.id))
        return run


def end(store: Store, run: Run, outcome: Outcome, now: dt.datetime) -> bool:
    """Write what became of *run*; False when another attempt took it over meanwhile."""
    try:
        with store.aside() as cursor:
            changed = cursor.execute(
                "UPDATE sync_runs SET state = ?, ended_at = ?, outcome = ?, calls = ?, details = ?,"
                " error_en = ?, error_fr = ? WHERE id = ? AND attempts = ? AND state = 'running'"
                " AND owner = ? RETURNING id",
                [
                    "failed" if outcome.state == "failed" else "done",
                    now,
                    outcome.state,
                    outcome.calls,
                    json.dumps(outcome.details, ensure_ascii=False, default=str),
                    outcome.error.en if outcome.error else None,
                    outcome.error.fr if outcome.error else None,
                    run.id,
                    run.attempt,
                    store.instance,
                ],
            ).fetchall()
            _thin(cursor, run.sheet, now)
    finally:
        _at_work.discard((store.instance, run.id))
    return bool(changed)


def give_back(store: Store, run: Run) -> None:
    """Take *run* back, as if it had not been begun: it could not start, and that is nobody's fault."""
    try:
        with store.aside() as cursor:
            if run.attempt == 1:
                cursor.execute("DELETE FROM sync_runs WHERE id = ?", [run.id])
            else:
                cursor.execute(
                    "UPDATE sync_runs SET state = 'failed', attempts = attempts - 1 WHERE id = ?",
                    [run.id],
                )
    finally:
        _at_work.discard((store.instance, run.id))


def next_slot(store: Store, kept: Kept, now: dt.datetime) -> dt.datetime | None:
    """
    Return the slot that is to be worked off now, None when nothing is due.

    Of several that were missed only the latest is: the earlier ones are written down as skipped.
    """
    if kept.since > now:  # the clock was ahead when it was scheduled
        with store.aside() as cursor:
            begin_at(cursor, kept.sheet, now)
        return None
    cursor = store.cursor()
    try:
        last = cursor.execute(
            "SELECT slot, state, attempts, ended_at, id FROM sync_runs"
            " WHERE sheet = ? AND slot <= ? AND slot > ? ORDER BY slot DESC LIMIT 1",
            [kept.sheet, now, kept.since],
        ).fetchall()
    finally:
        cursor.close()
    fresh = due(kept.schedule, last[0][0] if last else kept.since, now)
    if fresh:
        _skip(store, kept.sheet, fresh[:-1], now)
        return fresh[-1]
    if last and _to_be_tried(store, last[0], now):
        slot: dt.datetime = last[0][0]
        return slot
    return None


def interrupted(store: Store, id_: int) -> bool:
    """Tell whether a row that says "running" is of a run that nobody works on any more."""
    return not _is_at_work(store, id_)


def _to_be_tried(store: Store, last: Sequence[Any], now: dt.datetime) -> bool:
    _, state, attempts, ended, id_ = last
    if state == "running":
        return attempts < ATTEMPTS and interrupted(store, id_)
    if state != "failed" or attempts >= ATTEMPTS:
        return False
    rest = RESTS[min(attempts, len(RESTS)) - 1] if attempts else dt.timedelta(0)
    # A clock that was set back would let it rest for ever.
    return ended is None or now >= ended + rest or now < ended


def _is_at_work(store: Store, id_: int) -> bool:
    return (store.instance, id_) in _at_work


def _running(cursor: duckdb.DuckDBPyConnection, sheet: int) -> list[int]:
    rows = cursor.execute(
        "SELECT id FROM sync_runs WHERE sheet = ? AND state = 'running'", [sheet]
    ).fetchall()
    return [id_ for (id_,) in rows]


def _row(
    cursor: duckdb.DuckDBPyConnection, sheet: int, slot: dt.datetime
) -> tuple[int, str, int] | None:
    rows = cursor.execute(
        "SELECT id, state, attempts FROM sync_runs WHERE sheet = ? AND slot = ?", [sheet, slot]
    ).fetchall()
    return rows[0] if rows else None


def _new(cursor: duckdb.DuckDBPyConnection, row: Sequence[object]) -> int:
    found = cursor.execute(
        "INSERT INTO sync_runs (id, sheet, slot, reason, state, owner, attempts, started_at)"
        " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, 'running', ?, 1, ? FROM sync_runs"
        " RETURNING id",
        list(row),
    ).fetchall()
    return int(found[0][0])


def _skip(store: Store, sheet: int, slots: Sequence[dt.datetime], now: dt.datetime) -> None:
    """Write down, in one row at the last of them, the slots that nobody will work off."""
    if not slots:
        return
    with store.aside() as cursor:
        # A slot that failed before is superseded: it keeps its row, and is not tried again.
        if _row(cursor, sheet, slots[-1]) is None:
            cursor.execute(
                "INSERT INTO sync_runs (id, sheet, slot, reason, state, attempts, ended_at, details)"
                " SELECT coalesce(max(id), 0) + 1, ?, ?, 'schedule', 'skipped', 0, ?, ?"
                " FROM sync_runs",
                [
                    sheet,
                    slots[-1],
                    now,
                    json.dumps({"slots": len(slots), "first": slots[0].isoformat()}),
                ],
            )


def _thin(cursor: duckdb.DuckDBPyConnection, sheet: int, now: dt.datetime) -> None:
    """Forget old runs that changed nothing."""
    cursor.execute(
        "DELETE FROM sync_runs WHERE sheet = $sheet AND coalesce(ended_at, started_at) < $before"
        " AND state <> 'running' AND outcome IS DISTINCT FROM 'written' AND id <= ("
        "SELECT max(id) FROM sync_runs WHERE sheet = $sheet) - $always",
        {"sheet": sheet, "before": now - KEPT, "always": ALWAYS_KEPT},
    )
