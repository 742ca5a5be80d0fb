"""A question's shape becomes one SQL statement; its values are bound when it runs.

Each measure is one grouped aggregate at the asked grain. They are stacked, not joined, so that
a group that only one of them knows is kept and an unassigned member (NULL) meets itself; a last
grouping puts the measures of a group on one row, and the formulas are computed on that row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce

import ibis
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis import _
from ibis.backends.sql.compilers import DuckDBCompiler

from kpi_core import arithmetic
from kpi_core.measures import Aggregate, Clock, Measure, Nothing
from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import PROVENANCE, Tables, build
from kpi_core.warehouse.shape import Shape

_WIDE = "decimal(38, 4)"
_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_MONTHS = {"quarter", "year"}


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with placeholders, and their names."""

    sql: str
    parameters: frozenset[str]


@lru_cache(maxsize=64)
def lag(start: str, end: str) -> str:
    """
    Return the SQL for the median days from one date of a person's journey to a later one.

    Compiled once a pair of stages: each change of the data asks for it again.
    """
    journeys = build("journeys", Tables(), ())
    days = journeys[end].delta(journeys[start], unit="day")
    return _written(journeys.filter(days >= 0).agg(lag=days.median())).sql("duckdb")


@lru_cache(maxsize=512)
def compiled(shape: Shape) -> Statement:
    """Return *shape* for the embedded store; compiling costs 10-30 ms, once a shape."""
    return statement(expression(shape))


def statement(table: ir.Table) -> Statement:
    """Return a table expression as SQL for the embedded store."""
    tree = _written(table)
    return Statement(tree.sql("duckdb"), parameters.names(tree))


def _written(table: ir.Table) -> sge.Expression:
    # Not ibis.duckdb: the backend itself does not work with DuckDB 2.0, its compiler does.
    return parameters.bound(DuckDBCompiler().to_sqlglot(table))


def expression(shape: Shape) -> ir.Table:
    """Return *shape* as a table expression, for any engine the compiler knows."""
    tables = Tables(as_of=shape.as_of)
    parts = [_aggregate(shape, tables, together) for together in _together(shape)]
    groups = _groups(shape)
    columns = {
        column: type_
        for name, measure in shape.measures
        for column, type_ in _columns(name, measure).items()
    }
    stacked = [
        part.select(
            *groups,
            **{c: part[c] if c in part.columns else ibis.null(t) for c, t in columns.items()},
        )
        for part in parts
    ]
    union = reduce(lambda a, b: a.union(b, distinct=False), stacked)
    wide = _grouped(union, groups, {c: union[c].max() for c in columns})
    wide = wide.mutate(
        **{
            # Rows that all lack the amount do not add up to nothing.
            f"v_{name}": ibis.ifelse(
                wide[f"r_{name}"].fill_null(0) == 0,
                wide[f"v_{name}"].fill_null(0),
                wide[f"v_{name}"],
            )
            for name, m in shape.measures
            if _zero(m)
        },
        **{
            f"{c}_{name}": wide[f"{c}_{name}"].fill_null(0)
            for name, _m in shape.measures
            for c in "nr"
        },
    )
    if not shape.formulas:
        return wide
    values: dict[str, ir.NumericValue] = {name: wide[f"v_{name}"] for name, _m in shape.measures}
    if shape.cells is not None:
        raise ValueError("cells are counted here and computed by their formula")
    if shape.grain is None:
        values["period_years"] = parameters.number("years")
    else:
        buckets = _buckets().rename(of="bucket")
        wide = wide.left_join(buckets, wide.bucket == buckets.of).drop("of")
        values = {name: wide[f"v_{name}"] for name, _m in shape.measures}
        values["period_years"] = wide.last.delta(wide.eve, unit="day") / 365.25
    return wide.mutate(
        **{f"k_{name}": arithmetic.columns(formula, values) for name, formula in shape.formulas}
    )


def _groups(shape: Shape) -> list[str]:
    if shape.cells is not None:
        return ["cell"]
    return list(shape.by) + (["bucket"] if shape.grain else [])


