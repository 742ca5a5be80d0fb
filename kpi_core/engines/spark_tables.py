"""How Spark is told of a mapped table (see `kpi_core.engines.tables`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi_core.engines.tables import Sort, Tables, Words, by_name, doubled
from kpi_core.facts import ColumnKind

_COUNT = "CAST(round({sql}) AS {type})"


def _spellings(keys: Mapping[str, str]) -> str:
    lists = ", ".join(f"from_json(:{key}, 'array<string>')" for key in keys.values())
    return f"SELECT inline(arrays_zip({lists})) AS ({', '.join(keys)})"


WORDS = Words(
    dialect="spark",
    types={
        "date": "date",
        "timestamp": "timestamp_ntz",
        "decimal(18, 4)": "decimal(18, 4)",
        "int64": "bigint",
        "int32": "int",
        "int8": "tinyint",
        "float64": "double",
        "string": "string",
    },
    sort=by_name(
        {
            Sort.DAY: ["date"],
            Sort.MOMENT: ["timestamp_ntz"],
            Sort.ZONED: ["timestamp"],
            Sort.WHOLE: ["tinyint", "smallint", "int", "bigint"],
            Sort.EXACT: ["decimal"],
            Sort.FLOAT: ["float", "double"],
            Sort.TEXT: ["string"],
            Sort.NOTHING: ["void"],
        }
    ),
    quoted=doubled("`"),
    spellings=_spellings,
    zoned_day="CAST(from_utc_timestamp({sql}, {zone}) AS DATE)",
    bare_day="CAST(convert_timezone({told}, {zone}, {sql}) AS DATE)",
    zoned_utc="CAST({sql} AS TIMESTAMP_NTZ)",  # the session's zone is UTC
    bare_utc="convert_timezone({told}, 'UTC', CAST({sql} AS TIMESTAMP_NTZ))",
    trimmed="trim(BOTH ' \\t\\n\\r' FROM {sql})",
    # A cast alone would cut: 1.5 is 2 elsewhere.
    casts={(ColumnKind.COUNT, sort): _COUNT for sort in (Sort.EXACT, Sort.FLOAT)},
)
TABLES = Tables(WORDS)


def collected(rows: str, names: Sequence[str]) -> str:
    """Return the SQL for the values that *rows* hold in each of *names*: one reading for all."""
    told = ", ".join(f"collect_set({TABLES.quoted(n)}) AS {TABLES.quoted(n)}" for n in names)
    return f"SELECT {told} FROM ({rows}) AS held"
