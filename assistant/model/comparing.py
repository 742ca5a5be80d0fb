"""Two readings side by side: whether they ask for the same numbers, and in which words they differ."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from assistant.reading.surroundings import Surroundings
from assistant.wire import Intent, Reading
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period, resolve, resolve_comparison
from kpi_core.query import KpiQuery, Span
from kpi_core.text import Lang, Text

_SHOWN = 8  # members told: as many as a model may name


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a reading: what it is called, what it is here, and how that is told."""

    title: Text
    value: Hashable
    told: Text


def facets(reading: Reading, around: Surroundings) -> Mapping[str, Facet]:
    """Return the sides of *reading* that decide its numbers."""
    query = reading.query
    if query is None:
        return {
            "intent": Facet(_TITLES["intent"], reading.intent, _INTENTS[reading.intent]),
            "kpi": _kpis([*reading.kpis]),
            "dimension": Facet(_TITLES["by"], reading.dimension, _named(reading.dimension)),
            "days": Facet(_TITLES["period"], reading.days, _days(reading.days)),
        }
    period = _period(query, around)
    why = reading.intent is Intent.WHY
    return {
        # How the same numbers are told is the reader's choice; a why asks for others.
        "intent": Facet(_TITLES["intent"], why, _INTENTS[reading.intent]),
        "kpi": _kpis([REGISTRY.find(k).id for k in query.kpis]),
        "period": Facet(_TITLES["period"], (period.start, period.end), _dated(period)),
        "compare": _compared(query, period, around),
        "members": _members(query),
        "by": Facet(_TITLES["by"], frozenset(query.by), _by(query)),
        "grain": Facet(_TITLES["grain"], query.grain, _grain(query)),
        "basis": Facet(_TITLES["basis"], query.basis, _BASES[query.basis]),
        "order": _order(query),
    }


def differing(one: Reading, other: Reading, around: Surroundings) -> tuple[str, ...]:
    """Return the names of the sides in which two readings differ; none when they ask the same."""
    left, right = facets(one, around), facets(other, around)
    if (one.query is None) != (other.query is None):
        return ("intent",)  # one asks for numbers, the other for none
    return tuple(
        name
        for name in dict.fromkeys((*left, *right))
        if (left[name].value if name in left else None)
        != (right[name].value if name in right else None)
    )


def title(name: str) -> Text:
    """Return what a side is called."""
    return _TITLES.get(name, _TITLES["by"] if name == "dimension" else _TITLES["period"])


def described(reading: Reading, around: Surroundings, only: tuple[str, ...] = ()) -> Text:
    """Return *reading* in words: its KPI, and the sides that *only* names (all when empty)."""
    told = [
        f.told
        for name, f in facets(reading, around).items()
        if (not only or name == "kpi" or name in only) and f.told.en
    ]
    return Text(en=", ".join(t.en for t in told), fr=", ".join(t.fr for t in told))


def _kpis(ids: list[str]) -> Facet:
    titles = [REGISTRY[k].title for k in ids]
    return Facet(
        _TITLES["kpi"],
        frozenset(ids),
        Text(en=" + ".join(t.en for t in titles), fr=" + ".join(t.fr for t in titles)),
    )


def _period(query: KpiQuery, around: Surroundings) -> Period:
    match query.period:
        case Span(start=start, end=end):
            return Period(start, end)
        case str() as phrase:
            with suppress(KpiError):
                return resolve(phrase, around.calendar)
    return around.default


def _dated(period: Period) -> Text:
    return Text(en=period.label(Lang.EN), fr=period.label(Lang.FR))


def _compared(query: KpiQuery, period: Period, around: Surroundings) -> Facet:
    if query.compare is None:
        return Facet(_TITLES["compare"], None, _ALONE)
    try:
        other = resolve_comparison(query.compare, period, around.calendar)
    except KpiError:
        said = Text(en=query.compare, fr=query.compare)
        return Facet(_TITLES["compare"], query.compare, said)
    told = Text(en="against {dates}", fr="par rapport à {dates}").format(dates=_dated(other))
    return Facet(_TITLES["compare"], (other.start, other.end), told)


def _members(query: KpiQuery) -> Facet:
    value = frozenset((d, m) for d, members in query.filters.items() for m in members)
    told = [
        Text(en=m, fr=m) if m is not None else Text(en="no {d}", fr="sans {d}").format(d=_named(d))
        for d, members in query.filters.items()
        for m in members[:_SHOWN]
    ]
    words = Text(en=" + ".join(t.en for t in told), fr=" + ".join(t.fr for t in told))
    return Facet(_TITLES["members"], value, words if told else _EVERYTHING)


def _by(query: KpiQuery) -> Text:
    if not query.by:
        return _IN_ALL
    names = [_named(d) for d in query.by]
    return Text(en="by {names}", fr="par {names}").format(
        names=Text(en=" × ".join(n.en for n in names), fr=" × ".join(n.fr for n in names))
    )


