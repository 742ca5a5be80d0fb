"""The columns of each fact table as they are stored, and their types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kpi_core.facts import FACTS, ColumnKind

# What `kpi map` says of a source: widest first, then whether it is paid for.
CHANNEL_COLUMNS = ("platform", "channel", "channel_kind")

_TYPES = {
    ColumnKind.DAY: "date",
    ColumnKind.MOMENT: "timestamp",
    ColumnKind.MONEY: "decimal(18, 4)",
    ColumnKind.COUNT: "int64",
    ColumnKind.NUMBER: "float64",
    ColumnKind.TEXT: "string",
    ColumnKind.MEMBER: "string",
    ColumnKind.CHOICE: "string",
}

#: What sums of money are told in: exact, and wide enough for any.
WIDE = "decimal(38, 4)"
_DUCKDB = {"int64": "BIGINT", "float64": "DOUBLE", "string": "VARCHAR"}


@cache
def columns_of(fact: str) -> Mapping[str, str]:
    """Return column -> type, as the compiler names types, for the columns that queries read."""
    columns = {name: _TYPES[column.kind] for name, column in FACTS[fact].columns.items()}
    if "source" in columns:
        columns |= dict.fromkeys(CHANNEL_COLUMNS, "string")
    return MappingProxyType(columns)


def dimensions_of(fact: str) -> tuple[str, ...]:
    """Return the dimensions that rows of *fact* carry, those that follow from its source included."""
    own = FACTS[fact].members()
    return ("platform", "channel", *own) if "source" in own else own


def duckdb_type(type_: str) -> str:
    """Return the column type of the embedded store."""
    return _DUCKDB.get(type_, type_.upper())
