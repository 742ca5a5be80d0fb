"""What asks for a study, and what of a question it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.reading.vocabulary.roles import Said
from kpi_core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """
    One study, and what of a question it takes.

    said: what it is about -> the expressions that ask for it; "" without anything more.
    kpis: what it is told of unless a KPI is named; named: whether one may be.
    around: KPIs that say nothing more beside it: deals, of the stages that they go through.
    by: by how many dimensions it can be told; period, grain: whether one can be given.
    most: KPIs that it can be ordered by, the one that is asked of: "which brought most customers".
    ranked: whether what comes first is what it tells anyway: "the top 5 paths".
    example: a question that it answers, for whoever asked it too much.
    """

    said: Mapping[str, Said]
    example: Text
    kpis: tuple[str, ...] = ()
    around: frozenset[str] = frozenset()
    named: bool = False
    by: int = 0
    period: bool = True
    grain: bool = False
    most: frozenset[str] = frozenset()
    ranked: bool = False
