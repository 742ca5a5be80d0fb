"""What the page is told before it shows anything."""

from kpi_core.catalog import FOCUS
from kpi_core.workspace import Store
from tests.addin.pane.served import TODAY, serving


def test_an_empty_workspace_has_no_rows(empty):
    """
    A workspace that nothing was imported into says so, with its settings' locale and currency.
    """
    told = empty.ask("/v1/about")

    assert [0, "fr-FR", "EUR", TODAY, list(FOCUS)] == [
        told[name] for name in ("rows", "locale", "currency", "today", "focus")
    ]


def test_rows_and_version_follow_the_data(hostile):
    """
    The rows are those imported, and the version is the one of the data.
    """
    told = hostile.ask("/v1/about")

    assert 10 == told["rows"]
    assert hostile.ask("/health")["version"] == told["version"]


def test_the_settings_are_the_workspace_s_own(tmp_path, browser):
    """
    A workspace of another country says its locale and currency, and the page follows them.
    """
    with Store(tmp_path, create=True) as store:
        store.change_settings({"locale": "en-GB", "currency": "GBP"}, "test")
    with serving(tmp_path) as british, browser.page() as page:
        told = british.ask("/v1/about")
        page.visit(f"{british.address}/?lang=en")
        page.until("document.querySelector('#try output').textContent")

        assert ["en-GB", "GBP"] == [told["locale"], told["currency"]]
        assert "£30.00" == page.text("#try output")
