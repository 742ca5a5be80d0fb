"""Functions over the data, asked of a real server by a real office."""

import datetime as dt

import pytest

from tests.addin.libreoffice.stub import passes_on
from tests.kpi_core.values.catalogue import rows

TEN_THOUSAND = [
    f'=B2B.KPI("{kpi}";"{day}..{day + dt.timedelta(days)}")'
    for kpi in ("cpl", "lead_volume", "mql_count", "cac", "roi")
    for day in (dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(500))
    for days in (6, 13, 29, 89)
]


@pytest.fixture(name="data")
def _data(office, ask, served):
    """A new document whose functions ask the demo's server."""
    ask(served.address)
    office.order("refresh")
    return office


def settled(office, place):
    """Wait until no cell of *place* changes any more, and return what they show."""
    seen = []

    def still():
        seen.append(office.read(place))
        return len(seen) > 6 and seen[-1] == seen[-6]

    office.until(still)
    return seen[-1]


def test_a_cell_shows_what_the_server_answers(data, served):
    """
    A number of the data is in a cell the double that the server answers.
    """
    data.formulas("A1", [['=B2B.KPI("cpl";"2025-Q3";"LinkedIn")']])

    asked = {"calls": [{"fn": "B2B_KPI", "rows": [["cpl", "2025-Q3", "LinkedIn"]]}]}
    ((expected,),) = [r["values"] for r in served.send("/v1/cells", asked)["results"]]
    data.until(lambda: data.shows("A1") == expected)
    data.formulas("A2", [["=A1*2"]])
    assert expected * 2 == data.shows("A2")


def test_ten_thousand_different_cells_in_ten_requests(office, stub, ask, served):
    """
    Ten thousand different cells of the data end in a number or a typed error, in ten requests at most.
    """
    assert 10_000 == len(set(TEN_THOUSAND))
    stub.behave = passes_on(served.address)
    ask(stub.address)
    office.order("refresh")

    office.formulas("A1:A10000", [[f] for f in TEN_THOUSAND])

    office.until(lambda: office.errors("A1:A10000") < 1_000)
    cells = settled(office, "A9001:A9100") + settled(office, "A1:A100")
    assert len(stub.requests) <= 10
    assert 10_000 == sum(len(c["rows"]) for asked, *_ in stub.requests for c in asked["calls"])
    assert all(row[0][0] is not None or row[0][1] in {32767, 532, 503, 519} for row in cells)
    assert 150 < sum(row[0][0] is not None for row in cells)


def test_tables_fill_the_range_they_are_given(data):
    """
    A table is an array formula: its header, its members, and its numbers, in their cells.
    """
    data.array("A1:C4", '=B2B.TABLE("cpl,cac";"channel";"2025-Q3")')
    data.array("E1:F4", '=B2B.TREND("cpl";"month";"2025-Q3")')
    data.array("H1:I1", '=B2B.INTERVAL("cpl";"2025-Q3")')
    data.formulas("H3", [['=B2B.EXPLAIN("cpl";"2025-Q3")']])

    data.until(lambda: data.shows("A1") == "channel" and data.shows("E1") == "month")
    assert isinstance(data.shows("B2"), float)
    assert "2025-07-01" == data.shows("E2")
    data.until(lambda: isinstance(data.shows("I1"), float))
    assert data.shows("H1") < data.shows("I1")
    data.until(lambda: str(data.shows("H3")).startswith("Cost per lead (CPL)"))


def test_a_question_in_words_fills_its_cells(data):
    """
    A question is the number of its KPI, a table, or an error that B2B_WHY puts into words.
    """
    data.formulas(
        "A1:A2", [['=B2B.ASK("lead volume in 2025")'], ['=B2B.KPI("lead_volume";"2025")']]
    )
    data.array("C1:D3", '=B2B.ASK("leads by channel in 2025")')
    data.formulas("F1", [['=B2B.ASK("acquisition cost")']])

    data.until(lambda: isinstance(data.shows("A1"), float) and data.shows("C1") == "channel")
    data.until(lambda: data.shows("A1") == data.shows("A2"))
    assert isinstance(data.shows("D2"), float)
    data.until(lambda: data.shows("F1") == "#N/A")
    data.formulas("F2", [["=B2B.WHY(F1)"]])
    data.until(lambda: "Cost per lead" in str(data.shows("F2")))


