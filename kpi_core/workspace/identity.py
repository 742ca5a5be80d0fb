"""Who a lead is: one person may come from a form, a CRM and an outreach tool.

The key is the normalised e-mail, then the LinkedIn address, then the tool's own identifier. Two
people whose e-mails differ and who share only a LinkedIn address are counted as torn, never merged
silently. A tool's own identifier is its record, whose e-mail may be corrected; the numbers of a
plain list are nobody's record.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

NAMELESS = "(forgotten)"
"""What stands in a cell for somebody who asked to be forgotten: the same for everybody."""

# A forgotten person's lead has no key left but the hashes by which they may come back.
ANONYMOUS = (
    "(SELECT lead FROM leads WHERE lead NOT IN"
    " (SELECT lead FROM identities WHERE kind <> 'forgotten'))"
)


def identify_leads(cursor: duckdb.DuckDBPyConnection, tool: str) -> int:
    """
    Fill the `lead` column of the staged leads with the person each row is about.

    *tool* tells one tool's identifiers from another's: `hubspot`, `salesforce`, `plain`.

    Returns
    -------
    how many rows carry keys of two different people, left with the stronger key's.
    """
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE staged_keys AS
        WITH keyed AS (
          SELECT source_row,
            lower(trim(email)) AS email,
            lower(trim(linkedin_url)) AS linkedin,
            ? || ':' || external_id AS external,
            ? || ':' || lead AS named,
            -- With no key at all, a row is known by what it says, and by its rank among its likes.
            ? || ':row:' || md5(concat_ws('|', name, company, created_on::VARCHAR,
              source_raw, campaign_raw)) || '#' || row_number() OVER (
              PARTITION BY name, company, created_on, source_raw, campaign_raw,
                coalesce(email, linkedin_url, external_id, lead) IS NULL
              ORDER BY source_row) AS row
          FROM staged_leads
        )
        SELECT source_row, email, linkedin, external, named,
          coalesce(email,
            -- The file's other lines may tell the e-mail behind an address, when they tell one.
            CASE WHEN linkedin IS NOT NULL AND min(email) OVER same = max(email) OVER same
              THEN min(email) OVER same END,
            linkedin, named, external, row) AS own
        FROM keyed WINDOW same AS (PARTITION BY linkedin)
        """,
        [tool, tool, tool],
    )
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE staged_people AS
        WITH addressed AS (SELECT DISTINCT lead FROM identities WHERE kind = 'email'),
        found AS (
          SELECT k.source_row, k.own, e.lead AS by_email, l.lead AS by_linkedin,
            n.lead AS by_name, x.lead AS by_external, o.lead AS by_own,
            k.email IS NOT NULL AND e.lead IS NULL AND la.lead IS NOT NULL AS other_linkedin,
            ? AND k.email IS NOT NULL AND e.lead IS NULL AND xa.lead IS NOT NULL AS other_external
          FROM staged_keys k
          LEFT JOIN identities e ON e.kind = 'email' AND e.value = k.email
          LEFT JOIN identities l ON l.kind = 'linkedin' AND l.value = k.linkedin
          LEFT JOIN identities n ON n.kind = 'external' AND n.value = k.named
          LEFT JOIN identities x ON x.kind = 'external' AND x.value = k.external
          LEFT JOIN identities o ON o.kind = 'own' AND o.value = k.own
          LEFT JOIN addressed la ON la.lead = l.lead
          LEFT JOIN addressed xa ON xa.lead = x.lead
        )
        SELECT source_row, own,
          coalesce(by_email,
            CASE WHEN NOT other_linkedin THEN by_linkedin END, by_name,
            CASE WHEN NOT other_external THEN by_external END, by_own) AS lead,
          (by_email <> by_linkedin OR by_email <> by_external OR by_linkedin <> by_external
            OR other_linkedin OR other_external) AS torn
        FROM found
        """,
        [tool == "plain"],
    )
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE new_people AS
        SELECT own, 'L' || nextval('lead_numbers') AS lead
        FROM (SELECT own FROM staged_people WHERE lead IS NULL GROUP BY own ORDER BY min(source_row))
        """
    )
    cursor.execute(
        """
        UPDATE staged_leads s SET lead = coalesce(p.lead, n.lead)
        FROM staged_people p LEFT JOIN new_people n USING (own)
        WHERE s.source_row = p.source_row
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
            SELECT ?, k.{column}, min(s.lead) FROM staged_keys k JOIN staged_leads s USING (source_row)
            WHERE k.{column} IS NOT NULL GROUP BY k.{column}
            """,
            [kind],
        )
    torn = cursor.execute("SELECT count(*) FROM staged_people WHERE torn").fetchall()
    return int(torn[0][0])


