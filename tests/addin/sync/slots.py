"""A sheet that is due, in a workspace of its own, and runners that stand for the engine."""

import datetime as dt
import threading

from addin.sync import schedule
from addin.sync.runs import Outcome
from kpi_core.answering import Core
from kpi_core.workspace import Store

START = dt.datetime(2026, 6, 1)
HOUR = dt.timedelta(hours=1)


def connect(store, title="Leads", kind="google"):
    """Connect a sheet, as `kpi sync connect` leaves it, and return its number."""
    with store.aside() as cursor:
        return cursor.execute(
            "INSERT INTO sync_sheets (id, kind, reference, title, lang, connected_at, paused)"
            " SELECT coalesce(max(id), 0) + 1, ?, 'ref', ?, 'fr', ?, FALSE FROM sync_sheets"
            " RETURNING id",
            [kind, title, START],
        ).fetchall()[0][0]


def due_hourly(folder, *, sheets=1, since=START):
    """Return the core of a new workspace whose sheets are due every hour from *since* on."""
    store = Store(folder, create=True)
    for _ in range(sheets):
        schedule.keep(store, connect(store), schedule.read("every hour", "Europe/Paris"), since)
    return Core(store, since.date())


def rows(store, columns="slot, state, outcome, attempts"):
    """Return the runs, the oldest first."""
    return store.cursor().execute(f"SELECT {columns} FROM sync_runs ORDER BY id").fetchall()


class Runner:
    """Notes which sheets it is given; answers with *states* in turn, the last one again and again."""

    def __init__(self, *states):
        self.states = list(states or ["written"])
        self.given = []
        self._lock = threading.Lock()

    def __call__(self, core, sheet, *, actor, force=False):
        with self._lock:
            self.given.append(sheet)
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if isinstance(state, BaseException):
            raise state
        return state if isinstance(state, Outcome) else Outcome(state, calls=4)
