"""`POST /v1/funnel`: who goes on from stage to stage, where it narrows, and what is open."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from fastapi import FastAPI, Request
from pydantic import BaseModel, Field

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.funnel_shapes import FunnelQuery
from kpi_core.query import Span, Words


class StageOut(BaseModel):
    """How many reached a stage in the period."""

    stage: str
    title: Words
    reached: int


class StepOut(BaseModel):
    """
    From one stage to the next.

    cohort_rate: of those who reached the first in the period and were given the time, who went on;
    low and high are its 95 % interval. n, median_days, p90_days: of those who went on in the period.
    """

    from_: str = Field(alias="from")
    to: str
    title: Words
    period_rate: float | None
    cohort_rate: float | None
    low: float | None
    high: float | None
    cohort_n: int
    usual_rate: float | None
    usual_n: int
    n: int
    median_days: float | None
    p90_days: float | None


class DealStageOut(BaseModel):
    """One stage of deals; long_days: longer than that, an open deal is stalled."""

    stage: str | None
    n: int
    median_days: float | None
    p90_days: float | None
    long_days: float | None
    left: int
    lost: int
    lost_share: float | None
    low: float | None
    high: float | None
    usual_lost_share: float | None
    usual_left: int
    open: int
    amount: float
    weighted: float
    stalled: int


class ClosedOut(BaseModel):
    """Deals closed in the period; low and high are the 95 % interval of the win rate."""

    won: int
    lost: int
    value: float
    win_rate: float | None
    low: float | None
    high: float | None
    velocity: float | None


class PipelineOut(BaseModel):
    """What is open today, and how much of the rest of the running target it is worth."""

    open: int
    amount: float
    weighted: float | None
    target: float | None
    start: dt.date | None
    end: dt.date | None
    signed: float | None
    remaining: float | None
    coverage: float | None
    coverage_weighted: float | None
    notes: list[Words]


class StalledOut(BaseModel):
    """An open deal that has been in its stage for longer than 9 in 10 that moved on from it."""

    deal: str
    name: str | None
    stage: str
    owner: str | None
    amount: float | None
    days: int
    limit: float
    entered_on: dt.date


class BottleneckOut(BaseModel):
    """Where the funnel narrows: a place, never a cause."""

    reason: Literal["loses_more", "longest"]
    stage: Words
    said: Words


class GroupFunnelOut(BaseModel):
    """The funnel of one member, or of all."""

    group: dict[str, str | None]
    stages: list[StageOut]
    steps: list[StepOut]
    deal_stages: list[DealStageOut]
    closed: ClosedOut | None
    pipeline: PipelineOut | None
    stalled_count: int
    stalled: list[StalledOut]
    bottleneck: BottleneckOut | None


class FunnelOut(BaseModel):
    """A funnel: of all, then of each member; what is open is told as of today."""

    period: Span
    today: dt.date
    by: list[str]
    filters: dict[str, list[str | None]]
    currency: str
    maturity_days: int
    total: GroupFunnelOut
    groups: list[GroupFunnelOut]
    notes: list[Words]


def add_funnel(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve the funnel."""

    @app.post("/v1/funnel", response_model=FunnelOut)
    def funnel(query: FunnelQuery, request: Request) -> dict[str, Any]:
        """Tell the rates and times from stage to stage, the bottleneck, the pipeline, stalled deals."""
        from addin.funnel import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, 4 * QUESTION)
        return asked_of(core, {"query": query})
