"""How a forecast can be made: declared apart, so that asking for one loads no mathematics."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How a forecast is made."""

    AUTO = "auto"
    HOLT_WINTERS = "holt_winters"
    AIRLINE = "airline"
