"""The same question has the same answer, whether the facts are in our file or in a warehouse."""

from __future__ import annotations

import pytest

from addin.desk import Desk, perform
from kpi_core.answering.question import understand
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.query import KpiQuery
from tests.kpi_core.engines.conftest import EVERY, TODAY
from tests.kpi_core.engines.same import assert_same

pytestmark = EVERY
YEAR = {"period": {"start": "2025-10-01", "end": "2026-09-30"}}
#: Of every KPI. Each takes the compilers a second or two, and the rest is told of a few.
QUESTIONS = {
    "as a whole": YEAR,
    "by channel": {**YEAR, "by": ["channel"]},
    "cohorts": {**YEAR, "basis": "cohort"},
}
SOME = ["cpl", "cac", "mql_to_sql", "revenue", "win_rate", "sales_cycle", "churn", "mrr", "ctr"]
WAYS = {
    **{f"by {name}": {**YEAR, "by": [name]} for name in DIMENSIONS if name != "channel"},
    "by platform and segment": {**YEAR, "by": ["platform", "segment"]},
    "by day": {"period": {"start": "2026-03-20", "end": "2026-04-10"}, "grain": "day"},
    "by week": {"period": {"start": "2025-12-01", "end": "2026-03-01"}, "grain": "week"},
    "by month, of a member and of none": {
        "period": {"start": "2026-04-01", "end": "2026-06-30"},
        "grain": "month",
        "filters": {"channel": ["Google Ads", None]},
    },
    "by quarter": {**YEAR, "grain": "quarter", "by": ["platform"]},
    "by year": {"period": {"start": "2024-11-01", "end": "2026-10-20"}, "grain": "year"},
    "compared": {**YEAR, "by": ["channel"], "compare": "vs previous year"},
    "cohorts by segment": {**YEAR, "basis": "cohort", "by": ["segment"]},
    "a day": {"period": {"start": "2026-03-29", "end": "2026-03-29"}},
    "one member": {**YEAR, "filters": {"platform": ["LinkedIn"], "segment": ["PME", None]}},
}
MODELS = ("time_decay", "markov", "shapley")
CREDITED = ["leads", "new_customers", "revenue", "roi_net", "cac_direct", "mql_to_sql"]


def askable(core, names, question):
    """Return those of *names* that may be asked that way: the others are refused before any data."""
    kept = []
    for name in names:
        query = KpiQuery.model_validate({"kpis": [name], **question})
        try:
            understand(query, core.snapshot(), TODAY)
        except KpiError:
            continue
        kept.append(name)
    return kept


def told(core, kpis, question):
    found = core.query(KpiQuery.model_validate({"kpis": kpis, **question}))
    return [r.model_dump(mode="json") for r in found]


def few(core, kpis):
    """Return *kpis*, for Spark some at a time: on two cores, all take longer than anybody waits."""
    size = 12 if (core.store.settings().warehouse or "").startswith("spark") else len(kpis)
    return [kpis[at : at + size] for at in range(0, len(kpis), size or 1)]


@pytest.mark.parametrize("named", QUESTIONS)
def test_every_kpi_is_the_same_number(pair, named):
    """
    With its interval, its inputs, how many rows it rests on and all its caveats.
    """
    question = QUESTIONS[named]
    kpis = askable(pair.own, REGISTRY, question)

    assert len(kpis) > 10
    assert kpis == askable(pair.firm, REGISTRY, question)
    for some in few(pair.firm, kpis):
        assert_same(told(pair.own, some, question), told(pair.firm, some, question))


@pytest.mark.parametrize("named", WAYS)
def test_every_way_of_asking_gives_the_same_numbers(pair, named):
    """
    Each dimension, each unit of time, members and none.
    """
    kpis = askable(pair.own, SOME, WAYS[named])

    assert kpis
    assert_same(told(pair.own, kpis, WAYS[named]), told(pair.firm, kpis, WAYS[named]))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_shares_out_the_same_parts(pair, model):
    """
    To the last cent, which goes to the same member.
    """
    question = {**YEAR, "by": ["channel"], "model": model}
    kpis = askable(pair.own, CREDITED, question)

    assert len(kpis) > 3
    assert_same(told(pair.own, kpis, question), told(pair.firm, kpis, question))


STUDIES = {
    "customers kept": ("cohorts", {"query": {"measure": "customers", "by": ["channel"]}}),
    "revenue kept": ("cohorts", {"query": {"measure": "revenue_net", "grain": "quarter"}}),
    "revenue kept, never more": ("cohorts", {"query": {"measure": "revenue_gross"}}),
    "leads that sign": ("cohorts", {"query": {"measure": "leads"}}),
    "survival": ("cohorts", {"query": {}, "what": "survival"}),
    "funnel": ("funnel", {"query": YEAR}),
    "costs": ("costs", {"query": YEAR}),
    "contents": ("contents", {"query": YEAR}),
    "paths": ("paths", {"query": {"kpis": ["new_customers"], **YEAR}}),
    "scores": ("scoring", {"query": {}}),
    "lifetime": ("lifetime", {"query": {}}),
    "comparison": ("comparison", {"query": {"kpi": "win_rate", "by": "channel", **YEAR}}),
    "outlook": ("outlook", {"query": {"kpi": "lead_volume"}}),
}


@pytest.mark.parametrize("named", STUDIES)
def test_every_study_tells_the_same(pair, named):
    """
    Cohorts, funnels, lifetimes, paths: whatever is made of more than one number.
    """
    operation, asked = STUDIES[named]
    own, firm = (perform(Desk(core), operation, asked) for core in (pair.own, pair.firm))

    assert_same(own, firm)
