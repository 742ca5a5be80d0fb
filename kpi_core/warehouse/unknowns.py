"""LEAST and GREATEST where an unknown makes all unknown: the embedded store leaves it out."""

from __future__ import annotations

import sqlglot.expressions as sge


def left_out(tree: sge.Expression) -> None:
    """Have every LEAST and GREATEST of a finished statement leave out what is unknown."""
    for found in list(tree.find_all(sge.Least, sge.Greatest)):
        given = [found.this, *found.expressions]
        # Each stands for another where it is unknown itself: one more of what is there anyway.
        known = [_first(given[at:] + given[:at]) for at in range(len(given))]
        found.set("this", known[0])
        found.set("expressions", known[1:])
        found.set("ignore_nulls", None)


def _first(given: list[sge.Expression]) -> sge.Expression:
    told = [one.copy() for one in given]
    if len(told) == 1 or isinstance(told[0], sge.Literal):
        return told[0]
    return sge.Coalesce(this=told[0], expressions=told[1:])
