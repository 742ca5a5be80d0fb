"""`POST /v1/lifetime`: what customers have brought, and what they may be expected to bring."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.lifetimes import LifetimeQuery
from kpi_core.query import Words


class LifetimeLineOut(BaseModel):
    """
    One group, the last over all; amounts are means per customer.

    expected: further orders, or months paid, within the horizon; predicted: their discounted
    revenue, with its 95 % ends. won: customers won while spend is recorded, of whom cac and
    ltv_cac are told.
    """

    group: dict[str, str | None]
    customers: int
    orders: float | None
    revenue: float
    margin: float | None
    alive: float | None
    expected: float | None
    predicted: float | None
    low: float | None
    high: float | None
    ltv: float | None
    won: int | None
    cac: float | None
    ltv_cac: float | None


class LifetimeCustomerOut(BaseModel):
    """One customer, the one of whom most is expected first."""

    customer: str
    group: dict[str, str | None]
    first_on: dt.date
    orders: int | None
    revenue: float
    alive: float
    expected: float
    predicted: float


class LifetimeCheckOut(BaseModel):
    """What was to be expected from a day on, learnt up to it only, and what came."""

    until: dt.date
    customers: int
    predicted: float
    actual: int


class LifetimeOut(BaseModel):
    """Lifetime values; `until` is the last day the data tells of, times in months."""

    method: str
    by: list[str]
    filters: dict[str, list[str | None]]
    until: dt.date
    months: int
    discount: float
    currency: str
    basis: str
    parameters: dict[str, float]
    lines: list[LifetimeLineOut]
    customers: list[LifetimeCustomerOut]
    check: LifetimeCheckOut | None
    notes: list[Words]


def add_lifetime(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve lifetime values."""

    @app.post("/v1/lifetime", response_model=LifetimeOut)
    def valued(query: LifetimeQuery, request: Request) -> dict[str, Any]:
        """Tell what customers have brought, and what they may be expected to bring."""
        from addin.lifetimes import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, 4 * QUESTION)
        return asked_of(core, {"query": query})
