"""What each tool takes and gives, as typed values: the schemas that a client reads are made of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.wire import Question, Reply
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang

LongWords = Annotated[StrictStr, Field(min_length=1, max_length=200)]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FindKpi(_Wire):
    """Words that may name a KPI, and the language of the answer."""

    words: LongWords
    lang: Lang = Lang.EN


class FoundKpi(_Wire):
    """A KPI as it is declared: *id* is what the other tools take."""

    id: str
    title: str
    reading: str
    formula: str
    unit: str
    better: str


class Found(_Wire):
    """
    The KPIs that the words may mean, the likeliest first.

    certain: the first is what the words name, the rest its other variants; else *said* tells what to ask the user back, or why
    no KPI answers to these words.
    """

    certain: bool
    kpis: list[FoundKpi]
    said: str | None = None


class QueryKpi(KpiQuery):
    """A question about the data, and the language of the sentences."""

    lang: Lang = Lang.EN


class Answer(_Wire):
    """One number with its proof, and the same in a sentence that holds no name of the data."""

    result: KpiResult
    sentence: str


class Answers(_Wire):
    """The answers, one a KPI and group; *left_out* more were not sent: ask with a `limit`."""

    answers: list[Answer]
    left_out: int = 0


class Explanation(_Wire):
    """How one number came about: its formula with its numbers, its margin, its comparison."""

    variant: str
    group: dict[str, str | None]
    formula: str
    margin: str | None
    comparison: str | None
    caveats: list[str]


class Explanations(_Wire):
    """What each KPI means, and how each number came about."""

    kpis: list[FoundKpi]
    explanations: list[Explanation]
    left_out: int = 0


__all__ = [
    "Answer",
    "Answers",
    "Explanation",
    "Explanations",
    "FindKpi",
    "Found",
    "FoundKpi",
    "QueryKpi",
    "Question",
    "Reply",
]  # fmt: skip
