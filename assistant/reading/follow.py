"""A follow-up changes what was answered last: the state is a typed query, not a transcript."""

from __future__ import annotations

import re

from assistant.reading.members import WIDEST
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts, ranked
from assistant.reading.steps.ordering import cost_of
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role
from assistant.reading.vocabulary.studies import STUDIES
from assistant.wire import Context, Intent, Reading
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiQuery

_HIERARCHY = frozenset({"platform", "channel", "source"})
_THOSE = frozenset({"they", "them", "their", "ils", "elles", "leur", "leurs"})
_FEW = 3  # words: a KPI alone, after an answer, is asked of the same
_ASKING_WORDS = "what how which show quel quelle quels quelles combien donne montre is"
_ASKING = frozenset(_ASKING_WORDS.split())
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
_CHANGED = frozenset(
    {
        Intent.WHY,
        Intent.CHANGE,
        Intent.TREND,
        Intent.TARGET,
        Intent.FORECAST,
        Intent.DIFFER,
        Intent.ANOMALIES,
    }
)
_OWN = frozenset({Intent.CATALOGUE, Intent.FRESHNESS, Intent.DORMANT, Intent.FOCUS})


def continues(parsed: Parsed, parts: Parts) -> bool:
    """Tell whether a question goes on from the one before: it names no KPI, or says "and"."""
    if parts.intent in _OWN:
        return False
    if not parts.kpis:
        return _changes(parsed, parts)
    said = [w for w in parsed.words if not w.sign]
    # "How much did they cost": those of the answer, where nobody else is named.
    of_those = any(w.text in _THOSE for w in said) and parts.intent is None
    if of_those and parts.period is None and not parts.filters and not parts.by:
        return True
    alone = len(said) <= _FEW and not any(w.text in _ASKING for w in said) and parts.intent is None
    return parts.follow or (alone and parts.period is None and not parts.filters)


def _changes(parsed: Parsed, parts: Parts) -> bool:
    """Tell whether anything is said that changes what was answered."""
    told = (
        parts.filters
        or parts.by
        or parts.grain
        or parts.compare
        or parts.ranks
        or parts.basis
        or parts.model
    )
    wanted = parts.intent in _CHANGED or parts.chart or parts.whole
    again = parts.period is not None or parsed.has(Role.TABLE, Role.SHARE, Role.HOW)
    return bool(told or wanted or again)


def merged(
    parts: Parts, before: Reading, around: Surroundings, *, how: bool = False, share: bool = False
) -> Parts:
    """
    Return *parts* completed by what was asked before.

    Period and filters stay until others are given; a member replaces those of its dimension.
    how: it is asked how the number was computed; share: which part of the whole it is.
    """
    query = before.query
    if how and not parts.kpis:
        kpis = query.kpis if query else before.kpis
        return Parts(kpis=[REGISTRY.find(k).id for k in kpis], intent=Intent.DEFINE)
    if query is None:
        if not parts.kpis and before.intent is Intent.DEFINE:
            parts.kpis = list(before.kpis)
        return parts
    part_of_it = share and not parts.filters and not parts.by
    if parts.assumed_before and query.compare:
        parts.compare = query.compare
    if parts.kpis == ["total_cost"] and parts.each:
        cost = cost_of(REGISTRY.find(query.kpis[0]).id)
        parts.kpis = [cost] if cost else parts.kpis  # "and what did each one cost?"
    # What comes next is not in the days that were asked about before.
    anew = parts.intent is Intent.FORECAST and before.intent is not Intent.FORECAST
    if parts.period is None and not anew:
        parts.period = query.period
    _keep_filters(parts, query, around)
    _keep_shape(parts, before, query)
    if part_of_it and parts.filters and all(REGISTRY[k].additive for k in parts.kpis):
        dimension = min(parts.filters, key=WIDEST.index)
        parts.by, parts.intent = [dimension], Intent.SHARE
        parts.shared = tuple(parts.filters[dimension])
    ranked(parts)
    return parts


