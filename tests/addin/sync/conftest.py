"""A team's sheet on the stand-in for Google or on a disk, a workspace, and runs of the real engine over both."""

import datetime as dt
import shutil
import subprocess

import pytest

from addin.demo import Google
from addin.demo.sessions import inside
from addin.sync import connections, engine, planning
from addin.sync.google.book import GoogleBook
from addin.sync.google.client import Pace, Patient
from kpi_core.answering import Core
from kpi_core.query import KpiQuery
from kpi_core.workspace import Store

TODAY = dt.date(2025, 11, 12)
USER = "kpi@firm.example"


def day(month, number=5):
    return dt.date(2025, month, number)


SPEND = [
    ["Date", "Canal", "Campagne", "Dépense (€)", "Notes"],
    *[
        [day(month), channel, "Rentrée", 1000.5 + 10 * month + 5 * place, "à voir"]
        for month in range(1, 11)
        for place, channel in enumerate(["LinkedIn", "Google Ads"])
    ],
    ["n.c.", "LinkedIn", "Rentrée", 12],
]
LEADS = [
    ["Email", "Date de création", "Source", "Date MQL"],
    *[
        [
            f"p{month}.{number}@client.example",
            day(month, number + 1),
            ["LinkedIn", "Google Ads"][number % 2],
            day(month, number + 3) if number % 3 == 0 else "",
        ]
        for month in range(1, 11)
        for number in range(12)
    ],
]


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self):
        self.now = 0.0
        self.waits = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


class Kept:
    """A sheet that is kept: its stand-in, its workspace, and how to run it."""

    def __init__(self, store, locale="fr_FR"):
        self.google = Google(seed=5)
        self.sheet = self.google.create("Suivi", locale=locale, timezone="Europe/Paris")
        self.sheet.tab(0).rename("Dépenses")
        self.spend = self.sheet.tab(0)
        self.spend.write("A1", SPEND)
        self.leads = self.sheet.add_tab("Leads", LEADS)
        self.store = store
        self.core = Core(store, TODAY)
        self.clock = Clock()
        self.number = connections.connect(
            store,
            "google",
            self.sheet.id,
            title="Suivi",
            lang=engine.lang_of(locale),
            credential=None,
            actor="test",
        ).id

    def opened(self, _core, connection):
        pace = Pace(clock=self.clock, sleep=self.clock.sleep)
        return GoogleBook(Patient(inside(self.google, USER), pace), connection.reference)

    def run(self, **how):
        return engine.run(self.core, self.number, opened=self.opened, actor="test", **how)

    def settled(self):
        """Run until nothing is left to do."""
        for _ in range(4):
            outcome = self.run()
            if outcome.state == "unchanged":
                return
        raise AssertionError(outcome)

    def board(self):
        title = "Tableau de bord KPI"
        return next(t for t in self.sheet.tabs() if t.title == title)

    def figure(self, title):
        """Return what the dashboard shows of a KPI."""
        return next(row[1] for row in self.board().values() if row and row[0] == title)

    def asked(self, kpi):
        return self.core.query(KpiQuery(kpis=[kpi]))[0].value

    def rows(self, fact="spend"):
        found = self.store.cursor().execute(f"SELECT count(*) FROM {fact}").fetchall()
        return found[0][0]

    def confirm(self, **what):
        return planning.confirmed(self.core, {"sheet": self.number, **what}, "test")

    def say(self, tab, **hints):
        """Say what a tab is, or whether it is left alone, as `kpi sync map` does."""
        with self.store.aside() as cursor:
            known = {t.title: t.id for t in self.sheet.tabs()}
            connections.remember(cursor, self.number, str(known[tab]), tab, **hints)


@pytest.fixture(name="store")
def _store(tmp_path):
    with Store(tmp_path / "workspace", create=True) as store:
        yield store


@pytest.fixture(name="kept")
def _kept(store):
    return Kept(store)


@pytest.fixture(name="english")
def _english(store):
    return Kept(store, "en_GB")


@pytest.fixture(name="team")
def _team(tmp_path, store):
    # Its rows are those of the sheet above.
    from tests.addin.sync.team import Team

    return Team(tmp_path, store)


@pytest.fixture(name="office")
def _office(tmp_path):
    """LibreOffice, as a converter of files."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")

    def convert(kind, path, folder):
        home = (tmp_path / "office").as_uri()
        said = [program, f"-env:UserInstallation={home}", "--headless", "--convert-to", kind]
        subprocess.run(
            [*said, "--outdir", str(folder), str(path)],
            check=True,
            capture_output=True,
            timeout=120,
        )

    return convert
