"""A `KpiResult` in one sentence: the number, the period, the variant, then what changed.

Nothing is computed here: every figure is one of the result's own.
"""

from __future__ import annotations

from decimal import Decimal

from kpi_core.catalog import REGISTRY
from kpi_core.explain import margin
from kpi_core.periods import Period
from kpi_core.query import Comparison, KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written


def sentence(result: KpiResult, lang: Lang, locale: str) -> str:
    """Return the first line of an answer: number, period, variant, margin of error."""
    kpi = REGISTRY[result.variant]
    value = written(result.value, kpi.unit, result.currency or "EUR", locale)
    who = ", ".join(_member(member, lang) for member in result.group.values())
    said = Text(
        en="{title}{who}: {value} ({period}).", fr="{title}{who} : {value} ({period})."
    ).format(
        title=kpi.title,
        who=f", {who}" if who else "",
        value=value,
        period=Period(result.period.start, result.period.end).label(lang),
    )[lang]
    parts = [said, margin(result, lang, locale)]
    parts.append(comparison(result, lang, locale))
    return " ".join(part for part in parts if part)


def comparison(result: KpiResult, lang: Lang, locale: str) -> str:
    """Return what changed, empty where nothing was compared."""
    if result.comparison is None:
        return ""
    return _compared(result, result.comparison, lang, locale)


def _member(member: str | None, lang: Lang) -> str:
    return member or Text(en="(unassigned)", fr="(non affecté)")[lang]


def _compared(result: KpiResult, other: Comparison, lang: Lang, locale: str) -> str:
    period = Period(other.period.start, other.period.end).label(lang)
    if other.value is None or other.change is None:
        return Text(
            en="Nothing to compare with for {period}.", fr="Rien à comparer sur {period}."
        ).format(period=period)[lang]
    before = written(other.value, result.unit, result.currency or "EUR", locale)
    if other.clear is False:
        return Text(
            en="No clear difference from {before} ({period}): the margin of error includes no change.",
            fr="Pas d’écart net avec {before} ({period}) : la marge d’erreur comprend l’absence d’écart.",
        ).format(before=before, period=period)[lang]
    if result.unit is Unit.SHARE:
        # With the one decimal of the rates beside it.
        points = Decimal(str(other.change * 100)).quantize(Decimal("0.1"))
        moved = written(points, Unit.POINTS, "EUR", locale)
    elif result.unit is Unit.POINTS:
        moved = written(other.change, Unit.POINTS, "EUR", locale)
    else:
        moved = written(other.change, Unit.SHARE, "EUR", locale)
    signed = moved if other.change < 0 else f"+{moved}"
    return Text(
        en="{signed} against {before} ({period}).", fr="{signed} par rapport à {before} ({period})."
    ).format(signed=signed, before=before, period=period)[lang]
