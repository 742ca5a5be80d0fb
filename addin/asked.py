"""The shapes of what may be asked of a workspace; anything else is refused with its field's name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    model_validator,
)

from kpi_core.text import Lang


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("no file has such a name")
    return text


Name = Annotated[StrictStr, Field(min_length=1, max_length=500)]
Word = Annotated[StrictStr, Field(max_length=500)]
File = Annotated[StrictStr, Field(min_length=1, max_length=4096), AfterValidator(_no_nul)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Query(_Asked):
    """
    A `KpiQuery`, and the moment whose knowledge it is answered from.

    anyway: however much it reads in a warehouse; estimate: how much, instead of the answer.
    """

    query: dict[str, Any]
    as_of: Word | None = None
    anyway: StrictBool = False
    estimate: StrictBool = False


class Rows(Query):
    """A `KpiQuery` with one number for an answer, and how many of its rows are listed."""

    limit: Annotated[int, Field(ge=1, le=500, strict=True)] = 500


class Paths(_Asked):
    """A `KpiQuery` whose conversion paths are listed, told under every model, or as flows."""

    query: dict[str, Any]
    limit: Annotated[int, Field(ge=1, le=1000, strict=True)] = 20
    models: StrictBool = False
    steps: Annotated[int, Field(ge=1, le=8, strict=True)] | None = None


class Cohorts(_Asked):
    """A `CohortQuery`, what is told of it, and how many ages a projection goes beyond what was seen."""

    query: dict[str, Any]
    what: Literal["matrix", "survival", "projection"] = "matrix"
    ages: Annotated[int, Field(ge=1, le=120, strict=True)] = 12


class Outlook(_Asked):
    """An `OutlookQuery`, or an `AnomalyQuery`."""

    query: dict[str, Any]


class Funnel(_Asked):
    """A `FunnelQuery`."""

    query: dict[str, Any]


class Lifetimes(_Asked):
    """A `LifetimeQuery`."""

    query: dict[str, Any]


class Scores(_Asked):
    """A `ScoreQuery`."""

    query: dict[str, Any]


class Costs(_Asked):
    """A `CostQuery`."""

    query: dict[str, Any]


class Experiments(_Asked):
    """An `ExperimentQuery`."""

    query: dict[str, Any]


class Hours(_Asked):
    """Hours a month at a rate, over whole months: an indirect cost."""

    label: Name
    hours: Annotated[float, Field(ge=0, le=100_000)]
    rate: Annotated[float, Field(gt=0, le=1_000_000)]
    period: Word
    source: Word | None = None


class Compared(_Asked):
    """A `ComparisonQuery`, or a `ContentQuery`."""

    query: dict[str, Any]


class Hints(_Asked):
    """What the user says about one file."""

    as_fact: Word | None = None
    columns: dict[Name, Word] = {}
    date: Word | None = None
    date_order: Word | None = None
    locale: Word | None = None
    currency: Word | None = None
    tax: Word | None = None
    vat: Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    amount: Word | None = None
    sheet: Word | None = None


class Ask(_Asked):
    """A question in words, or an option that was tapped, and what was answered last."""

    question: Annotated[StrictStr, Field(max_length=2000)] = ""
    lang: Lang | None = None
    prefer: Lang | None = None
    context: dict[str, Any] | None = None
    pick: dict[str, Any] | None = None
    anyway: StrictBool = False


class Preview(_Asked):
    """A file to look at."""

    file: File
    hints: Hints | None = None
    replace: StrictBool = False
    again: StrictBool = False


class Import(Preview):
    """A file to bring in; *again* lets in people who asked to be forgotten."""


class Map(_Asked):
    """A spelling and its member, or a source and its channel, or nothing: what is unplaced."""

    dimension: Name | None = None
    raw: Name | None = None
    member: Name | None = None
    channel: Name | None = None
    platform: Name | None = None
    kind: Name | None = None


class Settings(_Asked):
    """The settings to change."""

    changes: dict[str, Any] = {}


class Aim(_Asked):
    """A target in words: "60 €" of a KPI, over dates and members if it has any."""

    kpi: Name
    value: Name
    period: Word | None = None
    where: Annotated[list[Name], Field(max_length=20)] = []


class Targets(_Asked):
    """Nothing: the targets; or one more, or the number of one to remove."""

    set: Aim | None = None
    remove: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | None = None


class Mark(_Asked):
    """A benchmark in words: "40 €..70 €" of a KPI, its source, and the day that it is of."""

    kpi: Name
    value: Name
    source: Annotated[Name, Field(max_length=300)]
    date: Word | None = None


class Benchmarks(_Asked):
    """Nothing: the benchmarks; or one more, or the number of one to remove."""

    add: Mark | None = None
    remove: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | None = None


class Backup(_Asked):
    """Where a copy goes."""

    target: File


class Forget(_Asked):
    """Who is erased."""

    email: Name


class People(_Asked):
    """
    Nothing: who may be one person; or two leads, and whether they are.

    undo: take back what was said of them; of nobody named, the last that was said.
    """

    one: Name | None = None
    other: Name | None = None
    same: StrictBool = True
    undo: StrictBool = False

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.one is None) != (self.other is None):
            raise ValueError("one and other go together")
        return self


class Keys(_Asked):
    """Nothing: the keys that were made; or one to make, or to revoke."""

    create: Name | None = None
    scope: Word = "read"
    days: Annotated[int, Field(strict=True)] | None = None
    revoke: Name | None = None


class Quarantine(_Asked):
    """How many rejected rows are listed."""

    limit: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 50


class Warehouse(_Asked):
    """
    Nothing to check the warehouse; the language of a mapping to propose, and where to look.

    cube: make the sums by day that it keeps.
    """

    propose: Lang | None = None
    within: Word | None = None
    cube: StrictBool = False


class Shared(_Asked):
    """Nothing: how it stands; the address to share at, for which user, taken from whom decides there."""

    init: Name | None = None
    for_: Annotated[Name | None, Field(alias="for")] = None
    take: StrictBool = False
    publish: StrictBool = False
    stop: StrictBool = False


class Status(_Asked):
    """Nothing more is asked."""


SHAPES: Mapping[str, type[_Asked]] = {
    "query": Query,
    "rows": Rows,
    "paths": Paths,
    "cohorts": Cohorts,
    "comparison": Compared,
    "contents": Compared,
    "funnel": Funnel,
    "costs": Costs,
    "hours": Hours,
    "experiments": Experiments,
    "outlook": Outlook,
    "anomalies": Outlook,
    "lifetime": Lifetimes,
    "scoring": Scores,
    "ask": Ask,
    "preview": Preview,
    "import": Import,
    "map": Map,
    "settings": Settings,
    "targets": Targets,
    "benchmarks": Benchmarks,
    "backup": Backup,
    "forget": Forget,
    "people": People,
    "keys": Keys,
    "quarantine": Quarantine,
    "status": Status,
    "warehouse": Warehouse,
    "shared": Shared,
}


def shaped(operation: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return what was *asked* of *operation*, without what was left out.

    Raises
    ------
    ValidationError
        of pydantic, when a field is missing, unknown or of another type.
    """
    shape: type[BaseModel]
    if operation in SHAPES:
        shape = SHAPES[operation]
    else:
        from addin.sync.operations import SHAPES as OF_SYNC  # noqa: PLC0415 - only sheets need it

        shape = OF_SYNC[operation]
    return shape.model_validate(asked).model_dump(exclude_none=True, by_alias=True)
