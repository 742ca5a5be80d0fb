"""What the reader of a number must know of it, the most important first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kpi_core import arithmetic
from kpi_core.answering import attributed
from kpi_core.answering.formulas import COSTS, INDIRECT
from kpi_core.answering.question import Bucket, Question, unit_of
from kpi_core.answering.reading import Reading, day_text, figure_text
from kpi_core.arithmetic import Input
from kpi_core.caveats import caveat
from kpi_core.definition import Better, Interval, Kpi
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate, Clock
from kpi_core.periods.reading import RUNNING
from kpi_core.query import Caveat
from kpi_core.text import Text
from kpi_core.units import Unit
from kpi_core.warehouse.relations import RELATIONS

_LATE = 7  # days: weekly exports are the rule
_LONG = 3  # a lag past a third of the period distorts a period rate

_POLICIES = {
    "spend": Text(en="share of direct spend", fr="la part des dépenses directes"),
    "leads": Text(en="share of leads", fr="la part des leads"),
    "equal": Text(en="equal parts", fr="parts égales"),
}

_DEALS = frozenset(n for n, relation in RELATIONS.items() if "deals" in relation.facts)
_AMOUNTS = {
    "tcv": Text(en="TCV (whole contract)", fr="TCV (valeur totale du contrat)"),
    "acv": Text(en="ACV (annual value)", fr="ACV (valeur annuelle)"),
    "mrr": Text(en="MRR (monthly value)", fr="MRR (valeur mensuelle)"),
}
_HOLDS = Text(en="Amount = {held}.", fr="Montant = {held}.")
_HOLDS_BUT = Text(
    en="Amount = {held}; not declared for: {files}.",
    fr="Montant = {held}\u202f; non déclaré pour\u00a0: {files}.",
)
_AS_EXPORTED = Text(
    en="Amounts as exported (TCV, ACV or MRR not declared).",
    fr="Montants tels qu’exportés (TCV, ACV ou MRR non déclaré).",
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was asked beside the rows themselves, to say what a number leaves out."""

    indirect: Text | None = None  # the amount that no member carries, written
    unassigned: Mapping[str, float] = field(default_factory=dict)
    without_spend: tuple[str, ...] = ()
    untouched: Mapping[str, float] = field(default_factory=dict)  # of a model


def notes(
    reading: Reading, value: float | None, denominator: float | None, around: Surroundings
) -> list[Caveat]:
    """Return the caveats of a number; of a missing one, only those on its period and its data."""
    found = list(_period(reading, around))
    if value is not None:
        found += _costs(reading, around)
        found += _spend_coverage(reading, around)
        found += _counting(reading)
        found += _people(reading)
        found += _precision(reading, value, denominator)
        found += _timing(reading)
    else:
        found += _people(reading)
    found += _freshness(reading)
    return found if value is None else [*found, *_benchmarks(reading), *_worth(reading)]


def _period(reading: Reading, around: Surroundings) -> Iterator[Caveat]:
    question, period = reading.question, reading.question.period
    if (credit := reading.credit) is not None:
        yield from attributed.told(credit, around.untouched)
    for text in (*question.notes, *period.assumed):
        # Said below, once, and of the running unit alone.
        if text != RUNNING:
            yield caveat("assumed", what=text)
    part = clipped(reading.bucket, question)
    if part is not None:
        yield part
    elif period.running and reading.span.end == period.end:
        yield caveat("running", day=day_text(reading.span.end))
    for measure in reading.measures.values():
        if measure.lagged and question.lag_days is not None:
            days = reading.counted_days(measure)
            yield caveat(
                "lagged", start=day_text(days.start), end=day_text(days.end), days=question.lag_days
            )
            break
    if reading.question.cohort:
        yield caveat("cohort", days=reading.snapshot.settings.maturity_days)


