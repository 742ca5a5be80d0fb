"""How a sheet shows a value: by the format of the cell and the locale of the spreadsheet.

Only what people meet in such sheets is known: numbers with separators, decimals, signs of currency and
per cents, dates and times. Colours and conditions of a pattern are read over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import cast

from babel import Locale, UnknownLocaleError, dates, numbers

from addin.demo.errors import Json
from addin.demo.grid import Extra, Value

EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - serial days count local time
_FIRST, _LAST = -693_593, 2_958_466  # the days of years 1 to 9999
DATES = frozenset({"DATE", "TIME", "DATE_TIME"})
_AUTOMATIC = 10  # digits that an unformatted number shows

_NUMBER = re.compile(r"([#0?][#0?,]*)?(?:\.([0#?]+))?")
_PIECES = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|([#0?][#0?,.]*)|(E\+0+)|(.)', re.DOTALL)
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|(y+|M+|m+|d+|D+|Y+|h+|H+|s+|S+|am/pm|AM/PM|a/p|\.0+)|(.)',
    re.DOTALL,
)


@lru_cache(maxsize=64)
def locale_of(name: str) -> Locale:
    """Return the locale of a spreadsheet; one that nobody knows is taken for en_US."""
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale("en", "US")


@lru_cache(maxsize=64)
def separators(name: str) -> tuple[str, str]:
    """Return the signs before decimals and between thousands."""
    locale = locale_of(name)
    return numbers.get_decimal_symbol(locale), numbers.get_group_symbol(locale)


def shown(value: Value, extra: Extra, locale: str) -> str:
    """Return what the cell shows; a blank shows nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return truth(value, locale)
    return shown_number(value, number_format(extra), locale)


def shown_number(value: float, format_: Json | None, locale: str) -> str:
    """Return a number as *format_* has it, or as numbers without a format are shown."""
    if format_ and format_.get("type") in DATES:
        return shown_date(
            value, format_.get("pattern") or usual_pattern(format_["type"], locale), locale
        )
    pattern = (format_ or {}).get("pattern") or _PATTERNS.get((format_ or {}).get("type", ""), "")
    if not pattern or pattern in {"General", "@"}:
        return _automatic(value, separators(locale)[0])
    return _section(pattern, value).write(value, separators(locale))


def truth(value: bool, locale: str) -> str:  # noqa: FBT001 - the value itself
    """Return a truth as the locale writes it."""
    if locale.startswith("fr"):
        return "VRAI" if value else "FAUX"
    return "TRUE" if value else "FALSE"


def number_format(extra: Extra) -> Json | None:
    """Return the number format of a cell, if it has one."""
    return cast("Json | None", extra.format.get("numberFormat")) if extra.format else None


def serial(moment: dt.date) -> float:
    """Return the serial number of a day or a moment: days since 1899-12-30."""
    if not isinstance(moment, dt.datetime):
        return (dt.datetime(moment.year, moment.month, moment.day) - EPOCH).days  # noqa: DTZ001
    passed = moment.replace(tzinfo=None) - EPOCH
    days = passed / dt.timedelta(days=1)
    return passed.days if days == passed.days else days


def moment(value: float) -> dt.datetime | None:
    """Return the moment of a serial number, None when no calendar has it."""
    if not _FIRST <= value < _LAST:
        return None
    return EPOCH + dt.timedelta(seconds=round(value * 86_400))


def shown_date(value: float, pattern: str, locale: str) -> str:
    """Return the day or time of a serial number."""
    at = moment(value)
    if at is None:
        return _automatic(value, separators(locale)[0])
    noon = any(kind == "noon" for kind, _ in _date_pieces(pattern))
    return "".join(
        text if kind == "text" else _DATE_PARTS[kind](at, locale_of(locale), noon)
        for kind, text in _date_pieces(pattern)
    )


def date_pattern(locale: str) -> str:
    """Return how the locale writes a day, in numbers."""
    usual = {"en_US": "M/d/yyyy", "en_GB": "dd/MM/yyyy"}.get(locale)
    if usual:
        return usual
    short = cast(str, locale_of(locale).date_formats["short"].pattern)
    return re.sub(r"y+", "yyyy", short)


def usual_pattern(kind: str, locale: str) -> str:
    """Return how a date, a time or both are written where no pattern says so."""
    time = "H:mm:ss"
    day = date_pattern(locale)
    return {"DATE": day, "TIME": time}.get(kind, f"{day} {time}")


_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "#,##0.00",
    "SCIENTIFIC": "0.00E+00",
}


