"""What a cell shows is what a query answers, however many cells are asked at once."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.answering.cells import Cells
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError

MEASURED = [kpi.id for kpi in REGISTRY.values() if kpi.measured]
SOME = [
    "cac",
    "cpl",
    "roi",
    "lead_volume",
    "mql_to_sql",
    "win_rate",
    "churn",
    "sales_cycle",
    "mrr",
    "customers",
]
PERIODS = ["T3 2025", "2025-03", "2024", "2025-01-15..2025-02-20", "2031-01", "2025-08-03"]
MEMBERS = [
    None,
    "LinkedIn",
    "SEO",
    "channel=Google Ads",
    "France",
    "product=Essentiel",
    "Partenaires",
]


@pytest.fixture(scope="module", name="cells")
def _cells(demo):
    return Cells(demo.core)


def shown(demo, cells, cell):
    """Return what a query answers for the cell, as the cell would show it."""
    try:
        query, _ = cells.query(cell)
        return demo.core.query(query)[0].value
    except KpiError as error:
        return error.kind


def assert_agree(demo, cells, asked):
    for cell, answer in zip(asked, cells.answer(asked), strict=True):
        expected = shown(demo, cells, cell)
        if isinstance(answer, KpiError):
            assert expected in {None, answer.kind}, cell
        else:
            assert pytest.approx(expected, rel=1e-12) == answer, cell


@pytest.mark.parametrize("kpi", MEASURED)
def test_every_kpi(demo, cells, kpi):
    """
    Each KPI of the catalogue shows in a cell what a query answers, over the firm and a channel.
    """
    assert_agree(demo, cells, [(kpi, "T3 2025"), (kpi, "2025-03"), (kpi,)])


def test_many_cells_at_once(demo, cells):
    """
    Cells of all shapes asked together each show their own answer.
    """
    asked = [
        tuple(part for part in cell if part is not None)
        for cell in itertools.product(SOME, PERIODS, MEMBERS)
    ]

    assert_agree(demo, cells, asked)


DAYS = st.dates(dt.date(2023, 10, 1), dt.date(2025, 12, 31))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SOME[:5]),
    DAYS,
    st.integers(0, 400),
    st.sampled_from(["LinkedIn", "SEO", "Meta Ads"]),
)
def test_any_days(demo, cells, kpi, start, length, member):
    """
    Whatever the days, sums looked up ahead equal sums of the rows.
    """
    end = min(start + dt.timedelta(days=length), dt.date(2026, 1, 31))

    assert_agree(demo, cells, [(kpi, f"{start}..{end}", member)])


def test_arguments_come_in_any_order(cells):
    """
    A period and a member cannot be confused, so their order does not matter.
    """
    one, other = cells.answer([("cpl", "SEO", "T3 2025"), ("cpl", "T3 2025", "SEO")])

    assert one == other


def test_dates_of_the_sheet_are_a_period(cells):
    """
    A date cell is a day, and two are a range: serial 45870 is 1 August 2025.
    """
    serials, words = cells.answer([("lead_volume", 45870.0, 45900.0), ("lead_volume", "août 2025")])

    assert words == serials


@pytest.mark.parametrize(
    "cell, kind",
    [
        (("cpl", "zorglub"), Kind.NOT_FOUND),
        (("zorglub",), Kind.NOT_FOUND),
        (("",), Kind.EMPTY),
        ((), Kind.EMPTY),
        (("cpl", "2025-13"), Kind.TYPE),
        (("cpl", "T3 2025", "T2 2025"), Kind.AMBIGUOUS),
        (("cpl", "SEO", "channel=LinkedIn Ads"), Kind.AMBIGUOUS),
        (("cpl", 12.0), Kind.TYPE),
        (("cpl", True), Kind.TYPE),
        (("cpl", "2031-01"), Kind.NOT_FOUND),
        (("taux de conversion",), Kind.AMBIGUOUS),
        (("cpl", "Mеta"), Kind.NOT_FOUND),
    ],
)
def test_a_cell_that_cannot_answer_says_why(cells, cell, kind):
    """
    What is wrong with a cell is told in both languages, and fails no other cell.
    """
    good, bad = cells.answer([("lead_volume", "2025-03"), cell])

    assert isinstance(good, float)
    assert kind is bad.kind
    assert bad.message.fr
    assert bad.message.en


def test_another_alphabet_is_pointed_at(cells):
    """
    "Mеta" with a Cyrillic letter is not Meta: the cell says which letter trap it is.
    """
    (bad,) = cells.answer([("cpl", "Mеta Ads")])

    assert "alphabet" in bad.message.fr


def test_new_data_is_seen_at_once(workspace):
    """
    An import changes what cells show: nothing kept outlives the version of the data.
    """
    cells = Cells(workspace.core)
    row = {"created_on": "2025-03-05", "source": "SEO"}
    workspace.add("leads", {**row, "email": "a@exemple.fr"})
    before = cells.answer([("lead_volume", "2025-03")])

    workspace.add("leads", {**row, "email": "b@exemple.fr"})

    assert ([1.0], [2.0]) == (before, cells.answer([("lead_volume", "2025-03")]))


def test_requests_that_meet_never_lose_each_others_answers(demo, monkeypatch):
    """
    When what is kept starts again under one request, the others still get every answer.
    """
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.setattr(Cells, "MOST_KEPT", 5)
    cells = Cells(demo.core)
    asked = [[("lead_volume", f"2025-{m:02d}-{d:02d}") for d in range(1, 9)] for m in range(1, 11)]
    expected = [Cells(demo.core).answer(part) for part in asked]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(cells.answer, asked * 4))

    assert expected * 4 == found