def _costs(reading: Reading, around: Surroundings) -> Iterator[Caveat]:
    terms, snapshot, kpi = set(reading.kpi.terms), reading.snapshot, reading.kpi.kpi
    policy = snapshot.settings.overhead_policy
    if terms & INDIRECT.keys() and not snapshot.has_indirect:
        yield caveat("no_indirect_cost")
    if loaded(kpi, terms) and around.indirect is not None:
        if policy == "none":
            yield caveat("indirect_unallocated", amount=around.indirect)
        elif terms & INDIRECT.keys():
            yield caveat("indirect_allocated", policy=_POLICIES[policy])
    if kpi.id == "roi_net" and not snapshot.has_margin:
        yield caveat("before_cost_of_sales")
    amounts = {
        fact
        for term, measure in reading.measures.items()
        if GLOSSARY[term].unit is Unit.MONEY and term != "mrr"
        for fact in RELATIONS[measure.relation].facts
    }
    if files := snapshot.untaxed_files(amounts):
        yield caveat("tax_unknown", files=", ".join(files[:3]))


def _benchmarks(reading: Reading) -> Iterator[Caveat]:
    """Name what the user's own sources say of the whole; they know nothing of one channel or segment."""
    settings = reading.snapshot.settings
    for one in settings.benchmarks if not reading.question.dimensions else ():
        if one.kpi == reading.kpi.kpi.id and reading.bucket is None:
            value = one.said(settings.currency)
            yield caveat("benchmark", source=one.source, day=day_text(one.dated), value=value)


def _worth(reading: Reading) -> Iterator[Caveat]:
    """Say what the amount of a deal holds: last, since it is the same for every answer."""
    if not any(m.column == "amount" and m.relation in _DEALS for m in reading.measures.values()):
        return
    kinds, undeclared = reading.snapshot.amount_kinds, reading.snapshot.undeclared_files
    if not kinds:
        yield caveat("assumed", what=_AS_EXPORTED)
        return
    held = Text(
        en=", ".join(_AMOUNTS[k].en for k in kinds), fr=", ".join(_AMOUNTS[k].fr for k in kinds)
    )
    if undeclared:
        files = ", ".join(undeclared[:3])
        yield caveat("assumed", what=_HOLDS_BUT.format(held=held, files=files))
    else:
        yield caveat("assumed", what=_HOLDS.format(held=held))


def _spend_coverage(reading: Reading, around: Surroundings) -> Iterator[Caveat]:
    if not COSTS & set(reading.kpi.terms):
        return
    for who in around.without_spend:
        yield caveat("child_without_spend", who=who)
    for dimension, share in around.unassigned.items():
        if share > 0:
            percent = Text(en=f"{share:.0%}", fr=f"{share * 100:.0f}\u202f%")
            yield caveat("spend_not_assigned", share=percent, dimension=DIMENSIONS[dimension])


def _counting(reading: Reading) -> Iterator[Caveat]:
    for term in reading.kpi.terms:
        key, what = reading.question.key(reading.kpi, term), GLOSSARY[term].title
        if n := reading.row.inferred.get(key, 0):
            yield caveat("inferred_stage", n=n, what=what)
        if n := reading.row.blank.get(key, 0):
            yield caveat("amount_missing", n=n, what=what)
    yield from reading.untyped()
    if "claimed_conversions" in reading.kpi.terms:
        yield caveat("claimed")


def _people(reading: Reading) -> Iterator[Caveat]:
    closed = any(
        m.date == "closed_on" and m.relation != "open_deals" for m in reading.measures.values()
    )
    if closed and (n := reading.snapshot.undated_wins):
        yield caveat("undated_wins", n=n)
    if "new_customers" not in reading.kpi.terms:
        return
    if not reading.snapshot.has_kinds:
        yield caveat("first_won_per_account")
    if n := reading.snapshot.accounts_from_before:
        yield caveat("history_midway", n=n)


def _precision(reading: Reading, value: float, denominator: float | None) -> Iterator[Caveat]:
    kpi = reading.kpi.kpi
    if kpi.beside and (mean := reading.counted(kpi.beside)) is not None:
        yield caveat("median_of", n=reading.row.counted[kpi.beside], mean=figure_text(mean, ".1f"))
    sample = _sample(reading, denominator)
    if sample is not None and sample < reading.snapshot.settings.small_sample:
        yield caveat("small_sample", n=figure_text(sample))
    bounded = kpi.unit is Unit.SHARE and kpi.better is not Better.NEITHER
    same = any(m.clock is Clock.KEPT for m in reading.measures.values())  # more of the same people
    if bounded and value > 1 and not same and not COSTS & set(reading.kpi.terms):
        yield caveat("above_one")


