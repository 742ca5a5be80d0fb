"""When there are no figures to show: nothing imported, a key to give, a server that fails."""

import pytest

from addin.server.guard import MOST_BYTES
from kpi_core.workspace import Store
from tests.addin.pane.conftest import HOSTILE
from tests.addin.pane.served import serving

SHOWN = "[...document.querySelectorAll('main > section')].filter((e) => e.checkVisibility()).map((e) => e.id)"


@pytest.mark.parametrize(
    ("lang", "command"), [("en", "kpi import FILE"), ("fr", "kpi import FICHIER")]
)
def test_an_empty_workspace_says_what_to_do_next(page, empty, lang, command):
    """
    Before any import the page names the command to type, and keeps the functions at hand.
    """
    page.visit(f"{empty.address}/?lang={lang}")

    assert ["notice", "functions"] == page.value(SHOWN)
    assert [command, "kpi demo"] == page.texts("#notice code")
    assert [] == page.texts(".figure-value")


def test_an_empty_workspace_still_computes(page, empty):
    """
    A formula on numbers needs no data.
    """
    page.visit(f"{empty.address}/?lang=fr")
    page.until("document.querySelector('#try output').textContent")

    assert "30,00\u00a0€" == page.text("#try output")
    assert "B2B_KPI" not in page.texts(".entries code")


def test_a_protected_server_asks_for_its_key(page, locked):
    """
    Without a key nothing is shown but the field to give it.
    """
    page.visit(f"{locked.address}/?lang=fr")

    assert ["notice"] == page.value(SHOWN)
    assert "Ce serveur demande une clé" == page.text("#notice h2")
    assert "key" == page.value("document.activeElement.id")


def give(page, key):
    page.value(f"document.querySelector('#key').value = {key!r}")
    page.click(".key button")


@pytest.mark.parametrize("key", ["wrong", "clé été €"])
def test_a_wrong_key_is_refused_in_words(page, locked, key):
    """
    A key that does not open the server is said to be wrong, and asked for again.
    """
    page.visit(f"{locked.address}/?lang=en")
    give(page, key)
    page.until("document.querySelector('#notice [role=alert]')")

    assert "That key does not open this server." == page.text("#notice [role=alert]")
    assert ["notice"] == page.value(SHOWN)


def test_the_key_opens_the_page_and_stays_in_the_tab(page, locked):
    """
    The right key opens the page, survives a reload, and is written nowhere that outlives the tab.
    """
    page.visit(f"{locked.address}/?lang=en")
    give(page, locked.key)
    page.until("!document.querySelector('#functions').hidden")
    page.visit(f"{locked.address}/?lang=fr")

    assert "Rien n’a encore été importé" == page.text("#notice h2")
    assert [1, 0, ""] == page.value("[sessionStorage.length, localStorage.length, document.cookie]")
    assert locked.key not in page.value("location.href")


def test_a_server_that_stopped_is_told_in_words(page, browser, tmp_path):
    """
    When the server no longer answers, the page says so and what to check.
    """
    with Store(tmp_path, create=True):
        pass
    with serving(tmp_path) as stopping:
        page.visit(f"{stopping.address}/?lang=fr")
        page.until("document.querySelector('#try output').textContent")
    page.click("#try button")
    page.until("document.querySelector('#try .refused')")

    assert (
        "Le serveur ne répond pas. Vérifiez que kpi serve est lancé, puis réessayez."
        == page.text("#try output")
    )


FAILING = """
const real = fetch;
let failures = %d;
window.fetch = (path, asked) => (failures-- > 0 ? Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 })) : real(path, asked));
"""


def test_a_failing_server_is_told_and_tried_again(page, demo):
    """
    An answer that is no answer is said so, and the button asks again.
    """
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=FAILING % 2)
    page.visit(f"{demo.address}/?lang=en")
    told = page.text("#notice [role=alert]")
    page.click("#notice button")
    page.until("!document.querySelector('#trend').hidden")
    page.settle()

    assert "The server answered something this page does not understand (status 502)." == told
    assert ["figures", "trend", "functions"] == page.value(SHOWN)


def test_the_server_s_own_sentence_is_shown_in_the_reader_s_language(page, demo):
    """
    A refusal comes in both languages from the server: the page shows its reader's.
    """
    page.visit(f"{demo.address}/?lang=fr")
    long = f"'x'.repeat({MOST_BYTES})"
    page.value(f"document.querySelector('#formula').value = '=B2B_EXPLAIN(\"' + {long} + '\")'")
    page.click("#try button")
    page.until("document.querySelector('#try .refused')")

    assert page.text("#try output").startswith("Le corps dépasse 4")


@pytest.mark.parametrize("view", ["kpi=direct_cost", "kpi=direct_cost&split=channel"])
def test_a_name_that_looks_like_markup_is_only_words(page, hostile, view):
    """
    A channel called `<img src=x onerror=alert(1)>` is shown letter for letter, and nothing runs.
    """
    page.visit(f"{hostile.address}/?lang=en&{view}")

    assert HOSTILE in page.texts("#trend-channels th")
    assert HOSTILE in page.texts("[name=channel] option")
    assert 1 == page.value("document.images.length")  # the page's own mark
    assert [] == page.complaints()
    assert [] == [r for r in page.requests() if r.endswith("/x")]


def test_such_a_name_can_be_chosen(page, hostile):
    """
    The name filters the data like any other, and the chart's title says it as it is.
    """
    page.visit(f"{hostile.address}/?lang=en&kpi=direct_cost")
    page.choose("[name=channel]", f"={HOSTILE}")

    assert HOSTILE in page.text(".stage title")
    assert [] == page.complaints()
