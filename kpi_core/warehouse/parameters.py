"""Values that a compiled query is given when it runs: never written into its text.

The compiler knows no placeholder, so a function that exists nowhere stands for one, and is
replaced in the finished tree by what the dialect calls a placeholder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import ibis
import sqlglot.expressions as sge


@ibis.udf.scalar.builtin(name="kpi_parameter_date")
def day(key: str) -> dt.date:  # type: ignore[empty-body]  # ibis reads the signature only
    """Stand for a day."""


@ibis.udf.scalar.builtin(name="kpi_parameter_dates")
def days(key: str) -> list[dt.date]:  # type: ignore[empty-body]  # idem
    """Stand for a list of days."""


@ibis.udf.scalar.builtin(name="kpi_parameter_text")
def text(key: str) -> str:  # type: ignore[empty-body]  # idem
    """Stand for a text."""


@ibis.udf.scalar.builtin(name="kpi_parameter_texts")
def texts(key: str) -> list[str]:  # type: ignore[empty-body]  # idem
    """Stand for a list of texts."""


@ibis.udf.scalar.builtin(name="kpi_parameter_wholes")
def wholes(key: str) -> list[int]:  # type: ignore[empty-body]  # idem
    """Stand for a list of whole numbers."""


@ibis.udf.scalar.builtin(name="kpi_parameter_number")
def number(key: str) -> float:  # type: ignore[empty-body]  # idem
    """Stand for a number."""


@ibis.udf.scalar.builtin(name="kpi_parameter_whole")
def whole(key: str) -> int:  # type: ignore[empty-body]  # idem
    """Stand for a whole number."""


@ibis.udf.scalar.builtin(name="kpi_parameter_moment")
def moment(key: str) -> dt.datetime:  # type: ignore[empty-body]  # idem
    """Stand for a moment."""


def bound(
    node: sge.Expression, typed: Callable[[str], sge.DataType] | None = None
) -> sge.Expression:
    """
    Replace the stand-ins of a finished tree by placeholders.

    typed: the type that a dialect must be told for each kind of value; none where it finds them.
    """

    def replace(node: sge.Expression) -> sge.Expression:
        if isinstance(node, sge.Anonymous) and node.name.lower().startswith(_STAND_IN):
            given = sge.Placeholder(this=node.expressions[0].name)
            if typed is None:
                return given
            kind = node.name.lower().removeprefix(_STAND_IN)
            # ClickHouse wants the type in the placeholder itself.
            type_ = typed(kind)
            given.set("kind", type_.copy())
            return sge.Cast(this=given, to=type_)
        return node

    return node.transform(replace)


_STAND_IN = "kpi_parameter_"


def names(tree: sge.Expression) -> frozenset[str]:
    """Return the placeholders that *tree* is given values for."""
    return frozenset(node.name for node in tree.find_all(sge.Placeholder))
