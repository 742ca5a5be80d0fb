"""The number itself, by member, over time, beside another period."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.base import Answering, bare
from assistant.answering.pictures import head
from assistant.answering.sentences import (
    dates,
    missing,
    moved,
    number,
    sentence,
    stated,
)
from assistant.wire import Intent, Reply
from kpi_core.answering.decompose import last_whole
from kpi_core.catalog import FUNNEL
from kpi_core.explain import margin
from kpi_core.query import Comparison, KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import written


def values(a: Answering, rows: Sequence[KpiResult]) -> str:
    """Tell the number, or the numbers, in sentences."""
    if [r.variant for r in rows] == list(FUNNEL):
        stages = " → ".join(f"{bare(r, a.lang)} {number(r, a.locale)}" for r in rows)
        return Text(en="{stages} ({period}).", fr="{stages} ({period}).").format(
            stages=", ".join([stages, *a.scope]), period=dates(rows[0].period, a.lang)
        )[a.lang]
    if a.reading.intent is Intent.FOCUS and rows:
        return Text(en="The key figures, {period}:", fr="Les chiffres clés, {period} :").format(
            period=dates(rows[0].period, a.lang)
        )[a.lang]
    return " ".join(sentence(r, a.lang, a.locale, scope=a.scope) for r in rows[:3])


def breakdown(a: Answering, rows: Sequence[KpiResult]) -> str:
    """Tell the whole, then by what it is broken down; a few members side by side."""
    query = a.query
    by = " × ".join(head(d, a.lang) for d in query.by)
    side = a.reading.intent is Intent.COMPARE or any(
        len(query.filters.get(d, ())) > 1 for d in query.by
    )
    if side and len(rows) <= 4 * len(query.kpis) and rows:
        kinds = dict.fromkeys(r.variant for r in rows)
        return " ".join(_side_by_side(a, [r for r in rows if r.variant == kind]) for kind in kinds)
    whole = a.whole()[0]
    first = (
        missing(whole, a.lang, scope=a.scope)
        if whole.value is None
        else stated(whole, a.lang, a.locale, scope=a.scope)
    )
    return f"{first} {_by(a, rows, whole, by)}"


def _side_by_side(a: Answering, rows: Sequence[KpiResult]) -> str:
    """Tell one KPI of a few members: the numbers of another never stand under its title."""
    said = "; ".join(f"{a.who(r)} {number(r, a.locale)}" for r in rows)
    return (
        Text(
            en="{what}: {said} ({period}). {clear}",
            fr="{what} : {said} ({period}). {clear}",
        )
        .format(
            what=", ".join([bare(rows[0], a.lang), *a.scope]),
            said=said if a.lang is Lang.EN else said.replace("; ", "\u202f; "),
            period=dates(rows[0].period, a.lang),
            clear=a.apart(rows[0], rows[1], both=True) if len(rows) == _TWO else "",
        )[a.lang]
        .strip()
    )


_TWO = 2


def _by(a: Answering, rows: Sequence[KpiResult], whole: KpiResult, by: str) -> str:
    """Announce the table; say so where its rows follow another variant than the total."""
    if rows and rows[0].variant != whole.variant:
        other = Text(en="By {by}, as {kpi}:", fr="Par {by}, en {kpi} :")
        return other.format(by=by, kpi=bare(rows[0], a.lang))[a.lang]
    return Text(en="By {by}:", fr="Par {by} :").format(by=by)[a.lang]


def trend(a: Answering, rows: Sequence[KpiResult]) -> str:
    """Tell from where to where a number went, its lowest and its highest."""
    told = [r for r in rows if r.variant == rows[0].variant and r.value is not None] if rows else []
    grain = a.query.grain or ""
    if not told or a.query.by or not grain:
        return breakdown(a, rows) if a.query.by else values(a, rows)
    low = min(told, key=lambda r: r.value or 0)
    high = max(told, key=lambda r: r.value or 0)
    first, last = told[0], told[-1]
    return Text(
        en="{what} by {unit}: from {a} ({first}) to {b} ({last}); lowest {low} ({when_low}), highest {high} ({when_high}).",
        fr="{what} par {unit} : de {a} ({first}) à {b} ({last})\u202f; au plus bas {low} ({when_low}), au plus haut {high} ({when_high}).",
    ).format(
        what=", ".join([bare(rows[0], a.lang), *a.scope]),
        unit=head(grain, a.lang),
        a=number(first, a.locale),
        b=number(last, a.locale),
        first=a.unit(first),
        last=a.unit(last),
        low=number(low, a.locale),
        high=number(high, a.locale),
        when_low=a.unit(low),
        when_high=a.unit(high),
    )[a.lang]


def changed(a: Answering, row: KpiResult, *, begun: bool = True) -> str:
    """Answer "did it rise?" with yes, no, or no clear difference."""
    other = row.comparison
    partly = a.partly(row)
    begun = begun and not partly
    if row.value is None or other is None or other.value is None or other.change is None:
        return sentence(row, a.lang, a.locale, scope=a.scope)
    rest = stated(row, a.lang, a.locale, scope=a.scope)
    bounds = margin(row, a.lang, a.locale)
    first = _first_word(a, other) if begun else ""
    against = Text(
        en="{moved} against {before} ({period}).",
        fr="{moved} par rapport à {before} ({period}).",
    ).format(
        moved=moved(row, other, a.locale),
        before=written(other.value, row.unit, row.currency or "EUR", a.locale),
        period=dates(other.period, a.lang),
    )[a.lang]
    return " ".join(p for p in (first, partly, rest, against, bounds) if p)


def changed_by(a: Answering, rows: Sequence[KpiResult]) -> str:
    """Tell which members rose or fell: a list is not answered by its first line."""
    told = [r for r in rows if r.variant == rows[0].variant and _moved(r)]
    rose = [r for r in told if r.comparison and (r.comparison.change or 0) > 0]
    fell = [r for r in told if r not in rose]
    groups = {True: (_UP, rose), False: (_DOWN, fell)}
    wanted = [groups[a.reading.rising]] if a.reading.rising is not None else list(groups.values())
    lines = [
        words.format(
            n=len(members),
            all=len({tuple(r.group.items()) for r in rows}),
            who=", ".join(f"{a.who(r)} {_by_how_much(r, a.locale)}" for r in members[:8])
            + ("…" if len(members) > 8 else "."),  # noqa: PLR2004 - the table holds the others
        )[a.lang]
        for words, members in wanted
        if members
    ]
    if not lines:
        none = {None: _NO_CHANGE, True: _NONE_UP, False: _NONE_DOWN}[a.reading.rising]
        lines = [none[a.lang]]
    what = ", ".join([bare(rows[0], a.lang), *a.scope])
    return f"{what} ({dates(rows[0].period, a.lang)}). {' '.join(lines)}"


def _moved(row: KpiResult) -> bool:
    other = row.comparison
    return other is not None and bool(other.change) and other.clear is not False


def _by_how_much(row: KpiResult, locale: str) -> str:
    return moved(row, row.comparison, locale) if row.comparison else ""


_NO_CHANGE = Text(en="No clear change for anyone.", fr="Aucun écart net.")
_NONE_UP = Text(en="None clearly rose.", fr="Aucune hausse nette.")
_NONE_DOWN = Text(en="None clearly fell.", fr="Aucune baisse nette.")
_UP = Text(en="Up, {n} of {all}: {who}", fr="En hausse, {n} sur {all} : {who}")
_DOWN = Text(en="Down, {n} of {all}: {who}", fr="En baisse, {n} sur {all} : {who}")


def _first_word(a: Answering, other: Comparison) -> str:
    change = other.change or 0
    if other.clear is False or not change:
        return NOT_CLEAR[a.lang]
    if a.reading.rising is None:
        return (_ROSE if change > 0 else _FELL)[a.lang]
    return (_YES if (change > 0) == a.reading.rising else _NO)[a.lang]


def since(a: Answering) -> Reply:
    """Answer "did it fall since April?": the last whole unit against the first."""
    rows = a.core.query(a.query)
    ends = last_whole([r for r in rows if r.variant == rows[0].variant])
    if ends is None or a.query.by:
        return a.answered(rows, trend(a, rows))
    first, last = ends
    both = a.query.model_copy(
        update={
            "kpis": a.query.kpis[:1],
            "grain": None,
            "period": last.period,
            "compare": f"{first.period.start}..{first.period.end}",
        }
    )
    (row,) = a.core.query(both)
    return a.answered(rows, changed(a, row))


_YES = Text(en="Yes.", fr="Oui.")
_NO = Text(en="No.", fr="Non.")
_ROSE = Text(en="It rose.", fr="En hausse.")
_FELL = Text(en="It fell.", fr="En baisse.")
NOT_CLEAR = Text(en="No clear difference.", fr="Pas d’écart net.")
