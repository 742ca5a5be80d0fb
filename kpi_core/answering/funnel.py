"""The funnel: who goes on from stage to stage, how long it takes, where it narrows, what is open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kpi_core.answering import funnel_words as words
from kpi_core.answering.engine import fetched
from kpi_core.answering.funnel_pipeline import Standing, pipeline
from kpi_core.answering.funnel_shapes import (
    Decided,
    Funnel,
    FunnelQuery,
    GroupFunnel,
    Stage,
    Step,
)
from kpi_core.answering.funnel_stages import (
    LEAST,
    Group,
    Lost,
    Stay,
    Visits,
    Watched,
    bottleneck,
    by_group,
    group_of,
    lost_of,
    stay_of,
    step_title,
)
from kpi_core.answering.question import Question, understand
from kpi_core.answering.reading import day_text
from kpi_core.catalog.funnel import STAGES
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.importing.stages import state_of
from kpi_core.periods import Period
from kpi_core.query import KpiQuery, KpiResult, Span
from kpi_core.text import Text, capital
from kpi_core.warehouse.funnels_shape import NOW, FunnelShape
from kpi_core.warehouse.shape import Statement
from kpi_core.warehouse.statements import remembered

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_ORDER = ("lead", "mql", "sql", "opportunity", "customer")
_COUNTS = {
    "lead": "lead_volume",
    "mql": "mql_count",
    "sql": "sql_count",
    "opportunity": "opportunity_count",
    "customer": "new_customer_count",
}
_FOLLOWED = ("leads", "deals", "deal_stages")  # what a CRM tells; spend says nothing of a deal
_OF_DEALS = ("won_deal_count", "lost_deal_count", "revenue", "win_rate", "pipeline_velocity")


def funnel(core: Core, query: FunnelQuery) -> Funnel:
    """
    Return the funnel that *query* asks for.

    Raises
    ------
    KpiError
        EMPTY when there are neither leads nor deals; TYPE by stage; those of a word that is not
        understood.
    """
    snapshot = core.snapshot()
    if {"leads", "deals"} <= snapshot.empty:
        raise KpiError(Kind.EMPTY, words.NOTHING)
    stages, notes = _stages(core)
    asked = KpiQuery(kpis=_asked(core, stages), period=query.period, filters=query.filters, by=query.by)  # fmt: skip
    question = understand(asked, snapshot, core.today())
    if "stage" in question.dimensions:
        raise KpiError(Kind.TYPE, words.BY_STAGE)
    told = _Told(core, question, stages)
    total = told.groups(())[()]
    groups = told.groups(question.by) if question.by else {}
    settings = snapshot.settings
    return Funnel(
        period=question.period,
        today=core.today(),
        known=told.known,
        by=question.by,
        filters=question.filters,
        currency=settings.currency,
        maturity_days=settings.maturity_days,
        total=total,
        groups=tuple(groups[g] for g in sorted(groups, key=lambda g: [(m is None, str(m)) for m in g])),
        notes=(*question.period.assumed, *question.notes, *notes, *told.notes(total)),
    )  # fmt: skip


def _stages(core: Core) -> tuple[tuple[str, ...], list[Text]]:
    """Return the stages that the data tells, and what is said of those it does not."""
    with closing(core.facts()) as facts:
        (leads,) = facts.ask("SELECT count(created_on), count(mql_on), count(sql_on) FROM leads")
        (deals,) = facts.ask(
            "SELECT count(created_on) FILTER (WHERE kind IS NULL OR kind = 'new'),"
            " count(closed_on) FILTER (WHERE state = 'won') FROM deals"
        )
    empty = core.snapshot().empty
    notes = [words.NO_LEADS] * ("leads" in empty) + [words.NO_DEALS] * ("deals" in empty)
    known = {"lead": "leads", "mql": "leads", "sql": "leads"} | dict.fromkeys(_ORDER[3:], "deals")
    kept = []
    for stage, rows in zip(_ORDER, (*leads, *deals), strict=True):
        if rows:
            kept.append(stage)
        elif known[stage] not in empty:
            notes.append(words.NO_STAGE.format(stage=STAGES[stage][1]))
    return tuple(kept), notes


def _steps(stages: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(stages))


def _asked(core: Core, stages: Sequence[str]) -> list[str]:
    """Return the KPIs of a funnel of these stages, at least one."""
    kpis = [_COUNTS[s] for s in stages] + [f"{a}_to_{b}" for a, b in _steps(stages)]
    return kpis + ([] if "deals" in core.snapshot().empty else list(_OF_DEALS)) or ["lead_volume"]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was counted of one group."""

    whole: Mapping[str, KpiResult]
    cohort: Mapping[str, KpiResult]
    usual: Mapping[str, KpiResult]
    stays: Mapping[tuple[str, str], Stay]
    visits: Visits
    standing: Standing


