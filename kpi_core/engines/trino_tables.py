"""How Trino is told of a mapped table (see `kpi_core.engines.tables`)."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.engines.tables import Sort, Tables, Words, by_name, doubled


def _spellings(keys: Mapping[str, str]) -> str:
    lists = ", ".join(f"CAST(json_parse(:{key}) AS ARRAY(VARCHAR))" for key in keys.values())
    return f"SELECT * FROM UNNEST({lists}) AS listed({', '.join(keys)})"


WORDS = Words(
    dialect="trino",
    types={
        "date": "DATE",
        "timestamp": "TIMESTAMP(6)",
        "decimal(18, 4)": "DECIMAL(18, 4)",
        "int64": "BIGINT",
        "int32": "INTEGER",
        "int8": "TINYINT",
        "float64": "DOUBLE",
        "string": "VARCHAR",
    },
    sort=by_name(
        {
            Sort.DAY: ["date"],
            Sort.MOMENT: ["timestamp", "timestamp without time zone"],
            Sort.ZONED: ["timestamp with time zone"],
            Sort.WHOLE: ["tinyint", "smallint", "integer", "bigint"],
            Sort.EXACT: ["decimal"],
            Sort.FLOAT: ["real", "double"],
            Sort.TEXT: ["varchar", "char"],
            Sort.NOTHING: ["unknown"],
        }
    ),
    quoted=doubled('"'),
    spellings=_spellings,
    zoned_day="CAST({sql} AT TIME ZONE {zone} AS DATE)",
    bare_day="CAST(with_timezone({sql}, {told}) AT TIME ZONE {zone} AS DATE)",
    zoned_utc="CAST({sql} AT TIME ZONE 'UTC' AS TIMESTAMP(6))",
    bare_utc="CAST(with_timezone(CAST({sql} AS TIMESTAMP(6)), {told}) AT TIME ZONE 'UTC' AS TIMESTAMP(6))",
    # Texts there have no escapes: a tab is written as it is.
    trimmed="trim(BOTH ' \t\n\r' FROM {sql})",
)
TABLES = Tables(WORDS)
