"""One run of a sheet: look, read, settle, count, write, read back. A crash anywhere means: run again.

The order is what makes that safe. What was read is committed before anything is written, and
nothing says "done" before what was written was seen to stand there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version

import duckdb
import msgspec

from addin.bringing import Bringing
from addin.sync import dashboard, history
from addin.sync.book import Book, Cells, Look, UnsureError
from addin.sync.connections import Connection, connection, remember, tabs
from addin.sync.leases import FencedOffError, Lease, leased
from addin.sync.opening import opened
from addin.sync.output import Output, Page, Value
from addin.sync.problems import Problem, problems_page
from addin.sync.runs import Outcome, State
from addin.sync.settling import Settled, is_news, settle
from addin.sync.tables import tables_page
from addin.sync.tabs import TabReading, Verdict, judged
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.workspace import Store
from kpi_core.workspace.suspicions import also_elsewhere

TRIES = 3
Alerts = Callable[[Core], Sequence[Text]]


@dataclass(slots=True)
class _Run:
    """What one run knows by now."""

    core: Core
    connection: Connection
    book: Book
    lease: Lease
    actor: str
    alerts: Alerts
    now: dt.datetime
    details: dict[str, object] = field(default_factory=dict)


def run(
    core: Core,
    sheet: int,
    *,
    opened: Callable[[Core, Connection], Book] = opened,
    actor: str,
    force: bool = False,
    alerts: Alerts = lambda _: (),
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC).replace(tzinfo=None),
) -> Outcome:
    """
    Bring the workspace and the spreadsheet together, once.

    opened: opens the spreadsheet of a connection. force: read everything, whatever
    the gate says. alerts: what the dashboard is to warn of.

    Raises
    ------
    KpiError
        NOT_FOUND when there is no such sheet, UPSTREAM when another run works on it.
    """
    with leased(core.store, sheet) as lease:
        found = connection(core.store.cursor(), sheet)
        try:
            book = opened(core, found)
        except KpiError as error:
            return Outcome("failed", 0, {}, error.message)
        this = _Run(core, found, book, lease, actor, alerts, clock())
        try:
            state, told = _kept(this, force=force)
        except FencedOffError as error:
            return Outcome("failed", book.calls, this.details, error.message)
        except KpiError as error:
            return Outcome("failed", book.calls, this.details, error.message)
        return Outcome(state, book.calls, this.details, told)


def _number(cursor: duckdb.DuckDBPyConnection, sheet: int) -> int:
    """Return the number of the run that is under way: its row was written before it began."""
    rows = cursor.execute("SELECT coalesce(max(id), 0) FROM sync_runs WHERE sheet = ?", [sheet])
    return int(rows.fetchall()[0][0])


def _kept(this: _Run, *, force: bool) -> tuple[State, Text | None]:
    gate = this.book.gate()
    if not force and this.connection.gate == _gate(this, gate):
        return "unchanged", None
    look = this.book.look()
    states = tabs(this.core.store.cursor(), this.connection.id)
    wanted = {seen.id for seen in look.tabs if not (s := states.get(seen.id)) or not s.ignored}
    cells = this.book.read(look, wanted)
    settings = Bringing(this.core, this.actor, None).read_settings()
    readings = judged(look, cells, states, settings)
    this.details |= _counted(readings)
    held = [r for r in readings if r.verdict is Verdict.HELD]
    _remember_held(this, readings)
    settled = Settled()
    if not held and is_news(readings, settings):
        settled = settle(this.core, this.lease, this.connection, readings, this.actor)
        this.details |= {
            "added": settled.added,
            "changed": settled.updated,
            "removed": settled.removed,
        }
    written = _written(this, look, cells, readings)
    told = held[0].told if held else None
    if not held:
        _close(this, gate, written=written)
    return ("held" if held else "written" if written else "same"), told


def _written(this: _Run, look: Look, cells: Cells, readings: Sequence[TabReading]) -> bool:
    """Write our pages unless they say already what they should; return whether they were."""
    lang = this.connection.lang
    figures = dashboard.ask(this.core)
    with this.core.store.aside() as cursor:
        this.lease.hold(cursor)
        # The tab may hold rows of another workspace, or of before: ours come after them.
        above = _place(look, cells).last
        number = _number(cursor, this.connection.id)
        last = history.note(cursor, this.connection.id, number, this.now, figures.now, above=above)
    doubts = _doubts(this.core.store, this.core.store.version, this.connection.tool)
    problems = [*_problems(readings), *(Problem("", doubt) for doubt in doubts)]
    zone = this.core.snapshot().settings.timezone
    local = this.now.replace(tzinfo=dt.UTC).astimezone(zoneinfo.ZoneInfo(zone))
    standing = dashboard.Standing(look.title, number, local, len(problems), this.alerts(this.core))
    board = dashboard.dashboard(this.core, figures, standing, lang)
    page = problems_page(problems, lang)
    beside = _tables(this.core, look, lang)
    for attempt in range(1, TRIES + 1):
        cursor, sheet = this.core.store.cursor(), this.connection.id
        place = _place(look, cells)
        new = history.entries(cursor, sheet, place.last) if place.last < last else []
        told = new if this.book.grows else history.entries(cursor, sheet, 0)
        added = history.history_page(told, zone, lang, place)
        output = Output(
            board,
            page,
            added,
            tuple(e.number for e in told),
            this.core.snapshot().settings.currency,
            beside,
        )
        marker = _marker(output, cells)
        if not new and _stands(look, cells, *(p for p in (board, page, beside) if p)):
            return attempt > 1
        try:
            kept = this.book.write(look, cells, output, marker)
        except UnsureError:
            # Only what stands there tells whether it was applied.
            look = this.book.look()
            cells = this.book.read(look, ())
            if attempt == TRIES:
                raise KpiError(Kind.UPSTREAM, _UNSURE) from None
        else:
            if kept is not None:
                _keep(this, kept)
            return True
    raise AssertionError


def _tables(core: Core, look: Look, lang: Lang) -> Page | None:
    """Return the tables that are asked for; none where there never were any."""
    asked = core.snapshot().settings.tables
    return tables_page(core, asked, lang) if asked or "tables" in look.own else None


@lru_cache(maxsize=8)
def _doubts(store: Store, _version: int, tool: str) -> list[Text]:
    """Return which rows of a sheet another source seems to have too; the same data are asked once."""
    return also_elsewhere(store.cursor(), tool)


def _keep(this: _Run, kept: dict[str, object]) -> None:
    """Write down what the next run must know of what was written."""
    with this.core.store.aside() as cursor:
        this.lease.hold(cursor)
        cursor.execute(
            "UPDATE sync_sheets SET output = ? WHERE id = ?",
            [json.dumps(kept), this.connection.id],
        )


def _stands(look: Look, cells: Cells, *pages: Page) -> bool:
    """Tell whether our pages say already what they should, the history apart."""
    if len(look.own) < len(pages) + 1:
        return False
    return all(
        _plain(page, cells.own.get(page.key, ())) == _trimmed(page.values()) for page in pages
    )


def _plain(page: Page, rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Return what stands in our columns of a page, without what shifts and without sparklines."""
    hidden = page.shifting | {
        (r, c) for r, row in enumerate(page.rows) for c, cell in enumerate(row) if cell.line
    }
    return _trimmed(
        [
            [
                None if (r, c) in hidden or value == "" else value
                for c, value in enumerate(row[: page.width])
            ]
            for r, row in enumerate(rows)
        ]
    )


