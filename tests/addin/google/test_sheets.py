"""Cells of Google Sheets: the script unmodified, real requests, Google's limits."""

import datetime as dt

import pytest

from addin.computing import computed
from addin.hosts.signatures import signatures
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from tests.addin.client import JSON
from tests.addin.google.sheets import Sheets, ShownError
from tests.addin.libreoffice.stub import Stub
from tests.addin.running import Server


@pytest.fixture(name="server", scope="module")
def _server(demo_folder, tmp_path_factory):
    import shutil

    server = Server(shutil.copytree(demo_folder, tmp_path_factory.mktemp("sheets") / "w")).wait()
    yield server
    server.stop()


@pytest.fixture(name="document")
def _document(server, tmp_path):
    with Sheets(tmp_path, server.address) as sheets:
        yield sheets


def test_every_function_is_offered_and_nothing_else(sheets):
    """
    Cells offer the functions of the catalogue; what they have in common stays out of sight.
    """
    sheets.cell("B2B_CPL", 1500, 50)

    assert [s.name for s in signatures()] == sheets.offered


@pytest.mark.parametrize("kpi", list(REGISTRY.values()), ids=lambda k: k.id)
def test_every_example_is_the_same_number_to_the_last_bit_and_costs_no_request(sheets, kpi):
    """
    As cells, as ranges of one and as columns with blanks: Python's very number, and no network.
    """
    for example in kpi.examples:
        given = [example.inputs.get(name, "") for name in kpi.names]
        expected = float(kpi(**example.inputs))

        assert expected == float(sheets.cell(kpi.function, *given))
        assert expected == float(sheets.cell(kpi.function, *[[[value]] for value in given]))
        columns = [[[v], [""], [0]] if v != "" else "" for v in given]
        assert expected == float(sheets.cell(kpi.function, *columns))
    assert 0 == sheets.seen["fetches"]


@pytest.mark.parametrize(
    ("cost", "leads"),
    [
        (1500, 0),
        ("", 50),
        ([[""], [""]], 50),
        (-1, 50),
        ([["1 234,56 €"], [10]], 50),
        ("1.234", 2),
        ([[1], ["#N/A"], [3]], 50),
        ([["#DIV/0!"]], 50),
        (True, 50),
        ([[True], [3]], 50),
        ("douze", 50),
        ([[1, 2, 3]], [[1], [2], [3]]),
        (1e308, 1e-308),
    ],
)  # fmt: skip
def test_odd_cells_give_the_same_value_or_the_same_words(sheets, cost, leads):
    """
    Whatever a cell holds, Sheets shows what the shared meaning of cells says, in its language.
    """
    kpi = REGISTRY.find("cpl")

    def read(given):
        if isinstance(given, list) and len(given) == len(given[0]) == 1:
            given = given[0][0]
        if isinstance(given, list):
            return [[None if c == "" else c for c in row] for row in given]
        return None if given == "" else given

    expected = computed(kpi, [read(cost), read(leads)], sheets.locale)

    if isinstance(expected, KpiError):
        with pytest.raises(ShownError) as shown:
            sheets.cell("B2B_CPL", cost, leads)
        assert expected.message[sheets.lang] == str(shown.value)
    else:
        assert expected == sheets.cell("B2B_CPL", cost, leads)


def test_a_date_is_the_number_behind_it(sheets):
    """
    A date cell counts as its serial on the document's own clock, as everywhere else.
    """
    midnight = dt.datetime(2025, 9, 29, 22, tzinfo=dt.UTC).isoformat()  # Paris, summer

    assert 45930 == sheets.cell("B2B_CPL", {"date": midnight}, 1)