class _Told:
    """What is counted for one question, whole and by member."""

    def __init__(self, core: Core, question: Question, stages: tuple[str, ...]) -> None:
        self._core, self._question, self._stages = core, question, stages
        snapshot = core.snapshot()
        self._settings = snapshot.settings
        self._deals = "deals" not in snapshot.empty
        self._history = "deal_stages" not in snapshot.empty
        # Walking through every stay takes longest: the whole is asked for its limits, too.
        self._walked: dict[FunnelShape, dict[Group, Visits]] = {}
        names = snapshot.members.members["stage"]
        # A list without any name would have no type.
        self._closing = [n for n in names if state_of(n) != "open"] or [""]

    def groups(self, by: tuple[str, ...]) -> dict[Group, GroupFunnel]:
        """Return the funnel of each group of *by*."""
        whole = self._results(by, "event", self._question.period)
        cohort = self._results(by, "cohort", self._question.period)
        first = self._core.snapshot().coverage["leads"].first
        start = self._question.period.start
        usual: dict[Group, dict[str, KpiResult]] = {}
        if first is not None and first < start:
            usual = self._results(by, "cohort", Period(first, start - dt.timedelta(days=1)))
        stays = {step: self._stays(by, *step) for step in _steps(self._stages)}
        visits, standing = self._deals_of(by)
        keys = {*whole, *visits, *standing} or {()}
        return {
            key: self._group(
                key,
                _Found(
                    whole.get(key, {}),
                    cohort.get(key, {}),
                    usual.get(key, {}),
                    {step: found.get(key, Stay(0, None, None)) for step, found in stays.items()},
                    visits.get(key, Visits()),
                    standing.get(key, Standing()),
                ),
            )
            for key in keys
        }

    def _results(
        self, by: tuple[str, ...], basis: str, period: Period
    ) -> dict[Group, dict[str, KpiResult]]:
        """Return group -> KPI -> its answer."""
        kpis = _asked(self._core, self._stages)
        if basis == "cohort":
            # Only leads are followed: a deal without one belongs to no cohort of people.
            kpis = [f"{a}_to_{b}" for a, b in _steps(self._stages) if "lead" in self._stages]
        if not kpis:
            return {}
        query = KpiQuery.model_validate(
            {
                "kpis": kpis,
                "period": Span(start=period.start, end=period.end),
                "filters": {n: list(m) for n, m in self._question.filters.items()},
                "by": list(by),
                "basis": basis,
            }
        )
        found: dict[Group, dict[str, KpiResult]] = defaultdict(dict)
        for result in self._core.query(query):
            found[tuple(result.group[name] for name in by)][result.variant] = result
        return found

    def _fetched(self, statement: Statement) -> list[dict[str, object]]:
        today = self._core.today()
        bound = self._question.parameters(1, today)
        with closing(self._core.facts()) as facts:
            return fetched(facts, statement, bound | {"today": today, "closing": self._closing})

    def _shape(self, by: tuple[str, ...]) -> FunnelShape:
        return FunnelShape(by, self._question.shape().filters)

    def _stays(self, by: tuple[str, ...], first: str, then: str) -> dict[Group, Stay]:
        dates = [GLOSSARY[STAGES[stage][0]].stage or "" for stage in (first, then)]
        days: dict[Group, dict[int, int]] = defaultdict(dict)
        for row in self._fetched(_statement("stays", self._shape(by), *dates)):
            if row["whence"] == NOW:
                days[group_of(row, by)][int(str(row["days"]))] = int(str(row["n"]))
        return {group: stay_of(found) for group, found in days.items()}

    def _visits(self, shape: FunnelShape) -> dict[Group, Visits]:
        if shape not in self._walked:
            found = self._fetched(_statement("visits", shape)) if self._history else []
            self._walked[shape] = by_group(found, shape.by)
        return self._walked[shape]

    def _deals_of(self, by: tuple[str, ...]) -> tuple[dict[Group, Visits], dict[Group, Standing]]:
        if not self._deals:
            return {}, {}
        shape = self._shape(by)
        standing: dict[Group, Standing] = defaultdict(Standing)
        for row in self._fetched(_statement("standing", shape)):
            standing[group_of(row, by)].take(row, self.limits, self.known)
        return self._visits(shape), standing

    @cached_property
    def known(self) -> dt.date:
        """The last day that the data tells of: a deal has not waited longer than anybody looked."""
        today = self._core.today()
        # A deal may be dated ahead: what is to come tells nothing of how fresh the data is.
        return self._core.snapshot().last_told(_FOLLOWED, today) or today

    @cached_property
    def limits(self) -> dict[str, float | None]:
        """How long is long in each stage, over all deals: a member's own are often few."""
        return self._visits(FunnelShape()).get((), Visits()).limits()

    def _group(self, key: Group, found: _Found) -> GroupFunnel:
        visits, standing = found.visits, found.standing
        titles = {stage: STAGES[stage][1] for stage in self._stages}
        steps = tuple(
            Step(
                first=a,
                then=b,
                title=step_title(titles[a], titles[b]),
                period_rate=_value(found.whole.get(f"{a}_to_{b}")),
                cohort=_lost(found.cohort.get(f"{a}_to_{b}")),
                usual=_lost(found.usual.get(f"{a}_to_{b}")),
                stay=found.stays[a, b],
            )
            for a, b in _steps(self._stages)
        )
        order = [*visits.order(), *sorted(set(standing.stages) - set(visits.seen))]
        late = defaultdict[str, int](int)
        for deal in standing.stalled:
            late[deal.stage] += 1
        deal_stages = tuple(
            visits.stage(name, standing.stages.get(name, (0, 0.0, 0.0)), late[name], self.limits.get(name))
            for name in order
        )  # fmt: skip
        # From the opportunity on, the stages of deals tell more than the whole of them.
        own = [s for s in steps if s.first != "opportunity" or not visits.seen]
        watched = [Watched(s.title, s.stay, s.cohort, s.usual) for s in own]
        watched += [Watched(_named(s.name), s.stay, s.lost, s.usual) for s in deal_stages]
        filters = self._question.filters | {
            name: (member,) for name, member in zip(self._question.by, key, strict=False)
        }
        return GroupFunnel(
            group=key,
            stages=tuple(
                Stage(s, _titled(s), int(_value(found.whole.get(_COUNTS[s])) or 0))
                for s in self._stages
            ),
            steps=steps,
            deal_stages=deal_stages,
            decided=_decided(found.whole) if self._deals else None,
            pipeline=pipeline(self._core, standing, filters) if self._deals else None,
            stalled=tuple(sorted(standing.stalled, key=lambda d: (-(d.amount or 0), -d.days))),
            bottleneck=bottleneck(watched, self._settings.small_sample),
        )

    def notes(self, total: GroupFunnel) -> list[Text]:
        """Return what must be known of the whole."""
        days, found = self._settings.maturity_days, []
        if "lead" in self._stages and total.steps:
            known = any(step.cohort for step in total.steps)
            found.append((words.COHORT if known else words.UNRIPE).format(days=days))
        if self._deals and not self._history:
            found.append(words.NO_HISTORY)
        if total.bottleneck is None:
            found.append(words.NO_BOTTLENECK.format(least=LEAST))
        found += self._untold()
        unjudged = [s.name for s in total.deal_stages if s.open and self.limits.get(s.name) is None]
        if unjudged and self._history:
            found.append(
                words.UNJUDGED.format(least=LEAST, stages=", ".join(map(_shown, unjudged)))
            )
        if self._history and total.pipeline and total.pipeline.open:
            found += waited(self.known, self._core.today())
        if inferred := sum(s.inferred for s in total.deal_stages):
            found.append(words.INFERRED.format(n=inferred))
        return [*found, *(total.pipeline.notes if total.pipeline else ())]

    def _untold(self) -> list[Text]:
        """Return what is said of rows that cannot be counted: dated after today, or backwards."""
        today = self._core.today()
        with closing(self._core.facts()) as facts:
            ((future, backwards),) = facts.ask(
                "SELECT (SELECT count(*) FROM leads WHERE created_on > $1)"
                " + (SELECT count(*) FROM deals WHERE created_on > $1)"
                " + (SELECT count(*) FROM deal_stages WHERE entered_on > $1),"
                " (SELECT count(*) FROM deal_stages WHERE left_on < entered_on)",
                [today],
            )
        said = ((words.FUTURE, int(future)), (words.BACKWARDS, int(backwards)))
        return [text.format(n=n) for text, n in said if n]


