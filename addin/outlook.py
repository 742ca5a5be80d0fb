"""Forecasts as every face tells them: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.outlook import (
    Outlook,
    OutlookQuery,
    Point,
    outlook,
)
from kpi_core.answering.outlook_words import GRAINS, grain_named
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
Cell = float | str | None
EXPECTED = Text(en="expected", fr="attendu")
LOW, HIGH = Text(en="low", fr="bas"), Text(en="high", fr="haut")
_MOST = 24


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": an `OutlookQuery`}."""
    return told(outlook(core, OutlookQuery.model_validate(asked["query"])))


def told(found: Outlook) -> Json:
    """Return a forecast as plain data."""
    return {
        "kpi": REGISTRY[found.kpi].family,
        "variant": found.kpi,
        "unit": found.unit.value,
        "currency": found.currency or None,
        "grain": found.grain,
        "filters": {name: list(members) for name, members in found.filters.items()},
        "history": [point_told(point) for point in found.history],
        "held_out": [point_told(point) for point in found.held],
        "ahead": [point_told(point) for point in found.ahead],
        "model": found.model,
        "error": found.error,
        "naive_error": found.naive,
        "judged": found.judged,
        "inside": found.inside,
        "notes": _notes(found.notes),
    }


def spilled(found: Outlook, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """
    Return a header, and a row a unit to come.

    Raises
    ------
    KpiError
        EMPTY with the reason where no forecast is given: a cell shows no guess.
    """
    if not found.ahead:
        raise KpiError(Kind.EMPTY, found.notes[0])
    header: list[Cell] = [GRAINS[found.grain].one[lang], EXPECTED[lang], LOW[lang], HIGH[lang]]
    rows: list[list[Cell]] = [
        [p.span.start.isoformat(), p.value, p.low, p.high] for p in found.ahead
    ]
    return [header, *rows], [None, found.unit, found.unit, found.unit]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(outlook(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> OutlookQuery:
    """
    Return the question that a cell's arguments are: kpi, [grain], [how many ahead], [filter]...

    Raises
    ------
    KpiError
        EMPTY without a KPI; else those of a word that is not understood.
    """
    kpi, *rest = row or (None,)
    if not isinstance(kpi, str) or not kpi.strip():
        raise KpiError(Kind.EMPTY, _WHAT)
    asked: Json = {}
    if rest and (rest[0] is None or (isinstance(rest[0], str) and grain_named(rest[0]))):
        asked["grain"] = grain_named(str(rest[0] or "month"))
        rest = rest[1:]
    if rest and (rest[0] is None or isinstance(rest[0], int | float)):
        ahead = 3 if rest[0] is None else rest[0]
        if ahead != int(ahead) or not 1 <= ahead <= _MOST:
            raise KpiError(Kind.NUM, _AHEAD)
        asked["ahead"] = int(ahead)
        rest = rest[1:]
    query, _ = cells.query((kpi, *rest))
    if query.period is not None or query.model is not None:
        raise KpiError(Kind.TYPE, _NO_PERIOD)
    return OutlookQuery(kpi=query.kpis[0], filters=query.filters, **asked)


def point_told(point: Point) -> Json:
    """Return a unit of time, its value and its margin."""
    return {
        "start": point.span.start.isoformat(),
        "end": point.span.end.isoformat(),
        "value": point.value,
        "low": point.low,
        "high": point.high,
    }


def _notes(notes: Sequence[Text]) -> list[Json]:
    return [{"en": note.en, "fr": note.fr} for note in notes]


_WHAT = Text(
    en='Say which KPI: B2B_FORECAST("leads"; "month"; 3).',
    fr='Dites quel indicateur\u00a0: B2B_FORECAST("leads"\u202f; "mois"\u202f; 3).',
)
_AHEAD = Text(
    en="A forecast goes from 1 to 24 units ahead.",
    fr="Une prévision va de 1 à 24 unités en avant.",
)
_NO_PERIOD = Text(
    en="A forecast goes on from all the data: give a grain, how many units ahead, and filters; no period and no attribution model.",
    fr="Une prévision prolonge toutes les données\u00a0: donnez un grain, combien d’unités en avant et des filtres, sans période ni modèle d’attribution.",
)
