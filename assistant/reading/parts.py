"""What a question asks for, while it is put together, and the query that it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role
from assistant.wire import Intent, Reading
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better, Kpi
from kpi_core.periods import Period
from kpi_core.query import KpiQuery, Span, TimeUnit
from kpi_core.text import Text

PREVIOUS = Text(en="vs the previous period", fr="par rapport à la période précédente")
_MONTHS_OF_DAYS, _MONTHS_OF_WEEKS = 31, 92

Order = Literal["asc", "desc"]


@dataclass
class Parts:
    """What a question asks for, before it is completed by what was answered before."""

    kpis: list[str] = field(default_factory=list)
    period: str | Span | None = None
    meant: Period | None = None
    compare: str | None = None
    filters: dict[str, list[str | None]] = field(default_factory=dict)
    by: list[str] = field(default_factory=list)
    grain: TimeUnit | None = None
    basis: Literal["event", "cohort"] | None = None
    model: str | None = None
    order: Order | None = None
    limit: int | None = None
    better: bool | None = None
    intent: Intent | None = None
    rising: bool | None = None
    days: int | None = None
    chart: bool = False
    assumed_before: bool = False  # nothing said what is compared with
    by_change: bool = False
    above: float | None = None
    below: float | None = None
    shared: tuple[str | None, ...] = ()  # whose part of the whole is asked
    each: bool = False
    kind: bool = False  # the channels are all those of a kind: paid, organic
    whole: bool = False
    follow: bool = False
    beside: bool = False  # of a follow-up: set beside what was answered, "vs Google?"
    about: str | None = None  # what a study looks at
    ranks: frozenset[Role] = frozenset()  # what orders the members, whichever they turn out to be


def grain_of(period: Period) -> TimeUnit:
    """Return the unit that a trend over *period* is best read by."""
    if period.days <= _MONTHS_OF_DAYS:
        return "day"
    return "week" if period.days <= _MONTHS_OF_WEEKS else "month"


def direction(roles: Iterable[Role], kpi: Kpi) -> tuple[Order, bool | None]:
    """Return the order of a ranking, and whether the best or the worst comes first."""
    roles = set(roles)
    best: Order = "asc" if kpi.better is Better.LOWER else "desc"
    other: Order = "desc" if best == "asc" else "asc"
    if roles & {Role.WORST, Role.BOTTOM}:
        return other, False
    if roles & {Role.CHEAP, Role.LEAST}:
        return "asc", None
    if roles & {Role.DEAR, Role.MOST}:
        return "desc", None
    return best, True


def ranked(parts: Parts) -> None:
    """Order *parts* as its words ask, once it is known what is ranked and by what."""
    if parts.ranks and parts.kpis and (parts.by or parts.grain):
        parts.intent = Intent.RANK
        if parts.by_change:
            return  # by how much each moved, as it was asked
        parts.order, parts.better = direction(parts.ranks, REGISTRY[parts.kpis[0]])


def _typed(kpi: str) -> str:
    """Return the name under which *kpi* is asked: the family of a default, so that rules apply."""
    declared = REGISTRY[kpi]
    return declared.family if declared.default else declared.id


def _plain(parts: Parts) -> Intent:
    if parts.grain:
        return Intent.TREND
    if parts.compare:
        return Intent.COMPARE
    return Intent.BREAKDOWN if parts.by else Intent.VALUE


def _dormant_days(parts: Parts, around: Surroundings) -> int:
    if parts.days is not None:
        return min(parts.days, 36_500)
    if parts.meant is None:
        return 90
    return max(1, (around.calendar.today - parts.meant.start).days)


def _aimed(parts: Parts, around: Surroundings) -> list[str]:
    """Return the KPIs that have a target for those asked about, those looked at first first."""
    asked = {d: tuple(members) for d, members in parts.filters.items()}
    own = [t for t in around.targets if dict(t.filters) == asked] or list(around.targets)
    named = dict.fromkeys(t.kpi for t in own)
    first = [k for k in around.focus if k in named]
    return list(dict.fromkeys((*first, *named)))[:_AIMED]


_AIMED = 10


def complete(parts: Parts, around: Surroundings) -> Reading:
    """Return *parts* as a reading with its query."""
    intent = parts.intent or _plain(parts)
    kpis = list(parts.kpis)
    needs_none = {Intent.DEFINE, Intent.CATALOGUE, Intent.FRESHNESS, Intent.MEMBERS, Intent.DORMANT}
    if not kpis and intent is Intent.TARGET:
        kpis = _aimed(parts, around)
    if not kpis and intent is Intent.ANOMALIES:
        kpis = list(around.focus)
    if not kpis and intent not in needs_none:
        intent = Intent.FOCUS  # a channel or a period alone: how it does
    if intent is Intent.FOCUS:
        kpis = [REGISTRY[k].id for k in around.focus]
    if intent in {Intent.DEFINE, Intent.CATALOGUE, Intent.FRESHNESS}:
        return Reading(intent=intent, kpis=tuple(kpis))
    if intent is Intent.MEMBERS:
        return Reading(intent=intent, dimension=parts.by[0])
    if intent is Intent.DORMANT:
        return Reading(intent=intent, days=_dormant_days(parts, around))
    filters = {d: list(dict.fromkeys(m)) for d, m in parts.filters.items()}
    if intent is Intent.SHARE:
        filters = {d: m for d, m in filters.items() if d not in parts.by}
        parts.order, parts.limit = None, None  # a part is of the whole
    query = KpiQuery(
        kpis=[_typed(k) for k in kpis],
        period=parts.period,
        filters=filters,
        by=parts.by,
        grain=parts.grain,
        basis=parts.basis or "event",
        model=parts.model,
        compare=parts.compare,
        order=parts.order,
        limit=parts.limit,
    )
    return Reading(
        intent=intent,
        query=query,
        rising=parts.rising,
        better=parts.better,
        chart=parts.chart,
        members=parts.shared if intent is Intent.SHARE else (),
        by_change=parts.by_change,
        above=parts.above,
        below=parts.below,
        about=parts.about,
    )
