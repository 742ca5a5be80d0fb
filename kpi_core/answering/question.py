"""What a `KpiQuery` means in a given workspace: its variants, its days, its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kpi_core.answering import attributed
from kpi_core.answering.formulas import Expanded, cohort_base, expand, is_state, measure, variant
from kpi_core.answering.snapshot import Snapshot
from kpi_core.arithmetic import Expr, Input, substitute
from kpi_core.attribution import units
from kpi_core.attribution.model import Model
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.measures import Measure
from kpi_core.periods import Calendar, Grain, Period, day_first_in, resolve
from kpi_core.query import KpiQuery, Span
from kpi_core.registry import folded
from kpi_core.text import Text
from kpi_core.warehouse.relations import RELATIONS
from kpi_core.warehouse.shape import Filter, Shape
from kpi_core.workspace.members import A_DIMENSION

#: Where something comes from; a touch tells it of itself, so that a model may give it credit.
CHANNELS = frozenset(RELATIONS["touchpoints"].dimensions)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One unit of a trend, clipped to the period."""

    key: dt.date  # the first day of the whole unit
    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class Question:
    """A query whose every word has been understood."""

    kpis: tuple[Expanded, ...]
    period: Period
    filters: dict[str, tuple[str | None, ...]]
    by: tuple[str, ...]
    grain: str | None
    cohort: bool
    calendar: Calendar
    buckets: tuple[Bucket, ...] = ()
    extra: tuple[str, ...] = ()
    as_of: dt.datetime | None = None
    notes: tuple[Text, ...] = field(default=())
    lag_days: int | None = (
        None  # the median sales cycle, where a measure is counted that much later
    )
    model: Model | None = None
    window: tuple[int, int] = (90, 7)  # the lookback and the half-life of a model, in days

    @property
    def dimensions(self) -> frozenset[str]:
        """Every dimension that selects or groups."""
        return frozenset(self.filters) | frozenset(self.by)

    @property
    def shares(self) -> bool:
        """Tell whether a model decides whose the conversions are: where a touch says so."""
        return self.model is not None and bool(self.dimensions & CHANNELS)

    def key(self, kpi: Expanded, term: str) -> str:
        """Return the name under which *term* is counted for *kpi*."""
        if not self.cohort:
            return term
        base = cohort_base(kpi.kpi)
        followed = measure(term, cohort=base).reached is not None
        return f"{term}__{base}" if followed else term

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Return all that must be counted, by name."""
        found = {}
        for kpi in self.kpis:
            for term in kpi.terms:
                base = cohort_base(kpi.kpi) if self.cohort else None
                found[self.key(kpi, term)] = measure(term, cohort=base)
            if kpi.kpi.beside:
                found[kpi.kpi.beside] = measure(kpi.kpi.beside, cohort=None)
        for term in self.extra:
            found[term] = measure(term, cohort=None)
        return found

    def named(self, kpi: Expanded, expression: Expr) -> Expr:
        """Return *expression* over the names that things are counted under."""
        return substitute(expression, {t: Input(self.key(kpi, t)) for t in kpi.terms})

    def shape(self, *names: str) -> Shape:
        """Return the shape to compile: of the measures called *names* alone, without formulas."""
        if names:
            chosen = tuple((name, self.measures[name]) for name in names)
            return replace(self.shape(), measures=chosen, formulas=())
        return Shape(
            measures=tuple(self.measures.items()),
            formulas=tuple((k.kpi.id, self.named(k, k.expression)) for k in self.kpis),
            by=self.by,
            grain=self.grain,
            fiscal_start=self.calendar.fiscal_start,
            filters=tuple(
                Filter(name, len([m for m in members if m is not None]), None in members)
                for name, members in self.filters.items()
            ),
            as_of=self.as_of is not None,
            model=self.model.key if self.model and self.shares else None,
        )

    def parameters(self, maturity_days: int, today: dt.date) -> dict[str, object]:
        """Return the values to bind."""
        values: dict[str, object] = {
            "start": self.period.start,
            "end": self.period.end,
            "eve": self.period.start - dt.timedelta(days=1),
            "years": self.period.days / 365.25,
            "buckets": [b.key for b in self.buckets],
            "eves": [b.start - dt.timedelta(days=1) for b in self.buckets],
            "lasts": [b.end for b in self.buckets],
            "maturity_days": maturity_days,
            "mature_before": today - dt.timedelta(days=maturity_days),
            "as_of": self.as_of,
            "lag_days": self.lag_days or 0,
            "lookback_days": self.window[0],
            "half_life_days": self.window[1],
            "touched_from": self.period.start - dt.timedelta(days=self.window[0]),
        }
        for name, members in self.filters.items():
            for i, member in enumerate(m for m in members if m is not None):
                values[f"f_{name}_{i}"] = member
        return values


def understand(
    query: KpiQuery, snapshot: Snapshot, today: dt.date, as_of: dt.datetime | None = None
) -> Question:
    """
    Return what *query* means.

    Raises
    ------
    KpiError
        NOT_FOUND, AMBIGUOUS or TYPE, for the first word that is not understood.
    """
    model = units.chosen(query.model, query.unit)
    settings = snapshot.settings
    filters, notes = _filters(query, snapshot)
    by = tuple(_dimension(name) for name in query.by)
    if len(set(by)) < len(by):
        raise KpiError(
            Kind.TYPE,
            Text(en="Group by a dimension once.", fr="Groupez par une dimension une seule fois."),
        )
    channels = bool(CHANNELS & (set(filters) | set(by))) and settings.overhead_policy == "none"
    kpis = []
    for name in dict.fromkeys(query.kpis):
        asked = REGISTRY.find(name)
        kpi = variant(asked, empty=snapshot.empty, by_channel=channels, asked=name)
        kpis.append(expand(kpi, settings, snapshot.empty))
    calendar = calendar_of(snapshot, today)
    period = _period(query, [k.kpi for k in kpis], snapshot, calendar)
    question = Question(
        kpis=tuple(kpis),
        period=period,
        filters=filters,
        by=by,
        grain=query.grain,
        cohort=query.basis == "cohort",
        calendar=calendar,
        buckets=buckets(period, query.grain, calendar) if query.grain else (),
        as_of=as_of,
        notes=tuple(notes),
        model=model,
        window=(settings.lookback_days, settings.half_life_days),
    )
    _check_model(question)
    _check_dimensions(question)
    if any(measure.lagged for measure in question.measures.values()):
        question = replace(question, lag_days=snapshot.cycle_days(as_of))
    return question


def own_periods(query: KpiQuery, snapshot: Snapshot) -> list[KpiQuery]:
    """
    Return *query* cut so that each KPI is asked over its own period when none was given.

    A state is told as of today, a flow over the workspace's default period; a trend of either
    takes the default one.
    """
    if query.period is not None or query.grain is not None:
        return [query]
    parts: dict[bool, list[str]] = {}
    for name in query.kpis:
        kpi = REGISTRY.find(name)
        parts.setdefault(is_state(kpi, snapshot.settings), []).append(name)
    return [query.model_copy(update={"kpis": kpis}) for kpis in parts.values()]


def calendar_of(snapshot: Snapshot, today: dt.date) -> Calendar:
    """Return the workspace's calendar: its fiscal year, its first day of data, its reading of 3/4."""
    settings = snapshot.settings
    first = min((c.first for c in snapshot.coverage.values() if c.first), default=None)
    return Calendar(
        today=today,
        fiscal_start=settings.fiscal_start,
        fiscal_named_by_end=settings.fiscal_named_by_end,
        first_day=first,
        day_first=day_first_in(settings.locale),
    )


