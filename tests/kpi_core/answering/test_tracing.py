"""From a number to the lines of the files it was counted from."""

import csv
import datetime as dt
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.desk import Desk
from kpi_core.answering.tracing import trace
from kpi_core.catalog import REGISTRY
from kpi_core.demo import generate, write_files
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate, Clock
from kpi_core.query import KpiQuery
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.kpi_core.answering.conftest import TODAY

MEASURED = sorted(kpi.id for kpi in REGISTRY.values() if kpi.measured)
FILTERS = (
    {},
    {"channel": ["LinkedIn Ads"]},
    {"platform": ["LinkedIn"]},
    {"source": [None]},
    {"segment": ["PME", "ETI"]},
    {"country": ["France"]},
    {"channel": ["LinkedIn Ads"], "segment": ["PME"]},
)
PERIODS = ("2025", "2024", "T3 2025", "mars 2025", {"start": "2024-12-15", "end": "2025-01-15"})


def asked(kpi, **query):
    return KpiQuery.model_validate({"kpis": [kpi], **query})


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kpi=st.sampled_from(MEASURED),
    filters=st.sampled_from(FILTERS),
    period=st.sampled_from(PERIODS),
    basis=st.sampled_from(["event", "cohort"]),
)
def test_what_is_listed_is_what_was_counted(demo, kpi, filters, period, basis):
    """
    For any question, the rows of its inputs are as many as the answer says, and add up to it.
    """
    query = asked(kpi, filters=filters, period=period, basis=basis)
    try:
        (result,) = demo.core.query(query)
    except KpiError as refused:
        why = refused.message.en
        with pytest.raises(KpiError, match=re.escape(why)):
            trace(demo.core, query)
        return

    found = trace(demo.core, query, limit=10**6)

    assert (result.variant, result.period.start) == (found.variant, found.period.start)
    assert result.rows == sum(part.counted for part in found.inputs)
    for part in found.inputs:
        measure = GLOSSARY[part.term].measure
        if measure.clock in {Clock.KEPT, Clock.CAPPED}:
            assert part.rows is None
            assert part.notes
            continue
        assert part.counted == len(part.rows)
        assert all(row.file and row.line >= 2 for row in part.rows)
        shared_out = [n for n in part.notes if "share" in n.en]
        told = result.inputs.get(part.term)
        if measure.aggregate is Aggregate.SUM and told is not None and not shared_out:
            total = sum(row.values[measure.column] for row in part.rows)
            assert total == pytest.approx(told)
        if basis == "event" and measure.clock is Clock.EVENT and not measure.lagged:
            start, end = str(result.period.start), str(result.period.end)
            days = [row.values.get(measure.date) for row in part.rows]
            assert not [day for day in days if day and not start <= day[:10] <= end]


def test_a_line_is_the_line_of_the_file(demo, tmp_path):
    """
    Opening the file at the line that is named shows that row: its day and its amount.
    """
    files = {path.name: path for path in write_files(generate(TODAY), tmp_path, Lang.FR)}
    (cost, _leads) = trace(demo.core, asked("cpl", period="mars 2025")).inputs

    for row in cost.rows[:50]:
        with files[row.file].open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, csv.Sniffer().sniff(file.readline(), ";,\t")))
        said = lines[row.line - 2]  # the header was read to find the separator
        amounts = [cell.replace("\u202f", "").replace(",", ".") for cell in said]
        day = dt.date.fromisoformat(row.values["spent_on"])
        assert any(f"{row.values['amount']:.2f}" == amount for amount in amounts), said
        assert {day.isoformat(), day.strftime("%d/%m/%Y")} & set(said), said


def test_no_column_that_says_who_somebody_is_is_listed(demo):
    """
    Addresses, names and identifiers of people stay where they are.
    """
    seen = set()
    for kpi in MEASURED:
        terms = set(REGISTRY[kpi].inputs) - seen
        if not terms:
            continue
        seen |= terms
        for part in trace(demo.core, asked(kpi, period="2025"), limit=50).inputs:
            shown = {name for row in part.rows or () for name in row.values}
            columns = FACTS[part.fact].columns
            assert not {n for n in shown if n in columns and columns[n].personal}, part.term
            assert not shown & {"lead", "email", "linkedin_url", "account"}, part.term


@pytest.mark.parametrize(
    "more", [{"by": ["channel"]}, {"grain": "month"}, {"compare": "vs last year"}]
)
def test_one_number_is_traced_at_a_time(demo, more):
    """
    A table of numbers is refused in words that say what to do instead.
    """
    with pytest.raises(KpiError, match="Filter instead") as refused:
        trace(demo.core, asked("cpl", period="2025", **more))

    assert Kind.TYPE is refused.value.kind
    assert "Filtrez plutôt" in refused.value.message.fr


def test_inputs_share_what_may_be_listed(demo):
    """
    No more rows than asked for are listed, of each input some, and how many there are is said.
    """
    found = trace(demo.core, asked("cac_loaded", period="2025"), limit=30)

    assert {"numerator": 2, "denominator": 1} == Counter(part.side for part in found.inputs)
    assert [10, 10, 10] == [len(part.rows) for part in found.inputs]
    assert all(part.counted > 10 for part in found.inputs)


def test_a_corrected_row_names_the_file_that_corrected_it(workspace):
    """
    After a correction the row comes from the newer file; asked as of before, from the older.
    """
    row = {"spent_on": "2025-03-10", "source": "Ads", "category": "direct"}
    workspace.add("spend", {**row, "source": "Other", "amount": 1}, {**row, "amount": 100})
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    workspace.add("spend", {**row, "amount": 120})
    query = asked("direct_cost", period="2025", filters={"source": ["Ads"]})

    def listed(**more):
        (cost,) = trace(workspace.core, query, **more).inputs
        return [(r.file, r.line, r.values["amount"]) for r in cost.rows]

    assert [("file2.csv", 2, 120.0)] == listed()
    assert [("file1.csv", 3, 100.0)] == listed(as_of=before)


def test_a_file_of_an_earlier_release_still_opens(workspace, tmp_path):
    """
    Rows that were stored without their line are listed without it; the next import has it.
    """
    row = {"spent_on": "2025-03-10", "source": "Ads", "category": "direct", "amount": 100}
    workspace.add("spend", row)
    cursor = workspace.store.cursor()
    for fact in FACTS:
        for table in (fact, f"{fact}_history"):
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN source_row")
    cursor.close()
    workspace.store.close()

    with Store(tmp_path / "w") as store:
        told = Desk(type(workspace.core)(store, TODAY)).rows(
            {"query": {"kpis": ["direct_cost"], "period": "2025"}}
        )
        workspace.store = store
        workspace.core = type(workspace.core)(store, TODAY)
        workspace.add("spend", {**row, "amount": 130})
        again = trace(workspace.core, asked("direct_cost", period="2025"))

    assert [("file1.csv", None)] == [(r["file"], r["line"]) for r in told["inputs"][0]["rows"]]
    assert [("file2.csv", 2)] == [(r.file, r.line) for r in again.inputs[0].rows]
