"""A mapped table as its engine is told of it: our columns, of our types, with our members.

What differs from one engine to another is a declaration of its own (`Words`). A column that has its
type already is left bare, so that an index, a partition or the statistics of files still serve.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import sqlglot.expressions as sge

from kpi_core.engines.around import Around
from kpi_core.engines.mapping import Mapped, Table
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.warehouse.building import PROVENANCE
from kpi_core.warehouse.dialects import own_name
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.warehouse.shape import Said


class Sort(StrEnum):
    """What a column of theirs holds, whatever the engine calls its type."""

    DAY = "day"
    MOMENT = "moment"  # one that says no time zone
    ZONED = "zoned"
    WHOLE = "whole"
    EXACT = "exact"
    FLOAT = "float"
    TEXT = "text"
    NOTHING = "nothing"  # NULL alone
    OTHER = "other"


#: Column -> what it holds.
Types = Mapping[str, Sort]

_DAYS = frozenset({Sort.DAY, Sort.MOMENT, Sort.ZONED, Sort.NOTHING})
_NUMBERS = frozenset({Sort.WHOLE, Sort.EXACT, Sort.FLOAT, Sort.NOTHING})
#: What each kind of column may be made of; texts may be made of anything.
_ACCEPTED: Mapping[ColumnKind, frozenset[Sort]] = {
    ColumnKind.DAY: _DAYS,
    ColumnKind.MOMENT: _DAYS,
    ColumnKind.MONEY: _NUMBERS,
    ColumnKind.COUNT: _NUMBERS,
    ColumnKind.NUMBER: _NUMBERS,
}


def fits(kind: ColumnKind, sort: Sort) -> bool:
    """Tell whether a column of *kind* may be made of a column of *sort*."""
    return sort in _ACCEPTED.get(kind, {sort})


def by_name(sorts: Mapping[Sort, Iterable[str]]) -> Callable[[str], Sort]:
    """Return what tells the sort of a type by its name, in small letters and without its size."""
    known = {name: sort for sort, names in sorts.items() for name in names}
    return lambda type_: known.get(re.sub(r"\s*\(.*?\)", "", type_).lower(), Sort.OTHER)


def doubled(quote: str) -> Callable[[str], str]:
    """Return what writes an identifier between *quote*, one within it twice; its case is kept."""
    return lambda name: quote + name.replace(quote, quote * 2) + quote


def escaped(quote: str) -> Callable[[str], str]:
    """Return what writes an identifier between *quote*, one within it after a backslash."""
    return lambda name: quote + re.sub(rf"([\\{quote}])", r"\\\1", name) + quote


@dataclass(frozen=True, slots=True)
class Words:
    """
    How an engine says what is said of a mapped table. Templates are filled with `{sql}` and `{type}`.

    dialect: of the compiler; types: the compiler's type -> the engine's (`int8` is the least one).
    sort: what a type of the engine's holds; quoted: an identifier as it is written.
    spellings: part -> the name of the value that lists it; returns a query with a row a spelling,
    its columns called by the parts.
    zoned_day, bare_day: of a moment with and without a zone, its day in `{zone}` (`{told}`: the zone
    that is meant where none is said); zoned_utc, bare_utc: the moment by UTC's clock.
    trimmed: a text without blanks (space, tab, line ends) around it.
    casts: how a sort becomes a type, where `cast` would cut or refuse: (kind, sort) -> template.
    rate, converted: an exact factor of `{rate}`, and an amount times `{rate}` to our four decimals.
    collated: said after each text, so that it is sorted by code point.
    table: a common table `{name}` of `{sql}`.
    """

    dialect: str
    types: Mapping[str, str]
    sort: Callable[[str], Sort]
    quoted: Callable[[str], str]
    spellings: Callable[[Mapping[str, str]], str]
    zoned_day: str
    bare_day: str
    zoned_utc: str
    bare_utc: str
    trimmed: str
    cast: str = "CAST({sql} AS {type})"
    casts: Mapping[tuple[ColumnKind, Sort], str] = field(default_factory=dict)
    rate: str = "CAST({rate} AS DECIMAL(18, 8))"
    converted: str = "CAST({sql} * {rate} AS DECIMAL(18, 4))"
    collated: str = ""
    table: str = "{name} AS ({sql})"


#: The compiler's type of each kind of column that is not read by a way of its own.
_TYPES = {
    ColumnKind.MONEY: "decimal(18, 4)",
    ColumnKind.COUNT: "int64",
    ColumnKind.NUMBER: "float64",
}


class Tables:
    """What is said of mapped tables in the words of one engine."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.quoted = words.quoted

    def cast(self, sql: str, type_: str) -> str:
        """Return *sql* as a type of the compiler's; a text is sorted by code point from there on."""
        told = self.words.cast.format(sql=sql, type=self.words.types[type_])
        return f"{told}{self.words.collated}" if type_ == "string" else told

    def literal(self, value: object) -> str:
        """Return *value*, of the administrator's own file, as SQL."""
        if isinstance(value, str):
            return str(sge.Literal.string(value).sql(self.words.dialect))
        return "NULL" if value is None else str(value)

    def place(self, schema: str, name: str) -> str:
        """Return the name of a table; *schema*: what is above it, between points."""
        return ".".join([*(self.quoted(part) for part in schema.split(".") if part), self.quoted(name)])  # fmt: skip

    def text(self, mapped: Mapped) -> str:
        """Return the SQL of what fills a column, as a text."""
        return self.words.cast.format(sql=self.given(mapped), type=self.words.types["string"])

    def given(self, mapped: Mapped) -> str:
        """Return the SQL of what fills a column, as it is there."""
        if mapped.column is not None:
            found = self.quoted(mapped.column)
        elif mapped.sql is not None:
            found = f"({mapped.sql})"
        else:
            return self.literal(mapped.value)
        if not mapped.values and mapped.otherwise is None:
            return found
        text = self.words.types["string"]
        cases = " ".join(
            f"WHEN {self.literal(a)} THEN {self.literal(b)}" for a, b in mapped.values.items()
        )
        otherwise = found if mapped.otherwise is None else self.literal(mapped.otherwise)
        other = self.words.cast.format(sql=otherwise, type=text)
        said = self.words.cast.format(sql=found, type=text)
        return f"CASE {said} {cases} ELSE {other} END" if cases else other

    def source(self, table: Table) -> str:
        """Return what follows FROM, with the rows that count."""
        found = self.place(table.schema, table.name) if table.query is None else f"({table.query})"
        where = f" WHERE {table.where}" if table.where else ""
        return f"{found} AS theirs{where}"

    def probe(self, table: Table, names: Collection[str]) -> str:
        """Return the SQL whose columns have the types of *names*."""
        told = ", ".join(f"{self.given(table.columns[n])} AS {self.quoted(n)}" for n in names)
        return f"SELECT {told} FROM {self.source(table)}"

    def base(self, table: Table, types: Types, around: Around) -> str:
        """Return the SQL for the rows of a fact, its members as they spell them."""
        spec = FACTS[table.fact].columns
        told = []
        for name, type_ in {**columns_of(table.fact), **PROVENANCE}.items():
            category = (table.fact, name) == ("spend", "category")
            mapped = table.columns.get(name)
            if mapped is None:
                sql = self.cast("'direct'" if category else "NULL", type_)
            else:
                # Where a channel is named, it is no spelling to look up: it is read as a choice is.
                kind = spec[name].kind if name in spec else ColumnKind.CHOICE
                sql = self._as(kind, self.given(mapped), types[name], around)
                if kind is ColumnKind.MONEY:
                    sql = self._converted(sql, table, around)
                if category:
                    sql = f"coalesce({sql}, 'direct'){self.words.collated}"
            told.append(f"{sql} AS {self.quoted(name)}")
        return f"SELECT {', '.join(told)} FROM {self.source(table)}"

    def common(self, table: Table, types: Types, around: Around, respelt: Collection[str]) -> Said:
        """
        Return the common table of a fact.

        respelt: the dimensions of which a spelling is not the member itself; a source also has its
        place, and these come as values with each question.
        """
        columns = columns_of(table.fact)
        looked = [n for n in FACTS[table.fact].members() if n == "source" or n in respelt]
        told = {name: f"theirs.{self.quoted(name)}" for name in (*columns, *PROVENANCE)}
        joins, parameters = [], set()
        for name in (n for n in looked if n in table.columns):
            parts = ("raw", "member", *(CHANNEL_COLUMNS if name == "source" else ()))
            keys = {part: f"w_{name}_{part}" for part in parts}
            parameters |= set(keys.values())
            joins.append(
                f" LEFT JOIN ({self.words.spellings(keys)}) AS of_{name}"
                f" ON of_{name}.raw = theirs.{self.quoted(name)}"
            )
            # What came since the spellings were read stands for itself.
            new = f"CASE WHEN of_{name}.raw IS NULL THEN theirs.{self.quoted(name)} ELSE of_{name}."
            told[name] = f"{new}member END"
            for part in parts[2:]:
                found = f"of_{name}.{part}" if part == "channel_kind" else f"{new}{part} END"
                own = f"theirs.{self.quoted(part)}"
                told[part] = f"coalesce({own}, {found})" if part in table.columns else found
        texts = {name for name, type_ in columns.items() if type_ == "string"}
        listed = ", ".join(
            f"{sql}{self.words.collated if name in texts else ''} AS {self.quoted(name)}"
            for name, sql in told.items()
        )
        rows = self.base(table, types, around)
        return self._said(
            table.fact, f"SELECT {listed} FROM ({rows}) AS theirs{''.join(joins)}", parameters
        )

    def nothing(self, fact: str) -> Said:
        """Return the common table of a fact that no table of theirs is: it has no rows."""
        told = ", ".join(
            f"{self.cast('NULL', type_)} AS {self.quoted(name)}"
            for name, type_ in {**columns_of(fact), **PROVENANCE}.items()
        )
        return self._said(fact, f"SELECT {told} FROM (SELECT 1 AS x) AS held WHERE false")

    def one(self) -> Said:
        """Return the common table of one row that questions unfold their lists from."""
        return self._said("one", f"SELECT {self.cast('1', 'int8')} AS {self.quoted('one')}")

    def _said(self, fact: str, sql: str, parameters: Collection[str] = ()) -> Said:
        name = self.quoted(own_name(fact))
        return Said(self.words.table.format(name=name, sql=sql), frozenset(parameters))

    def _as(self, kind: ColumnKind, sql: str, sort: Sort, around: Around) -> str:
        """Return what fills a column as a column of *kind*."""
        if kind is ColumnKind.DAY:
            return self._day(sql, sort, around)
        if kind is ColumnKind.MOMENT:
            return self._moment(sql, sort, around)
        if kind in _TYPES:
            type_ = _TYPES[kind]
            way = self.words.casts.get((kind, sort), self.words.cast)
            return way.format(sql=sql, type=self.words.types[type_])
        if kind is ColumnKind.CHOICE:
            # A blank is none, as when a file is imported.
            text = self.words.cast.format(sql=sql, type=self.words.types["string"])
            return f"nullif({self.words.trimmed.format(sql=text)}, ''){self.words.collated}"
        # Of members, blanks are among the spellings that are looked up.
        return self.cast(sql, "string")

    def _day(self, sql: str, sort: Sort, around: Around) -> str:
        zones = {"zone": self.literal(around.zone), "told": self.literal(around.told)}
        if sort is Sort.ZONED:
            return self.words.zoned_day.format(sql=sql, **zones)
        if sort is Sort.MOMENT and around.told != around.zone:
            return self.words.bare_day.format(sql=sql, **zones)
        if sort is Sort.DAY and (ColumnKind.DAY, sort) not in self.words.casts:
            return sql
        way = self.words.casts.get((ColumnKind.DAY, sort), self.words.cast)
        return way.format(sql=sql, type=self.words.types["date"])

    def _moment(self, sql: str, sort: Sort, around: Around) -> str:
        if sort is Sort.ZONED:
            return self.words.zoned_utc.format(sql=sql)
        return self.words.bare_utc.format(sql=sql, told=self.literal(around.told))

    def _converted(self, sql: str, table: Table, around: Around) -> str:
        """Return an amount in the workspace's currency."""
        currency = table.columns.get("currency")
        if currency is None or not around.rates:
            return sql
        named = f"upper({self.words.trimmed.format(sql=self.text(currency))})"
        rates = " ".join(
            f"WHEN {self.literal(c)} THEN {self.words.rate.format(rate=rate)}"
            for c, rate in around.rates.items()
        )
        rate = f"CASE {named} {rates} ELSE {self.words.rate.format(rate=1)} END"
        return self.words.converted.format(sql=sql, rate=rate)
