"""Workbooks named as Excel names our functions: they compute when opened, and go back as they came."""

from __future__ import annotations

import html
import os
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from addin.hosts.libreoffice.inside.naming import SERVICE, from_excel, to_excel

_ANY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult: VALUE, STRING, ERROR
_SHEETS = ("xl/worksheets/", "xl/workbook.xml")
_FORMULA = re.compile(
    r"(<(?P<tag>f|formula|formula1|formula2|definedName)\b[^>]*>)([^<]*)(?=</(?P=tag)>)"
)


def is_spreadsheet(document: Any) -> bool:
    """Tell whether *document* has sheets."""
    return document is not None and bool(
        document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
    )


def opened(document: Any, methods: Mapping[str, str], data: Collection[str]) -> bool:
    """
    Make the names that Excel wrote ours, and have the functions over the data asked for.

    *data* holds the IDL names of these. Return whether an add-in of Excel's had named them.
    """
    asking = re.compile(rf"\b{SERVICE}\.({'|'.join(data)})\s*\(", re.IGNORECASE)
    by_add_in = False
    untouched = not document.isModified()
    document.lockControllers()
    try:
        for sheet in document.Sheets:
            for cell, formula in _formulas(sheet):
                new = from_excel(formula, methods)
                by_add_in = by_add_in or (new != formula and "_xldudf_" in formula.lower())
                # The file holds the number of the day it was saved: the cell must ask again.
                if new != formula or asking.search(formula):
                    _write(cell, new)
    finally:
        document.unlockControllers()
        if untouched and document.isModified():
            document.setModified(False)
    return by_add_in


def _formulas(sheet: Any) -> Iterator[tuple[Any, str]]:
    """Yield the cells with formulas that may hold a name of ours."""
    for block in list(sheet.queryFormulaCells(_ANY_RESULT)):
        # One call for a block: a cell at a time would take seconds.
        for i, row in enumerate(block.getFormulaArray()):
            for j, formula in enumerate(row):
                if "b2b" in formula.lower():
                    yield block.getCellByPosition(j, i), formula


def _write(cell: Any, formula: str) -> None:
    if formula.startswith("{"):
        whole = cell.getSpreadsheet().createCursorByRange(cell)
        whole.collapseToCurrentArray()
        if whole.getCellByPosition(0, 0).AbsoluteName == cell.AbsoluteName:
            whole.setArrayFormula(formula.removeprefix("{").removesuffix("}"))
    else:
        cell.setFormula(formula)


def saved(file: Path, typed: Mapping[str, str], prefix: str) -> bool:
    """
    Give the functions in an Excel *file* the names that Excel reads; tell whether there were any.

    Numbers stay as they were saved, and so does the file's date: the office would otherwise
    believe that somebody else had changed it.
    """
    with zipfile.ZipFile(file) as archive:
        parts = {entry: archive.read(entry) for entry in archive.infolist()}
    changed = False
    for entry, content in parts.items():
        if entry.filename.startswith(_SHEETS) and f"{SERVICE}.".encode() in content:
            text = content.decode("utf-8")
            renamed = _FORMULA.sub(lambda m: m[1] + _renamed(m[3], typed, prefix), text)
            changed = changed or renamed != text
            parts[entry] = renamed.encode("utf-8")
    if changed:
        _replace(file, parts)
    return changed


def _renamed(written: str, typed: Mapping[str, str], prefix: str) -> str:
    formula = html.unescape(written)
    new = to_excel(formula, {name: prefix + shown for name, shown in typed.items()})
    return written if new == formula else html.escape(new)


def _replace(file: Path, parts: Mapping[zipfile.ZipInfo, bytes]) -> None:
    before = file.stat()
    beside = file.with_name(f".{file.name}.b2b")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in parts.items():
                archive.writestr(entry, content)
        beside.chmod(before.st_mode & 0o777)
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
