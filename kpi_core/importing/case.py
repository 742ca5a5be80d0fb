"""All that is known while one file is being understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kpi_core.importing.matching import Headers
from kpi_core.importing.plan import Plan, Question
from kpi_core.importing.settings import Hints, ReadSettings
from kpi_core.importing.words import System
from kpi_core.text import Text

Distinct = Callable[[Sequence[int]], Iterable[list[str]]]
"""Reads the whole file for texts of some columns: asked only when a sample is not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of a file: its header, some of its rows, and where they were."""

    headers: tuple[str, ...]
    header_row: int
    rows: Sequence[Sequence[str]]
    preamble: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str | None = None
    sheet: str | None = None
    notes: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()
    distinct: Distinct | None = None

    def texts(self, columns: Iterable[int]) -> list[str]:
        """Return the sampled texts of some columns."""
        return [row[c] for c in columns for row in self.rows if c < len(row)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file, with what the workspace and the user say about it."""

    seen: Seen
    headers: Headers
    settings: ReadSettings
    hints: Hints
    before: Plan | None = None
    """The plan that the user settled for the last file with this header."""
    system: System | None = None
