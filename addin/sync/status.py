"""How the sheets are: when each is due, what its last runs did, what went wrong and what cures it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Literal

import duckdb
from pydantic import BaseModel

from addin.sync import runs, schedule
from addin.sync.alerts import telling
from addin.sync.connections import USUAL_ACCOUNT, Connection, connections
from kpi_core.answering import Core
from kpi_core.query import Words
from kpi_core.text import Text

SHOWN = 10


class RunStatus(BaseModel):
    """
    One run. Moments are UTC.

    slot: the due moment that it worked for, none when somebody asked for it. state: interrupted
    when its process did not live to end it. read, rejected: rows. calls: of the spreadsheet's
    interface. error: what went wrong, and what to do.
    """

    id: int
    slot: dt.datetime | None
    reason: str
    state: Literal["running", "interrupted", "done", "failed", "skipped"]
    outcome: Literal["unchanged", "same", "written", "held", "failed"] | None
    attempts: int
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    seconds: float | None
    calls: int | None
    read: int | None
    rejected: int | None
    skipped: int | None
    error: Words | None


class ScheduleStatus(BaseModel):
    """When a sheet is due: as its user wrote it, said back, and the next moment (UTC)."""

    said: str
    cron: str
    timezone: str
    words: Words
    next: dt.datetime | None


class SheetStatus(BaseModel):
    """
    One sheet, and its last runs, the latest first.

    link: where it is looked at, for whoever may change it: whoever has a link may often read. None
    for a workbook, which is on the server's disk.
    """

    sheet: int
    kind: Literal["google", "excel"]
    title: str
    link: str | None
    paused: bool
    schedule: ScheduleStatus | None
    last_success: dt.datetime | None
    runs: list[RunStatus]


class AlertStatus(BaseModel):
    """An alert that stands: what it watches, what it found, since when (UTC)."""

    rule: int
    said: Words
    words: Words
    since: dt.datetime


class SyncStatus(BaseModel):
    """
    Every sheet and every alert that stands.

    fresh_to: the last day that the data holds. timezone: the workspace's. may_change: whether who
    asks may pause, resume and run.
    """

    sheets: list[SheetStatus]
    alerts: list[AlertStatus]
    fresh_to: dt.date | None
    timezone: str
    may_change: bool


def status(
    core: Core, now: dt.datetime, *, may_change: bool, only: int | None = None, most: int = SHOWN
) -> SyncStatus:
    """Return how the sheets are, or the one numbered *only*, with at most *most* runs of each."""
    cursor = core.store.cursor()
    try:
        planned = {kept.sheet: kept for kept in schedule.kept(cursor)}
        sheets = [
            SheetStatus(
                sheet=each.id,
                kind=each.kind,
                title=each.title,
                link=_link(each) if may_change else None,
                paused=each.paused,
                schedule=_schedule(each, planned.get(each.id), now),
                last_success=_last_success(cursor, each.id),
                runs=_runs(core, cursor, each.id, most),
            )
            for each in connections(cursor)
            if only is None or each.id == only
        ]
    finally:
        cursor.close()
    snapshot = core.snapshot()
    last = snapshot.last_day
    return SyncStatus(
        sheets=sheets,
        alerts=[
            AlertStatus(
                rule=alert.rule,
                said=_words(alert.said),
                words=_words(alert.words),
                since=_utc(alert.since),
            )
            for alert in telling.standing(core.store)
        ],
        # A deal may be dated ahead: what is to come tells nothing of how fresh the data is.
        fresh_to=None if last is None else min(last, core.today()),
        timezone=snapshot.settings.timezone,
        may_change=may_change,
    )


def _link(sheet: Connection) -> str | None:
    if sheet.kind != "google":
        return None
    from addin.sync.google import accounts  # noqa: PLC0415 - Google's libraries take half a second

    return accounts.page(sheet.credential or USUAL_ACCOUNT, sheet.reference)


def _schedule(
    sheet: Connection, kept: schedule.Kept | None, now: dt.datetime
) -> ScheduleStatus | None:
    if kept is None:
        return None
    planned = kept.schedule
    following = None if sheet.paused else next(planned.after(max(now, kept.since)), None)
    return ScheduleStatus(
        said=planned.said,
        cron=planned.cron,
        timezone=planned.zone,
        words=_words(planned.words),
        next=None if following is None else _utc(following),
    )


def _last_success(cursor: duckdb.DuckDBPyConnection, sheet: int) -> dt.datetime | None:
    rows = cursor.execute(
        "SELECT max(ended_at) FROM sync_runs WHERE sheet = ? AND state = 'done' AND outcome <> 'held'",
        [sheet],
    ).fetchall()
    return _utc(rows[0][0]) if rows[0][0] else None


def _runs(core: Core, cursor: duckdb.DuckDBPyConnection, sheet: int, most: int) -> list[RunStatus]:
    rows = cursor.execute(
        "SELECT id, slot, reason, state, outcome, attempts, started_at, ended_at, calls,"
        " details::VARCHAR, error_en, error_fr FROM sync_runs WHERE sheet = ?"
        " ORDER BY coalesce(started_at, ended_at) DESC, id DESC LIMIT ?",
        [sheet, most],
    ).fetchall()
    return [_run(core, row) for row in rows]


def _run(core: Core, row: Sequence[Any]) -> RunStatus:
    id_, slot, reason, state, outcome, attempts, started, ended, calls, details, en, fr = row
    if state == "running" and runs.interrupted(core.store, id_):
        state = "interrupted"
    over = state in {"done", "failed"} and started is not None and ended is not None
    said: dict[str, Any] = json.loads(details) if details else {}
    return RunStatus(
        id=id_,
        slot=_utc(slot) if slot else None,
        reason=reason,
        state=state,
        outcome=outcome if over else None,
        attempts=attempts,
        started_at=_utc(started) if started else None,
        ended_at=_utc(ended) if ended else None,
        # A clock that was set back in the middle of a run tells nothing of how long it took.
        seconds=max(0.0, (ended - started).total_seconds()) if over else None,
        calls=calls if over else None,
        read=said.get("read"),
        rejected=said.get("quarantined"),
        skipped=said.get("slots"),
        error=Words(en=en, fr=fr) if over and en and fr else None,
    )


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC)


def _words(text: Text) -> Words:
    return Words.of(text)
