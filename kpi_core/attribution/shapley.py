"""The Shapley model: what a channel adds, on average, to the channels it meets.

The worth of a set of channels is the number of conversions whose path holds no other channel. In
that game the average over all orders of arrival is known exactly, for any number of channels: the
conversions of a path are shared equally by the different channels that it holds.
Source: Zhao, Mahboobi, Bagheri, "Shapley value methods for attribution modeling" (2018), the
simplified form; `of_worths` is the definition itself, for a game given by its worths.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Channel = TypeVar("Channel", bound=Hashable)

#: Past this many channels the definition's sums over all their sets take too long.
MOST_CHANNELS = 12


def values(paths: Iterable[tuple[Sequence[Channel], float]]) -> dict[Channel, float]:
    """
    Return the conversions that each channel is worth; they add up to those of *paths*.

    paths: (touches, conversions); neither their order nor their repetitions count.
    """
    found: dict[Channel, float] = defaultdict(float)
    for touches, converted in paths:
        met = dict.fromkeys(touches)
        for channel in met:
            found[channel] += converted / len(met)
    return dict(found)


def of_worths(worths: Sequence[float]) -> list[float]:
    """
    Return the Shapley value of each player, from the worth of every set of them.

    worths: `worths[mask]` of the set whose players are the bits of *mask*, `worths[0]` = 0, (2^n,).

    Raises
    ------
    ValueError
        past `MOST_CHANNELS` players, or when the number of worths is no power of two.
    """
    import numpy as np  # noqa: PLC0415 - only who asks for a model waits for it

    players = len(worths).bit_length() - 1
    if len(worths) != 1 << players or players > MOST_CHANNELS:
        raise ValueError(f"{len(worths)} worths are not those of at most {MOST_CHANNELS} players")
    worth = np.asarray(worths, dtype=np.float64)
    masks = np.arange(len(worth))
    sizes = np.array([int(mask).bit_count() for mask in masks])
    chance = np.array(
        [
            math.factorial(s) * math.factorial(players - s - 1) / math.factorial(players)
            for s in range(players)
        ]
    )
    found = []
    for player in range(players):
        without = masks[masks >> player & 1 == 0]
        added = worth[without | 1 << player] - worth[without]
        found.append(float(chance[sizes[without]] @ added))
    return found
