"""Figures as pictures and tables write them: no decimals where nobody reads them."""

from __future__ import annotations

import re

from kpi_core.units import Unit, written

# The decimals of an amount stand at its end, whatever follows: "€1,000.00", "1 000,00 €".
_DECIMALS = re.compile(r"[.,]00(?=\D*$)")


def whole(value: float | None, unit: Unit, currency: str, locale: str) -> str:
    """Return *value* rounded to whole units of the currency, or to whole people; else as it is."""
    if value is None or unit not in {Unit.MONEY, Unit.COUNT}:
        return written(value, unit, currency, locale)
    said = written(round(value), unit, currency, locale)
    return without_cents(said) if unit is Unit.MONEY else said


def without_cents(said: str) -> str:
    """Leave out the cents of a rounded amount, as it is written."""
    return _DECIMALS.sub("", said)
