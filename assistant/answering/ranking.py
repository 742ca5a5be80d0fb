"""Members in order, and the share of each."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.base import NAMED, Answering, bare, clearly_apart
from assistant.answering.pictures import head
from assistant.answering.plain import breakdown
from assistant.answering.sentences import (
    dates,
    label,
    number,
)
from assistant.wire import Reply, Table
from kpi_core.answering.decompose import shares
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.explain import margin
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text, others
from kpi_core.units import Unit, written


def rank(a: Answering) -> Reply:
    """Answer with the first of a ranking; members too small to be ranked stand apart."""
    if a.reading.by_change:
        return by_change(a)
    query = a.query
    rows = a.core.query(query.model_copy(update={"limit": None}))
    grouped: dict[tuple[tuple[str, str | None], ...], list[KpiResult]] = {}
    for row in rows:
        grouped.setdefault(tuple(row.group.items()), []).append(row)
    groups = list(grouped.values())
    told = [g for g in groups if g[0].value is not None]
    # What belongs to no member is not one of those that are ranked.
    named = [g for g in told if None not in g[0].group.values()]
    nobody = [g for g in told if None in g[0].group.values()] if named else []
    told = named or told
    # A unit that is told in part is neither the best nor the worst of them.
    parted = [g for g in told if _clipped(g[0])]
    told = [g for g in told if not _clipped(g[0])] or told
    parted = [g for g in parted if g not in told]
    solid = [g for g in told if not _small(g[0])]
    small = [g for g in told if _small(g[0])] if solid else []
    kept = solid or told
    if a.reading.above is not None or a.reading.below is not None:
        return bounded(a, kept)
    shown = [r for g in kept[: query.limit] for r in g]
    if not shown:
        return a.answered(rows, breakdown(a, rows))
    first = kept[0][0]
    second = kept[1][0] if len(kept) > 1 else None
    ahead = [g[0] for g in told[: told.index(kept[0])]]
    words = _FIRST if not ahead else _FIRST_OF_LARGE if len(kept) > 1 else _ONE_LARGE
    text = words.format(
        first=_place(a, first),
        who=a.who(first),
        value=number(first, a.locale),
        period=dates(first.period, a.lang),
        n=len(kept),
        all=len(told),
    )[a.lang]
    parts = [text, margin(first, a.lang, a.locale)]
    if second is not None:
        parts.append(a.apart(first, second))
    if ahead:
        parts.append(_ahead(a, first, ahead))
    details = []
    if nobody:
        value = ", ".join(number(g[0], a.locale) for g in nobody)
        details.append(
            Text(
                en="Unassigned, not ranked: {value}.", fr="Non affecté, hors classement : {value}."
            ).format(value=value)[a.lang]
        )
    if parted:
        said = "; ".join(f"{a.who(g[0])} ({number(g[0], a.locale)})" for g in parted)
        details.append(
            Text(
                en="Told in part, not ranked: {names}.",
                fr="Incomplets, hors classement\u00a0: {names}.",
            ).format(names=said if a.lang is Lang.EN else said.replace("; ", "\u202f; "))[a.lang]
        )
    if small:
        names = "; ".join(f"{a.who(g[0])} ({number(g[0], a.locale)})" for g in small[:10])
        details.append(
            Text(
                en="Too small to be ranked: {names}.",
                fr="Trop petits pour être classés : {names}.",
            ).format(names=names if a.lang is Lang.EN else names.replace("; ", "\u202f; "))[a.lang]
        )
    return a.answered(shown, " ".join(p for p in parts if p), details=details)


def _ahead(a: Answering, first: KpiResult, ahead: Sequence[KpiResult]) -> str:
    """Name the members too small to be ranked that would come before *first*, those apart from it first."""
    clear = [r for r in ahead if clearly_apart(first, r)]
    rows = [*clear, *(r for r in ahead if r not in clear)]
    named = [f"{a.who(r)} ({number(r, a.locale)})" for r in rows[:NAMED]]
    said = (_AHEAD_CLEARLY if clear else _AHEAD).format(
        who=Text(en="; ", fr="\u202f; ")[a.lang].join(named),
        more=others(len(rows) - NAMED),
        least=a.core.snapshot().settings.small_sample,
        clear=len(clear),
        n=len(rows),
    )
    return said[a.lang]


_FIRST = Text(
    en="{first}: {who}, {value} ({period}).", fr="{first}\u00a0: {who}, {value} ({period})."
)
_FIRST_OF_LARGE = Text(
    en="{first}, of the {n} of {all} large enough to be ranked: {who}, {value} ({period}).",
    fr="{first}, parmi les {n} sur {all} assez grands pour être classés\u00a0: {who}, {value} ({period}).",
)
_ONE_LARGE = Text(
    en="{first}: of {all}, only {who} is large enough to be ranked, {value} ({period}).",
    fr="{first}\u00a0: sur {all}, seul {who} est assez grand pour être classé, {value} ({period}).",
)
_AHEAD = Text(
    en="Before it, but {n:on|each on} fewer than {least} cases and not clearly: {who}{more}.",
    fr="Devant, mais {n:sur|chacun sur} moins de {least} cas et sans écart net\u00a0: {who}{more}.",
)
_AHEAD_CLEARLY = Text(
    en="Before it, {n:on|each on} fewer than {least} cases: {who}{more}; for {clear} of {n}, beyond chance.",
    fr="Devant, {n:sur|chacun sur} moins de {least} cas\u00a0: {who}{more}\u202f; pour {clear} sur {n}, au-delà du hasard.",
)


def bounded(a: Answering, groups: Sequence[list[KpiResult]]) -> Reply:
    """Tell which members are above or below a number, of those large enough to be told."""
    above, below = a.reading.above, a.reading.below
    passing = [
        g
        for g in groups
        if g[0].value is not None
        and (above is None or g[0].value > above)
        and (below is None or g[0].value < below)
    ]
    first = groups[0][0] if groups else None
    if first is None:
        return a.answered([], breakdown(a, a.core.query(a.query)))
    bound = above if above is not None else below
    said = written(bound, first.unit, first.currency or "EUR", a.locale)
    text = (_ABOVE if above is not None else _BELOW).format(
        kpi=", ".join([bare(first, a.lang), *a.scope]),
        bound=said,
        n=len(passing),
        all=len(groups),
        who=", ".join(f"{a.who(g[0])} {number(g[0], a.locale)}" for g in passing[:8])
        + ("…" if len(passing) > 8 else "")  # noqa: PLR2004 - the table holds the others
        or "–",
        period=dates(first.period, a.lang),
    )[a.lang]
    return a.answered([r for g in passing or groups for r in g], text)


_ABOVE = Text(
    en="{kpi} above {bound}, {n} of {all} ({period}): {who}.",
    fr="{kpi} au-dessus de {bound}, {n} sur {all} ({period})\u00a0: {who}.",
)
_BELOW = Text(
    en="{kpi} below {bound}, {n} of {all} ({period}): {who}.",
    fr="{kpi} en dessous de {bound}, {n} sur {all} ({period})\u00a0: {who}.",
)


def _place(a: Answering, first: KpiResult) -> str:
    by = " × ".join(
        head(d, a.lang) for d in (*a.query.by, *([a.query.grain] if a.query.grain else []))
    )
    kpi = bare(first, a.lang)
    named = ", ".join([kpi, *a.scope])
    if REGISTRY[first.variant].better is Better.NEITHER or a.reading.better is None:
        words = _HIGHEST if a.query.order == "desc" else _LOWEST
    else:
        words = _BEST if a.reading.better else _WORST
    return words.format(kpi=named, by=by)[a.lang]


def share(a: Answering, rows: Sequence[KpiResult]) -> Reply:
    """Tell which part of the whole a member is, or several together."""
    parts = shares(rows)
    told = [(r, p) for r, p in zip(rows, parts, strict=True) if p is not None and r.value]
    told.sort(key=lambda pair: -(pair[1] or 0))
    shown = _parts(a, rows, told)
    dimension = a.query.by[0]
    wanted = (
        a.reading.members
        or tuple(r.group[dimension] for r, _ in told if r.group[dimension] is not None)[:1]
    )
    if not wanted or len(a.query.by) > 1:
        return a.answered(rows, breakdown(a, rows), table=shown)
    (whole, *_), others = a.whole(), {**a.query.filters, dimension: list(wanted)}
    alone: dict[str, object] = {"by": [], "order": None, "limit": None, "filters": others}
    (own, *_) = a.core.query(a.query.model_copy(update=alone))
    if not whole.value or own.value is None:
        return a.answered(rows, breakdown(a, rows), table=shown)
    text = Text(
        en="{who}: {share} of {what}, {value} of {total} ({period}).",
        fr="{who} : {share} de l’indicateur « {what} », {value} sur {total} ({period}).",
    ).format(
        who=a.named(dimension, list(wanted)),
        share=written(own.value / whole.value, Unit.SHARE, "EUR", a.locale),
        what=", ".join([bare(own, a.lang), *a.scope]),
        value=number(own, a.locale),
        total=number(whole, a.locale),
        period=dates(own.period, a.lang),
    )[a.lang]
    return a.answered(rows, text, table=shown)


def _parts(
    a: Answering, rows: Sequence[KpiResult], told: Sequence[tuple[KpiResult, float | None]]
) -> Table:
    return Table(
        head=[
            *(head(d, a.lang) for d in a.query.by),
            bare(rows[0], a.lang) if rows else "",
            _SHARE[a.lang],
        ],
        numeric=[*([False] * len(a.query.by)), True, True],
        rows=[
            [
                *(label(n, m, a.lang) for n, m in r.group.items()),
                number(r, a.locale),
                written(p, Unit.SHARE, "EUR", a.locale),
            ]
            for r, p in told
        ],
    )


def by_change(a: Answering) -> Reply:
    """Tell which member moved the most between two periods."""
    rows = a.core.query(a.query.model_copy(update={"limit": None, "order": None}))
    first = rows[0].variant if rows else ""
    moved = [
        (r, r.value - r.comparison.value)
        for r in rows
        if r.variant == first
        and None not in r.group.values()
        and r.value is not None
        and r.comparison is not None
        and r.comparison.value is not None
    ]
    rising = a.query.order == "desc"
    moved = [(r, m) for r, m in moved if (m > 0) == rising and m]
    moved.sort(key=lambda pair: (-pair[1] if rising else pair[1], str(pair[0].group)))
    kept = [r for r, _ in moved][: a.query.limit]
    if not kept:
        none = (
            Text(en="None rose.", fr="Aucun n’est en hausse.")
            if rising
            else Text(en="None fell.", fr="Aucun n’est en baisse.")
        )
        return a.answered(rows, f"{none[a.lang]} {breakdown(a, rows)}")
    top = kept[0]
    other = top.comparison
    assert other is not None  # noqa: S101 - kept above
    text = (_ROSE_MOST if rising else _FELL_MOST).format(
        by=" × ".join(head(d, a.lang) for d in a.query.by),
        kpi=", ".join([bare(top, a.lang), *a.scope]),
        who=a.who(top),
        before=written(other.value, top.unit, top.currency or "EUR", a.locale),
        value=number(top, a.locale),
        period=dates(top.period, a.lang),
        other=dates(other.period, a.lang),
    )[a.lang]
    return a.answered(kept, text)


_ROSE_MOST = Text(
    en="Rose the most by {by}, {kpi}: {who}, from {before} ({other}) to {value} ({period}).",
    fr="Plus forte hausse par {by}, {kpi} : {who}, de {before} ({other}) à {value} ({period}).",
)
_FELL_MOST = Text(
    en="Fell the most by {by}, {kpi}: {who}, from {before} ({other}) to {value} ({period}).",
    fr="Plus forte baisse par {by}, {kpi} : {who}, de {before} ({other}) à {value} ({period}).",
)


def _small(row: KpiResult) -> bool:
    return any(c.code == "small_sample" for c in row.caveats)


def _clipped(row: KpiResult) -> bool:
    return any(c.code in {"clipped", "running"} for c in row.caveats)


_BEST = Text(en="Best {kpi} by {by}", fr="Meilleur résultat par {by}, {kpi}")
_WORST = Text(en="Worst {kpi} by {by}", fr="Moins bon résultat par {by}, {kpi}")
_HIGHEST = Text(en="Highest {kpi} by {by}", fr="Le plus élevé par {by}, {kpi}")
_LOWEST = Text(en="Lowest {kpi} by {by}", fr="Le plus bas par {by}, {kpi}")
_SHARE = Text(en="Share", fr="Part")