def _sample(reading: Reading, denominator: float | None) -> float | None:
    """Return how many units the number rests on, where that can be too few."""
    kpi = reading.kpi.kpi
    if kpi.interval is not Interval.NONE:
        return denominator
    match kpi.denominator:
        case Input(name) if GLOSSARY[name].unit is Unit.COUNT:
            return denominator
    first = reading.kpi.terms[0]
    if reading.measures[first].aggregate in {Aggregate.MEDIAN, Aggregate.MEAN}:
        return reading.row.counted[reading.question.key(reading.kpi, first)]
    return None


def _timing(reading: Reading) -> Iterator[Caveat]:
    if not reading.question.cohort and (lag := _long_lag(reading)) is not None:
        yield caveat("long_lag", days=figure_text(lag))
    if reading.kpi.kpi.family == "roi":
        cycle = reading.snapshot.median_lag("created_on", "customer_on")
        today = reading.question.calendar.today
        if cycle is not None and reading.span.end > today - dt.timedelta(days=round(cycle)):
            yield caveat("provisional", days=figure_text(cycle))


def _long_lag(reading: Reading) -> float | None:
    """Return the median lag of a stage rate, when it is long for the period."""
    match reading.kpi.kpi.expression:
        case arithmetic.Binary("/", Input(reached), Input(base)):
            later, first = GLOSSARY[reached].stage, GLOSSARY[base].stage
        case _:
            return None
    if later is None or first is None:
        return None
    lag = reading.snapshot.median_lag(first, later)
    days = (reading.span.end - reading.span.start).days + 1
    return lag if lag is not None and lag > days / _LONG else None


def _freshness(reading: Reading) -> Iterator[Caveat]:
    today = reading.question.calendar.today
    for fact in sorted(reading.facts):
        title, cover, days = (
            FACTS[fact].title,
            reading.cover(fact),
            reading.days_of(fact),
        )
        until = min(days.end, today)
        # Nobody expects the days of a cycle earlier to be outside the records.
        if reading.lags(fact) and cover.first and (n := (cover.first - days.start).days) > _LATE:
            first = day_text(cover.first)
            yield caveat("starts_late", what=title, day=first, n=n, start=day_text(days.start))
        # A subscription that nobody changed is not old news.
        now = cover == reading.snapshot.coverage[fact]
        last = reading.snapshot.told_until(fact) if now else cover.last
        if fact != "subscriptions" and last and (age := (until - last).days) > _LATE:
            yield caveat("stale", what=title, day=day_text(last), age=age, until=day_text(until))
        if n := reading.snapshot.revised(fact, days.start, days.end):
            yield caveat("revised", n=n, what=title)


def loaded(kpi: Kpi, terms: Collection[str]) -> bool:
    """Tell whether *kpi* is one that people expect to hold indirect costs."""
    return bool(INDIRECT.keys() & set(terms)) or (kpi.family == "cac" and "cost" in terms)


def clipped(bucket: Bucket | None, question: Question) -> Caveat | None:
    """Name the unit of a trend that is told in part, and the days that are."""
    if bucket is None or question.grain is None:
        return None
    first, last = unit_of(bucket.key, question.grain, question.calendar.fiscal_start)
    end = min(bucket.end, question.calendar.today)
    if bucket.start > question.calendar.today or (bucket.start, end) == (first, last):
        return None
    return caveat(
        "clipped",
        unit=_UNITS[question.grain],
        days=(end - bucket.start).days + 1,
        whole=(last - first).days + 1,
        start=day_text(bucket.start),
        end=day_text(end),
    )


_UNITS = {
    "week": Text(en="week", fr="Semaine"),
    "month": Text(en="month", fr="Mois"),
    "quarter": Text(en="quarter", fr="Trimestre"),
    "year": Text(en="year", fr="Année"),
}
