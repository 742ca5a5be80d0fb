"""One KPI read off one row of counted data: its number, or why there is none."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kpi_core import arithmetic
from kpi_core.answering import attributed
from kpi_core.answering.engine import Row
from kpi_core.answering.formulas import COSTS, INDIRECT, Expanded
from kpi_core.answering.question import Bucket, Question
from kpi_core.answering.snapshot import Coverage, Snapshot
from kpi_core.arithmetic import Expr
from kpi_core.caveats import caveat
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate, Clock, Measure, Nothing
from kpi_core.query import Caveat, Span
from kpi_core.text import Text
from kpi_core.warehouse.relations import RELATIONS

_DATES = Text(en="%Y-%m-%d", fr="%d/%m/%Y")

# The column that says what a row is an answer to, or a figure of.
_KINDS = {"surveys": "survey", "traffic": "medium"}

_ABOUT = 0.01  # a leap day more or less
_TAKE_A_YEAR = Text(
    en="an annual rate needs a period of one year: ask for twelve months.",
    fr="un taux annuel demande une période d’un an : prenez douze mois.",
)


def day_text(day: dt.date) -> Text:
    """Return *day* as figures, in the order of each language."""
    return Text(en=day.strftime(_DATES.en), fr=day.strftime(_DATES.fr))


def figure_text(value: float, form: str = "g") -> Text:
    """Return *value* with each language's decimal mark, without CLDR: a cell has no time for it."""
    figures = format(value, form)
    return Text(en=figures, fr=figures.replace(".", ","))


def number_of(expression: Expr, values: Mapping[str, float | None]) -> float | None:
    """Return *expression* over *values*, None where one is missing or a denominator is zero."""
    known = {name: value for name, value in values.items() if value is not None}
    try:
        return float(arithmetic.evaluate(expression, known))
    except (KeyError, ZeroDivisionError, OverflowError):
        return None


