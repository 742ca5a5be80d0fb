"""`POST /v1/costs`: what was spent, on what, and what is missing from it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.costs import CostQuery
from kpi_core.query import Span, Words


class KindOut(BaseModel):
    """A kind of cost."""

    kind: str
    direct: float
    indirect: float
    total: float
    labels: list[str]


class ReturnOut(BaseModel):
    """ROI net of the costs that are counted, a fraction."""

    counted: Words
    cost: float | None
    roi: float | None


class MissingOut(BaseModel):
    """A cost that comes each month and lacks some; stopped: nothing since."""

    label: str
    months: list[str]
    stopped: bool


class ResponseOut(BaseModel):
    """
    How leads go with spend: elasticity with its 95 % interval, and what one more went with.

    points: spend and leads of each month; level: leads on the curve at a spend of one.
    """

    elasticity: float
    low: float
    high: float
    average: float
    marginal: float | None
    marginal_low: float | None
    marginal_high: float | None
    months: int
    seasonal: bool
    level: float
    points: list[tuple[float, float]]


class ChannelOut(BaseModel):
    """A channel, and how its leads go with its spend; null where too few months tell."""

    channel: str | None
    response: ResponseOut | None


class CostsOut(BaseModel):
    """
    Costs of a period by kind, ROI as more of them are counted, and what is missing.

    hidden: the indirect costs. watched: the months that the responses rest on.
    """

    period: Span
    currency: str
    filters: dict[str, list[str | None]]
    total: float
    hidden: float
    kinds: list[KindOut]
    returns: list[ReturnOut]
    revenue: float | None
    margin: float | None
    break_even_revenue: float | None
    missing: list[MissingOut]
    responses: list[ChannelOut]
    watched: Span | None
    notes: list[Words]


def add_costs(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve costs."""

    @app.post("/v1/costs", response_model=CostsOut)
    def spent(query: CostQuery, request: Request) -> dict[str, Any]:
        """Tell what was spent by kind, ROI before and after hidden costs, and what is missing."""
        from addin.costs import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, (4 if query.marginal else 2) * QUESTION)
        return asked_of(core, {"query": query})
