"""The pipeline: what is open, which deals are stalled, and how much of a target it covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi_core.answering.funnel_words import NO_TARGET, REACHED, UNPRICED, UNWEIGHTED
from kpi_core.query import KpiQuery, Span
from kpi_core.text import Text
from kpi_core.workspace.settings import Target

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

Filters = Mapping[str, tuple[str | None, ...]]
_KPI = "revenue"


@dataclass(frozen=True, slots=True)
class Stalled:
    """An open deal that has been in its stage for longer than 9 in 10 of those that moved on from it."""

    deal: str
    name: str | None
    stage: str
    owner: str | None
    amount: float | None
    days: int
    limit: float
    entered_on: dt.date


@dataclass(frozen=True, slots=True)
class Pipeline:
    """
    What is open today, and how much of the rest of a target it is worth.

    weighted: amounts times their probability, None where no deal has one. coverage: amount over
    what is left of the target, as it stands and weighted.
    """

    open: int
    amount: float
    weighted: float | None
    target: float | None
    start: dt.date | None
    end: dt.date | None
    signed: float | None
    remaining: float | None
    coverage: float | None
    coverage_weighted: float | None
    notes: tuple[Text, ...]


@dataclass(slots=True)
class Standing:
    """The open deals of one group: by stage, how many, their amount, and the same weighted."""

    stages: dict[str, tuple[int, float, float]] = field(
        default_factory=lambda: defaultdict(lambda: (0, 0.0, 0.0))
    )
    stalled: list[Stalled] = field(default_factory=list)
    unpriced: int = 0
    unweighted: int = 0

    def take(
        self, row: Mapping[str, object], limits: Mapping[str, float | None], today: dt.date
    ) -> None:
        """Add one row of `kpi_core.warehouse.funnels.standing`; *limits*: how long is long, by stage."""
        stage = "" if row["at"] is None else str(row["at"])
        worth = None if row["amount"] is None else float(str(row["amount"]))
        likely = None if row["probability"] is None else float(str(row["probability"]))
        self.unpriced += worth is None
        self.unweighted += likely is None
        n, amount, weighted = self.stages[stage]
        self.stages[stage] = n + 1, amount + (worth or 0), weighted + (worth or 0) * (likely or 0)
        limit, entered = limits.get(stage), row["entered_on"]
        if limit is None or not isinstance(entered, dt.date) or (today - entered).days <= limit:
            return
        said = {name: None if row[name] is None else str(row[name]) for name in ("name", "said_by")}
        days = (today - entered).days
        self.stalled.append(
            Stalled(
                str(row["deal"]), said["name"], stage, said["said_by"], worth, days, limit, entered
            )
        )

    @property
    def open(self) -> int:
        """Return how many deals are open."""
        return sum(n for n, _, _ in self.stages.values())


def pipeline(core: Core, standing: Standing, filters: Filters) -> Pipeline:
    """Return what is open, and the part of the running target of signed revenue that it covers."""
    # Cents add up to cents, whatever order they come in.
    amount = round(sum(worth for _, worth, _ in standing.stages.values()), 4)
    weighted = round(sum(worth for _, _, worth in standing.stages.values()), 4)
    known = standing.open - standing.unweighted
    notes = []
    if standing.unpriced:
        notes.append(UNPRICED.format(n=standing.unpriced, open=standing.open))
    if standing.unweighted:
        notes.append(UNWEIGHTED.format(n=standing.unweighted, open=standing.open))
    target = running(core.snapshot().settings.targets, core.today(), filters)
    if target is None or target.start is None or target.end is None:
        notes.append(NO_TARGET)
        told = None, None, None, None, None, None, None
    else:
        signed = _signed(core, target.start, filters)
        left = max(0.0, target.value - signed)
        if not left:
            notes.append(REACHED)
        over = (amount / left, weighted / left if known else None) if left else (None, None)
        told = target.value, target.start, target.end, signed, left, *over
    return Pipeline(standing.open, amount, weighted if known else None, *told, tuple(notes))


def running(targets: Iterable[Target], today: dt.date, filters: Filters) -> Target | None:
    """Return the target of signed revenue that runs today with these *filters*, the shortest."""
    wanted = {name: tuple(m for m in members if m) for name, members in filters.items()}
    found = [
        (t.end - t.start, t)
        for t in targets
        if t.kpi == _KPI and dict(t.filters) == wanted and t.start and t.end
        if t.start <= today <= t.end
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def _signed(core: Core, start: dt.date, filters: Filters) -> float:
    query = KpiQuery(
        kpis=[_KPI],
        period=Span(start=start, end=core.today()),
        filters={name: list(members) for name, members in filters.items()},
    )
    (found,) = core.query(query)
    return found.value or 0.0
