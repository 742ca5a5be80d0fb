"""`POST /v1/scoring`: which open leads to call first and why, and how good leads are by member."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel

from addin.server.rates import Rates, take
from addin.server.wire import QUESTION
from kpi_core.answering import Core
from kpi_core.answering.scoring_shapes import ScoreQuery
from kpi_core.query import Span, Words


class ReasonOut(BaseModel):
    """What a rule counted, and the points and the log-odds that it gave; points sum to the score."""

    rule: int
    counted: float
    points: float
    odds: float | None
    said: Words


class HotLeadOut(BaseModel):
    """One open lead; chance: of the outcome in the time given, none where the model is withheld."""

    lead: str
    name: str | None
    company: str | None
    owner: str | None
    created_on: dt.date
    points: float
    label: str | None
    chance: float | None
    reasons: list[ReasonOut]


class ScoreShareOut(BaseModel):
    """How many of how many, with the Wilson margin of the share."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class LeadQualityOut(BaseModel):
    """The leads of a group, the last over all: mean points, who is above each threshold, got there."""

    group: dict[str, str | None]
    leads: int
    points: float | None
    mql: ScoreShareOut
    sql: ScoreShareOut
    reached: ScoreShareOut


class MeasuredOut(BaseModel):
    """A number with the ends of its 95 % margin."""

    value: float
    low: float | None
    high: float | None


class FifthOut(BaseModel):
    """A fifth of what was expected: how many, the mean that was told, what was seen with its margin."""

    n: int
    predicted: float
    seen: float
    low: float
    high: float


class ScorePartOut(BaseModel):
    """Ends of months that were learnt from or judged by."""

    start: dt.date
    end: dt.date
    months: int
    rows: int
    leads: int
    won: int


class JudgedOut(BaseModel):
    """A model on months that it had not seen, beside the card and “newest first”."""

    base: float
    areas: dict[str, MeasuredOut]
    precision: dict[str, float]
    gain: MeasuredOut
    brier: float
    brier_base: float
    reliability: float
    resolution: float
    uncertainty: float
    skill: MeasuredOut
    fifths: list[FifthOut]
    curves: dict[str, list[tuple[float, float]]]


class ScoreWeightOut(BaseModel):
    """What a rule is worth: points by the card, log-odds by the model."""

    rule: int
    title: Words
    points: float
    odds: float | None


class ScoreModelOut(BaseModel):
    """The model: whether its chances are told, and why not."""

    used: bool
    why: Words | None
    days: int
    learnt: ScorePartOut | None
    later: ScorePartOut | None
    whole: ScorePartOut | None
    judged: JudgedOut | None
    weights: list[ScoreWeightOut]
    intercept: float | None
    penalty: float | None


class ScoreDriftOut(BaseModel):
    """Open leads at a month's end: how their scores moved, what was expected of them, what came."""

    day: dt.date
    leads: int
    score: float
    psi: float
    predicted: float | None
    seen: int | None


class ScoringOut(BaseModel):
    """Lead scores; of the lists, the one that was asked for is filled."""

    what: str
    until: dt.date
    period: Span | None
    outcome: str
    by: list[str]
    filters: dict[str, list[str | None]]
    card: dict[str, Any]
    default: bool
    open: int
    leads: list[HotLeadOut]
    lines: list[LeadQualityOut]
    model: ScoreModelOut | None
    drift: list[ScoreDriftOut]
    notes: list[Words]


def add_scoring(app: FastAPI, core: Core, rates: Rates) -> None:
    """Serve lead scores."""

    @app.post("/v1/scoring", response_model=ScoringOut)
    def scored(query: ScoreQuery, request: Request) -> dict[str, Any]:
        """Tell which open leads to call first and why, how good leads are, how good the model is."""
        from addin.scoring import asked_of  # noqa: PLC0415 - only these answers need it

        take(rates, request, 4 * QUESTION)
        return asked_of(core, {"query": query})
