"""Members compared, as every face tells them: plain data, and the rows of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.comparing_members import (
    Compared,
    ComparisonQuery,
    MemberComparison,
    compare_members,
)
from kpi_core.answering.comparing_members_words import VERDICTS
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
Cell = float | str | None
UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
LOW, HIGH = Text(en="low", fr="bas"), Text(en="high", fr="haut")
AMONG = Text(en="n", fr="n")
AGAINST = Text(en="against the others", fr="face aux autres")
IN_POINTS = Text(en="against the others (points)", fr="face aux autres (points)")
CHANCE = Text(en="p (corrected)", fr="p (corrigée)")
VERDICT = Text(en="verdict", fr="verdict")


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": a `ComparisonQuery`}."""
    return told(compare_members(core, ComparisonQuery.model_validate(asked["query"])))


def told(found: MemberComparison) -> Json:
    """Return a comparison as plain data; differences are relative where `relative` says so."""
    return {
        "kpi": REGISTRY[found.kpi].family,
        "variant": found.kpi,
        "by": found.by,
        "unit": found.unit.value,
        "currency": found.currency,
        "period": {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()},
        "basis": found.basis,
        "relative": found.relative,
        "corrected": found.corrected,
        "small_sample": found.small_sample,
        "members": [_member(one) for one in found.members],
        "said": _words(found.said),
        "notes": [_words(note) for note in found.notes],
    }


def spilled(found: MemberComparison, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header, and a row a member: its value and margin, then how far it is from the others."""
    # A difference of two rates written as a percentage would be read as a relative one.
    points = found.unit is Unit.SHARE and not found.relative
    against = IN_POINTS if points else AGAINST
    titles = (LOW, HIGH, AMONG, against, LOW, HIGH, CHANCE, VERDICT)
    rows: list[list[Cell]] = [
        [
            DIMENSIONS[found.by][lang],
            REGISTRY[found.kpi].title[lang],
            *(title[lang] for title in titles),
        ]
    ]
    for one in found.members:
        apart = one.apart
        away: list[Cell] = [None] * 3
        if apart is not None:
            ends = apart.difference, apart.low, apart.high
            away = [None if end is None else end * 100 if points else end for end in ends]
        rows.append(
            [
                one.member or UNASSIGNED[lang],
                *(one.value, one.low, one.high, one.n),
                *away,
                one.p,
                VERDICTS[one.verdict][lang],
            ]
        )
    apart_unit = Unit.SHARE if found.relative else Unit.POINTS if points else found.unit
    return rows, [None, *[found.unit] * 3, Unit.COUNT, *[apart_unit] * 3, None, None]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(compare_members(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> ComparisonQuery:
    """
    Return the question that a cell's arguments are: kpi, by, [period], [filter]...

    Raises
    ------
    KpiError
        EMPTY without a KPI or a dimension; TYPE with a model; else those of a word that is not
        understood.
    """
    kpi, by, *rest = (*row, None, None) if len(row) < _FIRST else row
    if not isinstance(kpi, str) or not kpi.strip() or not isinstance(by, str) or not by.strip():
        raise KpiError(Kind.EMPTY, _WHAT)
    query, _ = cells.query((kpi, *(cell for cell in rest if cell is not None)))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    # The KPI by its own name: a family has another variant by channel.
    return ComparisonQuery(kpi=kpi, by=by, period=query.period, filters=query.filters)


_FIRST = 2


def _member(one: Compared) -> Json:
    return {
        "member": one.member,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "n": one.n,
        "rest": one.rest,
        "difference": one.apart.difference if one.apart else None,
        "difference_low": one.apart.low if one.apart else None,
        "difference_high": one.apart.high if one.apart else None,
        "p": one.p,
        "verdict": one.verdict.value,
    }


def _words(text: Text) -> Json:
    return {"en": text.en, "fr": text.fr}


_WHAT = Text(
    en='Say which KPI, and by what: B2B_COMPARE("win_rate"; "segment").',
    fr='Dites quel indicateur, et par quoi\u00a0: B2B_COMPARE("win_rate"\u202f; "segment").',
)
_NO_MODEL = Text(
    en="Members are compared by what their own records say: no attribution model applies.",
    fr="Les membres se comparent d’après leurs propres enregistrements\u00a0: aucun modèle d’attribution ne s’applique.",
)
