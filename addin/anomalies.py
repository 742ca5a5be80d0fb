"""What was unusual, as every face tells it: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from addin.outlook import EXPECTED, HIGH, LOW, point_told
from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.outlook import Anomalies, AnomalyQuery, anomalies
from kpi_core.answering.outlook_words import GRAINS, NONE_UNUSUAL, VALUE, grain_named
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.units import UNIT_TITLES, Unit

Json = dict[str, Any]
Cell = float | str | None
_KPI, _UNIT = Text(en="KPI", fr="indicateur"), Text(en="unit", fr="unité")


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": an `AnomalyQuery`}."""
    return told(anomalies(core, AnomalyQuery.model_validate(asked["query"])))


def told(found: Anomalies) -> Json:
    """Return anomalies as plain data."""
    looked = found.looked
    return {
        "grain": found.grain,
        "currency": found.currency,
        "period": None
        if looked is None
        else {"start": looked.start.isoformat(), "end": looked.end.isoformat()},
        "kpis": list(found.kpis),
        "anomalies": [
            {
                "kpi": one.kpi,
                "unit": one.unit.value,
                **point_told(one.point),
                "expected": one.expected,
                "expected_low": one.low,
                "expected_high": one.high,
            }
            for one in found.found
        ],
        "skipped": [{"kpi": kpi, "why": msgspec.to_builtins(why)} for kpi, why in found.skipped],
        "notes": msgspec.to_builtins(found.notes),
    }


def spilled(found: Anomalies, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """
    Return a header, and a row an unusual value, the latest first; of none, a row that says so.

    The unit stands in a column, and is that of the numbers where all rows have the same.

    Raises
    ------
    KpiError
        EMPTY with the reason where no KPI can be told.
    """
    if not found.kpis:
        raise KpiError(Kind.EMPTY, found.skipped[0][1])
    titles = (_KPI, GRAINS[found.grain].one, VALUE, EXPECTED, LOW, HIGH, _UNIT)
    rows: list[list[Cell]] = [
        [
            REGISTRY[one.kpi].title[lang],
            one.point.span.start.isoformat(),
            one.point.value,
            one.expected,
            one.low,
            one.high,
            UNIT_TITLES[one.unit][lang],
        ]
        for one in found.found
    ]
    units = {one.unit for one in found.found}
    unit = units.pop() if len(units) == 1 else None
    nothing: list[Cell] = [NONE_UNUSUAL[lang], *[None] * (len(titles) - 1)]
    return [[t[lang] for t in titles], *(rows or [nothing])], [None, None, *[unit] * 4, None]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(anomalies(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> AnomalyQuery:
    """
    Return the question that a cell's arguments are: [kpi], [grain], [filter]...

    Raises
    ------
    KpiError
        TYPE with a period or a model; else those of a word that is not understood.
    """
    kpi, *rest = row or (None,)
    asked: Json = {}
    if rest and (rest[0] in (None, "") or (isinstance(rest[0], str) and grain_named(rest[0]))):
        asked["grain"] = grain_named(str(rest.pop(0) or "month"))
    named = isinstance(kpi, str) and bool(kpi.strip())
    query, _ = cells.query((kpi if named else "lead_volume", *rest))
    if query.period is not None or query.model is not None:
        raise KpiError(Kind.TYPE, _NO_PERIOD)
    return AnomalyQuery(kpis=query.kpis if named else [], filters=query.filters, **asked)


_NO_PERIOD = Text(
    en="The last units are looked at, against all before them: give a KPI, a grain and filters; no period and no attribution model.",
    fr="Les dernières unités sont examinées, face à tout ce qui précède\u00a0: donnez un indicateur, un grain et des filtres, sans période ni modèle d’attribution.",
)
