"""The promises of the sync, checked at every commit while users edit, Google fails and we die.

One schedule is a dozen runs of the real engine over the real store and the stand-in of Google, all
from one seed. `python -m tests.addin.sync.promises 100000` runs as many as one likes.
"""

import argparse
import datetime as dt
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from addin.demo import Cut, Google, Hang, Reset, Status
from addin.demo.sessions import inside
from addin.sync import connections, dashboard, engine, planning
from addin.sync.google.book import GoogleBook
from addin.sync.google.client import Pace, Patient
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.query import KpiResult, Span
from kpi_core.text import Lang
from kpi_core.units import Unit
from kpi_core.workspace import Store
from tests.addin.sync.edits import HEADER, UNKNOWN, Edits
from tests.addin.sync.promised import OWN, BrokenError, Promises, plain

TODAY = dt.date(2025, 11, 12)
FIGURE = KpiResult(
    kpi="total_cost",
    variant="total_cost",
    value=None,
    unit=Unit.MONEY,
    currency="EUR",
    period=Span(start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31)),
    low=None,
    high=None,
    numerator=None,
    denominator=None,
    inputs={},
    rows=0,
    group={},
    basis="event",
    caveats=[],
    comparison=None,
    fresh_to=None,
)


class Killed(BaseException):
    """The process is gone at this very point."""


class FragileStore(Store):
    """The real store, in a process that may die before and after each commit."""

    world = None

    @contextmanager
    def _begun(self):
        world = self.world
        if world is None:
            with super()._begun() as cursor:
                yield cursor
            return
        world.alive()
        with super()._begun() as cursor:
            yield cursor
            world.may_die(0.02)
        world.committed()
        world.may_die(0.02)


class World(Edits, Promises):
    """A sheet that a user edits, a Google that fails, and a process that dies."""

    def __init__(self, store, seed, *, wrapped=GoogleBook):
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        self.store, self.wrapped = store, wrapped
        self.google = Google(seed=seed)
        self.sheet = self.google.create("Suivi", locale="en_US", timezone="Europe/Paris")
        self.made = 0
        rows = [self._row() for _ in range(self.rng.randrange(3, 9))]
        self.tab = self.sheet.add_tab("Spend", [HEADER, *rows])
        self.google.before_call(self._call)
        self.trash = None
        self.wavers = self.rng.random() < 0.2  # empties the tab, takes that back, and again
        self.faults = True
        self.dead = False
        self.taken = False
        self.states, self.looks = {}, []
        self.looked, self.wiped = False, None
        self.outputs, self.wanted = [[]], []
        self.previous = []
        self.users = None
        self.counts = Counter()
        self.core = Core(store, TODAY)
        self._fresh()
        self.sheet_id = connections.connect(
            store, "google", self.sheet.id, title="Suivi", lang=Lang.EN, credential=None, actor="t"
        ).id
        self.ever = set()
        store.world = self

    def _fresh(self):
        """Empty what earlier schedules left: each one starts with a bare workspace."""
        self.store.world = None
        with self.store.aside() as cursor:
            for table in ("spend", "spend_history", "imports", "quarantine", "sync_sheets"):
                cursor.execute(f"DELETE FROM {table}")
            for table in ("sync_tabs", "sync_values", "sync_leases", "mappings"):
                cursor.execute(f"DELETE FROM {table}")

    def _row(self):
        self.made += 1
        day = dt.date(2025, 1 + self.made % 10, 1 + self.made % 28)
        return [f"r{self.made}", day, self.rng.choice("ABC"), self.rng.randrange(100)]

    # What happens to us

    def alive(self):
        if self.dead:
            raise Killed

    def may_die(self, chance):
        if self.faults and self.rng.random() < chance:
            self.dead = True
            self.counts["killed"] += 1
            raise Killed

    def _call(self, call):
        """What happens just before Google answers: others edit, we die, the network breaks."""
        self.check_tabs()
        if not self.faults:
            self._note_read(call)
            self._note_look(call)
            return None
        while self.rng.random() < 0.3:
            self.edit()
        self.may_die(0.04)
        if self.rng.random() < 0.02:
            self._take_over()
        self._note_read(call)
        if self.rng.random() >= 0.16:
            self._note_look(call)
            return None
        self.counts["failed"] += 1
        applied = self.rng.random() < 0.5
        return self.rng.choice(
            [
                Status(429, retry_after=1),
                Status(500, applied=applied),
                Status(503, applied=applied),
                Status(502, html=True, applied=applied),
                Reset(applied),
                Hang(1.0, applied),
                Cut(self.rng.random()),
            ]
        )

    def _take_over(self):
        """Let another run take the sheet: ours must not write in the workspace any more."""
        self.store.world, world = None, self.store.world
        with self.store.aside() as cursor:
            cursor.execute(
                "UPDATE sync_leases SET fence = fence + 1 WHERE sheet = ?", [self.sheet_id]
            )
        self.store.world, self.taken = world, True

    # Runs

    def opened(self, _core, connection):
        pace = Pace(clock=lambda: 0.0, sleep=lambda _: None, budget=10**9)
        book = self.wrapped(Patient(inside(self.google, "t@x.fr"), pace), connection.reference)
        return Watched(book, self)

    def run(self):
        self.dead = self.taken = self.looked = False
        ended = "killed"
        try:
            outcome = engine.run(self.core, self.sheet_id, opened=self.opened, actor="sync")
            ended = outcome.state
        except Killed:
            # Another process opens the workspace: it is nobody's run any more.
            self.store.instance = f"process {self.rng.random()}"
            self.core = Core(self.store, TODAY)
            self.counts["runs killed"] += 1
            return "killed"
        finally:
            if self.looked:
                self.looks[-1][1] = ended
        self.counts[outcome.state] += 1
        return outcome.state

    def quiet(self):
        """Faults and edits end: the workspace and the sheet must soon say the same."""
        self.faults = False
        if self.trash is not None:
            self.tab, self.trash = self.sheet.restore(self.trash), None
        if UNKNOWN in self._head():
            self.tab.set(0, self._place(), "Coût")
        self.remember_tabs()
        states = [self.run()]
        if states[-1] == "held":
            states.append(self.run())
        if states[-1] == "held":
            self._confirm()
            states.append(self.run())
        good, bad, _ = self.truth()
        if self.stored() != good:
            raise BrokenError(
                f"I1 after {states} the workspace says {self.stored()}, the sheet {good}"
            )
        waiting = self.store.cursor().execute("SELECT count(*) FROM quarantine").fetchall()[0][0]
        if waiting != bad:
            raise BrokenError(f"I3 {bad} rows cannot be read, {waiting} are in quarantine")
        self._check_pages()
        self.check_tabs()
        writes = self.google.calls["spreadsheets.batchUpdate"]
        before = self._records()
        for _ in range(self.rng.choice([1, 1, 3])):
            self.run()
        if writes != self.google.calls["spreadsheets.batchUpdate"] or before != self._records():
            raise BrokenError("I5 a run without a change wrote")

    def _confirm(self):
        self.store.world = None
        try:
            planning.confirmed(self.core, {"sheet": self.sheet_id}, "user")
        except KpiError:
            pass
        finally:
            self.store.world = self

    def _records(self):
        cursor = self.store.cursor()
        tables = ("spend_history", "imports", "sync_values", "audit")
        return [cursor.execute(f"SELECT count(*) FROM {t}").fetchall()[0][0] for t in tables]

    def _check_pages(self):
        tabs = {t.title: t.values() for t in self.sheet.tabs()}
        if not tabs.keys() >= OWN:
            raise BrokenError(f"I4 of our tabs stand only {OWN & tabs.keys()}")
        if plain(tabs["KPI dashboard"]) != self.wanted:
            raise BrokenError("I4 the dashboard is not what the workspace says")
        numbers = [row[0] for row in tabs["KPI history"][1:]]
        kept = self.store.cursor().execute(
            "SELECT number FROM sync_values WHERE sheet = ? ORDER BY 1", [self.sheet_id]
        )
        if numbers != [n for (n,) in kept.fetchall()]:
            raise BrokenError(f"I4 the history holds the rows {numbers}")
        total = sum(amount for *_, amount in self.stored())
        shown = [row[1] for row in tabs["KPI dashboard"] if row and row[0] == "Total cost"]
        if total and shown != [total]:
            raise BrokenError(f"I4 the dashboard says {shown}, the workspace {total}")