def waited(known: dt.date, today: dt.date) -> list[Text]:
    """Return up to which day waits are counted, where the data does not tell of today."""
    return [words.KNOWN_UNTIL.format(day=day_text(known))] if known < today else []


def _statement(name: str, shape: FunnelShape, *dates: str) -> Statement:
    """Return one statement of `kpi_core.warehouse.funnels`, which is not loaded for one that was kept."""

    def made() -> Statement:
        from kpi_core.warehouse import funnels  # noqa: PLC0415 - the compiler takes 0.5 s

        match name:
            case "visits":
                return funnels.visits(shape)
            case "standing":
                return funnels.standing(shape)
            case _:
                return funnels.stays(shape, *dates)

    return remembered(f"{name} {shape!r} {dates!r}", made)


def _value(found: KpiResult | None) -> float | None:
    return None if found is None else found.value


def _lost(found: KpiResult | None) -> Lost | None:
    """Return who did not go on, of a cohort."""
    if found is None or found.numerator is None or not found.denominator:
        return None
    return lost_of(int(found.denominator), int(found.denominator - found.numerator))


def _decided(whole: Mapping[str, KpiResult]) -> Decided:
    won, lost, value = (_value(whole.get(kpi)) or 0.0 for kpi in _OF_DEALS[:3])
    rate = whole.get("win_rate")
    return Decided(
        won=int(won),
        lost=int(lost),
        value=value,
        win_rate=_value(rate),
        low=rate.low if rate else None,
        high=rate.high if rate else None,
        velocity=_value(whole.get("pipeline_velocity")),
    )


def _titled(stage: str) -> Text:
    return capital(STAGES[stage][1])


def _shown(stage: str) -> str:
    return stage or "–"


def _named(stage: str) -> Text:
    return Text(en=_shown(stage), fr=_shown(stage))
