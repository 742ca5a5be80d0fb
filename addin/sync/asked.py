"""The shapes of what may be asked of the sheets that keep themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from kpi_core.text import Lang

Name = Annotated[StrictStr, Field(min_length=1, max_length=500)]


class Asked(BaseModel):
    """What is asked: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Which(Asked):
    """A sheet by its number or title; the only one there is if left out."""

    sheet: Name | StrictInt | None = None


class Connect(Asked):
    """The link of a Google sheet or the path of a workbook, and whose account opens it."""

    link: Annotated[StrictStr, Field(min_length=1, max_length=4096)]
    account: Name | None = None
    lang: Lang | None = None


class Run(Which):
    """Run now; with *force* whatever the gate says."""

    force: StrictBool = False


class TabHints(Asked):
    """What the user says about one tab."""

    as_fact: Name | None = None
    columns: dict[Name, Annotated[StrictStr, Field(max_length=500)]] = {}
    date: Name | None = None
    date_order: Name | None = None
    locale: Name | None = None
    currency: Name | None = None
    tax: Name | None = None
    vat: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    amount: Name | None = None


class MapTab(Which):
    """What a tab is, or whether it is left alone."""

    tab: Name
    hints: TabHints | None = None
    ignore: StrictBool | None = None


class Confirm(Which):
    """A held tab that is right; all of them if none is named."""

    tab: Name | None = None
