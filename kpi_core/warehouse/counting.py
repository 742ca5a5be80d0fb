"""Which rows count for the days asked for, by the clock of what is counted."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from kpi_core.measures import Clock, Measure
from kpi_core.warehouse import parameters
from kpi_core.warehouse.shape import Shape

_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_MONTHS = {"quarter", "year"}


def groups_of(shape: Shape) -> list[str]:
    """Return the columns that tell one group of *shape* from another."""
    if shape.cells is not None:
        return ["cell"]
    return list(shape.by) + (["bucket"] if shape.grain else [])


def buckets() -> ir.Table:
    """Return the units of a trend as rows: their days."""
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


def counted(shape: Shape, measure: Measure, rows: ir.Table) -> ir.Table:
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


def _in_period(rows: ir.Table, shape: Shape, measure: Measure) -> ir.Table:
    when = rows[measure.date]
    if shape.cells is not None:
        return rows.filter((when >= rows.cell_start) & (when <= rows.cell_end))
    rows = rows.filter((when >= parameters.day("start")) & (when <= parameters.day("end")))
    if shape.grain is None:
        return rows
    return rows.mutate(bucket=truncated(rows[measure.date], shape))


def truncated(when: ir.DateValue, shape: Shape) -> ir.DateValue:
    """Return the first day of the unit of *shape* that holds a day."""
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
        units = buckets()
        rows = rows.join(units, rows[measure.date].isnull() | (rows[measure.date] <= units.last))
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
            keys = [measure.column or "", *(n for n in groups_of(shape) if n in {"bucket", "cell"})]
            return rows.filter(_held(rows, measure, last)).anti_join(before, keys)


def _kept(
    rows: ir.Table, shape: Shape, measure: Measure, eve: ir.DateValue, last: ir.DateValue
) -> ir.Table:
    """Return a row for each holder of the eve: what it holds on the last day."""
    column = measure.column or ""
    each = rows.group_by([measure.who or "", *groups_of(shape)]).agg(
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