def identify_mentions(cursor: duckdb.DuckDBPyConnection, fact: str, system: str | None) -> None:
    """
    Fill `lead` where rows of *fact* name a person: an e-mail, or identifiers of the tool.

    A deal with several contacts takes the one that its file marks as primary (`a;;b;c`), else the
    one who became a lead first, so that it is never counted twice.
    """
    # A deal's contacts may become leads in any order: who was first is decided again each time.
    pending = "" if fact == "deals" else "lead IS NULL AND "
    where = f"{pending}lead_raw IS NOT NULL" + (" AND system = ?" if system else "")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mentioned AS
        WITH cells AS (
          SELECT DISTINCT lead_raw, system FROM {fact} WHERE {where}
        ), named AS (
          SELECT lead_raw, system, trim(unnest(string_split(replace(lead_raw, ',', ';'), ';'))) AS mention,
            CASE WHEN contains(lead_raw, ';;') THEN trim(split_part(lead_raw, ';;', 1)) END AS main
          FROM cells
        ), found AS (
          SELECT n.lead_raw, n.system, n.mention = n.main AS first, i.lead FROM named n
          JOIN identities i ON i.kind = 'email' AND i.value = lower(n.mention)
          UNION ALL
          SELECT n.lead_raw, n.system, n.mention = n.main, i.lead FROM named n
          JOIN identities i ON i.kind = 'external'
            AND i.value = split_part(n.system, '.', 1) || ':' || n.mention
        )
        SELECT f.lead_raw, f.system,
          arg_min(f.lead, (f.first IS NOT TRUE, coalesce(l.created_on, DATE '9999-12-31'), f.lead)) AS lead
        FROM found f LEFT JOIN leads l ON l.lead = f.lead GROUP BY ALL
        """,
        [system] if system else [],
    )
    cursor.execute(
        f"""
        UPDATE {fact} SET lead = m.lead FROM mentioned m
        WHERE {fact}.lead IS DISTINCT FROM m.lead
          AND {fact}.lead_raw = m.lead_raw AND {fact}.system = m.system
          -- Whoever was credited first is, though nobody knows any more who that was.
          AND ({fact}.lead IS NULL OR NOT contains({fact}.lead_raw, '{NAMELESS}'))
        """
    )


def keep_the_nameless(cursor: duckdb.DuckDBPyConnection, fact: str) -> None:
    """Let staged rows keep the forgotten person's lead that the stored ones are credited to."""
    cursor.execute(
        f"UPDATE staged_{fact} AS s SET lead = f.lead FROM {fact} f"
        f" WHERE f.row_key = s.row_key AND f.lead IN {ANONYMOUS}"
        f" AND (s.lead_raw IS NOT DISTINCT FROM f.lead_raw OR contains(s.lead_raw, '{NAMELESS}'))"
    )


def stand_for_nobody(fact: str) -> str:
    """Return the SQL of the rows of *fact* that only a forgotten person's export could speak of."""
    return {
        "leads": f"lead IN {ANONYMOUS}",
        "touchpoints": f"coalesce(lead IN {ANONYMOUS}, FALSE)",
        "surveys": f"coalesce(respondent = '{NAMELESS}', FALSE)",
    }.get(fact, "FALSE")


def know_again(cursor: duckdb.DuckDBPyConnection, met: Mapping[tuple[str, str], str]) -> None:
    """Give people who come back, by key -> hash, the leads that they were."""
    for (kind, value), listed in met.items():
        cursor.execute(
            "INSERT OR IGNORE INTO identities SELECT ?, ?, lead FROM identities"
            " WHERE kind = 'forgotten' AND value = ?",
            [kind, value, listed],
        )
    cursor.execute(
        "DELETE FROM identities WHERE kind = 'forgotten' AND list_contains(?::VARCHAR[], value)",
        [sorted(set(met.values()))],
    )
