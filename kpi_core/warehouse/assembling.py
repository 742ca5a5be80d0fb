"""A question's shape becomes one SQL statement; its values are bound when it runs.

Each part of it is one grouped aggregate at the asked grain. They are stacked, not joined, so that
a group that only one of them knows is kept and an unassigned member (NULL) meets itself; a last
grouping puts the measures of a group on one row, and the formulas are computed on that row.

Parts are compiled one by one and kept, because the compiler's work grows faster than what it is
given (eleven measures at once took 130 ms) and because questions have their parts in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

import ibis
import ibis.expr.types as ir

from kpi_core import arithmetic
from kpi_core.measures import Measure, Nothing
from kpi_core.warehouse import parameters
from kpi_core.warehouse.counting import buckets, groups_of
from kpi_core.warehouse.dialects import quoted, type_in
from kpi_core.warehouse.plan import columns_of, grouped, part, statement, together_of
from kpi_core.warehouse.shape import Said, Shape, Statement

_STACKED = "stacked"


@lru_cache(maxsize=512)
def compiled(shape: Shape) -> Statement:
    """Return *shape* as SQL; a part takes the compiler some 5 to 10 ms, once a dialect."""
    return Statement(partial(_assembled, shape))


def _assembled(shape: Shape, dialect: str) -> Said:
    parts = [_part_of(shape, together) for together in together_of(shape)]
    # What is done with what was counted is the same whichever rows were.
    whole = _whole(replace(shape, filters=(), as_of=False, fiscal_start=1)).said(dialect)
    told = [(names, part.said(dialect)) for names, part in parts]
    stacked = " UNION ALL ".join(_padded(shape, names, part.sql, dialect) for names, part in told)
    return Said(
        _beneath(stacked, whole.sql, dialect),
        whole.parameters.union(*(part.parameters for _names, part in told)),
        (whole.tables - {_STACKED}).union(*(part.tables for _names, part in told)),
    )


def forget() -> None:
    """Forget what was compiled, as a new process does."""
    for known in (compiled, _part, _whole):
        known.cache_clear()


def _part_of(shape: Shape, together: Mapping[str, Measure]) -> tuple[set[str], Statement]:
    alone = replace(shape, measures=tuple(together.items()), formulas=())
    return set(_columns(alone)), _part(alone)


@lru_cache(maxsize=2048)
def _part(shape: Shape) -> Statement:
    return statement(part(shape))


@lru_cache(maxsize=512)
def _whole(shape: Shape) -> Statement:
    return statement(_formulas(shape, _wide(shape)))


def _columns(shape: Shape) -> dict[str, str]:
    return {
        column: type_
        for name, measure in shape.measures
        for column, type_ in columns_of(shape, name, measure).items()
    }


def _padded(shape: Shape, own: Iterable[str], sql: str, dialect: str) -> str:
    """Return the *sql* of a part with the columns of all parts: those it lacks are empty."""
    columns = [
        quoted(name, dialect)
        if name in own
        else f"CAST(NULL AS {type_in(type_, dialect)}) AS {quoted(name, dialect)}"
        for name, type_ in _columns(shape).items()
    ]
    groups = [quoted(name, dialect) for name in groups_of(shape)]
    return f"SELECT {', '.join(groups + columns)} FROM ({sql}) AS part"


def _beneath(stacked: str, sql: str, dialect: str) -> str:
    """Return *sql* with the rows that it reads as `stacked` said before it."""
    said = f"WITH {quoted(_STACKED, dialect)} AS ({stacked})"
    return f"{said}, {rest}" if (rest := sql.removeprefix("WITH ")) != sql else f"{said} {sql}"


def _wide(shape: Shape) -> ir.Table:
    """Return one row a group, with nothing counted told as zero where the measure says so."""
    groups, columns = groups_of(shape), _columns(shape)
    types = dict.fromkeys(shape.by, "string") | {"bucket": "date", "cell": "int64"}
    rows = ibis.table({name: types[name] for name in groups} | columns, name=_STACKED)
    wide = grouped(rows, groups, {c: rows[c].max() for c in columns})
    return wide.mutate(
        **{
            # Rows that all lack the amount do not add up to nothing.
            f"v_{name}": ibis.ifelse(
                wide[f"r_{name}"].fill_null(0) == 0,
                wide[f"v_{name}"].fill_null(0),
                wide[f"v_{name}"],
            )
            for name, measure in shape.measures
            if measure.nothing is Nothing.ZERO
        },
        **{
            f"{c}_{name}": wide[f"{c}_{name}"].fill_null(0)
            for name, _measure in shape.measures
            for c in "nr"
        },
    )


def _formulas(shape: Shape, wide: ir.Table) -> ir.Table:
    if not shape.formulas:
        return wide
    if shape.cells is not None:
        raise ValueError("cells are counted here and computed by their formula")
    values: dict[str, ir.NumericValue] = {}
    if shape.grain is None:
        values["period_years"] = parameters.number("years")
    else:
        units = buckets().rename(of="bucket")
        wide = wide.left_join(units, wide.bucket == units.of).drop("of")
        values["period_years"] = wide.last.delta(wide.eve, unit="day") / 365.25
    values |= {name: wide[f"v_{name}"] for name, _measure in shape.measures}
    return wide.mutate(
        **{f"k_{name}": arithmetic.columns(formula, values) for name, formula in shape.formulas}
    )
