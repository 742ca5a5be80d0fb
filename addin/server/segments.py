"""`POST /v1/comparison`, `POST /v1/content`: which members differ, and what each content brought."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.comparing_members import ComparisonQuery, Verdict
from kpi_core.answering.contents import ContentKind, ContentQuery
from kpi_core.query import Span, Words


class ComparedOut(BaseModel):
    """
    One member: its value with its 95 % margin, and how far it is from all the others together.

    p: corrected over the members judged; null where a member is not.
    """

    member: str | None
    value: float | None
    low: float | None
    high: float | None
    n: float
    rest: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    p: float | None
    verdict: Verdict


class ComparisonOut(BaseModel):
    """Members of one dimension compared; differences are relative where `relative` says so."""

    kpi: str
    variant: str
    by: str
    unit: str
    currency: str | None
    period: Span
    basis: Literal["event", "cohort"]
    relative: bool
    corrected: bool
    small_sample: int
    members: list[ComparedOut]
    said: Words
    notes: list[Words]


class ContentOut(BaseModel):
    """One content: what it brought, who met it, what it cost; low and high are 95 % margins."""

    name: str
    kind: ContentKind
    leads: int
    customers: int
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    n: int
    met: int
    met_customers: int
    share: float | None
    share_low: float | None
    share_high: float | None
    cost: float | None
    per_lead: float | None
    per_lead_low: float | None
    per_lead_high: float | None


class ContentsOut(BaseModel):
    """Contents over a period, those that brought most leads first."""

    period: Span
    currency: str
    winners: int
    contents: list[ContentOut]
    notes: list[Words]


def add_segments(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve comparisons of members, and contents."""

    @app.post("/v1/comparison", response_model=ComparisonOut)
    def compared(query: ComparisonQuery, request: Request) -> dict[str, Any]:
        """Tell which members of a dimension differ from the others, beyond chance."""
        from addin.segments import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, 2 * QUESTION)
        return asked_of(core, {"query": query})

    @app.post("/v1/content", response_model=ContentsOut)
    def content(query: ContentQuery, request: Request) -> dict[str, Any]:
        """Tell the leads and customers that each content brought or was met by, and its cost."""
        from addin.contents import asked_of  # noqa: PLC0415 - idem

        take(rates, request, 4 * QUESTION)
        return asked_of(core, {"query": query})
