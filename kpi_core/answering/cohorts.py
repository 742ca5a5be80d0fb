"""Cohorts: what becomes of the customers, the revenue and the leads that began together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.answering.cohort_words import (
    FEW,
    IMMATURE,
    NO_LEADS,
    NO_MRR,
    NO_REVENUE,
    NO_SUBSCRIPTIONS,
    NOBODY,
    ORDERS,
    WIDENED,
    left_out,
    worded,
)
from kpi_core.answering.engine import fetched
from kpi_core.answering.question import Question, buckets, default_period, understand, unit_of
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Period
from kpi_core.query import Filters, KpiQuery, Name, Phrase, Span
from kpi_core.retention.ages import Step, matured_on
from kpi_core.retention.matrix import Amount, Change, Line, Total, of_changes, totals
from kpi_core.retention.measures import Followed, find
from kpi_core.text import Text
from kpi_core.units import Unit
from kpi_core.warehouse.shape import Statement

if TYPE_CHECKING:
    from kpi_core.answering.core import Core
    from kpi_core.warehouse.cohorts import CohortShape


class CohortQuery(BaseModel):
    """
    A question about cohorts.

    measure: an id or a name of `kpi_core.retention.measures`. grain: the unit of cohorts and ages.
    period: when the cohorts begin, in words or two dates; the workspace's default one when None.
    filters, by: as in a `KpiQuery`; a customer belongs to the members of its first subscription.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: Name = "customers"
    grain: Step = Step.MONTH
    period: Phrase | Span | None = None
    filters: Filters = {}
    by: Annotated[list[Name], Field(max_length=1)] = []


@dataclass(frozen=True, slots=True)
class CohortTable:
    """
    A cohort matrix with its totals.

    by: the dimensions that part its lines. period: from the first day of the first cohort to the
    last of the last. horizon: the day until which the data tells what became of anybody.
    totals: one a group, the last over all where there are several.
    """

    measure: str
    unit: Unit
    grain: Step
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    period: Period
    horizon: dt.date
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    notes: tuple[Text, ...]
    currency: str

    @property
    def ages(self) -> int:
        """Return how many columns of ages there are, age 0 included."""
        return len(self.totals[-1].kept) if self.totals else 0


