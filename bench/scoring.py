"""Hot leads of 100,000 with a million touchpoints, against the SQL an analyst would write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from bench import warehouse
from bench.measure import Row, race, seconds
from kpi_core.answering import Core
from kpi_core.answering.scoring import scoring
from kpi_core.answering.scoring_shapes import ScoreQuery
from kpi_core.scoring.learning import Rows as Learnable
from kpi_core.scoring.learning import learn
from kpi_core.scoring.logistic import fit

TODAY = dt.date(2025, 11, 12)
TOUCHPOINTS = 1_000_000
_ROWS, _COLUMNS = 200_000, 13
# The default card, of which the touches of the bench reach six rules.
_HAND = """
WITH held AS (
  SELECT t.lead,
    least(sum(pow(2, -(DATE '2025-10-31' - touched_on) / 30.0)) FILTER (action = 'reply') * 20, 40) AS a,
    least(sum(pow(2, -(DATE '2025-10-31' - touched_on) / 30.0)) FILTER (action = 'webinar') * 15, 30) AS b,
    least(sum(pow(2, -(DATE '2025-10-31' - touched_on) / 14.0)) FILTER (action = 'click') * 5, 15) AS c,
    least(sum(pow(2, -(DATE '2025-10-31' - touched_on) / 14.0)) FILTER (action = 'visit') * 3, 12) AS d,
    least(sum(pow(2, -(DATE '2025-10-31' - touched_on) / 14.0)) FILTER (action = 'open'), 5) AS e,
    max(touched_on) AS last
  FROM touchpoints t WHERE touched_on <= DATE '2025-10-31' GROUP BY 1)
SELECT l.lead, coalesce(a, 0) + coalesce(b, 0) + coalesce(c, 0) + coalesce(d, 0) + coalesce(e, 0)
  + 10 * pow(2, -(DATE '2025-10-31' - created_on) / 14.0) AS points
FROM leads l LEFT JOIN held USING (lead)
WHERE created_on <= DATE '2025-10-31' AND (sql_on IS NULL OR sql_on > DATE '2025-10-31')
  AND greatest(created_on, last) >= DATE '2025-10-31' - 180
ORDER BY points DESC LIMIT 20
"""


def rows(folder: Path) -> Iterator[Row]:
    """Yield the hot list, the model of a new version of the data, and a fit."""
    with warehouse.make(folder / "w", TOUCHPOINTS) as store:
        query = ScoreQuery(top=20)
        core = Core(store, TODAY)
        first = seconds(lambda: scoring(core, query))
        ours, theirs = race(
            lambda: scoring(core, query), lambda: store.cursor().execute(_HAND).fetchall(), rounds=5
        )
        yield Row("hot leads of 100,000, 1 M touchpoints", ours, theirs, "SQL, points alone")
        yield Row(
            "the same, with a model learnt and judged anew", first, theirs, "SQL, no model", "≤ 5 s"
        )
    x, y = _leads()
    learnable = Learnable(np.zeros(_ROWS, np.int64), np.arange(_ROWS, dtype=np.intp), x, y, x[:, 0])
    ours = seconds(lambda: fit(x, y, 10.0))
    theirs = seconds(lambda: _plain(x, y, 10.0))
    yield Row("logistic fit of 200,000 rows, 13 columns", ours, theirs, "L-BFGS, with slopes")
    ours = seconds(lambda: learn(learnable))
    yield Row("three penalties in five folds, calibrated", ours, 16 * theirs, "16 such fits")


def _leads() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    x = rng.exponential(1.0, (_ROWS, _COLUMNS)) * (rng.random((_ROWS, _COLUMNS)) < 0.3)
    weights = rng.normal(0, 0.7, _COLUMNS)
    return x, (rng.random(_ROWS) < expit(x @ weights - 3)).astype(float)


def _plain(x: np.ndarray, y: np.ndarray, penalty: float) -> None:
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)

    def height(at: np.ndarray) -> tuple[float, np.ndarray]:
        logits = at[0] + scaled @ at[1:]
        off = expit(logits) - y
        value = np.logaddexp(0, logits).sum() - y @ logits + penalty * at[1:] @ at[1:] / 2
        return float(value), np.append(off.sum(), scaled.T @ off + penalty * at[1:])

    minimize(height, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", tol=1e-12)
