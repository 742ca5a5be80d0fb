"""`POST /v1/outlook`, `POST /v1/anomalies`: what comes next, and what was unusual."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.outlook import AnomalyQuery, OutlookQuery
from kpi_core.query import Span, Words


class PointOut(BaseModel):
    """A unit of time: its value, or what is expected of it, with the 95 % margin of error."""

    start: dt.date
    end: dt.date
    value: float
    low: float | None
    high: float | None


class OutlookOut(BaseModel):
    """
    What comes next; `ahead` is empty where a naive forecast did as well on what was held out.

    held_out: what was foretold, one unit ahead, of the last units of the history.
    error, naive_error: the mean absolute errors there, in the unit of the KPI.
    """

    kpi: str
    variant: str
    unit: str
    currency: str | None
    grain: str
    filters: dict[str, list[str | None]]
    history: list[PointOut]
    held_out: list[PointOut]
    ahead: list[PointOut]
    model: str
    error: float
    naive_error: float
    judged: int
    inside: int
    notes: list[Words]


class AnomalyOut(PointOut):
    """A unit that was unusual, and what was expected of it, three standard deviations around."""

    kpi: str
    unit: str
    expected: float
    expected_low: float
    expected_high: float


class SkippedOut(BaseModel):
    """A KPI of the list that cannot be looked at, and why."""

    kpi: str
    why: Words


class AnomaliesOut(BaseModel):
    """What was unusual among the last whole units, the latest first."""

    grain: str
    currency: str
    period: Span | None
    kpis: list[str]
    anomalies: list[AnomalyOut]
    skipped: list[SkippedOut]
    notes: list[Words]


def add_outlook(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve forecasts and anomalies."""

    @app.post("/v1/outlook", response_model=OutlookOut)
    def ahead(query: OutlookQuery, request: Request) -> dict[str, Any]:
        """Tell what comes next of a KPI, judged on what was held out."""
        from addin.outlook import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, 4 * QUESTION)
        return asked_of(core, {"query": query})

    @app.post("/v1/anomalies", response_model=AnomaliesOut)
    def unusual(query: AnomalyQuery, request: Request) -> dict[str, Any]:
        """Tell which of the last whole units were unusual, for the KPIs named or looked at."""
        from addin.anomalies import asked_of  # noqa: PLC0415 - idem

        take(rates, request, 4 * QUESTION)
        return asked_of(core, {"query": query})
