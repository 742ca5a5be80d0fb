"""Who a lead is: one person may come from a form, a CRM and an outreach tool.

The key is the normalised e-mail, then the LinkedIn address, then the tool's own identifier.
Two people who share only a weaker key are proposed as one, never merged silently.
"""

from __future__ import annotations

import duckdb


def identify_leads(cursor: duckdb.DuckDBPyConnection, tool: str) -> int:
    """
    Fill the `lead` column of the staged leads with the person each row is about.

    *tool* tells one tool's identifiers from another's: `hubspot`, `salesforce`, `plain`.

    Returns
    -------
    how many rows carry keys of two different known people, left with the stronger key's.
    """
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE staged_keys AS
        SELECT source_row,
          lower(trim(email)) AS email,
          lower(trim(linkedin_url)) AS linkedin,
          ? || ':' || external_id AS external,
          ? || ':' || lead AS named,
          coalesce(lower(trim(email)), lower(trim(linkedin_url)), named, external,
            ? || ':row:' || md5(concat_ws('|', name, company, created_on::VARCHAR, source, campaign, source_row::VARCHAR))) AS own
        FROM staged
        """,
        [tool, tool, tool],
    )
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE staged_people AS
        SELECT k.source_row, k.own,
          coalesce(e.lead, l.lead, n.lead, x.lead, o.lead) AS lead,
          (e.lead <> l.lead OR e.lead <> x.lead OR l.lead <> x.lead) AS torn
        FROM staged_keys k
        LEFT JOIN identities e ON e.kind = 'email' AND e.value = k.email
        LEFT JOIN identities l ON l.kind = 'linkedin' AND l.value = k.linkedin
        LEFT JOIN identities n ON n.kind = 'external' AND n.value = k.named
        LEFT JOIN identities x ON x.kind = 'external' AND x.value = k.external
        LEFT JOIN identities o ON o.kind = 'own' AND o.value = k.own
        """
    )
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE new_people AS
        SELECT own, 'L' || nextval('lead_numbers') AS lead
        FROM (SELECT DISTINCT own FROM staged_people WHERE lead IS NULL)
        """
    )
    cursor.execute(
        """
        UPDATE staged SET lead = coalesce(p.lead, n.lead)
        FROM staged_people p LEFT JOIN new_people n USING (own)
        WHERE staged.source_row = p.source_row
        """
    )
    keys = {
        "email": "email",
        "linkedin": "linkedin",
        "named": "external",
        "external": "external",
        "own": "own",
    }
    for column, kind in keys.items():
        cursor.execute(
            f"""
            INSERT OR IGNORE INTO identities
            SELECT ?, k.{column}, min(s.lead) FROM staged_keys k JOIN staged s USING (source_row)
            WHERE k.{column} IS NOT NULL GROUP BY k.{column}
            """,
            [kind],
        )
    torn = cursor.execute("SELECT count(*) FROM staged_people WHERE torn").fetchall()
    return int(torn[0][0])


def identify_mentions(cursor: duckdb.DuckDBPyConnection, fact: str, system: str | None) -> None:
    """
    Fill `lead` where rows of *fact* name a person: an e-mail, or identifiers of the tool.

    A deal with several contacts takes the one who became a lead first, so that it is never
    counted twice.
    """
    where = "lead IS NULL AND lead_raw IS NOT NULL" + (" AND system = ?" if system else "")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mentioned AS
        WITH named AS (
          SELECT DISTINCT lead_raw, system,
            unnest(string_split(replace(lead_raw, ',', ';'), ';')) AS mention
          FROM {fact} WHERE {where}
        ), found AS (
          SELECT n.lead_raw, n.system, i.lead FROM named n
          JOIN identities i ON i.kind = 'email' AND i.value = lower(trim(n.mention))
          UNION ALL
          SELECT n.lead_raw, n.system, i.lead FROM named n
          JOIN identities i ON i.kind = 'external'
            AND i.value = split_part(n.system, '.', 1) || ':' || trim(n.mention)
        )
        SELECT f.lead_raw, f.system,
          arg_min(f.lead, (coalesce(l.created_on, DATE '9999-12-31'), f.lead)) AS lead
        FROM found f LEFT JOIN leads l ON l.lead = f.lead GROUP BY ALL
        """,
        [system] if system else [],
    )
    cursor.execute(
        f"""
        UPDATE {fact} SET lead = m.lead FROM mentioned m
        WHERE {fact}.lead IS NULL AND {fact}.lead_raw = m.lead_raw AND {fact}.system = m.system
        """
    )
