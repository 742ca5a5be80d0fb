"""What a version of a warehouse holds, without reading its large tables from end to end.

A small table is read: it is quick. Of a large one, members come from where the mapping lists them,
else from an index; what neither tells is read once, and again when the table changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpi_core.engines.around import Around
from kpi_core.engines.asking import asker
from kpi_core.engines.engine import Engine, Reading, Scale, Size
from kpi_core.engines.mapping import Table
from kpi_core.engines.tables import Types
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS

#: Rows of a table that are read without a thought: well below a second.
SMALL = 1_000_000

#: The first and last day of a fact.
Ends = tuple[dt.date | None, dt.date | None]


@dataclass(slots=True)
class Memory:
    """What was seen of tables that may not have changed since."""

    _found: dict[tuple[str, str], tuple[object, Any]] = field(default_factory=dict)

    def once(self, what: tuple[str, str], key: object, size: Size, look: Callable[[], Any]) -> Any:
        """Return what *look* finds; what it found, when nothing changed since."""
        before = self._found.get(what)
        if size.mark is not None and before is not None and before[0] == (key, size.mark):
            return before[1]
        found = look()
        self._found[what] = ((key, size.mark), found)
        return found


@dataclass(frozen=True, slots=True)
class Look:
    """
    A look at one mapped table.

    most: rows that may be read for it; size: None where the engine tells none.
    """

    engine: Engine
    reading: Reading
    table: Table
    types: Types
    around: Around
    size: Size | None
    most: int
    kept: Memory

    @property
    def large(self) -> bool:
        """Whether it is not to be read for nothing."""
        return self.size is not None and self.size.rows > SMALL

    def held(self) -> Mapping[str, set[str]]:
        """Return the values of each column that tells a member, or a currency."""
        listed = [name for name in telling(self.table) if name in self.table.members]
        rest = [name for name in telling(self.table) if name not in self.table.members]
        found = {name: self._listed(name) for name in listed}
        return found | (self._once("held", self._scarcely, rest) if self.large else self._read(self.table, rest))  # fmt: skip

    def ends(self, days: Sequence[str]) -> Ends:
        """Return the first and the last of *days* of a large table."""
        names = [name for name in days if name in self.table.columns]
        found: Ends = self._once("ends", self._ends, names)
        return found

    def _once(self, what: str, look: Callable[[Sequence[str]], Any], names: Sequence[str]) -> Any:
        assert self.size is not None  # noqa: S101 - it is large
        key = (repr(self.table), self.types, self.around)
        return self.kept.once((what, self.table.fact), key, self.size, lambda: look(names))

    def _listed(self, name: str) -> set[str]:
        place = listing(self.table, name)
        types = self.engine.types(self.reading, place, [name])
        return self._read(place, [name], types)[name]

    def _read(
        self, table: Table, names: Sequence[str], types: Types | None = None
    ) -> dict[str, set[str]]:
        rows = self.engine.tables.base(table, types or self.types, self.around)
        return self.engine.held(self.reading, rows, names) if names else {}

    def _scale(self) -> Scale:
        assert self.engine.scale is not None  # noqa: S101 - what tells sizes tells the rest
        return self.engine.scale

    def _scarcely(self, names: Sequence[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        told = set(self._scale().indexed(self.reading, self.table))
        for name in names:
            mapped = self.table.columns[name]
            if mapped.value is not None:
                found[name] = {str(mapped.value)}
            elif name in told:
                found |= self._read(self._scale().distinct(self.table, name), [name])
        return found | self._read(*self._whole([name for name in names if name not in found]))

    def _ends(self, names: Sequence[str]) -> Ends:
        told = set(self._scale().indexed(self.reading, self.table))
        places = [(self._scale().ends(self.table, name), [name]) for name in names if name in told]
        if rest := [name for name in names if name not in told]:
            places.append(self._whole(rest))
        days = [day for place, some in places for day in self._between(place, some)]
        found = [day for day in days if isinstance(day, dt.date)]
        return min(found, default=None), max(found, default=None)

    def _between(self, table: Table, names: Sequence[str]) -> list[Any]:
        rows = self.engine.tables.base(table, self.types, self.around)
        told = ", ".join(f"min({name}), max({name})" for name in names)
        _columns, found = self.reading.read(f"SELECT {told} FROM ({rows}) AS held")
        return list(found[0])

    def _whole(self, names: list[str]) -> tuple[Table, list[str]]:
        """Return the table, to be read from end to end for *names*; refuses where it is too large."""
        size = self.size.rows if self.size is not None else 0
        if names and size > self.most and not asker().anyway:
            told = _INDEXED if self._scale().indexes else _READ
            raise KpiError(Kind.LIMIT, too_long(told, self.table, names, size, self.most))
        return self.table, names


def too_long(told: Text, table: Table, names: Sequence[str], rows: int, most: int) -> Text:
    """Say that a table would be read whole, and what spares it."""
    return told.format(
        table=table.title,
        rows=rows,
        names=", ".join(names),
        first=names[0],
        fact=table.fact,
        column=table.columns[names[0]].column or names[0],
        most=most,
    )


def telling(table: Table) -> list[str]:
    """Return the mapped columns of *table* whose values are members, or currencies."""
    wanted = (*FACTS[table.fact].members(), *CHANNEL_COLUMNS, "currency")
    return [name for name in dict.fromkeys(wanted) if name in table.columns]


def listing(table: Table, name: str) -> Table:
    """Return where the values of column *name* are listed, as a table that has this column only."""
    schema, place, column = table.members[name]
    mapped = replace(table.columns[name], column=column, sql=None, value=None)
    return replace(
        table, schema=schema, name=place, query=None, where=None, columns={name: mapped}, members={}
    )


_READ = Text(
    en='{table} holds about {rows} {rows:row|rows}, and all of them would be read for {names}: more than most_rows = {most} in warehouse.toml. Name where its values are listed ([{fact}.members] {first} = "table.{column}"), or raise most_rows.',
    fr='{table} contient environ {rows} {rows:ligne|lignes}, et toutes seraient lues pour {names}\u00a0: plus que most_rows = {most} dans warehouse.toml. Dites où ses valeurs sont listées ([{fact}.members] {first} = "table.{column}"), ou relevez most_rows.',
)
_INDEXED = Text(
    en='{table} holds about {rows} {rows:row|rows}, and all of them would be read for {names}: more than most_rows = {most} in warehouse.toml. Make an index (CREATE INDEX ON {table} ({column})), name where its values are listed ([{fact}.members] {first} = "table.column"), or raise most_rows.',
    fr='{table} contient environ {rows} {rows:ligne|lignes}, et toutes seraient lues pour {names}\u00a0: plus que most_rows = {most} dans warehouse.toml. Créez un index (CREATE INDEX ON {table} ({column})), dites où ses valeurs sont listées ([{fact}.members] {first} = "table.colonne"), ou relevez most_rows.',
)
