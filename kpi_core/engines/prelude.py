"""The facts as a warehouse is told of them: one common table each, said before every statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_core.warehouse.dialects import own_name
from kpi_core.warehouse.shape import Said


@dataclass(frozen=True, slots=True)
class Prelude:
    """
    What to say of each fact.

    tables: fact -> its common table, with the placeholders that it needs; values: theirs.
    sizes: fact -> about how many rows it holds; most: how many a question may read; None for any.
    most_bytes: that it may read, where an engine tells; None for any.
    """

    tables: Mapping[str, Said]
    values: Mapping[str, object] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    most: int | None = None
    most_bytes: int | None = None

    def of(self, names: frozenset[str]) -> Said:
        """Return the common tables of *names*."""
        found = [self.tables[name] for name in sorted(names)]
        return Said(
            ", ".join(table.sql for table in found),
            frozenset().union(*(table.parameters for table in found)),
        )

    def whole(self, said: Said, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
        """Return a statement beneath the tables that it reads, and those of the values it needs."""
        above = self.of(said.tables)
        given = {**values, **self.values}
        names = said.parameters | above.parameters
        return _beneath(above.sql, said.sql), {name: given[name] for name in names}

    def held(self, said: Said) -> int:
        """Return about how many rows *said* would read, if it read each table whole wherever named."""
        return sum(
            self.sizes.get(fact, 0) * len(re.findall(f'["`]{own_name(fact)}["`]', said.sql))
            for fact in said.tables
        )


def _beneath(above: str, sql: str) -> str:
    if not above:
        return sql
    rest = sql.removeprefix("WITH ")
    return f"WITH {above}, {rest}" if rest != sql else f"WITH {above} {sql}"
