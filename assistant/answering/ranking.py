"""Members in order, and the share of each."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.base import Answering, bare
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
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written


def rank(a: Answering) -> Reply:
    """Answer with the first of a ranking; members too small to be ranked stand apart."""
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
    solid = [g for g in told if not _small(g[0])]
    small = [g for g in told if _small(g[0])] if solid else []
    kept = solid or told
    shown = [r for g in kept[: query.limit] for r in g]
    if not shown:
        return a.answered(rows, breakdown(a, rows))
    first = kept[0][0]
    second = kept[1][0] if len(kept) > 1 else None
    text = Text(
        en="{first}: {who}, {value} ({period}).", fr="{first} : {who}, {value} ({period})."
    ).format(
        first=_place(a, first),
        who=a.who(first),
        value=number(first, a.locale),
        period=dates(first.period, a.lang),
    )[a.lang]
    parts = [text, margin(first, a.lang, a.locale)]
    if second is not None:
        parts.append(a.apart(first, second))
    details = []
    if nobody:
        value = ", ".join(number(g[0], a.locale) for g in nobody)
        details.append(
            Text(
                en="Unassigned, not ranked: {value}.", fr="Non affecté, hors classement : {value}."
            ).format(value=value)[a.lang]
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
    """Tell which part of the whole a member is."""
    parts = shares(rows)
    wanted = a.reading.dimension
    told = [(r, p) for r, p in zip(rows, parts, strict=True) if p is not None and r.value]
    told.sort(key=lambda pair: -(pair[1] or 0))
    named = [(r, p) for r, p in told if wanted and wanted in r.group.values()]
    named = named or [(r, p) for r, p in told if None not in r.group.values()][:1]
    shown = Table(
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
    if not named:
        return a.answered(rows, breakdown(a, rows), table=shown)
    row, part = named[0]
    whole = a.whole()[0]
    text = Text(
        en="{who}: {share} of {what}, {value} of {total} ({period}).",
        fr="{who} : {share} de l’indicateur « {what} », {value} sur {total} ({period}).",
    ).format(
        who=a.who(row),
        share=written(part, Unit.SHARE, "EUR", a.locale),
        what=bare(row, a.lang),
        value=number(row, a.locale),
        total=number(whole, a.locale),
        period=dates(row.period, a.lang),
    )[a.lang]
    return a.answered(rows, text, table=shown)


def _small(row: KpiResult) -> bool:
    return any(c.code == "small_sample" for c in row.caveats)


_BEST = Text(en="Best {kpi} by {by}", fr="Meilleur résultat par {by}, {kpi}")
_WORST = Text(en="Worst {kpi} by {by}", fr="Moins bon résultat par {by}, {kpi}")
_HIGHEST = Text(en="Highest {kpi} by {by}", fr="Le plus élevé par {by}, {kpi}")
_LOWEST = Text(en="Lowest {kpi} by {by}", fr="Le plus bas par {by}, {kpi}")
_SHARE = Text(en="Share", fr="Part")
