"""One query and nothing else, where a script of several statements may begin as a query does."""

from __future__ import annotations

import sqlglot

from kpi_core.engines.driving import only_query
from kpi_core.engines.words import Cause, because
from kpi_core.warehouse.address import Address


def one_query(sql: str, dialect: str, address: Address) -> str:
    """
    Return *sql*; refuses whatever is no query, or more than one.

    A semicolon is looked for by the grammar's own words: one in a text or a name is no end.
    """
    try:
        tokens = sqlglot.tokenize(only_query(sql, address), read=dialect)
    except sqlglot.errors.SqlglotError:
        raise because(Cause.NOT_A_QUERY, address, sql[:80]) from None
    if any(token.token_type is sqlglot.TokenType.SEMICOLON for token in tokens):
        raise because(Cause.NOT_A_QUERY, address, ";")
    return sql
