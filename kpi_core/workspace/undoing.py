"""Taking back what was said of two leads: that they are one person, or that they are two.

Both are again as they were when it was said. What files told of them since comes back with the
next import of those files, each row to its own person; a report as of a day in between stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS
from kpi_core.text import Text
from kpi_core.workspace import identity, tables
from kpi_core.workspace.store import Store


@dataclass(frozen=True, slots=True)
class _Decision:
    """That *other* is *one*, and when it was said."""

    one: str
    other: str
    at: dt.datetime


# In brackets: the oldest engine that is allowed compares before it looks into the details.
_LAST = """
SELECT object, details->>'other', action = 'one person' FROM audit a
WHERE (action = 'one person' AND EXISTS
    (FROM made_one m WHERE m.one = a.object AND m.other = (a.details->>'other')))
  OR (action = 'two people' AND EXISTS
    (FROM kept_apart k WHERE k.one = a.object AND k.other = (a.details->>'other')))
ORDER BY id DESC LIMIT 1
"""


def last(cursor: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """
    Return the two leads of the last decision that stands.

    Raises
    ------
    KpiError
        NOT_FOUND when nothing was decided, or all of it was taken back.
    """
    found = cursor.execute(_LAST).fetchall()
    if not found:
        raise KpiError(Kind.NOT_FOUND, _NOTHING)
    one, other, _ = found[0]
    return one, other


def undo(store: Store, one: str, other: str, actor: str) -> tuple[str, str, bool]:
    """
    Take back what was last said of two leads, named in any order.

    Returns
    -------
    the lead that had stayed, the other, and whether they had been said to be one person.

    Raises
    ------
    KpiError
        NOT_FOUND when nothing was said of these two, TYPE when a later decision rests on it.
    """
    details: dict[str, object] = {}
    with store.transaction(actor, "people undone", one, details) as cursor:
        found = cursor.execute(
            "SELECT one, other, decided_at FROM made_one WHERE (one, other) IN ((?, ?), (?, ?))",
            [one, other, other, one],
        ).fetchall()
        if found:
            kept, gone, decided = found[0]
            _part(cursor, kept, gone, decided)
        else:
            kept, gone = one, other
            _propose_again(cursor, one, other)
        details |= {"other": gone if kept == one else kept, "were": "one" if found else "two"}
    return kept, gone, bool(found)


def _propose_again(cursor: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    apart = cursor.execute(
        "DELETE FROM kept_apart WHERE (one, other) IN ((?, ?), (?, ?)) RETURNING one",
        [one, other, other, one],
    ).fetchall()
    if not apart:
        raise KpiError(Kind.NOT_FOUND, _UNSAID.format(one=shown(one), other=shown(other)))


def _part(
    cursor: duckdb.DuckDBPyConnection, one: str, other: str, decided: dt.datetime | None
) -> None:
    """Make two people again of the one that *one* and *other* are."""
    keys = "FROM keys_before WHERE one = ? AND other = ?"
    if decided is None or not cursor.execute(f"SELECT 1 {keys} LIMIT 1", [one, other]).fetchall():
        raise KpiError(Kind.NOT_FOUND, _TOO_LATE.format(one=shown(one), other=shown(other)))
    later = cursor.execute(
        "SELECT one, other FROM made_one WHERE (one = ? AND decided_at > ?) OR other = ?"
        " ORDER BY decided_at DESC LIMIT 1",
        [one, decided, one],
    ).fetchall()
    if later:
        raise KpiError(Kind.TYPE, _LATER_FIRST.format(one=later[0][0], other=later[0][1]))
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    said = _Decision(one, other, decided)
    _restore_both(cursor, said, now)
    # What either was known by; what was learnt since could be the one's or the other's.
    cursor.execute("DELETE FROM identities WHERE lead = ? AND kind <> 'forgotten'", [one])
    cursor.execute(f"INSERT INTO identities SELECT kind, value, lead {keys}", [one, other])
    for fact in ("touchpoints", "deals"):
        _give_back(cursor, fact, said, now)
    cursor.execute(f"DELETE {keys}", [one, other])
    cursor.execute("DELETE FROM made_one WHERE one = ? AND other = ?", [one, other])


def _restore_both(cursor: duckdb.DuckDBPyConnection, said: _Decision, now: dt.datetime) -> None:
    stored = ", ".join(tables.stored_columns("leads"))
    rest = ", ".join(name for name in tables.stored_columns("leads") if name != "recorded_at")
    cursor.execute(
        f"INSERT INTO leads_history ({stored}, superseded_at, superseded_by, tombstone)"
        f" SELECT {stored}, ?, NULL, FALSE FROM leads WHERE lead = ?",
        [now, said.one],
    )
    cursor.execute("DELETE FROM leads WHERE lead = ?", [said.one])
    cursor.execute(
        f"INSERT INTO leads ({rest}, recorded_at) SELECT {rest}, ? FROM leads_history"
        " WHERE lead IN (?, ?) AND superseded_at = ? AND superseded_by IS NULL",
        [now, said.one, said.other, said.at],
    )
    # The past keeps its figures, not the other's name: forgetting either must not touch the other.
    personal = [n for n, c in FACTS["leads"].columns.items() if c.personal and n != "lead"]
    cursor.execute(
        f"UPDATE leads_history SET {', '.join(f'{n} = l.{n}' for n in personal)} FROM leads l"
        " WHERE l.lead = leads_history.lead AND l.lead = ? AND leads_history.recorded_at >= ?",
        [said.one, said.at],
    )


def _give_back(
    cursor: duckdb.DuckDBPyConnection, fact: str, said: _Decision, now: dt.datetime
) -> None:
    """Give *other* its rows again, and those that came since and name it."""
    stored = ", ".join(tables.stored_columns(fact))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE given AS SELECT {stored} FROM {fact}"
        " WHERE lead = ? AND recorded_at >= ?",
        [said.one, said.at],
    )
    cursor.execute(
        f"UPDATE {fact} SET lead = ? WHERE row_key IN"
        " (SELECT row_key FROM given WHERE recorded_at = ?) AND row_key IN"
        f" (SELECT row_key FROM {fact}_history WHERE lead = ? AND superseded_at = ?"
        " AND superseded_by IS NULL)",
        [said.other, said.at, said.other, said.at],
    )
    since = f"{fact}.row_key = g.row_key AND g.recorded_at > ?"
    cursor.execute(
        f"UPDATE {fact} SET lead = NULL FROM given g"
        f" WHERE {since} AND {fact}.lead_raw IS NOT NULL AND {fact}.lead = ?",
        [said.at, said.one],
    )
    identity.identify_mentions(cursor, fact, None)
    cursor.execute(
        f"UPDATE {fact} SET lead = ? FROM given g WHERE {since} AND {fact}.lead IS NULL",
        [said.one, said.at],
    )
    moved = f"{fact} f ON f.row_key = g.row_key AND f.lead <> g.lead"
    told = ", ".join(f"g.{name}" for name in tables.stored_columns(fact))
    cursor.execute(
        f"INSERT INTO {fact}_history ({stored}, superseded_at, superseded_by, tombstone)"
        f" SELECT {told}, ?, NULL, FALSE FROM given g JOIN {moved}",
        [now],
    )
    cursor.execute(
        f"UPDATE {fact} SET recorded_at = ? WHERE row_key IN"
        f" (SELECT g.row_key FROM given g JOIN {moved})",
        [now],
    )


_NOTHING = Text(
    en="Nothing that was said of two leads is left to take back.",
    fr="Il ne reste rien à reprendre de ce qui a été dit de deux leads.",
)
_UNSAID = Text(
    en="Nothing was said of {one} and {other}: there is nothing to take back.",
    fr="Rien n’a été dit de {one} et {other}\u00a0: il n’y a rien à reprendre.",
)
_TOO_LATE = Text(
    en="What was said of {one} and {other} cannot be taken back: they were forgotten since, or an earlier release wrote it. `kpi restore` brings back a backup.",
    fr="Ce qui a été dit de {one} et {other} ne peut pas être repris\u00a0: ils ont été oubliés depuis, ou une version plus ancienne l’a écrit. `kpi restore` remet une sauvegarde.",
)
_LATER_FIRST = Text(
    en="Take back the later decision first: kpi people {one} {other} --undo.",
    fr="Reprenez d’abord la décision plus récente\u00a0: kpi people {one} {other} --undo.",
)
