"""What is due now is worked off: by the server every few seconds, or by `kpi sync tick` from cron.

However many tick at once, a slot is begun by one of them (see `addin.sync.runs`). What a tick does
never stops the next one.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Protocol

from addin.sync import runs, schedule
from addin.sync.runs import Outcome, Run
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

log = logging.getLogger(__name__)

EVERY = 20.0
#: How long a server that is stopped waits for the run of the moment.
PATIENCE = 10.0


class Runner(Protocol):
    """One run of a sheet, start to end (`addin.sync.engine.run`)."""

    def __call__(self, core: Core, sheet: int, *, actor: str, force: bool = ...) -> Outcome:
        """
        Return what the run did.

        Raises
        ------
        KpiError
            it could not start, and that is not the sheet's fault.
        """


After = Callable[[Core, dt.datetime], object]


@dataclass(frozen=True, slots=True)
class Worked:
    """A run that a tick did: of which sheet, for which slot, and what became of it."""

    sheet: int
    run: int
    slot: dt.datetime | None
    outcome: Outcome


def utc() -> dt.datetime:
    """Return the moment it is, as the workspace keeps moments: UTC, without a zone."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def tick(
    core: Core,
    now: dt.datetime,
    runner: Runner,
    *,
    after: After | None = None,
    clock: Callable[[], dt.datetime] | None = None,
) -> list[Worked]:
    """
    Work off whatever is due *now* of the sheets that are not paused, and tell what was done.

    after: is called at the end, whatever was due. clock: tells when a run ended; *now* if None.
    """
    done = [
        worked
        for kept in _scheduled(core)
        if (worked := _work_off(core, kept, now, runner, clock or (lambda: now))) is not None
    ]
    _follow(core, after, now)
    return done


def run_now(
    core: Core,
    sheet: int,
    runner: Runner,
    *,
    actor: str,
    force: bool = False,
    after: After | None = None,
    clock: Callable[[], dt.datetime] = utc,
) -> Worked:
    """
    Run a sheet because somebody asks for it, then do what comes *after* a run.

    Raises
    ------
    KpiError
        UPSTREAM when it is being worked on, NOT_FOUND when there is no such sheet.
    """
    run = begun_now(core, sheet, clock())
    worked = _done(core, run, runner, clock, actor=actor, force=force)
    _follow(core, after, clock())
    return worked


def begun_now(core: Core, sheet: int, now: dt.datetime) -> Run:
    """
    Begin the run that somebody asks for.

    Raises
    ------
    KpiError
        UPSTREAM when the sheet is being worked on, NOT_FOUND when there is none.
    """
    with core.store.aside() as cursor:
        schedule.known(cursor, sheet)
    run = runs.begin(core.store, sheet, reason="now", now=now)
    if run is None:
        raise KpiError(Kind.UPSTREAM, _BUSY)
    return run


def start_now(core: Core, sheet: int, runner: Runner, *, actor: str, after: After) -> Run:
    """
    Begin a run and return at once: it goes on in a thread of its own.

    Raises
    ------
    KpiError
        UPSTREAM when the sheet is being worked on, NOT_FOUND when there is none.
    """
    run = begun_now(core, sheet, utc())

    def work() -> None:
        try:
            _done(core, run, runner, utc, actor=actor)
        except KpiError as error:
            log.warning("a run that was asked for did not start: %s", error.kind)
        except Exception:
            log.exception("the end of run %s could not be written", run.id)
        _follow(core, after, utc())

    Thread(target=work, name="sync", daemon=True).start()
    return run


def _follow(core: Core, after: After | None, now: dt.datetime) -> None:
    if after is None:
        return
    try:
        after(core, now)
    except Exception:
        log.exception("what follows a run broke")


def _scheduled(core: Core) -> list[schedule.Kept]:
    cursor = core.store.cursor()
    try:
        return [kept for kept in schedule.kept(cursor) if not kept.paused]
    finally:
        cursor.close()


def _work_off(
    core: Core,
    kept: schedule.Kept,
    now: dt.datetime,
    runner: Runner,
    clock: Callable[[], dt.datetime],
) -> Worked | None:
    try:
        slot = runs.next_slot(core.store, kept, now)
        if slot is None:
            return None
        run = runs.begin(core.store, kept.sheet, reason="schedule", slot=slot, now=now)
        return None if run is None else _done(core, run, runner, clock, actor="schedule")
    except KpiError as error:
        # Somebody works on it by hand, or the disk is full: the next tick tries again.
        log.warning("sheet %s waits: %s", kept.sheet, error.kind)
    except Exception:
        log.exception("sheet %s could not be worked off", kept.sheet)
    return None


def _done(
    core: Core,
    run: Run,
    runner: Runner,
    clock: Callable[[], dt.datetime],
    *,
    actor: str,
    force: bool = False,
) -> Worked:
    """Work *run* off and write down what became of it, whatever that is."""
    try:
        outcome = runner(core, run.sheet, actor=actor, force=force)
    except KpiError:
        runs.give_back(core.store, run)
        raise
    except Exception:
        log.exception("a run of sheet %s broke", run.sheet)
        outcome = Outcome("failed", error=_BROKEN)
    runs.end(core.store, run, outcome, clock())
    return Worked(run.sheet, run.id, run.slot, outcome)


@dataclass(slots=True)
class Ticker:
    """Ticks at once and every few seconds, in a thread, until stopped; one tick after the other."""

    core: Core
    runner: Runner
    after: After | None = None
    every: float = EVERY
    _stopping: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin to tick."""
        self._thread = Thread(target=self._tick_on, name="schedule", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tick no more; what is being run is waited for, but not for ever."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _tick_on(self) -> None:
        while True:
            try:
                tick(self.core, utc(), self.runner, after=self.after, clock=utc)
            except Exception:
                log.exception("a tick broke; the next one comes")
            if self._stopping.wait(self.every):
                return


_BUSY = Text(
    en="A run works on this sheet already: `kpi sync status` shows it.",
    fr="Une exécution est déjà en cours sur cette feuille\u00a0: `kpi sync status` la montre.",
)
_BROKEN = Text(
    en="Something broke on our side; what is printed by whoever runs it (the server’s journal, `kpi sync tick`) says where. It is tried again by itself.",
    fr="Une panne de notre côté\u202f; ce qu’affiche le programme qui l’exécute (journal du serveur, `kpi sync tick`) dit où. Un nouvel essai suivra tout seul.",
)
