"""What differs from one warehouse to another: how it is asked, told of a table, and looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kpi_core.engines.facts import PATIENCE, Facts
from kpi_core.engines.finding import Finding, Seen
from kpi_core.engines.mapping import Table, Warehouse
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.tables import Tables, Types

if TYPE_CHECKING:
    from kpi_core.engines.cubing import Cubes


class Reading(Facts, Protocol):
    """Reads the facts, and anything else that a warehouse tells of itself; for one thread."""

    def read(
        self, sql: str, values: Sequence[object] = (), seconds: float = PATIENCE
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the columns and the rows of *sql*, in the engine's own words."""


@dataclass(frozen=True, slots=True)
class Size:
    """
    How large a table is.

    rows: about how many it holds; mark: what changes when its rows may have, None where the engine
    cannot tell.
    """

    rows: int
    mark: str | None


class Scale(Protocol):
    """What an engine tells of a table without reading it, and where it keeps sums of it."""

    @property
    def cubes(self) -> Cubes | None:
        """Where it keeps sums by day; None where nothing is ever written."""

    @property
    def indexes(self) -> bool:
        """Whether it has indexes; else a column is read from end to end, and the others are not."""

    def sizes(self, reading: Any, mapped: Sequence[Table]) -> Mapping[str, Size]:
        """Return the size of each table, by its fact."""

    def indexed(self, reading: Any, table: Table) -> Collection[str]:
        """Return our columns whose values an index lists in order."""

    def distinct(self, table: Table, name: str) -> Table:
        """Return the values of an indexed column, each once, as a table."""

    def ends(self, table: Table, name: str) -> Table:
        """Return the first and the last value of an indexed column, as a table of two rows."""


class Engine(Protocol):
    """One warehouse, behind whatever sessions it needs."""

    @property
    def tables(self) -> Tables:
        """What says of a mapped table what the engine is told."""

    @property
    def scale(self) -> Scale | None:
        """What it tells of tables too large to be read for a look; None where it tells nothing."""

    def reading(self, prelude: Prelude) -> Reading:
        """Return what reads it, for one thread; close it after use."""

    def close(self) -> None:
        """End what is held open."""

    def stamp(self, reading: Any, mapping: Warehouse) -> str:
        """Return what changes whenever rows of the mapped tables may have; cheap to ask for."""

    def types(self, reading: Any, table: Table, names: Sequence[str]) -> Types:
        """Return what fills these columns holds; raises what is wrong with them."""

    def held(self, reading: Any, rows: str, names: Sequence[str]) -> dict[str, set[str]]:
        """Return the values that *rows* (SQL) hold in each of these columns."""

    def standing(self, reading: Any, mapping: Warehouse) -> Iterator[Finding]:
        """Yield what is to be said of the server, and of what the user may do there."""

    def strangers(
        self, reading: Any, table: Table, name: str, known: Sequence[str], most: int
    ) -> list[str]:
        """Return values of what fills column *name* that are none of *known*, *most* at most."""

    def inhabited(self, reading: Any, table: Table) -> bool:
        """Tell whether any row counts."""

    def seen(self, reading: Any, schema: str | None) -> Iterator[Seen]:
        """Yield the tables that may be read; *schema*: there only."""

    def words(self, reading: Any, table: Seen, column: str, most: int) -> list[str]:
        """Return the values of a column of theirs, *most* at most."""
