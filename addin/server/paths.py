"""`POST /v1/paths`: what people met before they converted, and the models side by side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core, paths
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
        )

    @app.post("/v1/paths/models")
    def models(query: KpiQuery, request: Request) -> dict[str, Any]:
        """Tell one KPI by channel, or by what `by` says, under every model side by side."""
        take(rates, request, len(MODELS) * QUESTION)
        return paths.as_rows(core, query)


def _span(period: Period) -> Span:
    return Span(start=period.start, end=period.end)