def _trimmed(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    cut: list[list[Value]] = []
    for row in rows:
        kept = [float(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in row]
        kept = [None if v == "" else v for v in kept]
        while kept and kept[-1] is None:
            kept.pop()
        cut.append(kept)
    while cut and not cut[-1]:
        cut.pop()
    return cut


def _place(look: Look, cells: Cells) -> history.Place:
    """Return where the history stands in its tab."""
    return history.placed(cells.own.get("history", ()) if "history" in look.own else ())


def _problems(readings: Sequence[TabReading]) -> list[Problem]:
    """Return what is to be looked at: tabs first, then row by row."""
    found = [Problem(r.seen.title, r.told) for r in readings if r.told is not None and r.tells]
    for reading in readings:
        if reading.tab is None or reading.verdict not in {Verdict.READ, Verdict.HELD}:
            continue
        found += [
            Problem(
                reading.seen.title,
                rejected.message,
                rejected.row,
                rejected.column,
                rejected.raw.get(rejected.column) if rejected.column else None,
            )
            for rejected in reading.tab.rejected
        ]
    return found


def _remember_held(this: _Run, readings: Sequence[TabReading]) -> None:
    """
    Write down what waits for a second look, so that the next run knows that it was seen.

    A confirmation is of what was held then: once the tab says something else, it is used up.
    """
    changed = []
    for reading in readings:
        state = reading.state
        said: dict[str, str | None] = {}
        held = reading.digest if reading.verdict is Verdict.HELD else None
        if (state.held if state else None) != held:
            said["held"] = held
        if (
            state
            and reading.verdict is Verdict.READ
            and state.confirmed not in {None, reading.digest}
        ):
            said["confirmed"] = None
        if said:
            changed.append((reading.seen, said))
    if not changed:
        return
    with this.core.store.aside() as cursor:
        this.lease.hold(cursor)
        for seen, said in changed:
            remember(cursor, this.connection.id, seen.id, seen.title, **said)


def _counted(readings: Sequence[TabReading]) -> dict[str, object]:
    """Return what was read: every row is valid, rejected, empty or a total, none is lost."""
    counts = [r.tab.counts for r in readings if r.tab and r.verdict in {Verdict.READ, Verdict.HELD}]
    return {
        "tabs": len(counts),
        "read": sum(c.read for c in counts),
        "valid": sum(c.accepted for c in counts),
        "quarantined": sum(c.rejected for c in counts),
        "blank": sum(c.blank + c.totals for c in counts),
    }


def _gate(this: _Run, seen: str) -> dict[str, object]:
    """Return all that a run depends on: nothing is to be done while it is the same."""
    return {
        "book": seen,
        "day": this.core.today().isoformat(),
        "data": this.core.snapshot().version,
        "release": _release(),
        "alerts": [text.en for text in this.alerts(this.core)],
    }


@cache
def _release() -> str:
    # Looked up in the files of the installation: a third of what an unchanged sheet costs.
    return version("b2b-kpi")


def _close(this: _Run, gate: str, *, written: bool) -> None:
    """Remember that nothing is left to do; our own write changed the spreadsheet once more."""
    said = None if written else json.dumps(_gate(this, gate))
    if said is None and this.connection.gate is None:
        return
    with this.core.store.aside() as cursor:
        this.lease.hold(cursor)
        cursor.execute("UPDATE sync_sheets SET gate = ? WHERE id = ?", [said, this.connection.id])


def _marker(output: Output, cells: Cells) -> str:
    """Return the name of a batch: of what is written, and over what."""
    told = msgspec.json.encode([[p.rows for p in output.pages], cells.own])
    return hashlib.sha256(told).hexdigest()[:24]


def lang_of(locale: str) -> Lang:
    """Return the language in which a spreadsheet of *locale* is written."""
    return Lang.FR if locale.lower().startswith("fr") else Lang.EN


_UNSURE = Text(
    en="Google broke off each time the dashboard was written: the data are kept, and the next run finds out what stands there.",
    fr="Google a coupé à chaque écriture du tableau de bord\u00a0: les données sont conservées, et la prochaine exécution verra ce qui est en place.",
)
