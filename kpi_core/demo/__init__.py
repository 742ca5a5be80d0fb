"""Two years of an invented French software firm, to try every KPI on before importing a file.

The same day and the same seed always give the same rows. Sources, segments and names are spelled
as carelessly as in real exports; `DEMO_ALIASES` and `DEMO_CHANNELS` say what each spelling means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from kpi_core.demo import (
    ads,
    costs,
    customers,
    deals,
    files,
    leads,
    surveys,
    touchpoints,
    traffic,
)
from kpi_core.demo.chance import stream
from kpi_core.demo.market import DEMO_ALIASES, DEMO_CHANNELS
from kpi_core.demo.people import FIRM, company_names
from kpi_core.demo.rows import Row, Value
from kpi_core.demo.seasons import Window
from kpi_core.text import Lang

__all__ = [
    "DEMO_ALIASES",
    "DEMO_CHANNELS",
    "FIRM",
    "Demo",
    "Row",
    "Value",
    "generate",
    "write_files",
]


@dataclass(frozen=True, slots=True)
class Demo:
    """The rows of every fact, and the first and last day that they cover."""

    tables: Mapping[str, list[Row]]
    first: date
    last: date


def generate(today: date, seed: int = 7) -> Demo:
    """Return the 24 complete months that end before the month of *today*."""
    window = Window.before(today)
    names = company_names(stream(seed, "companies"))
    everybody = leads.generate(seed, window, names)
    new = deals.new_business(seed, window, everybody, names)
    won = [deal for deal in new if deal.state == "won"]
    accounts, more = customers.live(seed, window, everybody, won, names)
    signed = deals.numbered([*new, *more])
    delivered = ads.deliver(seed, window)
    tables = {
        "spend": [*ads.spend_rows(delivered), *costs.generate(seed, window)],
        "traffic": [
            *ads.traffic_rows(delivered),
            *traffic.generate(seed, window, delivered, everybody),
        ],
        "touchpoints": touchpoints.generate(seed, window, everybody),
        "leads": leads.table(seed, everybody, _first_payments(seed, window, won)),
        "deals": deals.table(signed),
        "deal_stages": deals.stage_table(signed),
        "subscriptions": customers.table(accounts),
        "surveys": surveys.generate(seed, window, accounts),
    }
    return Demo(MappingProxyType(tables), window.first, window.last)


def write_files(demo: Demo, folder: Path, lang: Lang) -> list[Path]:
    """Write the exports of *demo* into *folder*, as a team working in *lang* would have them."""
    return files.write(demo.tables, folder, lang)


def _first_payments(seed: int, window: Window, won: list[deals.Deal]) -> dict[str, date]:
    """Return when each lead that signed paid its first invoice: within a month, if it has."""
    rng = stream(seed, "payments")
    paid = {
        deal.lead: deal.closed_on + timedelta(days=rng.randint(1, 30))
        for deal in won
        if deal.lead and deal.closed_on
    }
    return {lead: day for lead, day in paid.items() if day in window}
