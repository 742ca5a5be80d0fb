"""Tables and trends in a sheet: each KPI over its own period, and said."""

from __future__ import annotations

import datetime as dt

import pytest

from addin.functions import Functions
from kpi_core.answering.cells import Cells
from kpi_core.text import Lang
from tests.kpi_core.answering.conftest import TODAY, Workspace
from tests.kpi_core.answering.rows import contract, lead


@pytest.fixture(name="sheet")
def _sheet(tmp_path):
    made = Workspace(tmp_path / "w")
    made.add(
        "subscriptions",
        contract(1, "acme", 100, segment="PME"),
        contract(2, "zeta", 70, end="2025-06-30", segment="PME"),
        contract(3, "yoyo", 30, "2025-11-05", segment="PME"),
    )
    made.add("leads", lead(1, str(TODAY - dt.timedelta(days=3))))
    yield Functions(made.core, Cells(made.core))
    made.store.close()


def told(sheet, name, *arguments):
    (found,) = sheet.call(name, [list(arguments)], Lang.EN, "en-US").outcomes
    return found


@pytest.mark.parametrize("order", [["mrr", "churn_rate"], ["churn_rate", "mrr"]])
def test_each_kpi_of_a_table_takes_its_own_period(sheet, order):
    """
    Without a period MRR is today's and churn the default months', in any order, and titles say so.
    """
    header, row = told(sheet, "B2B_TABLE", ",".join(order), "segment")
    alone = {k: told(sheet, "B2B_TABLE", k, "segment") for k in order}

    assert {"mrr": 130, "churn_rate": 0.5} == dict(zip(order, row[1:], strict=True))
    assert [alone[k][1][1] for k in order] == row[1:]
    titles = dict(zip(order, header[1:], strict=True))
    assert titles["mrr"].endswith("(MRR), Nov 12, 2025")
    assert "2024" in titles["churn_rate"]


def test_one_period_for_all_needs_no_title(sheet):
    """
    With a period given, or one KPI alone, the titles are the KPIs' own.
    """
    given, _ = told(sheet, "B2B_TABLE", "mrr,churn_rate", "segment", "2025-06")
    alone, _ = told(sheet, "B2B_TABLE", "mrr", "segment")

    assert ["segment", "Monthly recurring revenue (MRR)", "Churn rate"] == given
    assert given[:2] == alone


def test_a_trend_of_a_state_has_every_month(sheet):
    """
    MRR by month without a period spills the default months, not today alone.
    """
    _, *months = told(sheet, "B2B_TREND", "mrr", "month")

    assert 12 == len(months)
    assert 100 == months[-1][1]
