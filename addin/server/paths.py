"""`POST /v1/paths`: what people met before they converted, and the models side by side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from pydantic import BaseModel

from addin.paths import asked_of
from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core, paths
from kpi_core.answering.paths_flows import MOST_STEPS, STEPS
from kpi_core.attribution.models import MODELS
from kpi_core.periods import Period
from kpi_core.query import KpiQuery, Span


class PathOut(BaseModel):
    """One sequence of touches, each told by its members, and what became of who walked it."""

    touches: list[list[str | None]]
    converted: int
    lost: int
    days: float | None
    amount: float | None


class PathsOut(BaseModel):
    """The paths of a period, those that converted most often first, and the totals of them all."""

    term: str
    dimensions: list[str]
    period: Span
    paths: list[PathOut]
    converted: int
    lost: int
    untouched: int
    length: float | None
    days: float | None
    different: int
    unit: str


class NodeOut(BaseModel):
    """Those whose path is at one member at one step; `touch` is null of the smaller ones together."""

    touch: list[str | None] | None
    converted: int
    lost: int


class LinkOut(BaseModel):
    """Those who went from one node of a step to one of the next; `end` is null where paths end."""

    step: int
    start: int
    end: int | None
    converted: int
    lost: int


class FlowsOut(BaseModel):
    """Paths step by step; `longer` is how many touched more often than there are steps."""

    term: str
    dimensions: list[str]
    period: Span
    steps: list[list[NodeOut]]
    links: list[LinkOut]
    converted: int
    lost: int
    untouched: int
    longer: int
    unit: str


def add_paths(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve the paths, and what each model credits."""

    @app.post("/v1/paths")
    def listed(
        query: KpiQuery, request: Request, limit: Annotated[int, Query(ge=1, le=paths.MOST)] = 20
    ) -> PathsOut:
        """List conversion paths: of one KPI, by channel or by what `by` says."""
        take(rates, request, 2 * QUESTION)
        found = paths.conversion_paths(core, query, limit)
        return PathsOut(
            term=found.term,
            dimensions=list(found.dimensions),
            period=_span(found.period),
            paths=[
                PathOut(
                    touches=[list(touch) for touch in path.touches],
                    converted=path.converted,
                    lost=path.lost,
                    days=path.days,
                    amount=path.amount,
                )
                for path in found.paths
            ],
            converted=found.converted,
            lost=found.lost,
            untouched=found.untouched,
            length=found.length,
            days=found.days,
            different=found.different,
            unit=found.unit,
        )

    @app.post("/v1/paths/flows", response_model=FlowsOut)
    def flowing(
        query: KpiQuery, request: Request, steps: Annotated[int, Query(ge=1, le=MOST_STEPS)] = STEPS
    ) -> dict[str, Any]:
        """Tell how many went from one member to the next, touch by touch: what a Sankey draws."""
        take(rates, request, 2 * QUESTION)
        return asked_of(core, {"query": query, "steps": steps})

    @app.post("/v1/paths/models")
    def models(query: KpiQuery, request: Request) -> dict[str, Any]:
        """Tell one KPI by channel, or by what `by` says, under every model side by side."""
        take(rates, request, len(MODELS) * QUESTION)
        return paths.as_rows(core, query)


def _span(period: Period) -> Span:
    return Span(start=period.start, end=period.end)
