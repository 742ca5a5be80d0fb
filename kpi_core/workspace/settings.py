"""What a workspace assumes until told otherwise; printed with every answer that depends on it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kpi_core.catalog import FOCUS, REGISTRY
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.query import Day
from kpi_core.scoring.card import Card
from kpi_core.scoring.default import DEFAULT
from kpi_core.text import Text
from kpi_core.workspace.benchmarks import Benchmark

Identifier = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Word = Annotated[str, Field(min_length=1, max_length=200)]
Call = Annotated[str, Field(min_length=1, max_length=500)]


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


class Target(BaseModel):
    """
    What a KPI should reach: of these dates where it adds up, of any dates where it is a ratio.

    filters: dimension -> members that it is about. number: what it is called by; it stays when
    others go.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kpi: Word
    value: Annotated[float, Field(allow_inf_nan=False)]
    start: Day | None = None
    end: Day | None = None
    filters: dict[Word, tuple[Word, ...]] = {}
    number: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

    @field_validator("kpi")
    @classmethod
    def known_kpi(cls, name: str) -> str:
        """Return the id of the KPI that *name* means."""
        return REGISTRY.find(name).id

    @model_validator(mode="after")
    def dated(self) -> Self:
        """Refuse a sum that should be reached nobody knows when."""
        if (self.start is None) != (self.end is None) or (
            self.start and self.end and self.end < self.start
        ):
            raise KpiError(Kind.TYPE, _BOTH_DATES)
        if REGISTRY[self.kpi].additive and self.start is None:
            raise KpiError(Kind.EMPTY, _WITHOUT_DATES.format(title=REGISTRY[self.kpi].title))
        return self


class Settings(BaseModel):
    """
    The workspace's settings, stored beside its data.

    currency: ISO 4217; every amount is stored in it.
    rates: one unit of another currency in this one; without a rate, mixing is an error.
    fiscal_start: month in which the fiscal year opens, 1-12.
    overhead_policy: how indirect costs reach a channel; `none` allocates nothing silently.
    maturity_days: how long a cohort is given before it is counted.
    lookback_days: how long before a conversion a touch still counts for it, in a model.
    half_life_days: in how many days a touch loses half its weight, in the time decay model.
    small_sample: below this many units, the answer says how few they are.
    focus: the KPIs that are looked at first, by id, in this order.
    targets: what they should reach.
    benchmarks: what sources say of KPIs, as the user entered them.
    tables: functions, as typed in a cell, whose tables the sync writes beside its dashboard.
    meanings: words that mean several KPIs, and the id of the one that is meant here.
    scoring: the points card of leads.
    conversation_days: how long the server keeps what a follow-up needs, 0 for not at all.
    warehouse: where the facts are read instead of the file: an address, without a password.
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
    lookback_days: Annotated[int, Field(ge=1, le=1000)] = 90
    half_life_days: Annotated[int, Field(ge=1, le=1000)] = 7
    small_sample: Annotated[int, Field(ge=1, le=1000)] = 30
    discount_rate: Annotated[float, Field(ge=0, le=1)] = 0.1
    target_ratio: Annotated[float, Field(gt=0, le=100)] = 3.0
    focus: Annotated[tuple[Word, ...], Field(min_length=1, max_length=20)] = FOCUS
    targets: Annotated[tuple[Target, ...], Field(max_length=500)] = ()
    benchmarks: Annotated[tuple[Benchmark, ...], Field(max_length=200)] = ()
    tables: Annotated[tuple[Call, ...], Field(max_length=12)] = ()
    meanings: Annotated[dict[Word, Word], Field(max_length=500)] = {}
    scoring: Card = DEFAULT
    conversation_days: Annotated[int, Field(ge=0, le=365)] = 7
    entra: Entra | None = None
    google: Google | None = None
    warehouse: Annotated[str, Field(max_length=500)] | None = None

    @field_validator("focus")
    @classmethod
    def known_kpis(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the KPIs that *names* mean, each once."""
        return tuple(dict.fromkeys(REGISTRY.find(name).id for name in names))

    @field_validator("default_period")
    @classmethod
    def known_period(cls, phrase: str) -> str:
        """Refuse words that are no period."""
        from kpi_core.periods import Calendar, resolve  # noqa: PLC0415 - where one was chosen

        resolve(phrase, Calendar(dt.date(2024, 6, 15)))  # any day: only the words matter
        return phrase

    @field_validator("rates")
    @classmethod
    def usable_rates(cls, rates: dict[str, Decimal]) -> dict[str, Decimal]:
        """Refuse a rate that is no amount of money for one unit."""
        for currency, rate in rates.items():
            if not _LEAST_RATE <= rate <= _MOST_RATE:
                raise KpiError(
                    Kind.NUM, _NO_RATE.format(currency=shown(currency), rate=shown(str(rate)))
                )
        return rates

    @field_validator("scoring", mode="before")
    @classmethod
    def own_card(cls, said: object) -> object:
        """Return the card that there is without one of their own, where none is said."""
        return DEFAULT if said == "" else said

    @field_validator("warehouse")
    @classmethod
    def known_warehouse(cls, url: str | None) -> str | None:
        """Refuse what is no address of a warehouse, or has a password in it."""
        if not url:
            return None
        from kpi_core.warehouse.address import read  # noqa: PLC0415 - where one is set

        read(url)
        return url

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


_LEAST_RATE, _MOST_RATE = Decimal("0.000001"), Decimal(1_000_000)
_NO_RATE = Text(
    en="{rate} is no rate for {currency}: write what one unit of it is worth, such as 0.92.",
    fr="{rate} n’est pas un taux pour {currency}\u00a0: écrivez ce que vaut une unité, par exemple 0,92.",
)
_BOTH_DATES = Text(
    en="A target has a first and a last day, in this order, or neither.",
    fr="Un objectif a un premier et un dernier jour, dans cet ordre, ou aucun des deux.",
)
_WITHOUT_DATES = Text(
    en="“{title}” adds up over time: say from which day to which the target is.",
    fr="«\u00a0{title}\u00a0» s’additionne dans le temps\u00a0: dites de quel jour à quel jour vaut l’objectif.",
)
