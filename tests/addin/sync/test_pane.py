"""The view of the sheets, in a real browser: what it shows, to whom, and what its buttons do."""

import datetime as dt
import json

import pytest

from addin.sync import runs, schedule
from addin.sync.alerts import rules, telling
from addin.sync.alerts.reading import read
from addin.sync.runs import Outcome
from addin.sync.ticking import utc
from kpi_core.answering import Core
from kpi_core.text import Text
from kpi_core.workspace import Store
from tests.addin.pane.conftest import _browser as browser_fixture
from tests.addin.pane.served import TODAY, serving
from tests.addin.pane.test_access import CONTRAST
from tests.addin.sync.slots import connect

browser = browser_fixture
HOSTILE = "Suivi <img src=x onerror=alert(1)> " + "très" * 12
WHY = Text(
    en="Google refuses this account: share the sheet with it, then run again.",
    fr="Google refuse ce compte\u00a0: partagez la feuille avec lui, puis relancez.",
)
BYTE = dt.timedelta(minutes=20)


def history(store):
    """Leave three sheets: one that failed last, one that never ran, one that rests."""
    now = utc()
    first = connect(store, HOSTILE)
    connect(store, "Deals 2026", "excel")
    third = connect(store, "Ads", "google")
    for sheet, said in (
        (first, "every weekday 7:30"),
        (third, "toutes les 15 minutes de 8h à 19h"),
    ):
        schedule.keep(store, sheet, schedule.read(said, "Europe/Paris"), now)
    ran = [
        Outcome("written", 4, {"read": 1240, "quarantined": 3}),
        Outcome("unchanged", 1),
        Outcome("same", 3, {"read": 1240, "quarantined": 3}),
        Outcome("failed", 2, {}, WHY),
    ]
    for i, outcome in enumerate(ran):
        at = now - (len(ran) - i) * BYTE
        run = runs.begin(
            store, first, reason="schedule" if i else "now", slot=at if i else None, now=at
        )
        runs.end(store, run, outcome, at + dt.timedelta(seconds=1.4 + i))
    with store.aside() as cursor:
        cursor.execute(
            "INSERT INTO sync_runs (id, sheet, slot, reason, state, attempts, ended_at, details)"
            " VALUES (90, ?, ?, 'schedule', 'skipped', 0, ?, '{\"slots\": 12}')",
            [first, now - 5 * BYTE, now - 5 * BYTE],
        )
    run = runs.begin(store, third, reason="schedule", slot=now - BYTE, now=now - BYTE)
    runs.end(store, run, Outcome("held", 3, {"read": 9, "quarantined": 0}, WHY), now - BYTE)
    schedule.pause(store, third, now, paused=True)


@pytest.fixture(name="folder", scope="module")
def _folder(new_demo, tmp_path_factory):
    folder = new_demo(tmp_path_factory.mktemp("synced") / "w")
    with Store(folder) as store:
        history(store)
        core = Core(store, dt.date.fromisoformat(TODAY))
        rules.add(store, "x", read("data older than 2 days", core), (), utc())
        telling.tell(core, utc())
    return folder


@pytest.fixture(name="served", scope="module")
def _served(browser, folder):
    with serving(folder) as served:
        yield served


def open_sync(page, served, lang="en"):
    """Open the view as an address that was kept does."""
    page.visit(f"{served.address}/?lang={lang}#sync")
    page.until("document.querySelector('#sync-sheets .sync-sheet')")


def test_each_sheet_says_when_it_is_due_and_how_it_went(browser, served):
    """
    Names as text, the schedule, the last error with its cure, every run with its figures.
    """
    with browser.page() as page:
        open_sync(page, served, "fr")
        names = page.texts(".sync-name")
        facts = page.texts(".sync-sheet:first-child .sync-facts li")
        error = page.text(".sync-sheet:first-child .sync-error")
        rows = page.value(
            "[...document.querySelectorAll('.sync-sheet:first-child tbody tr')].map((r) => [...r.cells].slice(1).map((c) => c.textContent))"
        )
        links = page.value("[...document.querySelectorAll('.sync-name a')].map((a) => a.href)")
        complaints = page.complaints()

    assert ["https://docs.google.com/spreadsheets/d/ref"] * 2 == links
    assert [HOSTILE, "Deals 2026", "Ads En pause"] == names
    assert facts[0] == "Chaque jour ouvré (du lundi au vendredi) à 7\u00a0h\u00a030 (Europe/Paris)"
    assert facts[1].startswith("Prochaine fois\u00a0: ")
    assert f"Échec {WHY.fr}" == error
    assert [
        ["Échec", "4,4\u00a0s", "2", "–", "–"],
        ["Lue, rien à écrire", "3,4\u00a0s", "3", "1\u202f240", "3"],
        ["Inchangée", "2,4\u00a0s", "1", "–", "–"],
        ["Écrite, à la demande", "1,4\u00a0s", "4", "1\u202f240", "3"],
        ["12 manquées, rattrapées par la suivante", "–", "–", "–", "–"],
    ] == rows
    assert [] == complaints


