"""How one function is called: typed in a cell, in our IDL, in a LibreOffice file, in an Excel file.

typed        B2B_CONVERSION_RATE        what people type and see
method       CONVERSIONRATE             IDL takes no underscore in a name
in a file    B2B.CONVERSIONRATE         UNO service and method: what .ods stores and macros write
from Excel   B2B_CONVERSION_RATE, or _xldudf_B2B_CONVERSION_RATE when an add-in gave it there
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

SERVICE = "B2B"

_FOREIGN = re.compile(r"\b(?:_xldudf_|_xlfn\.)?(B2B_[A-Z0-9_]+)(?=\s*\()", re.IGNORECASE)
_OURS = re.compile(r"\bB2B\.([A-Z0-9]+)(?=\s*\()", re.IGNORECASE)
_QUOTED = re.compile(r'("(?:[^"]|"")*"|\'(?:[^\']|\'\')*\')')


def method(function: str) -> str:
    """Return the IDL name of the function typed as *function*."""
    return function.removeprefix("B2B_").replace("_", "")


def from_excel(formula: str, methods: Mapping[str, str]) -> str:
    """Return *formula* with the names that Excel writes made ours; *methods* is typed -> IDL name."""

    def renamed(match: re.Match[str]) -> str:
        name = methods.get(match[1].upper())
        return f"{SERVICE}.{name}" if name else match[0]

    return _outside_quotes(formula, lambda part: _FOREIGN.sub(renamed, part))


def to_excel(formula: str, typed: Mapping[str, str]) -> str:
    """Return *formula* with our names made those that Excel reads; *typed* is IDL -> typed name."""

    def renamed(match: re.Match[str]) -> str:
        return typed.get(match[1].upper(), match[0])

    return _outside_quotes(formula, lambda part: _OURS.sub(renamed, part))


def _outside_quotes(formula: str, change: Callable[[str], str]) -> str:
    # Odd parts are texts and quoted sheet names: they are nobody's function.
    parts = _QUOTED.split(formula)
    return "".join(part if i % 2 else change(part) for i, part in enumerate(parts))