def test_an_experiment_spills_its_versions_in_a_real_office(data):
    """
    Two versions side by side with their verdicts, a size that is a number, half a pair an error.
    """
    data.array("A1:J3", "=B2B.ABTEST(500;10000;600;10000)")
    data.formulas("A5:A6", [["=B2B.SAMPLESIZE(0.03;0.2)"], ["=B2B.ABTEST(500;10000;600)"]])

    data.until(lambda: data.shows("I3") == "wins" and data.shows("A5") == 13_051)
    assert pytest.approx(0.06) == data.shows("B3")
    assert "6.0% against 5.0%" in data.shows("J3")
    data.until(lambda: data.shows("A6") == "#VALUE!")


def test_cohorts_spill_in_a_real_office(data):
    """
    A matrix fills its range: a header, a row a cohort, the total; what is not known yet stays empty.
    """
    data.array("A1:F6", '=B2B.COHORTS("customers";"quarter";"2025-01-01..2025-09-30")')
    data.formulas("A8", [['=B2B.COHORTS("nothing")']])

    data.until(lambda: data.shows("A5") == "Total")
    assert ["cohort", "customers", "Q0"] == [data.shows(f"{column}1") for column in "ABC"]
    assert ["2025-Q1", 1] == [data.shows("A2"), data.shows("C2")]
    assert data.shows("D4") in {"", None, "#N/A"}
    data.until(lambda: data.shows("A8") == "#N/A")


def test_errors_of_the_data_have_their_words(data):
    """
    A KPI that does not exist is #N/A, a period that is none #VALUE!, and B2B_WHY says why of each.
    """
    data.formulas(
        "A1:A3",
        [['=B2B.KPI("nonsense")'], ['=B2B.KPI("cpl";"2025-13")'], ['=B2B.KPI("cpl";"2031-01")']],
    )
    data.formulas("B1:B3", [[f"=B2B.WHY(A{i})"] for i in (1, 2, 3)])

    data.until(lambda: data.shows("A2") == "#VALUE!")
    data.recalculate()
    told = [data.shows(f"B{i}") for i in (1, 2, 3)]
    assert ["#N/A", "#VALUE!", "#N/A"] == [data.shows(f"A{i}") for i in (1, 2, 3)]
    assert "“nonsense” is not a KPI" in told[0]
    assert "2025-13" in told[1]
    assert "not zero" in told[2]


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("INJ-", "write"))
def test_text_that_looks_like_a_formula_stays_text(office, stub, ask, row):
    """
    Whatever the data calls a campaign, the cell shows that text and computes nothing.
    """
    (text,) = row["input"].values()
    stub.value = text
    ask(stub.address)
    office.order("refresh")
    office.formulas("A1", [[f'=B2B.EXPLAIN("cpl";"{row["id"]}")']])
    shown = text.replace("\x00", "") if isinstance(text, str) else text

    office.until(lambda: office.read("A1")[0][0][0] is not None)

    ((cell,),) = office.read("A1")
    assert cell[3].startswith("=B2B.EXPLAIN(")
    found = office.shows("A1")
    assert (found if not isinstance(found, str) else found.replace("\x00", "")) == shown


def test_the_same_question_is_asked_once(office, stub, ask):
    """
    A thousand cells with one question are one question, until somebody refreshes.
    """
    ask(stub.address)
    office.order("refresh")
    office.formulas("A1:A1000", [['=B2B.KPI("cpl";"once")']] * 1000)
    office.until(lambda: office.errors("A1:A1000") == 0)

    assert [1] == [sum(len(c["rows"]) for c in asked["calls"]) for asked, *_ in stub.requests]

    stub.value = 8.0
    office.order("refresh")

    office.until(lambda: office.data("A1:A1000") == [[8.0]] * 1000)
    assert 2 == len(stub.requests)


def test_the_office_tells_its_language_and_country(office, stub, ask):
    """
    The server reads texts as the office's country writes them, and answers in its language.
    """
    ask(stub.address)
    office.speak("fr", "fr-FR")
    office.order("refresh")
    office.formulas("A1", [['=B2B.KPI("cpl";"langue")']])
    office.until(lambda: office.shows("A1") == 7.0)

    ((asked, *_),) = stub.requests
    assert ("fr", "fr-FR") == (asked["lang"], asked["locale"])