def _zero(measure: Measure) -> bool:
    return measure.nothing is Nothing.ZERO


def _columns(name: str, measure: Measure) -> dict[str, str]:
    if measure.aggregate in {Aggregate.MEDIAN, Aggregate.MEAN}:
        type_ = "float64"
    elif measure.aggregate in {Aggregate.COUNT, Aggregate.DISTINCT}:
        type_ = "int64"
    else:
        type_ = _WIDE
    columns = {f"v_{name}": type_, f"n_{name}": "int64", f"r_{name}": "int64"}
    if measure.inferred:
        columns[f"i_{name}"] = "int64"
    if measure.within:
        columns[f"w_{name}"] = "int64"
    return columns


def _buckets() -> ir.Table:
    one = ibis.table({"one": "int8"}, name="one")
    return one.select(
        bucket=parameters.days("buckets").unnest(),
        eve=parameters.days("eves").unnest(),
        last=parameters.days("lasts").unnest(),
    )


def _asked(dimensions: tuple[str, ...]) -> ir.Table:
    """Return the cells of one request as rows: their days and their members."""
    one = ibis.table({"one": "int8"}, name="one")
    return one.select(
        cell=parameters.wholes("cells").unnest(),
        cell_eve=parameters.days("eves").unnest(),
        cell_start=parameters.days("starts").unnest(),
        cell_end=parameters.days("ends").unnest(),
        **{f"cell_{name}": parameters.texts(f"m_{name}").unnest() for name in dimensions},
    )


def _needed(shape: Shape, measure: Measure) -> set[str]:
    return {
        *shape.by,
        *(shape.cells or ()),
        *(f.dimension for f in shape.filters),
        *measure.where,
        *((measure.within,) if measure.within else ()),
        *((measure.column,) if measure.column else ()),
        *((measure.who,) if measure.who else ()),
    }


def _together(shape: Shape) -> list[dict[str, Measure]]:
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


def _aggregate(shape: Shape, tables: Tables, together: Mapping[str, Measure]) -> ir.Table:
    first = next(iter(together.values()))
    needed = set().union(*(_needed(shape, measure) for measure in together.values()))
    rows = _counted(shape, first, _selected(shape, first, tables, needed))
    values: dict[str, ir.Value] = {}
    for name, measure in together.items():
        values[f"v_{name}"] = _value(measure).cast(_columns(name, measure)[f"v_{name}"])
        values[f"n_{name}"] = _.count() if measure.column is None else _[measure.column].count()
        values[f"r_{name}"] = _.count()
        if measure.within:
            values[f"w_{name}"] = _[measure.within].nunique()
        if measure.inferred:
            values[f"i_{name}"] = _[measure.inferred].sum().cast("int64")
    return _grouped(rows, _groups(shape), values)


def _selected(shape: Shape, measure: Measure, tables: Tables, needed: set[str]) -> ir.Table:
    """Return the rows that *measure* may count, whatever their day."""
    return _filtered(build(measure.relation, tables, needed), shape, measure)


def _counted(shape: Shape, measure: Measure, rows: ir.Table) -> ir.Table:
    """Return those of the selected *rows* that the days asked for count."""
    if measure.lagged:
        later = rows[measure.date] + parameters.whole("lag_days").as_interval("D")
        rows = rows.mutate(**{measure.date: later.cast("date")})
    if shape.cells is not None:
        asked = _asked(shape.cells)
        rows = rows.join(asked, [rows[name] == asked[f"cell_{name}"] for name in shape.cells])
    if measure.clock is Clock.EVENT:
        return _in_period(rows, shape, measure)
    return _holding(rows, shape, measure)


