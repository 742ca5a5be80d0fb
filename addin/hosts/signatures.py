"""Every function that a cell can call, as hosts describe functions: name, words, arguments."""

from __future__ import annotations

from functools import cache

from addin.hosts.signature import BY, FILTER, KPI, PERIOD, Gives, Parameter, Signature
from addin.hosts.studies import STUDIES
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.explain import formula
from kpi_core.text import Lang, Text

__all__ = ["Gives", "Parameter", "Signature", "signatures"]


@cache
def signatures() -> tuple[Signature, ...]:
    """Return the functions: those over the data first, then one a KPI, in reading order."""
    return (*_DATA, *STUDIES, *map(_local, REGISTRY.values()))


def _local(kpi: Kpi) -> Signature:
    words = {lang: f"{kpi.reading[lang]} {formula(kpi, lang)}" for lang in Lang}
    return Signature(
        kpi.function,
        kpi.title,
        Text(en=words[Lang.EN], fr=words[Lang.FR]),
        tuple(
            Parameter(name, term.title, number=True, optional=name in kpi.defaults)
            for name, term in kpi.inputs.items()
        ),
        Gives.NUMBER,
        kpi,
    )


_KPIS = Parameter(
    "kpis",
    Text(
        en="one KPI or several, separated by commas or in a range",
        fr="un ou plusieurs indicateurs, séparés par des virgules ou dans une plage",
    ),
    number=False,
)
_GRAIN = Parameter(
    "grain",
    Text(en="day, week, month, quarter or year", fr="jour, semaine, mois, trimestre ou année"),
    number=False,
)
_QUESTION = Parameter(
    "question",
    Text(
        en="a question, such as “CPL by channel last quarter”",
        fr="une question, comme « CPL par canal au dernier trimestre »",
    ),
    number=False,
)

_DATA = (
    Signature(
        "B2B_KPI",
        Text(en="A KPI of your data", fr="Un indicateur de vos données"),
        Text(
            en="One number from the workspace's data; a range of KPIs, periods or filters spills.",
            fr="Un nombre tiré des données de l’espace de travail ; une plage d’indicateurs, de périodes ou de filtres se déverse.",
        ),
        (KPI, PERIOD, FILTER),
        Gives.NUMBER,
    ),
    Signature(
        "B2B_TABLE",
        Text(en="KPIs by channel, campaign…", fr="Indicateurs par canal, campagne…"),
        Text(
            en="A table of KPIs: a header, then a row a member.",
            fr="Un tableau d’indicateurs : un en-tête, puis une ligne par membre.",
        ),
        (_KPIS, BY, PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_TREND",
        Text(en="A KPI in time", fr="Un indicateur dans le temps"),
        Text(
            en="A table of KPIs in time: a header, then a row a day, week, month, quarter or year.",
            fr="Un tableau d’indicateurs dans le temps : un en-tête, puis une ligne par jour, semaine, mois, trimestre ou année.",
        ),
        (_KPIS, _GRAIN, PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_INTERVAL",
        Text(en="A KPI's margin of error", fr="La marge d’erreur d’un indicateur"),
        Text(
            en="The low and high ends of the margin of error, side by side.",
            fr="Les bornes basse et haute de la marge d’erreur, côte à côte.",
        ),
        (KPI, PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_TARGET",
        Text(en="A KPI's target", fr="L’objectif d’un indicateur"),
        Text(
            en="The target, the value over its dates, and which part of the target that is, side by side.",
            fr="L’objectif, la valeur sur ses dates et la part de l’objectif que cela représente, côte à côte.",
        ),
        (KPI, PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_EXPLAIN",
        Text(en="A KPI explained", fr="Un indicateur expliqué"),
        Text(
            en="The formula with its numbers, in words.",
            fr="La formule avec ses nombres, en toutes lettres.",
        ),
        (KPI, PERIOD, FILTER),
        Gives.TEXT,
    ),
    Signature(
        "B2B_ASK",
        Text(en="A question in words", fr="Une question en toutes lettres"),
        Text(
            en="The number that answers the question, a table where there are several, or words; a question that can be read in two ways is asked back.",
            fr="Le nombre qui répond à la question, un tableau s’il y en a plusieurs, ou des mots ; une question qui se lit de deux façons est posée en retour.",
        ),
        (_QUESTION,),
        Gives.TABLE,
    ),
)
