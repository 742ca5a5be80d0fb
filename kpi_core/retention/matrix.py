"""A cohort matrix: what is left of those who began together, at each age that all of them reached.

A cell is empty until the last of its cohort is that old: what cannot be known yet is not zero.
The totals row divides sums by sums, over the cohorts that are old enough for its column.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi_core.retention.ages import Step, cohort_of, last_day, ripe
from kpi_core.statistics import wilson

Group = tuple[str | None, ...]
Amount = Decimal | int
#: Columns beyond age 0, at most: ten years of months.
MOST_AGES = 120


@dataclass(frozen=True, slots=True)
class Line:
    """
    One cohort of one group.

    start, end: the days its people can have begun on. base: what all of it was worth at first.
    kept: at each age, what is left of the base; None where not everybody is that old.
    shares: the same over the base; None where the base is nothing, too.
    beside: leads alone; the rate that the same unit's dates would give.
    """

    group: Group
    start: dt.date
    end: dt.date
    base: Amount
    kept: tuple[Amount | None, ...]
    beside: float | None = None

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Return what is left, over the base."""
        return tuple(_over(part, self.base) for part in self.kept)


@dataclass(frozen=True, slots=True)
class Total:
    """
    All cohorts of one group together, age by age.

    bases: what the cohorts old enough were worth at first, kept: what is left of that.
    ends: the 95 % Wilson interval of the share; None where what is counted is money.
    cohorts: how many are old enough.
    """

    group: Group
    bases: tuple[Amount, ...]
    kept: tuple[Amount | None, ...]
    ends: tuple[tuple[float, float] | None, ...]
    cohorts: tuple[int, ...]

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Return what is left, over what there was at first."""
        return tuple(_over(part, base) for part, base in zip(self.kept, self.bases, strict=True))


@dataclass(frozen=True, slots=True)
class Change:
    """How much a cohort of a group changes at an age; an age of None changes nothing but the base."""

    group: Group
    cohort: int  # the index of its first month
    age: int | None
    by: Amount


def of_changes(
    changes: Iterable[Change],
    step: Step,
    horizon: dt.date,
    *,
    base: Callable[[Mapping[int | None, Amount]], Amount],
    adding: bool = True,
    cohorts: Sequence[dt.date] = (),
) -> list[Line]:
    """
    Return the lines that *changes* add up to, by group, then in time.

    base: what a cohort was worth at first, from its changes by age.
    adding: what an age holds is all that changed up to it; else what changed at it alone.
    cohorts: first days of those to be told even if nobody began in them.
    """
    told: dict[tuple[Group, dt.date], dict[int | None, Amount]] = defaultdict(dict)
    for start in cohorts:
        told[(), start] = {}
    for change in changes:
        ages = told[change.group, cohort_of(change.cohort)]
        ages[change.age] = ages.get(change.age, 0) + change.by
    ages_of = {start: min(ripe(start, step, horizon), MOST_AGES) for _, start in told}
    width = max(0, *ages_of.values()) + 1
    lines = []
    for (group, start), ages in sorted(told.items(), key=_in_order):
        whole, running, kept = base(ages), 0, []
        for age in range(width):
            here = ages.get(age, 0)
            running = running + here if adding else here  # type: ignore[assignment]  # of one kind
            kept.append(running if age <= ages_of[start] else None)
        lines.append(Line(group, start, last_day(start, step), whole, tuple(kept)))
    return lines


def totals(lines: Sequence[Line], *, units: bool) -> list[Total]:
    """
    Return a total a group of *lines*, then one over all where there are several groups.

    units: what is counted are people, each once, so that a margin of error is honest.
    """
    groups: dict[Group, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.group].append(line)
    found = [_total(group, mine, units=units) for group, mine in groups.items()]
    return found if len(found) < 2 else [*found, _total((), lines, units=units)]  # noqa: PLR2004 - several


def _total(group: Group, lines: Sequence[Line], *, units: bool) -> Total:
    width = max((len(line.kept) for line in lines), default=0)
    bases: list[Amount] = []
    kept: list[Amount | None] = []
    old_enough: list[int] = []
    for age in range(width):
        mature = [line for line in lines if line.kept[age] is not None and line.base]
        bases.append(sum((line.base for line in mature), 0))
        parts = [part for line in mature if (part := line.kept[age]) is not None]
        kept.append(sum(parts, 0) if mature else None)
        old_enough.append(len(mature))
    ends = tuple(
        wilson(float(part), float(base)) if units and part is not None and base > 0 else None
        for part, base in zip(kept, bases, strict=True)
    )
    return Total(group, tuple(bases), tuple(kept), ends, tuple(old_enough))


def _over(part: Amount | None, base: Amount) -> float | None:
    return None if part is None or base <= 0 else float(Decimal(part) / Decimal(base))


def _in_order(item: tuple[tuple[Group, dt.date], object]) -> tuple[object, ...]:
    (group, start), _ = item
    return (*((member is None, str(member)) for member in group), start)
