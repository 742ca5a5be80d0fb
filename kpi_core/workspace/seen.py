"""The rows that the tables of one spreadsheet hold: what none of them holds any more is gone.

A row that two of its tabs hold counts once, where it was met first; it is gone when it left both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import duckdb

from kpi_core.facts import FACTS
from kpi_core.workspace import identity
from kpi_core.workspace.merging import retire
from kpi_core.workspace.store import identifier

# Their keys are the same in whatever tab they stand: a person's, and the number of a deal.
SHARED = frozenset({"deals"})


@dataclass(slots=True)
class Seen:
    """Row keys, fact by fact, noted inside one transaction. tool: whose rows may be found gone."""

    cursor: duckdb.DuckDBPyConnection
    tool: str
    _noted: set[str] = field(default_factory=set)

    def note(self, fact: str, source: str) -> None:
        """Note the rows of *source*, a table or a part of one."""
        found = f"SELECT row_key FROM {source}"
        if fact in self._noted:
            self.cursor.execute(f"INSERT INTO seen_{identifier(fact)} {found}")
        else:
            self.cursor.execute(f"CREATE OR REPLACE TEMP TABLE seen_{identifier(fact)} AS {found}")
            self._noted.add(fact)

    def leave_out(self, fact: str, staged: str) -> int:
        """Take out of *staged* what another tab holds, and return how many rows that were."""
        if fact not in SHARED or fact not in self._noted:
            return 0
        self.cursor.execute(
            f"DELETE FROM {staged} WHERE row_key IN (SELECT row_key FROM seen_{identifier(fact)})"
        )
        return int(self.cursor.fetchall()[0][0])

    def remove_the_rest(self, import_id: int, now: dt.datetime) -> dict[str, int]:
        """
        Remove the tool's rows that were not seen; their history stays.

        Returns
        -------
        fact -> how many.
        """
        rest = {fact: self._rest(fact) for fact in FACTS}
        looked = " UNION ALL ".join(
            f"SELECT '{fact}' WHERE EXISTS ({rows})" for fact, rows in rest.items()
        )
        return {
            fact: retire(self.cursor, fact, rest[fact], import_id, now, tombstone=True)
            for (fact,) in self.cursor.execute(looked).fetchall()
        }

    def _rest(self, fact: str) -> str:
        anti = f"ANTI JOIN seen_{fact} USING (row_key)" if fact in self._noted else ""
        return (
            f"SELECT row_key FROM {fact} {anti}"
            f" WHERE split_part(system, '.', 1) = '{identifier(self.tool)}'"
            f" AND NOT {identity.stand_for_nobody(fact)}"
        )
