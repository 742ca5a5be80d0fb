"""Rows of the fact tables: every column of the fact, in its order, None where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kpi_core.facts import FACTS

Value = str | int | float | Decimal | date | None
Row = dict[str, Value]
CURRENCY = "EUR"

_BLANK: Mapping[str, Row] = {fact: dict.fromkeys(FACTS[fact].columns) for fact in FACTS}


def row(fact: str, **values: Value) -> Row:
    """Return one row of *fact*; what is not given is None."""
    return {**_BLANK[fact], **values}


def row_of(fact: str, record: object, **values: Value) -> Row:
    """Return the row of a *record* whose fields are named as the columns; *values* come on top."""
    known = {name: getattr(record, name) for name in _BLANK[fact] if name not in values}
    return {**_BLANK[fact], **known, **values}
