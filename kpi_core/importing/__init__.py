"""Files to facts: everything from a file's bytes to typed rows, and to reasons for the others.

A file is recognised (`recognise`), looked at (`preview`) or read whole (`read`), always in a
process of its own that has limits and no secrets. A tab whose cells are in memory already is read
here (`read_tab`). Nothing here writes to a workspace.

    bytes, delimiter, header line      encoding, dialect, text_file     workbook, sheets, grid
    what the headers mean              systems, vocabulary, matching
    what the file leaves open          understanding: hinting, needs, days, styles, money
    cells to values, rows to facts     columns, numbers, dates, assembly, amounts, convert
    the process and its frames         reader, child, wire, process, reading
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_core.importing.settings import Hints, ReadSettings

if TYPE_CHECKING:
    from kpi_core.importing.outcome import Counts, Rejected
    from kpi_core.importing.plan import Feed, FileColumn, Plan, Question
    from kpi_core.importing.reading import (
        FactBatch,
        Parsed,
        Preview,
        Tab,
        preview,
        read,
        read_tab,
        recognise,
    )

_LATER = {
    "Counts": "outcome",
    "FactBatch": "reading",
    "Feed": "plan",
    "FileColumn": "plan",
    "Parsed": "reading",
    "Plan": "plan",
    "Preview": "reading",
    "Question": "plan",
    "Rejected": "outcome",
    "Tab": "reading",
    "preview": "reading",
    "read": "reading",
    "read_tab": "reading",
    "recognise": "reading",
}


def __getattr__(name: str) -> Any:
    """Load Arrow only when a file is read: the package is imported inside spreadsheets."""
    from importlib import import_module  # noqa: PLC0415 - idem

    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"kpi_core.importing.{_LATER[name]}"), name)


__all__ = [
    "Counts",
    "FactBatch",
    "Feed",
    "FileColumn",
    "Hints",
    "Parsed",
    "Plan",
    "Preview",
    "Question",
    "ReadSettings",
    "Rejected",
    "Tab",
    "preview",
    "read",
    "read_tab",
    "recognise",
]
