"""One row of counted data becomes one `KpiResult`, with what the reader must know of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_core import arithmetic
from kpi_core.answering.engine import Row
from kpi_core.answering.formulas import COSTS, Expanded
from kpi_core.answering.margins import NO_MARGIN, margin
from kpi_core.answering.question import Bucket, Question
from kpi_core.answering.snapshot import Snapshot
from kpi_core.arithmetic import Const, Expr, Input
from kpi_core.caveats import caveat
from kpi_core.definition import Better, Interval
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate, Clock, Measure, Nothing
from kpi_core.query import Caveat, KpiResult, Span
from kpi_core.text import Text
from kpi_core.units import Unit, written
from kpi_core.warehouse.relations import RELATIONS

_STALE_AFTER = 7  # days: weekly exports are the rule
_DATES = Text(en="%Y-%m-%d", fr="%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was asked beside the rows themselves, to say what a number leaves out."""

    indirect_total: float = 0.0
    indirect_counted: bool = True
    unassigned: Mapping[str, float] = field(default_factory=dict)
    without_spend: tuple[str, ...] = ()
    cohort_values: Mapping[str, float | None] = field(default_factory=dict)


def day_text(day: dt.date) -> Text:
    """Return *day* as figures, in the order of each language."""
    return Text(en=day.strftime(_DATES.en), fr=day.strftime(_DATES.fr))


def result(
    question: Question,
    snapshot: Snapshot,
    kpi: Expanded,
    row: Row,
    bucket: Bucket | None,
    around: Surroundings,
) -> KpiResult:
    """Return the answer that *row* gives for *kpi*."""
    span = Span(
        start=bucket.start if bucket else question.period.start,
        end=bucket.end if bucket else question.period.end,
    )
    reading = _Reading(question, snapshot, kpi, row, span)
    value, why = reading.value()
    inputs = {name: reading.number(expr) for name, expr in kpi.inputs.items()}
    own = {**inputs, "period_years": reading.years}
    numerator = _number(kpi.kpi.numerator, own)
    denominator = _number(kpi.kpi.denominator, own) if kpi.kpi.denominator is not None else None
    if kpi.kpi.beside:
        inputs[kpi.kpi.beside] = reading.counted(kpi.kpi.beside)
    low, high = NO_MARGIN
    if value is not None:
        low, high = margin(kpi.kpi, numerator, denominator, inputs, cohort=question.cohort)
    fresh = [c.last for fact in reading.facts if (c := snapshot.coverage[fact]).last]
    return KpiResult(
        kpi=kpi.kpi.family,
        variant=kpi.kpi.id,
        value=value,
        unit=kpi.kpi.unit,
        currency=snapshot.settings.currency if _is_money(kpi.kpi.unit) else None,
        low=low,
        high=high,
        numerator=numerator,
        denominator=denominator,
        inputs=inputs,
        rows=sum(row.counted.get(question.key(kpi, term), 0) for term in kpi.terms),
        period=span,
        group=_group(question, row, bucket),
        basis="cohort" if question.cohort else "event",
        caveats=[*why, *reading.caveats(value, denominator, around)],
        comparison=None,
        fresh_to=min(fresh, default=None),
    )


def _group(question: Question, row: Row, bucket: Bucket | None) -> dict[str, str | None]:
    group: dict[str, str | None] = dict(zip(question.by, row.group, strict=True))
    if bucket and question.grain:
        group[question.grain] = bucket.key.isoformat()
    return group


def _is_money(unit: Unit) -> bool:
    return unit in {Unit.MONEY, Unit.MONEY_PER_DAY, Unit.MONEY_PER_MONTH}


def _number(expression: Expr, values: Mapping[str, float | None]) -> float | None:
    known = {name: value for name, value in values.items() if value is not None}
    try:
        return float(arithmetic.evaluate(expression, known))
    except (KeyError, ZeroDivisionError, OverflowError):
        return None


