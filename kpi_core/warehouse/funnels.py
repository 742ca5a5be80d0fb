"""Who passes from stage to stage, counted: how long each stay took, and what is still open.

Rows are grouped by whole days, so that medians and other quantiles are exact whatever the engine,
and few however many deals there are.
"""

from __future__ import annotations

from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.funnels_shape import AFTER, BEFORE, LOST, NOW, ON, OPEN, FunnelShape
from kpi_core.warehouse.plan import of_members, statement
from kpi_core.warehouse.schema import dimensions_of
from kpi_core.warehouse.shape import Statement


@lru_cache(maxsize=64)
def visits(shape: FunnelShape) -> Statement:
    """
    Return the SQL for how long deals stayed in their stages.

    Its rows: the members of `by`, `stage`, `ended` and `whence` (see above), `days`, how many (`n`),
    how many whose end follows from what came next (`inferred`), and `turns`, the sum of their
    places among the stages of their deal.
    """
    rows = of_members(_visits(shape), shape.filters)
    rows = rows.mutate(whence=_whence(rows.until))
    groups = [*shape.by, "stage", "ended", "whence", "days"]
    return statement(
        rows.group_by(groups).agg(
            n=_.count(),
            inferred=_.inferred.sum().cast("int64"),
            turns=_.turn.sum().cast("int64"),
        )
    )


@lru_cache(maxsize=64)
def standing(shape: FunnelShape) -> Statement:
    """Return the SQL for the deals open today: what they are worth, and since when in their stage."""
    tables = Tables()
    deals = build("open_deals", tables, {*shape.dimensions, "owner"})
    today = parameters.day("today")
    deals = deals.filter(
        (deals.created_on.isnull() | (deals.created_on <= today))
        & (deals.closed_on.isnull() | (deals.closed_on > today))
    )
    deals = of_members(deals, shape.filters)
    last = _turns(tables)
    last = last.filter(last.last & last.until.isnull())
    last = last.select(v_deal="deal", v_stage="stage", entered_on="entered_on")
    found = deals.left_join(last, deals.deal == last.v_deal)
    return statement(
        found.select(
            *shape.by,
            "deal",
            "name",
            "amount",
            "probability",
            "entered_on",
            said_by="owner",
            since="created_on",
            at=ibis.coalesce(found.v_stage, found.stage),
        )
    )


@lru_cache(maxsize=64)
def stays(shape: FunnelShape, first: str, then: str) -> Statement:
    """
    Return the SQL for the days from one date of a lead's journey to a later one.

    Its rows: the members of `by`, `whence`, `days`, `n`. From the opportunity on, deals are
    followed instead, since not all of them have a lead.
    """
    if first == "opportunity_on":
        rows = build("first_wins", Tables(), shape.dimensions)
        first, then = "created_on", "closed_on"
    else:
        rows = build("journeys", Tables(), shape.dimensions)
    rows = of_members(rows, shape.filters)
    rows = rows.filter(rows[then] <= parameters.day("today"))
    days = rows[then].delta(rows[first], unit="day")
    rows = rows.mutate(days=days, whence=_whence(rows[then])).filter(days >= 0)
    return statement(rows.group_by([*shape.by, "whence", "days"]).agg(n=_.count()))


def _whence(day: ir.DateValue) -> ir.StringValue:
    return ibis.cases(
        (day < parameters.day("start"), BEFORE),
        (day <= parameters.day("end"), NOW),
        else_=AFTER,
    )


def _turns(tables: Tables) -> ir.Table:
    """Return the stays in open stages in the order of each deal, with the day each one ended."""
    stages = tables["deal_stages"]
    stages = stages.filter(
        (stages.entered_on <= parameters.day("today"))
        & stages.stage.notnull()
        # Being won or lost is an end, not a stage to stay in.
        & ~parameters.texts("closing").contains(stages.stage)
    )
    in_turn = ibis.window(group_by="deal", order_by=["entered_on", "left_on", "stage"])
    stages = stages.mutate(
        turn=ibis.row_number().over(in_turn), next_on=stages.entered_on.lead().over(in_turn)
    )
    gone = stages.left_on <= parameters.day("today")
    return stages.mutate(
        last=stages.next_on.isnull(),
        until=ibis.coalesce(ibis.ifelse(gone, stages.left_on, ibis.null("date")), stages.next_on),
        untold=stages.left_on.isnull(),
    )


def _visits(shape: FunnelShape) -> ir.Table:
    tables = Tables()
    rows = _turns(tables)
    own = set(dimensions_of("deal_stages"))
    deals = build("deals", tables, set(shape.dimensions))
    deals = deals.select(
        d_deal="deal",
        d_state="state",
        d_closed="closed_on",
        **{f"d_{name}": deals[name] for name in shape.dimensions},
    )
    rows = rows.left_join(deals, rows.deal == deals.d_deal)
    decided = rows.last & rows.d_state.isin(["won", "lost"])
    closed = rows.d_closed <= parameters.day("today")
    until = ibis.coalesce(
        rows.until, ibis.ifelse(decided & closed, rows.d_closed, ibis.null("date"))
    )
    rows = rows.mutate(
        until=until,
        inferred=ibis.ifelse(rows.untold & until.notnull(), 1, 0),
        ended=ibis.cases(
            (until.isnull(), OPEN), (rows.last & (rows.d_state == "lost"), LOST), else_=ON
        ),
        days=until.delta(rows.entered_on, unit="day"),
        **{
            name: ibis.coalesce(rows[name], rows[f"d_{name}"]) if name in own else rows[f"d_{name}"]
            for name in shape.dimensions
        },
    )
    # A deal that is lost on a day nobody wrote down left its stage on no day that could be counted.
    return rows.filter((rows.ended != OPEN) | decided.isnull() | ~decided)
