"""Members are mapped, not matched by luck: one spelling table a dimension, editable and audited.

Case, accents and blanks never tell two members apart; another alphabet's letters always do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from kpi_core.errors import Kind, KpiError, closest, shown, unknown
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.registry import folded
from kpi_core.text import Text
from kpi_core.workspace.channels import KNOWN, Placed
from kpi_core.workspace.store import Store, identifier

KINDS = ("paid", "organic", "outreach", "email", "offline", "other")
A_DIMENSION = Text(en="a dimension", fr="une dimension")
_PLACED = frozenset({"platform", "channel"})
_NEAR = 80  # of 100: a letter or two apart; a word that two names share is no resemblance
_CONFUSABLE = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A source that nobody placed under a channel, and the placed ones it resembles."""

    source: str
    rows: int
    resembles: tuple[str, ...]


def resolve(
    cursor: duckdb.DuckDBPyConnection, dimension: str, raw: Iterable[str]
) -> dict[str, str]:
    """Return the member that each raw spelling of *dimension* stands for."""
    stored = dict(
        cursor.execute(
            "SELECT folded, member FROM aliases WHERE dimension = ?", [dimension]
        ).fetchall()
    )
    known = dict(stored)
    if dimension == "source":
        known = {key: placed.source for key, placed in KNOWN.items()} | known
    members: dict[str, str] = {}
    for spelling in sorted(raw):
        key = folded(spelling)
        # The first spelling seen of a new member is how it is shown.
        members[spelling] = known.setdefault(key, " ".join(spelling.split()))
    new = {key: m for s, m in members.items() if (key := folded(s)) not in stored}
    if new:
        # One statement for all: one a spelling took a millisecond and a half each.
        cursor.execute(
            "INSERT OR IGNORE INTO aliases SELECT ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [dimension, list(new), list(new.values())],
        )
    return members


def place(cursor: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> dict[str, Placed]:
    """Return where each source member stands, its own channel when nobody placed it."""
    said = {
        row[0]: Placed(*row[1:])
        for row in cursor.execute(
            "SELECT folded, source, channel, platform, kind FROM channels"
        ).fetchall()
    }
    placed = {}
    for source in sources:
        key = folded(source)
        placed[source] = said.get(key) or KNOWN.get(key) or Placed(source, source, source, None)
    return placed


def map_member(store: Store, dimension: str, raw: str, member: str, actor: str) -> int:
    """
    Say that *raw* is a spelling of *member*, for what is stored and what will come.

    Returns
    -------
    how many stored rows now carry the member.
    """
    if dimension in _PLACED:
        raise _placed_by(dimension, raw, member)
    if dimension not in DIMENSIONS:
        left = {name: title for name, title in DIMENSIONS.items() if name not in _PLACED}
        raise unknown(A_DIMENSION, dimension, left)
    changed = 0
    details: dict[str, object] = {"from": raw, "to": member}
    with store.transaction(actor, "map", dimension, details) as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", [dimension, folded(raw), member]
        )
        cursor.execute(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)", [dimension, folded(member), member]
        )
        for fact, spec in FACTS.items():
            if dimension in spec.members():
                changed += _respell(cursor, identifier(fact), identifier(dimension), raw, member)
        if dimension == "source":
            _replace_channels(cursor, [member])
        details["rows"] = changed
    return changed


def _placed_by(dimension: str, source: str, member: str) -> KpiError:
    """Say that sources are placed under a channel or a platform, and what to type."""
    source, member = (f'"{w}"' if " " in w else w for w in (shown(source), shown(member)))
    where = f"--channel {source} --platform {member}" if dimension == "platform" else ""
    return KpiError(
        Kind.NOT_FOUND,
        Text(
            en="Sources are placed under a {dimension}, by name of source: kpi map source {source} {where}",
            fr="Une source se range dans un membre de la dimension « {dimension} » : kpi map source {source} {where}",
        ).format(
            dimension=DIMENSIONS[dimension],
            source=source,
            where=where or f"--channel {member}",
        ),
    )


def _respell(
    cursor: duckdb.DuckDBPyConnection, fact: str, dimension: str, raw: str, member: str
) -> int:
    spellings = [
        row[0]
        for row in cursor.execute(
            f"SELECT DISTINCT {dimension}_raw FROM {fact} WHERE {dimension}_raw IS NOT NULL"
        ).fetchall()
        if folded(row[0]) == folded(raw)
    ]
    if not spellings:
        return 0
    rows = cursor.execute(
        f"UPDATE {fact} SET {dimension} = ? WHERE {dimension}_raw IN (SELECT unnest(?::VARCHAR[]))",
        [member, spellings],
    ).fetchall()
    return int(rows[0][0])


def place_source(
    store: Store, source: str, channel: str, platform: str, *, kind: str | None, actor: str
) -> int:
    """
    Say which channel and platform *source* belongs to, for what is stored and what will come.

    Returns
    -------
    how many stored rows are of that source: none yet is no fault, it may come.

    Raises
    ------
    KpiError
        NOT_FOUND for a kind that is none.
    """
    if kind is not None and kind not in KINDS:
        raise unknown(Text(en="a kind of channel", fr="un type de canal"), kind, KINDS)
    details: dict[str, object] = {"channel": channel, "platform": platform, "kind": kind}
    with store.transaction(actor, "map", f"source {source}", details) as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?, ?)",
            [folded(source), source, channel, platform, kind],
        )
        return _replace_channels(cursor, [source])