def default_period(snapshot: Snapshot, calendar: Calendar) -> Period:
    """Return the workspace's default period, anchored to its data when that ends earlier."""
    last = snapshot.last_day
    anchor = calendar.today if last is None else min(calendar.today, last + dt.timedelta(days=1))
    period = resolve(snapshot.settings.default_period, replace(calendar, today=anchor))
    if last is not None and anchor < calendar.today and period.end < _month_before(calendar.today):
        return replace(period, assumed=(*period.assumed, ANCHORED))
    return period


def _period(query: KpiQuery, kpis: Sequence[Kpi], snapshot: Snapshot, calendar: Calendar) -> Period:
    match query.period:
        case None if query.grain is None and all(is_state(k, snapshot.settings) for k in kpis):
            return Period(calendar.today, calendar.today, Grain.DAY)
        case None:
            return default_period(snapshot, calendar)
        case Span(start=start, end=end):
            return Period(start, end)
        case str():
            return resolve(query.period, calendar)


ANCHORED = Text(
    en="No period was given: the default one, ending where the data does.",
    fr="Sans période donnée : celle par défaut, arrêtée là où s’arrêtent les données.",
)


def _month_before(day: dt.date) -> dt.date:
    """Return the last day of the month before *day*'s."""
    return day.replace(day=1) - dt.timedelta(days=1)


def _dimension(name: str) -> str:
    """Return the dimension that *name* is, by its id or by its title in either language."""
    found = dimension_named(name)
    if found is None:
        raise unknown(A_DIMENSION, name, DIMENSIONS)
    return found


def dimension_named(name: str) -> str | None:
    """Return the dimension called *name* in either language, or None."""
    return _NAMED.get(folded(name))


_NAMED = {folded(n): d for d, title in DIMENSIONS.items() for n in (d, title.en, title.fr)}


