"""Which member each spelling of a warehouse stands for, and where each source stands.

The same folding, aliases and places as at an import (`kpi map` edits them); nothing is written down
there, so that reading a warehouse changes no workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from kpi_core.facts import DIMENSIONS
from kpi_core.registry import folded
from kpi_core.workspace.channels import KNOWN, Placed
from kpi_core.workspace.members import MemberIndex, place


@dataclass(frozen=True, slots=True)
class Spelling:
    """
    The spellings of one version of the data.

    members: dimension -> spelling -> member, None for a blank; placed: source member -> where it stands; others: the
    channels and platforms that rows name themselves; aliases: (dimension, spelling, member).
    """

    members: Mapping[str, Mapping[str, str | None]]
    placed: Mapping[str, Placed]
    others: Mapping[str, frozenset[str]]
    aliases: tuple[tuple[str, str, str], ...]

    @property
    def respelt(self) -> frozenset[str]:
        """The dimensions of which a spelling is not the member itself."""
        return frozenset(
            name
            for name, members in self.members.items()
            if any(raw != member for raw, member in members.items())
        )

    def unplaced(self) -> list[str]:
        """Return the sources that stand under no known channel."""
        sources = {m for m in self.members.get("source", {}).values() if m}
        return sorted(m for m in sources if m not in self.placed or not self.placed[m].kind)

    def values(self) -> dict[str, object]:
        """Return what statements are given: of each spelling its member, of a source its place."""
        found: dict[str, object] = {}
        for name in {*self.respelt, "source"}:
            members = self.members.get(name, {})
            found |= {f"w_{name}_raw": list(members), f"w_{name}_member": list(members.values())}
        at = [self.placed.get(m or "") for m in self.members.get("source", {}).values()]
        return found | {
            "w_source_platform": [placed and placed.platform for placed in at],
            "w_source_channel": [placed and placed.channel for placed in at],
            "w_source_channel_kind": [placed and placed.kind for placed in at],
        }

    def index(self) -> MemberIndex:
        """Return the members, found by any spelling."""
        held = {n: {m for m in self.members.get(n, {}).values() if m} for n in DIMENSIONS}
        for name, members in self.others.items():
            held.setdefault(name, set()).update(members)
        for placed in self.placed.values():
            held["channel"].add(placed.channel)
            held["platform"].add(placed.platform)
        built = MemberIndex(held)
        for key, known in KNOWN.items():
            built.learn("source", key, known.source)
        for dimension, spelt, member in self.aliases:
            built.learn(dimension, spelt, member)
        return built


def spelling(
    cursor: duckdb.DuckDBPyConnection,
    held: Mapping[str, set[str]],
    declared: Mapping[str, Mapping[str, str]],
) -> Spelling:
    """Return what the spellings *held* mean; *declared*: dimension -> spelling -> member."""
    stored = cursor.execute("SELECT dimension, folded, member FROM aliases").fetchall()
    said = [
        *((d, folded(raw), m) for d, pairs in declared.items() for raw, m in pairs.items()),
        *stored,
    ]
    members: dict[str, dict[str, str | None]] = {}
    for name in held.keys() & DIMENSIONS.keys() - {"platform", "channel"}:
        known = {key: member for dimension, key, member in said if dimension == name}
        if name == "source":
            known = {key: placed.source for key, placed in KNOWN.items()} | known
        # The first spelling of a new member is how it is shown, as at an import.
        members[name] = {
            raw: known.setdefault(folded(raw), said_) if (said_ := " ".join(raw.split())) else None
            for raw in sorted(held[name])
        }
    sources = dict.fromkeys(m for m in members.get("source", {}).values() if m)
    placed = place(cursor, sources)
    others = {name: frozenset(held.get(name, ())) for name in ("platform", "channel")}
    return Spelling(members, placed, others, tuple(said))
