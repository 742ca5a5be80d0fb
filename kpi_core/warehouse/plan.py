"""The parts of a question: measures that count the same rows, as a grouped aggregate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import lru_cache, partial

import ibis
import ibis.expr.types as ir
from ibis import _

from kpi_core.measures import Aggregate, Clock, Measure
from kpi_core.warehouse import crediting, parameters
from kpi_core.warehouse.building import PROVENANCE, Tables, build
from kpi_core.warehouse.counting import counted, groups_of
from kpi_core.warehouse.dialects import written
from kpi_core.warehouse.relations import shared
from kpi_core.warehouse.schema import WIDE
from kpi_core.warehouse.shape import Filter, Shape, Statement


@lru_cache(maxsize=64)
def lag(start: str, end: str) -> Statement:
    """
    Return the SQL for the median days from one date of a person's journey to a later one.

    Compiled once a pair of stages: each change of the data asks for it again.
    """
    journeys = build("journeys", Tables(), ())
    days = journeys[end].delta(journeys[start], unit="day")
    return statement(journeys.filter(days >= 0).agg(lag=days.median()))


def statement(table: ir.Table) -> Statement:
    """Return a table expression as SQL, for whichever engine is asked."""
    return Statement(partial(written, table))


def columns_of(shape: Shape, name: str, measure: Measure) -> dict[str, str]:
    """Return column -> type of what is counted of one measure: value, rows known, rows, ..."""
    parts = shape.model is not None and shared(measure)
    if measure.aggregate in {Aggregate.MEDIAN, Aggregate.MEAN} or (
        parts and measure.aggregate is not Aggregate.SUM
    ):
        type_ = "float64"
    elif measure.aggregate in {Aggregate.COUNT, Aggregate.DISTINCT}:
        type_ = "int64"
    else:
        type_ = WIDE
    columns = {f"v_{name}": type_, f"n_{name}": "int64", f"r_{name}": "int64"}
    if measure.inferred:
        columns[f"i_{name}"] = "int64"
    if measure.within:
        columns[f"w_{name}"] = "int64"
    if parts:
        columns[f"u_{name}"] = "float64"
    return columns


def needed_by(shape: Shape, measure: Measure) -> set[str]:
    """Return the columns that counting *measure* reads."""
    return {
        *shape.by,
        *(shape.cells or ()),
        *(f.dimension for f in shape.filters),
        *measure.where,
        *((measure.within,) if measure.within else ()),
        *((measure.column,) if measure.column else ()),
        *((measure.who,) if measure.who else ()),
    }


def together_of(shape: Shape) -> list[dict[str, Measure]]:
    """Return the measures that count the same rows together: those rows are read once."""
    found: dict[tuple[object, ...], dict[str, Measure]] = {}
    for name, measure in shape.measures:
        where = tuple(sorted(measure.where.items()))
        rows = (
            measure.relation,
            measure.date,
            measure.until,
            measure.clock,
            where,
            measure.reached,
            measure.lagged,
        )
        # Who was gained depends on the column that tells them apart.
        apart = measure.column if measure.clock is Clock.GAINED else None
        found.setdefault((*rows, apart), {})[name] = measure
    return list(found.values())


def part(shape: Shape) -> ir.Table:
    """Return the measures of *shape*, which count the same rows together, one row a group."""
    tables, together = Tables(as_of=shape.as_of), dict(shape.measures)
    first = next(iter(together.values()))
    needed = set().union(*(needed_by(shape, measure) for measure in together.values()))
    if shape.model is not None and shared(first):
        return _parts(shape, tables, together, needed)
    rows = counted(shape, first, selected(shape, first, tables, needed))
    values: dict[str, ir.Value] = {}
    for name, measure in together.items():
        values[f"v_{name}"] = _value(measure).cast(columns_of(shape, name, measure)[f"v_{name}"])
        values[f"n_{name}"] = _.count() if measure.column is None else _[measure.column].count()
        values[f"r_{name}"] = _.count()
        if measure.within:
            values[f"w_{name}"] = _[measure.within].nunique()
        if measure.inferred:
            values[f"i_{name}"] = _[measure.inferred].sum().cast("int64")
    return grouped(rows, groups_of(shape), values)


def _parts(
    shape: Shape, tables: Tables, together: Mapping[str, Measure], needed: set[str]
) -> ir.Table:
    """Share each counted row out over the touches that led to it, and group the parts."""
    first, model = next(iter(together.values())), shape.model or ""
    asked = crediting.asked_of(shape)
    own = replace(shape, filters=tuple(f for f in shape.filters if f.dimension not in asked))
    rows = selected(own, first, tables, needed | crediting.needed(model))
    columns = {m.column for m in together.values() if m.column}
    amounts = sorted(
        {m.column for m in together.values() if m.aggregate is Aggregate.SUM and m.column}
    )
    kept = {*groups_of(shape), *columns, *(m.inferred for m in together.values() if m.inferred)}
    rows = crediting.credited(
        counted(own, first, rows),
        first,
        model,
        tables,
        kept=sorted(kept - {*asked, *amounts}),
        asked=asked,
        amounts=amounts,
    )
    rows = of_members(rows, [f for f in shape.filters if f.dimension in asked])
    values: dict[str, ir.Value] = {}
    for name, measure in together.items():
        money = measure.aggregate is Aggregate.SUM
        part = _[f"part_{measure.column}" if money else "credit"]
        known = _[measure.column].notnull() if measure.column else None
        values[f"v_{name}"] = part.sum(where=known).cast(WIDE if money else "float64")
        values[f"u_{name}"] = part.sum(
            where=_.untouched if known is None else _.untouched & known
        ).cast("float64")
        values[f"n_{name}"] = _.count() if known is None else _[measure.column].count()
        # Rows that lack their amount are told once each, however many touches led to them.
        blank = _.c_key.nunique(where=~known) if known is not None else 0
        values[f"r_{name}"] = values[f"n_{name}"] + blank
        if measure.inferred:
            values[f"i_{name}"] = _.c_key.nunique(where=_[measure.inferred])
    return grouped(rows, groups_of(shape), values)


def selected(shape: Shape, measure: Measure, tables: Tables, needed: set[str]) -> ir.Table:
    """Return the rows that *measure* may count, whatever their day."""
    return _filtered(build(measure.relation, tables, needed), shape, measure)


def traced(shape: Shape, measure: Measure, columns: Collection[str]) -> ir.Table:
    """
    Return the very rows that `expression` counts for *measure*, with *columns* of them as stored.

    For one number (no grouping), of a clock whose rows are those of the data: not KEPT or CAPPED.
    """
    tables = Tables(as_of=shape.as_of, traced=True)
    rows = selected(shape, measure, tables, needed_by(shape, measure))
    # A lagged measure moves the day by which a row counts: what is shown is the row's own.
    rows = rows.mutate(**{f"own_{name}": rows[name] for name in columns})
    rows = counted(shape, measure, rows)
    if measure.column is not None:
        rows = rows.filter(rows[measure.column].notnull())
    return rows.select(*PROVENANCE, **{name: rows[f"own_{name}"] for name in columns})


def grouped(rows: ir.Table, groups: list[str], values: Mapping[str, ir.Value]) -> ir.Table:
    """Return a row for each group of *rows*; one row where there is nothing to tell them apart."""
    return rows.group_by(groups).agg(**values) if groups else rows.agg(**values)


_VALUES: dict[Aggregate, Callable[[ir.Column], ir.Value]] = {
    Aggregate.SUM: lambda column: column.sum(),
    Aggregate.COUNT: lambda column: column.count(),
    Aggregate.DISTINCT: lambda column: column.nunique(),
    Aggregate.MEDIAN: lambda column: column.median(),
    Aggregate.MEAN: lambda column: column.mean(),
    Aggregate.SINGLE: lambda column: ibis.ifelse(
        column.count() == 1, column.max(), ibis.null("int64")
    ),
}


def _value(measure: Measure) -> ir.Value:
    if measure.column is None:
        return _.count()
    return _VALUES[measure.aggregate](_[measure.column])


def _filtered(rows: ir.Table, shape: Shape, measure: Measure) -> ir.Table:
    for column, accepted in measure.where.items():
        rows = rows.filter(
            rows[column] if accepted == (True,) else rows[column].isin(list(accepted))
        )
    rows = of_members(rows, shape.filters)
    if measure.reached:
        # A cohort: those whose first stage is old enough, and who reached the next in time.
        start, reached = rows[measure.date], rows[measure.reached]
        rows = rows.filter(
            (start <= parameters.day("mature_before"))
            & reached.notnull()
            & (reached.delta(start, unit="day") >= 0)
            & (reached.delta(start, unit="day") <= parameters.whole("maturity_days"))
        )
    return rows


def of_members(rows: ir.Table, filters: Collection[Filter]) -> ir.Table:
    """Return the rows of the members that *filters* keep."""
    for wanted in filters:
        column = rows[wanted.dimension]
        kept = column.isin(
            [parameters.text(f"f_{wanted.dimension}_{i}") for i in range(wanted.members)]
        )
        if wanted.missing:
            kept = column.isnull() if not wanted.members else kept | column.isnull()
        rows = rows.filter(kept)
    return rows
