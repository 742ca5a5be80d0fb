"""Which version of each experiment won, and whether it is known yet."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.studies.telling import MARGIN, between, figure, studied, tabled
from assistant.wire import Reply
from kpi_core.answering.experiments import Experiment, ExperimentQuery, Version, experiments
from kpi_core.errors import Kind, KpiError
from kpi_core.experiments.wording import sentence
from kpi_core.statistics import wilson
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

_TOLD = 3  # experiments told in sentences; the table holds the others


def tested(a: Answering) -> Reply:
    """Tell each experiment, the latest first."""
    if a.query.filters:
        raise KpiError(Kind.TYPE, _WHOLE)
    found = experiments(a.core, ExperimentQuery(period=a.query.period))
    said = [line for one in found.found[:_TOLD] for line in _said(a, one)]
    rows = [_line(a, one, version) for one in found.found for version in one.versions]
    notes = [
        Text(en=f"{name}: {why.en}", fr=f"{name}\u00a0: {why.fr}") for name, why in found.skipped
    ]
    return studied(
        a,
        "\n".join(said) or _NONE[a.lang],
        notes=notes,
        table=tabled([h[a.lang] for h in (*_HEADS, MARGIN)], rows, words=2),
    )


def _said(a: Answering, one: Experiment) -> list[str]:
    first, *others = one.versions
    return [
        _ONE.format(
            name=one.name,
            period=Text(en=one.period.label(Lang.EN), fr=one.period.label(Lang.FR)),
            said=sentence(v.found, (first.arm, v.arm), (first.name, v.name), a.lang, a.locale),
        )[a.lang]
        for v in others
        if v.found is not None
    ]


def _line(a: Answering, one: Experiment, version: Version) -> list[str]:
    arm = version.arm
    low, high = wilson(arm.conversions, arm.shown)
    return [
        one.name,
        version.name,
        figure(a, arm.shown, Unit.COUNT),
        figure(a, arm.conversions, Unit.COUNT),
        figure(a, arm.rate, Unit.SHARE),
        between(a, low, high, Unit.SHARE),
    ]


_HEADS = (
    Text(en="experiment", fr="test"),
    Text(en="version", fr="version"),
    Text(en="shown", fr="exposés"),
    Text(en="conversions", fr="conversions"),
    Text(en="rate", fr="taux"),
)
_ONE = Text(en="{name} ({period}): {said}", fr="{name} ({period})\u00a0: {said}")
_NONE = Text(
    en="Nothing can be said of any experiment yet.", fr="Rien ne peut encore être dit d’aucun test."
)
_WHOLE = Text(
    en="Experiments are counted whole: leave the channel or segment out.",
    fr="Les tests se comptent entiers\u00a0: sans canal ni segment.",
)
