"""The formula that gives the same number in a cell."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_core.answering.question import CHANNELS
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiQuery, KpiResult, Span
from kpi_core.text import Lang


def formula(query: KpiQuery, first: KpiResult, lang: Lang) -> str | None:
    """Return what to paste in a cell; None where a cell has no word for the question."""
    if query.basis == "cohort" or query.compare or not _one_each(query):
        return None
    name, arguments = "", list[str]()
    filters = [f"{d}={members[0]}" for d, members in query.filters.items()]
    filters += [f"model={query.model}"] if query.model else []
    kpis = [_typed(k) for k in query.kpis]
    span = first.period
    match (bool(query.by), query.grain):
        case (False, None) if len(kpis) == 1:
            name = "B2B_KPI"
            arguments = [
                kpis[0].upper() if kpis[0].isalpha() else kpis[0],
                *filters,
                f"{span.start}..{span.end}",
            ]
        case (True, None) if len(query.by) == 1:
            name = "B2B_TABLE"
            arguments = [",".join(kpis), query.by[0], f"{span.start}..{span.end}", *filters]
        case (False, str(grain)) if len(kpis) == 1:
            name = "B2B_TREND"
            arguments = [kpis[0], grain, *_period(query), *filters]
    return call(name, arguments, lang) if name else None


def call(name: str, arguments: Sequence[str | int], lang: Lang) -> str:
    """Return a function and its arguments as they are typed where *lang* is spoken."""
    separator = ";" if lang is Lang.FR else ","
    typed = (str(a) if isinstance(a, int) else '"' + a.replace('"', '""') + '"' for a in arguments)
    return f"={name}({separator.join(typed)})"


def _one_each(query: KpiQuery) -> bool:
    """Tell whether each filter is one member, which is what a cell takes."""
    return all(len(members) == 1 and members[0] is not None for members in query.filters.values())


def _typed(name: str) -> str:
    kpi = REGISTRY.find(name)
    return kpi.family if kpi.default else kpi.id


def _period(query: KpiQuery) -> list[str]:
    match query.period:
        case Span(start=start, end=end):
            return [f"{start}..{end}"]
        case str() as phrase:
            return [phrase]
    return []


def listing(query: KpiQuery, row: KpiResult) -> str:
    """Return the command that lists the rows behind *row*."""
    where: dict[str, list[str | None]] = {d: list(m) for d, m in query.filters.items()}
    where |= {d: [m] for d, m in row.group.items() if d not in _TIME}
    conditions = "".join(
        f" --where {_quoted(dimension + '=' + (member or ''))}"
        for dimension, members in where.items()
        for member in members
    )
    basis = " --basis cohort" if query.basis == "cohort" else ""
    span = row.period
    # A model credits parts of rows: what stands behind them is paths.
    if query.model and CHANNELS & where.keys():
        return f"kpi paths {row.variant} --period {span.start}..{span.end}{conditions}"
    return f"kpi rows {row.variant} --period {span.start}..{span.end}{conditions}{basis}"


def _quoted(condition: str) -> str:
    return (
        condition
        if condition.isascii() and condition.replace("=", "").isalnum()
        else f'"{condition}"'
    )


_TIME = frozenset({"day", "week", "month", "quarter", "year"})
