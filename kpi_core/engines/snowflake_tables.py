"""How Snowflake is told of a mapped table (see `kpi_core.engines.tables`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kpi_core.engines.mapping import Mapped
from kpi_core.engines.tables import Sort, Tables, Words, doubled
from kpi_core.facts import ColumnKind

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*")
_SIZED = re.compile(r"(?:NUMBER|FIXED|DECIMAL|NUMERIC)\(\d+,\s*(\d+)\)")
_SORTS = {
    "DATE": Sort.DAY,
    "TIMESTAMP_NTZ": Sort.MOMENT,
    "TIMESTAMP_LTZ": Sort.ZONED,
    "TIMESTAMP_TZ": Sort.ZONED,
    "REAL": Sort.FLOAT,
    "FLOAT": Sort.FLOAT,
    "DOUBLE": Sort.FLOAT,
    "TEXT": Sort.TEXT,
    "VARCHAR": Sort.TEXT,
}
_COUNT = "CAST(ROUND({sql}) AS {type})"
_MONEY = "CAST(ROUND(CAST({sql} AS DECIMAL(38, 12)), 4) AS {type})"


def folded(name: str) -> str:
    """Return a name as it is stored: in capitals, unless it is within quotation marks or no plain word."""
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        return name[1:-1].replace('""', '"')
    return name.upper() if _PLAIN.fullmatch(name) else name


def sort_of(type_: str) -> Sort:
    """Return what a type holds, by its name there."""
    if (sized := _SIZED.fullmatch(type_)) is not None:
        return Sort.WHOLE if sized[1] == "0" else Sort.EXACT
    return _SORTS.get(type_, Sort.OTHER)


def _spellings(keys: Mapping[str, str]) -> str:
    # Nothing in a list is none only as a text.
    told = ", ".join(f"CAST(of_{n}.VALUE AS VARCHAR) AS {part}" for n, part in enumerate(keys))
    lists = [
        f"TABLE(FLATTEN(INPUT => PARSE_JSON(:{key}))) AS of_{n}"
        + (f" ON of_0.INDEX = of_{n}.INDEX" if n else "")
        for n, key in enumerate(keys.values())
    ]
    return f"SELECT {told} FROM {' JOIN '.join(lists)}"


WORDS = Words(
    dialect="snowflake",
    types={
        "date": "DATE",
        "timestamp": "TIMESTAMP_NTZ",
        "decimal(18, 4)": "DECIMAL(18, 4)",
        "int64": "BIGINT",
        "int32": "INTEGER",
        "int8": "TINYINT",
        "float64": "DOUBLE",
        "string": "VARCHAR",
    },
    sort=sort_of,
    quoted=doubled('"'),
    spellings=_spellings,
    zoned_day="CAST(CONVERT_TIMEZONE({zone}, {sql}) AS DATE)",
    bare_day="CAST(CONVERT_TIMEZONE({told}, {zone}, {sql}) AS DATE)",
    zoned_utc="CAST(CONVERT_TIMEZONE('UTC', {sql}) AS TIMESTAMP_NTZ)",
    bare_utc="CONVERT_TIMEZONE({told}, 'UTC', CAST({sql} AS TIMESTAMP_NTZ))",
    trimmed="TRIM({sql}, ' \\t\\n\\r')",
    casts={
        (ColumnKind.COUNT, Sort.EXACT): _COUNT,
        (ColumnKind.COUNT, Sort.FLOAT): _COUNT,
        # Through its shortest text a float is the decimal that was meant.
        (ColumnKind.MONEY, Sort.FLOAT): _MONEY.replace("{sql}", "CAST({sql} AS VARCHAR)"),
        (ColumnKind.MONEY, Sort.EXACT): "CAST(ROUND({sql}, 4) AS {type})",
    },
)


class _Tables(Tables):
    """Their names are as they are stored there, ours as they are written."""

    def place(self, schema: str, name: str) -> str:
        """Return the name of a table."""
        parts = [part for part in schema.split(".") if part]
        return ".".join(self.quoted(folded(part)) for part in (*parts, name))

    def given(self, mapped: Mapped) -> str:
        """Return the SQL of what fills a column, as it is there."""
        column = mapped.column
        return super().given(mapped if column is None else replace(mapped, column=folded(column)))


TABLES = _Tables(WORDS)