@dataclass(slots=True)
class _Reading:
    """One KPI read off one row."""

    question: Question
    snapshot: Snapshot
    kpi: Expanded
    row: Row
    span: Span

    @property
    def years(self) -> float:
        return ((self.span.end - self.span.start).days + 1) / 365.25

    @property
    def measures(self) -> dict[str, Measure]:
        counted = self.question.measures
        return {term: counted[self.question.key(self.kpi, term)] for term in self.kpi.terms}

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(f for m in self.measures.values() for f in RELATIONS[m.relation].facts)

    def counted(self, term: str) -> float | None:
        """Return what *term* counted, None where nothing tells."""
        name = self.question.key(self.kpi, term) if term in self.kpi.terms else term
        value = self.row.values[name]
        if term in self.kpi.terms and self._silent(term, self.measures[term]):
            return None
        return None if value is None else float(value)

    def _silent(self, term: str, measure: Measure) -> bool:
        """Tell whether no row means nothing recorded rather than nothing happened."""
        if measure.nothing is not Nothing.ZERO or term == "indirect_cost":
            return False
        for fact in RELATIONS[measure.relation].facts[:1]:
            cover = self.snapshot.coverage[fact]
            if not cover.rows or cover.first is None or cover.last is None:
                return True
            if measure.clock is not Clock.EVENT:
                return self.span.end < cover.first
            if self.span.end < cover.first or self.span.start > cover.last:
                return True
        return False

    def number(self, expression: Expr) -> float | None:
        values = {term: self.counted(term) for term in self.kpi.terms}
        return _number(expression, {**values, "period_years": self.years})

    def value(self) -> tuple[float | None, list[Caveat]]:
        """Return the number, or None and why there is none."""
        kpi = self.kpi
        missing = [term for term in kpi.terms if self.counted(term) is None]
        if missing:
            return None, [self._missing(term) for term in missing[:2]]
        own = {name: self.number(expr) for name, expr in kpi.inputs.items()}
        if kpi.kpi.denominator is not None and COSTS & set(kpi.terms):
            net = sum(self.counted(term) or 0 for term in kpi.terms if term in COSTS)
            if net <= 0:
                return None, [caveat("net_cost")]
        try:
            kpi.kpi.check({name: v for name, v in own.items() if v is not None})
        except KpiError as error:
            return None, [caveat("not_defined", why=error.message)]
        value = self.row.results.get(kpi.kpi.id)
        if value is None:
            return None, [self._zero()]
        return (float(value) + 0.0, []) if math.isfinite(value) else (None, [self._zero()])

    def _missing(self, term: str) -> Caveat:
        measure = self.measures[term]
        if measure.aggregate is Aggregate.SINGLE and self.row.counted.get(term, 0) > 1:
            return caveat("not_additive", what=GLOSSARY[term].title)
        if measure.within and self.row.counted.get(term, 0) > 1:
            return caveat(
                "not_across", what=GLOSSARY[term].title, dimension=DIMENSIONS[measure.within]
            )
        carried = self.snapshot.spend_dimensions
        if term in COSTS and (lacking := sorted(self.question.dimensions - carried)):
            return caveat("filter_not_in_spend", dimension=DIMENSIONS[lacking[0]])
        chosen = [m for members in self.question.filters.values() for m in members if m]
        chosen += [m for m in self.row.group if m]
        where = Text(en="from {a} to {b}", fr="du {a} au {b}").format(
            a=day_text(self.span.start), b=day_text(self.span.end)
        )
        if chosen:
            where = Text(en="for {who} {when}", fr="pour {who} {when}").format(
                who=", ".join(chosen[:3]), when=where
            )
        return caveat("no_data", what=GLOSSARY[term].title, where=where)

    def _zero(self) -> Caveat:
        """Name what is zero where something must be."""
        for expression in (self.kpi.kpi.expression, self.kpi.expression):
            for name in arithmetic.inputs_of(_denominators(expression)):
                known = (
                    self.counted(name)
                    if name in self.kpi.terms
                    else self.number(self.kpi.inputs.get(name, Const(1)))
                )
                if known == 0:
                    return caveat("zero_denominator", what=GLOSSARY[name].title)
        return caveat("zero_denominator", what=self.kpi.kpi.title)

    def caveats(
        self, value: float | None, denominator: float | None, around: Surroundings
    ) -> list[Caveat]:
        """Return what the reader must know, the most important first."""
        found = [caveat("assumed", what=text) for text in self.question.period.assumed]
        if self.question.period.running and self.span.end == self.question.period.end:
            found.append(caveat("running", day=day_text(self.span.end)))
        if value is None:
            return found + self._freshness()
        found += self._costs(around)
        found += self._counting(value, denominator, around)
        return found + self._freshness()

    def _costs(self, around: Surroundings) -> list[Caveat]:
        terms, snapshot = set(self.kpi.terms), self.snapshot
        found = []
        if "indirect_cost" in terms and not snapshot.has_indirect:
            found.append(caveat("no_indirect_cost"))
        policy = snapshot.settings.overhead_policy
        narrowed = bool(self.question.dimensions)
        if terms & {"cost", "ad_spend"} and narrowed and around.indirect_total:
            if policy == "none":
                found.append(
                    caveat("indirect_unallocated", amount=self._money(around.indirect_total))
                )
            elif "indirect_cost" in terms:
                found.append(caveat("indirect_allocated", policy=_POLICIES[policy]))
        if self.kpi.kpi.id == "roi_net" and not snapshot.has_margin:
            found.append(caveat("before_cost_of_sales"))
        if terms & COSTS:
            found += [caveat("child_without_spend", who=who) for who in around.without_spend]
        for dimension, share in around.unassigned.items():
            if terms & COSTS and share > 0:
                percent = Text(en=f"{share:.0%}", fr=f"{share * 100:.0f}\u202f%")
                found.append(
                    caveat("spend_not_assigned", share=percent, dimension=DIMENSIONS[dimension])
                )
        if snapshot.untaxed_files and any(
            GLOSSARY[t].unit is Unit.MONEY and t != "mrr" for t in terms
        ):
            found.append(caveat("tax_unknown", files=", ".join(snapshot.untaxed_files[:3])))
        return found

    def _counting(
        self, value: float, denominator: float | None, around: Surroundings
    ) -> list[Caveat]:
        kpi, settings = self.kpi.kpi, self.snapshot.settings
        found = []
        if self.question.cohort:
            found.append(caveat("cohort", days=settings.maturity_days))
        for term in self.kpi.terms:
            if n := self.row.inferred.get(self.question.key(self.kpi, term), 0):
                found.append(caveat("inferred_stage", n=n, what=GLOSSARY[term].title))
        for term in self.kpi.terms:
            if n := self.row.blank.get(self.question.key(self.kpi, term), 0):
                found.append(caveat("amount_missing", n=n, what=GLOSSARY[term].title))
        if "new_customers" in self.kpi.terms:
            if not self.snapshot.has_kinds:
                found.append(caveat("first_won_per_account"))
            if n := self.snapshot.accounts_from_before:
                found.append(caveat("history_midway", n=n))
        if "claimed_conversions" in self.kpi.terms:
            found.append(caveat("claimed"))
        if kpi.beside and (mean := self.counted(kpi.beside)) is not None:
            n = self.row.counted[kpi.beside]
            found.append(caveat("median_of", n=n, mean=f"{mean:.1f}"))
        sample = self._sample(denominator)
        if sample is not None and sample < settings.small_sample:
            found.append(caveat("small_sample", n=f"{sample:g}"))
        if (
            kpi.unit is Unit.SHARE
            and value > 1
            and "cost" not in self.kpi.terms
            and kpi.better is not Better.NEITHER
            and "ad_spend" not in self.kpi.terms
        ):
            found.append(caveat("above_one"))
        if not self.question.cohort and (lag := self._long_lag()) is not None:
            found.append(caveat("long_lag", days=f"{lag:g}"))
        if kpi.family == "roi" and (cycle := self._cycle()) is not None:
            young = self.question.calendar.today - dt.timedelta(days=round(cycle))
            if self.span.end > young:
                found.append(caveat("provisional", days=f"{cycle:g}"))
        return found

    def _sample(self, denominator: float | None) -> float | None:
        """Return how many units the number rests on, where that can be too few."""
        kpi = self.kpi.kpi
        if kpi.interval is not Interval.NONE:
            return denominator
        match kpi.denominator:
            case Input(name) if GLOSSARY[name].unit is Unit.COUNT:
                return denominator
        first = self.measures[self.kpi.terms[0]]
        if first.aggregate in {Aggregate.MEDIAN, Aggregate.MEAN}:
            return self.row.counted[self.question.key(self.kpi, self.kpi.terms[0])]
        return None

    def _long_lag(self) -> float | None:
        """Return the median lag of a stage rate, when it is long for the period."""
        match self.kpi.kpi.expression:
            case arithmetic.Binary("/", Input(reached), Input(base)):
                later, first = GLOSSARY[reached].stage, GLOSSARY[base].stage
            case _:
                return None
        if later is None or first is None:
            return None
        lag = self.snapshot.median_lag(first, later)
        days = (self.span.end - self.span.start).days + 1
        return lag if lag is not None and lag > days / 3 else None

    def _cycle(self) -> float | None:
        return self.snapshot.median_lag("created_on", "customer_on")

    def _freshness(self) -> list[Caveat]:
        found = []
        until = min(self.span.end, self.question.calendar.today)
        for fact in sorted(self.facts):
            cover = self.snapshot.coverage[fact]
            if (
                fact != "subscriptions"
                and cover.last
                and (age := (until - cover.last).days) > _STALE_AFTER
            ):
                found.append(
                    caveat("stale", what=FACTS[fact].title, day=day_text(cover.last), age=age)
                )
        for fact in sorted(self.facts):
            if n := self.snapshot.revised(fact, self.span.start, self.span.end):
                found.append(caveat("revised", n=n, what=FACTS[fact].title))
        return found

    def _money(self, amount: float) -> Text:
        currency = self.snapshot.settings.currency
        return Text(
            en=written(amount, Unit.MONEY, currency, "en"),
            fr=written(amount, Unit.MONEY, currency, "fr"),
        )


_POLICIES = {
    "spend": Text(en="share of direct spend", fr="la part des dépenses directes"),
    "leads": Text(en="share of leads", fr="la part des leads"),
    "equal": Text(en="equal parts", fr="parts égales"),
}


def _denominators(expression: Expr) -> Expr:
    """Return the denominators of *expression*, multiplied: what must not be zero."""
    match expression:
        case arithmetic.Binary("/", left, right):
            return _denominators(left) * right * _denominators(right)
        case arithmetic.Binary(_, left, right):
            return _denominators(left) * _denominators(right)
        case arithmetic.Power(base, _):
            return _denominators(base)
        case _:
            return Const(1)
