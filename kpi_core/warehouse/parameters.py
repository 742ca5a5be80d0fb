"""Values that a compiled query is given when it runs: never written into its text.

The compiler knows no placeholder, so a function that exists nowhere stands for one, and is
replaced in the finished tree by what the dialect calls a placeholder.
"""

from __future__ import annotations

import datetime as dt

import ibis
import sqlglot.expressions as sge


@ibis.udf.scalar.builtin(name="kpi_parameter")
def day(key: str) -> dt.date:  # type: ignore[empty-body]  # ibis reads the signature only
    """Stand for a day."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def days(key: str) -> list[dt.date]:  # type: ignore[empty-body]  # idem
    """Stand for a list of days."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def text(key: str) -> str:  # type: ignore[empty-body]  # idem
    """Stand for a text."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def texts(key: str) -> list[str]:  # type: ignore[empty-body]  # idem
    """Stand for a list of texts."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def wholes(key: str) -> list[int]:  # type: ignore[empty-body]  # idem
    """Stand for a list of whole numbers."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def number(key: str) -> float:  # type: ignore[empty-body]  # idem
    """Stand for a number."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def whole(key: str) -> int:  # type: ignore[empty-body]  # idem
    """Stand for a whole number."""


@ibis.udf.scalar.builtin(name="kpi_parameter")
def moment(key: str) -> dt.datetime:  # type: ignore[empty-body]  # idem
    """Stand for a moment."""


def bound(node: sge.Expression) -> sge.Expression:
    """Replace the stand-ins of a finished tree by placeholders."""

    def replace(node: sge.Expression) -> sge.Expression:
        if isinstance(node, sge.Anonymous) and node.name.lower() == "kpi_parameter":
            return sge.Placeholder(this=node.expressions[0].name)
        return node

    return node.transform(replace)


def names(tree: sge.Expression) -> frozenset[str]:
    """Return the placeholders that *tree* is given values for."""
    return frozenset(node.name for node in tree.find_all(sge.Placeholder))
