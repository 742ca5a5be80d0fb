"""Targets as people enter and read them: a KPI, an amount, dates, members; and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from addin.amounts import amount_of, members_of
from kpi_core.answering import Core
from kpi_core.answering.landing import landing
from kpi_core.answering.question import calendar_of, unit_of
from kpi_core.answering.targets import current_dates
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import resolve
from kpi_core.query import KpiQuery, KpiResult, Span
from kpi_core.text import Text
from kpi_core.workspace.settings import Target

Json = dict[str, Any]


def targets(core: Core, asked: Json, actor: str) -> Json:
    """
    Return the targets and how they stand, changed first by {"set"} or {"remove"}.

    set: {"kpi", "value", "period"?, "where"?}, in words. remove: the number of one.

    Raises
    ------
    KpiError
        what was said is not understood, or there is no such number.
    """
    settings = core.snapshot().settings
    kept = known = _numbered(settings.targets)
    if said := asked.get("set"):
        new = _entered(core, said)
        same = next((t.number for t in kept if _about(t) == _about(new)), None)
        kept = _numbered([*(t for t in kept if _about(t) != _about(new)), _called(new, same)])
    if number := asked.get("remove"):
        if number not in {t.number for t in kept}:
            raise KpiError(Kind.NOT_FOUND, _NO_TARGET.format(n=number))
        kept = [t for t in kept if t.number != number]
    if kept != known:
        changes = {"targets": [t.model_dump(mode="json") for t in kept]}
        core.store.change_settings(changes, actor)
    return {"targets": [_stands(core, t) for t in kept]}


def _numbered(targets: Sequence[Target]) -> list[Target]:
    """Give a number to those that have none, or one that another has: the first after all others."""
    found: list[Target] = []
    seen: set[int] = set()
    following = 1 + max((t.number or 0 for t in targets), default=0)
    for target in targets:
        if target.number is None or target.number in seen:
            found.append(_called(target, following))
            following += 1
        else:
            found.append(target)
        seen.add(found[-1].number or 0)
    return found


def _called(target: Target, number: int | None) -> Target:
    return target.model_copy(update={"number": number})


def _entered(core: Core, said: Json) -> Target:
    kpi = REGISTRY.find(said["kpi"])
    start, end = _dates(core, said["period"]) if said.get("period") else (None, None)
    return Target.model_validate(
        {
            "kpi": kpi.id,
            "value": amount_of(str(said["value"]), kpi, core),
            "start": start,
            "end": end,
            "filters": members_of(said.get("where") or (), core),
        }
    )


def _dates(core: Core, said: str) -> tuple[dt.date, dt.date]:
    """Return the dates of a period in words; of one that runs, all of it."""
    snapshot = core.snapshot()
    period = resolve(said, calendar_of(snapshot, core.today()))
    if period.running and period.grain is not None:
        start, end = unit_of(period.start, period.grain, snapshot.settings.fiscal_start)
        return start, end
    return period.start, period.end


def _about(target: Target) -> tuple[object, ...]:
    return target.kpi, target.start, target.end, tuple(sorted(dict(target.filters).items()))


def _stands(core: Core, target: Target) -> Json:
    """Return a target with the number that it is held against, and where that will land."""
    kpi = REGISTRY[target.kpi]
    (found,) = core.query(_question(target))
    lands = landing(core, target)
    return {
        "number": target.number,
        "kpi": kpi.id,
        "title": {"en": kpi.title.en, "fr": kpi.title.fr},
        "unit": kpi.unit.value,
        "target": target.value,
        "filters": {n: [*m] for n, m in target.filters.items()},
        "period": {"start": str(found.period.start), "end": str(found.period.end)},
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "part": None if found.value is None or not target.value else found.value / target.value,
        "reached": reached(found, target.value),
        "limit": kpi.better is Better.LOWER,
        "running": kpi.additive and target.end is not None and target.end >= core.today(),
        "landing": None if lands is None else asdict(lands) | {"known": str(lands.known)},
    }


def _question(target: Target) -> KpiQuery:
    filters: dict[str, list[str | None]] = {n: [*m] for n, m in target.filters.items()}
    dated = target.start is not None and target.end is not None
    span = Span(start=target.start, end=target.end) if dated else None  # type: ignore[arg-type] # dated says so
    return KpiQuery(kpis=[target.kpi], period=span, filters=filters)


def reached(found: KpiResult, target: float) -> bool | None:
    """Tell whether a number is on the right side of its target; None where there is no right side."""
    better = REGISTRY[found.variant].better
    if found.value is None or better is Better.NEITHER:
        return None
    return found.value <= target if better is Better.LOWER else found.value >= target


def running_span(core: Core, kpi: str, filters: Mapping[str, tuple[str, ...]]) -> Span | None:
    """Return the dates of the target that runs now, where a question names none."""
    own = [
        t
        for t in core.snapshot().settings.targets
        if t.kpi == kpi and dict(t.filters) == dict(filters)
    ]
    return current_dates(own, core.today())


_NO_TARGET = Text(
    en="No target has the number {n}: `kpi targets` shows them.",
    fr="Aucun objectif n’a le numéro {n}\u00a0: `kpi targets` les montre.",
)
