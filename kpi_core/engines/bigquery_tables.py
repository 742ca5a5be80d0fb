"""How BigQuery is told of a mapped table (see `kpi_core.engines.tables`)."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.engines.tables import Sort, Tables, Words, by_name, escaped
from kpi_core.facts import ColumnKind

# The nearest whole number, away from zero where there are two: what its own cast does too.
_COUNT = "CAST(ROUND({sql}) AS {type})"


def _spellings(keys: Mapping[str, str]) -> str:
    told = ", ".join(f"one_{n} AS {part}" for n, part in enumerate(keys))
    lists = [
        f"UNNEST(JSON_VALUE_ARRAY(@{key})) AS one_{n} WITH OFFSET AS place_{n}"
        + (f" ON place_0 = place_{n}" if n else "")
        for n, key in enumerate(keys.values())
    ]
    return f"SELECT {told} FROM {' JOIN '.join(lists)}"


WORDS = Words(
    dialect="bigquery",
    types={
        "date": "DATE",
        "timestamp": "DATETIME",
        "decimal(18, 4)": "NUMERIC",
        "int64": "INT64",
        "int32": "INT64",
        "int8": "INT64",
        "float64": "FLOAT64",
        "string": "STRING",
    },
    # Its own tables say INT64 where a query's result says INTEGER.
    sort=by_name(
        {
            Sort.DAY: ["date"],
            Sort.MOMENT: ["datetime"],
            Sort.ZONED: ["timestamp"],
            Sort.WHOLE: ["int64", "integer"],
            Sort.EXACT: ["numeric", "bignumeric"],
            Sort.FLOAT: ["float64", "float"],
            Sort.TEXT: ["string"],
        }
    ),
    quoted=escaped("`"),
    spellings=_spellings,
    zoned_day="DATE({sql}, {zone})",
    bare_day="DATE(TIMESTAMP({sql}, {told}), {zone})",
    zoned_utc="DATETIME({sql}, 'UTC')",
    bare_utc="DATETIME(TIMESTAMP({sql}, {told}), 'UTC')",
    trimmed="TRIM({sql}, ' \\t\\n\\r')",
    casts={
        (ColumnKind.COUNT, Sort.EXACT): _COUNT,
        (ColumnKind.COUNT, Sort.FLOAT): _COUNT,
        (ColumnKind.MONEY, Sort.EXACT): "CAST(ROUND({sql}, 4) AS {type})",
        # Through its shortest text a float is the decimal that was meant.
        (
            ColumnKind.MONEY,
            Sort.FLOAT,
        ): "CAST(ROUND(CAST(CAST({sql} AS STRING) AS BIGNUMERIC), 4) AS {type})",
    },
    rate="CAST('{rate}' AS NUMERIC)",
    converted="ROUND({sql} * {rate}, 4)",
)
TABLES = Tables(WORDS)
