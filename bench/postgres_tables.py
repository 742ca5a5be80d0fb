"""A firm's warehouse of any size, made inside its own PostgreSQL: nothing is shipped to it."""

from __future__ import annotations

import psycopg

from bench.warehouse import CHANNELS

FIRST, DAYS = "2023-11-01", 730
_CHANNEL = f"(ARRAY{list(CHANNELS)!r})[1 + (12 * power(random(), 1.6))::int % 12]"
#: What a mapping of these tables says.
MAPPING = """
schema = "mkt"
tax = "ht"
fresh = 3600

[spend]
table = "spend"
[spend.columns]
spent_on = "day"
source = "source"
campaign = "campaign"
category = "category"
amount = "amount"

[touchpoints]
table = "touches"
[touchpoints.columns]
touched_on = "day"
touched_at = "at"
lead = "lead"
source = "source"
campaign = "campaign"
action = "action"

[leads]
table = "leads"
[leads.columns]
lead = "lead"
created_on = "created_on"
mql_on = "mql_on"
sql_on = "sql_on"
source = "source"
campaign = "campaign"
segment = "segment"
"""


def make(connection: psycopg.Connection[tuple[object, ...]], touches: int) -> None:
    """Fill the schema `mkt`: *touches* by month, a tenth as many leads, and their spend."""
    leads, spend = touches // 10, max(10_000, touches // 100)
    run = connection.execute
    run("DROP SCHEMA IF EXISTS mkt CASCADE")
    run("CREATE SCHEMA mkt")
    run("SET timezone = 'UTC'")
    run("SELECT setseed(0.42)")
    run(
        "CREATE TABLE mkt.touches (day date, at timestamptz, lead text, source text, campaign text,"
        " action text) PARTITION BY RANGE (day)"
    )
    for month in range(25):
        year, of = divmod(10 + month, 12)
        ahead = divmod(11 + month, 12)
        run(
            f"CREATE TABLE mkt.touches_{month:02d} PARTITION OF mkt.touches FOR VALUES"
            f" FROM ('{2023 + year}-{of + 1:02d}-01') TO ('{2023 + ahead[0]}-{ahead[1] + 1:02d}-01')"
        )
    run(
        "INSERT INTO mkt.touches SELECT at::date, at, 'L' || who, channel, 'campaign ' || (who % 240),"
        " (ARRAY['visit', 'open', 'click', 'reply', 'webinar'])[1 + n % 5]"
        f" FROM (SELECT n, timestamptz '{FIRST} 00:00+00'"
        f"  + n * (interval '{DAYS} days' / {touches}) AS at,"
        f"  (random() * {leads})::bigint AS who, {_CHANNEL} AS channel"
        f"  FROM generate_series(0, {touches - 1}) AS n) AS made"
    )
    run(
        "CREATE TABLE mkt.leads AS SELECT 'L' || n AS lead, day AS created_on,"
        " CASE WHEN n % 5 < 2 THEN day + 9 END AS mql_on,"
        " CASE WHEN n % 7 = 0 THEN day + 30 END AS sql_on, channel AS source,"
        " 'campaign ' || (n % 240) AS campaign, (ARRAY['TPE', 'PME', 'ETI'])[1 + n % 3] AS segment"
        f" FROM (SELECT n, date '{FIRST}' + (n::bigint * {DAYS} / {leads})::int AS day,"
        f"  {_CHANNEL} AS channel FROM generate_series(0, {leads - 1}) AS n) AS made"
    )
    run(
        f"CREATE TABLE mkt.spend AS SELECT date '{FIRST}' + n % {DAYS} AS day, channel AS source,"
        " 'campaign ' || (n % 240) AS campaign,"
        " CASE WHEN n % 10 = 0 THEN 'indirect' ELSE 'direct' END AS category,"
        " round((20 + random() * 900)::numeric, 2)::numeric(18, 4) AS amount"
        f" FROM (SELECT n, {_CHANNEL} AS channel FROM generate_series(0, {spend - 1}) AS n) AS made"
    )
    for table in ("touches", "leads", "spend"):
        run(f"VACUUM ANALYZE mkt.{table}")
    run("GRANT USAGE ON SCHEMA mkt TO reader")
    run("GRANT SELECT ON ALL TABLES IN SCHEMA mkt TO reader")


def index(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Index the days and members of touches and leads, each alone."""
    for table, columns in (
        ("touches", ("day", "source", "campaign")),
        ("leads", ("created_on", "mql_on", "sql_on", "source", "campaign", "segment")),
    ):
        for column in columns:
            connection.execute(f"CREATE INDEX ON mkt.{table} ({column})")
