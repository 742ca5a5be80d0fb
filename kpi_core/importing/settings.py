"""What the reader is told: the workspace's settings, and what the user said on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """What the workspace knows before it opens a file."""

    locale: str
    timezone: str
    currency: str
    today: date
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    """What one unit of each other currency is worth in the workspace's own."""
    remembered: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """Plans the user has already settled, by header signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the user said about one file; it wins over whatever the file suggests."""

    as_fact: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """File header -> fact column (`amount`, `spend.amount`), or "" to ignore it."""
    date: str | None = None
    """The day of every row, for files whose rows have none."""
    date_order: str | None = None
    locale: str | None = None
    tax: Literal["ht", "ttc"] | None = None
    vat: Decimal | None = None
    amount: Literal["tcv", "acv", "mrr"] | None = None
    """What the amount of a deal holds: the whole contract, a year of it, or a month."""
    currency: str | None = None
    sheet: str | None = None
