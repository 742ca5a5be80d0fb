"""How PostgreSQL is told of a mapped table (see `kpi_core.engines.tables`)."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.engines.tables import Sort, Tables, Words, by_name, doubled

_NAMED = by_name(
    {
        Sort.DAY: ["date"],
        Sort.MOMENT: ["timestamp", "timestamp without time zone"],
        Sort.ZONED: ["timestamptz", "timestamp with time zone"],
        Sort.WHOLE: ["smallint", "integer", "bigint"],
        Sort.EXACT: ["numeric", "money"],
        Sort.FLOAT: ["real", "double precision"],
    }
)
#: What the server's numbers of types hold.
_NUMBERED = {
    1082: Sort.DAY, 1114: Sort.MOMENT, 1184: Sort.ZONED,
    20: Sort.WHOLE, 21: Sort.WHOLE, 23: Sort.WHOLE, 790: Sort.EXACT, 1700: Sort.EXACT,
    700: Sort.FLOAT, 701: Sort.FLOAT, 705: Sort.NOTHING,
}  # fmt: skip


def numbered(type_: int) -> Sort:
    """Return what a type holds, by the server's number of it."""
    return _NUMBERED.get(type_, Sort.OTHER)


def _spellings(keys: Mapping[str, str]) -> str:
    arrays = ", ".join(f"%({key})s::text[]" for key in keys.values())
    # Grouped, each spelling is there once for certain: a join nobody asks for is then left out.
    once = ", ".join(f"min({part}) AS {part}" for part in keys if part != "raw")
    return f"SELECT raw, {once} FROM unnest({arrays}) AS u({', '.join(keys)}) GROUP BY raw"


WORDS = Words(
    dialect="postgres",
    types={
        "date": "date",
        "timestamp": "timestamp",
        "decimal(18, 4)": "numeric(18, 4)",
        "int64": "bigint",
        "int32": "integer",
        "int8": "smallint",
        "float64": "double precision",
        "string": "text",
    },
    sort=_NAMED,
    quoted=doubled('"'),
    spellings=_spellings,
    zoned_day="({sql} AT TIME ZONE {zone})::date",
    bare_day="({sql} AT TIME ZONE {told} AT TIME ZONE {zone})::date",
    zoned_utc="({sql} AT TIME ZONE 'UTC')",
    bare_utc="(({sql})::timestamp AT TIME ZONE {told} AT TIME ZONE 'UTC')",
    trimmed="btrim({sql}, E' \\t\\n\\r')",
    cast="({sql})::{type}",
    rate="{rate}",
    converted="round({sql}::numeric(38, 4) * {rate}, 4)::numeric(18, 4)",
    # Sorted as the embedded store does: else two servers rank the same rows otherwise.
    collated=' COLLATE "C"',
    table="{name} AS NOT MATERIALIZED ({sql})",
)
TABLES = Tables(WORDS)
