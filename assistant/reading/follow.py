"""A follow-up changes what was answered last: the state is a typed query, not a transcript."""

from __future__ import annotations

from assistant.reading.members import WIDEST
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts, ranked
from assistant.reading.steps.ordering import cost_of
from assistant.reading.vocabulary import Role
from assistant.wire import Intent, Reading
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiQuery
from kpi_core.text import Text

_HIERARCHY = frozenset({"platform", "channel", "source"})
_FEW = 3
_ASKING = frozenset(
    {
        "what",
        "how",
        "which",
        "show",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "combien",
        "donne",
        "montre",
        "is",
    }
)
_KEPT = frozenset(
    {
        Intent.WHY,
        Intent.RANK,
        Intent.SHARE,
        Intent.CHANGE,
        Intent.TREND,
        Intent.BREAKDOWN,
        Intent.COMPARE,
    }
)


def continues(parsed: Parsed, parts: Parts) -> bool:
    """Tell whether a question goes on from the one before: it names no KPI, or says "and"."""
    changes = bool(
        parts.filters
        or parts.by
        or parts.grain
        or parts.period is not None
        or parts.compare
        or parts.intent in {Intent.WHY, Intent.CHANGE, Intent.TREND}
        or parts.chart
        or parts.whole
        or parts.ranks
        or parsed.has(Role.SHARE, Role.HOW)
        or parts.basis
        or parsed.has(Role.TABLE)
    )
    if parts.intent in {Intent.CATALOGUE, Intent.FRESHNESS, Intent.DORMANT, Intent.FOCUS}:
        return False
    if not parts.kpis:
        return changes
    said = [w for w in parsed.words if not w.sign]
    alone = len(said) <= _FEW and not any(w.text in _ASKING for w in said) and parts.intent is None
    return parts.follow or (alone and parts.period is None and not parts.filters)


def merged(
    parts: Parts, before: Reading, *, shares: bool = False, how: bool = False
) -> tuple[Parts, list[Text]]:
    """
    Return *parts* completed by what was asked before, and what was kept of it.

    Period and filters stay until others are given; a member replaces those of its dimension.
    """
    query = before.query
    if how and not parts.kpis:
        kpis = query.kpis if query else before.kpis
        return Parts(kpis=[REGISTRY.find(k).id for k in kpis], intent=Intent.DEFINE), []
    if query is None:
        if before.kpis and not parts.kpis and before.intent is Intent.DEFINE:
            parts.kpis = list(before.kpis)
        return parts, []
    if parts.assumed_before and query.compare:
        parts.compare = query.compare
    if (
        parts.kpis == ["total_cost"]
        and parts.each
        and (cost := cost_of(REGISTRY.find(query.kpis[0]).id))
    ):
        parts.kpis = [cost]  # "and what did each one cost?"
    kept = _keep_period(parts, query)
    _keep_filters(parts, query)
    intent = before.intent
    if not parts.kpis:
        parts.kpis = [REGISTRY.find(name).id for name in query.kpis]
        # What the answer was told by goes on too, unless the follow-up says otherwise.
        if not parts.by and not parts.grain and parts.intent is not Intent.WHY:
            parts.by, parts.grain = list(query.by), query.grain
        elif parts.grain and not parts.by and parts.intent is Intent.TREND and query.by:
            parts.by = list(query.by)
        if parts.chart and not parts.by and not parts.grain:
            parts.intent, parts.grain = Intent.TREND, "month"
        if (
            parts.intent is None
            and intent in _KEPT
            and (parts.by, parts.grain) == (query.by, query.grain)
        ):
            parts.intent = intent
            parts.order = parts.order or query.order
            parts.limit = parts.limit or query.limit
            parts.better = before.better if parts.better is None else parts.better
    elif not parts.by and not parts.grain and parts.intent is None:
        parts.by, parts.grain = list(query.by), query.grain
    if (
        intent in {Intent.COMPARE, Intent.CHANGE, Intent.WHY}
        and parts.compare is None
        and not parts.grain
        and query.compare
    ):
        parts.compare = (
            query.compare if parts.period == query.period or _relative(query.compare) else None
        )
    if shares and parts.filters and all(REGISTRY[k].additive for k in parts.kpis):
        parts.by, parts.intent = [min(parts.filters, key=WIDEST.index)], Intent.SHARE
    ranked(parts)
    parts.basis = parts.basis or query.basis
    parts.by = [
        d for d in parts.by if not (len(parts.filters.get(d, ())) == 1 and d not in query.by)
    ]
    return parts, kept


def _relative(compare: str) -> bool:
    return any(w in compare for w in ("previous", "précédente", "prior"))


def _keep_period(parts: Parts, query: KpiQuery) -> list[Text]:
    if parts.period is None and query.period is not None:
        parts.period = query.period
    return []


def _keep_filters(parts: Parts, query: KpiQuery) -> None:
    if parts.whole:
        return
    own = set(parts.filters)
    for dimension, members in query.filters.items():
        same = dimension in own or (dimension in _HIERARCHY and own & _HIERARCHY)
        grouped = dimension in parts.by and dimension not in query.by
        if not same and not grouped:
            parts.filters[dimension] = list(members)
