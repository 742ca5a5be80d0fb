"""What becomes of those who began together, counted: one statement a kind of cohort.

Ages are whole months since somebody's own first day, by the calendar: integers alone, so that
every engine agrees on the 31st. A row says by how much a cohort changes at an age; adding them
up from age 0 gives what is left of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.plan import of_members, statement
from kpi_core.warehouse.schema import WIDE
from kpi_core.warehouse.shape import Filter, Statement

_YEAR = 12


@dataclass(frozen=True, slots=True)
class CohortShape:
    """
    A question about cohorts without its values.

    months: of a cohort and of a unit of age; shift: the first month of a fiscal unit.
    reached: the stage that leads are followed to, a date column of `journeys`.
    """

    months: int = 1
    shift: int = 0
    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    reached: str | None = None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that selects or groups."""
        return tuple(sorted({*self.by, *(f.dimension for f in self.filters)}))


@lru_cache(maxsize=128)
def held(shape: CohortShape) -> Statement:
    """
    Return the SQL for customers under contract, by the month of their first subscription.

    Its rows: the members of `by`, `cohort` (a month's index), `age`, and by how much each changes
    there: `customers`, `net` (recurring amount), `gross` (the same, of each customer never more
    than at age 0). A customer belongs to the members of its first subscription, whole.
    """
    return statement(_held(shape))


@lru_cache(maxsize=128)
def ordering(shape: CohortShape) -> Statement:
    """Return the SQL for accounts that sign again: `customers` at `age`, by the month of the first deal."""
    return statement(_ordering(shape))


@lru_cache(maxsize=128)
def reaching(shape: CohortShape) -> Statement:
    """
    Return the SQL for leads that reach a stage: `leads` at `age`, None for those who have not.

    Who reached it before being a lead has not.
    """
    return statement(_reaching(shape))


@lru_cache(maxsize=128)
def beside(shape: CohortShape) -> Statement:
    """Return the SQL for how many reached the stage in each unit, whenever they came: `leads` by `cohort`."""
    people = of_members(build("journeys", Tables(), shape.dimensions), shape.filters)
    when = people[shape.reached or ""]
    people = people.filter((when >= parameters.day("start")) & (when <= parameters.day("end")))
    people = people.mutate(cohort=_cohort(people[shape.reached or ""], shape))
    return statement(people.group_by([*shape.by, "cohort"]).agg(leads=_.count()))


def begun(tables: Tables) -> ir.Table:
    """Return the subscriptions that can be followed: those that do not end before they start."""
    rows = build("subscriptions", tables, ())
    return rows.filter(
        (rows.started_on <= parameters.day("today"))
        & (rows.ended_on.isnull() | (rows.ended_on >= rows.started_on))
    )


def with_first(rows: ir.Table, shape: CohortShape) -> ir.Table:
    """Return subscriptions with the first day of their customer, and the members of its first one."""
    mine = ibis.window(group_by="customer")
    ranked = rows.mutate(
        first_on=rows.started_on.min().over(mine),
        rank=ibis.row_number().over(
            ibis.window(group_by="customer", order_by=["started_on", "subscription"])
        ),
    )
    told = {
        name: ibis.ifelse(ranked.rank == 0, ranked[name], ibis.null("string")).max().over(mine)
        for name in shape.dimensions
    }
    return of_members(ranked.mutate(**told), shape.filters)


def in_period(rows: ir.Table, first: ir.DateValue) -> ir.Table:
    """Return the rows whose *first* day lies in the period asked for."""
    return rows.filter((first >= parameters.day("start")) & (first <= parameters.day("end")))


