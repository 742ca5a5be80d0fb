"""Text to day: ISO first, then the order that the whole column uses, never row by row.

`03/04/2026` is 4 March or 3 April: the order is decided for a file, and a row that breaks it is
told, since reading it the other way would mix two orders in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text
from kpi_core.values.characters import BLANKS, LONGEST, clean
from kpi_core.values.clock import TIME, localised, read_time
from kpi_core.values.locales import day_order
from kpi_core.values.months import SHORT, month_number


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A day, and the instant (UTC) when the text gave one; `month_only` when it named no day."""

    day: date
    moment: datetime | None = None
    month_only: bool = False


_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){TIME}")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WORD = r"([^\W\d_]+\.?)"
_DAY_WORD = re.compile(
    rf"(?:{_WORD},? )?(\d{{1,2}})(?:er|st|nd|rd|th)?[- ]{_WORD},?[- ](\d{{4}}|\d{{2}}){TIME}"
)
_WORD_DAY = re.compile(rf"(?:{_WORD},? )?{_WORD} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){TIME}")
_WORD_YEAR = re.compile(rf"{_WORD},?[- ](\d{{4}}|\d{{2}})")
_MONTHS, _EARLIEST = 12, 1900


def parse_date(
    text: str,
    locale: str | None = None,
    timezone: str = "UTC",
    *,
    order: str | None = None,
    zone: str | None = None,
    instant: bool = True,
) -> ReadDate | None:
    """
    Read *text* as a day of *timezone*; None where the text says that there is none.

    *order* (`dmy` or `mdy`) is the column's; without it, the locale's. *zone* is the time zone
    that the column is written in when it is not the workspace's. With ``instant=False`` only
    the day matters, and an hour that a clock change skipped or repeated is no trouble.
    """
    if len(text) > LONGEST:
        raise not_a_date(text)
    body = clean(text).removeprefix("'")
    if body.casefold() in BLANKS:
        return None
    order = order or (day_order(locale) if locale else None)
    found = _month(body)
    if found:
        return ReadDate(_day(found[0], found[1], 1), None, month_only=True)
    day, clock = _split(text, body, order)
    if clock is None:
        return ReadDate(day)
    return _placed(day, clock, timezone, zone or timezone, instant=instant)


def _placed(
    day: date, clock: tuple[time, int | None], timezone: str, zone: str, *, instant: bool
) -> ReadDate:
    at, offset = clock
    if not instant and offset is None and zone == timezone:
        return ReadDate(day)
    moment, there = localised(datetime.combine(day, at), offset, zone, timezone)
    return ReadDate(there, moment)


def _split(text: str, body: str, order: str | None) -> tuple[date, tuple[time, int | None] | None]:
    if m := _ISO.fullmatch(body):
        return _day(int(m[1]), int(m[3]), int(m[4])), read_time(text, m, 5)
    if m := _DIGITS.fullmatch(body):
        return _day(int(m[1]), int(m[2]), int(m[3])), None
    if m := _NUMERIC.fullmatch(body):
        first, second, year = int(m[1]), int(m[3]), _full_year(m[4])
        return _ordered(text, first, second, year, order), read_time(text, m, 5)
    if (m := _DAY_WORD.fullmatch(body)) and (month := month_number(m[3])):
        return _day(_full_year(m[4]), month, int(m[2])), read_time(text, m, 5)
    if (m := _WORD_DAY.fullmatch(body)) and (month := month_number(m[2])):
        return _day(int(m[4]), month, int(m[3])), read_time(text, m, 5)
    raise not_a_date(text)


def _ordered(text: str, first: int, second: int, year: int, order: str | None) -> date:
    month, day = (first, second) if order == "mdy" else (second, first)
    if order is None and max(first, second) <= _MONTHS and first != second:
        raise KpiError(Kind.AMBIGUOUS, _EITHER.format(text=shown(text.strip())))
    if month > _MONTHS >= day:
        if order is None:
            month, day = day, month
        else:
            written = _ORDERS[order]
            raise KpiError(
                Kind.AMBIGUOUS, _NOT_IN_ORDER.format(text=shown(text.strip()), order=written)
            )
    return _day(year, month, day)


def _month(body: str) -> tuple[int, int] | None:
    if m := _YEAR_MONTH.fullmatch(body):
        return int(m[1]), int(m[2])
    if m := _MONTH_YEAR.fullmatch(body):
        return int(m[2]), int(m[1])
    if (m := _WORD_YEAR.fullmatch(body)) and (month := month_number(m[1])):
        return _full_year(m[2]), month
    return None


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004 - two digits


def _day(year: int, month: int, day: int) -> date:
    if year < _EARLIEST:
        raise KpiError(Kind.TYPE, _TOO_EARLY.format(year=year))
    try:
        return date(year, month, day)
    except ValueError:
        name = SHORT[month - 1] if 1 <= month <= _MONTHS else month
        raise KpiError(Kind.TYPE, _NO_SUCH_DAY.format(day=day, month=name, year=year)) from None


def not_a_date(text: str) -> KpiError:
    """Say that *text* is not a date."""
    return KpiError(Kind.TYPE, _NOT_A_DATE.format(text=shown(text.strip())))


_ORDERS = {
    "mdy": Text(en="MM/DD", fr="MM/JJ"),
    "dmy": Text(en="DD/MM", fr="JJ/MM"),
}
_NOT_A_DATE = Text(en="“{text}” is not a date.", fr="« {text} » n’est pas une date.")
_EITHER = Text(
    en="“{text}” can be day/month or month/day: say the order.",
    fr="« {text} » peut être jour/mois ou mois/jour : précisez l’ordre.",
)
_NOT_IN_ORDER = Text(
    en="“{text}” is not {order}, and the whole column must use one order.",
    fr="« {text} » n’est pas en {order}, et toute la colonne doit suivre un seul ordre.",
)
_NO_SUCH_DAY = Text(
    en="{day} {month} {year} does not exist.", fr="Le {day} {month} {year} n’existe pas."
)
_TOO_EARLY = Text(
    en="The year {year} is before 1900: check the date.",
    fr="L’année {year} précède 1900 : vérifiez la date.",
)
