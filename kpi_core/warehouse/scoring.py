"""What leads did, counted by rule of a points card; and when each became what it is scored for.

Touches are grouped by lead, rule and month, each aged to the end of its month: from there on a
month ages as one, so that any month's end is told from one reading of the touches.
"""

from __future__ import annotations

from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.plan import of_members, statement
from kpi_core.warehouse.shape import Filter, Statement

_LEAST = -700.0  # of a logarithm: nothing, in every engine


@lru_cache(maxsize=32)
def touched(rules: int) -> Statement:
    """
    Return the SQL for touches up to the day `until`, by the rule that counts each.

    Parameters `words_0`... hold the actions of each of the *rules*, `rate_0`... what a day takes off
    the logarithm of a touch's weight. Its rows: `lead`, `rule` (−1 for none), `month` (of the end
    to which they are aged, in months from year 0), `n`, `weight`, `last` (day).
    """
    touches = _touches(parameters.day("until"))
    month = touches.touched_on.year() * 12 + touches.touched_on.month() - 1
    first = touches.touched_on.truncate("M")
    end = (first + ibis.interval(months=1) - ibis.interval(days=1)).cast("date")
    end = ibis.least(end, parameters.day("until").cast("date"))
    return statement(_counted(touches.mutate(month=month, end=end), rules, ["month"]))


@lru_cache(maxsize=32)
def standing(rules: int) -> Statement:
    """Return the SQL for touches aged to the day `until`: as of `touched`, without `month`."""
    touches = _touches(parameters.day("until"))
    end = parameters.day("until").cast("date")
    return statement(_counted(touches.mutate(end=end), rules, []))


@lru_cache(maxsize=32)
def at_an_age(rules: int, outcome: str) -> Statement:
    """
    Return the SQL for what each lead had done `after` days from its creation, by rule.

    Where the *outcome* came first, until that day. Parameters and rows as of `touched`, without
    `month`.
    """
    leads = _leads(outcome)
    leads = leads.mutate(
        end=ibis.least(
            (leads.created_on + parameters.whole("after") * ibis.interval(days=1)).cast("date"),
            ibis.coalesce(leads.reached_on, parameters.day("until")),
            parameters.day("until"),
        )
    )
    leads = leads.select(l_lead="lead", end="end")
    touches = _touches(parameters.day("until"))
    touches = touches.join(leads, touches.lead == leads.l_lead)
    return statement(_counted(touches.filter(touches.touched_on <= touches.end), rules, []))


@lru_cache(maxsize=64)
def leads(outcome: str, dimensions: tuple[str, ...], filters: tuple[Filter, ...] = ()) -> Statement:
    """
    Return the SQL for all leads: `lead`, `role`, `created_on`, `reached_on`, members, `kept`.

    reached_on: the day of the *outcome*, `sql` (or of what comes after it) or `customer`. kept:
    whether the filters keep the lead.
    """
    rows = _leads(outcome, dimensions, filters)
    return statement(
        rows.select("lead", "role", "created_on", "reached_on", "kept", *dimensions).order_by(
            "lead"
        )
    )


@lru_cache(maxsize=1)
def pursued() -> Statement:
    """
    Return the SQL for the new-business deals of leads that lost one: `lead`, `begun`, `lost_on`.

    lost_on: null of a deal that is not lost. A lost deal without a day is lost from its first on.
    """
    deals = build("deals", Tables(), ())
    deals = deals.filter(deals.lead.notnull() & deals.is_new)
    lost = deals.filter(deals.state == "lost").select(lost_lead="lead").distinct()
    deals = deals.semi_join(lost, deals.lead == lost.lost_lead)
    day = ibis.coalesce(deals.closed_on, deals.created_on, ibis.date(1970, 1, 1))
    lost_on = ibis.ifelse(deals.state == "lost", day, ibis.null("date"))
    return statement(deals.select("lead", begun="created_on", lost_on=lost_on))


@lru_cache(maxsize=1)
def named() -> Statement:
    """Return the SQL for who the leads of the list `leads` are."""
    rows = Tables()["leads"]
    rows = rows.filter(parameters.texts("leads").contains(rows.lead))
    return statement(rows.select("lead", "name", "company", "role", "owner", "channel", "segment"))


@lru_cache(maxsize=1)
def actions() -> Statement:
    """Return the SQL for every action that a touch has been."""
    touches = Tables()["touchpoints"]
    return statement(touches.filter(touches.action.notnull()).select("action").distinct())


def _touches(until: ir.Value) -> ir.Table:
    touches = Tables()["touchpoints"]
    return touches.filter(touches.lead.notnull() & (touches.touched_on <= until))


def _leads(
    outcome: str, dimensions: tuple[str, ...] = (), filters: tuple[Filter, ...] = ()
) -> ir.Table:
    rows = build("journeys", Tables(), {*dimensions, *(f.dimension for f in filters)})
    # Stages imply earlier ones: a customer without an SQL date was one.
    days = [rows.customer_on, rows.paid_on]
    far = ibis.date(9999, 12, 31)
    if outcome == "sql":
        days.insert(0, rows.sql_on)
    reached = ibis.least(*(ibis.coalesce(day, far) for day in days)).nullif(far)
    rows = rows.filter(rows.created_on.notnull()).mutate(reached_on=reached)
    if not filters:
        return rows.mutate(kept=ibis.literal(value=True))
    kept = of_members(rows, filters).select(k_lead="lead")
    joined = rows.left_join(kept, rows.lead == kept.k_lead)
    return joined.mutate(kept=joined.k_lead.notnull())


def _counted(touches: ir.Table, rules: int, groups: list[str]) -> ir.Table:
    cases = [(parameters.texts(f"words_{i}").contains(touches.action), i) for i in range(rules)]
    rule = ibis.cases(*cases, else_=-1) if cases else ibis.literal(-1)
    touches = touches.mutate(rule=rule, age=touches.end.delta(touches.touched_on, unit="day"))
    rates = [(touches.rule == i, parameters.number(f"rate_{i}")) for i in range(rules)]
    rate = ibis.cases(*rates, else_=0.0) if rates else ibis.literal(0.0)
    # Some engines refuse a number too small for them.
    touches = touches.mutate(weight=ibis.greatest(-rate * touches.age, _LEAST).exp())
    return touches.group_by(["lead", "rule", *groups]).agg(
        n=_.count(), weight=_.weight.sum(), last=_.touched_on.max()
    )
