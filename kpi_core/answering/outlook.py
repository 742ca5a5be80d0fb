"""What comes next of a KPI if things go on as they did, and which of its values did not."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from kpi_core.answering.outlook_words import (
    CLIPPED,
    FEW_AHEAD,
    FEW_UNUSUAL,
    GAP,
    GRAINS,
    NOT_BETTER,
    NOTHING,
    PREVIOUS,
    SEASON,
    UNLIKELY,
    VERDICT,
)
from kpi_core.answering.question import buckets, understand, unit_of
from kpi_core.errors import Kind, KpiError
from kpi_core.outlook.methods import Method
from kpi_core.periods import Period
from kpi_core.query import Filters, KpiQuery, KpiResult, Name, Span
from kpi_core.text import Text
from kpi_core.units import Unit
from kpi_core.warehouse.relations import RELATIONS

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

Grain = Literal["week", "month", "quarter"]

_EVERY: Mapping[str, int] = {"week": 52, "month": 12, "quarter": 4}
_MOST: Mapping[str, int] = {"week": 260, "month": 120, "quarter": 60}  # units that are looked at
# Data that stops so many days before a unit ends still tells of the whole unit: nothing happens
# on each day of a small firm.
_SLACK: Mapping[str, int] = {"week": 1, "month": 5, "quarter": 10}


class OutlookQuery(BaseModel):
    """
    A question about what comes next.

    ahead: how many units; method: `auto` is the exponential smoothing that fits best.
    filters: as in a `KpiQuery`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kpi: Name
    grain: Grain = "month"
    ahead: Annotated[StrictInt, Field(ge=1, le=24)] = 3
    method: Method = Method.AUTO
    filters: Filters = {}


class AnomalyQuery(BaseModel):
    """
    A question about what was unusual: of the KPIs that are looked at, unless some are named.

    looked: how many of the last whole units are looked at.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kpis: Annotated[list[Name], Field(max_length=50)] = []
    grain: Grain = "month"
    looked: Annotated[StrictInt, Field(ge=1, le=12)] = 6
    filters: Filters = {}


@dataclass(frozen=True, slots=True)
class Point:
    """A unit of time and what was counted of it, or is expected; low, high: the margin of 95 %."""

    span: Period
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """
    What comes next of a KPI. ahead is empty where no forecast did better than a naive one.

    error, naive: the mean absolute error of both on what was held out, in the unit of the KPI;
    held: what was foretold of the last units of history, one ahead, from what was known before;
    judged: how many errors that is, inside: how many fell within the margin.
    """

    kpi: str
    unit: Unit
    currency: str
    grain: str
    filters: Mapping[str, tuple[str | None, ...]]
    history: tuple[Point, ...]
    ahead: tuple[Point, ...]
    model: str
    error: float
    naive: float
    judged: int
    inside: int
    notes: tuple[Text, ...]
    held: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A unit whose value is further from what was expected than chance and its margin allow."""

    kpi: str
    unit: Unit
    point: Point
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Anomalies:
    """What was unusual, the latest first; *skipped*: KPIs that cannot be told, and why."""

    grain: str
    currency: str
    looked: Period | None
    kpis: tuple[str, ...]
    found: tuple[Anomaly, ...]
    skipped: tuple[tuple[str, Text], ...]
    notes: tuple[Text, ...]


def outlook(core: Core, query: OutlookQuery) -> Outlook:
    """
    Return what comes next of a KPI.

    Raises
    ------
    KpiError
        EMPTY when there are too few whole units, with how many more it takes; those of a question
        that is not understood.
    """
    from kpi_core.outlook.forecasting import forecast, needed  # noqa: PLC0415 - scipy

    series = _series(core, query.kpi, query.grain, query.filters)
    every = _EVERY[query.grain]
    need, history = needed(every, query.method), series.points
    if len(history) < need:
        raise series.too_few(FEW_AHEAD, need, query.grain)
    values = [p.value for p in history]
    found = forecast(values, query.ahead, every, query.method)
    floor, ceiling = _bounds(series.result.unit, values)
    units = _after(core, history[-1].span.end, query.grain, query.ahead)

    def point(span: Period, *values: float) -> Point:
        return Point(span, *(min(max(v, floor), ceiling) for v in values))

    told = zip(units, found.expected, found.low, found.high, strict=True)
    ahead = tuple(point(unit, *values) for unit, *values in told)
    tail = zip(history[len(history) - len(found.held) :], found.held, strict=True)
    clipped = any(
        low < floor or high > ceiling for low, high in zip(found.low, found.high, strict=True)
    )
    words = GRAINS[query.grain]
    naive = SEASON.format(unit=words.one) if found.seasonal else PREVIOUS.format(unit=words.one)
    judged = {"judged": found.judged, "inside": found.inside, "naive": naive}
    share = 1 - found.error / found.naive if found.naive else 0.0
    verdict = (
        VERDICT.format(**judged, share=f"{share * 100:.0f}")
        if found.beats
        else NOT_BETTER.format(**judged, units=words.many)
    )
    return Outlook(
        kpi=series.result.variant,
        unit=series.result.unit,
        currency=series.result.currency or "",
        grain=query.grain,
        filters=series.filters,
        history=history,
        ahead=ahead if found.beats else (),
        model=found.model,
        error=found.error,
        naive=found.naive,
        judged=found.judged,
        inside=found.inside,
        notes=(verdict, *series.notes, *([CLIPPED] if clipped and found.beats else [])),
        held=tuple(point(known.span, *values) for known, values in tail),
    )


