"""One reading being answered: what every answer needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.formula import formula, listing
from assistant.answering.pictures import chart
from assistant.answering.pictures import table as tabled
from assistant.answering.sentences import (
    dates,
    label,
    number,
)
from assistant.wire import Context, Intent, Reading, Reply, Table
from kpi_core.answering import Core
from kpi_core.answering.margins import change_margin
from kpi_core.answering.reading import day_text
from kpi_core.catalog import REGISTRY
from kpi_core.explain import formula_with_numbers
from kpi_core.glossary import GLOSSARY
from kpi_core.query import KpiQuery, KpiResult, Span
from kpi_core.text import Lang, Text, counted, others
from kpi_core.warehouse.relations import RELATIONS


@dataclass
class Answering:
    """One reading being answered."""

    core: Core
    reading: Reading
    lang: Lang
    locale: str
    assumed: tuple[Text, ...] = ()

    @property
    def query(self) -> KpiQuery:
        """The query that tells the answer."""
        if self.reading.query is None:
            raise TypeError(f"{self.reading.intent} needs a query")
        return self.reading.query

    @property
    def scope(self) -> list[str]:
        """The members that the whole answer is about."""
        query = self.query
        told = []
        for dimension, members in query.filters.items():
            said = self.named(dimension, members)
            if dimension not in query.by or len(members) == 1 or None in members:
                told.append(said)
        return told

    def named(self, dimension: str, members: Sequence[str | None]) -> str:
        """Return *members* in words: "A + B", or what is left out where that is shorter."""
        known = self.core.snapshot().members.members.get(dimension, [])
        left_out = [m for m in known if m not in members]
        if None in members and 0 < len(left_out) < len(members):
            said = Text(en="without {who}", fr="hors {who}")
            return said.format(who=", ".join(left_out))[self.lang]
        named = " + ".join(label(dimension, m, self.lang) for m in members[:NAMED])
        return f"{named}{others(len(members) - NAMED)[self.lang]}"

    def who(self, row: KpiResult) -> str:
        """Return whose number a row is."""
        return ", ".join(label(n, m, self.lang) for n, m in row.group.items())

    def whole(self) -> list[KpiResult]:
        """Return the numbers over all members: what a breakdown is a breakdown of."""
        update: dict[str, object] = {"by": [], "order": None, "limit": None, "grain": None}
        return self.core.query(self.query.model_copy(update=update))

    def told(self, text: str, *, table: Table | None = None) -> Reply:
        """Return an answer that holds no number of the core."""
        return Reply(
            outcome="answer",
            lang=self.lang,
            text=text,
            table=table,
            assumptions=[t[self.lang] for t in self.assumed],
            context=Context(reading=self.reading, lang=self.lang),
        )

    def answered(
        self,
        rows: Sequence[KpiResult],
        text: str,
        *,
        table: Table | None = None,
        details: Iterable[str] = (),
    ) -> Reply:
        """Return an answer with its rows, its picture, its caveats and its formula."""
        assumptions = [t[self.lang] for t in self.assumed]
        caveats: list[str] = []
        told: dict[str, list[str]] = {}
        for row in rows:
            for caveat in row.caveats:
                said = caveat.message.fr if self.lang is Lang.FR else caveat.message.en
                same = told.setdefault(caveat.code, [])
                known = said in text and (row.value is None or caveat.code in _UNFAIR)
                if said not in same and not known:
                    same.append(said)
        if (age := self._age(rows)) and "stale" not in told:
            caveats.append(age)
        text = self._covering(text, rows)
        # What most of the cost is outside of is seen first, then what makes a comparison none.
        for code, said_of_it in sorted(told.items(), key=lambda c: _FIRST.get(c[0], len(_FIRST))):
            kept = assumptions if code == "assumed" else caveats
            kept += said_of_it if len(said_of_it) <= _ALIKE else _shortened(said_of_it, self.lang)
        # Each target has its own dates, told beside it.
        if rows and self.query.period is None and self.reading.intent is not Intent.TARGET:
            period = Text(
                en="No period was given: {period}.", fr="Sans période donnée : {period}."
            ).format(period=dates(_whole_span(rows), self.lang))[self.lang]
            assumptions.insert(0, period)
        more = [*details]
        if len(rows) == 1:
            more.append(self.proof(rows[0]))
        return Reply(
            outcome="answer",
            lang=self.lang,
            text=text,
            query=self.query,
            rows=list(rows),
            table=table or tabled(rows, self.lang, self.locale),
            chart=chart(rows, self.reading, self.lang),
            assumptions=assumptions,
            caveats=caveats,
            details=more,
            formula=formula(self.query, rows[0], self.lang) if rows else None,
            context=Context(reading=self.reading, lang=self.lang),
        )

    def _covering(self, text: str, rows: Sequence[KpiResult]) -> str:
        """Say in the first line that most of the cost is outside of what is told."""
        dimensions = {*self.query.by, *self.query.filters} - _SPENT_BY
        if not dimensions or text.endswith(":"):
            return text
        for row in rows:
            for caveat in row.caveats:
                said = caveat.message.fr if self.lang is Lang.FR else caveat.message.en
                if caveat.code == "spend_not_assigned" and said not in text:
                    return f"{text} {_IN_PART[self.lang]}"
        return text

    def _age(self, rows: Sequence[KpiResult]) -> str:
        """Say how old subscriptions are, where the period goes past the last day that is known."""
        days = [c.last for c in self.core.snapshot().coverage.values() if c.last]
        if not days or not any(_of_subscriptions(r) for r in rows):
            return ""
        known, until = max(days), min(max(r.period.end for r in rows), self.core.today())
        if (until - known).days <= _SOME_DAYS:
            return ""
        return _OLD.format(day=day_text(known), n=(until - known).days, until=day_text(until))[
            self.lang
        ]

    def proof(self, row: KpiResult) -> str:
        """Return the formula with its numbers, how many rows were counted, and how to see them."""
        return Text(
            en="Formula: {formula}. {n} counted: {rows}",
            fr="Formule\u00a0: {formula}. {n} au total\u00a0: {rows}",
        ).format(
            formula=formula_with_numbers(row, self.lang, self.locale),
            n=counted(
                row.rows, Text(en="{n} row", fr="{n} ligne"), Text(en="{n} rows", fr="{n} lignes")
            ),
            rows=listing(self.query, row),
        )[self.lang]

    def unit(self, row: KpiResult) -> str:
        """Return the unit of time that a row of a trend is of."""
        grain = self.query.grain or ""
        return label(grain, row.group.get(grain), self.lang)

    def apart(self, first: KpiResult, second: KpiResult, *, both: bool = False) -> str:
        """
        Say that two numbers are not clearly apart: their difference may be nothing.

        Two margins that overlap a little may be of numbers that are apart: it is the margin of the
        difference that tells, as between two periods. both: the two stand in the sentence already.
        """
        if clearly_apart(first, second) is not False:
            return ""
        if both:
            return _NOT_APART[self.lang]
        return Text(
            en="No clear difference from {who} ({value}): chance alone would do as much.",
            fr="Pas d’écart net avec {who} ({value}) : le hasard seul en ferait autant.",
        ).format(who=self.who(second), value=number(second, self.locale))[self.lang]

    def partly(self, row: KpiResult) -> str:
        """Say that the data does not hold all of both periods compared; empty where it does."""
        found = next((c.message for c in row.caveats if c.code in _UNFAIR), None)
        if found is None:
            return ""
        return found.fr if self.lang is Lang.FR else found.en


def clearly_apart(first: KpiResult, second: KpiResult) -> bool | None:
    """Tell whether the margin of their difference leaves out nothing; None where there is no margin."""
    if first.value is None or second.value is None:
        return None
    low, high = change_margin(
        REGISTRY[first.variant],
        second.value,
        (second.low, second.high),
        first.value,
        (first.low, first.high),
    )
    if low is None or high is None:  # of nothing there is no ratio: overlapping is all there is
        if None in {first.low, first.high, second.low, second.high}:
            return None
        low = (first.low or 0) - (second.high or 0)
        high = (first.high or 0) - (second.low or 0)
    return not low <= 0 <= high


def bare(row: KpiResult, lang: Lang) -> str:
    """Return what the KPI of a row is called."""
    return REGISTRY[row.variant].title[lang]


_UNFAIR = frozenset({"begins_within", "ends_within"})
_FIRST = {"spend_not_assigned": 0, "begins_within": 1, "ends_within": 1}
NAMED = 6  # members of one selection that an answer names
_ALIKE = 3  # caveats of one kind; of more, the first are told and the others counted


def _shortened(said: Sequence[str], lang: Lang) -> list[str]:
    more = Text(
        en="{first} Likewise for {n} more lines.",
        fr="{first} Idem pour {n} autres lignes.",
    )
    return [more.format(first=said[0], n=len(said) - 1)[lang]]


def _whole_span(rows: Sequence[KpiResult]) -> Span:
    """Return the days that *rows* cover together."""
    return Span(start=min(r.period.start for r in rows), end=max(r.period.end for r in rows))


_SOME_DAYS = 7
_IN_PART = Text(
    en="Only part of the cost is attributed so: see below.",
    fr="Seule une partie des coûts est attribuée ainsi\u00a0: voir ci-dessous.",
)
_OLD = Text(
    en="The data stops on {day}: nothing is known of the {n} days up to {until}.",
    fr="Les données s’arrêtent au {day}\u00a0: rien n’est connu des {n} jours jusqu’au {until}.",
)
# What exports of spend carry: a cost is whole by these.
_SPENT_BY = frozenset({"platform", "channel", "source", "campaign", "content"})
_NOT_APART = Text(
    en="No clear difference between the two: chance alone would do as much.",
    fr="Pas d’écart net entre les deux : le hasard seul en ferait autant.",
)


def _of_subscriptions(row: KpiResult) -> bool:
    measures = (GLOSSARY[name].measure for name in row.inputs if name in GLOSSARY)
    return any("subscriptions" in RELATIONS[m.relation].facts for m in measures if m)
