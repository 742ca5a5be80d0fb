"""What more spend goes with: the elasticity of a result to what was spent, month by month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_core.experiments.chance import student_at

LEAST = 12  # months with both spend and a result
_YEAR = 12
_STEEPEST = 700.0  # the logarithm of the greatest number there is


@dataclass(frozen=True, slots=True)
class Response:
    """
    How a result goes with spend: 1 % more spend, *elasticity* % more of it, within low and high.

    seasonal: each month was set against the same one a year before, so that good months in which
    one also spends more say nothing.

    average: spend per unit of result over the months; marginal, and its ends: spend per unit more
    at the level of these months, average / elasticity. None where it is not `told`.
    level: the result of a spend of one on the curve that goes through the middle of the months;
    points: spend and result of each of them.
    explained: share of the variance of the logarithms that the line explains.
    """

    elasticity: float
    low: float
    high: float
    average: float
    marginal: float | None
    cheapest: float | None
    dearest: float | None
    months: int
    explained: float
    seasonal: bool
    level: float
    points: tuple[tuple[float, float], ...]


def response(spend: Sequence[float], result: Sequence[float]) -> Response | None:
    """
    Return how *result* goes with *spend*, a value a month, None where too few months have both.

    The line through the logarithms by least squares, its slope with Student's 95 % interval: a
    curve that flattens where the slope is below 1. Two years are told by their differences from
    one to the next. What one more costs is only told of a slope between 0 and 1 within chance:
    below, it may be nothing; above, what moves with spend is something else, such as demand.
    """
    logs = [
        (math.log(s), math.log(r)) if s > 0 and r > 0 else None
        for s, r in zip(spend, result, strict=True)
    ]
    seasonal = len(logs) >= 2 * _YEAR
    pairs = _against_a_year_before(logs) if seasonal else [pair for pair in logs if pair]
    if len(pairs) < LEAST:
        return None
    line = _slope(pairs)
    if line is None:
        return None
    slope, half, explained = line
    low, high = slope - half, slope + half
    both = [(s, r) for s, r in zip(spend, result, strict=True) if s > 0 and r > 0]
    average = sum(s for s, _ in both) / sum(r for _, r in both)
    middle = sum(math.log(r) - slope * math.log(s) for s, r in both) / len(both)
    told = low > 0 and low <= 1
    return Response(
        elasticity=slope,
        low=low,
        high=high,
        average=average,
        marginal=average / slope if told else None,
        cheapest=average / high if told else None,
        dearest=average / low if told else None,
        months=len(pairs),
        explained=explained,
        seasonal=seasonal,
        level=math.exp(min(max(middle, -_STEEPEST), _STEEPEST)),
        points=tuple(both),
    )


_Pair = tuple[float, float]


def _against_a_year_before(logs: Sequence[_Pair | None]) -> list[_Pair]:
    return [
        (now[0] - then[0], now[1] - then[1])
        for now, then in zip(logs[_YEAR:], logs[:-_YEAR], strict=True)
        if now and then
    ]


def _slope(pairs: Sequence[_Pair]) -> tuple[float, float, float] | None:
    """Return the slope, half its interval, and the share explained; None without any spread."""
    n = len(pairs)
    mean_x, mean_y = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    if xx < 1e-6 * n:  # spend that never moved by a thousandth tells of no response
        return None
    slope = xy / xx
    left = max(0.0, yy - slope * xy)
    half = student_at(n - 2, 0.95) * math.sqrt(left / (n - 2) / xx)
    return slope, half, slope * xy / yy if yy else 0.0
