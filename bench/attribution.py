"""Attribution by rule against the SQL an analyst would write, and by Markov on a hundred channels."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench import warehouse
from bench.measure import Row, race, seconds
from kpi_core.answering import Core
from kpi_core.attribution.markov import removal
from kpi_core.query import KpiQuery

TODAY = dt.date(2025, 11, 12)
SPAN = {"start": "2023-11-01", "end": "2025-10-31"}
TOUCHPOINTS = 10_000_000
LOOKBACK = 730

_PATH = f"""
SELECT l.lead, coalesce(t.channel, l.channel) AS channel, l.created_on - t.touched_on AS days,
  row_number() OVER (PARTITION BY l.lead ORDER BY t.touched_at, t.source, t.campaign) AS i,
  count(*) OVER (PARTITION BY l.lead) AS n
FROM leads l LEFT JOIN touchpoints t ON t.lead = l.lead
  AND t.touched_on BETWEEN l.created_on - {LOOKBACK} AND l.created_on
WHERE l.created_on BETWEEN DATE '2023-11-01' AND DATE '2025-10-31'
"""
_HAND = {
    "first": f"SELECT channel, count(*) FROM ({_PATH}) WHERE i = 1 GROUP BY 1",
    "linear": f"SELECT channel, sum(1.0 / n) FROM ({_PATH}) GROUP BY 1",
    "u_shaped": f"""
        SELECT channel, sum(CASE WHEN n = 1 THEN 1.0 WHEN n = 2 THEN 0.5
          WHEN i IN (1, n) THEN 0.4 ELSE 0.2 / (n - 2) END) FROM ({_PATH}) GROUP BY 1""",
    "time_decay": f"""
        SELECT channel, sum(w / total) FROM (
          SELECT *, sum(w) OVER (PARTITION BY lead) AS total
          FROM (SELECT *, pow(2, -coalesce(days, 0) / 7.0) AS w FROM ({_PATH}))) GROUP BY 1""",
}


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of a workspace of ten million touchpoints, and of chains made by the bench."""
    with warehouse.make(folder / "w", TOUCHPOINTS) as store:
        store.change_settings({"lookback_days": LOOKBACK}, "bench")
        core = Core(store, TODAY)
        for model, sql in _HAND.items():
            query = KpiQuery.model_validate(
                {"kpis": ["lead_volume"], "by": ["channel"], "period": SPAN, "model": model}
            )
            ours, theirs = race(
                lambda query=query: core.query(query),
                lambda sql=sql: store.cursor().execute(sql).fetchall(),
                rounds=3,
            )
            yield Row(f"attribution of 10 M touchpoints, {model}", ours, theirs, "SQL", "≤ 1.5")
    for order in (1, 2):
        walks = _walks(channels=100, paths=100_000)
        took = seconds(lambda order=order, walks=walks: removal(walks, order))
        plain = seconds(lambda walks=walks: Counter(walk for walk, _, _ in walks))
        yield Row(
            f"Markov, order {order}, 100 channels, 100,000 paths",
            took,
            plain,
            "counting the paths",
            "seconds",
        )


def _walks(channels: int, paths: int) -> list[tuple[tuple[int, ...], int, int]]:
    chance = random.Random(7)
    weights = [1 / (1 + c) for c in range(channels)]
    lengths = chance.choices(range(1, 11), [2.0 ** (1 - n) for n in range(10)], k=paths)
    return [
        (
            tuple(chance.choices(range(channels), weights, k=length)),
            chance.random() < 0.2,
            chance.randrange(4),
        )
        for length in lengths
    ]
