"""The funnel as every face tells it: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.funnel import funnel
from kpi_core.answering.funnel_pipeline import Pipeline
from kpi_core.answering.funnel_shapes import Decided, Funnel, FunnelQuery, GroupFunnel, Step
from kpi_core.answering.funnel_stages import DealStage, Lost
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
Cell = float | str | None
STAGE = Text(en="stage", fr="étape")
REACHED = Text(en="reached", fr="atteinte par")
PERIOD_RATE = Text(en="period rate", fr="taux de période")
COHORT_RATE = Text(en="cohort rate", fr="taux de cohorte")
LOW, HIGH = Text(en="low", fr="bas"), Text(en="high", fr="haut")
MEDIAN = Text(en="median days", fr="jours (médiane)")
P90 = Text(en="p90 days", fr="jours (p90)")
UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
#: Stalled deals that are listed, those worth most first; all of them are counted.
MOST = 500


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": a `FunnelQuery`}."""
    return told(funnel(core, FunnelQuery.model_validate(asked["query"])))


def told(found: Funnel) -> Json:
    """Return a funnel as plain data; every list is in the order of the stages."""
    return {
        "period": {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()},
        "today": found.today.isoformat(),
        "by": list(found.by),
        "filters": {name: list(members) for name, members in found.filters.items()},
        "currency": found.currency,
        "maturity_days": found.maturity_days,
        "total": _group(found.total, ()),
        "groups": [_group(one, found.by) for one in found.groups],
        "notes": [words(note) for note in found.notes],
    }


def spilled(found: Funnel, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header, and a row a stage: who reached it, and how they came from the one before."""
    titles = (STAGE, REACHED, PERIOD_RATE, COHORT_RATE, LOW, HIGH, MEDIAN, P90)
    rows: list[list[Cell]] = [[title[lang] for title in titles]]
    steps = {step.then: step for step in found.total.steps}
    for stage in found.total.stages:
        step = steps.get(stage.id)
        rows.append(
            [stage.title[lang], float(stage.reached), *(_passage(step) if step else [None] * 6)]
        )
    return rows, [None, Unit.COUNT, *[Unit.SHARE] * 4, *[Unit.DAYS] * 2]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(funnel(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> FunnelQuery:
    """
    Return the question that a cell's arguments are: [period], [filter]...

    Raises
    ------
    KpiError
        TYPE with a model; else those of a word that is not understood.
    """
    query, _ = cells.query(("lead_to_customer", *row))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    return FunnelQuery(period=query.period, filters=query.filters)


def words(text: Text) -> Json:
    """Return a sentence as it travels."""
    return {"en": text.en, "fr": text.fr}


def _passage(step: Step) -> list[Cell]:
    ends = _went_on(step.cohort)
    return [step.period_rate, ends["rate"], ends["low"], ends["high"], step.stay.median, step.stay.p90]  # fmt: skip


def _went_on(lost: Lost | None) -> Json:
    if lost is None:
        return {"rate": None, "low": None, "high": None, "n": 0}
    rate, low, high = lost.went_on
    return {"rate": rate, "low": low, "high": high, "n": lost.n}


def _group(one: GroupFunnel, by: Sequence[str]) -> Json:
    found = one.bottleneck
    return {
        "group": dict(zip(by, one.group, strict=True)),
        "stages": [
            {"stage": s.id, "title": words(s.title), "reached": s.reached} for s in one.stages
        ],
        "steps": [_step(step) for step in one.steps],
        "deal_stages": [_deal_stage(stage) for stage in one.deal_stages],
        "closed": _closed(one.decided),
        "pipeline": _pipeline(one.pipeline),
        "stalled_count": len(one.stalled),
        "stalled": msgspec.to_builtins(one.stalled[:MOST]),
        "bottleneck": None
        if found is None
        else {"reason": found.reason, "stage": words(found.stage), "said": words(found.said)},
    }


def _step(step: Step) -> Json:
    now, usual = _went_on(step.cohort), _went_on(step.usual)
    return {
        "from": step.first,
        "to": step.then,
        "title": words(step.title),
        "period_rate": step.period_rate,
        "cohort_rate": now["rate"],
        "low": now["low"],
        "high": now["high"],
        "cohort_n": now["n"],
        "usual_rate": usual["rate"],
        "usual_n": usual["n"],
        "n": step.stay.n,
        "median_days": step.stay.median,
        "p90_days": step.stay.p90,
    }


def _deal_stage(stage: DealStage) -> Json:
    lost, usual = stage.lost, stage.usual
    return {
        "stage": stage.name or None,
        "n": stage.stay.n,
        "median_days": stage.stay.median,
        "p90_days": stage.stay.p90,
        "long_days": stage.usual_p90,
        "left": lost.n if lost else 0,
        "lost": lost.lost if lost else 0,
        "lost_share": lost.share if lost else None,
        "low": lost.low if lost else None,
        "high": lost.high if lost else None,
        "usual_lost_share": usual.share if usual else None,
        "usual_left": usual.n if usual else 0,
        "open": stage.open,
        "amount": round(stage.amount, 4),
        "weighted": round(stage.weighted, 4),
        "stalled": stage.stalled,
    }


def _closed(found: Decided | None) -> Json | None:
    plain: Json | None = None if found is None else msgspec.to_builtins(found)
    return plain


def _pipeline(found: Pipeline | None) -> Json | None:
    if found is None:
        return None
    plain: Json = msgspec.to_builtins(found)
    return plain | {"notes": [words(note) for note in found.notes]}


_NO_MODEL = Text(
    en="A funnel follows leads and deals themselves: no attribution model applies.",
    fr="Un entonnoir suit les leads et les affaires eux-mêmes\u00a0: aucun modèle d’attribution ne s’applique.",
)
