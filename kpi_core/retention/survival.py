"""How long they stay: survival from times of which some have not ended yet.

    S(t) = product over t_i <= t of (1 - lost_i / at risk_i)

Nobody is taken to have left because nothing more is known of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from kpi_core.errors import Kind, KpiError
from kpi_core.statistics import Z
from kpi_core.text import Text

_HALF = 0.5
_SAME = 1e-12  # what products of shares lose to rounding


@dataclass(frozen=True, slots=True)
class Lived:
    """*n* lives of one length: `lost` if they ended then, else only seen until then."""

    time: float
    lost: bool
    n: int = 1


@dataclass(frozen=True, slots=True)
class Drop:
    """
    A time at which somebody left.

    at_risk: who was there and seen just before. survival: the share that stays longer.
    error: its standard error (Greenwood, 1926). low, high: its 95 % interval, by the log of minus
    the log (Kalbfleisch & Prentice, 1980); None where nobody is left.
    """

    time: float
    at_risk: int
    lost: int
    survival: float
    error: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Median:
    """The time by which half have left; ends of its interval, None where it is not reached."""

    time: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A survival curve. n: lives; lost: those that ended; longest: the longest time seen."""

    n: int
    lost: int
    longest: float
    drops: tuple[Drop, ...]

    def at(self, time: float) -> Drop | None:
        """Return the last drop up to *time*, None before the first; beyond `longest` nothing is known."""
        return next((drop for drop in reversed(self.drops) if drop.time <= time), None)

    @property
    def median(self) -> Median:
        """Return the time by which half have left, with its interval (Brookmeyer & Crowley, 1982)."""

        def first(values: Iterable[tuple[float, float | None]]) -> float | None:
            return next((t for t, v in values if v is None or v <= _HALF + _SAME), None)

        return Median(
            first((d.time, d.survival) for d in self.drops),
            first((d.time, d.low) for d in self.drops),
            first((d.time, d.high) for d in self.drops),
        )


def kaplan_meier(lives: Iterable[Lived]) -> Curve:
    """
    Return the survival curve of *lives* (Kaplan & Meier, 1958).

    A life seen until the very time at which another ended was at risk then.

    Raises
    ------
    KpiError
        EMPTY without any life; NUM when a time is negative.
    """
    ended: dict[float, int] = {}
    seen: dict[float, int] = {}
    for life in lives:
        if not math.isfinite(life.time) or life.time < 0:
            raise KpiError(Kind.NUM, _NEGATIVE.format(time=life.time))
        into = ended if life.lost else seen
        into[life.time] = into.get(life.time, 0) + life.n
    at_risk = total = sum(ended.values()) + sum(seen.values())
    if not total:
        raise KpiError(Kind.EMPTY, _NOBODY)
    drops, survival, variance = [], 1.0, 0.0
    times = sorted({*ended, *seen})
    for time in times:
        if lost := ended.get(time, 0):
            left = at_risk - lost
            survival *= left / at_risk
            variance += lost / (at_risk * left) if left else math.inf
            drops.append(_drop(time, at_risk, lost, survival, variance))
        at_risk -= lost + seen.get(time, 0)
    return Curve(total, sum(ended.values()), times[-1], tuple(drops))


def _drop(time: float, at_risk: int, lost: int, survival: float, variance: float) -> Drop:
    if not survival or not math.isfinite(variance):
        return Drop(time, at_risk, lost, 0.0, 0.0, None, None)
    spread = math.sqrt(variance)
    power = math.exp(Z * spread / abs(math.log(survival)))
    return Drop(
        time, at_risk, lost, survival, survival * spread, survival**power, survival ** (1 / power)
    )


_NOBODY = Text(
    en="Nobody to follow: give at least one customer with the date they started.",
    fr="Personne à suivre\u00a0: donnez au moins un client avec sa date de début.",
)
_NEGATIVE = Text(
    en="A lifetime of {time} cannot be: it ends before it starts.",
    fr="Une durée de {time} est impossible\u00a0: elle finit avant de commencer.",
)
