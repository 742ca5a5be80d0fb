"""A mapped table as PostgreSQL is told of it: our columns, of our types, with our members.

A column that already has its type is left bare, so that an index or a partition on it still serves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import sqlglot.expressions as sge

from kpi_core.engines.engine import Around
from kpi_core.engines.mapping import Mapped, Table
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.warehouse.building import PROVENANCE
from kpi_core.warehouse.dialects import own_name
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.warehouse.shape import Said

#: The server's numbers of the types that days, moments and numbers come in.
_DATE, _MOMENT, _ZONED = 1082, 1114, 1184
#: A moment that says no time zone.
NO_ZONE = _MOMENT
_WHOLE = frozenset({20, 21, 23})
_NUMBERS = _WHOLE | {700, 701, 790, 1700}
_TEXTS = frozenset({18, 19, 25, 1042, 1043, 705})
_STORED = {
    "date": "date",
    "timestamp": "timestamp",
    "decimal(18, 4)": "numeric(18, 4)",
    "int64": "bigint",
    "int32": "integer",
    "float64": "double precision",
    "string": "text",
}
#: What each kind of column may be made of; texts may be made of anything.
ACCEPTED: Mapping[ColumnKind, frozenset[int]] = {
    ColumnKind.DAY: frozenset({_DATE, _MOMENT, _ZONED, 705}),
    ColumnKind.MOMENT: frozenset({_DATE, _MOMENT, _ZONED, 705}),
    ColumnKind.MONEY: _NUMBERS,
    ColumnKind.COUNT: _NUMBERS,
    ColumnKind.NUMBER: _NUMBERS,
}
# Sorted by code point, as the embedded store does: else two servers rank the same rows otherwise.
_C = 'COLLATE "C"'


def given(mapped: Mapped) -> str:
    """Return the SQL of what fills a column, as it is there."""
    if mapped.column is not None:
        found = quoted(mapped.column)
    elif mapped.sql is not None:
        found = f"({mapped.sql})"
    else:
        return literal(mapped.value)
    if not mapped.values and mapped.otherwise is None:
        return found
    cases = " ".join(f"WHEN {literal(a)} THEN {literal(b)}" for a, b in mapped.values.items())
    otherwise = found if mapped.otherwise is None else literal(mapped.otherwise)
    other = f"({otherwise})::text"
    return f"CASE ({found})::text {cases} ELSE {other} END" if cases else other


def source(table: Table) -> str:
    """Return what follows FROM, with the rows that count."""
    place = (
        f"{quoted(table.schema)}.{quoted(table.name)}"
        if table.query is None
        else f"({table.query})"
    )
    where = f" WHERE {table.where}" if table.where else ""
    return f"{place} AS theirs{where}"


def probe(table: Table, names: Collection[str]) -> str:
    """Return the SQL whose columns have the types of *names*."""
    told = ", ".join(f"{given(table.columns[name])} AS {quoted(name)}" for name in names)
    return f"SELECT {told} FROM {source(table)}"


def base(table: Table, types: Mapping[str, int], around: Around) -> str:
    """Return the SQL for the rows of a fact, its members as they spell them."""
    spec = FACTS[table.fact].columns
    told = []
    for name, type_ in {**columns_of(table.fact), **PROVENANCE}.items():
        mapped = table.columns.get(name)
        if mapped is None:
            told.append(f"{_empty(table.fact, name, type_)} AS {quoted(name)}")
            continue
        # Where a channel is named, it is no spelling to look up: it is read as a choice is.
        kind = spec[name].kind if name in spec else ColumnKind.CHOICE
        sql = _CASTS[kind](given(mapped), types[name], around)
        if kind is ColumnKind.MONEY:
            sql = _converted(sql, table, around)
        if (table.fact, name) == ("spend", "category"):
            sql = f"coalesce({sql}, 'direct'){_C}"
        told.append(f"{sql} AS {quoted(name)}")
    return f"SELECT {', '.join(told)} FROM {source(table)}"


def common(
    table: Table, types: Mapping[str, int], around: Around, respelt: Collection[str]
) -> Said:
    """
    Return the common table of a fact.

    respelt: the dimensions of which a spelling is not the member itself; a source also has its
    place, and these come as values with each question.
    """
    columns = columns_of(table.fact)
    rows = base(table, types, around)
    looked = [n for n in FACTS[table.fact].members() if n == "source" or n in respelt]
    looked = [n for n in looked if n in table.columns]
    told = {name: f"rows.{quoted(name)}" for name in (*columns, *PROVENANCE)}
    joins, parameters = [], set()
    for name in looked:
        parts = ("raw", "member", *(CHANNEL_COLUMNS if name == "source" else ()))
        keys = [f"w_{name}_{part}" for part in parts]
        parameters |= set(keys)
        arrays = ", ".join(f"%({key})s::text[]" for key in keys)
        # Grouped, each spelling is there once for certain: a join nobody asks for is then left out.
        once = ", ".join(f"min({part}) AS {part}" for part in parts[1:])
        joins.append(
            f" LEFT JOIN (SELECT raw, {once} FROM unnest({arrays}) AS u({', '.join(parts)})"
            f" GROUP BY raw) AS of_{name} ON of_{name}.raw = rows.{quoted(name)}"
        )
        # What came since the spellings were read stands for itself.
        new = f"CASE WHEN of_{name}.raw IS NULL THEN rows.{quoted(name)} ELSE of_{name}."
        told[name] = f"{new}member END"
        for part in parts[2:]:
            found = f"of_{name}.{part}" if part == "channel_kind" else f"{new}{part} END"
            own = f"rows.{quoted(part)}"
            told[part] = f"coalesce({own}, {found})" if part in table.columns else found
    texts = {name for name, type_ in columns.items() if type_ == "string"}
    listed = ", ".join(
        f"{sql}{f' {_C}' if name in texts else ''} AS {quoted(name)}" for name, sql in told.items()
    )
    return Said(
        f"{quoted(own_name(table.fact))} AS NOT MATERIALIZED"
        f" (SELECT {listed} FROM ({rows}) AS rows{''.join(joins)})",
        frozenset(parameters),
    )


def nothing(fact: str) -> Said:
    """Return the common table of a fact that no table of theirs is: it has no rows."""
    told = ", ".join(
        f"NULL::{_STORED[type_]}{f' {_C}' if type_ == 'string' else ''} AS {quoted(name)}"
        for name, type_ in {**columns_of(fact), **PROVENANCE}.items()
    )
    sql = f"{quoted(own_name(fact))} AS NOT MATERIALIZED (SELECT {told} WHERE false)"
    return Said(sql, frozenset())


#: The common table of one row that questions unfold their lists from.
ONE = Said(f'"{own_name("one")}" AS NOT MATERIALIZED (SELECT 1::smallint AS "one")', frozenset())


def _empty(fact: str, name: str, type_: str) -> str:
    if (fact, name) == ("spend", "category"):
        return f"'direct'::text {_C}"
    return f"NULL::{_STORED[type_]}{f' {_C}' if type_ == 'string' else ''}"


def _day(sql: str, type_: int, around: Around) -> str:
    if type_ == _ZONED:
        return f"({sql} AT TIME ZONE {literal(around.zone)})::date"
    if type_ == _MOMENT and around.told != around.zone:
        moment = f"({sql} AT TIME ZONE {literal(around.told)})"
        return f"({moment} AT TIME ZONE {literal(around.zone)})::date"
    return sql if type_ == _DATE else f"({sql})::date"


def _moment(sql: str, type_: int, around: Around) -> str:
    if type_ == _ZONED:
        return f"({sql} AT TIME ZONE 'UTC')"
    return f"(({sql})::timestamp AT TIME ZONE {literal(around.told)} AT TIME ZONE 'UTC')"


def _text(sql: str, _type: int, _around: Around) -> str:
    return f"({sql})::text {_C}"


def _choice(sql: str, _type: int, _around: Around) -> str:
    # A blank is none, as when a file is imported.
    return f"nullif(btrim(({sql})::text, E' \\t\\n\\r'), '') {_C}"


def _as(type_: str) -> Callable[[str, int, Around], str]:
    return lambda sql, _type, _around: f"({sql})::{type_}"


_CASTS: Mapping[ColumnKind, Callable[[str, int, Around], str]] = {
    ColumnKind.DAY: _day,
    ColumnKind.MOMENT: _moment,
    ColumnKind.MONEY: _as("numeric(18, 4)"),
    ColumnKind.COUNT: _as("bigint"),
    ColumnKind.NUMBER: _as("double precision"),
    ColumnKind.TEXT: _text,
    ColumnKind.MEMBER: _text,  # blanks are among the spellings that are looked up
    ColumnKind.CHOICE: _choice,
}


def _converted(sql: str, table: Table, around: Around) -> str:
    """Return an amount in the workspace's currency."""
    currency = table.columns.get("currency")
    if currency is None or not around.rates:
        return sql
    named = f"upper(btrim(({given(currency)})::text))"
    rates = " ".join(f"WHEN {literal(c)} THEN {rate}" for c, rate in around.rates.items())
    return f"round({sql}::numeric(38, 4) * CASE {named} {rates} ELSE 1 END, 4)::numeric(18, 4)"


def literal(value: object) -> str:
    """Return *value*, of the administrator's own file, as SQL."""
    if isinstance(value, str):
        return str(sge.Literal.string(value).sql("postgres"))
    return "NULL" if value is None else str(value)


def quoted(name: str) -> str:
    """Return *name* as an identifier, its case kept."""
    return '"' + name.replace('"', '""') + '"'
