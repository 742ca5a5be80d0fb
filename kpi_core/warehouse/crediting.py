"""One conversion becomes the touches that led to it, each with its part of the credit.

Parts are differences of a running share, rounded: whatever the weights, they add up to the whole
to the last digit. A conversion that nothing touched keeps its own source.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.attribution.model import Method, Model
from kpi_core.attribution.models import keyed
from kpi_core.measures import Measure
from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables
from kpi_core.warehouse.relations import CONVERSIONS
from kpi_core.warehouse.schema import dimensions_of
from kpi_core.warehouse.shape import Shape

#: What a touch tells of itself; the rest is told by the conversion.
TOUCHED = dimensions_of("touchpoints")

# The columns that date the lead and the opportunity of a conversion.
_STAGES = {"leads": ("created_on", None), "deals": ("lead_created_on", "created_on")}

_SHARE = "decimal(18, 10)"  # nobody counts more finely, and a sum of millions still fits
_MONEY = "decimal(18, 4)"
_DIRECT = ("direct", "(direct)", "accès direct", "trafic direct", "direct traffic")
_PAIR = 2
_FINE = 2.0**38  # of the parts of a weight: sums over 30,000 touches are still whole numbers


def asked_of(shape: Shape) -> list[str]:
    """Return the dimensions of *shape* that a touch tells of itself, the widest first."""
    named = {*shape.by, *(f.dimension for f in shape.filters)}
    return [name for name in TOUCHED if name in named]


def needed(model: str) -> set[str]:
    """Return what *model* reads of a conversion beside what is asked (see `building`)."""
    # The day of the lead comes along with the days since.
    return {"cycle_days"} if keyed(model).method is Method.MILESTONES else set()


def credited(
    rows: ir.Table,
    measure: Measure,
    model: str,
    tables: Tables,
    *,
    kept: Collection[str],
    asked: Sequence[str],
    amounts: Collection[str],
) -> ir.Table:
    """
    Return *rows* once for each touch that led to them.

    rows: conversions, whose day is `measure.date`; kept: their columns to keep; asked: the
    dimensions that the touch tells; amounts: columns of money to cut.

    Returns
    -------
    The kept columns and those asked, `credit` (parts of one), `part_<amount>` (parts of each
    amount), `untouched` (nothing led to it in time).
    """
    declared = keyed(model)
    rows = rows.mutate(whose=rows.lead)
    if declared.accounts:
        rows = of_accounts(rows, "whose", tables)
    conversions = rows.select(
        c_key=rows[CONVERSIONS[measure.relation]],
        c_lead=rows.whose,
        c_day=rows[measure.date],
        **_stages(rows, measure, declared),
        **{f"own_{name}": rows[name] for name in asked},
        **{name: rows[name] for name in {*kept, *amounts}},
    )
    path = _path(conversions, declared, tables, asked)
    one = declared.method is Method.ONE
    cut = path.mutate(
        credit=ibis.literal(1).cast(_SHARE) if one else _part(path, ibis.literal(1), _SHARE),
        **{
            f"part_{name}": path[name] if one else _part(path, path[name], _MONEY)
            for name in amounts
        },
    )
    return cut.select(
        "c_key",
        *kept,
        *asked,
        *amounts,
        "credit",
        *(f"part_{name}" for name in amounts),
        "untouched",
    )


def _stages(rows: ir.Table, measure: Measure, model: Model) -> dict[str, ir.DateValue]:
    """Return the days on which a conversion reached its stages, where *model* looks at them."""
    if model.method is not Method.MILESTONES:
        return {}
    created, opened = _STAGES[measure.relation]
    never = ibis.null("date")
    return {
        "c_created": rows[created],
        "c_opened": rows[opened] if opened else never,
        "c_signed": rows.closed_on if measure.date == "closed_on" else never,
    }


def _path(conversions: ir.Table, model: Model, tables: Tables, asked: Sequence[str]) -> ir.Table:
    """Return each conversion with its touches, in order, and their running share."""
    joined = _told_by_touches(
        with_touches(conversions, tables, asked, accounts=model.accounts), asked
    )
    if model.method is Method.DECAY:
        return _decay(joined, asked)
    free = not (model.weights or model.method is Method.ONE)
    order = _by_member(joined, asked) if free else in_time(joined)
    along = ibis.window(group_by=joined.c_key, order_by=order)
    whole = ibis.window(group_by=joined.c_key)
    place = ibis.row_number().over(along) + 1
    path = joined.mutate(place=place, length=joined.c_key.count().over(whole))
    return _METHODS[model.method](path, model).mutate(is_last=_.place == _.length)


def _told_by_touches(joined: ir.Table, asked: Sequence[str]) -> ir.Table:
    """Return what each touch tells, else its conversion: sorted wide, rows take a third longer."""
    bare = joined.t_lead.isnull()
    told = joined.mutate(
        untouched=bare,
        **{name: ibis.ifelse(bare, joined[f"own_{name}"], joined[f"t_{name}"]) for name in asked},
    )
    done = {f"{side}_{name}" for name in asked for side in ("own", "t")}
    return told.drop("t_lead", "c_lead", "c_since", *done)


def of_accounts(rows: ir.Table, name: str, tables: Tables) -> ir.Table:
    """
    Return *rows* with, in the place of the lead in column *name*, the account that the lead is of.

    It is the customer of the deals that name the lead, else its company, else the lead itself; of a
    deal, its own customer first.
    """
    deals, leads = tables["deals"], tables["leads"]
    named = deals.filter(deals.lead.notnull()).group_by(a_named=deals.lead)
    named = named.agg(a_customer=_told(deals.customer).min())
    people = leads.select(a_lead=leads.lead, a_company=_told(leads.company))
    joined = rows.left_join(named, rows[name] == named.a_named)
    joined = joined.left_join(people, joined[name] == people.a_lead)
    own = [_told(joined.customer)] if "customer" in rows.columns else []
    account = ibis.coalesce(*own, joined.a_customer, joined.a_company, joined[name])
    return joined.mutate(**{name: account}).select(*rows.columns)


def _told(name: ir.StringColumn) -> ir.StringValue:
    """Return *name* as accounts are told apart by, null where it says nothing."""
    return name.strip().lower().nullif("")


def in_time(joined: ir.Table) -> list[ir.Value]:
    """Return what touches are sorted by; those of one instant always stand in the same order."""
    names = ("at", "source", "campaign", "content")
    return [joined[f"o_{name}"].asc(nulls_first=True) for name in names]


def with_touches(
    conversions: ir.Table, tables: Tables, asked: Sequence[str], *, accounts: bool
) -> ir.Table:
    """
    Return each conversion with its touches in the lookback, or once without any.

    conversions: `c_lead`, `c_day`, and what else is to be kept; of *accounts*, `c_lead` is one.
    """
    touches = _touches(tables, asked)
    if accounts:
        touches = of_accounts(touches, "t_lead", tables)
    lookback = parameters.whole("lookback_days").as_interval("D")
    conversions = conversions.mutate(c_since=(conversions.c_day - lookback).cast("date"))
    return conversions.left_join(
        touches,
        [
            conversions.c_lead == touches.t_lead,
            touches.t_on <= conversions.c_day,
            touches.t_on >= conversions.c_since,
        ],
    )


def _touches(tables: Tables, asked: Sequence[str]) -> ir.Table:
    """Return the touches that say where they come from, as far back as any path may go."""
    touches = tables["touchpoints"]
    named = touches.source.notnull() | touches.campaign.notnull() | touches.content.notnull()
    since = (touches.touched_on >= parameters.day("touched_from")) & (
        touches.touched_on <= parameters.day("end")
    )
    touches = touches.filter(named & since & touches.lead.notnull())
    return touches.select(
        t_lead=touches.lead,
        t_on=touches.touched_on,
        t_direct=touches.channel.lower().isin(_DIRECT).fill_null(False),
        # A file that gives days only says nothing of the hour.
        o_at=ibis.coalesce(touches.touched_at, touches.touched_on.cast("timestamp")),
        o_source=touches.source,
        o_campaign=touches.campaign,
        o_content=touches.content,
        **{f"t_{name}": touches[name] for name in asked},
    )


def _one(path: ir.Table, model: Model) -> ir.Table:
    """Keep the one touch that has all the credit."""
    if model.id == "first":
        return path.filter(path.place == 1)
    if model.id == "last":
        return path.filter(path.place == path.length)
    whole = ibis.window(group_by=path.c_key)
    other = ibis.ifelse(path.t_direct, ibis.null("int64"), path.place)
    path = path.mutate(chosen=ibis.coalesce(other.max().over(whole), path.length))
    return path.filter(path.place == path.chosen)


def _places(path: ir.Table, model: Model) -> ir.Table:
    """Share by place: what lies up to a place is known without looking at the others."""

    def up_to(place: ir.NumericValue) -> ir.NumericValue:
        n = path.length.cast("float64")
        if not model.weights:
            return place.cast("float64") / n
        first, between, last = model.weights
        inside = between * (place - 1).cast("float64") / (n - 2).nullif(0)
        return ibis.ifelse(path.length == _PAIR, first / (first + last), first + inside)

    return path.mutate(
        upto=up_to(path.place),
        before=ibis.ifelse(path.place == 1, 0.0, up_to(path.place - 1)),
    )


def _weighted(path: ir.Table, weight: ir.NumericValue) -> ir.Table:
    """Share by weight, from none to one: a running sum over the whole of the path."""
    # Whole numbers: their sums are exact in any order, so that each part begins where one ended.
    # Not `round`: engines differ on a half, and weights are never negative.
    path = path.mutate(weight=(weight * _FINE + 0.5).floor().cast("float64"))
    running = ibis.cumulative_window(group_by=path.c_key, order_by=path.place)
    whole = ibis.window(group_by=path.c_key)
    path = path.mutate(upto=path.weight.sum().over(running), total=path.weight.sum().over(whole))
    return path.mutate(before=(path.upto - path.weight) / path.total, upto=path.upto / path.total)


def _by_member(joined: ir.Table, asked: Sequence[str]) -> list[ir.Value]:
    """
    Return what touches are sorted by where weights do not look at the order.

    Any one that is always the same will do, and the parts of a member stand together: sorting by
    time takes twice as long.
    """
    return [joined[name].asc(nulls_first=True) for name in asked]


def _decay(joined: ir.Table, asked: Sequence[str]) -> ir.Table:
    """Share by age: all that a path needs in one reading of it in order, which is what takes time."""
    days = joined.c_day.delta(joined.t_on, unit="day").fill_null(0).cast("float64")
    weight = ibis.literal(2.0).pow(-days / parameters.number("half_life_days"))
    joined = joined.mutate(weight=weight).drop("c_day", "t_on")
    key, weight, order = joined.c_key, joined.weight, _by_member(joined, asked)
    path = joined.mutate(
        # No place and no length: one look ahead says which touch is the last.
        after=weight.lead().over(ibis.window(group_by=key, order_by=order)),
        total=weight.sum().over(ibis.window(group_by=key)),
        running=weight.sum().over(ibis.cumulative_window(group_by=key, order_by=order)),
        # The same touches as those that the touch before ran up to, so the same sum.
        earlier=weight.sum().over(ibis.window(group_by=key, order_by=order, preceding=(None, 1))),
    )
    return path.mutate(
        is_last=path.after.isnull(),
        upto=path.running / path.total,
        before=path.earlier.fill_null(0.0) / path.total,
    )


def _milestones(path: ir.Table, model: Model) -> ir.Table:
    """Share between the touches that made a stage; one that made two has both shares."""
    whole = ibis.window(group_by=path.c_key)

    def reached(day: ir.DateColumn) -> ir.NumericValue:
        """Return the place of the last touch by then, 0 where there is none."""
        place = ibis.ifelse(path.t_on <= day, path.place, 0)
        return place.max().over(whole).fill_null(0)

    places = [reached(path.c_created), reached(path.c_opened), reached(path.c_signed)]
    first, *stages, rest = model.weights
    path = path.mutate(m_0=ibis.literal(1), **{f"m_{i}": p for i, p in enumerate(places, 1)})
    fixed = ibis.literal(0.0)
    for i, share in enumerate((first, *stages)):
        fixed += ibis.ifelse(path.place == path[f"m_{i}"], share, 0.0)
    path = path.mutate(fixed=fixed)
    others = ibis.ifelse(path.fixed == 0, 1.0, 0.0)
    path = path.mutate(others=others.sum().over(whole))
    return _weighted(path, ibis.ifelse(path.fixed == 0, rest / path.others.nullif(0), path.fixed))


_METHODS = {
    Method.ONE: _one,
    Method.PLACES: _places,
    Method.MILESTONES: _milestones,
}


def _part(path: ir.Table, whole: ir.NumericValue, type_: str) -> ir.NumericValue:
    """Cut *whole* by the running share: the last touch takes what the others left."""

    def cut(share: ir.NumericValue) -> ir.NumericValue:
        return (whole.cast("float64") * share).cast(type_)

    end = ibis.ifelse(path.is_last, whole.cast(type_), cut(path.upto))
    return end - cut(path.before)
