"""The same question has the same answer, whether the facts are in our file or in a PostgreSQL."""

from __future__ import annotations

import pytest

from addin.desk import Desk, perform
from kpi_core.answering.question import understand
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from tests.kpi_core.engines.conftest import TODAY
from tests.kpi_core.engines.same import assert_same

YEAR = {"period": {"start": "2025-10-01", "end": "2026-09-30"}}
QUESTIONS = {
    "total": YEAR,
    "by channel, compared": {**YEAR, "by": ["channel"], "compare": "vs previous year"},
    "by campaign": {**YEAR, "by": ["campaign"]},
    "by platform and segment": {**YEAR, "by": ["platform", "segment"]},
    "by fiscal quarter and source": {**YEAR, "grain": "quarter", "by": ["source"]},
    "by week, filtered": {
        "period": {"start": "2026-03-30", "end": "2026-06-28"},
        "grain": "week",
        "filters": {"platform": ["LinkedIn"]},
    },
    "by month, two members and none": {
        **YEAR,
        "grain": "month",
        "filters": {"channel": ["Google Ads", None]},
    },
    "cohorts by channel": {**YEAR, "basis": "cohort", "by": ["channel"]},
}
MODELS = ("first", "time_decay", "w_shaped", "markov", "shapley")
CREDITED = ["leads", "new_customers", "revenue", "roi_net", "cac_direct", "sql_volume"]


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


@pytest.mark.parametrize("named", QUESTIONS)
def test_every_kpi_is_the_same_number(pair, named):
    """
    With its interval, its inputs, how many rows it rests on and all its caveats.
    """
    question = QUESTIONS[named]
    kpis = askable(pair.own, REGISTRY, question)

    assert len(kpis) > 10
    assert kpis == askable(pair.firm, REGISTRY, question)
    assert_same(told(pair.own, kpis, question), told(pair.firm, kpis, question))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_shares_out_the_same_parts(pair, model):
    """
    To the last cent, which goes to the same member.
    """
    question = {**YEAR, "by": ["channel"], "model": model}
    kpis = askable(pair.own, list(REGISTRY), question)[:12]

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
