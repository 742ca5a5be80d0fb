"""
What BigQuery reads otherwise than the embedded store, put right in the finished statement.

Its own documentation: the lists of a selection are unfolded one by one, each pair of them; an empty
list that is bound arrives as none at all; no aggregate is a median; LEAST of something unknown is
unknown; what is unknown is sorted first; a type with decimals is only for columns of tables.
"""

from __future__ import annotations

from typing import Any

import sqlglot.expressions as sge
from ibis.backends.sql import compilers
from ibis.backends.sql.datatypes import BigQueryType

from kpi_core.warehouse.unfolding import arrays, unfolded
from kpi_core.warehouse.unknowns import left_out

_SCALE, _WHOLE = 9, 29  # decimals of NUMERIC, and digits before them; BIGNUMERIC has more of both


class _Types(BigQueryType):  # type: ignore[misc] # ibis ships no types
    """Exact numbers with their decimals: without, nine would be kept where four are meant."""

    @classmethod
    def _from_ibis_Decimal(cls, dtype: Any) -> sge.DataType:  # noqa: N802 - theirs
        big = dtype.scale > _SCALE
        precision = dtype.precision if big else min(dtype.precision, dtype.scale + _WHOLE)
        name = f"{'BIGNUMERIC' if big else 'NUMERIC'}({precision}, {dtype.scale})"
        return sge.DataType.build(name, dialect="bigquery")


class BigQuery(compilers.BigQueryCompiler):  # type: ignore[misc] # ibis ships no types
    """What writes BigQuery's SQL."""

    type_mapper = _Types

    UNSUPPORTED_OPS = tuple(
        op for op in compilers.BigQueryCompiler.UNSUPPORTED_OPS if op.__name__ != "Median"
    )

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: ARG002, N802 - theirs
        """Return the mean of the two values in the middle: exact, where its own ways are estimates."""
        told = arg if where is None else self.if_(where, arg, sge.Null())
        listed = sge.IgnoreNulls(
            this=sge.Order(this=told, expressions=[sge.Ordered(this=told.copy(), nulls_first=True)])
        )
        count = sge.Count(this=told.copy())
        middle = (sge.Sub(this=count, expression=sge.convert(1)), count.copy())
        low, high = (
            sge.Bracket(
                this=sge.ArrayAgg(this=listed.copy()),
                expressions=[self.f.anon.div(sge.Paren(this=place), sge.convert(2))],
                offset=0,
                safe=True,
            )
            for place in middle
        )
        return self.f.anon.ieee_divide(
            sge.Paren(this=sge.Add(this=low, expression=high)), sge.convert(2)
        )


def put_right(tree: sge.Expression) -> sge.Expression:
    """Return a finished statement that means there what it means in the embedded store."""
    left_out(tree)
    for select in list(tree.find_all(sge.Select)):
        _together(select)
    for array, given in arrays(tree):
        array.replace(_texts(given))
    for cast in list(tree.find_all(sge.Cast)):
        _to_decimals(cast)
    for window in list(tree.find_all(sge.Window)):
        _unknown_last(window)
    for node in list(tree.find_all(sge.Placeholder)):
        node.replace(sge.Parameter(this=sge.Var(this=node.name)))
    return tree


def _texts(given: sge.Expression) -> sge.Func:
    """Return the elements of a list that came as one JSON text, as texts."""
    return sge.func("JSON_VALUE_ARRAY", given.copy())


def _to_decimals(cast: sge.Cast) -> None:
    """Round what becomes an exact number: a type with decimals is only for columns of tables."""
    if not cast.to.is_type("DECIMAL", "BIGDECIMAL") or not cast.to.expressions:
        return
    scale = cast.to.expressions[-1].this
    cast.to.set("expressions", [])
    if not isinstance(cast.this, sge.Null):
        cast.replace(sge.Round(this=cast.copy(), decimals=scale.copy()))


def _unknown_last(window: sge.Window) -> None:
    """Put what is unknown after all that is known: first is where it stands there."""
    order = window.args.get("order")
    if order is None:
        return
    told = []
    for key in order.expressions:
        if not key.args.get("desc") and not isinstance(key.this, sge.Literal):
            unknown = sge.Is(this=key.this.copy(), expression=sge.Null())
            told.append(sge.Ordered(this=unknown, nulls_first=True))
        told.append(key)
    order.set("expressions", told)


def _together(select: sge.Select) -> None:
    """Unfold the lists of a selection side by side: joined by their places."""
    lists = unfolded(select)
    joins = []
    for at, one in enumerate(lists):
        unnest = sge.Unnest(
            expressions=[_texts(one.given)],
            alias=sge.TableAlias(columns=[sge.to_identifier(f"one_{at}")]),
            offset=sge.to_identifier(f"place_{at}"),
        )
        same = sge.EQ(this=sge.column("place_0"), expression=sge.column(f"place_{at}"))
        joins.append(sge.Join(this=unnest, on=same) if at else sge.Join(this=unnest, kind="CROSS"))
    if lists:
        told = [one.column(sge.column(f"one_{at}")) for at, one in enumerate(lists)]
        select.set("expressions", told)
        select.set("joins", joins)
