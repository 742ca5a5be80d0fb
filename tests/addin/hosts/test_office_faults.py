"""Excel when the network fails: every cell ends in a value or in words, and recovers by itself."""

import json
import shutil
import signal
import time

import pytest

from kpi_core.catalog import REGISTRY
from tests.addin.hosts.excel import Excel
from tests.addin.hosts.proxy import Proxy
from tests.addin.running import Server
from tests.command import kpi

MANY = 10_000
PATIENCE = {"patience": 4000, "request": 900, "pause": 20, "longest": 200}

UNHURRIED = {"patience": 30_000, "request": 12_000}

PERIODS = [f"{y}-{m:02}" for y in (2024, 2025) for m in range(1, 13)]
PERIODS += [f"{y}-Q{q}" for y in (2024, 2025) for q in range(1, 5)]


def different(count):
    """Return *count* different `B2B_KPI` cells, most of which have a number."""
    names = [k.id for k in REGISTRY.values() if k.measured]
    cells = [("B2B_KPI", [[[n]], [[period]], []]) for period in PERIODS for n in names]
    assert len(cells) >= count
    return cells[:count]


def by_member(server, count):
    """Return *count* different cells as dashboards have them: KPIs by month and by member."""
    kpis = ["cpl", "lead_volume", "mql_count", "cost_per_mql", "lead_to_mql", "direct_cost"]
    dimensions = ["channel", "campaign", "country", "segment", "product", "platform"]
    asked = {"fn": "B2B_TABLE", "rows": [["lead_volume", by] for by in dimensions]}
    tables = server.send("/v1/cells", {"calls": [asked]})["results"][0]["values"]
    members = [f"{t[0][0]}={row[0]}" for t in tables for row in t[1:] if row[0][0] != "("]
    cells = [
        ("B2B_KPI", [[[name]], [[period]], [[[member]]]])
        for name in kpis
        for period in PERIODS
        for member in members
    ]
    assert len(cells) >= count
    return cells[:count]


def ended(found, count):
    """Tell that each of *count* cells ended in a value or in an error with words."""
    assert count == len(found["found"])
    for cell in found["found"]:
        assert ("value" in cell) or (cell["code"].startswith("#") and len(cell["message"]) > 10)
    return found["found"]


@pytest.fixture(name="proxy")
def _proxy(server):
    with Proxy(server.address) as proxy:
        yield proxy


@pytest.fixture(name="book")
def _book(proxy, tmp_path):
    """A workbook that reaches the server through the proxy, and is not patient for long."""
    with Excel(tmp_path, proxy.own) as book:
        book.do("limits", PATIENCE)
        yield book


LEADS = ("B2B_KPI", [[["lead_volume"]], [["2025-Q3"]], []])


def value(cell):
    return cell["value"][0][0]["basicValue"]


def test_ten_thousand_different_cells(excel, server):
    """
    Ten thousand different cells of the data end in values or words, in ten requests at most.
    """
    cells = by_member(server, MANY)
    assert MANY == len({json.dumps(c) for c in cells})

    found = excel.cells(*cells)

    shown = ended(found, MANY)
    assert found["requests"] <= 10
    assert sum("value" in cell for cell in shown) > MANY / 3, shown[:50]
    assert not [c for c in shown if "does not answer" in c.get("message", "")]


def test_the_same_cell_is_asked_once(book, proxy):
    """
    A thousand cells of one formula are one question.
    """
    found = book.cells(*[LEADS] * 1000)

    assert 1 == found["requests"] == len(proxy.seen)
    assert 1 == len({json.dumps(c) for c in found["found"]})


def test_unchanged_data_answers_from_memory(book, proxy, server):
    """
    Asked again, unchanged data costs one small request; changed data is asked for again.
    """
    book.do("limits", UNHURRIED)
    cells = different(300)
    first = book.cells(*cells)["found"]
    proxy.seen.clear()

    again = book.cells(*cells)

    assert first == again["found"]
    assert 1 == again["requests"]
    proxy.always = (200, b'{"results": [], "version": "another"}')
    proxy.faults = [proxy.always]
    proxy.always = None
    assert first == book.cells(*cells)["found"]
    assert len(proxy.seen) >= 3


def test_memory_is_bounded(book, proxy):
    """
    Answers past the bound are forgotten, the least used first, and asked for again.
    """
    book.do("limits", {"kept": 10, **UNHURRIED})
    cells = different(30)
    book.cells(*cells)
    proxy.seen.clear()

    book.cells(*cells[-5:])
    book.cells(cells[0])

    # Nothing asked but the version; then the forgotten question.
    assert [0, 1] == [len(json.loads(body)["calls"]) for body in proxy.seen]


@pytest.mark.parametrize("fault", ["gone", "slow", "cut", "half", 429, 502, 503, 504])
def test_a_passing_fault_is_tried_again(book, proxy, fault):
    """
    After a request that is lost, late, cut or put off, the cell ends in its value.
    """
    proxy.faults = [fault, fault]

    (cell,) = book.cells(LEADS)["found"]

    assert value(cell) > 0
    assert len(proxy.seen) >= 3


def test_retry_after_is_kept_to(book, proxy):
    """
    A server that says when to come back is left alone until then.
    """
    proxy.faults = [(503, b"{}", {"Retry-After": "1"})]

    found = book.cells(LEADS)

    assert value(found["found"][0]) > 0
    assert found["seconds"] >= 1


