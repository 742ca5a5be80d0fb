"""What a number counts, and how each locale writes it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kpi_core.text import Text


class Unit(StrEnum):
    """Unit of a KPI or of one of its inputs. A share is a fraction: 0.05 is shown as 5 %."""

    MONEY = "money"
    MONEY_PER_MONTH = "money_per_month"
    MONEY_PER_DAY = "money_per_day"
    SHARE = "share"
    MULTIPLE = "multiple"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    POINTS = "points"
    PER_LEAD = "per_lead"


UNIT_TITLES = {
    Unit.MONEY: Text(en="amount", fr="montant"),
    Unit.MONEY_PER_MONTH: Text(en="amount a month", fr="montant par mois"),
    Unit.MONEY_PER_DAY: Text(en="amount a day", fr="montant par jour"),
    Unit.SHARE: Text(en="share", fr="pourcentage"),
    Unit.MULTIPLE: Text(en="multiple", fr="multiple"),
    Unit.COUNT: Text(en="count", fr="nombre"),
    Unit.DAYS: Text(en="days", fr="jours"),
    Unit.MONTHS: Text(en="months", fr="mois"),
    Unit.YEARS: Text(en="years", fr="années"),
    Unit.POINTS: Text(en="points", fr="points"),
    Unit.PER_LEAD: Text(en="per lead", fr="par lead"),
}

_SUFFIX = {
    Unit.MONEY_PER_MONTH: Text(en="/month", fr="/mois"),
    Unit.MONEY_PER_DAY: Text(en="/day", fr="/jour"),
    Unit.MULTIPLE: Text(en="×", fr="\u202f×"),
    Unit.DAYS: Text(en=" days", fr="\u00a0jours"),
    Unit.MONTHS: Text(en=" months", fr="\u00a0mois"),
    Unit.YEARS: Text(en=" years", fr="\u00a0ans"),
    Unit.POINTS: Text(en=" points", fr="\u00a0points"),
    Unit.PER_LEAD: Text(en=" per lead", fr="\u00a0par lead"),
}


def written(value: float | Decimal | None, unit: Unit, currency: str, locale: str) -> str:
    """
    Write *value* as a reader of *locale* would: `1 234,56 €`, `€1,234.56`, `5,2 %`.

    A missing value is a dash, never a zero.
    """
    from babel.numbers import (  # noqa: PLC0415 - CLDR costs 60 ms, and a cell never needs it
        format_currency,
        format_decimal,
        format_percent,
    )

    if value is None:
        return "–"
    locale = locale.replace("-", "_")
    # What rounds to zero has no sign: a change of -0.0% is none.
    value = value if round(value, 3 if unit is Unit.SHARE else 2) else 0
    if unit in {Unit.MONEY, Unit.MONEY_PER_MONTH, Unit.MONEY_PER_DAY}:
        text = format_currency(value, currency, locale=locale)
    elif unit is Unit.SHARE:
        text = format_percent(
            value, format="#,##0.0\u202f%" if french(locale) else "#,##0.0%", locale=locale
        )
    elif unit is Unit.COUNT:
        text = format_decimal(value, format="#,##0.##", locale=locale)
    else:
        text = format_decimal(value, format="#,##0.0#", locale=locale)
    # CLDR writes a hyphen for a minus in either language; a line may break after a hyphen.
    return text.replace("-", "\u2212") + _suffixed(unit, value, french=french(locale))


def _suffixed(unit: Unit, value: float | Decimal, *, french: bool) -> str:
    """Return what is written after *value*: one day, 1,4 point, two points."""
    words = suffix(unit)
    said = words.fr if french else words.en
    # French counts in the plural from two on, English everything but one.
    size = abs(round(float(value), 2))
    one = size < 2 if french else size == 1  # noqa: PLR2004 - two
    return said.removesuffix("s") if one and unit in _COUNTED else said


_COUNTED = frozenset({Unit.DAYS, Unit.YEARS, Unit.POINTS})


def suffix(unit: Unit) -> Text:
    """Return what is written after a number of *unit*: nothing for an amount or a share."""
    return _SUFFIX.get(unit, Text(en="", fr=""))


def french(locale: str) -> bool:
    """Tell whether *locale* (`fr-FR`, `fr_CA`, `fr`) is written in French."""
    return locale.lower().startswith("fr")
