"""A reading becomes a reply: the core is asked, and what it says is put into words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.definitions import catalogue, defined
from assistant.answering.formula import formula
from assistant.answering.pictures import chart, head
from assistant.answering.pictures import table as tabled
from assistant.answering.sentences import (
    dates,
    label,
    missing,
    moved,
    number,
    sentence,
    stated,
)
from assistant.wire import Context, Intent, Reading, Reply, Table
from kpi_core.answering import Core
from kpi_core.answering.decompose import Change, Part, decompose, last_whole, shares
from kpi_core.answering.listing import dormant
from kpi_core.answering.reading import day_text
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.explain import formula_with_numbers, margin, substituted
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang, Text, counted
from kpi_core.units import Unit, written

_LISTED = 30  # members told in a list; more are counted
_TOLD = 3  # contributions told in the sentence; the table holds the others


@dataclass
class Answering:
    """One reading being answered."""

    core: Core
    reading: Reading
    lang: Lang
    locale: str
    assumed: tuple[Text, ...] = ()

    def reply(self) -> Reply:
        """
        Return the answer.

        Raises
        ------
        KpiError
            the question cannot be told that way; the sentence says why and what to do.
        """
        match self.reading.intent:
            case Intent.DEFINE:
                return self._told(defined(self.reading.kpis, self.lang, self.locale))
            case Intent.CATALOGUE:
                text, shown = catalogue(self.lang)
                return self._told(text, table=shown)
            case Intent.MEMBERS:
                return self._members()
            case Intent.FRESHNESS:
                return self._freshness()
            case Intent.DORMANT:
                return self._dormant()
            case Intent.WHY:
                return self._why()
            case Intent.CHANGE if self._query.grain:
                return self._since()
            case Intent.RANK:
                return self._rank()
        rows = self.core.query(self._query)
        match self.reading.intent:
            case Intent.SHARE:
                return self._share(rows)
            case Intent.CHANGE:
                return self._answered(rows, self._changed(rows[0]))
            case Intent.TREND:
                return self._answered(rows, self._trend(rows))
            case Intent.BREAKDOWN | Intent.COMPARE if self._query.by:
                return self._answered(rows, self._breakdown(rows))
        return self._answered(rows, self._values(rows))

    @property
    def _query(self) -> KpiQuery:
        if self.reading.query is None:
            raise TypeError(f"{self.reading.intent} needs a query")
        return self.reading.query

    @property
    def _scope(self) -> list[str]:
        """The members that the whole answer is about."""
        query = self._query
        told = []
        for dimension, members in query.filters.items():
            if dimension in query.by and len(members) > 1:
                continue
            if len(members) > 3:  # noqa: PLR2004 - all but one: the assumption says which
                told.append(
                    Text(en="{n} {d}s", fr="{n} {d}s").format(
                        n=len(members), d=DIMENSIONS[dimension]
                    )[self.lang]
                )
            else:
                told.append(" + ".join(label(dimension, m, self.lang) for m in members))
        return told

    # Sentences.

    def _values(self, rows: Sequence[KpiResult]) -> str:
        if self.reading.intent is Intent.FOCUS and rows:
            return Text(
                en="The key figures, {period}:", fr="Les chiffres clés, {period} :"
            ).format(period=dates(rows[0].period, self.lang))[self.lang]
        return " ".join(
            sentence(r, self.lang, self.locale, scope=self._scope) for r in rows[:3]
        )

    def _whole(self) -> list[KpiResult]:
        """Return the numbers over all members: what a breakdown is a breakdown of."""
        update: dict[str, object] = {"by": [], "order": None, "limit": None, "grain": None}
        return self.core.query(self._query.model_copy(update=update))

    def _breakdown(self, rows: Sequence[KpiResult]) -> str:
        query = self._query
        by = " × ".join(head(d, self.lang) for d in query.by)
        side = self.reading.intent is Intent.COMPARE or any(
            1 < len(query.filters.get(d, ())) for d in query.by
        )
        if side and len(rows) <= 4 and rows:  # noqa: PLR2004 - a few members fit a sentence
            said = "; ".join(f"{self._who(r)} {number(r, self.locale)}" for r in rows)
            return Text(
                en="{what}: {said} ({period}). {clear}", fr="{what} : {said} ({period}). {clear}"
            ).format(
                what=_bare(rows[0], self.lang),
                said=said if self.lang is Lang.EN else said.replace("; ", "\u202f; "),
                period=dates(rows[0].period, self.lang),
                clear=self._apart(rows[0], rows[1]) if len(rows) == 2 else "",  # noqa: PLR2004
            )[self.lang].strip()
        whole = self._whole()[0]
        first = (
            missing(whole, self.lang, scope=self._scope)
            if whole.value is None
            else stated(whole, self.lang, self.locale, scope=self._scope)
        )
        return f"{first} {Text(en='By {by}:', fr='Par {by} :').format(by=by)[self.lang]}"

    def _who(self, row: KpiResult) -> str:
        return ", ".join(label(n, m, self.lang) for n, m in row.group.items())

    def _trend(self, rows: Sequence[KpiResult]) -> str:
        told = [r for r in rows if r.variant == rows[0].variant and r.value is not None] if rows else []
        grain = self._query.grain or ""
        if not told or self._query.by or not grain:
            return self._breakdown(rows) if self._query.by else self._values(rows)
        low = min(told, key=lambda r: r.value or 0)
        high = max(told, key=lambda r: r.value or 0)
        first, last = told[0], told[-1]
        return Text(
            en="{what} by {unit}: from {a} ({first}) to {b} ({last}); lowest {low} ({when_low}), highest {high} ({when_high}).",
            fr="{what} par {unit} : de {a} ({first}) à {b} ({last})\u202f; au plus bas {low} ({when_low}), au plus haut {high} ({when_high}).",
        ).format(
            what=", ".join([_bare(rows[0], self.lang), *self._scope]),
            unit=head(grain, self.lang),
            a=number(first, self.locale),
            b=number(last, self.locale),
            first=self._unit(first),
            last=self._unit(last),
            low=number(low, self.locale),
            high=number(high, self.locale),
            when_low=self._unit(low),
            when_high=self._unit(high),
        )[self.lang]

    def _unit(self, row: KpiResult) -> str:
        grain = self._query.grain or ""
        return label(grain, row.group.get(grain), self.lang)

    def _changed(self, row: KpiResult) -> str:
        """Answer "did it rise?" with yes, no, or no clear difference."""
        other = row.comparison
        if row.value is None or other is None or other.value is None or other.change is None:
            return sentence(row, self.lang, self.locale, scope=self._scope)
        rest = stated(row, self.lang, self.locale, scope=self._scope)
        bounds = margin(row, self.lang, self.locale)
        if other.clear is False or other.change == 0:
            begun = _NOT_CLEAR[self.lang]
        elif self.reading.rising is None:
            begun = (_ROSE if other.change > 0 else _FELL)[self.lang]
        else:
            begun = (_YES if (other.change > 0) == self.reading.rising else _NO)[self.lang]
        against = Text(
            en="{moved} against {before} ({period}).", fr="{moved} par rapport à {before} ({period})."
        ).format(
            moved=moved(row, other, self.locale),
            before=written(other.value, row.unit, row.currency or "EUR", self.locale),
            period=dates(other.period, self.lang),
        )[self.lang]
        return " ".join(p for p in (begun, rest, against, bounds) if p)

    # Answers that ask the core more than once.

    def _since(self) -> Reply:
        """Answer "did it fall since April?": the last whole unit against the first."""
        rows = self.core.query(self._query)
        ends = last_whole([r for r in rows if r.variant == rows[0].variant])
        if ends is None or self._query.by:
            return self._answered(rows, self._trend(rows))
        first, last = ends
        both = self._query.model_copy(
            update={
                "kpis": self._query.kpis[:1],
                "grain": None,
                "period": last.period,
                "compare": f"{first.period.start}..{first.period.end}",
            }
        )
        (row,) = self.core.query(both)
        return self._answered(rows, self._changed(row))

    def _rank(self) -> Reply:
        """Answer with the first of a ranking; members too small to be ranked stand apart."""
        query = self._query
        rows = self.core.query(query.model_copy(update={"limit": None}))
        grouped: dict[tuple[tuple[str, str | None], ...], list[KpiResult]] = {}
        for row in rows:
            grouped.setdefault(tuple(row.group.items()), []).append(row)
        groups = list(grouped.values())
        told = [g for g in groups if g[0].value is not None]
        solid = [g for g in told if not _small(g[0])]
        small = [g for g in told if _small(g[0])] if solid else []
        kept = solid or told
        shown = [r for g in kept[: query.limit] for r in g]
        if not shown:
            return self._answered(rows, self._breakdown(rows))
        first = kept[0][0]
        second = kept[1][0] if len(kept) > 1 else None
        text = Text(en="{first}: {who}, {value} ({period}).", fr="{first} : {who}, {value} ({period}).").format(
            first=self._place(first),
            who=self._who(first),
            value=number(first, self.locale),
            period=dates(first.period, self.lang),
        )[self.lang]
        parts = [text, margin(first, self.lang, self.locale)]
        if second is not None:
            parts.append(self._apart(first, second))
        details = []
        if small:
            names = "; ".join(
                f"{self._who(g[0])} ({number(g[0], self.locale)})" for g in small[:10]
            )
            details.append(
                Text(en="Too small to be ranked: {names}.", fr="Trop petits pour être classés : {names}.").format(
                    names=names if self.lang is Lang.EN else names.replace("; ", "\u202f; ")
                )[self.lang]
            )
        return self._answered(shown, " ".join(p for p in parts if p), details=details)

    def _place(self, first: KpiResult) -> str:
        by = " × ".join(head(d, self.lang) for d in (*self._query.by, *([self._query.grain] if self._query.grain else [])))
        kpi = _bare(first, self.lang)
        named = ", ".join([kpi, *self._scope])
        if REGISTRY[first.variant].better is Better.NEITHER or self.reading.better is None:
            words = _HIGHEST if self._query.order == "desc" else _LOWEST
        else:
            words = _BEST if self.reading.better else _WORST
        return words.format(kpi=named, by=by)[self.lang]

    def _apart(self, first: KpiResult, second: KpiResult) -> str:
        """Say that two numbers are not clearly apart, where their margins of error overlap."""
        if None in {first.low, first.high, second.low, second.high}:
            return ""
        if (first.low or 0) > (second.high or 0) or (second.low or 0) > (first.high or 0):
            return ""
        return Text(
            en="No clear difference from {who} ({value}): the margins of error overlap.",
            fr="Pas d’écart net avec {who} ({value}) : les marges d’erreur se recouvrent.",
        ).format(who=self._who(second), value=number(second, self.locale))[self.lang]

    def _share(self, rows: Sequence[KpiResult]) -> Reply:
        parts = shares(rows)
        wanted = self.reading.dimension
        told = [
            (r, p) for r, p in zip(rows, parts, strict=True) if p is not None and r.value
        ]
        told.sort(key=lambda pair: -(pair[1] or 0))
        named = [(r, p) for r, p in told if wanted in r.group.values()] or told[:1]
        shown = Table(
            head=[*(head(d, self.lang) for d in self._query.by), _bare(rows[0], self.lang) if rows else "", _SHARE[self.lang]],
            numeric=[*([False] * len(self._query.by)), True, True],
            rows=[
                [
                    *(label(n, m, self.lang) for n, m in r.group.items()),
                    number(r, self.locale),
                    written(p, Unit.SHARE, "EUR", self.locale),
                ]
                for r, p in told
            ],
        )
        if not named:
            return self._answered(rows, self._breakdown(rows), table=shown)
        row, part = named[0]
        whole = self._whole()[0]
        text = Text(
            en="{who}: {share} of {what}, {value} of {total} ({period}).",
            fr="{who} : {share} de l’indicateur « {what} », {value} sur {total} ({period}).",
        ).format(
            who=self._who(row),
            share=written(part, Unit.SHARE, "EUR", self.locale),
            what=_bare(row, self.lang),
            value=number(row, self.locale),
            total=number(whole, self.locale),
            period=dates(row.period, self.lang),
        )[self.lang]
        return self._answered(rows, text, table=shown)

    def _why(self) -> Reply:
        """Answer "why": what the change is made of, arithmetically."""
        change = decompose(self.core, self._query)
        if change is None:
            rows = self.core.query(self._query)
            return self._answered(rows, self._values(rows))
        row = change.now
        text = " ".join([self._changed(row), *self._made_of(change)])
        return self._answered([row], text, table=self._contributions(change))

    def _made_of(self, change: Change) -> list[str]:
        said = []
        if change.numerator is not None and change.denominator is not None:
            kpi = REGISTRY[change.now.variant]
            below = kpi.denominator
            said.append(
                Text(
                    en="Arithmetically: {a} from {top}, {b} from {below}.",
                    fr="Arithmétiquement : {a} du fait de « {top} », {b} du fait de « {below} ».",
                ).format(
                    a=self._signed(change.numerator, change.now),
                    b=self._signed(change.denominator, change.now),
                    top=substituted(kpi.numerator, self.lang),
                    below="" if below is None else substituted(below, self.lang),
                )[self.lang]
            )
        if change.dimension and change.parts:
            largest = ", ".join(
                f"{self._part(p)} {self._signed(p.amount, change.now)}" for p in change.parts[:_TOLD]
            )
            said.append(
                Text(
                    en="By {by}, it is explained arithmetically by: {largest}.",
                    fr="Par {by}, l’écart s’explique arithmétiquement par : {largest}.",
                ).format(by=DIMENSIONS[change.dimension], largest=largest)[self.lang]
            )
        return said

    def _part(self, part: Part) -> str:
        return part.member or _REST[self.lang]

    def _signed(self, amount: float, row: KpiResult) -> str:
        if row.unit is Unit.SHARE:
            said = written(amount * 100, Unit.POINTS, "EUR", self.locale)
        else:
            said = written(amount, row.unit, row.currency or "EUR", self.locale)
        return said if said.startswith(("-", "−", "–")) or amount <= 0 else f"+{said}"

    def _contributions(self, change: Change) -> Table | None:
        if change.dimension is None:
            return None
        now, money = change.now, change.now.currency or "EUR"
        return Table(
            head=[head(change.dimension, self.lang), _WAS[self.lang], _IS[self.lang], _BROUGHT[self.lang]],
            numeric=[False, True, True, True],
            rows=[
                [
                    self._part(p),
                    written(p.before, now.unit, money, self.locale),
                    written(p.after, now.unit, money, self.locale),
                    self._signed(p.amount, now),
                ]
                for p in change.parts
            ],
        )

    # Answers without a KPI.

    def _members(self) -> Reply:
        dimension = self.reading.dimension or "channel"
        members = self.core.snapshot().members.members.get(dimension, [])
        title = DIMENSIONS[dimension][self.lang]
        told = ", ".join(members[:_LISTED])
        if not members:
            text = Text(
                en="Nothing recorded carries a {d}.", fr="Rien d’enregistré ne porte de {d}."
            ).format(d=title)[self.lang]
        else:
            text = Text(en="{n} in “{d}”: {told}", fr="{n} dans « {d} » : {told}").format(
                n=counted(len(members), Text(en="{n} name", fr="{n} nom"), Text(en="{n} names", fr="{n} noms")),
                d=title,
                told=told + ("…" if len(members) > _LISTED else "."),
            )[self.lang]
        return self._told(text)

    def _freshness(self) -> Reply:
        cover = {f: c for f, c in self.core.snapshot().coverage.items() if c.rows}
        shown = Table(
            head=[_DATA[self.lang], _ROWS[self.lang], _FROM[self.lang], _TO[self.lang]],
            numeric=[False, True, False, False],
            rows=[
                [
                    FACTS[fact].title[self.lang],
                    written(c.rows, Unit.COUNT, "EUR", self.locale),
                    day_text(c.first)[self.lang] if c.first else "–",
                    day_text(c.last)[self.lang] if c.last else "–",
                ]
                for fact, c in cover.items()
            ],
        )
        last = max((c.last for c in cover.values() if c.last), default=None)
        if last is None:
            return self._told(Text(en="No data yet: import a file first (kpi import).", fr="Pas encore de données : importez d’abord un fichier (kpi import).")[self.lang])
        text = Text(
            en="The data goes up to {day}.", fr="Les données vont jusqu’au {day}."
        ).format(day=day_text(last))[self.lang]
        return self._told(text, table=shown)

    def _dormant(self) -> Reply:
        days = self.reading.days or 90
        since = self.core.today() - dt.timedelta(days=days)
        found = dormant(self.core, since)
        text = Text(
            en="{n} without a won deal since {day}.", fr="{n} sans affaire gagnée depuis le {day}."
        ).format(
            n=counted(len(found), Text(en="{n} customer", fr="{n} client"), Text(en="{n} customers", fr="{n} clients")),
            day=day_text(since),
        )[self.lang]
        shown = Table(
            head=[_CUSTOMER[self.lang], _LAST_ORDER[self.lang], _ORDERS[self.lang]],
            numeric=[False, False, True],
            rows=[[d.customer, day_text(d.last_order)[self.lang], str(d.orders)] for d in found[:200]],
        )
        return self._told(text, table=shown if found else None)

    # Replies.

    def _told(self, text: str, *, table: Table | None = None) -> Reply:
        return Reply(
            outcome="answer",
            lang=self.lang,
            text=text,
            table=table,
            assumptions=[t[self.lang] for t in self.assumed],
            context=Context(reading=self.reading, lang=self.lang),
        )

    def _answered(
        self,
        rows: Sequence[KpiResult],
        text: str,
        *,
        table: Table | None = None,
        details: Iterable[str] = (),
    ) -> Reply:
        assumptions = [t[self.lang] for t in self.assumed]
        caveats: list[str] = []
        for row in rows:
            for caveat in row.caveats:
                said = caveat.message.fr if self.lang is Lang.FR else caveat.message.en
                kept = assumptions if caveat.code == "assumed" else caveats
                if said not in kept and not (row.value is None and said in text):
                    kept.append(said)
        if rows and self._query.period is None:
            period = Text(
                en="No period was given: {period}.", fr="Sans période donnée : {period}."
            ).format(period=dates(rows[0].period, self.lang))[self.lang]
            assumptions.insert(0, period)
        more = [*details]
        if len(rows) == 1:
            more.append(self._proof(rows[0]))
        return Reply(
            outcome="answer",
            lang=self.lang,
            text=text,
            query=self._query,
            rows=list(rows),
            table=table or tabled(rows, self.lang, self.locale),
            chart=chart(rows, self.reading, self.lang),
            assumptions=assumptions,
            caveats=caveats,
            details=more,
            formula=formula(self._query, rows[0], self.lang) if rows else None,
            context=Context(reading=self.reading, lang=self.lang),
        )

    def _proof(self, row: KpiResult) -> str:
        """Return the formula with its numbers, and how many rows were counted."""
        return Text(
            en="Formula: {formula}. {n} counted.", fr="Formule : {formula}. {n} au total."
        ).format(
            formula=formula_with_numbers(row, self.lang, self.locale),
            n=counted(row.rows, Text(en="{n} row", fr="{n} ligne"), Text(en="{n} rows", fr="{n} lignes")),
        )[self.lang]


def _bare(row: KpiResult, lang: Lang) -> str:
    return REGISTRY[row.variant].title[lang]


def _small(row: KpiResult) -> bool:
    return any(c.code == "small_sample" for c in row.caveats)


_YES = Text(en="Yes.", fr="Oui.")
_NO = Text(en="No.", fr="Non.")
_ROSE = Text(en="It rose.", fr="En hausse.")
_FELL = Text(en="It fell.", fr="En baisse.")
_NOT_CLEAR = Text(en="No clear difference.", fr="Pas d’écart net.")
_BEST = Text(en="Best {kpi} by {by}", fr="Meilleur résultat par {by}, {kpi}")
_WORST = Text(en="Worst {kpi} by {by}", fr="Moins bon résultat par {by}, {kpi}")
_HIGHEST = Text(en="Highest {kpi} by {by}", fr="Le plus élevé par {by}, {kpi}")
_LOWEST = Text(en="Lowest {kpi} by {by}", fr="Le plus bas par {by}, {kpi}")
_SHARE = Text(en="Share", fr="Part")
_REST = Text(en="not assigned to any", fr="non affecté")
_WAS = Text(en="Before", fr="Avant")
_IS = Text(en="After", fr="Après")
_BROUGHT = Text(en="Contribution", fr="Contribution")
_DATA = Text(en="Data", fr="Données")
_ROWS = Text(en="Rows", fr="Lignes")
_FROM = Text(en="From", fr="Du")
_TO = Text(en="To", fr="Au")
_CUSTOMER = Text(en="Customer", fr="Client")
_LAST_ORDER = Text(en="Last won deal", fr="Dernière affaire gagnée")
_ORDERS = Text(en="Won deals", fr="Affaires gagnées")
