"""Workbooks named as Excel names our functions: they compute when opened, and go back as they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from addin.hosts.libreoffice.inside.naming import from_excel, to_excel

_ANY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult: VALUE, STRING, ERROR
_EXCEL = ("Excel 2007", "MS Excel", "Office Open XML", "Calc MS Excel")


def is_spreadsheet(document: Any) -> bool:
    """Tell whether *document* has sheets."""
    return bool(
        document is not None and document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
    )


def open_(document: Any, methods: dict[str, str]) -> int:
    """Make the names that Excel wrote ours; return how many formulas changed."""
    return _change(document, lambda formula: from_excel(formula, methods))


def leave(document: Any, typed: dict[str, str]) -> int:
    """Make our names those that Excel reads, while a file is written for it."""
    return _change(document, lambda formula: to_excel(formula, typed))


def for_excel(name: str) -> bool:
    """Tell whether the filter *name* writes a file of Excel's."""
    return any(part in name for part in _EXCEL)


def _change(document: Any, rewritten: Callable[[str], str]) -> int:
    changed = 0
    modified = document.isModified()
    document.lockControllers()
    try:
        for sheet in document.Sheets:
            for cell, formula in _formulas(sheet):
                if (new := rewritten(formula)) != formula:
                    _set(cell, new)
                    changed += 1
    finally:
        document.unlockControllers()
        if not modified and document.isModified():
            document.setModified(False)
    return changed


def _formulas(sheet: Any) -> Iterator[tuple[Any, str]]:
    """Yield the cells with formulas that may hold a name of ours."""
    for block in list(sheet.queryFormulaCells(_ANY_RESULT)):
        # One call for a block: a cell at a time would take seconds.
        for i, row in enumerate(block.getFormulaArray()):
            for j, formula in enumerate(row):
                if "b2b" in formula.lower():
                    yield block.getCellByPosition(j, i), formula


def _set(cell: Any, formula: str) -> None:
    if formula.startswith("{") and formula.endswith("}"):
        whole = cell.getSpreadsheet().createCursorByRange(cell)
        whole.collapseToCurrentArray()
        whole.setArrayFormula(formula[1:-1])
    else:
        cell.setFormula(formula)
