"""What every engine is asked: the same questions, wherever the facts are."""

from __future__ import annotations

from kpi_core.answering.question import understand
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.query import KpiQuery
from tests.kpi_core.engines.conftest import TODAY

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


#: Some are summed ahead by day, some counted together, some a median or a state of a day.
CELLS = [
    (kpi, period, member)
    for kpi in ("cpl", "lead_volume", "churn", "sales_cycle")
    for period in ("T3 2026", "2025-11-15..2026-02-20", "2031-01")
    for member in (None, "LinkedIn", "channel=Google Ads", "France")
]
