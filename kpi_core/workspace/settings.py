"""What a workspace assumes until told otherwise; printed with every answer that depends on it."""

from __future__ import annotations

import zoneinfo
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

Identifier = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Word = Annotated[str, Field(min_length=1, max_length=200)]


class Entra(BaseModel):
    """
    Whose Microsoft tokens open the workspace to Excel.

    audience: the application's own identifier; tenants, clients: those that are let in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    audience: Annotated[str, Field(min_length=1, max_length=200)]
    tenants: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    clients: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Google(BaseModel):
    """
    Whose Google tokens open the workspace to the sidebar.

    audiences: client identifiers of the script; domains: those of the accounts, all if empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    audiences: Annotated[tuple[Word, ...], Field(min_length=1)]
    domains: tuple[Word, ...] = ()


class Settings(BaseModel):
    """
    The workspace's settings, stored beside its data.

    currency: ISO 4217; every amount is stored in it.
    rates: one unit of another currency in this one; without a rate, mixing is an error.
    fiscal_start: month in which the fiscal year opens, 1-12.
    overhead_policy: how indirect costs reach a channel; `none` allocates nothing silently.
    maturity_days: how long a cohort is given before it is counted.
    small_sample: below this many units, the answer says how few they are.
    meanings: words that mean several KPIs, and the id of the one that is meant here.
    entra, google: whose sign-in opens the workspace to Excel, and to the sidebar of Google Sheets.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    rates: dict[str, Decimal] = {}
    timezone: str = "Europe/Paris"
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "fr-FR"
    fiscal_start: Annotated[int, Field(ge=1, le=12)] = 1
    fiscal_named_by_end: bool = False
    overhead_policy: Literal["none", "spend", "leads", "equal"] = "none"
    tax: Literal["ht", "ttc"] | None = None
    default_period: str = "last 12 months"
    maturity_days: Annotated[int, Field(ge=1, le=1000)] = 90
    small_sample: Annotated[int, Field(ge=1, le=1000)] = 30
    discount_rate: Annotated[float, Field(ge=0, le=1)] = 0.1
    target_ratio: Annotated[float, Field(gt=0, le=100)] = 3.0
    meanings: Annotated[dict[Word, Word], Field(max_length=500)] = {}
    entra: Entra | None = None
    google: Google | None = None

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        """Refuse a zone that no clock knows."""
        if name not in zoneinfo.available_timezones():
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="“{name}” is not a time zone: write one such as Europe/Paris.",
                    fr="« {name} » n’est pas un fuseau horaire : écrivez par exemple Europe/Paris.",
                ).format(name=shown(name)),
            )
        return name
