"""Five years of 300,000 subscriptions as cohorts, against the SQL an analyst would write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, race, seconds
from kpi_core.answering import Core
from kpi_core.answering.cohorts import CohortQuery, cohorts
from kpi_core.answering.cohorts_lifetimes import survival
from kpi_core.workspace import Store

TODAY = dt.date(2025, 11, 12)
SPAN = {"start": "2020-11-01", "end": "2025-10-31"}
SUBSCRIPTIONS, CUSTOMERS = 300_000, 180_000

# A row a customer and month that they lived through: what one writes first.
_EACH_MONTH = """
WITH first AS (SELECT customer, min(started_on) AS began FROM subscriptions GROUP BY 1),
  ages AS (SELECT unnest(range(0, 61)) AS age),
  lived AS (
    SELECT f.customer, date_trunc('month', f.began) AS cohort, a.age, f.began,
      (f.began + to_months(a.age::INT))::DATE AS day
    FROM first f, ages a
    WHERE (last_day(f.began) + to_months(a.age::INT))::DATE <= DATE '2025-11-12'),
  held AS (
    SELECT l.customer, l.cohort, l.age, {value} AS held
    FROM lived l JOIN subscriptions s ON s.customer = l.customer AND s.started_on <= l.day
      AND (s.ended_on IS NULL OR s.ended_on > l.day OR (l.age = 0 AND s.started_on = l.day))
    GROUP BY 1, 2, 3)
{told}
"""
_HAND = {
    "customers": _EACH_MONTH.format(
        value="1", told="SELECT cohort, age, sum(held) FROM held GROUP BY 1, 2"
    ),
    "revenue_net": _EACH_MONTH.format(
        value="sum(s.mrr)", told="SELECT cohort, age, sum(held) FROM held GROUP BY 1, 2"
    ),
    "revenue_gross": _EACH_MONTH.format(
        value="sum(s.mrr)",
        told="""SELECT h.cohort, h.age, sum(least(h.held, b.held)) FROM held h
          JOIN held b ON b.customer = h.customer AND b.age = 0 GROUP BY 1, 2""",
    ),
}
_SURVIVAL = """
SELECT datediff('day', began, least(ended, DATE '2025-11-12')) AS days, ended <= DATE '2025-11-12' AS lost, count(*)
FROM (SELECT customer, min(started_on) AS began, max(coalesce(ended_on, DATE '9999-12-31')) AS ended
  FROM subscriptions GROUP BY 1) GROUP BY 1, 2
"""


def make(folder: Path) -> Store:
    """Return a workspace of customers who start over five years; two thirds have one contract, some leave."""
    store = Store(folder, create=True)
    with store.transaction("bench", "generate", "subscriptions", {}) as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(
            f"""
            INSERT INTO subscriptions (subscription, customer, started_on, ended_on, mrr, segment,
              row_key, system, import_id, recorded_at)
            SELECT 'S' || n, 'c' || who, began,
              CASE WHEN random() < 0.45 AND ended <= DATE '2025-11-12' THEN ended END,
              (20 + random() * 900)::DECIMAL(18, 2), ['TPE', 'PME', 'ETI'][1 + who % 3],
              n, 'bench', 1, now()::TIMESTAMP
            FROM (
              SELECT n, who, began, began + (30 + 900 * random())::INT AS ended
              FROM (
                SELECT n, n % {CUSTOMERS} AS who, DATE '2020-11-01'
                  + ((n % {CUSTOMERS}) * 1826 // {CUSTOMERS})::INT
                  + CASE WHEN n < {CUSTOMERS} THEN 0 ELSE (random() * 300)::INT END AS began
                FROM range({SUBSCRIPTIONS}) t(n)))
            WHERE began <= DATE '2025-11-12'
            """
        )
    store.cursor().execute("CHECKPOINT")
    return store


def rows(folder: Path) -> Iterator[Row]:
    """Yield the matrices of each measure, and survival."""
    with make(folder / "w") as store:
        core = Core(store, TODAY)
        first = seconds(lambda: cohorts(core, CohortQuery.model_validate({"period": SPAN})))
        for measure, sql in _HAND.items():
            query = CohortQuery.model_validate({"measure": measure, "period": SPAN})
            ours, theirs = race(
                lambda query=query: cohorts(core, query),
                lambda sql=sql: store.cursor().execute(sql).fetchall(),
                rounds=5,
            )
            yield Row(
                f"cohorts of 300,000 subscriptions, 5 years by month, {measure}",
                ours,
                theirs,
                "SQL, a row a customer and month",
                "< 1 s",
            )
            if measure == "customers":
                yield Row("the same, first use", first, theirs, "SQL, idem", "< 1 s")
        ours, theirs = race(
            lambda: survival(core, CohortQuery()),
            lambda: store.cursor().execute(_SURVIVAL).fetchall(),
            rounds=5,
        )
        yield Row("survival of their customers", ours, theirs, "SQL that counts days", "")
