"""How long customers stay: survival as it was seen, and renewals projected beyond."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_core.answering.cohort_words import (
    CUSTOMERS_ONLY,
    LITTLE_LOST,
    NO_ENDS,
    NO_PROJECTION_BY,
    UNBROKEN,
    left_out,
)
from kpi_core.answering.cohorts import Asked, CohortQuery, asked_for, nobody, understood
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Period
from kpi_core.retention.ages import Step
from kpi_core.retention.matrix import Group
from kpi_core.retention.renewals import Fit, Renewal, fit
from kpi_core.retention.survival import Curve, Lived, Median, kaplan_meier
from kpi_core.text import Text

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_FEW = 30  # losses below which a projection moves a lot with each
_MOST_AGES = 120
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Age:
    """
    Survival at one age.

    at_risk: customers seen for longer; lost: those who had left by then. low, high: 95 %.
    """

    age: int
    survival: float
    low: float | None
    high: float | None
    at_risk: int
    lost: int


@dataclass(frozen=True, slots=True)
class Lives:
    """One group: its customers, those who left, its curve at whole ages, its median in units."""

    group: Group
    customers: int
    lost: int
    ages: tuple[Age, ...]
    median: Median


@dataclass(frozen=True, slots=True)
class Survival:
    """How long customers stay, a group each; `followed_until` as in a cohort matrix."""

    grain: Step
    by: tuple[str, ...]
    period: Period
    horizon: dt.date
    lives: tuple[Lives, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Projected:
    """One age: the share still there, as projected, and as seen where it was."""

    age: int
    survival: float
    low: float
    high: float
    seen: float | None
    at_risk: float | None


@dataclass(frozen=True, slots=True)
class Projection:
    """
    Renewals projected.

    expected: discounted periods that a new customer pays for, with its ends; in units of *grain*.
    discount: the rate of one unit. customers, lost: what the fit was learnt from.
    """

    grain: Step
    period: Period
    horizon: dt.date
    customers: int
    lost: int
    fit: Fit
    ages: tuple[Projected, ...]
    expected: float | None
    ends: tuple[float, float] | None
    discount: float
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    group: Group
    parts: int
    lost: bool
    seen: int
    n: int


def survival(core: Core, query: CohortQuery) -> Survival:
    """
    Return how long customers stay under contract without a break (Kaplan-Meier).

    Without a period, of all who ever began.

    Raises
    ------
    KpiError
        those of `cohorts`; TYPE when something else than customers is asked for.
    """
    from kpi_core.warehouse.cohorts_lifetimes import PARTS  # noqa: PLC0415 - the compiler takes 0.2 s

    asked, rows = _lived(core, query)
    groups: dict[Group, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    unit = PARTS * asked.step.months
    lives = [
        _lives(group, kaplan_meier(Lived(r.parts / unit, r.lost, r.n) for r in mine), mine, unit)
        for group, mine in sorted(groups.items(), key=lambda g: [(m is None, str(m)) for m in g[0]])
    ]
    notes = [
        *asked.notes,
        *left_out(core, core.today(), asked.question.period.start),
        UNBROKEN,
    ]
    if not any(one.lost for one in lives):
        notes.append(NO_ENDS)
    return Survival(
        asked.step,
        asked.question.by,
        asked.question.period,
        asked.horizon,
        tuple(lives),
        tuple(notes),
    )


def projection(core: Core, query: CohortQuery, ages: int = 12) -> Projection:
    """
    Return the renewals of customers projected *ages* units beyond what was seen.

    Each unit of `query.grain` is taken for one renewal; the cohorts of the period are pooled, each
    as far as it was seen.

    Raises
    ------
    KpiError
        those of `cohorts` and of `kpi_core.retention.renewals.fit`; TYPE by a dimension.
    """
    if query.by:
        raise KpiError(Kind.TYPE, NO_PROJECTION_BY)
    asked, rows = _lived(core, query)
    seen = renewals_in(((row.parts, row.lost, row.seen, row.n) for row in rows), asked.step)
    found = fit(seen)
    settings = core.snapshot().settings
    discount = (1 + settings.discount_rate) ** (asked.step.months / _YEAR) - 1
    kept = 1.0
    observed: dict[int, tuple[float, float]] = {0: (1.0, float(sum(row.n for row in rows)))}
    for renewal in seen:
        kept *= 1 - renewal.lost / renewal.at_risk
        observed[renewal.age] = (kept, renewal.at_risk)
    last = min(max(observed) + ages, _MOST_AGES)
    lost = round(sum(renewal.lost for renewal in seen))
    notes = [*asked.notes, *left_out(core, core.today(), asked.question.period.start)]
    if lost < _FEW:
        notes.append(LITTLE_LOST.format(lost=lost, few=_FEW))
    return Projection(
        grain=asked.step,
        period=asked.question.period,
        horizon=asked.horizon,
        customers=sum(row.n for row in rows),
        lost=lost,
        fit=found,
        ages=tuple(_projected(found, age, observed) for age in range(last + 1)),
        expected=found.expected(discount),
        ends=found.expected_interval(discount),
        discount=discount,
        notes=tuple(notes),
    )


def renewals_in(lives: Iterable[tuple[int, bool, int, int]], step: Step) -> list[Renewal]:
    """
    Return what happened at each renewal of *lives*: (31sts of a month, lost, months seen, n).

    A renewal counts once its whole unit was seen: who left earlier in it counts then, too.
    """
    from kpi_core.warehouse.cohorts_lifetimes import PARTS  # noqa: PLC0415 - the compiler takes 0.2 s

    left: dict[int, float] = defaultdict(float)
    last: dict[int, float] = defaultdict(float)  # the last renewal that was seen
    for parts, lost, seen, n in lives:
        age, whole = max(1, -(-parts // (PARTS * step.months))), seen // step.months
        if lost and age <= whole:
            left[age] += n
            last[age] += n
        else:
            last[whole] += n
    at_risk, found = 0.0, []
    for age in range(max(last, default=0), 0, -1):
        at_risk += last.get(age, 0)
        found.append(Renewal(age, at_risk, left.get(age, 0)))
    return [renewal for renewal in reversed(found) if renewal.at_risk]


def _lived(core: Core, query: CohortQuery) -> tuple[Asked, list[_Row]]:
    asked = understood(core, query, everybody=True)
    if asked.followed.id != "customers" or asked.orders:
        raise KpiError(Kind.TYPE, CUSTOMERS_ONLY)
    from kpi_core.warehouse.cohorts_lifetimes import lifetimes  # noqa: PLC0415 - idem

    rows = [
        _row(row, asked.question.by) for row in asked_for(core, asked, lifetimes(asked.shape()))
    ]
    if not rows:
        raise nobody(core, asked)
    return asked, rows


def _row(row: Mapping[str, object], by: tuple[str, ...]) -> _Row:
    return _Row(
        tuple(None if row[name] is None else str(row[name]) for name in by),
        int(str(row["parts"])),
        bool(row["lost"]),
        int(str(row["seen"])),
        int(str(row["n"])),
    )


def _lives(group: Group, curve: Curve, rows: list[_Row], unit: int) -> Lives:
    last = min(int(curve.longest), _MOST_AGES)
    ages = []
    for age in range(last + 1):
        drop = curve.at(age)
        ages.append(
            Age(
                age,
                1.0 if drop is None else drop.survival,
                1.0 if drop is None else drop.low,
                1.0 if drop is None else drop.high,
                sum(row.n for row in rows if row.parts > age * unit),
                sum(row.n for row in rows if row.lost and row.parts <= age * unit),
            )
        )
    return Lives(group, curve.n, curve.lost, tuple(ages), curve.median)


def _projected(found: Fit, age: int, observed: Mapping[int, tuple[float, float]]) -> Projected:
    seen, at_risk = observed.get(age, (None, None))
    return Projected(age, found.survival(age), *found.interval(age), seen, at_risk)
