"""How long customers stay without a break, counted from their subscriptions.

A life begins with a customer's first subscription and ends with the last of those that follow each
other without a day between. It is measured in 31sts of a month, whole months by the calendar, so
that a contract of a year is as long in any year.
"""

from __future__ import annotations

from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables
from kpi_core.warehouse.cohorts import CohortShape, begun, in_period, with_first
from kpi_core.warehouse.plan import statement
from kpi_core.warehouse.shape import Statement

PARTS = 31  # of a month
_YEAR = 12


@lru_cache(maxsize=128)
def lifetimes(shape: CohortShape) -> Statement:
    """
    Return the SQL for the lives of customers, counted.

    Its rows: the members of `by`, `parts` (length, in 31sts of a month), `lost`, `seen` (whole
    months from the first day to the last that the data tells of) and `n`.
    """
    return statement(_lifetimes(shape))


def _lifetimes(shape: CohortShape) -> ir.Table:
    rows = with_first(begun(Tables()), shape)
    rows = in_period(rows, rows.first_on)
    rows = rows.mutate(until=ibis.coalesce(rows.ended_on, ibis.date(9999, 12, 31)))
    order = ["started_on", "subscription"]
    earlier = ibis.window(group_by="customer", order_by=order, preceding=(None, 1))
    rows = rows.mutate(before=rows.until.max().over(earlier))
    rows = rows.mutate(
        broken=ibis.ifelse(rows.started_on.delta(rows.before, unit="day") > 1, 1, 0).fill_null(0)
    )
    so_far = ibis.cumulative_window(group_by="customer", order_by=order)
    rows = rows.mutate(breaks=rows.broken.sum().over(so_far))
    lives = rows.filter(rows.breaks == 0)
    lives = lives.group_by(["customer", *shape.by]).agg(
        first_on=_.first_on.min(), until=_.until.max()
    )
    lives = lives.mutate(horizon=parameters.day("horizon").cast("date"))
    lives = lives.mutate(
        lost=lives.until <= lives.horizon, ended=ibis.least(lives.until, lives.horizon)
    )
    lives = lives.mutate(
        parts=_months(lives.first_on, lives.ended) * PARTS + _rest(lives.first_on, lives.ended),
        seen=_months(lives.first_on, lives.horizon),
    )
    return lives.group_by([*shape.by, "parts", "lost", "seen"]).agg(n=_.count())


def _closes(day: ir.DateValue) -> ir.BooleanValue:
    """Tell whether *day* is the last of its month."""
    return (day + ibis.interval(days=1)).day() == 1


def _short(first: ir.DateValue, day: ir.DateValue) -> ir.BooleanValue:
    """Tell whether *day* comes before the anniversary in its month."""
    return (day.day() < first.day()) & ~_closes(day)


def _months(first: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Return how many anniversaries of *first* lie up to *day*."""
    years = day.year().cast("int64") - first.year().cast("int64")
    months = years * _YEAR + day.month() - first.month()
    return months - ibis.ifelse(_short(first, day), 1, 0)


def _rest(first: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Return the days since the last anniversary, each a 31st of a month."""
    past = (day.day().cast("int64") - first.day() + PARTS) % PARTS
    return ibis.ifelse((day.day() < first.day()) & _closes(day), 0, past)
