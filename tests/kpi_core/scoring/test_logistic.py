"""The logistic fit against published coefficients, an oracle, and inputs that break lesser ones."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_core.scoring.logistic import calibrated, fit

HOURS = [
    0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 1.75, 2.00, 2.25, 2.50,
    2.75, 3.00, 3.25, 3.50, 4.00, 4.25, 4.50, 4.75, 5.00, 5.50,
]  # fmt: skip
PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1]


def made(n=400, seed=1):
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.normal(0, 1, n), rng.exponential(5, n), rng.random(n) < 0.2])
    y = rng.random(n) < 1 / (1 + np.exp(1 - x @ np.array([0.8, 0.1, 1.0])))
    return x, y.astype(float)


def test_hours_of_study_give_the_published_coefficients():
    """
    Twenty students (the textbook example): intercept −4.0777, 1.5046 an hour.
    """
    found = fit(np.array(HOURS)[:, None], np.array(PASSED, dtype=float), 0.0)

    assert found.reached
    assert found.intercept == pytest.approx(-4.0777, abs=5e-5)
    assert found.slopes[0] == pytest.approx(1.5046, abs=5e-5)


@pytest.mark.oracle
@pytest.mark.parametrize("penalty", [0.1, 1.0, 30.0])
def test_the_oracle_agrees(penalty):
    """
    scikit-learn, where it is installed, gives the same penalised coefficients.
    """
    linear = pytest.importorskip("sklearn.linear_model", reason="scikit-learn: an oracle")
    x, y = made()
    scale = x.std(axis=0)
    theirs = linear.LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=1000).fit(x / scale, y)
    ours = fit(x, y, penalty)

    assert ours.slopes * scale == pytest.approx(theirs.coef_[0], abs=1e-5)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=1e-5)


def test_the_slope_of_what_is_minimised_is_nothing():
    """
    At the fit, every column's residuals balance its penalty; chances sum to the outcomes.
    """
    x, y = made()
    found = fit(x, y, 3.0)
    residual = found.chances(x) - y

    assert residual.sum() == pytest.approx(0, abs=1e-7)
    assert x.T @ residual + 3.0 * found.slopes * x.var(axis=0) == pytest.approx(0, abs=1e-5)


def test_any_start_ends_at_the_same_digits():
    """
    There is one minimum: a start from another penalty's fit, or far away, changes nothing.
    """
    x, y = made()
    first = fit(x, y, 1.0)
    for start in (fit(x, y, 100.0), fit(x * [1, -1, 1], y, 0.01)):
        again = fit(x, y, 1.0, start)
        assert again.slopes == pytest.approx(first.slopes, abs=1e-8)


def test_outcomes_that_a_column_tells_apart_still_fit():
    """
    Separable outcomes have a finite fit under a penalty; without one, that there is none is told.
    """
    x = np.linspace(-1, 1, 40)[:, None]
    y = (x[:, 0] > 0).astype(float)

    found = fit(x, y, 1.0)
    assert found.reached
    assert 0 < found.slopes[0] < 100
    assert np.isfinite(fit(x, y, 0.0).slopes).all()


@pytest.mark.parametrize("scale", [1e-8, 1e8])
def test_units_and_constants_do_not_matter(scale):
    """
    A column in other units, a constant one and one said twice leave the chances as they are.
    """
    x, y = made()
    plain = fit(x, y, 1.0).chances(x)

    assert fit(x * scale, y, 1.0).chances(x * scale) == pytest.approx(plain, abs=1e-7)
    with_constant = np.column_stack([x, np.full(len(y), 7.0)])
    assert fit(with_constant, y, 1.0).chances(with_constant) == pytest.approx(plain, abs=1e-7)
    twice = fit(np.column_stack([x, x[:, 0]]), y, 1.0)
    assert twice.slopes[0] == pytest.approx(twice.slopes[3])


def test_one_kind_of_outcome_is_refused():
    """
    Nothing can be learnt where all are the same.
    """
    with pytest.raises(ValueError, match="one kind"):
        fit(np.arange(5.0)[:, None], np.ones(5), 1.0)


def test_calibration_undoes_what_was_stretched():
    """
    Log-odds that were doubled and shifted come back to what the outcomes say; constant ones too.
    """
    rng = np.random.default_rng(3)
    logits = rng.normal(-1, 1.5, 60_000)
    y = (rng.random(len(logits)) < 1 / (1 + np.exp(-logits))).astype(float)
    found = calibrated(2 * logits + 1, y)

    assert found.stretch == pytest.approx(0.5, abs=0.02)
    assert found.shift == pytest.approx(-0.5, abs=0.03)
    flat = calibrated(np.full(10, 3.0), np.array([1.0] + [0] * 9))
    assert 1 / (1 + np.exp(-flat.logits(np.array([3.0])))) == pytest.approx(0.1, abs=0.08)