def anomalies(core: Core, query: AnomalyQuery) -> Anomalies:
    """
    Return which of the last units were unusual, for the KPIs named or else those looked at.

    A unit is unusual when it is more than three standard deviations from what all before it
    foretold, and when its own margin of error does not reach what was expected either.
    """
    from kpi_core.outlook.forecasting import FAR, LEAST, set_against  # noqa: PLC0415 - scipy

    kpis = query.kpis or list(core.snapshot().settings.focus)
    found, skipped, told, spans = [], [], [], []
    for kpi in kpis:
        try:
            series = _series(core, kpi, query.grain, query.filters)
            if len(series.points) < LEAST + query.looked:
                raise series.too_few(FEW_UNUSUAL, LEAST + query.looked, query.grain)
        except KpiError as error:
            if query.kpis:
                raise
            skipped.append((kpi, error.message))
            continue
        points = series.points[-query.looked :]
        told.append(series.result.variant)
        spans += [points[0].span.start, points[-1].span.end]
        every = _EVERY[query.grain]
        for point, seen in zip(
            points,
            set_against([p.value for p in series.points], query.looked, every),
            strict=True,
        ):
            if abs(seen.away) > FAR and not _reaches(point, seen.expected):
                half = FAR * seen.spread
                ends = seen.expected - half, seen.expected + half
                found.append(
                    Anomaly(series.result.variant, series.result.unit, point, seen.expected, *ends)
                )
    found.sort(key=lambda a: a.point.span.start, reverse=True)
    return Anomalies(
        grain=query.grain,
        currency=core.snapshot().settings.currency,
        looked=Period(min(spans), max(spans)) if spans else None,
        kpis=tuple(told),
        found=tuple(found),
        skipped=tuple(skipped),
        notes=(UNLIKELY.format(n=len(told) * query.looked),) if told else (),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """A KPI unit by unit, whole units only; *result*: its last answer, which tells what it is."""

    result: KpiResult
    points: tuple[Point, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    notes: tuple[Text, ...]

    def too_few(self, said: Text, need: int, grain: str) -> KpiError:
        words, have = GRAINS[grain], len(self.points)
        more = {"need": need, "have": have, "more": need - have}
        return KpiError(Kind.EMPTY, said.format(**more, units=words.many, unit=words.one))


def _series(core: Core, kpi: str, grain: str, filters: Mapping[str, list[str | None]]) -> _Told:
    snapshot, today = core.snapshot(), core.today()
    asked = KpiQuery(kpis=[kpi], filters=dict(filters), grain=grain)  # type: ignore[arg-type] # one of its own
    question = understand(asked, snapshot, today)
    facts = {f for m in question.measures.values() for f in RELATIONS[m.relation].facts}
    start = question.calendar.fiscal_start
    firsts = [c.first for f in facts if (c := snapshot.coverage[f]).first]
    lasts = [day for f in facts if (day := snapshot.told_by(f, today))]
    if len(firsts) < len(facts) or len(lasts) < len(facts):
        raise KpiError(Kind.EMPTY, NOTHING.format(kpi=question.kpis[0].kpi.title))
    first, last = _whole(max(firsts), min(lasts), today, grain, start)
    period = Period(first, max(first, last))
    units = buckets(period, grain, question.calendar)[-_MOST[grain] :]
    span = Span(start=units[0].start, end=units[-1].end)
    found = core.query(asked.model_copy(update={"period": span}))
    points, gap = _unbroken(found) if first <= last else ((), False)
    return _Told(found[-1], points, question.filters, (*question.notes, *([GAP] if gap else [])))


def _whole(
    first: dt.date, last: dt.date, today: dt.date, grain: str, start: int
) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the units that the data tells the whole of."""
    begun, _ = unit_of(first, grain, start)
    if (first - begun).days > _SLACK[grain]:
        begun = unit_of(first, grain, start)[1] + dt.timedelta(days=1)
    until = min(last + dt.timedelta(days=_SLACK[grain]), today - dt.timedelta(days=1))
    opened, ended = unit_of(until, grain, start)
    return begun, ended if ended <= until else opened - dt.timedelta(days=1)


def _unbroken(found: list[KpiResult]) -> tuple[tuple[Point, ...], bool]:
    """Return the units since the last one without a value, and whether there was one."""
    points: list[Point] = []
    gap = False
    for row in found:
        if row.value is None:
            gap = gap or bool(points)
            points.clear()
            continue
        span = Period(row.period.start, row.period.end)
        points.append(Point(span, float(row.value), row.low, row.high))
    return tuple(points), gap


def _bounds(unit: Unit, values: list[float]) -> tuple[float, float]:
    """Return what no value of this KPI can pass: a share its whole; none a sign it never had."""
    return (0.0 if min(values) >= 0 else -math.inf), (1.0 if unit is Unit.SHARE else math.inf)


def _after(core: Core, day: dt.date, grain: str, ahead: int) -> list[Period]:
    start, found = core.snapshot().settings.fiscal_start, []
    for _ in range(ahead):
        first, day = unit_of(day + dt.timedelta(days=1), grain, start)
        found.append(Period(first, day))
    return found


def _reaches(point: Point, expected: float) -> bool:
    return point.low is not None and point.high is not None and point.low <= expected <= point.high
