"""A sheet on a stand-in for Google that listens, and `kpi sync` as a team types it."""

import json
import signal
from contextlib import contextmanager

from addin.demo import Google, serving
from tests.addin.running import Server
from tests.addin.sync.conftest import LEADS, SPEND
from tests.command import kpi, refused

ME = "team@localhost"
LINK = "https://docs.google.com/spreadsheets/d/{}/edit#gid=0"


class Desk:
    """A stand-in that listens, a sheet on it, and `kpi` over a workspace and accounts of its own."""

    def __init__(self, folder, google, address, lang="en"):
        self.folder, self.google, self.address, self.lang = folder / "w", google, address, lang
        self.accounts = folder / "accounts"
        self.sheet = google.create("Suivi", locale="fr_FR", timezone="Europe/Paris")
        self.sheet.tab(0).rename("Dépenses")
        self.sheet.tab(0).write("A1", SPEND)
        self.sheet.add_tab("Leads", LEADS)
        self.link = LINK.format(self.sheet.id)

    def kpi(self, *words, code=0, lang=None):
        how = {"folder": self.folder, "lang": lang or self.lang, "code": code}
        return kpi("sync", *words, **how, KPI_CREDENTIALS=str(self.accounts))

    def json(self, *words, code=0):
        return json.loads(self.kpi(*words, "--json", code=code).stdout)

    def refused(self, *words, lang=None):
        how = {"folder": self.folder, "lang": lang or self.lang}
        return refused("sync", *words, **how, KPI_CREDENTIALS=str(self.accounts))

    def connect(self, *more, **how):
        return self.kpi("connect", self.link, *self.account(), *more, **how)

    def account(self):
        return ["--stand-in", self.address, "--account", "team"]

    def writes(self):
        """Return how many calls were made that may change anything."""
        return sum(noted.method != "GET" for noted in self.google.journal)


@contextmanager
def desk(folder, lang="en"):
    google = Google(seed=5)
    with serving(google) as address:
        yield Desk(folder, google, address, lang)


@contextmanager
def server(made, *, served):
    """Let `kpi serve` own the workspace meanwhile, or nobody."""
    if not served:
        yield
        return
    kpi("settings", "locale=fr-FR", folder=made.folder)
    running = Server(made.folder, KPI_CREDENTIALS=str(made.accounts)).wait()
    try:
        yield
    finally:
        running.stop(signal.SIGKILL)
