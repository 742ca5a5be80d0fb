"""Classical decomposition: what the first seasons of a series start from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SEASONS = 2  # as R's HoltWinters: the first two tell


def decomposed(
    series: NDArray[np.float64], every: int, *, times: bool
) -> tuple[float, float, list[float]]:
    """
    Return the level before the first value, the trend a unit, and one season.

    A centred moving mean over one season is the trend; what is left of it, averaged unit by unit,
    is the season (Kendall and Stuart 1983, as R's `decompose` and `HoltWinters` do).

    times: a season multiplies the level; else it is added to it.
    """
    head = series[: _SEASONS * every]
    kernel = np.ones(every) / every if every % 2 else np.r_[0.5, np.ones(every - 1), 0.5] / every
    trend = np.convolve(head, kernel, mode="valid")
    edge = (len(head) - len(trend)) // 2
    inner = head[edge : edge + len(trend)]
    rest = inner / trend if times else inner - trend
    units = (np.arange(len(rest)) + edge) % every
    season = np.array([rest[units == u].mean() for u in range(every)])
    season = season / season.mean() if times else season - season.mean()
    slope, level = np.polyfit(np.arange(1, len(trend) + 1), trend, 1)
    return float(level), float(slope), [float(s) for s in season]
