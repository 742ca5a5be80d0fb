"""`POST /v1/cohorts`: what is left, at each age, of those who began together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import FastAPI, Request
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


def add_cohorts(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve cohort matrices."""

    @app.post("/v1/cohorts", response_model=CohortsOut)
    def listed(query: CohortQuery, request: Request) -> dict[str, Any]:
        """Tell the retention of customers or revenue, or the progress of leads, cohort by cohort."""
        from addin.cohorts import told  # noqa: PLC0415 - only this answer needs it
        from kpi_core.answering.cohorts import cohorts  # noqa: PLC0415 - idem

        take(rates, request, 2 * QUESTION)
        return told(cohorts(core, query))
