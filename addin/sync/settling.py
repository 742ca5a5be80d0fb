"""A spreadsheet taken over into the workspace: every tab and all of its rows, in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import duckdb
import msgspec

from addin.bringing import Bringing, hints_of
from addin.sync.connections import Connection, remember
from addin.sync.leases import Lease
from addin.sync.tabs import TabReading, Verdict
from kpi_core.answering import Core
from kpi_core.importing import Hints, ReadSettings
from kpi_core.importing.reading import FactBatch
from kpi_core.workspace import quarantine
from kpi_core.workspace.load import put
from kpi_core.workspace.loaded import Loaded
from kpi_core.workspace.seen import Seen


@dataclass(slots=True)
class Settled:
    """What a run took over: whether anything is otherwise than before, and the counts."""

    changed: bool = False
    added: int = 0
    updated: int = 0
    removed: int = 0
    loaded: dict[str, Loaded] = field(default_factory=dict)


def is_news(readings: Sequence[TabReading], settings: ReadSettings) -> bool:
    """Tell whether any tab holds something else than what was last committed."""
    return any(
        r.verdict is Verdict.LEFT or (r.state is None or r.state.content != content_of(r, settings))
        for r in readings
        if r.verdict in {Verdict.READ, Verdict.LEFT}
    ) or any(r.verdict is Verdict.IGNORED and r.state and r.state.content for r in readings)


def content_of(reading: TabReading, settings: ReadSettings) -> str:
    """Return what tells a tab as it was understood: its cells, its name and how they are read."""
    plan = reading.tab.plan.to_json() if reading.tab else {}
    how = [settings.locale, settings.timezone, settings.currency, dict(settings.rates)]
    told = msgspec.json.encode([reading.digest, reading.seen.title, plan, how], enc_hook=str)
    return hashlib.sha256(told).hexdigest()


def settle(
    core: Core,
    lease: Lease,
    connection: Connection,
    readings: Sequence[TabReading],
    actor: str,
) -> Settled:
    """
    Put all tabs into the workspace at once; rows that no tab holds any more go to the history.

    Raises
    ------
    FencedOffError
        another run took the sheet over: nothing was changed.
    KpiError
        amounts that cannot be added up with others: nothing was changed.
    """
    bringing = Bringing(core, actor, None)
    done = Settled()
    details: dict[str, object] = {"sheet": connection.id}
    with core.store.transaction(actor, "sync", connection.title, details) as cursor:
        lease.hold(cursor)
        seen = Seen(cursor, connection.tool)
        for reading in readings:
            if reading.verdict is Verdict.READ:
                done.loaded[reading.seen.id] = _put(bringing, cursor, connection, reading, seen)
            if reading.tab is None:
                # No row of it is left that could not be read.
                quarantine.settled(cursor, _digest(connection, reading))
        removed = seen.remove_the_rest(_last_import(cursor), _now())
        _remember(cursor, connection, readings, bringing.read_settings())
        done.added = sum(sum(one.added.values()) for one in done.loaded.values())
        done.updated = sum(sum(one.changed.values()) for one in done.loaded.values())
        done.removed = sum(removed.values())
        done.changed = bool(done.added or done.updated or done.removed)
        details |= {"added": done.added, "changed": done.updated, "removed": removed}
    return done


def _put(
    bringing: Bringing,
    cursor: duckdb.DuckDBPyConnection,
    connection: Connection,
    reading: TabReading,
    seen: Seen,
) -> Loaded:
    tab = reading.tab
    hints = hints_of(reading.state.hints) if reading.state else Hints()
    if tab is None:  # its owner said that it is empty now
        return Loaded(0)
    settings = bringing.read_settings()
    sieve = bringing.sieve(tab.plan)
    system = f"{connection.tool}.tab{reading.seen.id}"
    origin, _ = bringing.origin(
        tab.plan,
        f"{connection.title} › {reading.seen.title}",
        _digest(connection, reading),
        hints,
        settings,
        sieve=sieve,
        system=system,
    )
    # The tab is all there is to say: a column that was taken out of it holds nothing any more.
    origin = replace(origin, told=None)
    return put(
        cursor,
        origin,
        sieve.batches(tab.batches, lambda b, table: FactBatch(b.fact, table)),
        lambda: sieve.refused(tab.rejected),
        lambda: msgspec.to_builtins(tab.counts),
        currency=settings.currency,
        actor=bringing.actor,
        seen=seen,
    )


def _digest(connection: Connection, reading: TabReading) -> str:
    """Return what stands for the digest of a file: a tab is the same one whatever it holds."""
    return f"{connection.kind}:{connection.reference}:{reading.seen.id}"


def _remember(
    cursor: duckdb.DuckDBPyConnection,
    connection: Connection,
    readings: Sequence[TabReading],
    settings: ReadSettings,
) -> None:
    for reading in readings:
        if reading.verdict is Verdict.LEFT:
            cursor.execute(
                "DELETE FROM sync_tabs WHERE sheet = ? AND tab = ?",
                [connection.id, reading.seen.id],
            )
        elif reading.verdict is Verdict.IGNORED:
            # Its rows are gone with this run: taken up again, they are news.
            remember(
                cursor,
                connection.id,
                reading.seen.id,
                reading.seen.title,
                content=None,
                row_count=None,
            )
        elif reading.verdict is Verdict.READ:
            remember(
                cursor,
                connection.id,
                reading.seen.id,
                reading.seen.title,
                content=content_of(reading, settings),
                signature=reading.tab.plan.header_signature if reading.tab else None,
                row_count=reading.rows,
                held=None,
            )


def _last_import(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("SELECT coalesce(max(id), 0) FROM imports").fetchall()[0][0])


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
