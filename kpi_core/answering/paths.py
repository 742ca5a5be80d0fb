"""Conversion paths: what people met, in order, before they converted; and models side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kpi_core.answering.engine import fetched
from kpi_core.answering.question import CHANNELS, Question, dimension_named, own_periods, understand
from kpi_core.attribution.models import MODELS
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Period
from kpi_core.query import KpiQuery, Span, Words
from kpi_core.text import Text
from kpi_core.warehouse.relations import shared

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

MOST = 1_000

Touch = tuple[str | None, ...]


@dataclass(slots=True)
class Path:
    """
    One sequence of members, and what became of those who walked it.

    converted, lost: how many did, and did not; days: mean days from the first touch to the
    conversion, None where nobody converted; amount: what the conversions brought, where counted.
    """

    touches: tuple[Touch, ...]
    converted: int = 0
    lost: int = 0
    days: float | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Paths:
    """
    The paths of a period, those that converted most often first.

    term: the conversion, a glossary id; dimensions: what a touch is told by.
    converted, lost: in all, those that had a touch; untouched: conversions that none led to.
    length, days: means over what converted; different: how many paths there are in all.
    unit: whose touches make a path, "lead" or "account".
    """

    term: str
    dimensions: tuple[str, ...]
    period: Period
    paths: tuple[Path, ...]
    converted: int
    lost: int
    untouched: int
    length: float | None
    days: float | None
    different: int
    unit: str = "lead"


def conversion_paths(core: Core, query: KpiQuery, limit: int = 20) -> Paths:
    """
    Return the paths that led to what the first count of *query* counts.

    query: one KPI; `by` says by what touches are told, the channel when empty. Filtered by a
        member, paths are those that hold it; `Path.touches` are told by what filters, too.
    limit: how many paths are listed, `MOST` at most.

    Raises
    ------
    KpiError
        TYPE when the KPI counts no conversion, or is asked by what no touch tells.
    """
    found = every_path(core, query)
    return replace(found, paths=found.paths[: min(limit, MOST)])


def every_path(core: Core, query: KpiQuery) -> Paths:
    """Return what `conversion_paths` does, with each path that there is."""
    question = _question(core, query)
    (kpi,) = question.kpis
    term = next((t for t in kpi.terms if shared(question.measures[t])), None)
    if term is None:
        raise KpiError(Kind.TYPE, _NO_CONVERSION.format(kpi=kpi.kpi.title))
    from kpi_core.warehouse import pathing  # noqa: PLC0415 - the compiler takes 0.2 s
    from kpi_core.warehouse.crediting import asked_of  # noqa: PLC0415 - idem

    shape = question.shape(term)
    settings = core.snapshot().settings
    bound = question.parameters(settings.maturity_days, question.calendar.today)
    with closing(core.facts()) as facts:
        won = fetched(facts, pathing.won(shape), bound)
        lost = fetched(facts, pathing.lost(shape), bound)
    read = _Read(tuple(asked_of(shape)), question.filters)
    column = question.measures[term].column
    for told in won:
        read.won(told, f"sum_{column}")
    for told in lost:
        read.lost(told)
    ranked = sorted(read.paths.values(), key=lambda p: (-p.converted, -p.lost, str(p.touches)))
    converted = sum(p.converted for p in ranked)
    return Paths(
        term=term,
        dimensions=tuple(asked_of(shape)),
        period=question.period,
        paths=tuple(ranked),
        converted=converted,
        lost=sum(p.lost for p in ranked),
        untouched=read.untouched,
        length=read.touches / converted if converted else None,
        days=read.days / converted if converted else None,
        different=len(ranked),
        unit=query.unit,
    )


def _question(core: Core, query: KpiQuery) -> Question:
    """Return *query* as a question under a model that looks at whole paths."""
    asked = query.model_copy(update={"by": _by(query), "model": "shapley"})
    snapshot = core.snapshot()
    (whole,) = own_periods(asked, snapshot)
    return understand(whole, snapshot, core.today())


def _by(query: KpiQuery) -> list[str]:
    """Return the dimensions that touches are told by."""
    named = [dimension_named(name) or "" for name in query.by or ["channel"]]
    if len(query.kpis) > 1 or query.grain or query.compare or set(named) - CHANNELS:
        raise KpiError(Kind.TYPE, _ONE_KPI)
    return named


@dataclass(slots=True)
class _Read:
    """What the counted paths add up to: those that hold a member of each filter on touches."""

    dimensions: tuple[str, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    paths: dict[tuple[Touch, ...], Path] = field(default_factory=dict)
    untouched: int = 0
    touches: int = 0
    days: int = 0

    def _touches(self, told: dict[str, object]) -> tuple[Touch, ...] | None:
        from kpi_core.warehouse.pathing import members_of  # noqa: PLC0415 - loaded by then

        touches = members_of(str(told["path"]))
        return touches if any(map(self._kept, touches)) else None

    def _kept(self, touch: Touch) -> bool:
        named = dict(zip(self.dimensions, touch, strict=True))
        return all(named[d] in kept for d, kept in self.filters.items() if d in named)

    def won(self, told: dict[str, object], amount: str) -> None:
        n, touches = int(str(told["n"])), self._touches(told)
        if touches is None:
            return
        if told["untouched"]:
            self.untouched += n
            return
        path, days = self.paths.setdefault(touches, Path(touches)), int(str(told["days"]))
        path.converted, path.days = n, days / n
        if told.get(amount) is not None:
            path.amount = float(str(told[amount]))
        self.touches += int(str(told["touches"]))
        self.days += days

    def lost(self, told: dict[str, object]) -> None:
        if (touches := self._touches(told)) is not None:
            self.paths.setdefault(touches, Path(touches)).lost = int(str(told["n"]))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """
    What each model credits each member with; None where it has no number.

    period: the days that were counted; notes: why a model has no number, and what none shares out.
    """

    models: tuple[str, ...]
    period: Span
    notes: tuple[Words, ...]
    members: tuple[str | None, ...]
    values: dict[str, dict[str | None, float | None]]  # model -> member -> value


def side_by_side(core: Core, query: KpiQuery, models: Sequence[str] = ()) -> SideBySide:
    """
    Return the first KPI of *query* by its first dimension, under each of *models*: all when empty.

    Raises
    ------
    KpiError
        those of `Core.query`; TYPE when it is told by what no touch tells.
    """
    dimension = _by(query)[0]
    chosen = tuple(models) or tuple(MODELS)
    values: dict[str, dict[str | None, float | None]] = defaultdict(dict)
    notes: dict[tuple[str, str], Words] = {}
    for model in chosen:
        asked = query.model_copy(update={"by": [dimension], "model": model})
        for found in core.query(asked):
            values[model][found.group[dimension]] = found.value
            told = (c.message for c in found.caveats if c.code in _OF_ALL)
            notes |= {(said.en, said.fr): said for said in told}
    largest: dict[str | None, float] = defaultdict(float)
    for by_member in values.values():
        for member, value in by_member.items():
            largest[member] = max(largest[member], value or 0.0)
    members = tuple(sorted(largest, key=lambda m: (m is None, -largest[m], str(m))))
    asked_for = _question(core, query).period
    period = Span(start=asked_for.start, end=asked_for.end)
    return SideBySide(chosen, period, tuple(notes.values()), members, dict(values))


def as_rows(core: Core, query: KpiQuery) -> dict[str, Any]:
    """Return every model side by side as plain data: a row a member, a value a model."""
    found = side_by_side(core, query)
    return {
        "kpi": query.kpis[0],
        "by": dimension_named(query.by[0] if query.by else "channel"),
        "period": found.period.model_dump(mode="json"),
        "models": list(found.models),
        "notes": [said.model_dump(mode="json") for said in found.notes],
        "currency": core.snapshot().settings.currency,
        "members": [
            {
                "member": member,
                "values": {
                    model: found.values.get(model, {}).get(member) for model in found.models
                },
            }
            for member in found.members
        ],
    }


# Said of a model once, rather than of each member.
_OF_ALL = frozenset(
    {
        "few_paths",
        "untouched",
        "running",
        "assumed",
        "history_midway",
        "undated_wins",
        "starts_late",
        "stale",
        "revised",
    }
)
_NO_CONVERSION = Text(
    en="{kpi} counts no conversion: ask for the paths of leads, new customers or revenue.",
    fr="«\u00a0{kpi}\u00a0» ne compte aucune conversion\u00a0: demandez les parcours des leads, des nouveaux clients ou du chiffre d’affaires.",
)
_ONE_KPI = Text(
    en="Paths are told for one KPI over one period, by channel, source, platform, campaign or content.",
    fr="Les parcours se disent pour un indicateur sur une période, par canal, source, plateforme, campagne ou contenu.",
)
