"""What is wrong with a cell, in words: Calc shows an error's code alone.

The formula of the cell is read, its arguments are fetched from the sheet, and the function is
called once more for its sentence. Any object that answers like Calc's own will do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from addin.arguments import MOST_CELLS, Argument, Scalar
from addin.hosts.libreoffice.inside.naming import SERVICE
from kpi_core.errors import KpiError
from kpi_core.text import Text

# An outcome, or None for one that has not come yet.
Call = Callable[[str, list[Argument]], object]

_ERRORS = {532: "#DIV/0!", 503: "#NUM!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 32767: "#N/A"}
_CALL = re.compile(rf"=\s*{SERVICE}\.([A-Z0-9]+)\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_CELL = r"(?:\$?[A-Z]{1,3})?(?:\$?[0-9]+)?"  # a whole column has no row, a whole row no column
_ONE = r"\$?[A-Z]{1,3}\$?[0-9]+"
_PLACE = re.compile(
    rf"(?:\$?(?P<sheet>'(?:[^']|'')+'|[^'.!$]+)\.)?(?P<cells>{_ONE}(?::{_CELL})?|{_CELL}:{_CELL})",
    re.IGNORECASE,
)
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|.', re.DOTALL)

NO_ERROR = Text(en="No error.", fr="Aucune erreur.")
BLANK = Text(en="This cell has no formula.", fr="Cette cellule n’a pas de formule.")
WAITING = Text(
    en="The number has been asked for and has not come yet.",
    fr="Le nombre est demandé et n’est pas encore arrivé.",
)
MIXED = Text(
    en="This formula holds more than one function of B2B KPI: put that part in a cell of its own, and ask why of it.",
    fr="Cette formule contient plus qu’une fonction de B2B KPI : placez cette partie dans une cellule à elle, et demandez pourquoi de celle-ci.",
)
_UNKNOWN = Text(
    en="This formula asks for a function that B2B KPI does not have.",
    fr="Cette formule appelle une fonction que B2B KPI n’a pas.",
)


class _MixedError(Exception):
    """An argument is itself computed."""


def why(cell: Any, sheets: Any, call: Call) -> Text:
    """Return what is wrong with *cell*, one cell of Calc among *sheets*."""
    formula = str(cell.Formula)
    if not formula.startswith("="):
        return BLANK
    found = _CALL.fullmatch(formula)
    if not found:
        return MIXED if cell.getError() else NO_ERROR
    try:
        row = [_argument(part, cell, sheets) for part in _parts(found[2])]
    except _MixedError:
        return MIXED if cell.getError() else NO_ERROR
    while row and row[-1] is None:
        row.pop()
    try:
        outcome = call(found[1].upper(), row)
    except KeyError:
        return _UNKNOWN
    if isinstance(outcome, KpiError):
        return outcome.message
    return WAITING if outcome is None else NO_ERROR


def _parts(arguments: str) -> Iterator[str]:
    """Yield the arguments of a call, as they are written."""
    depth, part = 0, ""
    for word in _TOKEN.findall(arguments):
        depth += (word in "({") - (word in ")}")
        if depth < 0:
            raise _MixedError  # =B2B.CPL(1;2)+B2B.CPL(3;4)
        if word == ";" and not depth:
            yield part.strip()
            part = ""
        else:
            part += word
    yield part.strip()


def _argument(written: str, cell: Any, sheets: Any) -> Argument:
    if not written:
        return None
    if found := _TEXT.fullmatch(written):
        return found[1].replace('""', '"')
    if found := _PLACE.fullmatch(written):
        return _fetched(_sheet(found["sheet"], cell, sheets), found["cells"])
    try:
        return float(written)
    except ValueError:
        raise _MixedError from None


def _sheet(named: str | None, cell: Any, sheets: Any) -> Any:
    if named is None:
        return cell.getSpreadsheet()
    return sheets.getByName(named.removeprefix("'").removesuffix("'").replace("''", "'"))


def _fetched(sheet: Any, place: str) -> Argument:
    cells = sheet.getCellRangeByName(place.replace("$", ""))
    rows, columns = cells.Rows.Count, cells.Columns.Count
    if rows * columns > MOST_CELLS:
        return [[None] * columns] * rows  # refused for its size, whatever it holds
    data = cells.getDataArray()
    found = [
        [_value(value, cells, i, j) for j, value in enumerate(row)] for i, row in enumerate(data)
    ]
    return found if ":" in place else found[0][0]


def _value(value: object, cells: Any, row: int, column: int) -> Scalar:
    if isinstance(value, float | str):
        return value or (value if isinstance(value, float) else None)
    # Calc tells neither number nor text of a cell in error.
    code = cells.getCellByPosition(column, row).getError()
    return {"error": _ERRORS.get(code, "#VALUE!")} if code else None