def _grain(query: KpiQuery) -> Text:
    return _GRAINS[query.grain] if query.grain else _NO_GRAIN


def _order(query: KpiQuery) -> Facet:
    value = query.order, query.limit
    if query.order is None:
        told = _UNRANKED
    else:
        told = _DESCENDING if query.order == "desc" else _ASCENDING
    if query.limit is not None:
        told = Text(en="{told}, {n} at most", fr="{told}, {n} au plus").format(
            told=told, n=query.limit
        )
    return Facet(_TITLES["order"], value, told)


def _named(name: str | None) -> Text:
    if name is None:
        return _NOTHING
    return DIMENSIONS.get(name, Text(en=name, fr=name))


def _days(days: int | None) -> Text:
    if days is None:
        return _NOTHING
    return Text(en="for {n} days", fr="depuis {n} jours").format(n=days)


_NOTHING = Text(en="", fr="")
_TITLES = {
    "intent": Text(en="what is wanted", fr="ce qui est voulu"),
    "kpi": Text(en="the KPI", fr="l’indicateur"),
    "period": Text(en="the period", fr="la période"),
    "compare": Text(en="the comparison", fr="la comparaison"),
    "members": Text(en="whose figures", fr="le périmètre"),
    "by": Text(en="the grouping", fr="le regroupement"),
    "grain": Text(en="the unit of time", fr="l’unité de temps"),
    "basis": Text(en="the way of counting", fr="la façon de compter"),
    "order": Text(en="the order", fr="l’ordre"),
}
_INTENTS = {
    Intent.WHY: Text(en="why it changed", fr="pourquoi il a changé"),
    Intent.DEFINE: Text(en="its definition", fr="sa définition"),
    Intent.MEMBERS: Text(en="the list of names", fr="la liste des noms"),
    Intent.CATALOGUE: Text(en="what can be asked", fr="ce qui peut être demandé"),
    Intent.FRESHNESS: Text(en="how far the data goes", fr="jusqu’où vont les données"),
    Intent.DORMANT: Text(en="customers without orders", fr="les clients sans commande"),
    Intent.FOCUS: Text(en="the key figures", fr="les chiffres clés"),
    Intent.TARGET: Text(en="its target", fr="son objectif"),
    Intent.FORECAST: Text(en="its forecast", fr="sa prévision"),
    Intent.ANOMALIES: Text(en="what was unusual", fr="ce qui fut inhabituel"),
    Intent.COHORTS: Text(en="cohorts", fr="les cohortes"),
    Intent.LIFETIME: Text(en="lifetime value to come", fr="la valeur vie à venir"),
    Intent.COSTS: Text(en="costs by kind", fr="les coûts par genre"),
    Intent.STAGES: Text(en="stages of the funnel", fr="les étapes de l’entonnoir"),
    Intent.PATHS: Text(en="conversion paths", fr="les parcours de conversion"),
    Intent.DIFFER: Text(en="which members differ", fr="quels membres diffèrent"),
    Intent.EXPERIMENTS: Text(en="experiments", fr="les tests"),
    Intent.SCORES: Text(en="lead scores", fr="les scores des leads"),
    Intent.CONTENTS: Text(en="what contents brought", fr="ce qu’ont apporté les contenus"),
    Intent.VALUE: Text(en="the number", fr="le nombre"),
    Intent.TREND: Text(en="its trend", fr="sa tendance"),
    Intent.BREAKDOWN: Text(en="its breakdown", fr="sa répartition"),
    Intent.RANK: Text(en="a ranking", fr="un classement"),
    Intent.COMPARE: Text(en="a comparison", fr="une comparaison"),
    Intent.CHANGE: Text(en="its change", fr="sa variation"),
    Intent.SHARE: Text(en="its shares", fr="ses parts"),
}
_ALONE = Text(en="not compared", fr="sans comparaison")
_EVERYTHING = Text(en="everything", fr="tout le périmètre")
_IN_ALL = Text(en="in all", fr="au total")
_NO_GRAIN = Text(en="over the whole period", fr="sur toute la période")
_UNRANKED = Text(en="not ranked", fr="sans classement")
_ASCENDING = Text(en="the lowest first", fr="le plus bas d’abord")
_DESCENDING = Text(en="the highest first", fr="le plus haut d’abord")
_GRAINS = {
    "day": Text(en="by day", fr="par jour"),
    "week": Text(en="by week", fr="par semaine"),
    "month": Text(en="by month", fr="par mois"),
    "quarter": Text(en="by quarter", fr="par trimestre"),
    "year": Text(en="by year", fr="par an"),
}
_BASES = {
    "event": Text(en="each stage on its own date", fr="chaque étape à sa date"),
    "cohort": Text(en="the same people followed", fr="les mêmes personnes suivies"),
}
