"""What a function of the generated module does when Excel calls it.

Excel passes numbers, texts, booleans, dates and blanks, a range as rows of them, and with
`err_to_str` the errors of cells by their names.
"""

from __future__ import annotations

import datetime as dt
import locale as system_locale
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from addin.arguments import Argument, Scalar
from addin.computing import computed
from addin.hosts.asking import Call, Patience, TooLargeError, Words, ask
from addin.hosts.settings import Settings
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

URL = "http://127.0.0.1:8765"

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
#: What Excel calls its errors in COM: 0x800A0000 and the number of CVErr.
_CODES = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023,
    "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
}  # fmt: skip
#: Excel stands still while a function waits.
PATIENCE = Patience(deadline=10.0)
#: There is no menu of ours here: what to do is in the environment and on the keyboard.
WORDS = Words(
    unreachable=Text(
        en="The server does not answer at {url}. Check that it runs and KPI_URL, then press Ctrl+Alt+F9.",
        fr="Le serveur ne répond pas à {url}. Vérifiez qu’il tourne et KPI_URL, puis faites Ctrl+Alt+F9.",
    ),
    untrusted=Text(
        en="This computer does not trust the certificate of {url}. Have it installed, or change KPI_URL.",
        fr="Cet ordinateur ne fait pas confiance au certificat de {url}. Faites-le installer, ou changez KPI_URL.",
    ),
    refused=Text(
        en="The server refuses the key: set KPI_KEY to a valid one, then restart Excel.",
        fr="Le serveur refuse la clé\u00a0: donnez à KPI_KEY une clé valable, puis relancez Excel.",
    ),
    failed=Text(
        en="The server could not answer (status {status}). Press Ctrl+Alt+F9 to ask again.",
        fr="Le serveur n’a pas pu répondre (code {status}). Faites Ctrl+Alt+F9 pour redemander.",
    ),
)
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no time zone


@dataclass(frozen=True, slots=True)
class CellError:
    """An error as a cell shows it, where there is no Excel to show it: its code, and the words."""

    code: str
    message: str


def local(name: str, given: Sequence[object]) -> Any:
    """Compute a function that needs no data."""
    kpi = REGISTRY.function(name)
    if kpi is None:
        raise ValueError(name)
    return _shown(computed(kpi, _arguments(given), _locale()))


def data(name: str, given: Sequence[object]) -> Any:
    """Ask the server for a text, a table, or a number a cell of the ranges given to B2B_KPI."""
    arguments = _arguments(given)
    if name != "B2B_KPI":
        return _shown(_asked([(name, tuple(arguments))])[0])
    down, across, calls = _spread(name, arguments)
    found = [_shown(answer) for answer in _asked(calls)]
    if down == across == 1:
        return found[0]
    return [found[i * across : (i + 1) * across] for i in range(down)]


def _asked(calls: list[Call]) -> Sequence[object]:
    """Return the answer to each call, all in one request; what went wrong is the answer to all."""
    settings = Settings(os.environ.get("KPI_URL", URL), os.environ.get("KPI_KEY", ""))
    try:
        return ask(settings, calls, _lang().value, _locale(), WORDS, patience=PATIENCE)
    except TooLargeError:
        return [KpiError(Kind.LIMIT, _TOO_LARGE)] * len(calls)
    except KpiError as error:
        return [error] * len(calls)


def _spread(name: str, given: Sequence[Argument]) -> tuple[int, int, list[Call]]:
    """Return the calls that ranges stand for, one a cell of the result; what is short is repeated."""
    ranges = [a if isinstance(a, list) and a else [[a]] for a in given]
    down = max((len(rows) for rows in ranges), default=1)
    across = max((len(rows[0]) for rows in ranges), default=1)

    def at(rows: list[list[Any]], i: int, j: int) -> Scalar:
        row: list[Scalar] = rows[0] if len(rows) == 1 else rows[i] if i < len(rows) else []
        return row[0] if len(row) == 1 else row[j] if j < len(row) else None

    calls: list[Call] = [
        (name, tuple(at(rows, i, j) for rows in ranges)) for i in range(down) for j in range(across)
    ]
    return down, across, calls


def _arguments(given: Sequence[object]) -> list[Argument]:
    found = [_argument(value) for value in given]
    while found and found[-1] is None:
        found.pop()
    return found


def _argument(given: object) -> Argument:
    """Return one argument; a range of one cell is the cell, as in every other host."""
    if not isinstance(given, (list, tuple)):
        return _scalar(given)
    rows = [list(row) if isinstance(row, (list, tuple)) else [row] for row in given]
    if len(rows) == 1 and len(rows[0]) == 1:
        return _scalar(rows[0][0])
    return [[_scalar(cell) for cell in row] for row in rows]


def _scalar(given: object) -> Scalar:
    match given:
        case None | bool() | int() | float():
            return given
        case dt.datetime():
            # Excel hands a date over as a moment; a formula counts with the number behind it.
            return (given.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
        case str() if given in _ERRORS:
            return {"error": given}
        case _:
            return str(given)


def _shown(outcome: object) -> Any:
    if isinstance(outcome, KpiError):
        return _error(CellError(outcome.kind.code, outcome.message[_lang()]))
    if isinstance(outcome, list):
        return [["" if cell is None else cell for cell in row] for row in outcome]
    return outcome


def _error(error: CellError) -> Any:
    """Return what Excel takes for an error: a text would be counted as none by the next formula."""
    try:
        import pythoncom  # type: ignore[import-untyped, import-not-found, unused-ignore]  # noqa: PLC0415 - Windows alone has it
        from win32com.client import (  # type: ignore[import-untyped, import-not-found, unused-ignore]  # noqa: PLC0415 - idem
            VARIANT,
        )
    except ImportError:
        return error
    code = _CODES[error.code] - 0x7FF60000  # 0x800A0000 as COM's signed number
    return VARIANT(pythoncom.VT_ERROR, code)


def _lang() -> Lang:
    return Lang.FR if _locale().lower().startswith("fr") else Lang.EN


def _locale() -> str:
    """Return how numbers are written here: KPI_LOCALE, else as the system does."""
    said = os.environ.get("KPI_LOCALE") or system_locale.getlocale()[0] or "en-US"
    return {"French_France": "fr-FR", "English_United States": "en-US"}.get(
        said, said.replace("_", "-")
    )


_TOO_LARGE = Text(
    en="Too many cells at once: give a smaller range.",
    fr="Trop de cellules à la fois\u00a0: donnez une plage plus petite.",
)
