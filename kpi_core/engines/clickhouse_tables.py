"""How ClickHouse is told of a mapped table (see `kpi_core.engines.tables`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpi_core.engines.tables import Sort, Tables, Words, escaped
from kpi_core.facts import ColumnKind

_WRAPPED = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)")
_NAMED = re.compile(r"(Date32|DateTime|Date|U?Int|Decimal|B?Float|String|FixedString|Enum|Nothing)")
_SORTS = {
    "Date": Sort.DAY,
    "Date32": Sort.DAY,
    # A moment there is one, whatever zone its column shows it in.
    "DateTime": Sort.ZONED,
    "Int": Sort.WHOLE,
    "UInt": Sort.WHOLE,
    "Decimal": Sort.EXACT,
    "Float": Sort.FLOAT,
    "BFloat": Sort.FLOAT,
    "String": Sort.TEXT,
    "FixedString": Sort.TEXT,
    "Enum": Sort.TEXT,
    "Nothing": Sort.NOTHING,
}
TEXTS = "Array(Nullable(String))"


def sort_of(type_: str) -> Sort:
    """Return what a type holds, by its name there."""
    while (inner := _WRAPPED.fullmatch(type_)) is not None:
        type_ = inner[1]
    found = _NAMED.match(type_)
    return _SORTS[found[1]] if found is not None else Sort.OTHER


def _spellings(keys: Mapping[str, str]) -> str:
    lists = ", ".join(f"{{{key}: {TEXTS}}}" for key in keys.values())
    told = ", ".join(f"tupleElement(each, {n}) AS {part}" for n, part in enumerate(keys, 1))
    return f"SELECT {told} FROM (SELECT arrayJoin(arrayZip({lists})) AS each) AS lists"


WORDS = Words(
    dialect="clickhouse",
    types={
        "date": "Nullable(Date32)",
        "timestamp": "Nullable(DateTime64(6))",
        "decimal(18, 4)": "Nullable(Decimal(18, 4))",
        "int64": "Nullable(Int64)",
        "int32": "Nullable(Int32)",
        "int8": "Nullable(Int8)",
        "float64": "Nullable(Float64)",
        "string": "Nullable(String)",
    },
    sort=sort_of,
    quoted=escaped('"'),
    spellings=_spellings,
    zoned_day="toDate32(toTimeZone({sql}, {zone}))",
    bare_day="toDate32(toTimeZone(toDateTime64({sql}, 6, {told}), {zone}))",
    zoned_utc="CAST(toTimeZone({sql}, 'UTC') AS Nullable(DateTime64(6)))",
    bare_utc="CAST(toTimeZone(toDateTime64({sql}, 6, {told}), 'UTC') AS Nullable(DateTime64(6)))",
    trimmed="trim(BOTH ' \\t\\n\\r' FROM {sql})",
    # A cast cuts what is too fine, and `round` takes floats to the even neighbour: through its
    # shortest text a float is the decimal that was meant.
    casts={
        (ColumnKind.COUNT, Sort.EXACT): "CAST(round({sql}) AS {type})",
        (ColumnKind.COUNT, Sort.FLOAT): "CAST(sign({sql}) * floor(abs({sql}) + 0.5) AS {type})",
        (ColumnKind.MONEY, Sort.EXACT): "CAST(round({sql}, 4) AS {type})",
        (
            ColumnKind.MONEY,
            Sort.FLOAT,
        ): "CAST(round(toDecimal128(toString({sql}), 12), 4) AS {type})",
    },
    rate="toDecimal128('{rate}', 8)",
    converted="CAST(round({sql} * {rate}, 4) AS Nullable(Decimal(18, 4)))",
)
TABLES = Tables(WORDS)