def _held(shape: CohortShape) -> ir.Table:
    rows = with_first(begun(Tables()), shape)
    rows = in_period(rows, rows.first_on)
    rows = rows.mutate(
        cohort=_cohort(rows.first_on, shape),
        opens=_age(rows.first_on, rows.started_on, shape),
        shuts=_age(rows.first_on, rows.ended_on, shape),
    )
    # Whoever began is there at the beginning, were it for a day.
    rows = rows.mutate(shuts=ibis.ifelse((rows.opens == 0) & (rows.shuts < 1), 1, rows.shuts))
    rows = rows.filter(rows.shuts.isnull() | (rows.shuts > rows.opens))
    groups = [*shape.by, "cohort"]
    opened = rows.select("customer", *groups, age=rows.opens, mrr=rows.mrr.cast(WIDE), n=1)
    shut = rows.filter(rows.shuts.notnull())
    shut = shut.select("customer", *groups, age=shut.shuts, mrr=-shut.mrr.cast(WIDE), n=-1)
    changes = opened.union(shut, distinct=False)
    each = changes.group_by(["customer", *groups, "age"]).agg(
        mrr=_.mrr.sum().cast(WIDE), n=_.n.sum().cast("int64")
    )
    mine = ibis.window(group_by=["customer", "cohort"], order_by="age")
    so_far = ibis.cumulative_window(group_by=["customer", "cohort"], order_by="age")
    whole = ibis.window(group_by=["customer", "cohort"])
    each = each.mutate(
        contracts=each.n.sum().over(so_far),
        net=each.mrr.sum().over(so_far),
        base=ibis.ifelse(each.age == 0, each.mrr, ibis.null(WIDE)).max().over(whole),
    )
    each = each.mutate(
        customers=ibis.ifelse(each.contracts > 0, 1, 0),
        gross=ibis.least(each.net, each.base),
    )
    values = ("customers", "gross")
    each = each.mutate(
        **{f"d_{name}": each[name] - each[name].lag().over(mine).fill_null(0) for name in values}
    )
    return each.group_by([*groups, "age"]).agg(
        customers=_.d_customers.sum().cast("int64"),
        net=_.mrr.sum().cast(WIDE),
        gross=_.d_gross.sum().cast(WIDE),
    )


def _ordering(shape: CohortShape) -> ir.Table:
    deals = build("deals", Tables(), {*shape.dimensions, "first_won"})
    deals = deals.filter(
        (deals.state == "won") & deals.sale & (deals.closed_on <= parameters.day("today"))
    )
    first = of_members(deals.filter(deals.first_won), shape.filters)
    first = in_period(first, first.closed_on)
    first = first.select(who="account", first_on="closed_on", **{n: first[n] for n in shape.by})
    orders = deals.select("account", "closed_on")
    orders = orders.join(first, orders.account == first.who)
    orders = orders.filter(orders.closed_on >= orders.first_on)
    orders = orders.mutate(
        cohort=_cohort(orders.first_on, shape),
        age=_age(orders.first_on, orders.closed_on, shape),
    )
    return orders.group_by([*shape.by, "cohort", "age"]).agg(customers=_.who.nunique())


def _reaching(shape: CohortShape) -> ir.Table:
    people = of_members(build("journeys", Tables(), shape.dimensions), shape.filters)
    people = in_period(people, people.created_on)
    people = people.filter(people.created_on <= parameters.day("today"))
    when = people[shape.reached or ""]
    age = ibis.ifelse(when >= people.created_on, _age(people.created_on, when, shape), None)
    people = people.mutate(cohort=_cohort(people.created_on, shape), age=age)
    return people.group_by([*shape.by, "cohort", "age"]).agg(leads=_.count())


def _cohort(day: ir.DateValue, shape: CohortShape) -> ir.IntegerValue:
    """Return the index of the month that opens the unit of *day*."""
    index = day.year().cast("int64") * _YEAR + day.month() - 1 - shape.shift
    return (index - index % shape.months + shape.shift).cast("int64")


def _age(first: ir.DateValue, day: ir.DateValue, shape: CohortShape) -> ir.IntegerValue:
    """Return the first age, in units, at which somebody who began on *first* is past or on *day*."""
    years = day.year().cast("int64") - first.year().cast("int64")
    months = years * _YEAR + day.month() - first.month()
    # The anniversary of the 31st is the last day of a shorter month: only the day of the month tells.
    late = ibis.ifelse(day.day() > first.day(), 1, 0)
    whole = months + late
    if shape.months == 1:
        return whole
    return ((whole + shape.months - 1) // shape.months).cast("int64")
