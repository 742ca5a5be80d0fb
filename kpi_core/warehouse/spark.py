r"""
What Spark reads otherwise than the embedded store, put right in the finished statement.

Seen in Spark 4.3: two EXPLODE beside each other are every pair of both; `\v` and `\f` in a text are
the letters v and f; `(?i)` knows no capital beyond A to Z; DATE_TRUNC gives a moment.
"""

from __future__ import annotations

import re
from typing import Any

import sqlglot.expressions as sge
from ibis.backends.sql import compilers
from ibis.backends.sql.compilers.base import SQLGlotCompiler

# Where a word of letters A to Z ends or begins: what the embedded store means by `\b`, also beside
# an accent, which Java takes for a letter or not by its release.
_WORD = "[0-9A-Za-z_]"
_EDGE = rf"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
_UNREAD = re.compile("([\a\b\v\f])")


class _Own:
    """What both write otherwise than the compilers they come from."""

    f: Any

    # Not what a running Spark is asked by an option of the compiler's: whether NaN is none.
    def visit_Field(self, op: Any, *, rel: Any, name: Any) -> Any:  # noqa: N802 - theirs
        """Write a column as any other engine does."""
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802 - theirs
        """Write a number as any other engine does."""
        if dtype.is_floating():
            return SQLGlotCompiler.visit_NonNullLiteral(self, op, value=value, dtype=dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)  # type: ignore[misc]

    def visit_DateTruncate(self, op: Any, *, arg: Any, unit: Any) -> Any:  # noqa: ARG002, N802 - theirs
        """Return a day, not the moment at which it begins."""
        return self.f.anon.trunc(arg, unit.singular)

    def visit_GroupConcat(  # noqa: N802 - theirs
        self, op: Any, *, arg: Any, sep: Any, where: Any, order_by: Any
    ) -> Any:
        """Sort what is joined by the columns before it: of structs, a missing one is the least."""
        if not order_by:
            return super().visit_GroupConcat(  # type: ignore[misc]
                op, arg=arg, sep=sep, where=where, order_by=order_by
            )
        keys = [order.this for order in order_by]
        pairs = [(f"k{i}", key) for i, key in enumerate(keys)]
        given = [x for name, value in (*pairs, ("v", arg)) for x in (sge.convert(name), value)]
        collected = self.f.sort_array(self.f.collect_list(self.f.anon.named_struct(*given)))
        one = sge.to_identifier("x")
        value = sge.Dot(this=one, expression=sge.to_identifier("v"))
        body = sge.Lambda(this=value, expressions=[one])
        return self.f.array_join(self.f.anon.transform(collected, body), sep)


class Spark(_Own, compilers.PySparkCompiler):  # type: ignore[misc] # ibis ships no types
    """What writes Spark's SQL."""


class Databricks(_Own, compilers.DatabricksCompiler):  # type: ignore[misc] # idem
    """What writes Databricks's."""


def put_right(tree: sge.Expression) -> sge.Expression:
    """Return a finished statement that means there what it means in the embedded store."""
    for found in list(tree.find_all(sge.RegexpLike)):
        if isinstance(found.expression, sge.Literal):
            pattern = found.expression.name.replace("(?i)", "(?iu)").replace("\\b", _EDGE)
            found.set("expression", sge.Literal.string(pattern))
    for text in list(tree.find_all(sge.Literal)):
        if text.is_string and _UNREAD.search(text.name):
            text.replace(_spelt(text.name))
    for one in list(tree.find_all(sge.Least, sge.Greatest)):
        if not one.expressions:  # the least of one is refused there
            one.replace(one.this.copy())
    for cast in list(tree.find_all(sge.Cast)):
        if isinstance(cast.this, sge.Placeholder) and cast.to.is_type(sge.DataType.Type.ARRAY):
            # One text for a whole list: thousands of values are one to bind.
            type_ = sge.Literal.string(cast.to.sql("spark"))
            cast.replace(sge.func("from_json", cast.this.copy(), type_))
    for select in list(tree.find_all(sge.Select)):
        _together(select)
    return tree


def _spelt(text: str) -> sge.Func:
    """Return *text* by the numbers of those characters that have no other spelling there."""
    parts = [part for part in _UNREAD.split(text) if part]
    told = [
        sge.func("chr", sge.convert(ord(part))) if _UNREAD.match(part) else sge.convert(part)
        for part in parts
    ]
    return sge.func("concat", *told)


def _together(select: sge.Select) -> None:
    """Unfold the lists of a selection side by side."""
    lists = [e for e in select.expressions if isinstance(e.unalias(), sge.Explode)]
    if not lists or len(lists) != len(select.expressions):
        return
    zipped = sge.func("arrays_zip", *(e.unalias().this.copy() for e in lists))
    names = [sge.to_identifier(e.alias, quoted=True) for e in lists]
    select.set(
        "expressions",
        [sge.Aliases(this=sge.Anonymous(this="inline", expressions=[zipped]), expressions=names)],
    )
