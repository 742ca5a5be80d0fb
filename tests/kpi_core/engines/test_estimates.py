"""How much a question would read is known before it is asked, and too much of it is not asked."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from addin.cli.ask import _estimated
from addin.desk import Desk, perform
from kpi_core.engines.facts import gigabytes
from kpi_core.engines.postgres import Reading
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang
from tests.addin.client import Client
from tests.command import kpi
from tests.kpi_core.engines.server import PASSWORD

TOUCHES = """
[touchpoints]
table = "touches"
[touchpoints.columns]
touched_on = "day"
lead = "lead"
source = "origin"
"""
ROWS, DAYS = 12_000, 24
YEAR = {"kpis": ["lead_engagement"], "period": {"start": "2024-01-01", "end": "2025-12-31"}}
MONTH = {"kpis": ["lead_engagement"], "period": {"start": "2025-03-01", "end": "2025-03-31"}}


@pytest.fixture
def firm(firm):
    """Two years of touches, by month: 500 each."""
    at, run = firm.schema, firm.server.run
    run(
        f"CREATE TABLE {at}.touches (day date, lead text, origin text) PARTITION BY RANGE (day)",
        *(
            f"CREATE TABLE {at}.touches_{y}_{m} PARTITION OF {at}.touches FOR VALUES FROM"
            f" ('{y}-{m}-01') TO ('{y + m // 12}-{m % 12 + 1}-01')"
            for y, m in product((2024, 2025), range(1, 13))
        ),
        f"INSERT INTO {at}.touches SELECT make_date(2024 + n % {DAYS} / 12, 1 + n % 12, 5),"
        f" 'L' || n % 7, 'SEO' FROM generate_series(1, {ROWS}) AS n",
        f"ANALYZE {at}.touches",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {at} TO reader",
    )
    firm.map(f"most_rows = 5000\n{TOUCHES}")
    return firm


def expected(firm, query):
    return perform(Desk(firm.core), "query", {"query": query, "estimate": True})["expected"]


def test_what_a_question_reads_is_told_before(firm):
    """
    Of a month its partition, of two years all of them; compared, both periods.
    """
    assert 500 == expected(firm, MONTH)
    assert ROWS == expected(firm, YEAR)
    assert 1000 == expected(firm, {**MONTH, "compare": "vs previous month"})


def test_what_a_filter_throws_away_of_an_index_is_read_too(firm):
    """
    Where an index finds the days and the mapping keeps some of them, all of those days are read.
    """
    at, run = firm.schema, firm.server.run
    run(
        f"CREATE TABLE {at}.flat AS SELECT date '1990-01-01' + n / 20 AS day, 'L' || n % 7 AS lead,"
        " CASE n % 50 WHEN 0 THEN 'Ads' ELSE 'SEO' END AS origin"
        " FROM generate_series(1, 280000) AS n",
        f"CREATE INDEX ON {at}.flat (day)",
        f"VACUUM ANALYZE {at}.flat",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {at} TO reader",
    )
    table = 'table = "flat"\nwhere = "origin = \'Ads\'"'
    firm.map("most_rows = 5000\n" + TOUCHES.replace('table = "touches"', table))

    assert expected(firm, MONTH) == pytest.approx(31 * 20, rel=0.5)


def test_too_much_is_not_asked_and_said_in_words(firm):
    """
    With how much it is, what to do, and the command that asks it all the same.
    """
    desk = Desk(firm.core)
    with pytest.raises(KpiError) as raised:
        perform(desk, "query", {"query": YEAR})

    assert Kind.LIMIT is raised.value.kind
    assert "12,000 rows" in raised.value.message.en
    assert "12 000 lignes" in raised.value.message.fr.replace("\u202f", " ")
    assert "--anyway" in raised.value.message.fr

    (month,) = perform(desk, "query", {"query": MONTH})["results"]
    assert 500 == month["numerator"]
    (year,) = perform(desk, "query", {"query": YEAR, "anyway": True})["results"]
    assert ROWS == year["numerator"]
    with pytest.raises(KpiError):
        perform(desk, "query", {"query": YEAR})


def test_a_client_is_told_so_too(firm):
    """
    Over HTTP 413, with the words in both languages. A cell shows them, and its neighbours their
    numbers: what is too much together is asked one by one, where it is not much.
    """
    client = Client(firm.store)
    try:
        refused = client.post("/v1/query", YEAR)
        (cells,) = client.cells(
            ("B2B_KPI", [["lead_engagement", p] for p in ("2024-01-01..2025-12-31", "2025-03")])
        )
        (many,) = client.cells(
            ("B2B_KPI", [["lead_engagement", f"{y}-{m:02d}"] for y in (2024, 2025) for m in range(1, 10)])
        )  # fmt: skip
    finally:
        client.core.close()

    assert 413 == refused.status_code
    assert "12,000 rows" in refused.json()["message"]["en"]
    assert "most_rows" in cells["errors"]["0"]["message"]
    assert pytest.approx(500 / 7) == cells["values"][1]
    assert {"most_rows" in error["message"] for error in many["errors"].values()} == {True}
    assert pytest.approx(500 / 7) == many["values"][11]  # it was asked before


def test_the_command_estimates_and_goes_on_when_told_to(firm):
    """
    `kpi query --estimate`, then `--anyway`; `kpi ask` refuses and goes on alike.
    """
    firm.store.close()
    asked = ("lead_engagement", "--period", "2024-01-01..2025-12-31")
    run = {"folder": firm.store.folder, "KPI_WAREHOUSE_PASSWORD": PASSWORD}

    assert "About 12,000 rows" in kpi("query", *asked, "--estimate", **run).stdout
    assert "--anyway" in kpi("query", *asked, code=2, **run).stderr
    assert "1,714.29" in kpi("query", *asked, "--anyway", **run).stdout
    words = ("ask", "touches per lead from January 2024 to December 2025")
    assert "--anyway" in kpi(*words, **run).stdout
    assert "1,642.86" in kpi(*words, "--anyway", **run).stdout


def test_bytes_are_told_in_gigabytes(capsys):
    """
    As warehouses charge them, in the reader's typography; a little is never told as nothing.
    """
    told = [gigabytes(size) for size in (1_234_567_890_123, 3_500_000_000, 4_000_000, 0)]

    assert ["1,234.57", "3.50", "less than 0.01", "0.00"] == [t.en for t in told]
    assert ["1\u202f234,57", "3,50", "moins de 0,01", "0,00"] == [t.fr for t in told]
    _estimated({"expected": None, "expected_bytes": 3_500_000_000}, Lang.FR, json=False)
    assert "Environ 3,50\u00a0Go de l’entrepôt seraient lus." in capsys.readouterr().out
    _estimated({"expected": None, "expected_bytes": None}, Lang.EN, json=False)
    assert "not estimated there" in " ".join(capsys.readouterr().out.split())


def test_a_small_warehouse_is_not_asked_for_plans(firm):
    """
    Where all its tables together are below the threshold, no question costs one.
    """
    firm.map(f"most_rows = {10 * ROWS}\n{TOUCHES}")
    firm.core.snapshot()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Reading, "explained", None)
        (found,) = perform(Desk(firm.core), "query", {"query": YEAR})["results"]

    assert ROWS == found["numerator"]


def test_the_days_of_what_is_estimated_are_those_that_are_asked(firm):
    """
    A day outside of the data reads nothing.
    """
    far = dt.date(2031, 1, 1).isoformat()

    assert 0 == expected(firm, {**MONTH, "period": {"start": far, "end": far}})
