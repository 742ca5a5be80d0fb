"""What of the workspace decides how rows of a warehouse are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Around:
    """
    What of the workspace decides how rows are read.

    zone: where a day ends; told: the zone of moments that say none; rates: of other currencies.
    """

    zone: str
    told: str
    currency: str
    rates: Mapping[str, Decimal]