class Watched:
    """A book whose outputs are known to the world before they are written."""

    def __init__(self, book, world):
        self._book, self._world = book, world

    def __getattr__(self, name):
        return getattr(self._book, name)

    def write(self, look, cells, output, marker):
        self._world.outputs.append(_said(output.dashboard))
        return self._book.write(look, cells, output, marker)


def _said(page):
    return plain([[cell.value for cell in row] for row in page.rows])


def one_figure(core):
    """Ask for one figure, once for the same data: the rest has no part in the promises."""
    return _one_figure(core, core.snapshot(), core.today())


@lru_cache(maxsize=4)
def _one_figure(core, _snapshot, _today):
    # Summed here: what the core makes of it has no part in the promises either.
    rows = core.store.cursor().execute("SELECT sum(amount)::DOUBLE FROM spend").fetchall()
    ((total,),) = rows
    return dashboard.Figures([FIGURE.model_copy(update={"value": total})], (), ())


def schedule(store, seed, *, wrapped=GoogleBook):
    """Live through one schedule; raises `BrokenError` where a promise is not kept."""
    world = World(store, seed, wrapped=wrapped)
    try:
        for _ in range(world.rng.randrange(2, 6) + 3 * world.wavers):
            for _ in range(world.rng.randrange(3)):
                world.edit()
            world.waver()
            world.run()
        world.quiet()
    finally:
        store.world = None
    return world.counts


@contextmanager
def workspace():
    """A bare workspace on the fastest disk there is."""
    shared = Path("/dev/shm")  # noqa: S108 - made by mkdtemp
    asked, made = dashboard.ask, dashboard.dashboard

    def noted(core, *about):
        page = made(core, *about)
        core.store.world.wanted = _said(page)
        return page

    dashboard.ask, dashboard.dashboard = one_figure, noted
    folder = Path(tempfile.mkdtemp(dir=shared if shared.is_dir() else None))
    try:
        with FragileStore(folder, create=True, threads=1) as store:
            store.change_settings(
                {"focus": ["total_cost"], "locale": "en-US", "default_period": "2025"}, "test"
            )
            yield store
    finally:
        dashboard.ask, dashboard.dashboard = asked, made
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schedules", type=int)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    whole, started = Counter(), time.monotonic()
    with workspace() as store:
        for seed in range(asked.first, asked.first + asked.schedules):
            try:
                whole += schedule(store, seed)
            except BrokenError as broken:
                print(f"schedule {seed}: {broken}")
                return 1
    took = time.monotonic() - started
    print(f"{asked.schedules} schedules in {took:.0f} s, no promise broken: {dict(whole)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
