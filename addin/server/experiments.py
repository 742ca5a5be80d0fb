"""`POST /v1/experiments`: which version of each imported experiment does better, and how sure that is."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.experiments import ExperimentQuery
from kpi_core.query import Span, Words


class VersionOut(BaseModel):
    """
    One version; what compares it with the first is null of the first itself.

    low, high: of the difference of the rates; p as if looked at once, p_anytime however often;
    several versions are corrected together (Holm). amount_each: told, not tested.
    """

    variant: str
    exposed: int
    conversions: int
    rate: float
    amount: float | None
    amount_each: float | None
    lift: float | None
    lift_low: float | None
    lift_high: float | None
    low: float | None
    high: float | None
    p: float | None
    p_anytime: float | None
    power: float | None
    probability: float | None
    verdict: str | None


class ExperimentOut(BaseModel):
    """One experiment; without a winner where none does better beyond chance, or the split is broken."""

    experiment: str
    period: Span
    winner: str | None
    split_p: float
    split_broken: bool
    versions: list[VersionOut]
    said: Words


class SkippedExperiment(BaseModel):
    """An experiment of which nothing can be said, and why."""

    experiment: str
    why: Words


class ExperimentsOut(BaseModel):
    """Experiments, the latest first."""

    experiments: list[ExperimentOut]
    skipped: list[SkippedExperiment]
    currency: str


def add_experiments(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve experiments."""

    @app.post("/v1/experiments", response_model=ExperimentsOut)
    def compared(query: ExperimentQuery, request: Request) -> dict[str, Any]:
        """Tell each imported experiment: rates, lift, interval, p, power, and the verdict in words."""
        from addin.experimenting import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, QUESTION)
        return asked_of(core, {"query": query})
