"""Experiments that were imported: each version against the first, and what may be said."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.answering.engine import fetched
from kpi_core.answering.question import calendar_of
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.experiments import Arm, Comparison, Verdict, compare_all
from kpi_core.experiments.splitting import split_p
from kpi_core.periods import Period, resolve
from kpi_core.query import Name, Phrase, Span
from kpi_core.registry import folded
from kpi_core.text import Text

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_FIRST = frozenset({"control", "controle", "original", "baseline", "temoin", "reference", "a", "0"})
_LEAST = 2  # versions


class ExperimentQuery(BaseModel):
    """
    A question about experiments: of one that is named, else of all.

    period: the days that experiments ran in, each counted whole all the same: cut short, chance
    would choose the winner. All that are recorded when None. planned: how visitors were to be
    shared out, the first version first; evenly when not said.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    experiment: Name | None = None
    period: Phrase | Span | None = None
    planned: Annotated[
        list[Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]], Field(max_length=26)
    ] = []


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what was counted; *found*: against the first, None of the first itself."""

    name: str
    arm: Arm
    amount: float | None
    found: Comparison | None


@dataclass(frozen=True, slots=True)
class Experiment:
    """
    One experiment, the version that others are set against first.

    winner: the version of the highest rate among those that do better beyond chance. split: the
    chance of visitors shared out as unevenly, were they as planned.
    """

    name: str
    period: Period
    versions: tuple[Version, ...]
    winner: str | None
    split: float


@dataclass(frozen=True, slots=True)
class Experiments:
    """Experiments, the latest first; *skipped*: those of which nothing can be said, and why."""

    found: tuple[Experiment, ...]
    skipped: tuple[tuple[str, Text], ...]
    currency: str


def experiments(core: Core, query: ExperimentQuery) -> Experiments:
    """
    Return what each experiment tells.

    Raises
    ------
    KpiError
        EMPTY when none is recorded; NOT_FOUND for a name that none has; SHAPE when the planned
        shares are not one a version; what is wrong with the one that was named.
    """
    counted = _counted(core, query)
    if not counted:
        raise KpiError(Kind.EMPTY, _NONE)
    if query.experiment is not None:
        named = {folded(name): name for name in counted}
        name = named.get(folded(query.experiment))
        if name is None:
            raise unknown(_AN_EXPERIMENT, query.experiment, counted)
        counted = {name: counted[name]}
    found, skipped = [], []
    for name, rows in counted.items():
        try:
            found.append(_experiment(name, rows, query.planned))
        except KpiError as error:
            if query.experiment is not None:
                raise
            skipped.append((name, error.message))
    found.sort(key=lambda one: (one.period.end, one.name), reverse=True)
    currency = core.snapshot().settings.currency
    return Experiments(tuple(found), tuple(sorted(skipped, key=lambda s: s[0])), currency)


_Rows = list[Mapping[str, object]]


def _counted(core: Core, query: ExperimentQuery) -> dict[str, _Rows]:
    from kpi_core.warehouse.experiments import versions  # noqa: PLC0415 - the compiler takes 0.2 s

    days: dict[str, object] = {"start": dt.date.min, "end": core.today()}
    start, end = dt.date.min, dt.date.max
    match query.period:
        case Span():
            start, end = query.period.start, query.period.end
        case str() as said:
            period = resolve(said, calendar_of(core.snapshot(), core.today()))
            start, end = period.start, period.end
    found: dict[str, _Rows] = defaultdict(list)
    with closing(core.facts()) as facts:
        for row in fetched(facts, versions(), days):
            found[str(row["experiment"])].append(row)
    return {name: rows for name, rows in sorted(found.items()) if _ran(rows, start, end)}


def _ran(rows: _Rows, start: dt.date, end: dt.date) -> bool:
    """Tell whether any version was shown in these days."""
    return any(
        isinstance(first := row["first"], dt.date)
        and isinstance(last := row["last"], dt.date)
        and first <= end
        and start <= last
        for row in rows
    )


def _experiment(name: str, rows: _Rows, planned: Sequence[float]) -> Experiment:
    if len(rows) < _LEAST:
        raise KpiError(Kind.EMPTY, _ONE_VERSION.format(name=name))
    rows = sorted(
        rows, key=lambda row: (folded(str(row["variant"])) not in _FIRST, str(row["variant"]))
    )
    if planned and len(planned) != len(rows):
        raise KpiError(Kind.SHAPE, _SHARES.format(name=name, n=len(rows), given=len(planned)))
    arms = [Arm(_whole(row["conversions"]), _whole(row["exposed"])) for row in rows]
    shares = planned or [1.0] * len(arms)
    compared = compare_all(arms, shares)
    versions = tuple(
        Version(
            str(row["variant"]),
            arm,
            None if row["amount"] is None else float(str(row["amount"])),
            one,
        )
        for row, arm, one in zip(rows, arms, [None, *compared], strict=True)
    )
    better = [v for v in versions if v.found is not None and v.found.verdict is Verdict.BETTER]
    best = max(better, key=lambda v: v.arm.rate, default=None)
    days = [day for row in rows for day in (row["first"], row["last"]) if isinstance(day, dt.date)]
    return Experiment(
        name,
        Period(min(days), max(days)),
        versions,
        None if best is None else best.name,
        split_p([arm.shown for arm in arms], shares),
    )


def _whole(value: object) -> int:
    return 0 if value is None else int(str(value))


_AN_EXPERIMENT = Text(en="an experiment", fr="un test")
_NONE = Text(
    en="No experiment is recorded: import a table with a date, the experiment, the variant, how many were exposed and how many converted.",
    fr="Aucun test n’est enregistré\u00a0: importez un tableau avec une date, le test, la variante, combien y ont été exposés et combien ont converti.",
)
_ONE_VERSION = Text(
    en="“{name}” has one version only: there is nothing to compare it with.",
    fr="«\u00a0{name}\u00a0» n’a qu’une version\u00a0: rien à quoi la comparer.",
)
_SHARES = Text(
    en="“{name}” has {n} versions, and {given} shares were planned: give one a version.",
    fr="«\u00a0{name}\u00a0» a {n} versions, et {given} parts étaient prévues\u00a0: donnez-en une par version.",
)
