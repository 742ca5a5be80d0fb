"""What each account has ordered, counted from its won deals: one row an account.

All deals of an account won on one day are one order. A credit note takes its amount off the order
before it. Days are counted from an account's first order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.cohorts import CohortShape, begun, with_first
from kpi_core.warehouse.plan import of_members, statement
from kpi_core.warehouse.schema import WIDE
from kpi_core.warehouse.shape import Filter, Statement

_YEAR = 1461  # quarters of a day


@dataclass(frozen=True, slots=True)
class LifetimeShape:
    """A question about accounts without its values: they are told by their first order."""

    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that selects or groups."""
        return tuple(sorted({*self.by, *(f.dimension for f in self.filters)}))


@lru_cache(maxsize=128)
def ordered(shape: LifetimeShape) -> Statement:
    """
    Return the SQL for accounts and their orders up to the day `until`.

    Its rows: the members of `by`, `account`, `called`, `gained` (its first order is a new deal),
    `first_on`, `repeats`, `last` and `followed` (days), `value` and `margin` of all orders and
    `margined` (the value of those whose margin is known), `valued` and `repeated` (how many later
    orders have a known value, and their sum), `later` (orders after `until`, up to `horizon`); of the years
    around its anniversaries, `whole_years`: `years` with an order, `last_year` of them, `yearly` value.
    """
    return statement(_ordered(shape))


@lru_cache(maxsize=128)
def contracted(shape: LifetimeShape) -> Statement:
    """Return the SQL for the won amount up to `until`, `whole`, and that of accounts under contract."""
    deals = _won(shape)
    deals = deals.filter(deals.closed_on <= parameters.day("until"))
    under = build("subscriptions", Tables(), ()).select("customer").distinct()
    held = deals.account.isin(under.customer)
    return statement(
        deals.agg(whole=deals.amount.sum().cast(WIDE), held=deals.amount.sum(where=held).cast(WIDE))
    )


def _won(shape: LifetimeShape) -> ir.Table:
    deals = build("deals", Tables(), {*shape.dimensions, "first_won"})
    return deals.filter((deals.state == "won") & (deals.closed_on <= parameters.day("horizon")))


def _ordered(shape: LifetimeShape) -> ir.Table:
    deals = _won(shape)
    days = deals.group_by(["account", "closed_on"]).agg(
        sale=_.sale.max(),
        amount=_.amount.sum().cast(WIDE),
        margin=_.margin.sum().cast(WIDE),
        margined=_.amount.sum(where=_.margin.notnull()).cast(WIDE),
    )
    so_far = ibis.cumulative_window(group_by="account", order_by="closed_on")
    days = days.mutate(orders=ibis.ifelse(days.sale, 1, 0).sum().over(so_far))
    # A credit note that comes before any order is taken off the first.
    days = days.mutate(
        number=ibis.greatest(days.orders, 1), until=parameters.day("until").cast("date")
    )
    days = days.filter((days.closed_on <= days.until) | days.sale)
    orders = days.group_by(["account", "number", "until"]).agg(
        day=_.closed_on.min(where=_.sale),
        value=_.amount.sum().cast(WIDE),
        margin=_.margin.sum().cast(WIDE),
        margined=_.margined.sum().cast(WIDE),
    )
    orders = orders.filter(orders.day.notnull())
    # A year is what lies around an anniversary of the first order: who orders each March is late
    # by days, not by a year.
    first = orders.day.min().over(ibis.window(group_by="account"))
    orders = orders.mutate(
        year=(8 * orders.day.delta(first, unit="day") + _YEAR) // (2 * _YEAR),
        whole=ibis.greatest((8 * orders.until.delta(first, unit="day") - _YEAR) // (2 * _YEAR), 0),
    )
    known, again = _.day <= _.until, (_.day <= _.until) & (_.number > 1)
    in_years = (_.year >= 1) & (_.year <= _.whole)
    accounts = orders.group_by("account").agg(
        first_on=_.day.min(),
        until=_.until.max(),
        repeats=_.count(where=again),
        last_on=_.day.max(where=known),
        value=_.value.sum(where=known).cast(WIDE),
        margin=_.margin.sum(where=known).cast(WIDE),
        margined=_.margined.sum(where=known).cast(WIDE),
        valued=_.value.count(where=again),
        repeated=_.value.sum(where=again).cast(WIDE),
        later=_.count(where=_.day > _.until),
        years=_.year.nunique(where=in_years),
        last_year=_.year.max(where=in_years),
        yearly=_.value.sum(where=in_years).cast(WIDE),
        whole_years=_.whole.max(),
    )
    accounts = accounts.filter(accounts.first_on <= accounts.until)
    first = _first(deals, shape)
    told = accounts.join(first, accounts.account == first.who)
    return (
        told.mutate(
            last=told.last_on.delta(told.first_on, unit="day"),
            followed=told.until.delta(told.first_on, unit="day"),
        )
        .drop("who", "last_on", "until")
        .order_by("account")
    )


def _first(deals: ir.Table, shape: LifetimeShape) -> ir.Table:
    """Return the account, its name and its members as its first sale tells them."""
    rank = ibis.row_number().over(
        ibis.window(group_by="account", order_by=["closed_on", "created_on", "deal"])
    )
    sales = deals.filter(deals.sale)
    sales = sales.mutate(rank=rank)
    sales = of_members(sales.filter(sales.rank == 0), shape.filters)
    return sales.select(
        who="account",
        called=ibis.coalesce(sales.customer.strip(), sales.name, sales.deal),
        gained="first_won",
        **{name: sales[name] for name in shape.by},
    )


@lru_cache(maxsize=128)
def subscribed(shape: LifetimeShape) -> Statement:
    """
    Return the SQL for customers under contract: one row each who began up to the day `until`.

    Its rows: the members of `by` (of the first subscription), `account`, `called`, `first_on`,
    `paid` (monthly amount times days up
    to `until`), `mrr` (recurring on `until`, 0 for who left),
    `followed` (days), `stays` (still under contract on `horizon`).
    """
    rows = with_first(begun(Tables()), CohortShape(by=shape.by, filters=shape.filters))
    rows = rows.mutate(until=parameters.day("until").cast("date"))
    rows = rows.filter(rows.started_on <= rows.until)
    end = ibis.ifelse(
        rows.ended_on.notnull() & (rows.ended_on < rows.until), rows.ended_on, rows.until
    )
    holds = rows.ended_on.isnull() | (rows.ended_on > rows.until)
    stays = rows.ended_on.isnull() | (rows.ended_on > parameters.day("horizon"))
    rows = rows.mutate(
        paid=(rows.mrr * end.delta(rows.started_on, unit="day")).cast(WIDE),
        held=ibis.ifelse(holds, rows.mrr, 0).cast(WIDE),
        stays=stays,
    )
    found = rows.group_by(["customer", *shape.by]).agg(
        called=_.customer.min(),
        first_on=_.first_on.min(),
        until=_.until.max(),
        paid=_.paid.sum().cast(WIDE),
        mrr=_.held.sum().cast(WIDE),
        stays=_.stays.max(),
    )
    found = found.mutate(followed=found.until.delta(found.first_on, unit="day"))
    return statement(found.rename(account="customer").drop("until").order_by("account"))
