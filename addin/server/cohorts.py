"""`POST /v1/cohorts`: what is left, at each age, of those who began together."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.cohorts import CohortQuery
from kpi_core.query import Span, Words


class CohortOut(BaseModel):
    """One cohort: what it was worth at first, and what is left; null where it is not old enough."""

    group: dict[str, str | None]
    cohort: str
    start: dt.date
    end: dt.date
    base: float
    kept: list[float | None]
    shares: list[float | None]
    same_period_rate: float | None


class TotalOut(BaseModel):
    """All cohorts old enough for each age, together; low and high are the 95 % interval."""

    group: dict[str, str | None]
    bases: list[float]
    kept: list[float | None]
    shares: list[float | None]
    low: list[float | None]
    high: list[float | None]
    cohorts: list[int]


class CohortsOut(BaseModel):
    """A cohort matrix; `followed_until` is the last day that the data tells of."""

    measure: str
    unit: str
    currency: str | None
    grain: str
    by: list[str]
    filters: dict[str, list[str | None]]
    period: Span
    followed_until: dt.date
    cohorts: list[CohortOut]
    totals: list[TotalOut]
    notes: list[Words]


class AgeOut(BaseModel):
    """Survival at one age: the share still there, with its 95 % interval."""

    age: int
    survival: float
    low: float | None
    high: float | None
    at_risk: int
    lost: int


class LivesOut(BaseModel):
    """How long one group stays; the median is in units of the grain, null where not reached."""

    group: dict[str, str | None]
    customers: int
    lost: int
    median: float | None
    median_low: float | None
    median_high: float | None
    ages: list[AgeOut]


class SurvivalOut(BaseModel):
    """How long customers stay under contract without a break (Kaplan-Meier)."""

    grain: str
    by: list[str]
    period: Span
    followed_until: dt.date
    groups: list[LivesOut]
    notes: list[Words]


class ProjectedOut(BaseModel):
    """One age: the share still there as projected, and as seen where it was."""

    age: int
    survival: float
    low: float
    high: float
    seen: float | None
    at_risk: float | None


class ProjectionOut(BaseModel):
    """Renewals projected (shifted beta-geometric); lifetimes are discounted, in units of the grain."""

    grain: str
    period: Span
    followed_until: dt.date
    customers: int
    lost: int
    alpha: float
    beta: float
    log_likelihood: float
    discount: float
    expected_lifetime: float | None
    expected_low: float | None
    expected_high: float | None
    ages: list[ProjectedOut]
    notes: list[Words]


def add_cohorts(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve cohort matrices."""

    @app.post("/v1/cohorts", response_model=CohortsOut)
    def listed(query: CohortQuery, request: Request) -> dict[str, Any]:
        """Tell the retention of customers or revenue, or the progress of leads, cohort by cohort."""
        return _asked(query, request)

    @app.post("/v1/cohorts/survival", response_model=SurvivalOut)
    def survival(query: CohortQuery, request: Request) -> dict[str, Any]:
        """Tell how long customers stay: survival at each age, and the median."""
        return _asked(query, request, what="survival")

    @app.post("/v1/cohorts/projection", response_model=ProjectionOut)
    def projection(
        query: CohortQuery, request: Request, ages: Annotated[int, Query(ge=1, le=120)] = 12
    ) -> dict[str, Any]:
        """Project the renewals of customers beyond what was seen."""
        return _asked(query, request, what="projection", ages=ages)

    def _asked(query: CohortQuery, request: Request, **more: str | int) -> dict[str, Any]:
        from addin.cohorts import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, 2 * QUESTION)
        return asked_of(core, {"query": query, **more})
