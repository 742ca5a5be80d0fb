"""The understood file: what it is, where its table starts, and how each column is read.

A plan is plain data. The store keeps it under the file's header signature, so that a question is
asked once; what belongs to one file only (its encoding, its rows, its day) is found anew.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from kpi_core.text import Text

DAY_COLUMNS = {
    "spend": "spent_on",
    "traffic": "seen_on",
    "surveys": "answered_on",
    "experiments": "ran_on",
    "touchpoints": "touched_on",
    "leads": "created_on",
}
"""The day that a row without one is given by the user, or by the period above the table."""

# A stage says whether a deal is won; other columns are read only to tell one of the fact's.
_SPEAKS_OF = {"stage": ("stage", "state"), "$type": ("kind",), "$line": ("amount",)}


class Feed(msgspec.Struct, frozen=True):
    """One fact column, and the file columns (by position) that it is read from, best first."""

    fact: str
    column: str
    sources: tuple[int, ...]


class Question(msgspec.Struct, frozen=True):
    """Something the file does not say: the option that answers it, and the sentence to show."""

    option: str
    text: Text


class FileColumn(msgspec.Struct, frozen=True):
    """One column of the file, as the preview shows it."""

    header: str
    feeds: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How one file is read."""

    system: str
    facts: tuple[str, ...]
    headers: tuple[str, ...]
    header_row: int
    header_signature: str
    feeds: tuple[Feed, ...]
    constants: dict[str, dict[str, str]] = {}
    encoding: str = "utf-8"
    delimiter: str | None = None  # None: a workbook
    sheet: str | None = None
    preamble: tuple[str, ...] = ()
    language: str = "en"
    period: tuple[date, date] | None = None
    day: date | None = None
    date_order: str | None = None
    date_order_from: Text | None = None
    number_locale: str | None = None
    number_locale_from: Text | None = None
    currency: str = "EUR"
    currency_from: Text | None = None
    tax: str | None = None
    vat: str | None = None
    amount: str | None = None
    amount_a_line: bool = False
    zones: dict[int, str] = {}
    notes: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def columns(self) -> tuple[FileColumn, ...]:
        """Every column of the file with the fact columns that it feeds, in file order."""
        fed: dict[int, list[str]] = {}
        for feed in self.feeds:
            for source in feed.sources:
                fed.setdefault(source, []).append(f"{feed.fact}.{feed.column}")
        return tuple(
            FileColumn(header, tuple(fed.get(index, ())))
            for index, header in enumerate(self.headers)
        )

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that nothing is read from."""
        return tuple(c.header for c in self.columns if c.header.strip() and not c.feeds)

    @property
    def told(self) -> dict[str, frozenset[str]]:
        """Return fact -> the columns that the file speaks of: only there does empty mean empty."""
        day = {fact: {column} for fact, column in DAY_COLUMNS.items() if self.day is not None}
        return {
            fact: frozenset(
                {
                    c
                    for f in self.feeds
                    if f.fact == fact
                    for c in _SPEAKS_OF.get(f.column, (f.column,))
                }
                | set(self.constants.get(fact, {}))
                | day.get(fact, set())
            )
            for fact in self.facts
        }

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain JSON data, for the store to remember."""
        plain: dict[str, Any] = msgspec.to_builtins(self, str_keys=True)
        return plain

    @staticmethod
    def from_json(data: dict[str, Any]) -> Plan:
        """Return the plan that `to_json` wrote."""
        return msgspec.convert(data, Plan, strict=False)
