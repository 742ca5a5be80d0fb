"""What differs between engines: their SQL of one expression, and what each of them gets wrong.

The compiler writes every dialect from one expression. Where what it writes would mean something
else there, or run nowhere, the finished tree is put right here, each time with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir
import sqlglot
import sqlglot.expressions as sge
from ibis.backends.sql import compilers

from kpi_core.facts import FACTS
from kpi_core.warehouse import bigquery, clickhouse, parameters, snowflake, spark, trino
from kpi_core.warehouse.schema import duckdb_type
from kpi_core.warehouse.shape import EMBEDDED, Said

#: dialect -> what writes it. Not ibis's backends: they want a server, the compilers none.
_COMPILERS: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {
        EMBEDDED: compilers.DuckDBCompiler,
        "postgres": compilers.PostgresCompiler,
        "spark": spark.Spark,
        "databricks": spark.Databricks,
        "trino": trino.Trino,
        "bigquery": bigquery.BigQuery,
        "snowflake": compilers.SnowflakeCompiler,
        "clickhouse": clickhouse.ClickHouse,
    }
)
#: Every dialect that statements are written in.
DIALECTS = tuple(_COMPILERS)
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "date": "date",
        "dates": "array<date>",
        "text": "string",
        "texts": "array<string>",
        "whole": "int64",
        "wholes": "array<int64>",
        "number": "float64",
        "moment": "timestamp",
    }
)
_PREFIX = "kpi_"


def own_name(table: str) -> str:
    """Return what a fact is called in statements of a warehouse: never a table of theirs."""
    return f"{_PREFIX}{table}"


def written(table: ir.Table, dialect: str) -> Said:
    """Return a table expression in *dialect*."""
    tree = _COMPILERS[dialect]().to_sqlglot(table)
    if dialect == EMBEDDED:
        tree = parameters.bound(tree)
        return Said(tree.sql(EMBEDDED), parameters.names(tree))
    return _said(parameters.bound(tree, lambda kind: _typed(kind, dialect)), dialect)


def _typed(kind: str, dialect: str) -> sge.DataType:
    """Return the type that *dialect* must be told of a value: a placeholder alone has none."""
    found: sge.DataType = _COMPILERS[dialect]().type_mapper.from_ibis(ibis.dtype(_KINDS[kind]))
    return found


def _put_right(tree: sge.Expression, dialect: str) -> sge.Expression:
    return _FIXES[dialect](tree) if dialect in _FIXES else tree


def kind_of(value: object) -> str:
    """Return of which kind a value is that a short statement of our own is given."""
    if isinstance(value, dt.datetime):
        return "moment"
    if isinstance(value, dt.date):
        return "date"
    return "whole" if isinstance(value, int) else "number" if isinstance(value, float) else "text"


@lru_cache(maxsize=256)
def translated(sql: str, dialect: str, kinds: tuple[str, ...] = ()) -> Said:
    """
    Return a short statement of our own, written for the embedded store, in *dialect*.

    kinds: of its values (`kind_of`), for a dialect that must be told.
    """
    if dialect == EMBEDDED:
        return Said(sql, frozenset())
    tree: sge.Expression = sqlglot.parse_one(sql, read=EMBEDDED)  # type: ignore[assignment]
    given = list(tree.find_all(sge.Placeholder, sge.Parameter, bfs=False))
    for place, node in enumerate(given, 1):
        name = str(node.args.get("this") or place)
        # A number alone is no name of a value, but in PostgreSQL, where it is the value's place.
        name = name if dialect == "postgres" else f"p{name}"
        given_kind = (
            {"kind": _typed(kinds[int(str(node.args.get("this") or place)) - 1], dialect)}
            if kinds
            else {}
        )
        node.replace(sge.Placeholder(this=name, **given_kind))
    return _said(tree, dialect)


def _said(tree: sge.Expression, dialect: str) -> Said:
    tables = set()
    for node in tree.find_all(sge.Table):
        if (node.name in FACTS or node.name == "one") and not node.db:
            tables.add(node.name)
            if not node.alias:
                node.set("alias", sge.TableAlias(this=sge.to_identifier(node.name, quoted=True)))
            node.set("this", sge.to_identifier(own_name(node.name), quoted=True))
    names = parameters.names(tree)
    return Said(_put_right(tree, dialect).sql(dialect), names, frozenset(tables))


def quoted(name: str, dialect: str) -> str:
    """Return *name* as an identifier of *dialect*, its case kept."""
    return sge.to_identifier(name, quoted=True).sql(dialect)


def type_in(type_: str, dialect: str) -> str:
    """Return what *dialect* calls a type of the compiler's."""
    if dialect == EMBEDDED:
        return duckdb_type(type_)
    mapper = _COMPILERS[dialect]().type_mapper
    return str(mapper.from_ibis(ibis.dtype(type_)).sql(dialect))


def _postgres(tree: sge.Expression) -> sge.Expression:
    r"""
    Put right what PostgreSQL would read otherwise.

    Texts are sorted by code point (see `kpi_core.engines.postgres_tables`), and that collation
    knows no capital beyond A to Z: `ÉLAN` and `élan` are one customer only by another. A word ends
    at `\y` there, where `\b` is a backspace.
    """

    def right(node: sge.Expression) -> sge.Expression:
        if isinstance(node, (sge.Lower, sge.Upper)):
            node.set("this", _collated(node.this, "und-x-icu"))
            return _collated(node, "C")
        if isinstance(node, sge.RegexpLike):
            node.set("this", _collated(node.this, "und-x-icu"))
            pattern = node.expression
            if isinstance(pattern, sge.Literal):
                node.set("expression", sge.Literal.string(pattern.name.replace("\\b", "\\y")))
        return node

    # From within outwards, so that what is put right inside is kept.
    found: list[Any] = [*tree.find_all(sge.Lower, sge.Upper, sge.RegexpLike)]
    for node in reversed(found):
        node.replace(right(node.copy()))
    return tree


def _collated(node: sge.Expression, collation: str) -> sge.Expression:
    return sge.Collate(
        this=sge.Paren(this=node.copy()),
        expression=sge.to_identifier(collation, quoted=True),
    )


_FIXES: Mapping[str, Callable[[sge.Expression], sge.Expression]] = MappingProxyType(
    {
        "postgres": _postgres,
        "bigquery": bigquery.put_right,
        "snowflake": snowflake.put_right,
        "clickhouse": clickhouse.put_right,
        "spark": spark.put_right,
        "databricks": spark.put_right,
        "trino": trino.put_right,
    }
)
