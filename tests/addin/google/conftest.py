"""A document that runs our script, and its sidebar in a browser before a real server."""

import datetime as dt
import os
import shutil
from contextlib import ExitStack

import pytest

from addin.certificate import make
from kpi_core.text import Lang
from tests.addin.google.sheets import TABS, Sheets
from tests.addin.google.spreadsheet import DOCS, SERVER, TOKEN, Google, port, rules
from tests.addin.pane.browser import CHROMIUM, browser
from tests.addin.running import Server


@pytest.fixture(name="sheets", scope="module", params=["en", "fr"])
def _sheets(request, tmp_path_factory):
    """A document without a server, in each language."""
    locale = "fr_FR" if request.param == "fr" else "en_US"
    with Sheets(tmp_path_factory.mktemp("doc"), language=request.param, locale=locale) as sheets:
        sheets.lang, sheets.locale = Lang(request.param), locale.replace("_", "-")
        yield sheets


@pytest.fixture(name="google", scope="session")
def _google(tmp_path_factory):
    if CHROMIUM is None:
        reason = "Chromium is not installed: nothing opens the sidebar"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    certificate = make(tmp_path_factory.mktemp("certificate"), dt.datetime.now(dt.UTC))
    google = Google(certificate)
    google.certificate = certificate
    yield google
    google.stop()


@pytest.fixture(name="named", scope="session")
def _named(google, demo_folder, tmp_path_factory):
    """The demo on a name of its own, closed to whoever comes without the token."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("sidebar") / "w")
    where = str(google.certificate.chain.parent)
    server = Server(
        folder, "--certificate", where, KPI_API_KEY=TOKEN, KPI_HOSTS="kpi.example.org"
    ).wait()
    yield server
    server.stop()


@pytest.fixture(name="chromium", scope="session")
def _chromium(google, named, tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile"), *rules(google, port(named.said))) as started:
        yield started


@pytest.fixture(name="tab")
def _tab(chromium):
    """A window as wide as Google's sidebar."""
    with chromium.page(width=300, height=1000) as page:
        yield page


@pytest.fixture(name="opened")
def _opened(google, tab, tmp_path):
    """What opens the sidebar of a document, and returns its pane and the document."""
    with ExitStack() as stack:

        def opened(lang="en", **options):
            locale = "fr_FR" if lang == "fr" else "en_US"
            given = {"tokens": [TOKEN], "tabs": TABS, "language": lang, "locale": locale} | options
            sheets = stack.enter_context(google.document(tmp_path, **given))
            tab.visit(DOCS)
            pane = tab.frame(SERVER)
            pane.settle()
            return pane, sheets

        yield opened
