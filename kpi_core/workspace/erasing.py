"""Erasing people from every table: what names them goes, what counts them stays.

A lead stays as a number without a face, so that what it brought keeps its channel. Whoever is let
in again, with their consent, is found by a keyed hash, which tells nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from kpi_core.facts import FACTS
from kpi_core.workspace import tables
from kpi_core.workspace.forgotten import Forgotten, addresses
from kpi_core.workspace.identity import NAMELESS
from kpi_core.workspace.store import identifier

_ADDRESSES = "('email', 'linkedin')"

# A number of a plain list is nobody's record: beside another address it is another person's.
_LEADS = f"""
WITH RECURSIVE found AS (
  SELECT lead FROM identities
  WHERE kind IN {_ADDRESSES} AND list_contains($addresses::VARCHAR[], lower(value))
  UNION
  SELECT i.lead FROM identities i
  WHERE kind = 'external' AND list_contains($records::VARCHAR[], value)
    AND (NOT starts_with(value, 'plain:')
      OR i.lead NOT IN (SELECT lead FROM identities WHERE kind = 'email'))
  UNION
  SELECT lead FROM leads WHERE list_contains($addresses::VARCHAR[], lower(email))
    OR list_contains($addresses::VARCHAR[], lower(linkedin_url))
  UNION
  SELECT lead FROM leads_history WHERE list_contains($addresses::VARCHAR[], lower(email))
    OR list_contains($addresses::VARCHAR[], lower(linkedin_url))
  UNION
  SELECT CASE WHEN m.one = f.lead THEN m.other ELSE m.one END
  FROM found f JOIN made_one m ON f.lead = m.one OR f.lead = m.other
)
SELECT lead FROM found
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace knows people by: their leads, addresses, and records in each tool."""

    leads: list[str]
    addresses: list[str]
    records: list[str]

    def hashes(self, forgotten: Forgotten) -> set[str]:
        """Return what the list of the forgotten keeps of them."""
        return {
            *map(forgotten.of_address, self.addresses),
            *map(forgotten.of_record, self.records),
        }


def known(
    cursor: duckdb.DuckDBPyConnection, named: set[str], records: set[str] | None = None
) -> Known:
    """Return everything that the people of these addresses and records are known by."""
    asked = {"addresses": sorted(named), "records": sorted(records or ())}
    leads = [row[0] for row in cursor.execute(_LEADS, asked).fetchall()]
    found = cursor.execute(
        "SELECT kind, value FROM identities WHERE list_contains(?::VARCHAR[], lead)", [leads]
    ).fetchall()
    also = cursor.execute(
        "SELECT unnest([email, linkedin_url]) FROM"
        " (SELECT * FROM leads UNION ALL BY NAME SELECT * FROM leads_history)"
        " WHERE list_contains(?::VARCHAR[], lead)",
        [leads],
    ).fetchall()
    said = {value for kind, value in found if kind in {"email", "linkedin"}}
    said |= {value for (value,) in also if value}
    own = {value for kind, value in found if kind == "external"}
    return Known(
        sorted(leads),
        sorted({value.strip().lower() for value in said} | named),
        sorted(own | (records or set())),
    )


def erase(cursor: duckdb.DuckDBPyConnection, people: Known, forgotten: Forgotten) -> int:
    """Erase *people* from facts, history, identities and quarantine; return how many rows."""
    names = _said_of(cursor, people)
    erased = 0
    for fact in FACTS:
        for table in (identifier(fact), f"{identifier(fact)}_history"):
            erased += _erase(cursor, fact, table, people)
    keys = cursor.execute(
        "SELECT kind, value, lead FROM identities WHERE kind IN ('email', 'linkedin', 'external')"
        " AND list_contains(?::VARCHAR[], lead)",
        [people.leads],
    ).fetchall()
    cursor.execute(
        "DELETE FROM identities WHERE kind <> 'forgotten' AND list_contains(?::VARCHAR[], lead)",
        [people.leads],
    )
    cursor.execute(
        "DELETE FROM keys_before WHERE list_contains($leads::VARCHAR[], one)"
        " OR list_contains($leads::VARCHAR[], other)",
        {"leads": people.leads},
    )
    for kind, value, lead in keys:
        made = forgotten.of_record if kind == "external" else forgotten.of_address
        cursor.execute(
            "INSERT OR REPLACE INTO identities VALUES ('forgotten', ?, ?)", [made(value), lead]
        )
    return erased + _count(
        cursor,
        "DELETE FROM quarantine WHERE len(list_filter($names::VARCHAR[], lambda name:"
        " contains(lower(raw::VARCHAR), name) OR contains(lower(message_en), name))) > 0",
        {"names": sorted(names)},
    )


def _said_of(cursor: duckdb.DuckDBPyConnection, people: Known) -> set[str]:
    """Return what a rejected row can call these people by: addresses and full names."""
    found = cursor.execute(
        "SELECT name FROM (SELECT lead, name FROM leads UNION SELECT lead, name FROM leads_history)"
        " WHERE contains(trim(name), ' ') AND list_contains(?::VARCHAR[], lead)",
        [people.leads],
    ).fetchall()
    return {str(value).strip().lower() for (value,) in found} | set(people.addresses)


def _erase(cursor: duckdb.DuckDBPyConnection, fact: str, table: str, people: Known) -> int:
    columns = tables.stored_columns(fact)
    if fact == "leads":
        personal = [n for n, c in FACTS[fact].columns.items() if c.personal and n != "lead"]
        return _count(
            cursor,
            f"UPDATE {table} SET {', '.join(f'{n} = NULL' for n in personal)}"
            " WHERE list_contains($leads::VARCHAR[], lead)",
            {"leads": people.leads},
        )
    asked: dict[str, object] = {"addresses": people.addresses, "records": people.records}
    if "lead_raw" in columns:
        parts = "string_split(replace(lead_raw, ',', ';'), ';')"
        guilty = f"len(list_filter({parts}, lambda x: {_named('x')})) > 0"
        without = f"list_transform({parts}, lambda x: CASE WHEN {_named('x')} THEN '{NAMELESS}' ELSE x END)"
        return _count(
            cursor,
            f"UPDATE {table} SET lead_raw = CASE WHEN {guilty} THEN array_to_string({without}, ';')"
            f" WHEN contains(lead_raw, '{NAMELESS}') THEN lead_raw ELSE '{NAMELESS}' END"
            f" WHERE lead_raw IS NOT NULL AND (list_contains($leads::VARCHAR[], lead) OR {guilty})",
            asked | {"leads": people.leads},
        )
    if "respondent" in columns:
        return _count(
            cursor,
            f"UPDATE {table} SET respondent = '{NAMELESS}' WHERE {_named('respondent')}",
            asked,
        )
    return 0


def _named(text: str) -> str:
    """Return the SQL that tells whether *text*, said by a tool, is an address or record of theirs."""
    return (
        f"(list_contains($addresses::VARCHAR[], lower(trim({text}))) OR"
        f" list_contains($records::VARCHAR[], split_part(system, '.', 1) || ':' || trim({text})))"
    )


def named_in(cursor: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield every address by which the workspace may know somebody."""
    yield from _all(cursor, f"SELECT value FROM identities WHERE kind IN {_ADDRESSES}")
    for table in ("leads", "leads_history"):
        for column in ("email", "linkedin_url"):
            yield from _all(
                cursor, f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
            )
    for fact in FACTS:
        for column in {"lead_raw", "respondent"} & set(tables.stored_columns(fact)):
            for table in (identifier(fact), f"{identifier(fact)}_history"):
                for said in _all(
                    cursor, f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
                ):
                    yield from addresses(said)
    for raw in _all(cursor, "SELECT raw::VARCHAR FROM quarantine WHERE raw IS NOT NULL"):
        yield from addresses(raw)


def records_in(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Return every record of a tool by which the workspace knows somebody: `hubspot:12`."""
    return _all(cursor, "SELECT value FROM identities WHERE kind = 'external'")


def _all(cursor: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(row[0]) for row in cursor.execute(query).fetchall()]


def _count(cursor: duckdb.DuckDBPyConnection, statement: str, values: dict[str, object]) -> int:
    return int(cursor.execute(statement, values).fetchall()[0][0])
