"""A mapped table as Spark is told of it: our columns, of our types, with our members.

A day that is stored as a day is left bare, so that partitions and the statistics of files serve.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

import sqlglot.expressions as sge

from kpi_core.engines.engine import Around, Types
from kpi_core.engines.mapping import Mapped, Table
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.warehouse.building import PROVENANCE
from kpi_core.warehouse.dialects import own_name
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.warehouse.shape import Said

DATE, ZONED, NO_ZONE = "date", "timestamp", "timestamp_ntz"
_DAYS = frozenset({DATE, ZONED, NO_ZONE, "void"})
_WHOLE = frozenset({"tinyint", "smallint", "int", "bigint"})
_NUMBERS = _WHOLE | {"float", "double", "decimal", "void"}
#: What each kind of column may be made of; texts may be made of anything.
ACCEPTED: Mapping[ColumnKind, frozenset[str]] = {
    ColumnKind.DAY: _DAYS,
    ColumnKind.MOMENT: _DAYS,
    ColumnKind.MONEY: _NUMBERS,
    ColumnKind.COUNT: _NUMBERS,
    ColumnKind.NUMBER: _NUMBERS,
}
_STORED = {"timestamp": "timestamp_ntz", "int64": "bigint", "int32": "int", "float64": "double"}
_SPACES = "' \\t\\n\\r'"


def stored(type_: str) -> str:
    """Return what Spark calls a type of the compiler's."""
    return _STORED.get(type_, type_)


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
    other = f"CAST({otherwise} AS STRING)"
    return f"CASE CAST({found} AS STRING) {cases} ELSE {other} END" if cases else other


def place(schema: str, name: str) -> str:
    """Return the name of a table, or of the folder of files that *schema* is the format of."""
    return ".".join([*(quoted(part) for part in schema.split(".") if part), quoted(name)])


def source(table: Table) -> str:
    """Return what follows FROM, with the rows that count."""
    found = place(table.schema, table.name) if table.query is None else f"({table.query})"
    where = f" WHERE {table.where}" if table.where else ""
    return f"{found} AS theirs{where}"


def probe(table: Table, names: Collection[str]) -> str:
    """Return the SQL whose columns have the types of *names*."""
    told = ", ".join(f"{given(table.columns[name])} AS {quoted(name)}" for name in names)
    return f"SELECT {told} FROM {source(table)}"


def base(table: Table, types: Types, around: Around) -> str:
    """Return the SQL for the rows of a fact, its members as they spell them."""
    spec = FACTS[table.fact].columns
    told = []
    for name, type_ in {**columns_of(table.fact), **PROVENANCE}.items():
        mapped = table.columns.get(name)
        if mapped is None:
            empty = "'direct'" if (table.fact, name) == ("spend", "category") else "NULL"
            told.append(f"CAST({empty} AS {stored(type_)}) AS {quoted(name)}")
            continue
        # Where a channel is named, it is no spelling to look up: it is read as a choice is.
        kind = spec[name].kind if name in spec else ColumnKind.CHOICE
        sql = _CASTS[kind](given(mapped), str(types[name]), around)
        if kind is ColumnKind.MONEY:
            sql = _converted(sql, table, around)
        if (table.fact, name) == ("spend", "category"):
            sql = f"coalesce({sql}, 'direct')"
        told.append(f"{sql} AS {quoted(name)}")
    return f"SELECT {', '.join(told)} FROM {source(table)}"


def common(table: Table, types: Types, around: Around, respelt: Collection[str]) -> Said:
    """
    Return the common table of a fact.

    respelt: the dimensions of which a spelling is not the member itself; a source also has its
    place, and these come as values with each question.
    """
    columns = columns_of(table.fact)
    looked = [n for n in FACTS[table.fact].members() if n == "source" or n in respelt]
    told = {name: f"theirs.{quoted(name)}" for name in (*columns, *PROVENANCE)}
    joins, parameters = [], set()
    for name in (n for n in looked if n in table.columns):
        parts = ("raw", "member", *(CHANNEL_COLUMNS if name == "source" else ()))
        keys = [f"w_{name}_{part}" for part in parts]
        parameters |= set(keys)
        lists = ", ".join(f"from_json(:{key}, 'array<string>')" for key in keys)
        joins.append(
            f" LEFT JOIN (SELECT inline(arrays_zip({lists})) AS ({', '.join(parts)}))"
            f" AS of_{name} ON of_{name}.raw = theirs.{quoted(name)}"
        )
        # What came since the spellings were read stands for itself.
        new = f"CASE WHEN of_{name}.raw IS NULL THEN theirs.{quoted(name)} ELSE of_{name}."
        told[name] = f"{new}member END"
        for part in parts[2:]:
            found = f"of_{name}.{part}" if part == "channel_kind" else f"{new}{part} END"
            own = f"theirs.{quoted(part)}"
            told[part] = f"coalesce({own}, {found})" if part in table.columns else found
    listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in told.items())
    rows = base(table, types, around)
    return Said(
        f"{quoted(own_name(table.fact))} AS (SELECT {listed} FROM ({rows}) AS theirs{''.join(joins)})",
        frozenset(parameters),
    )


