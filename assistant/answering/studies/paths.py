"""What people met before they converted, and what each attribution model makes of it."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.sentences import label
from assistant.answering.studies.telling import dates_of, days, figure, in_a_cell, studied, tabled
from assistant.wire import Reply, Table
from kpi_core.answering.paths import Paths, Touch, conversion_paths, side_by_side
from kpi_core.attribution.models import MODELS
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.glossary import GLOSSARY
from kpi_core.query import KpiQuery
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

_LISTED = 15
_SHOWN = ("first", "last", "linear", "u_shaped", "time_decay", "markov")


def paths(a: Answering) -> Reply:
    """Tell conversion paths, or the models side by side."""
    asked = KpiQuery(
        kpis=a.query.kpis, period=a.query.period, filters=a.query.filters, by=a.query.by
    )
    if a.reading.about == "models":
        return _models(a, asked)
    limit = a.query.limit or _LISTED
    found = conversion_paths(a.core, asked, limit)
    formula = in_a_cell("B2B_PATHS", a, a.query.kpis[0], limit, days(a))
    plain = a.query.by in ([], ["channel"])
    return studied(a, _said(a, found), table=_table(a, found), formula=formula if plain else None)


def _said(a: Answering, found: Paths) -> str:
    if not found.paths:
        return _NONE[a.lang]
    first = found.paths[0]
    return _SUMMARY.format(
        term=GLOSSARY[found.term].title,
        period=Text(en=found.period.label(Lang.EN), fr=found.period.label(Lang.FR)),
        won=figure(a, found.converted, Unit.COUNT),
        length=_figure(a, found.length),
        days=_figure(a, found.days),
        own=figure(a, found.untouched, Unit.COUNT),
        different=figure(a, found.different, Unit.COUNT),
        first=_walked(a, found, first.touches),
        n=first.converted,
    )[a.lang]


def _table(a: Answering, found: Paths) -> Table | None:
    rows = [
        [
            _walked(a, found, path.touches),
            figure(a, path.converted, Unit.COUNT),
            figure(a, path.lost, Unit.COUNT),
            _figure(a, path.days),
        ]
        for path in found.paths
    ]
    return tabled([h[a.lang] for h in _HEADS], rows)


def _walked(a: Answering, found: Paths, touches: tuple[Touch, ...]) -> str:
    return " > ".join(
        " / ".join(
            label(dimension, member, a.lang)
            for dimension, member in zip(found.dimensions, touch, strict=True)
        )
        for touch in touches
    )


def _figure(a: Answering, value: float | None) -> str:
    return figure(a, None if value is None else round(value, 1), Unit.COUNT)


def _models(a: Answering, asked: KpiQuery) -> Reply:
    found = side_by_side(a.core, asked, _SHOWN)
    declared = REGISTRY.find(asked.kpis[0])
    by = asked.by[0] if asked.by else "channel"
    currency = a.core.snapshot().settings.currency
    rows = [
        [
            label(by, member, a.lang),
            *(
                figure(a, found.values[m].get(member), declared.unit, currency)
                for m in found.models
            ),
        ]
        for member in found.members
    ]
    heads = [DIMENSIONS[by][a.lang], *(MODELS[m].title[a.lang] for m in found.models)]
    text = _MODELS.format(kpi=declared.title, period=dates_of(a))
    return studied(a, text[a.lang], table=tabled(heads, rows))


_HEADS = (
    Text(en="path", fr="parcours"),
    Text(en="converted", fr="convertis"),
    Text(en="did not", fr="non convertis"),
    Text(en="days", fr="jours"),
)
_NONE = Text(en="No path in this period.", fr="Aucun parcours sur cette période.")
_SUMMARY = Text(
    en="{term} ({period}): {won} with a recorded path, {length} touches and {days} days on average; {own} had none. The most frequent of {different} paths: {first} ({n}).",
    fr="{term} ({period})\u00a0: {won} avec un parcours enregistré, {length} contacts et {days} jours en moyenne\u202f; {own} sans aucun. Le plus fréquent des {different} parcours\u00a0: {first} ({n}).",
)
_MODELS = Text(
    en="{kpi} by attribution model ({period}): the same conversions, credited otherwise.",
    fr="{kpi} selon le modèle d’attribution ({period})\u00a0: les mêmes conversions, créditées autrement.",
)
