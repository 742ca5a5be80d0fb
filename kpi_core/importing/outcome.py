"""What reading a file gives besides its facts: rejected rows with their reason, and the counts."""

from __future__ import annotations

import msgspec

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text


class Rejected(msgspec.Struct, frozen=True):
    """One row that could not be read: where, what it held, and why."""

    row: int
    column: str | None
    raw: dict[str, str]
    kind: Kind
    message: Text


class Counts(msgspec.Struct):
    """What became of the rows under the header: read is the sum of the other four."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    blank: int = 0
    totals: int = 0
    facts: dict[str, int] = {}

    def reject(self, fact: str, rows: int) -> None:
        """Count *rows* of *fact*, accepted so far, as rejected."""
        self.accepted -= rows
        self.rejected += rows
        self.facts[fact] -= rows

    def add(self, other: Counts) -> None:
        """Add the counts of another part of the file."""
        self.read += other.read
        self.accepted += other.accepted
        self.rejected += other.rejected
        self.blank += other.blank
        self.totals += other.totals
        for fact, rows in other.facts.items():
            self.facts[fact] = self.facts.get(fact, 0) + rows


def rejection(
    row: int, column: str | None, raw: dict[str, str], error: KpiError, sheet: str | None
) -> Rejected:
    """Say what is wrong with a row, and where it is: tab, row and column."""
    place = _ROW_COLUMN if column else _ROW
    where = place.format(row=row, column=shown(column or ""))
    if sheet:
        within = Text(en=where.en[0].lower() + where.en[1:], fr=where.fr[0].lower() + where.fr[1:])
        where = _TAB.format(tab=shown(sheet), where=within)
    message = _SENTENCE.format(where=where, reason=error.message)
    return Rejected(row, column, raw, error.kind, message)


_ROW = Text(en="Row {row}", fr="Ligne {row}")
_ROW_COLUMN = Text(en="Row {row}, column “{column}”", fr="Ligne {row}, colonne « {column} »")
_TAB = Text(en="Tab “{tab}”, {where}", fr="Onglet « {tab} », {where}")
_SENTENCE = Text(en="{where}: {reason}", fr="{where} : {reason}")
