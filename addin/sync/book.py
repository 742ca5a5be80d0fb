"""A spreadsheet as a run sees it, whoever keeps it: looked up, read, written, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from addin.sync.output import Output, Value
from kpi_core.importing import Hints, ReadSettings, Tab


@dataclass(frozen=True, slots=True)
class TabSeen:
    """A tab that is somebody's. id: survives renaming and moving."""

    id: str
    title: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """
    What a spreadsheet is at the moment, its cells apart.

    own: which of our pages are there; marker: what the last batch that was written left.
    inside: what only its own kind of book understands.
    """

    title: str
    locale: str
    timezone: str
    tabs: tuple[TabSeen, ...]
    own: frozenset[str]
    marker: str | None
    inside: Any = None


class Content(Protocol):
    """The cells of one tab, not understood yet."""

    @property
    def digest(self) -> str:
        """What tells these cells from any others."""

    @property
    def empty(self) -> bool:
        """Whether nothing is in the tab at all."""

    def understood(self, settings: ReadSettings, hints: Hints) -> Tab:
        """Return what the cells are. KpiError: there is no table, or it is refused whole."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Everything that was read at once: the tabs of others, and our own pages as they stand."""

    tabs: Mapping[str, Content]
    own: Mapping[str, Sequence[Sequence[Value]]] = field(default_factory=dict)


class Book(Protocol):
    """One spreadsheet, for one run."""

    @property
    def calls(self) -> int:
        """How many requests were sent to whoever keeps it."""

    @property
    def grows(self) -> bool:
        """Whether the history is added to, rather than written whole."""

    def gate(self) -> str:
        """Return what is another text whenever the spreadsheet was changed: one call."""

    def check(self) -> None:
        """
        Check that it can be written in.

        Raises
        ------
        KpiError
            AUTH when it cannot, and whom to share it with.
        """

    def look(self) -> Look:
        """Return what the spreadsheet is: one call."""

    def read(self, look: Look, tabs: Collection[str]) -> Cells:
        """Return the cells of *tabs* and of our own pages, all of one moment: one call."""

    def write(self, look: Look, cells: Cells, output: Output, marker: str) -> dict[str, Any] | None:
        """
        Write our pages at once or not at all, and check what then stands there: one call.

        Returns
        -------
        what the next run must be told of it, if anything.

        Raises
        ------
        UnsureError
            they may or may not have been written.
        KpiError
            they were not, or something else stands there now.
        """


class UnsureError(Exception):
    """A write was sent and its answer lost: whether it was applied must be looked up."""
