"""A rule said back, in both languages, with the numbers of the workspace."""

from __future__ import annotations

from addin.sync.alerts.rules import Age, Drift, Filters, Grain, Missed, Rule, Threshold
from kpi_core.catalog import REGISTRY
from kpi_core.facts import FACTS
from kpi_core.text import Lang, Text, counted
from kpi_core.units import french, written
from kpi_core.workspace.settings import Settings


def said_back(rule: Rule, settings: Settings) -> Text:
    """Return what *rule* watches."""
    match rule:
        case Threshold():
            return _THRESHOLDS[rule.above].format(
                kpi=REGISTRY[rule.kpi].title,
                value=amount(rule.kpi, rule.value, settings),
                units=_lasting(rule),
                who=whom(rule.filters),
            )
        case Drift():
            return _DRIFT.format(
                kpi=REGISTRY[rule.kpi].title, unit=_LAST[rule.grain], who=whom(rule.filters)
            )
        case Missed():
            return _MISSED[rule.above].format(
                kpi=REGISTRY[rule.kpi].title, units=_over(rule), who=whom(rule.filters)
            )
        case Age(days=days, fact=None):
            return counted(days, *_AGE)
        case Age(days=days, fact=str() as fact):
            return counted(days, *_FACT_AGE).format(fact=FACTS[fact].title)
    return _FAILING


def amount(kpi: str, value: float | None, settings: Settings) -> Text:
    """Write a value of *kpi* as each language does, as the workspace does in its own."""
    declared = REGISTRY[kpi]
    return Text(
        en=written(value, declared.unit, settings.currency, locale_for(settings, Lang.EN)),
        fr=written(value, declared.unit, settings.currency, locale_for(settings, Lang.FR)),
    )


def locale_for(settings: Settings, lang: Lang) -> str:
    """Return how numbers are written in *lang*: as the workspace does where it speaks it."""
    if settings.locale.startswith(lang.value):
        return settings.locale
    return "fr-FR" if lang is Lang.FR else "en-US"


def language(settings: Settings) -> Lang:
    """Return the language of the workspace."""
    return Lang.FR if french(settings.locale) else Lang.EN


def whom(filters: Filters) -> Text:
    """Return the members that a rule is about, after a comma; nothing when it is about all."""
    names = [", ".join(members) for members in filters.values()]
    told = "".join(f", {name}" for name in names)
    return Text(en=told, fr=told)


def _over(rule: Missed) -> Text:
    """Return over which time a target is looked at."""
    return _OF_ITS_DATES if REGISTRY[rule.kpi].additive else _lasting(rule)


def _lasting(rule: Threshold | Missed) -> Text:
    if rule.count == 1:
        return _ONE[rule.grain]
    return _SEVERAL.format(n=rule.count, units=_UNITS[rule.grain])


_THRESHOLDS = {
    True: Text(en="{kpi} above {value} {units}{who}", fr="{kpi} au-dessus de {value} {units}{who}"),
    False: Text(en="{kpi} below {value} {units}{who}", fr="{kpi} en dessous de {value} {units}{who}"),
}  # fmt: skip
_MISSED = {
    True: Text(en="{kpi} above its target {units}{who}", fr="{kpi} au-dessus de l’objectif {units}{who}"),
    False: Text(en="{kpi} below its target {units}{who}", fr="{kpi} en dessous de l’objectif {units}{who}"),
}  # fmt: skip
_OF_ITS_DATES = Text(en="once its dates are over", fr="une fois la période de l’objectif terminée")
_DRIFT = Text(
    en="{kpi}: {unit} differs from the one before by more than the margin of error{who}",
    fr="{kpi}\u00a0: {unit} s’écarte de la période précédente de plus que la marge d’erreur{who}",
)
_AGE = (
    Text(en="data older than {n} day", fr="données de plus de {n} jour"),
    Text(en="data older than {n} days", fr="données de plus de {n} jours"),
)
_FACT_AGE = (
    Text(en="{fact}: data older than {n} day", fr="{fact}\u00a0: données de plus de {n} jour"),
    Text(en="{fact}: data older than {n} days", fr="{fact}\u00a0: données de plus de {n} jours"),
)  # fmt: skip
_FAILING = Text(en="the sync of a sheet fails", fr="la synchronisation d’une feuille échoue")
_SEVERAL = Text(en="for {n} {units} in a row", fr="pendant {n} {units} de suite")
_ONE: dict[Grain, Text] = {
    "day": Text(en="over the last whole day", fr="sur le dernier jour plein"),
    "week": Text(en="over the last whole week", fr="sur la dernière semaine pleine"),
    "month": Text(en="over the last whole month", fr="sur le dernier mois plein"),
    "quarter": Text(en="over the last whole quarter", fr="sur le dernier trimestre plein"),
    "year": Text(en="over the last whole year", fr="sur la dernière année pleine"),
}
_LAST: dict[Grain, Text] = {
    "day": Text(en="the last whole day", fr="le dernier jour plein"),
    "week": Text(en="the last whole week", fr="la dernière semaine pleine"),
    "month": Text(en="the last whole month", fr="le dernier mois plein"),
    "quarter": Text(en="the last whole quarter", fr="le dernier trimestre plein"),
    "year": Text(en="the last whole year", fr="la dernière année pleine"),
}
_UNITS: dict[Grain, Text] = {
    "day": Text(en="whole days", fr="jours pleins"),
    "week": Text(en="whole weeks", fr="semaines pleines"),
    "month": Text(en="whole months", fr="mois pleins"),
    "quarter": Text(en="whole quarters", fr="trimestres pleins"),
    "year": Text(en="whole years", fr="années pleines"),
}
