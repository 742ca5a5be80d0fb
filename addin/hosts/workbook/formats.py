"""How Excel shows each unit. The file holds the format; the reader's locale puts the separators."""

from __future__ import annotations

from kpi_core.units import Unit

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF"}


def number_format(unit: Unit, currency: str = "EUR") -> str:
    """Return the number format of *unit*, amounts in *currency* (ISO 4217)."""
    sign = _SIGNS.get(currency, currency)
    money = f'#,##0.00\u00a0"{sign}"'
    return {
        Unit.MONEY: money,
        Unit.MONEY_PER_MONTH: money,
        Unit.MONEY_PER_DAY: money,
        Unit.SHARE: "0.0\u00a0%",
        Unit.MULTIPLE: '0.00"\u202f×"',
        Unit.COUNT: "#,##0.##",
    }.get(unit, "#,##0.0")
