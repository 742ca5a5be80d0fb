"""Cells that know what they hold: numbers and dates beside what is shown, as workbooks keep them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published

from kpi_core.importing.table import Cells


def cells(values: list[Any]) -> Cells:
    """Return one column: what its cells show, and the numbers and dates that they hold."""
    numbers = [
        v if isinstance(v, (int, float)) and not isinstance(v, bool) else None for v in values
    ]
    moments = [moment(v) for v in values]
    return Cells(
        pa.array([text_of(v) for v in values], pa.string()),
        pa.array(numbers, pa.float64()) if any(n is not None for n in numbers) else None,
        pa.array(moments, pa.timestamp("us")),
    )


def moment(value: Any) -> dt.datetime | None:
    """Return the date that a cell holds, if it is one."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return None


def typed_text(value: Any) -> str:
    """Return what a cell shows when it is text: numbers and dates have no style to learn from."""
    return value if isinstance(value, str) else "x" if text_of(value) else ""


def text_of(value: Any) -> str:
    """Return what a cell shows, numbers and dates in the one form that every reader knows."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ") if value.time() != dt.time() else value.date().isoformat()
    return str(value)
