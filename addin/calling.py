"""A function and its arguments as they are typed in a cell, read back."""

from __future__ import annotations

import re

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

_CALL = re.compile(r"=?\s*([A-Za-z0-9_]+)\s*\((.*)\)\s*", re.DOTALL)
_ARGUMENT = re.compile(r'\s*(?:"((?:[^"]|"")*)"|(-?\d+(?:[.,]\d+)?)|)\s*(?:([;,])|$)')


def read(typed: str) -> tuple[str, list[str | float | None]]:
    """
    Return the function, in capitals, and the arguments that *typed* calls, as a cell would.

    Raises
    ------
    KpiError
        TYPE when it is no call.
    """
    found = _CALL.fullmatch(typed.strip())
    if found is None:
        raise KpiError(Kind.TYPE, _NO_CALL.format(typed=shown(typed)))
    return found[1].upper(), _arguments(found[2], typed)


def _arguments(said: str, typed: str) -> list[str | float | None]:
    arguments: list[str | float | None] = []
    at = 0
    while said.strip():
        found = _ARGUMENT.match(said, at)
        if found is None:
            raise KpiError(Kind.TYPE, _NO_CALL.format(typed=shown(typed)))
        text, number, more = found.groups()
        arguments.append(
            text.replace('""', '"')
            if text is not None
            else float(number.replace(",", "."))
            if number
            else None
        )
        if not more:
            break
        at = found.end()
    return arguments


_NO_CALL = Text(
    en='“{typed}” is no function as typed in a cell, such as B2B_FORECAST("leads"; "month"; 3).',
    fr='«\u00a0{typed}\u00a0» n’est pas une fonction telle qu’on la tape dans une cellule, par exemple B2B_FORECAST("leads"; "mois"; 3).',
)
