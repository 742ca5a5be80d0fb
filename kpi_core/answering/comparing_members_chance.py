"""A member against all the others: the difference, its interval, and what chance alone would do."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kpi_core.experiments.arms import Arm
from kpi_core.experiments.chance import few, fisher_p, normal_p, z_of
from kpi_core.statistics import Z, newcombe

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Apart:
    """
    How far a member is from the rest.

    difference: in the KPI's own unit (a share, points) or, for a cost per unit, relative to the
    rest. low, high: its 95 % interval. p: two-sided, by itself.
    """

    difference: float
    low: float
    high: float
    p: float


def rates(successes: float, trials: float, others: float, other_trials: float) -> Apart:
    """Return the difference of two rates: Newcombe's interval, and the pooled z or Fisher's test."""
    low, high = newcombe(others, other_trials, successes, trials)
    rest, mine = Arm(int(others), int(other_trials)), Arm(int(successes), int(trials))
    p = fisher_p(rest, mine) if few(rest, mine) else normal_p(z_of(rest, mine))
    return Apart(mine.rate - rest.rate, low, high, p)


def costs(cost: float, count: int, other_cost: float, other_count: int) -> Apart:
    """
    Return how much dearer a unit is than elsewhere, of fixed costs and Poisson counts, none of them 0.

    Given how many units there are in all, those of the member are binomial (Przyborowski &
    Wilenski, 1940): the interval is Clopper & Pearson's (1934), the p-value twice the smaller tail.
    """
    from scipy.special import bdtr, bdtrc, betaincinv  # noqa: PLC0415 - 0.2 s, when it is asked for

    whole, share = count + other_count, cost / (cost + other_cost)
    tail = min(float(bdtr(count, whole, share)), float(bdtrc(count - 1, whole, share)))

    def dearer(part: float) -> float:
        """Return the relative difference of costs where the member has that *part* of the units."""
        return (1 - part) / part * cost / other_cost - 1

    return Apart(
        dearer(count / whole),
        dearer(float(betaincinv(count + 1, other_count, 1 - _TAIL))),
        dearer(float(betaincinv(count, other_count + 1, _TAIL))),
        min(1.0, 2 * tail),
    )


def scores(answers: tuple[float, float, float], others: tuple[float, float, float]) -> Apart:
    """
    Return the difference of two net promoter scores in points, from their multinomial variances.

    answers, others: promoters, detractors, all answers.
    """
    (mine, spread), (rest, around) = _score(*answers), _score(*others)
    difference, error = mine - rest, math.sqrt(spread + around)
    p = normal_p(difference / error) if error else float(not difference)
    return Apart(
        difference * 100,
        (difference - Z * error) * 100,
        (difference + Z * error) * 100,
        p,
    )


def _score(promoters: float, detractors: float, answers: float) -> tuple[float, float]:
    """Return a score as a fraction, and its variance."""
    share, against = promoters / answers, detractors / answers
    score = share - against
    return score, max(0.0, share + against - score * score) / answers