@dataclass
class Reading:
    """One KPI read off one row."""

    question: Question
    snapshot: Snapshot
    kpi: Expanded
    row: Row
    span: Span
    bucket: Bucket | None = None

    @property
    def years(self) -> float:
        """The length of the period, in years."""
        return ((self.span.end - self.span.start).days + 1) / 365.25

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """How each counted input is counted."""
        counted = self.question.measures
        return {term: counted[self.question.key(self.kpi, term)] for term in self.kpi.terms}

    @property
    def credit(self) -> attributed.Credit | None:
        """The attribution model at work, None without one."""
        question = self.question
        if question.model is None:
            return None
        return attributed.Credit(
            question.model,
            question.shares,
            question.window,
            self.kpi.kpi,
            self.measures,
            self.row.learnt,
        )

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that the number rests on."""
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
        if measure.nothing is not Nothing.ZERO or term in INDIRECT:
            return False
        event = measure.clock is Clock.EVENT
        undated = measure.date == "closed_on" and event and self._all_undated()
        if undated or self.span.start > self.question.calendar.today:
            return True
        cover = self.cover(RELATIONS[measure.relation].facts[0])
        if not cover.rows or cover.first is None or cover.last is None:
            return True
        return self.span.end < cover.first or (event and self.span.start > cover.last)

    def counted_days(self, measure: Measure) -> Span:
        """Return the days whose rows *measure* counts: earlier ones when it is lagged."""
        lag = dt.timedelta(days=self.question.lag_days or 0 if measure.lagged else 0)
        return Span(start=self.span.start - lag, end=self.span.end - lag)

    def days_of(self, fact: str) -> Span:
        """Return the days whose rows of *fact* count."""
        measures = (m for m in self.measures.values() if fact in RELATIONS[m.relation].facts)
        spans = [self.counted_days(measure) for measure in measures]
        return Span(start=min(s.start for s in spans), end=max(s.end for s in spans))

    def cover(self, fact: str) -> Coverage:
        """Return how far *fact* goes, at the moment that is asked about."""
        return self.snapshot.coverage_at(fact, self.question.as_of)

    def lags(self, fact: str) -> bool:
        """Tell whether it is rows of earlier days that count."""
        return any(m.lagged and fact in RELATIONS[m.relation].facts for m in self.measures.values())

    def _all_undated(self) -> bool:
        """Tell whether deals were won, and none says when: their period is unknown, not empty."""
        cover = self.cover("deals")
        return cover.rows > 0 and self.snapshot.undated_wins > 0 and not self.snapshot.dated_wins

    def number(self, expression: Expr) -> float | None:
        """Return *expression*, over counted inputs, for this row."""
        values = {term: self.counted(term) for term in self.kpi.terms}
        return number_of(expression, {**values, "period_years": self.years})

    def value(self) -> tuple[float | None, list[Caveat]]:
        """Return the number, or None and why there is none."""
        kpi = self.kpi
        if why := self._lacking():
            return None, why
        if kpi.kpi.denominator is not None and COSTS & set(kpi.terms):
            net = sum(self.counted(term) or 0 for term in kpi.terms if term in COSTS)
            if net <= 0:
                return None, [caveat("net_cost")]
        for part in (*kpi.parts, kpi):
            if part.kpi.yearly and abs(self.years - 1) > _ABOUT:
                return None, [caveat("not_defined", why=_TAKE_A_YEAR)]
            own = {name: self.number(expr) for name, expr in part.inputs.items()}
            try:
                part.kpi.check({name: v for name, v in own.items() if v is not None})
            except KpiError as error:
                return None, [caveat("not_defined", why=error.message)]
        value = self.row.results.get(kpi.kpi.id)
        if value is None:
            return None, [*self.untyped(), self._zero()]
        return (float(value) + 0.0, []) if math.isfinite(value) else (None, [self._zero()])

    def _lacking(self) -> list[Caveat]:
        """Say what nothing tells; empty when all that is counted is known."""
        credit, least = self.credit, self.snapshot.settings.small_sample
        if credit is not None and (few := attributed.lacking(credit, least)):
            return few
        if self.question.lag_days is None and any(m.lagged for m in self.measures.values()):
            return [caveat("no_cycle")]
        missing = [term for term in self.kpi.terms if self.counted(term) is None]
        return [*self.untyped(), *map(self._missing, missing[:2])] if missing else []

    def untyped(self) -> list[Caveat]:
        """Name the rows that do not say their kind, and so count for no KPI of one kind."""
        found: dict[str, int] = {}
        for measure in self.measures.values():
            for fact, kind in _KINDS.items():
                if measure.relation == fact and kind in measure.where:
                    column = measure.column or "score" if fact == "surveys" else measure.column
                    n = self.snapshot.untyped(fact, kind, column, self.span)
                    found[fact] = max(n, found.get(fact, 0))
        return [
            caveat(
                "untyped",
                n=n,
                what=FACTS[fact].title,
                column=FACTS[fact].columns[_KINDS[fact]].title,
            )
            for fact, n in found.items()
            if n
        ]

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
        moment, fact = self.question.as_of, RELATIONS[measure.relation].facts[0]
        if moment is not None and not self.snapshot.recorded_by(fact, moment):
            return caveat("not_yet", what=GLOSSARY[term].title, day=day_text(moment.date()))
        chosen = [m for members in self.question.filters.values() for m in members if m]
        chosen += [m for m in self.row.group if m]
        days = self.counted_days(measure)
        where = Text(en="from {a} to {b}", fr="du {a} au {b}").format(
            a=day_text(days.start), b=day_text(days.end)
        )
        if chosen:
            where = Text(en="for {who} {when}", fr="pour {who} {when}").format(
                who=", ".join(chosen[:3]), when=where
            )
        return caveat("no_data", what=GLOSSARY[term].title, where=where)

    def _zero(self) -> Caveat:
        """Name what is zero where something must be."""
        for part in (self.kpi, *self.kpi.parts):
            values = {name: self.number(expr) for name, expr in part.inputs.items()}
            for base in arithmetic.denominators(part.kpi.expression):
                if number_of(base, values) == 0:
                    titles = [GLOSSARY[n].title for n in arithmetic.inputs_of(base)]
                    both = Text(
                        en=" + ".join(t.en for t in titles), fr=" + ".join(t.fr for t in titles)
                    )
                    return caveat("zero_denominator", what=both)
        return caveat("zero_denominator", what=self.kpi.kpi.title)