def nothing(fact: str) -> Said:
    """Return the common table of a fact that no table of theirs is: it has no rows."""
    told = ", ".join(
        f"CAST(NULL AS {stored(type_)}) AS {quoted(name)}"
        for name, type_ in {**columns_of(fact), **PROVENANCE}.items()
    )
    return Said(f"{quoted(own_name(fact))} AS (SELECT {told} WHERE false)", frozenset())


#: The common table of one row that questions unfold their lists from.
ONE = Said(f"{'`' + own_name('one') + '`'} AS (SELECT CAST(1 AS tinyint) AS `one`)", frozenset())


def _day(sql: str, type_: str, around: Around) -> str:
    if type_ == ZONED:
        return f"CAST(from_utc_timestamp({sql}, {literal(around.zone)}) AS DATE)"
    if type_ == NO_ZONE and around.told != around.zone:
        return (
            f"CAST(convert_timezone({literal(around.told)}, {literal(around.zone)}, {sql}) AS DATE)"
        )
    return sql if type_ == DATE else f"CAST({sql} AS DATE)"


def _moment(sql: str, type_: str, around: Around) -> str:
    if type_ == ZONED:
        return f"CAST({sql} AS TIMESTAMP_NTZ)"  # the session's zone is UTC
    return f"convert_timezone({literal(around.told)}, 'UTC', CAST({sql} AS TIMESTAMP_NTZ))"


def _text(sql: str, _type: str, _around: Around) -> str:
    return f"CAST({sql} AS STRING)"


def _choice(sql: str, _type: str, _around: Around) -> str:
    # A blank is none, as when a file is imported.
    return f"nullif(trim(BOTH {_SPACES} FROM CAST({sql} AS STRING)), '')"


def _money(sql: str, _type: str, _around: Around) -> str:
    return f"CAST({sql} AS DECIMAL(18, 4))"


def _count(sql: str, type_: str, _around: Around) -> str:
    # A cast alone would cut: 1.5 is 2 elsewhere.
    return f"CAST({sql} AS BIGINT)" if type_ in _WHOLE else f"CAST(round({sql}) AS BIGINT)"


def _number(sql: str, _type: str, _around: Around) -> str:
    return f"CAST({sql} AS DOUBLE)"


_CASTS: Mapping[ColumnKind, Callable[[str, str, Around], str]] = {
    ColumnKind.DAY: _day,
    ColumnKind.MOMENT: _moment,
    ColumnKind.MONEY: _money,
    ColumnKind.COUNT: _count,
    ColumnKind.NUMBER: _number,
    ColumnKind.TEXT: _text,
    ColumnKind.MEMBER: _text,  # blanks are among the spellings that are looked up
    ColumnKind.CHOICE: _choice,
}


def _converted(sql: str, table: Table, around: Around) -> str:
    """Return an amount in the workspace's currency."""
    currency = table.columns.get("currency")
    if currency is None or not around.rates:
        return sql
    named = f"upper(trim(CAST({given(currency)} AS STRING)))"
    rates = " ".join(
        f"WHEN {literal(c)} THEN CAST({rate} AS DECIMAL(18, 8))" for c, rate in around.rates.items()
    )
    return (
        f"CAST({sql} * CASE {named} {rates} ELSE CAST(1 AS DECIMAL(18, 8)) END AS DECIMAL(18, 4))"
    )


def bare(type_: str) -> str:
    """Return *type_* without its size."""
    return re.sub(r"\(.*\)", "", type_)


def literal(value: object) -> str:
    """Return *value*, of the administrator's own file, as SQL."""
    if isinstance(value, str):
        return str(sge.Literal.string(value).sql("spark"))
    return "NULL" if value is None else str(value)


def quoted(name: str) -> str:
    """Return *name* as an identifier, its case kept."""
    return "`" + name.replace("`", "``") + "`"


def collected(rows: str, names: Sequence[str]) -> str:
    """Return the SQL for the values that *rows* hold in each of *names*: one reading for all."""
    told = ", ".join(f"collect_set({quoted(name)}) AS {quoted(name)}" for name in names)
    return f"SELECT {told} FROM ({rows}) AS held"
