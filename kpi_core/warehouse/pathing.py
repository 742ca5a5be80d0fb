"""Conversion paths, counted: how often each sequence of members led to something, or to nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.attribution.models import keyed
from kpi_core.measures import Measure
from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.counting import counted, groups_of, truncated
from kpi_core.warehouse.crediting import asked_of, in_time, of_accounts, with_touches
from kpi_core.warehouse.plan import needed_by, of_members, selected, statement
from kpi_core.warehouse.relations import CONVERSIONS
from kpi_core.warehouse.schema import WIDE
from kpi_core.warehouse.shape import Shape, Statement

# What parts two touches of a path, two dimensions of a touch, and what a touch does not tell:
# signs for control characters, which nobody's channel is called.
TOUCH, MEMBER, NOTHING = "␞", "␟", "␀"


def members_of(path: str) -> tuple[tuple[str | None, ...], ...]:
    """Return the touches of *path*, each as its members, None where a touch does not tell."""
    return tuple(
        tuple(None if member == NOTHING else member for member in touch.split(MEMBER))
        for touch in path.split(TOUCH)
    )


@lru_cache(maxsize=256)
def won(shape: Shape) -> Statement:
    """
    Return the SQL for the paths that converted, counted: measures of *shape* that share their rows.

    Its rows: the groups that no touch tells, `path`, `untouched` (the path is the conversion's own
    member), `n`, and of each column counted `sum_` and `has_`; `days` and `touches` in all.
    """
    return statement(_won(shape, dict(shape.measures)))


@lru_cache(maxsize=256)
def lost(shape: Shape) -> Statement:
    """Return the SQL for the paths of those touched in the period who had not converted by its end."""
    return statement(_lost(shape, dict(shape.measures)))


def _own(shape: Shape, asked: Sequence[str]) -> Shape:
    """Return *shape* without what touches tell."""
    return replace(
        shape,
        by=tuple(name for name in shape.by if name not in asked),
        filters=tuple(f for f in shape.filters if f.dimension not in asked),
        model=None,
    )


def _won(shape: Shape, measures: Mapping[str, Measure]) -> ir.Table:
    asked = asked_of(shape)
    own, first, tables = _own(shape, asked), next(iter(measures.values())), Tables(shape.as_of)
    needed = set().union(*(needed_by(shape, measure) for measure in measures.values()))
    rows = counted(own, first, selected(own, first, tables, needed | set(asked)))
    columns = sorted({m.column for m in measures.values() if m.column})
    groups = groups_of(own)
    rows = rows.mutate(whose=rows.lead)
    if _accounts(shape):
        rows = of_accounts(rows, "whose", tables)
    conversions = rows.select(
        c_key=rows[CONVERSIONS[first.relation]],
        c_lead=rows.whose,
        c_day=rows[first.date],
        **{f"own_{name}": rows[name] for name in asked},
        **{name: rows[name] for name in (*groups, *columns)},
    )
    paths = _paths(conversions, tables, asked, (*groups, *columns), accounts=_accounts(shape))
    sums = {f"sum_{name}": _[name].sum().cast(WIDE) for name in columns}
    return paths.group_by([*groups, "path", "untouched"]).agg(
        n=_.count(),
        days=_.days.sum(),
        touches=_.touches.sum(),
        **{name: value for name, value in sums.items() if name[4:] in _summed(measures)},
        **{f"has_{name}": _[name].count() for name in columns},
    )


def _summed(measures: Mapping[str, Measure]) -> set[str]:
    return {m.column for m in measures.values() if m.column and m.aggregate == "sum"}


def _accounts(shape: Shape) -> bool:
    return shape.model is not None and keyed(shape.model).accounts


def _paths(
    conversions: ir.Table,
    tables: Tables,
    asked: Sequence[str],
    kept: Sequence[str],
    *,
    accounts: bool,
) -> ir.Table:
    joined = with_touches(conversions, tables, asked, accounts=accounts)
    bare = joined.t_lead.isnull()
    said = [
        ibis.ifelse(bare, joined[f"own_{name}"], joined[f"t_{name}"]).fill_null(NOTHING)
        for name in asked
    ]
    joined = joined.mutate(
        state=ibis.literal(MEMBER).join(said) if len(said) > 1 else said[0],
        untouched=bare,
        back=joined.c_day.delta(joined.t_on, unit="day"),
    )
    return joined.group_by(["c_key", *kept, "untouched"]).agg(
        path=joined.state.group_concat(TOUCH, order_by=in_time(joined)),
        touches=_.t_lead.count(),
        days=_.back.max(),
    )


def _lost(shape: Shape, measures: Mapping[str, Measure]) -> ir.Table:
    asked = asked_of(shape)
    own, first, tables = _own(shape, asked), next(iter(measures.values())), Tables(shape.as_of)
    touches = tables["touchpoints"]
    here = (touches.touched_on >= parameters.day("start")) & (
        touches.touched_on <= parameters.day("end")
    )
    named = touches.source.notnull() | touches.campaign.notnull() | touches.content.notnull()
    touches = touches.filter(here & named)
    accounts = _accounts(shape)
    if accounts:
        touches = of_accounts(touches, "lead", tables)
    if own.grain:
        touches = touches.mutate(bucket=truncated(touches.touched_on, own))
    units = ["bucket"] if own.grain else []
    met = touches.group_by(["lead", *units]).agg(c_day=touches.touched_on.max())
    dimensions = sorted({*own.by, *(f.dimension for f in own.filters)})
    people = build("leads", tables, set(dimensions)).select("lead", *dimensions)
    if accounts:
        people = of_accounts(people, "lead", tables)
        people = people.group_by("lead").agg(**{name: people[name].min() for name in dimensions})
    people = of_members(people, own.filters).rename(p_lead="lead")
    met = met.join(people, met.lead == people.p_lead).drop("p_lead")
    done = selected(replace(own, filters=()), first, tables, {first.date, *first.where})
    if accounts:
        done = of_accounts(done, "lead", tables)
    done = done.select(d_lead=done.lead, d_day=done[first.date])
    early = done.filter(done.d_day <= parameters.day("end"))
    if own.grain:
        early = early.mutate(d_unit=truncated(early.d_day, own))
        met = met.anti_join(early, [met.lead == early.d_lead, early.d_unit <= met.bucket])
    else:
        met = met.anti_join(early, met.lead == early.d_lead)
    groups = groups_of(own)
    key = met.lead.concat(TOUCH, met.bucket.cast("string")) if own.grain else met.lead
    walked = met.select(
        c_key=key,
        c_lead=met.lead,
        c_day=met.c_day,
        **{f"own_{name}": ibis.null("string") for name in asked},
        **{name: met[name] for name in groups},
    )
    paths = _paths(walked, tables, asked, groups, accounts=accounts)
    return paths.group_by([*groups, "path"]).agg(n=_.count())
