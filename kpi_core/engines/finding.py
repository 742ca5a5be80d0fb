"""What was seen of a warehouse: what was looked at, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi_core.engines.tables import Sort
from kpi_core.text import Text


class Weight(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was seen."""

    weight: Weight
    where: str
    what: Text


@dataclass(frozen=True, slots=True)
class Seen:
    """
    A table of theirs: its columns, each with what it holds.

    written: how a mapping names it, where that is not `schema.name`.
    """

    schema: str
    name: str
    columns: Mapping[str, Sort]
    written: str | None = None

    @property
    def title(self) -> str:
        """How a mapping names it."""
        return self.written or f"{self.schema}.{self.name}"
