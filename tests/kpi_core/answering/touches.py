"""Touches of leads on paths that are known by hand."""

from __future__ import annotations

import datetime as dt
import itertools

from kpi_core.attribution.models import MODELS
from tests.kpi_core.answering.rows import lead

RULES = [name for name, model in MODELS.items() if not model.learnt]
SOURCES = ("LinkedIn Ads", "SEO", "Google Ads", "Direct")
DAY = dt.date(2025, 3, 31)
_numbers = itertools.count(1)


def touch(n, source, day="2025-03-04", at=None, **more):
    return {
        "lead": f"p{n}@exemple.fr",
        "source": source,
        "touched_on": day,
        "touched_at": at,
        "action": f"a{next(_numbers)}",
        **more,
    }


def by_channel(workspace, kpi, model, **more):
    found = workspace.all(kpi, by=["channel"], period="2025-03", model=model, **more)
    return {r.group["channel"]: r.value for r in found}


def walked(workspace, sources, n=1, **more):
    """Add a lead whose touches came from *sources*, a day apart, the last on its own day."""
    days = [DAY - dt.timedelta(days=len(sources) - 1 - i) for i in range(len(sources))]
    workspace.add("leads", lead(n, day=DAY.isoformat(), source="SEO", **more))
    if sources:
        rows = [touch(n, s, d.isoformat()) for s, d in zip(sources, days, strict=True)]
        workspace.add("touchpoints", *rows)


A, B, C = "LinkedIn Ads", "SEO", "Google Ads"