def test_alerts_that_stand_are_shown_first(browser, served):
    """
    What is wrong now is above the sheets, in the reader's language.
    """
    with browser.page() as page:
        open_sync(page, served)
        said = page.texts("#sync-alerts li p")

    assert said[0].startswith("Alert since ")
    assert "Data older than 2 days" == said[1]
    assert "12 days ago" in said[2]


def test_pause_resume_and_run_do_what_they_say(browser, served):
    """
    A click changes the sheet on the server, the page shows it, says it aloud, and keeps the focus.
    """
    with browser.page() as page:
        open_sync(page, served)
        page.value("document.querySelector('.sync-sheet:nth-child(2) .quiet').focus()")
        page.click(".sync-sheet:nth-child(2) .quiet")
        page.until("document.querySelector('.sync-sheet:nth-child(2) .sync-badge')")
        told = served.ask("/v1/sync")["sheets"][1]["paused"]
        said = page.text("#said")
        focused = page.value("document.activeElement.textContent")
        page.click(".sync-sheet:nth-child(2) .quiet")
        page.until("!document.querySelector('.sync-sheet:nth-child(2) .sync-badge')")
        page.click(".sync-sheet:nth-child(2) button")
        page.until("document.querySelector('.sync-sheet:nth-child(2) .sync-failed')")
        ran = served.ask("/v1/sync")["sheets"][1]["runs"]

    assert told
    assert "Deals 2026 is paused." == said
    assert "Resume" == focused
    assert ["now"] == [run["reason"] for run in ran]


def test_a_key_that_only_reads_sees_no_button(browser, folder, tmp_path):
    """
    With a reader's key the state is shown; with the owner's, the buttons too; without one, nothing.
    """
    import shutil

    copied = shutil.copytree(folder, tmp_path / "w", ignore=shutil.ignore_patterns("server.json"))
    with serving(copied, key="only to read") as served:
        owner = json.loads((copied / "server.json").read_text())["token"]
        counts = {}
        for key in ("only to read", owner):
            with browser.page() as page:
                page.visit(f"{served.address}/?lang=en#sync")
                assert 0 == page.value("document.querySelectorAll('.sync-sheet').length")
                page.value(f"document.querySelector('#key').value = {key!r}")
                page.click(".key button")
                page.until("document.querySelector('.sync-sheet')")
                counts[key] = page.value("document.querySelectorAll('.sync-head button').length")

    assert {"only to read": 0, owner: 6} == counts


def test_a_workspace_without_sheets_has_no_such_tab(browser, tmp_path):
    """
    Where nothing is synced the page has two sides, and the kept address shows the figures.
    """
    with Store(tmp_path / "w", create=True):
        pass
    with serving(tmp_path / "w") as served, browser.page() as page:
        page.visit(f"{served.address}/?lang=fr#sync")
        page.until("document.querySelector('#try output').textContent")

        assert ["Chiffres", "Chat"] == page.texts("#views a")
        assert "figures" == page.value("document.body.dataset.view")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_window(browser, served, lang, width):
    """
    From a task pane to a desktop the view never scrolls sideways; a table scrolls in its own frame.
    """
    with browser.page(width=width) as page:
        open_sync(page, served, lang)

        assert width == page.value("document.documentElement.scrollWidth")
        assert ["page", None] == page.value(
            "[document.querySelector('#views a:nth-child(3)').getAttribute('aria-current'), document.querySelector('#views a').getAttribute('aria-current')]"
        )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(browser, served, dark):
    """
    In the light and in the dark, every word has the contrast that WCAG AA asks for.
    """
    with browser.page(dark=dark) as page:
        open_sync(page, served, "fr")
        count, weak = page.value(CONTRAST)

    assert count > 40
    assert [] == weak


def test_every_control_is_named_apart(browser, served):
    """
    Whoever hears the page knows which sheet a button is of.
    """
    with browser.page() as page:
        open_sync(page, served)
        nodes = page.tell("Accessibility.getFullAXTree")["nodes"]
    names = [
        n["name"]["value"] for n in nodes if not n["ignored"] and n["role"]["value"] == "button"
    ]

    assert 6 == len(set(names)) == len(names)
    assert "Run now: Deals 2026" in names
