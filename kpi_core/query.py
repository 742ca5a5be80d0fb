"""The narrow waist: whoever asks builds a `KpiQuery` and gets `KpiResult`s, nothing else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, model_validator

from kpi_core.text import Text
from kpi_core.units import Unit

Name = Annotated[StrictStr, Field(min_length=1, max_length=200)]
TimeUnit = Literal["day", "week", "month", "quarter", "year"]
Member = Annotated[StrictStr, Field(max_length=500)]
#: A period or a comparison in words.
Phrase = Annotated[StrictStr, Field(min_length=1, max_length=200)]
#: dimension -> the members that count; None among them is "not assigned".
Filters = Annotated[
    dict[Name, Annotated[list[Member | None], Field(min_length=1, max_length=1000)]],
    Field(max_length=10),
]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _written(day: object) -> object:
    """Refuse a number: it would be read as seconds since 1970."""
    if isinstance(day, dt.date) or (isinstance(day, str) and _DAY.fullmatch(day)):
        return day
    raise ValueError("a day is written 2025-07-01")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Day = Annotated[dt.date, BeforeValidator(_written)]


class Span(_Wire):
    """Two dates, both included."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def ordered(self) -> Span:
        """Refuse a span that ends before it starts."""
        if self.end < self.start:
            raise ValueError("the period ends before it starts")
        return self


class KpiQuery(_Wire):
    """
    A question about the data.

    period: a phrase in French or English, two dates, or None for the workspace's default.
    filters: dimension -> members that count; None among them is "not assigned".
    basis: `event` counts each stage on its own date, `cohort` follows the same people.
    model: an attribution model (`kpi_core.attribution.models`): whose a conversion is; its own
        source's when None.
    unit: whose touches make a path of *model*: those of the lead, or of every lead of its account.
    compare: a phrase such as "vs the same quarter last year".
    """

    kpis: Annotated[list[Name], Field(min_length=1, max_length=200)]
    period: Phrase | Span | None = None
    filters: Filters = {}
    by: Annotated[list[Name], Field(max_length=3)] = []
    grain: TimeUnit | None = None
    basis: Literal["event", "cohort"] = "event"
    model: Name | None = None
    unit: Literal["lead", "account"] = "lead"
    compare: Phrase | None = None
    order: Literal["asc", "desc"] | None = None
    limit: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None


class Words(_Wire):
    """A sentence in both languages."""

    en: str
    fr: str

    @classmethod
    def of(cls, text: Text) -> Words:
        """Return *text* as it travels."""
        return cls(en=text.en, fr=text.fr)


class Caveat(_Wire):
    """Something the reader must know before using the number. *code* is stable."""

    code: str
    message: Words


class Comparison(_Wire):
    """
    The same KPI over another period.

    change: in points (a fraction) where the KPI is a share, else relative to the other value.
    clear: False when the margin of error includes no change, None when no margin is known.
    """

    period: Span
    value: float | None
    change: float | None
    low: float | None = None
    high: float | None = None
    clear: bool | None = None


class KpiResult(_Wire):
    """
    A number with its proof.

    kpi: the family that was asked for; variant: the declared definition that answered.
    value: None when there is no answer, and a caveat says why.
    model: the attribution model that says whose the conversions are; their own source's when None.
    low, high: the 95 % margin of error, where one is honest.
    inputs: what the formula was given; rows: how many rows of data were counted.
    fresh_to: the last day that the data it rests on holds.
    """

    kpi: str
    variant: str
    value: float | None
    unit: Unit
    currency: str | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    inputs: dict[str, float | None]
    rows: int
    period: Span
    group: dict[str, str | None]
    basis: Literal["event", "cohort"]
    model: str | None = None
    caveats: list[Caveat]
    comparison: Comparison | None
    fresh_to: dt.date | None
