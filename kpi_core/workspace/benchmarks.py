"""Benchmarks that the user entered, each with its source: the product brings none of its own."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.units import written

_LOCALES = {Lang.EN: "en-US", Lang.FR: "fr-FR"}


class Benchmark(BaseModel):
    """
    What a source says of a KPI: from low to high, which are one where it is a value.

    dated: the day that the source is of. number: what it is called by.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kpi: Annotated[str, Field(min_length=1, max_length=200)]
    low: Annotated[float, Field(allow_inf_nan=False)]
    high: Annotated[float, Field(allow_inf_nan=False)]
    source: Annotated[str, Field(min_length=1, max_length=300)]
    dated: dt.date
    number: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    @field_validator("kpi")
    @classmethod
    def known_kpi(cls, name: str) -> str:
        """Return the id of the KPI that *name* means; a sum of some days compares with no other's."""
        kpi = REGISTRY.find(name)
        if kpi.additive:
            raise KpiError(Kind.TYPE, _A_SUM.format(title=kpi.title))
        return kpi.id

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Refuse a range that ends before it starts, and a source that says nothing."""
        if self.high < self.low or not self.source.strip():
            raise KpiError(Kind.TYPE, _NO_RANGE)
        return self

    def said(self, currency: str) -> Text:
        """Return the value or the range, as each language writes it."""
        unit = REGISTRY[self.kpi].unit
        ends = {
            lang: [written(v, unit, currency, locale) for v in dict.fromkeys((self.low, self.high))]
            for lang, locale in _LOCALES.items()
        }
        return Text(en=" – ".join(ends[Lang.EN]), fr=" – ".join(ends[Lang.FR]))


_A_SUM = Text(
    en="“{title}” is a sum over some days, which no source’s own days compare with: enter a benchmark of a rate, a ratio or a cost per unit.",
    fr="«\u00a0{title}\u00a0» est une somme sur certains jours, qui ne se compare pas à ceux d’une source\u00a0: saisissez le repère d’un taux, d’un ratio ou d’un coût par unité.",
)
_NO_RANGE = Text(
    en="A benchmark goes from its low to its high end, and names its source.",
    fr="Un repère va de sa borne basse à sa borne haute, et nomme sa source.",
)
