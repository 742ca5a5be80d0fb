"""How an input of a formula is counted from the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Aggregate(StrEnum):
    """What is done with the rows that count."""

    SUM = "sum"
    COUNT = "count"
    DISTINCT = "distinct"
    MEDIAN = "median"
    MEAN = "mean"
    SINGLE = "single"  # the value of the only row: people counted once a row are never summed


class Clock(StrEnum):
    """Which rows of a period count."""

    EVENT = "event"  # the row's date lies in the period
    AT_START = "at_start"  # the row holds on the eve of the period
    AT_END = "at_end"  # the row holds on the last day of the period
    GAINED = "gained"  # held on the last day, not on the eve
    KEPT = "kept"  # what those who held on the eve hold on the last day
    CAPPED = "capped"  # the same, for each of them never more than on the eve


class Nothing(StrEnum):
    """What an input is when no row counts."""

    ZERO = "zero"  # nothing happened, which is a number
    MISSING = "missing"  # nothing was recorded, which is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """
    An aggregate over one relation.

    relation: a fact table, or one derived from a single fact (`kpi_core/warehouse/relations.py`).
    date: the column whose day decides whether a row is in the period.
    column: what is summed, averaged or counted apart; rows themselves when None.
    where: column -> the values that count.
    """

    relation: str
    date: str
    aggregate: Aggregate = Aggregate.COUNT
    column: str | None = None
    where: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict, hash=False)
    clock: Clock = Clock.EVENT
    nothing: Nothing = Nothing.ZERO
    until: str | None = None  # for the clocks that need an end: the first day it no longer holds
    last_day_counts: bool = False  # `until` is the last day on which it holds
    reached: str | None = None  # cohorts: the date column of the stage that must have been reached
    within: str | None = None  # a dimension across which rows are never added
    inferred: str | None = None  # a flag column: rows whose date follows from a later stage
    who: str | None = None  # for what is kept: the column that tells one holder from another
    lagged: bool = False  # a row counts one median sales cycle after its date

    @property
    def additive(self) -> bool:
        """Tell whether days and members may be summed, which lets a cube answer."""
        return self.clock is Clock.EVENT and self.aggregate in {Aggregate.SUM, Aggregate.COUNT}
