"""`POST /v1/cells` over the data: numbers, tables and words of a workspace, cell by cell."""

import datetime as dt

import pytest

from kpi_core.catalog import REGISTRY
from tests.addin.shown import shows

EPOCH = dt.date(1899, 12, 30)


def serial(text):
    """Return a day as spreadsheets number it."""
    return (dt.date.fromisoformat(text) - EPOCH).days


def test_a_number_from_the_data(firm):
    """
    `B2B_KPI` reads the KPI, the period and the member in any order after the first.
    """
    assert pytest.approx(2300 / 40) == firm.cell("B2B_KPI", "cpl", "2025")
    assert pytest.approx(1800 / 40) == firm.cell("B2B_KPI", "CPL", "LinkedIn", "2025")
    assert pytest.approx(1800 / 40) == firm.cell("B2B_KPI", " cpl ", "2025", "channel=LinkedIn")
    assert pytest.approx(1500 / 30) == firm.cell("B2B_KPI", "cpl", "T1 2025", "source=LinkedIn Ads")


def test_dates_come_as_serials(firm):
    """
    One date of the sheet is that day, two are a range, in either order.
    """
    march, may = serial("2025-03-10"), serial("2025-05-02")

    assert 30.0 == firm.cell("B2B_KPI", "lead_volume", march)
    assert 40.0 == firm.cell("B2B_KPI", "lead_volume", march, may)
    assert 40.0 == firm.cell("B2B_KPI", "lead_volume", may, march)
    assert 30.0 == firm.cell("B2B_KPI", "lead_volume", march, may - 1)
    assert 30.0 == firm.cell("B2B_KPI", "lead_volume", march + 0.75)
    assert 30.0 == firm.cell("B2B_KPI", "lead_volume", "2025-03-01..2025-03-31")


@pytest.mark.parametrize("number", [20260101, 2958466, 3, -5, 0.5, 1e300, True])
def test_a_number_that_is_no_date_is_refused(firm, number):
    """
    20260101 is not the year 57370: a number that no KPI is dated by is said to be none.
    """
    assert shows(firm.cell("B2B_KPI", "lead_volume", number), "TYPE")


def test_two_periods_are_one_too_many(firm):
    """
    Two phrases for the period, or three dates, are asked back instead of guessed.
    """
    assert shows(firm.cell("B2B_KPI", "cpl", "2025", "2024"), "AMBIGUOUS")
    assert shows(firm.cell("B2B_KPI", "cpl", 45800, 45801, 45802), "AMBIGUOUS")
    assert shows(firm.cell("B2B_KPI", "cpl", "2025", 45800), "AMBIGUOUS")
    assert shows(
        firm.cell("B2B_KPI", "cpl", "channel=LinkedIn", "platform=Google", "LinkedIn"), "AMBIGUOUS"
    )


def test_no_data_is_not_zero(firm):
    """
    A month of which nothing is known is #N/A with its reason, not 0.
    """
    assert shows(firm.cell("B2B_KPI", "cpl", "2031-01"), "NOT_FOUND")
    assert shows(firm.cell("B2B_KPI", "cpl", "2025-04"), "NOT_FOUND")


def test_a_member_that_is_not_there_is_said(firm):
    """
    An unknown member names the closest; a look-alike from another alphabet is betrayed.
    """
    assert "LinkedIn" in firm.cell("B2B_KPI", "cpl", "Linkdin")["message"]
    assert "another alphabet" in firm.cell("B2B_KPI", "cpl", "L\u0456nkedIn")["message"]


def test_a_range_is_passed_row_by_row(firm):
    """
    A data function takes one cell at each place: a range there is told how to be given.
    """
    assert 40.0 == firm.cell("B2B_KPI", [["lead_volume"]], [["2025"]])
    assert shows(firm.cell("B2B_KPI", [["lead_volume"], ["cpl"]], "2025"), "SHAPE")


def test_a_cell_and_a_query_give_the_same_number(demo):
    """
    What a cell shows is what `/v1/query` answers, for KPIs of every family.
    """
    names = [kpi.id for kpi in REGISTRY.values() if kpi.measured][::5]
    (cells,) = demo.cells(("B2B_KPI", [[name, "2025-Q3"] for name in names]))
    queried = {name: demo.query(name, period="2025-Q3")[0]["value"] for name in names}

    shown = dict(zip(names, cells["values"], strict=True))

    assert 10 < sum(v is not None for v in shown.values())
    assert {n: v if v is None else pytest.approx(v) for n, v in queried.items()} == shown


def test_an_answer_over_the_data_says_what_its_numbers_are(firm):
    """
    Beside its values, the unit of the KPI that was found, one a column for a table; null for words.
    """
    rows = [["coût par lead", "2025"], ["nonsense"], ["Click-through rate", "2025"]]
    kpis, table, why = firm.cells(
        ("B2B_KPI", rows),
        ("B2B_TABLE", [["coût par lead, lead_volume", "channel", "2025"], ["nonsense", "x"]]),
        ("B2B_EXPLAIN", [["cpl", "2025"]]),
    )

    assert ["money", None, "share"] == kpis["units"]
    assert [[None, "money", "count"], None] == table["units"]
    assert [None] == why["units"]


def test_a_table_spills(firm):
    """
    `B2B_TABLE` gives a header and a row a member, empty cells where there is no number.
    """
    table = firm.cell("B2B_TABLE", "cpl, lead_volume", "channel", "2025", lang="fr")

    header, *rows = table
    assert "canal" == header[0]
    assert {"LinkedIn Ads": [45.0, 40.0]} == {r[0]: r[1:] for r in rows if r[0] == "LinkedIn Ads"}
    assert {3} == {len(row) for row in table}


def test_a_trend_spills_every_unit(firm):
    """
    `B2B_TREND` gives a row a month, silent ones too.
    """
    spring = "2025-03-01..2025-05-31"

    header, *rows = firm.cell("B2B_TREND", "lead_volume", "mois", spring, lang="fr")

    assert ["mois", "Volume de leads"] == header
    assert [["2025-03-01", 30.0], ["2025-04-01", 0.0], ["2025-05-01", 10.0]] == rows


def test_an_interval_is_two_cells_side_by_side(firm):
    """
    `B2B_INTERVAL` gives the low and high ends around the value that `B2B_KPI` shows.
    """
    ((low, high),) = firm.cell("B2B_INTERVAL", "cpl", "2025")

    assert low < 2300 / 40 < high
    assert shows(firm.cell("B2B_INTERVAL", "direct_cost", "2025"), "NOT_FOUND")


def test_an_explanation_is_words_with_the_numbers(firm):
    """
    `B2B_EXPLAIN` says the formula with what it was given, in the language of the sheet.
    """
    said = firm.cell("B2B_EXPLAIN", "cpl", "2025", lang="fr")

    assert "40" in said
    assert "2\u202f300" in said or "2 300" in said