def cohorts(core: Core, query: CohortQuery) -> CohortTable:
    """
    Return the cohort matrix that *query* asks for.

    Customers without subscriptions are accounts that sign again, and a note says so.

    Raises
    ------
    KpiError
        EMPTY when there is nothing to follow, with what is missing; NOT_FOUND or TYPE for a word
        that is not understood.
    """
    asked = understood(core, query)
    changes, beside = _counted(core, asked)
    if not changes:
        raise nobody(core, asked)
    # Where nothing parts them, a unit that nobody began in is a line, so that lines follow in time.
    every = () if asked.question.by else _every(asked, changes)
    lines = of_changes(
        changes,
        asked.step,
        asked.horizon,
        base=_all_of if asked.followed.reached else _at_first,
        adding=not asked.orders,
        cohorts=every,
    )
    if asked.followed.reached:
        lines = [replace(line, beside=_rate(line, beside, asked)) for line in lines]
    people = asked.followed.unit is Unit.COUNT
    settings = core.snapshot().settings
    return CohortTable(
        measure=asked.followed.id,
        unit=asked.followed.unit,
        grain=asked.step,
        by=asked.question.by,
        filters=asked.question.filters,
        period=asked.question.period,
        horizon=asked.horizon,
        lines=tuple(lines),
        totals=tuple(totals(lines, units=people)),
        notes=(*asked.notes, *_notes(core, asked, lines, settings.small_sample)),
        currency=settings.currency,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about cohorts whose every word has been understood."""

    followed: Followed
    step: Step
    question: Question
    horizon: dt.date
    orders: bool  # accounts that sign again stand for customers under contract
    notes: tuple[Text, ...]

    def shape(self) -> CohortShape:
        """Return the shape to compile."""
        from kpi_core.warehouse.cohorts import CohortShape  # noqa: PLC0415 - the compiler takes 0.2 s

        whole = self.question.shape()
        return CohortShape(
            months=self.step.months,
            shift=(self.question.calendar.fiscal_start - 1) % self.step.months,
            by=whole.by,
            filters=whole.filters,
            reached=self.followed.reached,
        )

    def bound(self) -> dict[str, object]:
        """Return the values to bind."""
        today = self.question.calendar.today
        return self.question.parameters(1, today) | {"today": today, "horizon": self.horizon}


def understood(core: Core, query: CohortQuery, *, everybody: bool = False) -> Asked:
    """
    Return what *query* means.

    everybody: without a period, all who ever began, instead of the workspace's default period.
    """
    followed, snapshot, today = find(query.measure), core.snapshot(), core.today()
    fact = "leads" if followed.reached else "subscriptions"
    orders = fact in snapshot.empty and followed.id == "customers"
    if fact in snapshot.empty and (not orders or not snapshot.dated_wins):
        raise KpiError(Kind.EMPTY, _missing(followed, deals=snapshot.dated_wins))
    plain = KpiQuery(kpis=[followed.kpi], period=query.period, filters=query.filters, by=query.by)
    question = understand(plain, snapshot, today)
    period = question.period
    if query.period is None:
        default = default_period(snapshot, question.calendar)
        first = snapshot.coverage["deals" if orders else fact].first
        period = Period(min(first or today, today), today) if everybody else default
    start, _ = unit_of(period.start, query.grain, question.calendar.fiscal_start)
    _, end = unit_of(period.end, query.grain, question.calendar.fiscal_start)
    whole = replace(period, start=start, end=end)
    widened = (start, end) != (period.start, period.end) and not everybody
    notes = [*period.assumed, *question.notes]
    if widened:
        notes.append(WIDENED.format(**_days(whole)))
    if orders:
        notes.append(ORDERS)
    return Asked(
        followed, query.grain, replace(question, period=whole), followed_until(core), orders,
        tuple(notes),
    )  # fmt: skip


def followed_until(core: Core) -> dt.date:
    """
    Return the last day until which the data tells what became of anybody.

    It is the last day, today at most, on which anything happened in the workspace: a file that was
    exported in March says nothing of April.
    """
    snapshot, today = core.snapshot(), core.today()
    told = snapshot.last_told(snapshot.coverage, today)
    with closing(core.facts()) as facts:
        (row,) = facts.ask("SELECT max(ended_on) FROM subscriptions WHERE ended_on <= ?", [today])
    known = [day for day in (told, row[0]) if isinstance(day, dt.date)]
    return min(max(known, default=today), today)


def asked_for(core: Core, asked: Asked, statement: Statement) -> list[dict[str, object]]:
    """Return the rows of a statement over the cohorts asked for."""
    with closing(core.facts()) as facts:
        return fetched(facts, statement, asked.bound())


def _counted(core: Core, asked: Asked) -> tuple[list[Change], dict[tuple[object, ...], int]]:
    from kpi_core.warehouse import cohorts as warehouse  # noqa: PLC0415 - the compiler takes 0.2 s

    shape, by = asked.shape(), asked.question.by
    if asked.followed.reached:
        found = asked_for(core, asked, warehouse.reaching(shape))
        when = asked_for(core, asked, warehouse.beside(shape))
        beside: dict[tuple[object, ...], int] = {
            (_group(row, by), row["cohort"]): int(str(row["leads"])) for row in when
        }
        return _changes(found, by, "leads"), beside
    if asked.orders:
        return _changes(asked_for(core, asked, warehouse.ordering(shape)), by, "customers"), {}
    column = {"revenue_gross": "gross", "revenue_net": "net"}.get(asked.followed.id, "customers")
    return _changes(asked_for(core, asked, warehouse.held(shape)), by, column), {}


def _changes(rows: Sequence[Mapping[str, object]], by: Sequence[str], column: str) -> list[Change]:
    return [
        Change(
            _group(row, by),
            int(str(row["cohort"])),
            None if row["age"] is None else int(str(row["age"])),
            value if isinstance(value := row[column], Decimal) else int(str(value or 0)),
        )
        for row in rows
    ]


def _group(row: Mapping[str, object], by: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(None if row[name] is None else str(row[name]) for name in by)


def _at_first(ages: Mapping[int | None, Amount]) -> Amount:
    return ages.get(0, 0)


def _all_of(ages: Mapping[int | None, Amount]) -> Amount:
    return sum(ages.values(), 0)


def _every(asked: Asked, changes: Sequence[Change]) -> tuple[dt.date, ...]:
    """Return the first days of all units from the first that anybody began in."""
    first = min(change.cohort for change in changes)
    units = buckets(asked.question.period, asked.step, asked.question.calendar)
    last = min(asked.horizon, asked.question.period.end)
    return tuple(
        b.key for b in units if b.key.year * 12 + b.key.month - 1 >= first and b.key <= last
    )


def _rate(line: Line, beside: Mapping[tuple[object, ...], int], asked: Asked) -> float | None:
    """Return what the dates of the same unit alone would give; None while it runs."""
    if line.end > asked.horizon or not line.base:
        return None
    index = line.start.year * 12 + line.start.month - 1
    return beside.get((line.group, index), 0) / float(line.base)


def _days(period: Period) -> dict[str, Text]:
    return {"start": worded(period.start), "end": worded(period.end)}


def _missing(followed: Followed, *, deals: bool) -> Text:
    if followed.reached:
        return NO_LEADS
    if followed.unit is Unit.COUNT:
        return NO_SUBSCRIPTIONS
    return NO_REVENUE if deals else NO_SUBSCRIPTIONS


def nobody(core: Core, asked: Asked) -> KpiError:
    """Say that nobody began in the period, and when anybody did."""
    fact = "leads" if asked.followed.reached else "deals" if asked.orders else "subscriptions"
    covered = core.snapshot().coverage[fact]
    return KpiError(
        Kind.EMPTY,
        NOBODY.format(
            **_days(asked.question.period),
            who=asked.followed.base
            if asked.followed.unit is Unit.COUNT
            else find("customers").base,
            first=worded(covered.first) if covered.first else "–",
            last=worded(covered.last) if covered.last else "–",
        ),
    )


def _notes(core: Core, asked: Asked, lines: Sequence[Line], small: int) -> list[Text]:
    notes = []
    if asked.followed.id in {"customers", "revenue_gross", "revenue_net"} and not asked.orders:
        notes += left_out(core, core.today(), asked.question.period.start)
    if not any(len([k for k in line.kept if k is not None]) > 1 for line in lines):
        first = min(matured_on(line.start, asked.step, 1) for line in lines)
        notes.append(IMMATURE.format(day=worded(first), horizon=worded(asked.horizon)))
    if asked.followed.unit is Unit.COUNT:
        few = sum(0 < line.base < small for line in lines)
        notes += [FEW.format(few=few, lines=len(lines), small=small)] if few else []
    elif any(line.base <= 0 for line in lines if any(line.kept)):
        notes.append(NO_MRR)
    return notes
