"""Who met a content: people counted once each, however often they met it."""

from __future__ import annotations

from functools import lru_cache

import ibis.expr.types as ir
from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.funnels_shape import FunnelShape
from kpi_core.warehouse.plan import of_members, statement
from kpi_core.warehouse.shape import Statement


@lru_cache(maxsize=64)
def met(shape: FunnelShape) -> Statement:
    """Return the SQL for the leads who met each `content` in the period: `n`."""
    touches = _touches().filter(_.touched_on >= parameters.day("start"))
    people = _people(shape).select(p_lead="lead")
    joined = touches.join(people, touches.lead == people.p_lead)
    return statement(joined.group_by("content").agg(n=_.p_lead.nunique()))


@lru_cache(maxsize=64)
def won(shape: FunnelShape) -> Statement:
    """Return the SQL for those won in the period who had met each `content` by then: `n`."""
    people = _won(shape)
    touches = _touches()
    joined = touches.join(
        people, (touches.lead == people.p_lead) & (touches.touched_on <= people.p_day)
    )
    return statement(joined.group_by("content").agg(n=_.p_lead.nunique()))


@lru_cache(maxsize=64)
def winners(shape: FunnelShape) -> Statement:
    """Return the SQL for how many were won in the period, of those who met anything at all: `n`."""
    people = _won(shape)
    touches = Tables()["touchpoints"]
    joined = people.semi_join(
        touches, (touches.lead == people.p_lead) & (touches.touched_on <= people.p_day)
    )
    return statement(joined.agg(n=_.count()))


def _touches() -> ir.Table:
    touches = Tables()["touchpoints"]
    return touches.filter(
        touches.content.notnull() & (touches.touched_on <= parameters.day("end"))
    ).select("lead", "content", "touched_on")


def _people(shape: FunnelShape) -> ir.Table:
    return of_members(build("journeys", Tables(), shape.dimensions), shape.filters)


def _won(shape: FunnelShape) -> ir.Table:
    people = _people(shape)
    day = people.customer_on
    people = people.filter((day >= parameters.day("start")) & (day <= parameters.day("end")))
    return people.select(p_lead="lead", p_day="customer_on")
