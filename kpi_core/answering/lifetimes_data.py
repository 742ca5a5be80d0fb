"""Customers as columns: what each has brought, and what each may be expected to bring."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi_core.statistics import Z

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Group = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """
    Customers by the years around the anniversaries of their first order, six months on each side.

    ordered: years with an order; last: the last of them, 0 for none; whole: how many there were.
    value: what was ordered in them.
    """

    ordered: Numbers
    last: Numbers
    whole: Numbers
    value: Numbers


@dataclass(frozen=True)
class Histories:
    """
    Customers to date, a place each; times in months from the first order.

    value: revenue in all. margin, margined: of the deals whose margin is known, it and their
    revenue. repeats: orders after the first, last: when the last was; None of contracts.
    valued, repeated: how many of them have a value, and its sum. later: orders after the day
    until which the others are told; of contracts, whether they still run at the end.
    mrr: of contracts, what recurs a month. yearly: orders by whole years, of deals.
    """

    accounts: Sequence[str]
    called: Sequence[str]
    groups: Sequence[Group]
    first_on: Sequence[dt.date]
    gained: npt.NDArray[np.bool_]
    followed: Numbers
    value: Numbers
    margin: Numbers
    margined: Numbers
    later: Numbers
    repeats: Numbers | None = None
    last: Numbers | None = None
    valued: Numbers = field(default_factory=lambda: np.empty(0))
    repeated: Numbers = field(default_factory=lambda: np.empty(0))
    mrr: Numbers | None = None
    yearly: Years | None = None

    @cached_property
    def _places(self) -> Mapping[Group, Places]:
        found: dict[Group, list[int]] = defaultdict(list)
        for i, group in enumerate(self.groups):
            found[group].append(i)
        return {group: np.array(mine, dtype=np.intp) for group, mine in found.items()}

    def of(self, group: Group | None) -> Places:
        """Return the places of a group's customers; of all without one."""
        if group is None:
            return np.arange(len(self.followed))
        return self._places.get(group, np.empty(0, dtype=np.intp))


@dataclass(frozen=True, slots=True)
class Ahead:
    """
    What is expected of each customer: orders (or months paid), chance to be there, worth.

    slopes: of the worth by the logarithm of each parameter, parameters x customers; with their
    covariance, the margin of a mean follows (delta method).
    """

    orders: Numbers
    alive: Numbers
    value: Numbers
    slopes: Numbers
    covariance: Numbers

    def ends(self, places: Places) -> tuple[float, float]:
        """Return the 95 % interval of the mean worth, by the delta method on its logarithm."""
        mean = float(self.value[places].mean())
        if mean <= 0:
            return mean, mean
        slope = self.slopes[:, places].mean(axis=1)
        spread = math.sqrt(max(float(slope @ self.covariance @ slope), 0.0)) / mean
        power = math.exp(min(Z * spread, 50.0))
        return mean / power, mean * power


def number(value: object) -> float:
    """Return a number of a row; none is nothing."""
    return 0.0 if value is None else float(str(value))


def column(rows: Sequence[Mapping[str, object]], name: str) -> Numbers:
    """Return a column of numbers."""
    return np.array([number(row[name]) for row in rows])
