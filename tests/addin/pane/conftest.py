import os

import pytest

from kpi_core.workspace import Store
from tests.addin.pane.browser import CHROMIUM, browser
from tests.addin.pane.served import kpi, serving

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(name="browser", scope="session")
def _browser(tmp_path_factory):
    if CHROMIUM is None:
        reason = "Chromium is not installed: nothing opens the page"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(name="page")
def _page(browser):
    """A tab of an English reader."""
    with browser.page() as page:
        yield page


@pytest.fixture(name="demo", scope="session")
def _demo(browser, new_demo, tmp_path_factory):
    folder = new_demo(tmp_path_factory.mktemp("demo") / "w")
    with serving(folder) as served:
        yield served


@pytest.fixture(name="empty", scope="session")
def _empty(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    with Store(folder, create=True):
        pass
    with serving(folder) as served:
        yield served


@pytest.fixture(name="locked", scope="session")
def _locked(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("locked")
    with Store(folder, create=True):
        pass
    with serving(folder, key="open sesame") as served:
        yield served


@pytest.fixture(name="hostile", scope="session")
def _hostile(browser, tmp_path_factory):
    """A workspace whose only channel bears a name that would run, were it read as markup."""
    folder = tmp_path_factory.mktemp("hostile")
    spend = tmp_path_factory.mktemp("files") / "spend.csv"
    rows = [f"2025-{month:02}-03;{HOSTILE};{month}00,00" for month in range(1, 11)]
    spend.write_text("\n".join(["date de dépense;source;montant dépensé", *rows]), "utf-8")
    kpi(folder, "import", str(spend), "--tax", "ht")
    with serving(folder) as served:
        yield served