def _keep_shape(parts: Parts, before: Reading, query: KpiQuery) -> None:
    """Keep what the answer was told by, and the other side of a comparison."""
    if not parts.kpis:
        parts.kpis = [REGISTRY.find(name).id for name in query.kpis]
        by_time = parts.intent is Intent.TREND and parts.grain is not None
        if (parts.intent is None or by_time) and before.intent in STUDIES:
            parts.intent, parts.about = before.intent, before.about
            parts.limit = parts.limit or query.limit
        # What the answer was told by goes on too, unless the follow-up says otherwise.
        if not parts.by and not parts.grain and parts.intent is not Intent.WHY:
            parts.by, parts.grain = list(query.by), query.grain
        elif parts.grain and not parts.by and parts.intent is Intent.TREND:
            parts.by = list(query.by)
        if parts.chart and not parts.by and not parts.grain:
            parts.intent, parts.grain = Intent.TREND, "month"
        same = (parts.by, parts.grain) == (query.by, query.grain)
        if parts.intent is None and before.intent in _KEPT and same:
            parts.intent = before.intent
            parts.order = parts.order or query.order
            parts.limit = parts.limit or query.limit
            parts.better = before.better if parts.better is None else parts.better
    elif not parts.by and not parts.grain and parts.intent is None:
        parts.by, parts.grain = list(query.by), query.grain
    _keep_comparison(parts, before, query)
    parts.basis = parts.basis or query.basis
    parts.model = parts.model or query.model
    parts.by = [
        d for d in parts.by if not (len(parts.filters.get(d, ())) == 1 and d not in query.by)
    ]


def _keep_comparison(parts: Parts, before: Reading, query: KpiQuery) -> None:
    compares = before.intent in {Intent.COMPARE, Intent.CHANGE, Intent.WHY}
    if not compares or parts.compare is not None or parts.grain or not query.compare:
        return
    relative = any(w in query.compare for w in ("previous", "précédente", "prior"))
    parts.compare = query.compare if parts.period == query.period or relative else None


def _keep_filters(parts: Parts, query: KpiQuery, around: Surroundings) -> None:
    if parts.whole:
        return
    own = set(parts.filters)
    for dimension in own & set(query.filters) if parts.beside else ():
        both_ = [*query.filters[dimension], *parts.filters[dimension]]
        parts.filters[dimension], parts.by = list(dict.fromkeys(both_)), [dimension]
    if parts.kind and (platforms := query.filters.get("platform")):
        within = {c for p in platforms if p for c in around.channels_of(p)}
        # "just the paid part" of LinkedIn
        kept: list[str | None] = [c for c in parts.filters["channel"] if c in within]
        parts.filters["channel"] = kept or parts.filters["channel"]
    for dimension, members in query.filters.items():
        same = dimension in own or (dimension in _HIERARCHY and own & _HIERARCHY)
        grouped = dimension in parts.by and dimension not in query.by
        if not same and not grouped:
            parts.filters[dimension] = list(members)


# Nothing but "compare the two": what is compared was answered already.
_BOTH = re.compile(
    r"(?:(?:et|and|ok|now|maintenant|please|peux-tu|can you|tu peux|alors|then)[ ,]+)*"
    r"(?:compare[rsz]?|comparaison|mets|mettez|put|set|show|place)[- ]*(?:moi|me)?[- ]*"
    r"(?:entre|between|of|de)?[- ]*(?:les|the|them|ces|those|these|eux|elles)?[- ]*"
    r"(?:2|deux|two|both)?[ ]*(?:of them|ensemble|together|side by side|c[oô]te [aà] c[oô]te"
    r"|entre (?:eux|elles)|(?:against|to|with) each other|l[’']un [aà] l[’']autre)?"
    r"(?: (?:stp|svp|please|s[’']il te pla[iî]t))?[\s?.!]*",
    re.IGNORECASE,
)


def both(text: str, context: Context | None) -> Reading | None:
    """Return the last two answers side by side where *text* asks for just that, else None."""
    if context is None or context.before is None or not _BOTH.fullmatch(text.strip()):
        return None
    one, other = context.before.query, context.reading.query
    if one is None or other is None:
        return None
    dimensions = {*one.filters, *other.filters}
    differ = [d for d in dimensions if one.filters.get(d) != other.filters.get(d)]
    same = one.kpis == other.kpis and one.period == other.period
    if same and len(differ) == 1 and all(differ[0] in q.filters for q in (one, other)):
        (dimension,) = differ
        members = list(dict.fromkeys((*one.filters[dimension], *other.filters[dimension])))
        filters = {d: list(m) for d, m in other.filters.items()} | {dimension: members}
        query = other.model_copy(update={"filters": filters, "by": [dimension]})
        return Reading(intent=Intent.COMPARE, query=KpiQuery.model_validate(query.model_dump()))
    if one.period == other.period and not differ and one.kpis != other.kpis:
        query = other.model_copy(update={"kpis": list(dict.fromkeys((*one.kpis, *other.kpis)))})
        return Reading(intent=Intent.COMPARE, query=KpiQuery.model_validate(query.model_dump()))
    return None
