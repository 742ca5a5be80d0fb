"""People who may be one: proposed, and made one only when somebody says so.

E-mails and LinkedIn addresses tell people apart; a shared name and firm, or one LinkedIn address
behind two e-mails, is only a reason to ask.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.workspace import tables
from kpi_core.workspace.store import Store

SHOWN = 100

# Where a person comes from is one answer, that of the first row: never a bit of each.
ORIGIN = ("source", "campaign", "content")

_PAIRS = """
WITH found AS (
  SELECT a.lead AS one, b.lead AS other, 'linkedin' AS why FROM leads a JOIN leads b
    ON lower(trim(a.linkedin_url)) = lower(trim(b.linkedin_url)) AND a.lead <> b.lead
  UNION ALL
  SELECT a.lead, b.lead, 'name' FROM leads a JOIN leads b
    ON lower(strip_accents(trim(a.name))) = lower(strip_accents(trim(b.name)))
    AND lower(strip_accents(trim(a.company))) = lower(strip_accents(trim(b.company)))
    AND a.lead <> b.lead
), ordered AS (
  SELECT one, other, min(why) AS why FROM found
  JOIN leads k ON k.lead = one JOIN leads o ON o.lead = other
  WHERE (coalesce(k.created_on, DATE '9999-12-31'), length(one), one)
    < (coalesce(o.created_on, DATE '9999-12-31'), length(other), other)
  GROUP BY ALL
)
SELECT p.one, p.other, p.why, k.name, k.company, k.email, o.name, o.company, o.email
FROM ordered p JOIN leads k ON k.lead = p.one JOIN leads o ON o.lead = p.other
ANTI JOIN kept_apart a ON a.one = p.one AND a.other = p.other
ORDER BY p.why, length(p.one), p.one, length(p.other), p.other
"""


@dataclass(frozen=True, slots=True)
class Person:
    """A lead as it can be recognised."""

    lead: str
    name: str | None
    company: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two leads that may be one person; *why* is `linkedin` or `name`. The first is the earlier."""

    one: Person
    other: Person
    why: str


def proposals(cursor: duckdb.DuckDBPyConnection, limit: int = SHOWN) -> list[Proposal]:
    """Return the pairs that nobody has decided on, the stronger reason first."""
    rows = cursor.execute(f"{_PAIRS} LIMIT ?", [limit]).fetchall()
    return [
        Proposal(Person(one, *whom[:3]), Person(other, *whom[3:]), why)
        for one, other, why, *whom in rows
    ]


def count_proposals(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return how many pairs wait for a decision."""
    return int(cursor.execute(f"SELECT count(*) FROM ({_PAIRS})").fetchall()[0][0])


def keep_apart(store: Store, one: str, other: str, actor: str) -> None:
    """
    Say that two leads are two people: they are not proposed again.

    Raises
    ------
    KpiError
        NOT_FOUND for a lead that there is not.
    """
    with store.transaction(actor, "two people", one, {"other": other}) as cursor:
        _both(cursor, one, other)
        cursor.execute("INSERT INTO kept_apart VALUES (?, ?), (?, ?)", [one, other, other, one])


def make_one(store: Store, one: str, other: str, actor: str) -> None:
    """
    Make one person of two leads: *one* keeps its number, and takes what only *other* knew.

    It has the earliest dates of the two, and comes from where the earlier came from. What both
    rows said goes to the history; whoever names the other from now on names this person.

    Raises
    ------
    KpiError
        NOT_FOUND for a lead that there is not.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with store.transaction(actor, "one person", one, {"other": other}) as cursor:
        _both(cursor, one, other)
        stored = ", ".join(tables.stored_columns("leads"))
        said = whole("(lead <> $one)", "(coalesce(created_on, DATE '9999-12-31'), lead <> $one)")
        kept = ("lead", "row_key", "system", "import_id", "source_row")
        own = ", ".join(f"arg_min({n}, lead <> $one) AS {n}" for n in kept)
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE one_person AS SELECT {said}, {own},"
            " $now::TIMESTAMP AS recorded_at FROM leads WHERE lead IN ($one, $other)",
            {"one": one, "other": other, "now": now},
        )
        cursor.execute(
            f"INSERT INTO leads_history ({stored}, superseded_at, superseded_by, tombstone)"
            f" SELECT {stored}, ?, NULL, lead = ? FROM leads WHERE lead IN (?, ?)",
            [now, other, one, other],
        )
        cursor.execute("DELETE FROM leads WHERE lead IN (?, ?)", [one, other])
        cursor.execute(f"INSERT INTO leads ({stored}) SELECT {stored} FROM one_person")
        cursor.execute(
            "INSERT INTO keys_before SELECT $one, $other, kind, value, lead FROM identities"
            " WHERE kind <> 'forgotten' AND lead IN ($one, $other)",
            {"one": one, "other": other},
        )
        cursor.execute("UPDATE identities SET lead = ? WHERE lead = ?", [one, other])
        cursor.execute(
            "INSERT INTO made_one (one, other, decided_at) VALUES (?, ?, ?)", [one, other, now]
        )
        for fact in ("touchpoints", "deals"):
            _hand_over(cursor, fact, one, other, now)


def _hand_over(
    cursor: duckdb.DuckDBPyConnection, fact: str, one: str, other: str, now: dt.datetime
) -> None:
    """Give the rows of *other* to *one*; an old report still finds them as they were."""
    stored = ", ".join(tables.stored_columns(fact))
    cursor.execute(
        f"INSERT INTO {fact}_history ({stored}, superseded_at, superseded_by, tombstone)"
        f" SELECT {stored}, ?, NULL, FALSE FROM {fact} WHERE lead = ?",
        [now, other],
    )
    cursor.execute(f"UPDATE {fact} SET lead = ?, recorded_at = ? WHERE lead = ?", [one, now, other])


def whole(last: str, first: str) -> str:
    """
    Return the SQL that makes one row of several about one person: the earliest dates, the last word.

    *last* orders the rows by whose word counts, the smallest first; *first* by who came first.
    """
    days = {n for n, c in FACTS["leads"].columns.items() if c.kind is ColumnKind.DAY}
    said = [n for n in columns_of("leads") if n != "lead"]
    said += [f"{n}_raw" for n in FACTS["leads"].members()]
    places = {*ORIGIN, *(f"{name}_raw" for name in ORIGIN), *CHANNEL_COLUMNS}

    def chosen(name: str) -> str:
        if name in days:
            return f"min({name}) AS {name}"
        if name in places:
            return f"arg_min_null({name}, {first}) AS {name}"
        return f"arg_min({name}, {last}) AS {name}"

    return ", ".join(map(chosen, said))


def _both(cursor: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    for lead in (one, other):
        if not cursor.execute("SELECT 1 FROM leads WHERE lead = ?", [lead]).fetchall():
            raise KpiError(Kind.NOT_FOUND, _NO_LEAD.format(lead=shown(lead)))
    if one == other:
        raise KpiError(Kind.TYPE, _SAME.format(lead=shown(one)))


_NO_LEAD = Text(
    en="There is no lead {lead}: `kpi people` lists those that may be one person.",
    fr="Aucun lead {lead}\u00a0: `kpi people` liste ceux qui sont peut-être une même personne.",
)
_SAME = Text(en="{lead} is given twice.", fr="{lead} est donné deux fois.")
