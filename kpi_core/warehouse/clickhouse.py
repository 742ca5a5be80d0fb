r"""
What ClickHouse reads otherwise than the embedded store, put right in the finished statement.

Seen in ClickHouse 26.9: counts are of no sign, and meet no other number in a union; `uniq` is an
estimate; two arrayJoin beside each other are every pair of both; a Date ends in 2149; `lower` knows
no letter beyond A to Z; what is joined is in no order that anybody can ask for.
"""

from __future__ import annotations

from typing import Any

import sqlglot.expressions as sge
from ibis.backends.sql import compilers

_WHOLE = sge.DataType.build("Nullable(Int64)", dialect="clickhouse")
_MOMENT = sge.DataType.build("Nullable(DateTime64(6))", dialect="clickhouse")
_DAY = sge.DataType.build("Nullable(Date32)", dialect="clickhouse")
_WIDE_TYPES = {
    sge.DataType.Type.DATE: _DAY,
    sge.DataType.Type.DATETIME: _MOMENT,
    sge.DataType.Type.TIMESTAMP: _MOMENT,
}
#: What is an estimate, ends early or knows few letters -> what is and does not.
_WIDE = {
    "approxdistinct": "uniqExact",
    "uniqif": "uniqExactIf",
    "todate": "toDate32",
    "lower": "lowerUTF8",
    "upper": "upperUTF8",
}
#: What gives a number without a sign, or a narrow one.
_UNSIGNED = frozenset(
    {"count", "countif", "uniqexact", "uniqexactif", "rownumber", "toyear", "tomonth", "todayofmonth"}
)  # fmt: skip


class ClickHouse(compilers.ClickHouseCompiler):  # type: ignore[misc] # ibis ships no types
    """What writes ClickHouse's SQL."""

    f: Any

    def visit_GroupConcat(  # noqa: N802 - theirs
        self, op: Any, *, arg: Any, sep: Any, where: Any, order_by: Any
    ) -> Any:
        """Sort what is joined by the columns before it, a missing one the least."""
        if not order_by:
            return super().visit_GroupConcat(op, arg=arg, sep=sep, where=where, order_by=order_by)
        keys = [part for order in order_by for part in (self.f.isNotNull(order.this), order.this)]
        listed = self.f.anon.groupArray(self.f.anon.tuple(arg, self.f.anon.tuple(*keys)))
        each = sge.to_identifier("each")

        def part(place: int) -> Any:
            return sge.Lambda(
                this=self.f.anon.tupleElement(each.copy(), sge.convert(place)), expressions=[each]
            )

        told = self.f.anon.arrayMap(part(1), self.f.anon.arraySort(part(2), listed))
        known = self.f.anon.arrayFilter(
            sge.Lambda(this=self.f.isNotNull(each.copy()), expressions=[each]), told
        )
        joined = self.f.anon.arrayStringConcat(
            self.f.anon.arrayMap(
                sge.Lambda(this=self.f.anon.assumeNotNull(each.copy()), expressions=[each]), known
            ),
            sep,
        )
        return self.f.nullif(joined, sge.convert(""))


def put_right(tree: sge.Expression) -> sge.Expression:
    """Return a finished statement that means there what it means in the embedded store."""
    for type_ in list(tree.find_all(sge.DataType)):
        if type_.this in _WIDE_TYPES:
            type_.replace(_WIDE_TYPES[type_.this].copy())
    functions: list[Any] = [*tree.find_all(sge.Func)]
    for found in functions:
        if (wide := _WIDE.get(_name(found))) is not None:
            found.replace(sge.Anonymous(this=wide, expressions=_given(found)))
    functions = [*tree.find_all(sge.Func)]
    for found in functions:
        if _name(found) in _UNSIGNED:
            whole = _whole(found)
            whole.replace(sge.Cast(this=whole.copy(), to=_WHOLE.copy()))
    for cast in list(tree.find_all(sge.Cast)):
        if cast.to.is_type(sge.DataType.Type.DECIMAL) and isinstance(cast.this, sge.Mul | sge.Div):
            cast.set("this", _rounded(cast.this, cast.to))
    for select in list(tree.find_all(sge.Select)):
        _together(select)
    return tree


def _rounded(product: sge.Expression, to: sge.DataType) -> sge.Expression:
    """Return a float as the nearest decimal, a half away from zero: a cast alone would cut it."""
    scale = int(to.expressions[1].this.name)
    whole = sge.Mul(this=sge.Paren(this=product.copy()), expression=sge.convert(float(10**scale)))
    near = sge.func(
        "floor", sge.Add(this=sge.func("abs", whole.copy()), expression=sge.convert(0.5))
    )
    exact = sge.func(
        "toDecimal128",
        sge.Mul(this=sge.Anonymous(this="sign", expressions=[whole]), expression=near),
        sge.convert(0),
    )
    unit = sge.func("toDecimal64", sge.convert(f"{10**-scale:.{scale}f}"), sge.convert(scale))
    return sge.Mul(this=exact, expression=unit)


def _name(found: sge.Expression) -> str:
    return str(found.name if isinstance(found, sge.Anonymous | sge.CombinedAggFunc) else found.key).lower()  # fmt: skip


def _given(found: sge.Expression) -> list[sge.Expression]:
    """Return what a function is given."""
    given = found.expressions if isinstance(found, sge.Anonymous) else [found.this]
    return [one.copy() for one in given]


def _whole(found: sge.Expression) -> sge.Expression:
    """Return a function with what stands after it: of which rows, in which window."""
    while isinstance(found.parent, sge.Filter | sge.Window) and found.parent.this is found:
        found = found.parent
    return found


def _together(select: sge.Select) -> None:
    """Unfold the lists of a selection side by side."""
    lists = [e for e in select.expressions if _name(e.unalias()) in {"arrayjoin", "explode"}]
    if len(lists) < 2 or len(lists) != len(select.expressions):  # noqa: PLR2004 - one has no other beside it
        return
    zipped = sge.func("arrayZip", *(one for e in lists for one in _given(e.unalias())))
    each = sge.Explode(this=zipped)
    within = select.copy()
    within.set("expressions", [sge.alias_(each, "each")])
    told = [
        sge.alias_(
            sge.func("tupleElement", sge.column("each"), sge.convert(place)), one.alias, quoted=True
        )
        for place, one in enumerate(lists, 1)
    ]
    outer = sge.select(*told).from_(within.subquery("lists"))
    for name, value in outer.args.items():
        select.set(name, value)
    for name in set(select.args) - set(outer.args):
        select.set(name, None)
