"""Drawing at random, always the same way for the same seed."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from decimal import Decimal

CENT = Decimal("0.01")
_MANY = 30  # above: a Poisson draw is a rounded normal one, and costs the same for any mean


def stream(seed: int, subject: str) -> random.Random:
    """Return the draws of one *subject*: changing how leads are drawn moves no cost."""
    return random.Random(f"{seed}/{subject}")  # noqa: S311 - invented data, nothing to guess


def count(rng: random.Random, mean: float) -> int:
    """Draw how many times something happens that happens *mean* times on average."""
    if mean > _MANY:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    happened, left = 0, rng.random()
    floor = math.exp(-mean)
    while left > floor:
        happened += 1
        left *= rng.random()
    return happened


def among(rng: random.Random, total: int, share: float) -> int:
    """Draw how many of *total* do something that a *share* of them does: never more than all."""
    spread = math.sqrt(total * share * (1 - share))
    return min(total, max(0, round(rng.gauss(total * share, spread))))


def around(rng: random.Random, median: float, spread: float) -> float:
    """Draw a positive amount or delay: half below *median*, with a long tail above."""
    return median * math.exp(rng.gauss(0, spread))


def pick(rng: random.Random, weights: Mapping[str, float]) -> str:
    """Draw one name, each as often as its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def euros(amount: float) -> Decimal:
    """Return *amount* to the cent."""
    return Decimal(amount).quantize(CENT)
