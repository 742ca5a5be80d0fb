"""What is learnt from which months, and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_core.scoring.learning import Rows, learn, split

ENDS = [30 * i for i in range(1, 25)]


def made(n=2000, columns=3, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.exponential(1.0, (n, columns))
    y = (rng.random(n) < 1 / (1 + np.exp(2 - x[:, 0]))).astype(float)
    return Rows(np.zeros(n, np.int64), np.arange(n, dtype=np.intp), x, y, x[:, 0])


def test_what_is_learnt_from_had_ended_before_what_judges_began():
    """
    No month's outcomes reach into the months that judge, nor beyond the data.
    """
    parts = split(ENDS, 30 * 24, 90)

    assert parts.learnt
    assert parts.later
    assert max(parts.learnt) + 90 <= min(parts.later)
    assert max(parts.later) + 90 <= 30 * 24
    assert 7 == len(parts.later)


@pytest.mark.parametrize("months", range(13))
def test_too_short_a_time_says_how_much_is_missing(months):
    """
    With fewer months than two waits, neither can be done; the missing months are told, and enough.
    """
    ends = ENDS[:months]
    parts = split(ends, 30 * months, 90)

    assert bool(parts.learnt) is (months >= 7)
    if not parts.learnt:
        assert 1 <= parts.missing
        later = months + parts.missing + (0 if months else 1)
        assert split(ENDS[:later], 30 * later, 90).learnt


def test_the_same_rows_give_the_same_model():
    """
    Nothing is drawn: two fits are equal to the bit; what varies nowhere has no weight.
    """
    rows = made()
    still = Rows(
        rows.days, rows.leads, np.column_stack([rows.x, np.ones(len(rows))]), rows.y, rows.age
    )
    one, two = learn(still), learn(still)

    assert one.slopes.tolist() == two.slopes.tolist()
    assert 0.0 == one.slopes[-1]
    assert one.slopes[:-1] == pytest.approx(learn(rows).slopes)
    assert one.slopes[0] == pytest.approx(1, abs=0.25)


def test_rows_of_one_lead_stay_together():
    """
    A lead is left out whole. Where columns tell nothing, its rows said five times would let the
    weakest penalty learn them by heart; the strongest is chosen.
    """
    rng = np.random.default_rng(2)
    leads = np.repeat(np.arange(150, dtype=np.intp), 5)
    x, y = rng.normal(size=(150, 30))[leads], (rng.random(150) < 0.5).astype(float)[leads]
    found = learn(Rows(np.zeros(750, np.int64), leads, x, y, x[:, 0]))

    assert 100.0 == found.model.penalty


def test_hardly_any_outcome_still_learns_something_finite():
    """
    Two outcomes cannot be left out in turn: the strongest penalty is taken, uncalibrated.
    """
    rows = made(60)
    y = np.zeros(60)
    y[:2] = 1
    found = learn(Rows(rows.days, np.zeros(60, np.intp), rows.x, y, rows.age))

    assert 100.0 == found.model.penalty
    assert np.isfinite(found.chances(rows.x)).all()
