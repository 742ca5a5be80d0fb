"""What each engine can do, declared once: the table of the docs, and what is refused, come from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kpi_core.text import Lang, Text


class Ability(StrEnum):
    """What may be asked of an engine."""

    COUNTS = "counts"
    MEDIANS = "medians"
    STUDIES = "studies"
    PATHS = "paths"
    MODELS = "models"
    CELLS = "cells"
    MAPPING = "mapping"
    ESTIMATES = "estimates"
    CUBES = "cubes"
    PAST = "past"
    LINES = "lines"


ABILITIES: Mapping[Ability, Text] = MappingProxyType(
    {
        Ability.COUNTS: Text(
            en="sums to the cent, counts, exact distinct counts; groups, filters, grains, comparisons",
            fr="sommes au centime, décomptes, décomptes distincts exacts\u202f; groupes, filtres, pas de temps, comparaisons",
        ),
        Ability.MEDIANS: Text(en="medians", fr="médianes"),
        Ability.STUDIES: Text(
            en="cohorts, funnel, contents, lifetime value, costs",
            fr="cohortes, entonnoir, contenus, valeur vie client, coûts",
        ),
        Ability.MODELS: Text(
            en="attribution models that are rules", fr="modèles d’attribution à règles"
        ),
        Ability.PATHS: Text(
            en="conversion paths, and the models learnt from them (Markov, Shapley)",
            fr="parcours de conversion, et les modèles qui en apprennent (Markov, Shapley)",
        ),
        Ability.CELLS: Text(
            en="thousands of cells in one question", fr="des milliers de cellules en une question"
        ),
        Ability.MAPPING: Text(
            en="address, mapping, `kpi doctor`", fr="adresse, correspondances, `kpi doctor`"
        ),
        Ability.ESTIMATES: Text(
            en="about how much a question reads, looked at before it is asked (bytes in Snowflake and BigQuery, else rows)",
            fr="à peu près combien une question lit, regardé avant de la poser (octets dans Snowflake et BigQuery, sinon lignes)",
        ),
        Ability.CUBES: Text(
            en="sums by day kept there for cells, where that is allowed",
            fr="sommes par jour gardées là-bas pour les cellules, si c’est permis",
        ),
        Ability.PAST: Text(en="answers as of a past moment", fr="réponses à une date passée"),
        Ability.LINES: Text(
            en="the file and line of each row", fr="le fichier et la ligne de chaque ligne"
        ),
    }
)


class Run(StrEnum):
    """By what an engine's statements are executed in the tests."""

    ITSELF = "itself"
    STAND_IN = "stand-in"  # its driver speaks with it, and another engine computes


@dataclass(frozen=True, slots=True)
class Engine:
    """
    One engine: its dialect and name.

    run: by what its statements are executed where they are tested to give the same answers.
    lacks: what cannot be asked of it.
    """

    dialect: str
    title: Text
    run: Run
    lacks: frozenset[Ability] = frozenset()


def _named(name: str) -> Text:
    return Text(en=name, fr=name)


_ELSEWHERE = frozenset({Ability.PAST, Ability.LINES})
_SCALE = frozenset({Ability.ESTIMATES, Ability.CUBES})
_READ = _ELSEWHERE | {Ability.CUBES}

ENGINES: tuple[Engine, ...] = (
    Engine(
        "duckdb",
        Text(en="the workspace’s file", fr="le fichier de l’espace"),
        Run.ITSELF,
        frozenset({Ability.ESTIMATES}),
    ),
    Engine("postgres", _named("PostgreSQL"), Run.ITSELF, _ELSEWHERE),
    Engine("spark", _named("Spark"), Run.ITSELF, _ELSEWHERE | _SCALE),
    Engine("clickhouse", _named("ClickHouse"), Run.ITSELF, _READ),
    Engine("databricks", _named("Databricks"), Run.STAND_IN, _ELSEWHERE | _SCALE),
    Engine("snowflake", _named("Snowflake"), Run.STAND_IN, _READ),
    Engine("trino", _named("Trino"), Run.STAND_IN, _READ),
    Engine("bigquery", _named("BigQuery"), Run.STAND_IN, _READ),
)

_YES = Text(en="yes", fr="oui")
_NO = Text(en="no", fr="non")
_TOLD = {
    Run.ITSELF: _YES,
    Run.STAND_IN: Text(en="seen of a stand-in", fr="vu d’un remplaçant"),
}
_ABILITY = Text(en="what may be asked", fr="ce qu’on peut demander")
_BEGIN, _END = "<!-- engines: kpi publish -->", "<!-- end -->"


def table(lang: Lang) -> str:
    """Return the table of engines, as Markdown."""
    heads = [_ABILITY[lang], *(engine.title[lang] for engine in ENGINES)]
    lines = [heads, ["---"] * len(heads)]
    for ability, title in ABILITIES.items():
        told = [_NO if ability in e.lacks else _TOLD[e.run] for e in ENGINES]
        lines.append([title[lang], *(words[lang] for words in told)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def within(page: str, lang: Lang) -> str:
    """Return *page* with the table between its marks."""
    said = f"{_BEGIN}\n\n{table(lang)}\n\n{_END}"
    found, count = re.subn(f"{_BEGIN}.*?{_END}", lambda _: said, page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"one table of engines is wanted, and {count} are marked")
    return found
