"""What is said of scores, against published figures and counts made by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from kpi_core.scoring.judging import (
    area,
    average_precision,
    brier,
    curve,
    gain,
    improvement,
    order,
    reliability,
    shifted,
)

REFERENCE = Path(__file__).parents[4] / "shared" / "specs" / "reference_cases.jsonl"


def alone(n):
    return np.arange(n)


def made(n=600, seed=2):
    """Chances and outcomes that they tell, three rows a lead."""
    rng = np.random.default_rng(seed)
    chances = rng.beta(1, 4, n)
    return (rng.random(n) < chances).astype(float), chances, np.arange(n) // 3


@pytest.mark.shared
def test_the_published_case_is_right_to_its_digit():
    """
    Two of each kind: an area of 0.75 and an average precision of 0.8333333.
    """
    lines = map(json.loads, REFERENCE.read_text(encoding="utf-8").splitlines())
    case = next(line for line in lines if line["id"] == "auc_doc")
    y, s = (np.array(case["inputs"][k], dtype=float) for k in ("y", "s"))

    assert area(y, s, alone(4)).value == pytest.approx(case["expected"]["auc"], abs=case["tol"])
    assert average_precision(y, s) == pytest.approx(case["expected"]["ap"], abs=case["tol"])


def test_an_area_with_many_ties_is_the_published_one():
    """
    109 images read on five grades (Hanley & McNeil, 1982, table I): an area of 0.893.
    """
    normal, abnormal = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
    grades = np.repeat([1, 2, 3, 4, 5] * 2, [*normal, *abnormal]).astype(float)
    y = np.repeat([0.0, 1.0], [sum(normal), sum(abnormal)])

    found = area(y, grades, alone(len(y)))

    assert found.value == pytest.approx(0.893, abs=5e-4)
    # Their error, 0.032, takes every tie for a draw of its own; DeLong's is a little narrower.
    assert (found.high - found.value) / 1.959964 == pytest.approx(0.031, abs=5e-4)


def test_rows_said_twice_add_no_certainty():
    """
    The same rows again, of the same leads, move neither the area nor its margin much; as if they
    were of others, the margin shrinks by √2.
    """
    y, scores, _ = made()
    leads = alone(len(y))
    once = area(y, scores, leads)
    twice = area(np.tile(y, 2), np.tile(scores, 2), np.tile(leads, 2))
    others = area(np.tile(y, 2), np.tile(scores, 2), alone(2 * len(y)))

    assert twice.value == pytest.approx(once.value)
    assert twice.high - twice.low == pytest.approx(once.high - once.low)
    assert others.high - others.low == pytest.approx(
        (once.high - once.low) / math.sqrt(2), rel=0.01
    )


def test_margins_are_those_of_drawing_leads_anew():
    """
    The margins of an area and of a gain are what drawing leads again a thousand times gives.
    """
    y, chances, leads = made(900)
    rng = np.random.default_rng(5)
    other = chances + rng.normal(0, 0.4, 300)[leads]  # a lead's rows err together
    rows = [np.flatnonzero(leads == one) for one in range(300)]
    drawn = []
    for _ in range(1000):
        mine = np.concatenate([rows[i] for i in rng.integers(0, 300, 300)])
        one, two = order(y[mine], chances[mine]).area, order(y[mine], other[mine]).area
        drawn.append((two, one - two))
    spread = np.std(drawn, axis=0)

    for found, expected in zip(
        (area(y, other, leads), gain(y, chances, other, leads)), spread, strict=True
    ):
        assert (found.high - found.low) / (2 * 1.96) == pytest.approx(expected, rel=0.08)


def test_too_few_leads_have_no_margin():
    """
    With one lead on a side, an area has no margin; with one kind of outcome there is no area.
    """
    found = area(np.array([0.0, 0, 1]), np.array([0.1, 0.2, 0.3]), alone(3))

    assert (1.0, None, None) == (found.value, found.low, found.high)
    with pytest.raises(ValueError, match="one kind"):
        order(np.zeros(3), np.arange(3.0))


def test_the_parts_of_a_brier_score_add_up():
    """
    Chances of 0.2, seen once in five, and of 0.6, seen 4 times in 5: by hand.
    """
    chances = np.repeat([0.2, 0.6], 5)
    y = np.array([1.0, 0, 0, 0, 0, 1, 1, 1, 1, 0])
    found = brier(y, chances)

    assert found.score == pytest.approx((0.64 + 4 * 0.04 + 4 * 0.16 + 0.36) / 10)
    assert found.reliability == pytest.approx(0.5 * 0.2**2)
    assert found.resolution == pytest.approx(0.3**2)
    assert (found.uncertainty, found.within) == (pytest.approx(0.25), pytest.approx(0, abs=1e-12))


def test_a_constant_chance_improves_on_nothing():
    """
    Chances that tell improve on the base rate, its margin above zero; a constant improves by none.
    """
    y, chances, leads = made()
    base = float(y.mean())

    assert improvement(y, chances, base, leads).low > 0
    flat = improvement(y, np.full(len(y), base), base, leads)
    assert (0.0, 0.0, 0.0) == (flat.value, flat.low, flat.high)


def test_fifths_keep_equal_chances_together():
    """
    Where chances differ, five rows of which each expects a fifth of the outcomes; fewer where they
    do not; every lead is in one, be there no chance at all.
    """
    y, chances, _ = made()

    table = reliability(y, chances)
    assert 5 == len(table)
    for fifth in table:
        assert fifth.n * fifth.predicted == pytest.approx(chances.sum() / 5, rel=0.03)
    assert [len(y)] == [f.n for f in reliability(y, np.zeros(len(y)))]
    tied = reliability(y, np.round(chances))
    assert (len(y), True) == (sum(f.n for f in tied), len(tied) < 5)
    assert all(f.low <= f.seen <= f.high for f in tied)


def test_a_shift_of_scores_is_what_a_hand_finds():
    """
    Halves of 50 % that become 80 % and 20 %: 0.3 · ln 1.6 − 0.3 · ln 0.4. The same scores: 0.
    """
    before = np.repeat([1.0, 2.0], 50)
    now = np.repeat([1.0, 2.0], [80, 20])

    assert shifted(before, now) == pytest.approx(0.3 * math.log(1.6) - 0.3 * math.log(0.4))
    assert shifted(before, before) == 0
    assert math.isfinite(shifted(before, np.repeat([2.0], 9)))


def test_a_curve_goes_from_nothing_to_everything():
    """
    It climbs from (0, 0) to (1, 1), in few points however many rows there are.
    """
    y, chances, _ = made(5000)
    points = curve(y, chances)

    assert (0.0, 0.0) == points[0]
    assert (1.0, 1.0) == points[-1]
    assert points == sorted(points)
    assert len(points) <= 61


@pytest.mark.oracle
def test_the_oracle_agrees():
    """
    scikit-learn, where it is installed, gives the same area and average precision, with ties too.
    """
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn: an oracle")
    y, chances, leads = made()
    for scores in (chances, np.round(chances, 1)):
        assert area(y, scores, leads).value == pytest.approx(metrics.roc_auc_score(y, scores))
        assert average_precision(y, scores) == pytest.approx(
            metrics.average_precision_score(y, scores)
        )