def _replace_channels(cursor: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> int:
    changed = 0
    for source, placed in place(cursor, sources).items():
        for fact, spec in FACTS.items():
            if "source" in spec.members():
                rows = cursor.execute(
                    f"UPDATE {identifier(fact)} SET channel = ?, platform = ?, channel_kind = ?"
                    " WHERE source = ?",
                    [placed.channel, placed.platform, placed.kind, source],
                ).fetchall()
                changed += int(rows[0][0])
    return changed


class MemberIndex:
    """The members of every dimension, found by any spelling; built once a version of the data."""

    def __init__(self, members: Mapping[str, Iterable[str]]) -> None:
        self.members = {name: sorted(set(values)) for name, values in members.items()}
        self._found: dict[str, dict[str, str]] = {
            name: {folded(value): value for value in values}
            for name, values in self.members.items()
        }

    def learn(self, dimension: str, spelling: str, member: str) -> None:
        """Let *spelling* find *member*, when the data holds it."""
        if member in self.members.get(dimension, ()):
            self._found[dimension].setdefault(folded(spelling), member)

    def anywhere(self, spelling: str) -> list[tuple[str, str]]:
        """Return the (dimension, member) pairs that *spelling* names, the widest channel first."""
        key = folded(spelling)
        found = [(name, values[key]) for name, values in self._found.items() if key in values]
        widest = next((f for f in found if f[0] == "platform"), None)
        if widest:  # a bare "LinkedIn" is the platform's total
            found = [f for f in found if f[0] not in {"channel", "source"}]
        elif any(f[0] == "channel" for f in found):
            found = [f for f in found if f[0] != "source"]
        return found

    def one(self, dimension: str, spelling: str) -> tuple[str, str]:
        """
        Return the member of *dimension* that *spelling* names.

        A channel filter also finds the platform above and the source below.
        """
        tried = {
            "channel": ("channel", "platform", "source"),
        }.get(dimension, (dimension,))
        for name in tried:
            if member := self._found.get(name, {}).get(folded(spelling)):
                return name, member
        raise self.missing(spelling, dimension)

    def missing(self, spelling: str, dimension: str | None = None) -> KpiError:
        """Say that nothing is called *spelling*, and what resembles it."""
        known = (
            self.members.get(dimension, [])
            if dimension
            else [m for name, values in self.members.items() if name != "stage" for m in values]
        )
        if _CONFUSABLE.search(spelling) and (near := closest(_latin(spelling), known, 1)):
            return KpiError(
                Kind.NOT_FOUND,
                Text(
                    en="“{typed}” looks like “{near}” but contains another alphabet's letter. Type it again.",
                    fr="«\u00a0{typed}\u00a0» ressemble à «\u00a0{near}\u00a0» mais contient une lettre d’un autre alphabet. Retapez-le.",
                ).format(typed=shown(spelling), near=near[0]),
            )
        what = (
            Text(en="a known {d}", fr="connu dans la dimension «\u00a0{d}\u00a0»").format(
                d=DIMENSIONS[dimension]
            )
            if dimension
            else Text(
                en="a known member (channel, campaign, product…)",
                fr="un membre connu (canal, campagne, produit…)",
            )
        )
        return unknown(what, spelling, known)


_LATIN = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXo"
)


def _latin(text: str) -> str:
    return text.translate(_LATIN)


def index(cursor: duckdb.DuckDBPyConnection) -> MemberIndex:
    """Read the members that the data holds, and the spellings that find them."""
    members: dict[str, set[str]] = {name: set() for name in DIMENSIONS}
    for fact, spec in FACTS.items():
        names = [*spec.members()] + (["channel", "platform"] if "source" in spec.members() else [])
        for name in names:
            rows = cursor.execute(
                f"SELECT DISTINCT {identifier(name)} FROM {identifier(fact)} WHERE {name} IS NOT NULL"
            ).fetchall()
            members[name].update(row[0] for row in rows)
    built = MemberIndex(members)
    for key, placed in KNOWN.items():
        built.learn("source", key, placed.source)
    for dimension, key, member in cursor.execute("SELECT * FROM aliases").fetchall():
        built.learn(dimension, key, member)
    return built


def unplaced(cursor: duckdb.DuckDBPyConnection) -> list[Unplaced]:
    """Return the sources that stand under no known channel, the most used first."""
    counted: dict[str, int] = {}
    for fact, spec in FACTS.items():
        if "source" in spec.members():
            for source, rows in cursor.execute(
                f"SELECT source, count(*) FROM {identifier(fact)} WHERE source IS NOT NULL"
                " AND channel_kind IS NULL GROUP BY 1"
            ).fetchall():
                counted[source] = counted.get(source, 0) + rows
    return resembled(cursor, counted)


def resembled(cursor: duckdb.DuckDBPyConnection, counted: Mapping[str, int]) -> list[Unplaced]:
    """Return those of the sources *counted* that nobody placed, and what they resemble."""
    said = {row[0] for row in cursor.execute("SELECT folded FROM channels").fetchall()}
    return [
        Unplaced(source, rows, _resembled(source))
        for source, rows in sorted(counted.items(), key=lambda item: -item[1])
        if folded(source) not in said
    ]


def _resembled(source: str) -> tuple[str, ...]:
    """Return the known sources, at most two, that *source* may be another spelling of."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 30 ms that only a list pays

    found = process.extract(
        folded(source), list(KNOWN), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None
    )
    return tuple(dict.fromkeys(KNOWN[key].source for key, *_ in found))[:2]