def test_ten_thousand_cells_are_one_request(document, server):
    """
    A range of ten thousand different questions goes in one request, and each has its answer.
    """
    days = [(dt.date(2023, 11, 1) + dt.timedelta(days=n)).isoformat() for n in range(625)]
    kpis = ["lead_volume", "mqls", "sqls", "direct_cost"]
    rows = [[kpi] for _ in range(4) for day in days for kpi in kpis]
    periods = [[f"{day}..{day}"] for _ in range(4) for day in days for _ in kpis]
    more = [[["LinkedIn", "Google", "", "SEO"][n // 2500]] for n in range(10_000)]

    found = document.cell("B2B_KPI", rows, periods, more)

    assert 1 == document.seen["fetches"]
    assert 10_000 == len(found)
    asked = {"kpis": ["lead_volume"], "period": {"start": days[0], "end": days[0]}}
    (first,) = server.send("/v1/query", {**asked, "filters": {"platform": ["LinkedIn"]}}, **JSON)[
        "results"
    ]
    assert first["value"] == found[0][0]


def test_what_was_asked_is_not_asked_again_until_it_is_refreshed(document):
    """
    The same question within five minutes costs no request; Refresh and time ask again.
    """
    first = document.cell("B2B_KPI", "lead_volume", "2025")
    again = document.cell("B2B_KPI", "lead_volume", "2025")
    once = document.seen["fetches"]
    document.menu("b2bRefresh")
    document.cell("B2B_KPI", "lead_volume", "2025")
    twice = document.seen["fetches"]
    document.order(**{"pass": 301_000})
    document.cell("B2B_KPI", "lead_volume", "2025")

    assert first == again
    assert [1, 2, 3] == [once, twice, document.seen["fetches"]]


def test_refresh_puts_each_formula_over_the_data_anew(server, tmp_path):
    """
    Formulas that compute alone are left in peace; the others come back as they were.
    """
    formulas = {
        "A1": '=B2B_KPI("cac")',
        "A2": "=B2B_CPL(1,2)",
        "B1": '=1+B2B_TABLE("cpl","channel")',
    }
    with Sheets(tmp_path, server.address, formulas=formulas) as sheets:
        assert 2 == sheets.menu("b2bRefresh")

        put = [["A1", formulas["A1"]], ["B1", formulas["B1"]]]
        assert put == sheets.seen["formulas"]


def test_tables_and_trends_spill(document):
    """
    A table is rows of cells: a header, then a row a member or a month.
    """
    table = document.cell("B2B_TABLE", "lead_volume, cpl", "channel", "2025")
    trend = document.cell("B2B_TREND", "lead_volume", "month", "2025-Q1..2025-Q2")

    assert {3} == {len(row) for row in table}
    assert 7 == len(trend)


def test_a_question_in_words_is_answered_in_a_cell(document):
    """
    A question is the number that its KPI is, or a table, or the reason why not with the ways to go on.
    """
    number = document.cell("B2B_ASK", "lead volume in 2025")
    table = document.cell("B2B_ASK", "leads by channel in 2025")

    assert document.cell("B2B_KPI", "lead_volume", "2025") == number
    assert number == sum(row[1] for row in table[1:])
    with pytest.raises(ShownError, match="Cost per lead"):
        document.cell("B2B_ASK", "acquisition cost")


def test_an_error_in_a_range_stands_in_its_own_cell(document):
    """
    One bad question never takes its neighbours with it; alone, it is the cell's own error.
    """
    found = document.cell("B2B_KPI", [["lead_volume"], ["nonsense"]], "2025")

    assert found[0][0] > 0
    assert found[1][0].startswith("#N/A ")
    with pytest.raises(ShownError, match="nonsense"):
        document.cell("B2B_KPI", "nonsense", "2025")


def _cut(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"results": [')
    handler.close_connection = True


FAULTS = {
    "a key refused": (lambda h: h.reply(401), "refuses this document's key", 1),
    "a page refused": (lambda h: h.reply(403), "refuses this document's key", 1),
    "busy for ever": (lambda h: h.reply(503), "does not answer", 5),
    "too fast for ever": (lambda h: h.reply(429, Retry_After="9"), "does not answer", 3),
    "broken for ever": (lambda h: h.reply(500), "does not answer", 5),
    "cut in the middle": (_cut, "does not answer", 5),
    "no JSON": (lambda h: h.reply(200, b"<html>"), "does not answer", 5),
    "too large": (
        lambda h: h.reply(413, b'{"message": {"en": "send fewer cells", "fr": "moins de cellules"}}'),
        "send fewer cells",
        1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "words", "least"), FAULTS.values(), ids=FAULTS)
def test_every_fault_of_the_server_ends_in_words_and_recovers(tmp_path, fault, words, least):
    """
    Whatever the server does, the cell says why within its half minute, and asks anew later.
    """
    stub = Stub()
    try:
        with Sheets(tmp_path, f"http://127.0.0.1:{stub.port}") as sheets:
            stub.behave = lambda handler, _asked: fault(handler) or True
            with pytest.raises(ShownError, match=words):
                sheets.cell("B2B_KPI", "cac")
            tried, slept = len(stub.requests), sheets.seen["slept"]
            stub.behave = None

            assert 7 == sheets.cell("B2B_KPI", "cac")
    finally:
        stub.stop()
    assert tried >= least
    assert tried == 1 or least > 1
    assert slept < 24_000


def test_without_a_server_a_cell_says_so(tmp_path):
    """
    Nobody at the address: words within the half minute that Google gives a cell.
    """
    with Sheets(tmp_path) as sheets, pytest.raises(ShownError, match="does not answer"):
        sheets.cell("B2B_KPI", "cac")
    assert sheets.seen["slept"] < 24_000


def test_googles_own_limit_is_said_and_not_tried_again(server, tmp_path):
    """
    When the day's requests are spent, the cell says so at once, and what to do about it.
    """
    with Sheets(tmp_path, server.address, fetches=1) as sheets:
        sheets.cell("B2B_KPI", "cac", "2025")
        with pytest.raises(ShownError, match="limit of requests for today"):
            sheets.cell("B2B_KPI", "cpl", "2025")

        assert 2 == sheets.seen["fetches"]


def test_the_key_of_a_document_is_sent_for_that_document_alone(demo_copy, tmp_path):
    """
    Keys stand in the script's properties, one a document; another document has none.
    """
    started = Server(demo_copy, KPI_API_KEY="reader-key").wait()
    try:
        kept = {"B2B_KEY_doc-1": "reader-key"}
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        with Sheets(tmp_path / "one", started.address, properties=kept) as sheets:
            assert sheets.cell("B2B_KPI", "lead_volume", "2025") > 0
        with Sheets(tmp_path / "two", started.address, properties=kept, document="doc-2") as sheets:
            with pytest.raises(ShownError, match="refuses this document's key"):
                sheets.cell("B2B_KPI", "lead_volume", "2025")
            assert 1 == sheets.seen["fetches"]
    finally:
        started.stop()
