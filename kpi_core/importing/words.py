"""Header spellings as data: every way a column is written, English beside the other languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_core.importing.folding import fold
from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class Words:
    """Spellings of one column, best first; `fr` also holds the odd German one."""

    en: tuple[str, ...]
    fr: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every spelling, folded."""
        return self.en + self.fr

    def __add__(self, other: Words) -> Words:
        """Return these spellings, then those of *other*, which are less likely."""
        return Words(self.en + other.en, self.fr + other.fr)


def words(en: str, fr: str = "") -> Words:
    """Declare spellings, separated by `|`, as the exports print them."""
    return Words(
        tuple(fold(w) for w in en.split("|") if w), tuple(fold(w) for w in fr.split("|") if w)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One export of one tool: the headers that give it away, and what its columns mean."""

    id: str
    title: str
    needs: tuple[Words, ...]
    columns: Mapping[str, Words]
    """Targets (`spend.amount`, or several) -> spellings: the first present wins."""
    joined: frozenset[str] = frozenset()
    """Targets read from every spelling that is present, in the order declared."""
    constants: Mapping[str, str] = field(default_factory=dict)
    zero_is_unknown: frozenset[str] = frozenset()
    """Targets where the tool writes 0 for what it was never told."""
    date_order: str | None = None
    """How its English version writes days, where that is known; the French one is always D/M."""
    note: Text | None = None
    refused: Text | None = None
    """Why this export cannot be imported, and which one to ask the tool for."""