def traced(shape: Shape, measure: Measure, columns: Collection[str]) -> ir.Table:
    """
    Return the very rows that `expression` counts for *measure*, with *columns* of them as stored.

    For one number (no grouping), of a clock whose rows are those of the data: not KEPT or CAPPED.
    """
    tables = Tables(as_of=shape.as_of, traced=True)
    rows = _selected(shape, measure, tables, _needed(shape, measure))
    # A lagged measure moves the day by which a row counts: what is shown is the row's own.
    rows = rows.mutate(**{f"own_{name}": rows[name] for name in columns})
    rows = _counted(shape, measure, rows)
    if measure.column is not None:
        rows = rows.filter(rows[measure.column].notnull())
    return rows.select(*PROVENANCE, **{name: rows[f"own_{name}"] for name in columns})


def _grouped(rows: ir.Table, groups: list[str], values: Mapping[str, ir.Value]) -> ir.Table:
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
    for wanted in shape.filters:
        column = rows[wanted.dimension]
        kept = column.isin(
            [parameters.text(f"f_{wanted.dimension}_{i}") for i in range(wanted.members)]
        )
        if wanted.missing:
            kept = column.isnull() if not wanted.members else kept | column.isnull()
        rows = rows.filter(kept)
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


def _in_period(rows: ir.Table, shape: Shape, measure: Measure) -> ir.Table:
    when = rows[measure.date]
    if shape.cells is not None:
        return rows.filter((when >= rows.cell_start) & (when <= rows.cell_end))
    rows = rows.filter((when >= parameters.day("start")) & (when <= parameters.day("end")))
    if shape.grain is None:
        return rows
    return rows.mutate(bucket=_truncated(rows[measure.date], shape))


def _truncated(when: ir.DateValue, shape: Shape) -> ir.DateValue:
    grain = shape.grain or "day"
    if grain == "day":
        return when
    shift = (shape.fiscal_start - 1) % (3 if grain == "quarter" else 12)
    if grain in _MONTHS and shift:
        # Clamping the 31st cannot leave the quarter: only the month decides where a day falls.
        earlier = (when - ibis.interval(months=shift)).cast("date")
        return (earlier.truncate(_TRUNCATE[grain]) + ibis.interval(months=shift)).cast("date")
    return when.truncate(_TRUNCATE[grain]).cast("date")


def _holding(rows: ir.Table, shape: Shape, measure: Measure) -> ir.Table:
    if shape.grain:
        buckets = _buckets()
        rows = rows.join(
            buckets, rows[measure.date].isnull() | (rows[measure.date] <= buckets.last)
        )
        eve, last = rows.eve, rows.last
    elif shape.cells is not None:
        eve, last = rows.cell_eve, rows.cell_end
    else:
        eve, last = parameters.day("eve"), parameters.day("end")
    match measure.clock:
        case Clock.AT_START:
            return rows.filter(_held(rows, measure, eve))
        case Clock.AT_END:
            return rows.filter(_held(rows, measure, last))
        case Clock.KEPT | Clock.CAPPED:
            return _kept(rows, shape, measure, eve, last)
        case _:
            before = rows.filter(_held(rows, measure, eve))
            keys = [measure.column or "", *(n for n in _groups(shape) if n in {"bucket", "cell"})]
            return rows.filter(_held(rows, measure, last)).anti_join(before, keys)


def _kept(
    rows: ir.Table, shape: Shape, measure: Measure, eve: ir.DateValue, last: ir.DateValue
) -> ir.Table:
    """Return a row for each holder of the eve: what it holds on the last day."""
    column = measure.column or ""
    each = rows.group_by([measure.who or "", *_groups(shape)]).agg(
        before=rows[column].sum(where=_held(rows, measure, eve)),
        after=rows[column].sum(where=_held(rows, measure, last)),
    )
    each = each.filter(each.before.notnull())
    after = each.after.fill_null(0)
    capped = measure.clock is Clock.CAPPED
    return each.mutate(**{column: ibis.least(each.before, after) if capped else after})


def _held(rows: ir.Table, measure: Measure, day: ir.DateValue) -> ir.BooleanValue:
    begun = rows[measure.date].isnull() | (rows[measure.date] <= day)
    if measure.until is None:
        return begun
    until = rows[measure.until]
    return begun & (until.isnull() | ((until >= day) if measure.last_day_counts else (until > day)))
