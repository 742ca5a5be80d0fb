"""Rows as a table and as a chart: what a reader sees faster than they read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.answering.sentences import label, moved, number
from assistant.wire import Chart, Intent, Point, Reading, Series, Table
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import GRAIN_TITLES
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

_BARS = 20  # more marks than that are read as a table
_FUNNEL = 3


def head(name: str, lang: Lang) -> str:
    """Return what a column of members or of units of time is called."""
    return (GRAIN_TITLES.get(name) or DIMENSIONS[name])[lang]


def table(rows: Sequence[KpiResult], lang: Lang, locale: str) -> Table | None:
    """Return *rows* as they are read; None where one number says all."""
    if len(rows) < 2:  # noqa: PLR2004 - one row is a sentence
        return None
    names = list(rows[0].group)
    kpis = list(dict.fromkeys(r.variant for r in rows))
    margins = len(kpis) == 1 and any(r.low is not None for r in rows)
    compared = any(r.comparison is not None for r in rows)
    if not names:
        return Table(
            head=[_KPI[lang], _VALUE[lang], *([_BEFORE[lang], _CHANGE[lang]] if compared else [])],
            numeric=[False, True, *([True, True] if compared else [])],
            rows=[
                [REGISTRY[r.variant].title[lang], number(r, locale), *_against(r, compared, locale)]
                for r in rows
            ],
        )
    groups: dict[tuple[str | None, ...], dict[str, KpiResult]] = {}
    for row in rows:
        groups.setdefault(tuple(row.group.values()), {})[row.variant] = row
    told = []
    for group, by_kpi in groups.items():
        line = [label(n, m, lang) for n, m in zip(names, group, strict=True)]
        for kpi in kpis:
            one = by_kpi.get(kpi)
            line.append("–" if one is None else number(one, locale))
            line += _against(one, compared, locale)
            if margins:
                line.append(_margin(one, locale, lang))
        told.append(line)
    headed = [head(n, lang) for n in names]
    numeric = [False] * len(names)
    for kpi in kpis:
        headed.append(REGISTRY[kpi].title[lang])
        numeric.append(True)
        if compared:
            headed += [_BEFORE[lang], _CHANGE[lang]]
            numeric += [True, True]
        if margins:
            headed.append(_MARGIN[lang])
            numeric.append(True)
    return Table(head=headed, numeric=numeric, rows=told)


def _against(row: KpiResult | None, compared: bool, locale: str) -> list[str]:  # noqa: FBT001 - a column or none
    if not compared:
        return []
    if row is None or row.comparison is None:
        return ["–", "–"]
    other = row.comparison
    before = written(other.value, row.unit, row.currency or "EUR", locale)
    return [before, "–" if other.change is None else moved(row, other, locale)]


def _margin(row: KpiResult | None, locale: str, lang: Lang) -> str:
    if row is None or row.low is None:
        return "–"
    low = written(row.low, row.unit, row.currency or "EUR", locale)
    if row.high is None:
        return Text(en=f"≥ {low}", fr=f"≥\u00a0{low}")[lang]
    return f"{low} – {written(row.high, row.unit, row.currency or 'EUR', locale)}"


def chart(rows: Sequence[KpiResult], reading: Reading, lang: Lang) -> Chart | None:
    """Return the picture of *rows*, where looking beats reading."""
    if len(rows) < 2 or not rows:  # noqa: PLR2004 - one mark is no picture
        return None
    first = rows[0]
    grain = reading.query.grain if reading.query else None
    kpis = list(dict.fromkeys(r.variant for r in rows))
    kpi = REGISTRY[first.variant]
    if grain and reading.intent is not Intent.RANK:
        lines: dict[str, list[Point]] = {}
        for row in rows:
            if len(kpis) > 1 and REGISTRY[row.variant].unit is not kpi.unit:
                continue
            others = [label(n, m, lang) for n, m in row.group.items() if n != grain]
            name = ", ".join(
                [*([REGISTRY[row.variant].title[lang]] if len(kpis) > 1 else []), *others]
            )
            lines.setdefault(name or kpi.title[lang], []).append(
                _point(row, label(grain, row.group[grain], lang))
            )
        kept = dict(list(lines.items())[:8])
        return _drawn(
            "line", kpi.title[lang], first, [Series(name=n, points=p) for n, p in kept.items()]
        )
    if not first.group:
        counts = [r for r in rows if r.unit is Unit.COUNT]
        if len(counts) >= _FUNNEL and len(counts) == len(rows):
            points = [_point(r, REGISTRY[r.variant].title[lang]) for r in rows]
            title = Text(en="Funnel", fr="Entonnoir")[lang]
            return _drawn("funnel", title, first, [Series(name=title, points=points)])
        return None
    bars = [r for r in rows if r.variant == first.variant and r.value is not None][:_BARS]
    points = [_point(r, ", ".join(label(n, m, lang) for n, m in r.group.items())) for r in bars]
    if len(points) < 2:  # noqa: PLR2004
        return None
    return _drawn("bar", kpi.title[lang], first, [Series(name=kpi.title[lang], points=points)])


def _point(row: KpiResult, name: str) -> Point:
    return Point(label=name, value=row.value, low=row.low, high=row.high)


def _drawn(
    kind: Literal["line", "bar", "funnel"], title: str, first: KpiResult, series: list[Series]
) -> Chart:
    return Chart(
        kind=kind,
        title=title,
        unit=first.unit.value,
        currency=first.currency,
        series=series,
    )


_KPI = Text(en="KPI", fr="Indicateur")
_VALUE = Text(en="Value", fr="Valeur")
_BEFORE = Text(en="Before", fr="Avant")
_CHANGE = Text(en="Change", fr="Écart")
_MARGIN = Text(en="Margin of error (95%)", fr="Marge d’erreur (95\u202f%)")