def _automatic(value: float, decimal: str) -> str:
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004 - from there Google shows E+15
        return str(int(value))
    text = f"{value:.{_AUTOMATIC}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}E{exponent}"
    return text.replace(".", decimal)


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a pattern: what stands around the digits, and how many of them."""

    before: str
    after: str
    whole: int
    fixed: int
    most: int
    grouped: bool
    percent: bool
    exponent: bool
    sign: bool

    def write(self, value: float, signs: tuple[str, str]) -> str:
        decimal, group = signs
        amount = abs(value) if self.sign else value
        if self.exponent:
            digits = f"{amount:.{self.fixed}E}".replace(".", decimal)
            return f"{self.before}{digits}{self.after}"
        exact = Decimal(repr(amount)) * (100 if self.percent else 1)
        rounded = exact.quantize(Decimal(1).scaleb(-self.most), ROUND_HALF_UP)
        text = f"{abs(rounded):{',' if self.grouped else ''}f}"
        whole, _, fraction = text.partition(".")
        while len(fraction) > self.fixed and fraction.endswith("0"):
            fraction = fraction[:-1]
        whole = whole.rjust(self.whole, "0").replace(",", group)
        minus = "-" if rounded < 0 else ""
        digits = f"{whole}{decimal}{fraction}" if fraction else whole
        return f"{minus}{self.before}{digits}{self.after}"


def _section(pattern: str, value: float) -> _Section:
    sections = _sections(pattern)
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - positive; negative; zero
        return sections[2]
    return sections[0]


@lru_cache(maxsize=512)
def _sections(pattern: str) -> tuple[_Section, ...]:
    parts = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', pattern) or [""]
    return tuple(_read_section(part, sign=place == 1) for place, part in enumerate(parts))


def _read_section(text: str, *, sign: bool) -> _Section:
    around = ["", ""]
    digits = ""
    exponent = False
    for found in _PIECES.finditer(text):
        literal, escaped, number, power, other = found.groups()
        if number and not digits:
            digits = number
        elif power:
            exponent = True
        else:
            around[bool(digits)] += literal or escaped or other or ""
    whole, _, fraction = digits.partition(".")
    return _Section(
        around[0],
        around[1],
        whole=whole.replace(",", "").count("0"),
        fixed=fraction.count("0"),
        most=len(fraction),
        grouped="," in whole,
        percent="%" in around[0] + around[1],
        exponent=exponent,
        sign=sign,
    )


@lru_cache(maxsize=256)
def _date_pieces(pattern: str) -> tuple[tuple[str, str], ...]:
    """Cut a pattern of a date; `m` after an hour or before seconds is minutes."""
    pieces: list[tuple[str, str]] = []
    for found in _DATE_TOKEN.finditer(pattern):
        literal, escaped, _elapsed, token, other = found.groups()
        if token:
            pieces.append((_kind(token), token))
        else:
            pieces.append(("text", literal or escaped or other or ""))
    for place, (kind, token) in enumerate(pieces):
        if not (kind.startswith("month") and token[0] == "m" and len(token) <= 2):  # noqa: PLR2004
            continue
        near = [k for k, _ in pieces[:place] if k != "text"][-1:]
        near += [k for k, _ in pieces[place + 1 :] if k != "text"][:1]
        if any(k.startswith(("hour", "second")) for k in near):
            pieces[place] = ("minute2" if len(token) > 1 else "minute", token)
    return tuple(pieces)


def _kind(token: str) -> str:
    letter = token[0].lower()
    if letter in "a.":
        return "noon" if letter == "a" else "fraction"
    names = {"y": "year", "m": "month", "d": "day", "h": "hour", "s": "second"}
    length = min(len(token), 4)
    if letter == "y":
        length = 4 if len(token) > 2 else 2  # noqa: PLR2004 - yy is two digits, yyy four
    return f"{names[letter]}{length if length > 1 else ''}"


def _hour(at: dt.datetime, *, noon: bool) -> int:
    return (at.hour % 12 or 12) if noon else at.hour


_DATE_PARTS: dict[str, Callable[[dt.datetime, Locale, bool], str]] = {
    "year4": lambda at, _l, _n: f"{at.year:04}",
    "year2": lambda at, _l, _n: f"{at.year % 100:02}",
    "month": lambda at, _l, _n: str(at.month),
    "month2": lambda at, _l, _n: f"{at.month:02}",
    "month3": lambda at, loc, _n: dates.format_date(at, "LLL", loc),
    "month4": lambda at, loc, _n: dates.format_date(at, "LLLL", loc),
    "day": lambda at, _l, _n: str(at.day),
    "day2": lambda at, _l, _n: f"{at.day:02}",
    "day3": lambda at, loc, _n: dates.format_date(at, "EEE", loc),
    "day4": lambda at, loc, _n: dates.format_date(at, "EEEE", loc),
    "hour": lambda at, _l, n: str(_hour(at, noon=n)),
    "hour2": lambda at, _l, n: f"{_hour(at, noon=n):02}",
    "minute": lambda at, _l, _n: str(at.minute),
    "minute2": lambda at, _l, _n: f"{at.minute:02}",
    "second": lambda at, _l, _n: str(at.second),
    "second2": lambda at, _l, _n: f"{at.second:02}",
    "noon": lambda at, _l, _n: "AM" if at.hour < 12 else "PM",  # noqa: PLR2004
    "fraction": lambda _a, _l, _n: ".000",
}
