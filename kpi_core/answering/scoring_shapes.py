"""What is asked of lead scores, and what is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.query import Filters, Name, Phrase, Span
from kpi_core.scoring.card import Card
from kpi_core.scoring.judging import Fifth, Measured
from kpi_core.text import Text

Outcome = Literal["sql", "customer"]
What = Literal["hot", "quality", "model", "drift", "card"]
Group = tuple[str | None, ...]


class ScoreQuery(BaseModel):
    """
    A question about lead scores.

    what: the hot list, the quality of leads by member, the judgement of the model, its drift, or
    the card alone. filters, by: as in a `KpiQuery`; leads are learnt from whatever the filters.
    top: how many leads are listed. outcome: what a chance is of. period: of the leads whose quality
    is told. after: how many days after it came a lead's quality is told.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: What = "hot"
    filters: Filters = {}
    by: Annotated[list[Name], Field(max_length=1)] = []
    top: Annotated[int, Field(ge=1, le=1000, strict=True)] = 20
    outcome: Outcome = "sql"
    period: Phrase | Span | None = None
    after: Annotated[int, Field(ge=1, le=365, strict=True)] = 30


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a lead has its score: a rule, what it counted, the points and the log-odds it gave."""

    rule: int
    counted: float
    points: float
    odds: float | None
    said: Text


@dataclass(frozen=True, slots=True)
class Hot:
    """One open lead; chance: of the outcome in the time given, None where the model is withheld."""

    lead: str
    name: str | None
    company: str | None
    owner: str | None
    created_on: dt.date
    points: float
    label: Literal["mql", "sql"] | None
    chance: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the Wilson margin of that share."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The leads of one group: their mean points, who is above each threshold, who got there."""

    group: Group
    leads: int
    points: float | None
    mql: Share
    sql: Share
    reached: Share


@dataclass(frozen=True, slots=True)
class Part:
    """Ends of months that were learnt from, or judged by: rows, leads, and how many got there."""

    start: dt.date
    end: dt.date
    months: int
    rows: int
    leads: int
    won: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What a rule is worth: its points by the card, and the log-odds that the model has learnt."""

    rule: int
    title: Text
    points: float
    odds: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A model held against months that it had not seen, beside the card and “newest first”.

    areas: under the ROC curve, of `model`, `card`, `newest`; precision: average precision of these
    and `chance` (what no order gives). brier, brier_base: mean squared errors, the second of one
    chance for all, `base`; skill, gain: how much better the model is than that, and than the card.
    """

    base: float
    areas: Mapping[str, Measured]
    precision: Mapping[str, float]
    gain: Measured
    brier: float
    brier_base: float
    reliability: float
    resolution: float
    uncertainty: float
    skill: Measured
    fifths: tuple[Fifth, ...]
    curves: Mapping[str, tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class Drift:
    """
    Open leads at the end of a month; psi: how far their scores are spread from those learnt from.

    predicted: outcomes expected by the model that was judged; seen: outcomes that came; both None
    until the month has had its time.
    """

    day: dt.date
    leads: int
    score: float
    psi: float
    predicted: float | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """
    The model: whether it is used and why not, what it was learnt from and judged by.

    whole: what the one that is used was learnt from, once it had proved better.
    """

    used: bool
    why: Text | None
    days: int
    learnt: Part | None
    later: Part | None
    whole: Part | None
    judged: Judged | None
    weights: tuple[Weight, ...]
    intercept: float | None
    penalty: float | None


@dataclass(frozen=True, slots=True)
class Scoring:
    """
    Lead scores; of the lists, the one that was asked for.

    period: when the leads of `lines` came, None where they are not told.
    """

    what: What
    until: dt.date
    period: Span | None
    outcome: Outcome
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    card: Card
    default: bool
    open: int
    leads: tuple[Hot, ...]
    lines: tuple[Quality, ...]
    model: Told | None
    drift: tuple[Drift, ...]
    notes: tuple[Text, ...]
