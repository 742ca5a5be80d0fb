"""Where imported rows come from, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Loaded:
    """What an import did, row by row: accepted = added + changed + same + merged (two rows about one person)."""

    import_id: int
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    merged: int = 0
    quarantined: int = 0
    torn_identities: int = 0
    kept_open: int = 0  # deals that a list without stages names, and that are not won
    elsewhere: int = 0  # rows that an earlier table of the same spreadsheet holds: they count there
    kept_back: bool = False  # rows that could not be read may be known ones: none was removed

    def told(self) -> dict[str, object]:
        """Return what the audit keeps of it."""
        return {
            "import": self.import_id,
            "added": self.added,
            "changed": self.changed,
            "same": self.same,
            "removed": self.removed,
            "quarantined": self.quarantined,
        }

    @property
    def touched(self) -> bool:
        """Tell whether the data is not what it was."""
        return any(sum(d.values()) for d in (self.added, self.changed, self.removed))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows come from. *system* is the tool and the kind of export: `hubspot.deals`."""

    file: str
    digest: str
    system: str
    tax: str | None
    signature: str
    plan: str
    remembered: str = ""  # what to apply to the next file with these headers; the plan if empty
    amount: str | None = None  # what the amount of its deals holds: tcv, acv, mrr
    told: Mapping[str, Collection[str]] | None = None  # fact -> columns the file holds; None: all
    corrected: Collection[
        str
    ] = ()  # digests of earlier files whose amounts hold the same, after all
    again: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Who comes back with their consent, known once the rows are read: (kind, value) -> hash."""

    @property
    def tool(self) -> str:
        """The tool alone: its identifiers mean something across its own exports."""
        return self.system.partition(".")[0]

    def tells(self, fact: str, column: str) -> bool:
        """Tell whether the file speaks of *column*: an empty cell then means that it is empty."""
        return self.told is None or column in self.told.get(fact, ())
