"""What a study was asked and does not take, told part by part, with a question that it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.reading.outcome import Unclear
from assistant.reading.vocabulary import Role
from assistant.reading.vocabulary.study import Study
from assistant.wire import Intent
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import GRAIN_TITLES
from kpi_core.text import Text, joined

_STUDIES: Mapping[Intent, Text] = {
    Intent.FORECAST: Text(en="A forecast", fr="Une prévision"),
    Intent.ANOMALIES: Text(en="The search for anomalies", fr="La recherche d’anomalies"),
    Intent.COHORTS: Text(en="The table of cohorts", fr="Le tableau de cohortes"),
    Intent.LIFETIME: Text(en="The predicted lifetime value", fr="La valeur vie prédite"),
    Intent.COSTS: Text(en="The structure of costs", fr="La structure des coûts"),
    Intent.STAGES: Text(en="The study of stages", fr="L’étude des étapes"),
    Intent.PATHS: Text(en="The list of paths", fr="La liste des parcours"),
    Intent.DIFFER: Text(en="A comparison beyond chance", fr="Une comparaison au-delà du hasard"),
    Intent.CONTENTS: Text(en="What contents brought", fr="Le bilan des contenus"),
    Intent.SCORES: Text(en="The list of hot leads", fr="La liste des leads chauds"),
    Intent.EXPERIMENTS: Text(en="The result of A/B tests", fr="Le bilan des tests A/B"),
}
#: What is asked for by a word of a role, and is something else than a study.
_ROLES: Mapping[Role, Text] = {
    Role.SHARE: Text(en="a share of the total", fr="de part du total"),
    Role.WHY: Text(en="a reason why", fr="d’explication"),
    Role.DEFINE: Text(en="a definition", fr="de définition"),
    Role.TARGET: Text(en="a target", fr="d’objectif"),
    Role.ABOVE: Text(en="a threshold", fr="de seuil"),
    Role.BELOW: Text(en="a threshold", fr="de seuil"),
    Role.MODEL: Text(en="an attribution model", fr="de modèle d’attribution"),
}
COMPARED = Text(en="a comparison of periods", fr="de comparaison de périodes")
MODEL = _ROLES[Role.MODEL]
RANKED = Text(en="a ranking", fr="de classement")
PERIOD = Text(en="a period (it is told as of today)", fr="de période (tout se dit à ce jour)")
SPENT_ONLY = Text(
    en="any figure but what was spent",
    fr="d’autre chiffre que ce qui a été dépensé",
)
_GROUPED = Text(en="a breakdown by {by}", fr="de répartition par {by}")
_CUT = Text(en="a table by {grain}", fr="de tableau par {grain}")
_SEVERAL = Text(
    en="more than one KPI at once ({kpis})", fr="plus d’un indicateur à la fois ({kpis})"
)
_BESIDE = Text(
    en="a KPI that is not its own ({kpis})", fr="d’indicateur qui n’est pas le sien ({kpis})"
)
_CANNOT = Text(
    en="{study} does not take {parts}. Ask, for example: “{example}”.",
    fr="{study} n’admet pas {parts}. Demandez par exemple\u00a0: «\u00a0{example}\u00a0».",
)
_AMONG = Text(
    en="{study} needs the members to set side by side: by segment, by channel… Ask, for example: “{example}”.",
    fr="{study} demande les membres à mettre côte à côte\u00a0: par segment, par canal… Demandez par exemple\u00a0: «\u00a0{example}\u00a0».",
)


def cannot(intent: Intent, study: Study, parts: Iterable[Text]) -> Unclear:
    """Return what is said of a question that asks *study* for *parts*, which it does not take."""
    told = list(dict.fromkeys(parts))
    return Unclear(
        _CANNOT.format(study=_STUDIES[intent], parts=_either(told), example=study.example)
    )


def among(intent: Intent, study: Study) -> Unclear:
    """Return what is said of a comparison that names nothing to compare."""
    return Unclear(_AMONG.format(study=_STUDIES[intent], example=study.example))


def roles(asked: Iterable[Role]) -> list[Text]:
    """Return what words of these roles ask for."""
    return [_ROLES.get(role, RANKED) for role in asked]


def grouped(by: Iterable[str]) -> Text:
    """Return that it was asked by these dimensions."""
    return _GROUPED.format(by=_together([DIMENSIONS[name] for name in by]))


def cut(grain: str) -> Text:
    """Return that it was asked unit by unit."""
    return _CUT.format(grain=GRAIN_TITLES[grain])


def several(kpis: Iterable[str]) -> Text:
    """Return that it was asked of more than one KPI."""
    return _SEVERAL.format(kpis=_titles(kpis))


def beside(kpis: Iterable[str]) -> Text:
    """Return that it was asked of KPIs that it is not told of."""
    return _BESIDE.format(kpis=_titles(kpis))


def _titles(kpis: Iterable[str]) -> Text:
    return _together([REGISTRY[kpi].title for kpi in kpis])


def _together(texts: list[Text]) -> Text:
    return joined(texts, Text(en=" and ", fr=" et "))


def _either(texts: list[Text]) -> Text:
    return joined(texts, Text(en=" or ", fr=" ni "))
