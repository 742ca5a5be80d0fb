"""What goes in and out of the assistant, as typed values that a client can hold and send back."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Intent(StrEnum):
    """What a question wants to be told."""

    VALUE = "value"  # the number
    TREND = "trend"  # the number over time
    BREAKDOWN = "breakdown"  # the number by member
    RANK = "rank"  # the members, best or worst first
    COMPARE = "compare"  # the number beside another period's, or members side by side
    CHANGE = "change"  # did it rise, did it fall
    WHY = "why"  # what the change is made of
    SHARE = "share"  # which part of the whole each member is
    DEFINE = "define"  # what the KPI means
    MEMBERS = "members"  # which channels, campaigns, products there are
    CATALOGUE = "catalogue"  # what can be asked
    FRESHNESS = "freshness"  # how far the data goes
    DORMANT = "dormant"  # customers without an order since a day
    FOCUS = "focus"  # an open question: how are we doing
    TARGET = "target"  # the number beside what it should reach
    FORECAST = "forecast"  # what comes next of a KPI
    ANOMALIES = "anomalies"  # what was unusual
    COHORTS = "cohorts"  # what becomes of those who began together
    LIFETIME = "lifetime"  # what customers may be expected to bring
    COSTS = "costs"  # what was spent on what, what is missing, what pays it
    STAGES = "stages"  # where leads and deals are held up
    PATHS = "paths"  # what people met before they converted
    DIFFER = "differ"  # which members differ beyond chance
    CONTENTS = "contents"  # what each content brought
    EXPERIMENTS = "experiments"  # which version won
    SCORES = "scores"  # which leads to call first, how good leads are


class Reading(_Wire):
    """
    One question, understood: what it wants and the query that tells it.

    kpis: declared ids, for what needs no data (a definition); dimension: of `members`.
    rising: what a yes-or-no question asks, whether the number rose; None when it does not say.
    best: of a ranking, whether the best comes first; None when a side was named ("highest").
    chart: a picture was asked for.
    members: of a share, whose it is; by_change: a ranking of how much each moved.
    above, below: of a ranking, the number that its members pass or stay under.
    about: what a study looks at, such as what cohorts are followed by.
    """

    intent: Intent
    query: KpiQuery | None = None
    kpis: tuple[StrictStr, ...] = ()
    dimension: StrictStr | None = None
    rising: bool | None = None
    better: bool | None = None
    days: int | None = None
    members: tuple[StrictStr | None, ...] = ()
    by_change: bool = False
    above: float | None = None
    below: float | None = None
    chart: bool = False
    about: StrictStr | None = None


class Context(_Wire):
    """What was answered last: all that a follow-up needs. The client holds it."""

    reading: Reading
    lang: Lang | None = None
    before: Reading | None = None  # what was answered before that: "compare the two"


class Option(_Wire):
    """
    One way to go on: *label* is shown, *reading* is sent back when it is tapped.

    word, meaning: a word of the workspace's own and the KPI that was meant, to be remembered.
    """

    label: str
    reading: Reading
    word: str | None = None
    meaning: str | None = None


class Point(_Wire):
    """One mark of a chart."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


class Series(_Wire):
    """The marks of one KPI or member, in order."""

    name: str
    points: list[Point]


class Chart(_Wire):
    """A picture that shows the rows, for whoever draws it."""

    kind: Literal["line", "bar", "funnel"]
    title: str
    unit: str
    currency: str | None
    series: list[Series]


class Table(_Wire):
    """The rows as they are read: written by locale, numbers to the right."""

    head: list[str]
    numeric: list[bool]
    rows: list[list[str]]


class Reply(_Wire):
    """
    What the assistant says.

    text: the first line, with the number, its period and its variant; or the question asked
        back; or why there is no answer and what is possible.
    caveats: what the reader must know, the first two to be seen, the rest folded.
    assumptions: how the words were read where they left a choice.
    formula: what to paste in a cell; notes: what happened on the way (a model that failed).
    """

    outcome: Literal["answer", "clarify", "decline"]
    lang: Lang
    text: str
    query: KpiQuery | None = None
    rows: list[KpiResult] = []
    options: Annotated[list[Option], Field(max_length=3)] = []
    chart: Chart | None = None
    table: Table | None = None
    assumptions: list[str] = []
    caveats: list[str] = []
    details: list[str] = []
    formula: str | None = None
    notes: list[str] = []
    context: Context | None = None


class Question(_Wire):
    """
    What is asked: words, or an option that was tapped (*pick*).

    lang: the language of the answer; that of the words when None.
    prefer: the language where the words do not tell; the workspace's when None.
    """

    question: Annotated[StrictStr, Field(max_length=2000)] = ""
    lang: Lang | None = None
    prefer: Lang | None = None
    context: Context | None = None
    pick: Option | None = None