@pytest.mark.parametrize(
    "fault", ["gone", "cut", 429, 503, (200, b'{"results": []}'), (200, b"<p>")]
)
def test_a_lasting_fault_ends_in_words(book, proxy, fault):
    """
    Whatever goes on failing, every cell says so before its patience ends, then recovers alone.
    """
    proxy.always = fault

    found = book.cells(*different(200))

    assert {"#N/A"} == {cell["code"] for cell in ended(found, 200)}
    assert found["seconds"] < PATIENCE["patience"] / 1000 + 1
    proxy.always = None
    assert value(book.cells(LEADS)["found"][0]) > 0


def test_a_server_that_never_answers_ends_in_words(book, proxy):
    """
    A request without an answer does not keep a cell busy.
    """
    book.do("limits", {"patience": 1500, "request": 400})
    proxy.always = "slow"

    found = book.cells(*different(50))

    assert {"#N/A"} == {cell["code"] for cell in ended(found, 50)}
    assert found["seconds"] < 2.5


def test_one_question_that_is_too_much_never_fails_its_neighbours(book, proxy):
    """
    A body of which one question is refused (413, 400) is halved until the rest is answered.
    """
    book.do("limits", UNHURRIED)
    proxy.always = lambda body: 413 if len(body) > 5000 else None
    wide = ("B2B_KPI", [[["y" * 6000]], [["2025"]], []])
    long = ("B2B_KPI", [[["x" * 5_000_000]], [["2025"]], []])
    broken = ("B2B_KPI", [[["\ud800"]], [["2025"]], []])

    found = ended(book.cells(*different(40), long, broken, wide, LEADS), 44)

    assert ["#VALUE!"] * 3 == [cell["code"] for cell in found[40:43]]
    assert "million" in found[40]["message"]
    assert "not valid" in found[41]["message"]
    assert "too large" in found[42]["message"]
    assert value(found[43]) > 0
    assert sum("value" in cell for cell in found[:40]) > 10


def test_a_refusal_of_everything_is_not_a_storm(book, proxy):
    """
    A server that refuses every body is not asked a thousand times over.
    """
    book.do("limits", UNHURRIED)  # how many requests it takes is no question of time
    proxy.always = 413

    found = ended(book.cells(*different(2000)), 2000)

    assert {"#VALUE!"} == {cell["code"] for cell in found}
    assert len(proxy.seen) < 500


def test_a_server_that_was_restarted(book, proxy, demo_folder, tmp_path):
    """
    Cells asked while the server is away end in values once it is back, with no reload.
    """
    folder = shutil.copytree(demo_folder, tmp_path / "w")
    first = Server(folder).wait()
    proxy.address = first.address
    before = book.cells(LEADS)["found"]
    first.stop(signal.SIGKILL)
    book.do("limits", UNHURRIED)

    book.start("cells", [["B2B_KPI", [[["lead_volume"]], [["2025-Q2"]], []]], list(LEADS)])
    time.sleep(0.5)
    second = Server(folder).wait()
    proxy.address = second.address
    during = book.answer()["found"]

    second.stop(signal.SIGKILL)
    assert before[0] == during[1]
    assert value(during[0]) > 0


def test_a_key_that_is_asked_for(demo_folder, tmp_path):
    """
    Without the key a cell says that one is needed; with it, the same cell has its value.
    """
    folder = shutil.copytree(demo_folder, tmp_path / "w")
    server = Server(folder, KPI_API_KEY="open sesame").wait()
    with Excel(tmp_path, server.address, "fr-FR") as book:
        locked = book.cells(LEADS)["found"][0]
        book.do("key", "open sesame")
        opened = book.cells(LEADS)["found"][0]
    server.stop(signal.SIGKILL)

    assert "#N/A" == locked["code"]
    assert "clé" in locked["message"]
    assert value(opened) > 0


def test_once_the_server_is_back_the_sheet_is_calculated_again(book, proxy):
    """
    Cells that failed are asked again by themselves; nobody opens the workbook anew.
    """
    proxy.always = "gone"
    book.do("limits", {"patience": 300, "probe": 100})
    assert "#N/A" == book.cells(LEADS)["found"][0]["code"]
    proxy.always = None

    until = time.monotonic() + 10
    while book.do("calculated") == 0 and time.monotonic() < until:
        time.sleep(0.1)

    assert 1 == book.do("calculated")
    assert value(book.cells(LEADS)["found"][0]) > 0


def test_an_import_shows_after_a_refresh(demo_folder, tmp_path):
    """
    New data is shown by the next calculation, since the memory is of one version of the data.
    """
    folder = shutil.copytree(demo_folder, tmp_path / "w")
    server = Server(folder).wait()
    spend = tmp_path / "spend.csv"
    spend.write_text("date de dépense;source;montant dépensé\n2025-10-03;Essai;1000,00\n", "utf-8")
    cost = ("B2B_KPI", [[["direct_cost"]], [["2025-10"]], []])
    with Excel(tmp_path, server.address) as book:
        before = value(book.cells(cost)["found"][0])
        kpi("import", str(spend), "--tax", "ht", folder=folder)
        after = value(book.cells(cost)["found"][0])
    server.stop(signal.SIGKILL)

    assert before + 1000 == pytest.approx(after)
