"""What Calc passes to a function and what it can show, as our arguments and outcomes."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import cast

from addin.arguments import Argument, Scalar
from kpi_core.errors import Kind, KpiError

# Calc reads the error of a cell in the low bits of a NaN; raising would always give Err:502.
CODES = {"#VALUE!": 519, "#DIV/0!": 532, "#NUM!": 503, "#N/A": 32767}
_NAN = 0x7FF8_0000_0000_0000

Cell = float | str | tuple[tuple[float | str, ...], ...]


def error(code: str) -> float:
    """Return the number that Calc shows as the error *code*."""
    return float(struct.unpack("<d", struct.pack("<Q", _NAN | CODES[code]))[0])


#: What a cell shows until its number has come; whatever depends on it waits too.
PENDING = error(Kind.UPSTREAM.code)


def argument(given: object) -> Argument:
    """Return what Calc passed as an argument of ours: a range is a tuple of rows."""
    if isinstance(given, tuple):
        return [[_scalar(cell) for cell in row] for row in given]
    return _scalar(given)


def arguments(given: Sequence[object]) -> list[Argument]:
    """Return what a call was given, without the arguments left out at its end."""
    found = [argument(value) for value in given]
    while found and found[-1] is None:
        found.pop()
    return found


def _scalar(given: object) -> Scalar:
    if given is None or isinstance(given, str | float | bool | int):
        return cast("Scalar", given)
    return {"error": "#VALUE!"}


def shown(outcome: object) -> Cell:
    """Return what the cell of *outcome* holds: a number, a text, a table or an error."""
    if isinstance(outcome, KpiError):
        return error(outcome.kind.code)
    if isinstance(outcome, list):
        return tuple(tuple(_in_table(cell) for cell in row) for row in outcome)
    return _in_table(outcome)


def _in_table(value: object) -> float | str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return float(value)
    return str(value)
