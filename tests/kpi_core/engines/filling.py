"""Rows of the tests as columns of the types that a warehouse stores them in."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa


def columns_of(names, types, rows):
    """Return *rows* as columns of Arrow's *types*; none at all are columns too."""
    given = list(zip(*rows, strict=True)) or [()] * len(types)
    arrays = [
        pa.array([_wide(value, type_) for value in values], type_)
        for values, type_ in zip(given, types, strict=True)
    ]
    return pa.table(dict(zip(names, arrays, strict=True)))


def _wide(value, type_):
    """Return what Arrow takes for a column: money as decimals, moments by the clock of UTC."""
    if isinstance(value, (int, float)) and pa.types.is_decimal(type_):
        return Decimal(str(value))
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC)
    return value
