"""Facts that were imported: they are in the workspace's file, each row with where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, Protocol

import pyarrow as pa

from kpi_core.engines.facts import Embedded, Facts
from kpi_core.measures import Measure
from kpi_core.workspace import Store
from kpi_core.workspace.members import MemberIndex, Unplaced, index, unplaced


class Origin(Protocol):
    """
    Where the facts of a workspace come from, and what is known of that besides the rows.

    past: whether what was corrected since is kept, so that an old answer can be given again.
    """

    past: bool

    def version(self) -> int:
        """Return the number of the facts as they stand: answers are valid as long as it stays."""

    def facts(self) -> Facts:
        """Return what reads the facts, for one thread."""

    def ends(
        self, days: Mapping[str, Sequence[str]]
    ) -> Mapping[str, tuple[int, dt.date | None, dt.date | None]]:
        """
        Return about how many rows a fact holds, the first of its *days* and the last.

        Of those only that are too large to be counted.
        """

    def summed(
        self, measure: Measure, dimensions: Sequence[str], first: dt.date, last: dt.date
    ) -> pa.Table | None:
        """Return sums by day that are kept beside the rows, None where none are as the rows are."""

    def members(self) -> MemberIndex:
        """Return the members that the facts hold, and the spellings that find them."""

    def unplaced(self) -> list[Unplaced]:
        """Return the sources that stand under no known channel, the most used first."""

    def recorded_by(self, fact: str, moment: dt.datetime) -> bool:
        """Tell whether any row of *fact* was known at a moment."""

    def corrected(self, fact: str, days: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the *days* of each row of *fact* that was corrected since it was first told."""

    def untaxed(self, fact: str) -> list[str]:
        """Return the files or tables of *fact* that nobody said to be before or after tax."""

    def amount_kinds(self) -> tuple[str, ...]:
        """Return what the amounts of deals are declared to hold: `tcv`, `acv`, `mrr`."""

    def undeclared(self) -> tuple[str, ...]:
        """Return the files or tables of deals of which nobody said what their amount holds."""

    def files(self, fact: str) -> Mapping[object, str]:
        """Return where rows of *fact* came from, by their import."""


class Stored:
    """The facts of the workspace's own file (see `Origin`)."""

    past = True

    def __init__(self, store: Store) -> None:
        self._store = store

    def version(self) -> int:
        """Return the number of the last change."""
        return self._store.version

    def facts(self) -> Facts:
        """Return what reads the facts, for one thread."""
        return Embedded(self._store.cursor())

    def ends(
        self,
        days: Mapping[str, Sequence[str]],  # noqa: ARG002 - none is too large
    ) -> Mapping[str, tuple[int, dt.date | None, dt.date | None]]:
        """Return nothing: its own engine counts any of them at once."""
        return {}

    def summed(
        self,
        measure: Measure,  # noqa: ARG002 - its own rows are added up in less
        dimensions: Sequence[str],  # noqa: ARG002 - idem
        first: dt.date,  # noqa: ARG002 - idem
        last: dt.date,  # noqa: ARG002 - idem
    ) -> pa.Table | None:
        """Return nothing: no sums are kept beside the rows."""
        return None

    def members(self) -> MemberIndex:
        """Return the members that the facts hold, and the spellings that find them."""
        with closing(self._store.cursor()) as cursor:
            return index(cursor)

    def unplaced(self) -> list[Unplaced]:
        """Return the sources that stand under no known channel, the most used first."""
        with closing(self._store.cursor()) as cursor:
            return unplaced(cursor)

    def recorded_by(self, fact: str, moment: dt.datetime) -> bool:
        """Tell whether any row of *fact* had been imported at a moment."""
        return bool(
            self._ask(
                f"SELECT 1 FROM {fact} WHERE recorded_at <= ? UNION ALL"
                f" SELECT 1 FROM {fact}_history WHERE recorded_at <= ? LIMIT 1",
                moment,
                moment,
            )
        )

    def corrected(self, fact: str, days: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the *days* of each row of *fact* that was corrected since it was first told."""
        return self._ask(f"SELECT {', '.join(days)} FROM {fact}_history")

    def untaxed(self, fact: str) -> list[str]:
        """Return the files of *fact* whose amounts nobody said to be before or after tax."""
        found = self._ask(
            "SELECT DISTINCT file FROM imports WHERE tax IS NULL"
            f" AND id IN (SELECT import_id FROM {fact})"
        )
        return [str(row[0]) for row in found]

    def amount_kinds(self) -> tuple[str, ...]:
        """Return what the amounts of deals are declared to hold; one, or none."""
        rows = self._ask("SELECT DISTINCT amount FROM imports WHERE amount IS NOT NULL ORDER BY 1")
        return tuple(str(row[0]) for row in rows)

    def undeclared(self) -> tuple[str, ...]:
        """Return the files of deals of which nobody said what their amount holds, not even later."""
        rows = self._ask(
            "SELECT DISTINCT file FROM imports i WHERE amount IS NULL"
            " AND id IN (SELECT import_id FROM deals WHERE amount IS NOT NULL) AND NOT EXISTS"
            " (FROM imports j WHERE j.digest = i.digest AND j.amount IS NOT NULL) ORDER BY 1"
        )
        return tuple(str(row[0]) for row in rows)

    def files(self, fact: str) -> Mapping[object, str]:  # noqa: ARG002 - one list for all facts
        """Return the files that were imported, by the number of the import."""
        return {number: str(file) for number, file in self._ask("SELECT id, file FROM imports")}

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(self.facts()) as facts:
            return facts.ask(sql, values)
