"""Conversion paths as every face tells them: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kpi_core.answering import Core, paths
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.paths_flows import Flows, flows
from kpi_core.errors import Kind, KpiError
from kpi_core.query import KpiQuery
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
Cell = float | str | None
UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
HEADS = (
    Text(en="path", fr="parcours"),
    Text(en="converted", fr="convertis"),
    Text(en="did not", fr="non convertis"),
    Text(en="days", fr="jours"),
)
_USUAL = 20


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query", "limit"?, "models"?, "steps"?}: paths, models side by side, or flows."""
    query = KpiQuery.model_validate(asked["query"])
    if asked.get("models"):
        return paths.as_rows(core, query)
    if steps := asked.get("steps"):
        found = flows(core, query, steps)
        days = {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()}
        return _plain(found) | {"period": days}
    return _plain(paths.conversion_paths(core, query, asked.get("limit", 20)))


def _plain(found: paths.Paths | Flows) -> Json:
    plain: Json = msgspec.to_builtins(found)
    return plain


def walked(touches: Sequence[Sequence[str | None]], lang: Lang) -> str:
    """Return the touches of a path as they are read."""
    return " > ".join(" / ".join(m or UNASSIGNED[lang] for m in touch) for touch in touches)


def spilled(found: paths.Paths, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header and a row a path, those that converted most often first; and the units."""
    rows: list[list[Cell]] = [
        [walked(path.touches, lang), path.converted, path.lost, path.days] for path in found.paths
    ]
    return [[head[lang] for head in HEADS], *rows], [None, Unit.COUNT, Unit.COUNT, Unit.DAYS]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    query, limit = asked_in_cell(cells, row)
    return spilled(paths.conversion_paths(core, query, limit), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> tuple[KpiQuery, int]:
    """
    Return the question that a cell's arguments are, kpi, [how many], [period], [filter]...

    Raises
    ------
    KpiError
        EMPTY without a KPI; NUM for a count that cannot be listed; TYPE with a model; else those of
        a word that is not understood.
    """
    kpi, *rest = row or (None,)
    if not isinstance(kpi, str) or not kpi.strip():
        raise KpiError(Kind.EMPTY, _WHAT)
    limit = _USUAL
    if rest and (rest[0] in (None, "") or isinstance(rest[0], int | float)):
        said = rest.pop(0)
        if isinstance(said, int | float):
            if said != int(said) or not 1 <= said <= paths.MOST:
                raise KpiError(Kind.NUM, _HOW_MANY)
            limit = int(said)
    query, _ = cells.query((kpi, *rest))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    return query, limit


_WHAT = Text(
    en='Say of which conversion: B2B_PATHS("new customers").',
    fr='Dites de quelle conversion\u00a0: B2B_PATHS("nouveaux clients").',
)
_HOW_MANY = Text(
    en="Ask for 1 to 1,000 paths.",
    fr="Demandez de 1 à 1\u202f000 parcours.",
)
_NO_MODEL = Text(
    en="A path is what people met, whatever model credits it: leave the model out.",
    fr="Un parcours est ce que les gens ont rencontré, quel que soit le modèle qui le crédite\u00a0: n’en donnez pas.",
)
