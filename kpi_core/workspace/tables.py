"""The tables of a workspace: facts with their history, and what is known about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kpi_core.facts import FACTS
from kpi_core.warehouse.schema import columns_of, duckdb_type
from kpi_core.workspace.sync_tables import SYNC

#: Raised when a release must change existing files; opening an older file migrates it.
VERSION = 1

# What each stored row remembers beside its fact: which row it is, when it was learnt, and on which
# line of which import; files of earlier releases know the import only.
ROW = {
    "row_key": "UHUGEINT",
    "system": "VARCHAR",
    "import_id": "INTEGER",
    "recorded_at": "TIMESTAMP",
    "source_row": "BIGINT",
}
PAST = {"superseded_at": "TIMESTAMP", "superseded_by": "INTEGER", "tombstone": "BOOLEAN"}

_SUPPORT = """
CREATE TABLE one AS SELECT 1::TINYINT AS one;
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE settings (key VARCHAR PRIMARY KEY, value JSON NOT NULL);
CREATE TABLE audit (id BIGINT PRIMARY KEY, happened_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL,
  action VARCHAR NOT NULL, object VARCHAR NOT NULL, details JSON NOT NULL,
  previous VARCHAR NOT NULL, hash VARCHAR NOT NULL);
CREATE TABLE imports (id INTEGER PRIMARY KEY, happened_at TIMESTAMP NOT NULL, file VARCHAR NOT NULL,
  digest VARCHAR NOT NULL, system VARCHAR NOT NULL, tax VARCHAR, plan JSON NOT NULL,
  counts JSON NOT NULL);
CREATE TABLE quarantine (import_id INTEGER NOT NULL, source_row BIGINT, column_name VARCHAR,
  kind VARCHAR NOT NULL, message_en VARCHAR NOT NULL, message_fr VARCHAR NOT NULL, raw JSON);
CREATE TABLE mappings (signature VARCHAR PRIMARY KEY, plan JSON NOT NULL);
CREATE TABLE aliases (dimension VARCHAR NOT NULL, folded VARCHAR NOT NULL, member VARCHAR NOT NULL,
  PRIMARY KEY (dimension, folded));
CREATE TABLE channels (folded VARCHAR PRIMARY KEY, source VARCHAR NOT NULL,
  channel VARCHAR NOT NULL, platform VARCHAR NOT NULL, kind VARCHAR);
CREATE TABLE identities (kind VARCHAR NOT NULL, value VARCHAR NOT NULL, lead VARCHAR NOT NULL,
  PRIMARY KEY (kind, value));
CREATE SEQUENCE lead_numbers;
"""


#: What files of earlier releases lack: run whenever a file is opened, for nothing if it is there.
ADDED = (
    "ALTER TABLE imports ADD COLUMN IF NOT EXISTS amount VARCHAR",
    "CREATE TABLE IF NOT EXISTS kept_apart (one VARCHAR NOT NULL, other VARCHAR NOT NULL)",
    "CREATE TABLE IF NOT EXISTS made_one (one VARCHAR NOT NULL, other VARCHAR NOT NULL)",
    "ALTER TABLE made_one ADD COLUMN IF NOT EXISTS decided_at TIMESTAMP",
    """CREATE TABLE IF NOT EXISTS keys_before (one VARCHAR NOT NULL, other VARCHAR NOT NULL,
      kind VARCHAR NOT NULL, value VARCHAR NOT NULL, lead VARCHAR NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS api_keys (id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL,
      hash BLOB NOT NULL, scope VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL,
      expires_at TIMESTAMP, revoked_at TIMESTAMP, last_used_on DATE)""",
    *SYNC,
)


def stored_columns(fact: str) -> dict[str, str]:
    """Return column -> DuckDB type of a fact table, raw spellings and row keys included."""
    columns = {name: duckdb_type(type_) for name, type_ in columns_of(fact).items()}
    raw = {f"{name}_raw": "VARCHAR" for name in FACTS[fact].members()}
    if "lead" in columns and fact != "leads":
        raw["lead_raw"] = "VARCHAR"
    return columns | raw | ROW


def missing(columns: Collection[tuple[str, str]]) -> Iterator[str]:
    """Yield what a file whose tables have these (table, column) lacks of this release."""
    yield from ADDED
    known = {table for table, _ in columns}
    for fact in FACTS:
        if fact not in known:
            yield from _created(fact)
            continue
        for table in (fact, f"{fact}_history"):
            for name, type_ in stored_columns(fact).items():
                if (table, name) not in columns:
                    yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {name} {type_}"


def statements() -> Iterator[str]:
    """Yield what creates an empty workspace."""
    yield _SUPPORT
    yield from ADDED
    for fact in FACTS:
        yield from _created(fact)


def _created(fact: str) -> Iterator[str]:
    columns = stored_columns(fact)
    body = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
    yield f"CREATE TABLE {fact} ({body})"
    body = ", ".join(f"{name} {type_}" for name, type_ in (columns | PAST).items())
    yield f"CREATE TABLE {fact}_history ({body})"
