"""The numbers that spreadsheets store for dates, each with its own first day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock: cells carry no time zone
_BETWEEN_1904_AND_1900 = 1462
_LAST = 2_958_465  # 9999-12-31
_LEAP_THAT_WAS_NOT = 60  # Excel's 29 February 1900


def from_serial(
    serial: float, system: int = 1900, host: Literal["excel", "sheets"] = "excel"
) -> datetime:
    """
    Return the wall-clock time of a cell that stores *serial*.

    *system* is the workbook's: 1900, or 1904 for files born on a Mac.
    """
    if float(serial).is_integer() and _written_as_digits(int(serial)):
        raise KpiError(Kind.TYPE, _DIGITS.format(text=int(serial)))
    days = serial + (_BETWEEN_1904_AND_1900 if system == 1904 else 0)  # noqa: PLR2004 - its name
    if not days < _LAST + 1:
        raise KpiError(Kind.TYPE, _AFTER_THE_END.format(text=f"{serial:g}"))
    excel = host == "excel" and system != 1904  # noqa: PLR2004 - the name of the system
    first = 1 if excel else 0
    if days < first or (excel and int(days) == _LEAP_THAT_WAS_NOT):
        raise KpiError(Kind.TYPE, _NO_DAY.format(text=f"{serial:g}"))
    if excel and days < _LEAP_THAT_WAS_NOT:
        days += 1  # Excel counts one day too many after its imaginary 29 February 1900
    # Whole seconds first: 46023.999999 is the next midnight, not one second before it.
    return _EPOCH + timedelta(seconds=round(days * 86_400))


def _written_as_digits(value: int) -> bool:
    year, month, day = value // 10_000, value // 100 % 100, value % 100
    return 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - a calendar


_DIGITS = Text(
    en="{text} looks like a date written as a number (YYYYMMDD): format it as a date.",
    fr="{text} ressemble à une date écrite en chiffres (AAAAMMJJ) : mettez-la au format date.",
)
_AFTER_THE_END = Text(
    en="{text} is a date after 9999-12-31.", fr="{text} est une date après le 31/12/9999."
)
_NO_DAY = Text(en="{text} is no day of the calendar.", fr="{text} n’est aucun jour du calendrier.")
