"""
What Snowflake reads otherwise than the embedded store, put right in the finished statement.

Its own documentation: a quotient of exact numbers has six decimals more than its dividend; REGEXP_LIKE
is about the whole text and knows no `(?i)`; two FLATTEN beside each other are every pair of both.
"""

from __future__ import annotations

import sqlglot.expressions as sge

from kpi_core.warehouse.unfolding import arrays, unfolded
from kpi_core.warehouse.unknowns import left_out


def put_right(tree: sge.Expression) -> sge.Expression:
    """Return a finished statement that means there what it means in the embedded store."""
    left_out(tree)
    for select in list(tree.find_all(sge.Select)):
        _together(select)
    for cast, given in arrays(tree):
        cast.set("this", _parsed(given))
    for node in list(tree.find_all(sge.Div)):
        node.set("this", _float(node.this))
    for mean in list(tree.find_all(sge.Avg, sge.Median)):
        mean.set("this", _float(mean.this))
    for found in list(tree.find_all(sge.RegexpLike)):
        found.replace(_found_in(found))
    for moved in list(tree.find_all(sge.DateAdd, sge.DateSub)):
        for told in list(moved.expression.find_all(sge.Literal)):
            told.replace(sge.Literal.number(told.name))  # of days: no text of a number
    return tree


def _float(node: sge.Expression) -> sge.Expression:
    return sge.Cast(this=node.copy(), to=sge.DataType.build("DOUBLE"))


def _parsed(given: sge.Expression) -> sge.Func:
    return sge.func("PARSE_JSON", given.copy())


def _found_in(found: sge.RegexpLike) -> sge.Expression:
    """Return whether a pattern is anywhere in a text: its alternatives in brackets, blanks around."""
    pattern = "".join(
        told.name for told in found.expression.find_all(sge.Literal) if told.name != ".*"
    )
    whole = f".*({pattern.replace('(?i)', '')}).*"
    flags = "is" if "(?i)" in pattern else "s"
    told = [found.this.copy(), sge.Literal.string(whole), sge.Literal.string(flags)]
    return sge.Anonymous(this="REGEXP_LIKE", expressions=told)


def _together(select: sge.Select) -> None:
    """Unfold the lists of a selection side by side: joined by their places."""
    lists = unfolded(select)
    joins = []
    for at, one in enumerate(lists):
        # Text, then its type: nothing in a list is none only as a text.
        flatten = sge.Anonymous(
            this="FLATTEN",
            expressions=[sge.Kwarg(this=sge.Var(this="INPUT"), expression=_parsed(one.given))],
        )
        table = sge.TableFromRows(
            this=flatten, alias=sge.TableAlias(this=sge.to_identifier(f"of_{at}"))
        )
        same = sge.EQ(this=sge.column("INDEX", "of_0"), expression=sge.column("INDEX", f"of_{at}"))
        joins.append(sge.Join(this=table, on=same) if at else sge.Join(this=table, kind="CROSS"))
    if lists:
        text = sge.DataType.build("VARCHAR")
        told = [
            one.column(sge.Cast(this=sge.column("VALUE", f"of_{at}"), to=text.copy()))
            for at, one in enumerate(lists)
        ]
        select.set("expressions", told)
        select.set("joins", joins)
