"""Grouped KPI queries against the SQL that an analyst would write for the same answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bench.measure import Row, race, seconds
from kpi_core.answering import Core
from kpi_core.answering.cube import build
from kpi_core.engines.facts import Embedded
from kpi_core.glossary import GLOSSARY
from kpi_core.query import KpiQuery
from kpi_core.warehouse.assembling import forget
from kpi_core.workspace import Store

TODAY = dt.date(2025, 11, 12)
SPAN = {"start": "2024-01-01", "end": "2024-12-31"}

ENGAGEMENT = """
SELECT channel, count(*) AS touches, count(DISTINCT lead) AS leads,
  count(*) / nullif(count(DISTINCT lead), 0) AS engagement
FROM touchpoints WHERE touched_on BETWEEN DATE '2024-01-01' AND DATE '2024-12-31' GROUP BY channel
"""
CPL = """
WITH s AS (SELECT channel, sum(amount) AS cost FROM spend
    WHERE category = 'direct' AND spent_on BETWEEN DATE '2024-01-01' AND DATE '2024-12-31' GROUP BY 1),
  l AS (SELECT channel, count(*) AS leads FROM leads
    WHERE created_on BETWEEN DATE '2024-01-01' AND DATE '2024-12-31' GROUP BY 1)
SELECT coalesce(s.channel, l.channel), cost, leads, cost::DOUBLE / nullif(leads, 0)
FROM s FULL JOIN l ON s.channel IS NOT DISTINCT FROM l.channel
"""
DAYS = """
SELECT channel, touched_on, count(*) FROM touchpoints GROUP BY ALL
"""


def rows(store: Store, label: str) -> Iterator[Row]:
    """Yield the rows that a workspace of one size gives."""
    core = Core(store, TODAY)
    # The promise is about touchpoints by the million; a cost per lead over small tables shows what
    # every question costs, whatever its size: dates, members, margins, caveats.
    for name, kpi, sql, warm, cold in (
        ("touches a lead", "lead_engagement", ENGAGEMENT, "≤ 1.15 at 20 M", "≤ 1.5 at 20 M"),
        ("cost per lead", "cpl", CPL, "", ""),
    ):
        query = KpiQuery.model_validate({"kpis": [kpi], "by": ["channel"], "period": SPAN})
        core.query(query)
        forget()
        first = seconds(lambda query=query: core.query(query))
        ours, theirs = race(
            lambda query=query: core.query(query),
            lambda sql=sql: store.cursor().execute(sql).fetchall(),
        )
        yield Row(f"grouped KPI query, {name}, {label}, warm", ours, theirs, "SQL", warm)
        yield Row(f"grouped KPI query, {name}, {label}, first use", first, theirs, "SQL", cold)
    measure = GLOSSARY["touches"].measure
    assert measure is not None
    first_day, last_day = dt.date(2023, 11, 1), dt.date(2025, 10, 31)
    ours, theirs = race(
        lambda: build(Embedded(store.cursor()), measure, ("channel",), first_day, last_day),
        lambda: store.cursor().execute(DAYS).fetchnumpy(),
        rounds=5,
    )
    yield Row(f"day cube by channel, {label}", ours, theirs, "its SQL alone", "≤ 250 ms at 20 M")
