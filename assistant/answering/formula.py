"""The formula that gives the same number in a cell."""

from __future__ import annotations

from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang


def formula(query: KpiQuery, first: KpiResult, lang: Lang) -> str | None:
    """Return what to paste in a cell; None where a cell has no word for the question."""
    if query.basis == "cohort" or query.compare or None in {
        m for members in query.filters.values() for m in members
    }:
        return None
    if any(len(members) > 1 for members in query.filters.values()):
        return None
    separator = ";" if lang is Lang.FR else ","
    kpis = [REGISTRY.find(name).family if REGISTRY.find(name).default else name for name in query.kpis]
    filters = [f"{d}={members[0]}" for d, members in query.filters.items()]
    span = first.period
    period = f"{span.start}..{span.end}"
    if query.grain and not query.by and len(kpis) == 1:
        whole = query.period if isinstance(query.period, str) else None
        if query.period is not None and whole is None:
            whole = f"{query.period.start}..{query.period.end}"  # type: ignore[union-attr] - a span
        given = [whole] if whole else []
        return _call("B2B_TREND", [kpis[0], query.grain, *given, *filters], separator)
    if query.grain:
        return None
    if query.by:
        if len(query.by) > 1:
            return None
        return _call("B2B_TABLE", [",".join(kpis), query.by[0], period, *filters], separator)
    if len(kpis) > 1:
        return None
    return _call("B2B_KPI", [kpis[0].upper() if kpis[0].isalpha() else kpis[0], *filters, period], separator)


def _call(name: str, arguments: list[str], separator: str) -> str:
    quoted = separator.join('"' + a.replace('"', '""') + '"' for a in arguments)
    return f"={name}({quoted})"
