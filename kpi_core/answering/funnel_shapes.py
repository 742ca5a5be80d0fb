"""What is asked of a funnel, and what is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.answering.funnel_pipeline import Pipeline, Stalled
from kpi_core.answering.funnel_stages import Bottleneck, DealStage, Group, Lost, Stay
from kpi_core.periods import Period
from kpi_core.query import Filters, Name, Phrase, Span
from kpi_core.text import Text


class FunnelQuery(BaseModel):
    """
    A question about the funnel.

    period: in words or two dates; the workspace's default one when None.
    filters, by: as in a `KpiQuery`, by one dimension at most.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: Phrase | Span | None = None
    filters: Filters = {}
    by: Annotated[list[Name], Field(max_length=1)] = []


@dataclass(frozen=True, slots=True)
class Stage:
    """How many reached a stage in the period, those inferred from a later stage included."""

    id: str
    title: Text
    reached: int


@dataclass(frozen=True, slots=True)
class Step:
    """
    From one stage to the next.

    period_rate: each stage on its own date; no margin, since they are not the same people.
    cohort: of those who were given the time, who did not go on; usual: the same before the period.
    stay: days of those who went on in the period.
    """

    first: str
    then: str
    title: Text
    period_rate: float | None
    cohort: Lost | None
    usual: Lost | None
    stay: Stay


@dataclass(frozen=True, slots=True)
class Decided:
    """Deals closed in the period, and the KPIs of what is sold."""

    won: int
    lost: int
    value: float
    win_rate: float | None
    low: float | None
    high: float | None
    velocity: float | None


@dataclass(frozen=True, slots=True)
class GroupFunnel:
    """The funnel of one group; of all of them, under no member."""

    group: Group
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    deal_stages: tuple[DealStage, ...]
    decided: Decided | None
    pipeline: Pipeline | None
    stalled: tuple[Stalled, ...]
    bottleneck: Bottleneck | None

    @property
    def stalled_amount(self) -> float:
        """Return what the stalled deals are worth together."""
        return sum(deal.amount or 0 for deal in self.stalled)


@dataclass(frozen=True, slots=True)
class Funnel:
    """
    A funnel: of all, then a group a member of `by`.

    today: the day that what is open is told of. known: the last day, today at most, that the data
    tells of; how long deals have been in a stage is counted up to it.
    """

    period: Period
    today: dt.date
    known: dt.date
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    currency: str
    maturity_days: int
    total: GroupFunnel
    groups: tuple[GroupFunnel, ...]
    notes: tuple[Text, ...]