def _filters(
    query: KpiQuery, snapshot: Snapshot
) -> tuple[dict[str, tuple[str | None, ...]], list[Text]]:
    """Return the members that count by dimension, and how a name of several was read."""
    filters: dict[str, tuple[str | None, ...]] = {}
    notes: list[Text] = []
    for asked, members in query.filters.items():
        name = _dimension(asked)
        found: dict[str, list[str | None]] = {}
        for spelled in members:
            if spelled is not None:
                where, member = snapshot.members.one(name, spelled)
                found.setdefault(where, []).append(member)
                notes += _read_as(name, where, member, snapshot)
        if len(found) > 1:
            raise KpiError(
                Kind.AMBIGUOUS,
                Text(
                    en="Filter on channels or on platforms, not on both at once: {names}.",
                    fr="Filtrez sur des canaux ou sur des plateformes, pas les deux à la fois : {names}.",
                ).format(names=", ".join(map(str, members))),
            )
        if None in members:
            # A row without a source has neither channel nor platform: it is missing in both.
            found.setdefault(next(iter(found), name), []).append(None)
        for where, kept in found.items():
            filters[where] = tuple(dict.fromkeys((*filters.get(where, ()), *kept)))
    return filters, notes


def _read_as(name: str, where: str, member: str, snapshot: Snapshot) -> list[Text]:
    """Say which of a channel and a platform was taken, where the name alone does not tell."""
    if where != name:
        told = {"member": member, "asked": DIMENSIONS[name]}
        return [_NO_SUCH.format(**told, the=_THE[where])]
    if name == "channel" and any(n == "platform" for n, _ in snapshot.members.anywhere(member)):
        return [_BOTH.format(member=member)]
    return []


_THE = {
    "platform": Text(en="the platform", fr="la plateforme"),
    "source": Text(en="the source", fr="la source"),
}
_NO_SUCH = Text(
    en="No {asked} is called “{member}”: {the} of that name is counted.",
    fr="Aucun membre « {member} » dans la dimension « {asked} » : {the} du même nom est retenue.",
)
_BOTH = Text(
    en="“{member}” is a channel and a platform: the channel alone is counted. For the whole, ask for platform={member}.",
    fr="« {member} » est un canal et une plateforme : seul le canal est compté. Pour l’ensemble, demandez platform={member}.",
)


def _check_model(question: Question) -> None:
    if question.model is not None and question.cohort:
        raise KpiError(Kind.TYPE, attributed.NO_COHORT)
    for kpi in question.kpis if question.shares else ():
        measures = {term: question.measures[question.key(kpi, term)] for term in kpi.terms}
        attributed.check(kpi.kpi, measures)


def _check_dimensions(question: Question) -> None:
    for kpi in question.kpis:
        for term in kpi.terms:
            counted = question.measures[question.key(kpi, term)]
            carried = RELATIONS[counted.relation].dimensions
            for name in question.dimensions - set(carried):
                raise KpiError(
                    Kind.NOT_FOUND,
                    Text(
                        en="{kpi} cannot be told by {name}: {fact} carries only {carried}.",
                        fr="{kpi} ne peut pas se dire par {name} : « {fact} » ne porte que {carried}.",
                    ).format(
                        kpi=kpi.kpi.title,
                        name=DIMENSIONS[name],
                        fact=FACTS[RELATIONS[counted.relation].facts[0]].title,
                        carried=Text(
                            en=", ".join(DIMENSIONS[d].en for d in carried),
                            fr=", ".join(DIMENSIONS[d].fr for d in carried),
                        ),
                    ),
                )


def buckets(period: Period, grain: str, calendar: Calendar) -> tuple[Bucket, ...]:
    """
    Return the units of *period*, the first and last clipped to it.

    Raises
    ------
    KpiError
        LIMIT past 2,000 units.
    """
    found = []
    day = period.start
    while day <= period.end:
        first, last = unit_of(day, grain, calendar.fiscal_start)
        found.append(Bucket(first, max(first, period.start), min(last, period.end)))
        day = last + dt.timedelta(days=1)
        if len(found) > 2000:  # noqa: PLR2004 - a chart of five years of days
            raise KpiError(
                Kind.LIMIT,
                Text(
                    en="More than 2,000 points: take a coarser grain or a shorter period.",
                    fr="Plus de 2 000 points : prenez un grain plus large ou une période plus courte.",
                ),
            )
    return tuple(found)


def unit_of(day: dt.date, grain: str, fiscal_start: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the unit that holds *day*."""
    if grain == "day":
        return day, day
    if grain == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    shift = (fiscal_start - 1) % months
    index = day.year * 12 + day.month - 1
    first = (index - shift) // months * months + shift
    after = first + months
    return (
        dt.date(first // 12, first % 12 + 1, 1),
        dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1),
    )
