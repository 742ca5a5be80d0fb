"""What a sheet makes of what somebody types: `1 200,50` is a number in a French sheet, a text in another."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from addin.demo.errors import Json
from addin.demo.formats import date_pattern, separators, serial
from addin.demo.grid import Value

_TRUTHS = {"TRUE": True, "FALSE": False}
_FRENCH_TRUTHS = {"VRAI": True, "FAUX": False}
_SPACES = " \u00a0\u202f"
_MANY = 2**53
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_TIME = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_CENTURY = 30  # a year of two digits below is of this century


class Typed(NamedTuple):
    """What became of a text: a value, a formula, and the number format that the typing implies."""

    value: Value
    formula: str | None = None
    format: Json | None = None


def typed(text: str, locale: str) -> Typed:
    """Read *text* as a sheet of *locale* reads what is typed in a cell."""
    bare = text.strip(_SPACES)
    if not bare:
        return Typed(text or None)
    if bare.startswith("=") and len(bare) > 1:
        return Typed(None, bare)
    if text.startswith("'"):
        return Typed(text[1:] or None)
    truths = {**_TRUTHS, **_FRENCH_TRUTHS} if locale.startswith("fr") else _TRUTHS
    if bare.upper() in truths:
        return Typed(truths[bare.upper()])
    return _number(bare, locale) or _date(bare, locale) or _time(bare) or Typed(text)


@lru_cache(maxsize=32)
def _numbers(locale: str) -> re.Pattern[str]:
    decimal, group = separators(locale)
    between = f"[{_SPACES}]" if group in _SPACES else re.escape(group)
    return re.compile(
        rf"([+-]?)([$€£]?)[{_SPACES}]?([+-]?)"
        rf"(\d{{1,3}}(?:{between}\d{{3}})+|\d+)?(?:{re.escape(decimal)}(\d*))?"
        rf"([eE][+-]?\d+)?[{_SPACES}]?([%€$£]?)"
    )


def _number(text: str, locale: str) -> Typed | None:
    found = _numbers(locale).fullmatch(text)
    if not found or not (found[4] or found[5]):
        return None
    sign, before, inner, whole, fraction, power, after = found.groups()
    digits = re.sub(r"\D", "", whole or "0")
    value = float(f"{sign or inner}{digits}.{fraction or 0}{power or ''}")
    decimals = ".00" if fraction else ""
    format_: Json | None = None
    if after == "%":
        value, format_ = value / 100, {"type": "PERCENT", "pattern": f"0{decimals}%"}
    elif money := before or after:
        around = f'"{money}"#,##0{decimals}' if before else f'#,##0{decimals}\u00a0"{money}"'
        format_ = {"type": "CURRENCY", "pattern": around}
    elif whole and not whole.isdigit():
        format_ = {"type": "NUMBER", "pattern": f"#,##0{decimals}"}
    elif power:
        format_ = {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return Typed(plain(value), None, format_)


def plain(value: float) -> int | float:
    """Return a number as JSON tells it: whole ones without a point."""
    if isinstance(value, int) and abs(value) < _MANY:
        return value
    number = float(value)
    return int(number) if abs(number) < _MANY and number == int(number) else number


def _date(text: str, locale: str) -> Typed | None:
    if found := _ISO.fullmatch(text):
        year, month, day = (int(found[i]) for i in (1, 2, 3))
        pattern = "yyyy-MM-dd"
    elif found := _DAY.fullmatch(text):
        pattern = date_pattern(locale)
        first, second, year = (int(found[i]) for i in (1, 2, 3))
        month, day = (first, second) if pattern.lower().startswith("m") else (second, first)
        if len(found[3]) < 4:  # noqa: PLR2004
            year += 2000 if year < _CENTURY else 1900
    else:
        return None
    try:
        at = dt.datetime(  # noqa: DTZ001 - a sheet has local days
            year, month, day, int(found[4] or 0), int(found[5] or 0), int(found[6] or 0)
        )
    except ValueError:
        return None
    if found[4]:
        return Typed(serial(at), None, {"type": "DATE_TIME", "pattern": f"{pattern} H:mm:ss"})
    return Typed(serial(at), None, {"type": "DATE", "pattern": pattern})


def _time(text: str) -> Typed | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    pattern = "H:mm:ss" if found[3] else "H:mm"
    return Typed(plain(seconds / 86_400), None, {"type": "TIME", "pattern": pattern})
