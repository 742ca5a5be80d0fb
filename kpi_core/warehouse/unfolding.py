"""Lists that are bound as one JSON text and unfolded side by side: what dialects have in common."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlglot.expressions as sge


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A bound list that a selection unfolds. name: of the column; type: of its elements."""

    name: str
    given: sge.Placeholder
    type: sge.DataType

    def column(self, element: sge.Expression) -> sge.Alias:
        """Return an element of the list, a text, as the column."""
        typed = sge.Cast(this=element, to=self.type.copy())
        return sge.Alias(this=typed, alias=sge.to_identifier(self.name, quoted=True))


def unfolded(select: sge.Select) -> list[Unfolded]:
    """Return the bound lists that a selection unfolds; none where it selects anything else."""
    found = []
    for told in select.expressions:
        exploded = told.find(sge.Explode)
        given = exploded.find(sge.Placeholder) if exploded is not None else None
        if given is None:
            return []
        found.append(Unfolded(told.alias, given, _type(told.unalias(), given)))
    return found


def _type(told: sge.Expression, given: sge.Placeholder) -> sge.DataType:
    """Return the type that the elements of a list are made, by what was written around it."""
    if isinstance(told, sge.Cast) and told.this is not given:
        return told.to
    array = given.parent.to if isinstance(given.parent, sge.Cast) else None
    elements = array.expressions if array is not None else []
    return elements[0] if elements else sge.DataType.build("VARCHAR")


def arrays(tree: sge.Expression) -> list[tuple[sge.Cast, sge.Placeholder]]:
    """Return the bound lists that are left to be read as arrays."""
    return [
        (cast, cast.this)
        for cast in tree.find_all(sge.Cast)
        if isinstance(cast.this, sge.Placeholder) and cast.to.is_type(sge.DataType.Type.ARRAY)
    ]


def bound(values: Sequence[object]) -> str:
    """Return a list as the one JSON text that it is bound as: days and exact numbers as texts."""
    return json.dumps(list(values), ensure_ascii=False, default=str)
