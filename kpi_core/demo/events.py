"""Webinars and trade fairs: the days when many leads come at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kpi_core.demo.seasons import Window, working

_AUGUST, _DECEMBER = 8, 12

_WEBINARS = (
    "Anticiper ses besoins de trésorerie",
    "Facturation électronique : ce qui change",
    "Piloter l'activité en temps réel",
    "De l'affaire signée à l'encaissement",
    "Réussir sa clôture mensuelle",
    "Questions de DAF",
)

# Month, day, name, days, price of the stand.
_FAIRS = (
    (3, 18, "Salon Rhône Numérique", 2, 9_800),
    (6, 3, "Rencontres de la Finance d'Entreprise", 3, 16_500),
    (9, 23, "Forum des DAF de l'Ouest", 1, 5_400),
    (11, 19, "Salon Gestion & Trésorerie", 2, 12_900),
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day, for which people sign up or stop by."""

    day: date
    source: str
    campaign: str
    content: str
    days: int
    price: float


def webinars(window: Window) -> list[Event]:
    """Return one webinar a month, the third Thursday, never in August or December."""
    held = [m for m in window.months if m.month not in {_AUGUST, _DECEMBER}]
    return [
        Event(
            day=month + timedelta(days=(3 - month.weekday()) % 7 + 14),
            source="Webinars",
            campaign="Webinars du jeudi",
            content=f"Webinar : {_WEBINARS[n % len(_WEBINARS)]}",
            days=1,
            price=650,
        )
        for n, month in enumerate(held)
    ]


def fairs(window: Window) -> list[Event]:
    """Return the trade fairs of the two years, in order."""
    years = range(window.first.year, window.last.year + 1)
    return [
        Event(working(day), "Salons", f"{name} {year}", "Stand", days, price)
        for year in years
        for month, number, name, days, price in _FAIRS
        if (day := date(year, month, number)) in window
    ]
