"""A `KpiResult` in one sentence: the number, the period, the variant, then what changed.

Nothing is computed here: every figure is one of the result's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from kpi_core.catalog import REGISTRY
from kpi_core.explain import margin
from kpi_core.periods import Period
from kpi_core.periods.words import MONTHS_EN, MONTHS_FR
from kpi_core.query import Comparison, KpiResult, Span
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")


def sentence(result: KpiResult, lang: Lang, locale: str, *, scope: Sequence[str] = ()) -> str:
    """
    Return the first line of an answer: number, period, variant, margin of error.

    scope: the members that the whole answer is about, beside those of the row.
    """
    if result.value is None:
        return missing(result, lang, scope=scope)
    parts = [
        stated(result, lang, locale, scope=scope),
        margin(result, lang, locale),
        comparison(result, lang, locale),
    ]
    return " ".join(part for part in parts if part)


def stated(result: KpiResult, lang: Lang, locale: str, *, scope: Sequence[str] = ()) -> str:
    """Return the number, whose it is and its period."""
    return Text(en="{what}: {value} ({period}).", fr="{what} : {value} ({period}).").format(
        what=subject(result, lang, scope=scope),
        value=number(result, locale),
        period=dates(result.period, lang),
    )[lang]


def missing(result: KpiResult, lang: Lang, *, scope: Sequence[str] = ()) -> str:
    """Say that there is no number, and why: no data is not zero."""
    why = next((c.message for c in result.caveats), None)
    said = Text(en="{what}: no value ({period}).", fr="{what} : pas de valeur ({period}).").format(
        what=subject(result, lang, scope=scope), period=dates(result.period, lang)
    )[lang]
    return f"{said} {why.fr if lang is Lang.FR else why.en}" if why else said


def subject(result: KpiResult, lang: Lang, *, scope: Sequence[str] = ()) -> str:
    """Return the KPI's title and the members that the number is about."""
    who = [*scope, *(label(n, m, lang) for n, m in result.group.items())]
    return REGISTRY[result.variant].title[lang] + "".join(f", {w}" for w in who)


def number(result: KpiResult, locale: str) -> str:
    """Return the value as it is written."""
    return written(result.value, result.unit, result.currency or "EUR", locale)


def dates(span: Span, lang: Lang) -> str:
    """Return the days of *span* in words."""
    return Period(span.start, span.end).label(lang)


def label(name: str, member: str | None, lang: Lang) -> str:
    """Return a member as it is read; a unit of time by its own name."""
    if member is None:
        return UNASSIGNED[lang]
    if name not in {"day", "week", "month", "quarter", "year"}:
        # A member may be called what stands for none: it is then set in quotation marks.
        own = member.casefold() in {UNASSIGNED.en, UNASSIGNED.fr}
        return Text(en=f"“{member}”", fr=f"«\u00a0{member}\u00a0»")[lang] if own else member
    day = dt.date.fromisoformat(member)
    if name == "day":
        return Period(day, day).label(lang)
    quarter, (year, week, _) = (day.month + 2) // 3, day.isocalendar()
    named = MONTHS_FR[day.month - 1], MONTHS_EN[day.month - 1].capitalize()
    return {
        "year": Text(en=f"{day.year}", fr=f"{day.year}"),
        "quarter": Text(en=f"Q{quarter} {day.year}", fr=f"T{quarter} {day.year}"),
        "month": Text(en=f"{named[1]} {day.year}", fr=f"{named[0]} {day.year}"),
        "week": Text(en=f"week {week} of {year}", fr=f"semaine {week} de {year}"),
    }[name][lang]


def comparison(result: KpiResult, lang: Lang, locale: str) -> str:
    """Return what changed, empty where nothing was compared."""
    if result.comparison is None:
        return ""
    return _compared(result, result.comparison, lang, locale)


def _compared(result: KpiResult, other: Comparison, lang: Lang, locale: str) -> str:
    period = dates(other.period, lang)
    if other.value is None or other.change is None:
        return Text(
            en="Nothing to compare with for {period}.", fr="Rien à comparer sur {period}."
        ).format(period=period)[lang]
    before = written(other.value, result.unit, result.currency or "EUR", locale)
    if other.clear is False:
        return Text(
            en="No clear difference from {before} ({period}): the margin of error includes no change.",
            fr="Pas d’écart net avec {before} ({period}) : la marge d’erreur comprend l’absence d’écart.",
        ).format(before=before, period=period)[lang]
    return Text(
        en="{signed} against {before} ({period}).", fr="{signed} par rapport à {before} ({period})."
    ).format(signed=moved(result, other, locale), before=before, period=period)[lang]


def moved(result: KpiResult, other: Comparison, locale: str) -> str:
    """Return the change with its sign: in points for a rate, else in percent."""
    change = other.change or 0
    if result.unit is Unit.SHARE:
        # With the one decimal of the rates beside it.
        points = Decimal(str(change * 100)).quantize(Decimal("0.1"))
        said = written(points, Unit.POINTS, "EUR", locale)
    elif result.unit is Unit.POINTS:
        said = written(change, Unit.POINTS, "EUR", locale)
    else:
        said = written(change, Unit.SHARE, "EUR", locale)
    return said if change < 0 else f"+{said}"
