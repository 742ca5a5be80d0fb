"""What a KPI means, and which KPIs there are: from the declarations alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.wire import Table
from kpi_core.catalog import REGISTRY
from kpi_core.explain import formula
from kpi_core.text import Lang, Text
from kpi_core.units import written


def defined(kpis: Sequence[str], lang: Lang, locale: str) -> str:
    """Return what each of *kpis* means: reading, formula, example, source, variants."""
    return "\n".join(_one(k, lang, locale) for k in kpis[:3])


def _one(id_: str, lang: Lang, locale: str) -> str:
    kpi = REGISTRY[id_]
    example = kpi.examples[0] if kpi.examples else None
    parts = [
        Text(en="{title}: {reading}", fr="{title} : {reading}").format(
            title=kpi.title, reading=kpi.reading
        )[lang],
        Text(en="Formula: {formula}.", fr="Formule : {formula}.").format(
            formula=formula(kpi, lang)
        )[lang],
    ]
    if example is not None:
        given = ", ".join(
            f"{kpi.inputs[n].title[lang]} {written(v, kpi.inputs[n].unit, 'EUR', locale)}"
            for n, v in example.inputs.items()
        )
        value = written(example.value, kpi.unit, "EUR", locale)
        parts.append(
            Text(en="Example: {given} → {value}.", fr="Exemple : {given} → {value}.").format(
                given=given, value=value
            )[lang]
        )
    others = [k.title for k in REGISTRY.values() if k.family == kpi.family and k.id != kpi.id]
    if others:
        named = Text(en="; ".join(t.en for t in others), fr="\u202f; ".join(t.fr for t in others))
        parts.append(
            Text(en="Other variants: {named}.", fr="Autres variantes : {named}.").format(
                named=named
            )[lang]
        )
    parts.append(
        Text(
            en="In a cell: {function}. Source: {source}.",
            fr="Dans une cellule : {function}. Source : {source}.",
        ).format(function=kpi.function, source=kpi.source.publisher)[lang]
    )
    return " ".join(parts)


def catalogue(lang: Lang, focus: Sequence[str]) -> tuple[str, Table]:
    """Return what can be asked: the focus list in words, every KPI in a table."""
    first = ", ".join(REGISTRY[k].title[lang] for k in focus)
    measured = [k for k in REGISTRY.values() if k.measured]
    text = Text(
        en="{n} KPIs can be asked, by any channel, campaign, segment, country, product or salesperson, over any period. The ones to start with: {focus}.",
        fr="{n} indicateurs peuvent être demandés, par canal, campagne, segment, pays, produit ou commercial, sur n’importe quelle période. Pour commencer : {focus}.",
    ).format(n=len(measured), focus=first)[lang]
    return text, Table(
        head=[
            Text(en="KPI", fr="Indicateur")[lang],
            Text(en="What it tells", fr="Ce qu’il dit")[lang],
        ],
        numeric=[False, False],
        rows=[[k.title[lang], k.reading[lang]] for k in measured],
    )
