"""
What Trino reads otherwise than the embedded store, put right in the finished statement.

Its own documentation: an array is written with some 250 values at most, so a list is given as one
JSON text; UNNEST takes lists side by side; the least of something unknown is unknown; no aggregate
is a median but by estimate.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlglot.expressions as sge
from ibis.backends.sql import compilers

from kpi_core.warehouse.unfolding import arrays, unfolded
from kpi_core.warehouse.unknowns import left_out

_DOUBLE = sge.DataType.build("DOUBLE")
_TEXTS = sge.DataType.build("ARRAY(VARCHAR)", dialect="trino")


class Trino(compilers.TrinoCompiler):  # type: ignore[misc] # ibis ships no types
    """What writes Trino's SQL."""

    UNSUPPORTED_OPS = tuple(
        op for op in compilers.TrinoCompiler.UNSUPPORTED_OPS if op.__name__ != "Median"
    )
    f: Any

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: ARG002, N802 - theirs
        """Return the mean of the two values in the middle: exact, where its own way is an estimate."""
        told = arg if where is None else self.if_(where, arg, sge.Null())
        known = sge.Not(this=sge.Is(this=told.copy(), expression=sge.Null()))
        listed = sge.Filter(
            this=sge.ArrayAgg(
                this=sge.Order(this=told, expressions=[sge.Ordered(this=told.copy())])
            ),
            expression=sge.Where(this=known),
        )
        size = self.f.anon.cardinality(listed.copy())
        low, high = (
            sge.Cast(this=self.f.anon.element_at(listed.copy(), place), to=_DOUBLE.copy())
            for place in (_half(sge.Add(this=size.copy(), expression=sge.convert(1))),
                          sge.Add(this=_half(size), expression=sge.convert(1)))
        )  # fmt: skip
        return sge.Div(
            this=sge.Paren(this=sge.Add(this=low, expression=high)), expression=sge.convert(2)
        )


def _half(whole: sge.Expression) -> sge.Expression:
    """Return the half of a whole number, cut."""
    half = sge.Div(this=sge.Paren(this=whole.copy()), expression=sge.convert(2))
    floor = sge.func("floor", sge.Cast(this=half, to=_DOUBLE.copy()))
    return sge.Cast(this=floor, to=sge.DataType.build("BIGINT"))


def put_right(tree: sge.Expression) -> sge.Expression:
    """Return a finished statement that means there what it means in the embedded store."""
    left_out(tree)
    for select in list(tree.find_all(sge.Select)):
        _together(select)
    for cast, given in arrays(tree):
        cast.set("this", _texts(given))
    for day in list(tree.find_all(sge.FromISO8601Date)):
        numbers = [int(one.name) for one in day.find_all(sge.Literal) if not one.is_string]
        if len(numbers) == 3:  # noqa: PLR2004 - year, month, day: a day is written as one
            text = sge.convert(dt.date(*numbers).isoformat())
            day.replace(sge.Cast(this=text, to=sge.DataType.build("DATE")))
    return tree


def _texts(given: sge.Expression) -> sge.Expression:
    """Return a list that came as one JSON text, as texts."""
    return sge.Cast(
        this=sge.Anonymous(this="json_parse", expressions=[given.copy()]), to=_TEXTS.copy()
    )


def _together(select: sge.Select) -> None:
    """Unfold the lists of a selection side by side."""
    lists = unfolded(select)
    if not lists:
        return
    names = [sge.to_identifier(f"one_{at}") for at in range(len(lists))]
    alias = sge.TableAlias(this=sge.to_identifier("lists"), columns=[n.copy() for n in names])
    unnest = sge.Unnest(expressions=[_texts(one.given) for one in lists], alias=alias)
    select.set("joins", [sge.Join(this=unnest, kind="CROSS")])
    select.set(
        "expressions",
        [
            one.column(sge.column(name.copy(), "lists"))
            for one, name in zip(lists, names, strict=True)
        ],
    )
