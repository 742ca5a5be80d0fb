"""What the sheets that keep themselves leave in a workspace: connections, runs, values, alerts.

None of it is data that a KPI is computed from: it is written aside (see `Store.aside`), except what
is settled together with the rows of a run.
"""

from __future__ import annotations

#: Run whenever a file is opened, for nothing if it is there.
SYNC = (
    # kind: google, excel. gate: what the spreadsheet was when it was last read whole. output: what
    # our own tabs held when they were last written..
    """CREATE TABLE IF NOT EXISTS sync_sheets (id INTEGER PRIMARY KEY, kind VARCHAR NOT NULL,
      reference VARCHAR NOT NULL, title VARCHAR NOT NULL, lang VARCHAR NOT NULL,
      credential VARCHAR, connected_at TIMESTAMP NOT NULL, paused BOOLEAN NOT NULL,
      gate JSON, output JSON)""",
    # tab: the spreadsheet's own number of it, which survives renaming. content: what was last
    # committed of it; held: what waits for a second look or a word; rows: those of the last commit.
    """CREATE TABLE IF NOT EXISTS sync_tabs (sheet INTEGER NOT NULL, tab VARCHAR NOT NULL,
      title VARCHAR NOT NULL, hints JSON NOT NULL, ignored BOOLEAN NOT NULL, signature VARCHAR,
      content VARCHAR, row_count INTEGER, held VARCHAR, confirmed VARCHAR, PRIMARY KEY (sheet, tab))""",
    # One row a run. slot: the due moment (UTC) that it works for, none when somebody asked for it.
    """CREATE TABLE IF NOT EXISTS sync_runs (id BIGINT PRIMARY KEY, sheet INTEGER NOT NULL,
      slot TIMESTAMP, reason VARCHAR NOT NULL, state VARCHAR NOT NULL, owner VARCHAR,
      attempts INTEGER NOT NULL, started_at TIMESTAMP, ended_at TIMESTAMP, outcome VARCHAR,
      calls INTEGER, details JSON, error_en VARCHAR, error_fr VARCHAR, UNIQUE (sheet, slot))""",
    # The fence of a sheet: who took it last may write, whoever had it before may not.
    """CREATE TABLE IF NOT EXISTS sync_leases (sheet INTEGER PRIMARY KEY, fence BIGINT NOT NULL,
      owner VARCHAR)""",
    # What the history tab holds: a KPI whose value a run changed. Only ever added to.
    """CREATE TABLE IF NOT EXISTS sync_values (sheet INTEGER NOT NULL, number BIGINT NOT NULL,
      run BIGINT NOT NULL, happened_at TIMESTAMP NOT NULL, kpi VARCHAR NOT NULL, period_start DATE NOT NULL,
      period_end DATE NOT NULL, value DOUBLE, low DOUBLE, high DOUBLE,
      PRIMARY KEY (sheet, number))""",
    # said: as its user wrote it. since: slots before it are nobody's.
    """CREATE TABLE IF NOT EXISTS sync_schedules (sheet INTEGER PRIMARY KEY, said VARCHAR NOT NULL,
      cron VARCHAR NOT NULL, timezone VARCHAR NOT NULL, since TIMESTAMP NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS alert_rules (id INTEGER PRIMARY KEY, said VARCHAR NOT NULL,
      rule JSON NOT NULL, targets JSON NOT NULL, created_at TIMESTAMP NOT NULL,
      muted BOOLEAN NOT NULL)""",
    # What was last told of a rule: it is told again only when it is otherwise.
    """CREATE TABLE IF NOT EXISTS alert_states (rule INTEGER NOT NULL, target VARCHAR NOT NULL,
      state VARCHAR NOT NULL, told_at TIMESTAMP NOT NULL, details JSON,
      PRIMARY KEY (rule, target))""",
)
