"""What acquisition costs: media, tools and events, and what is paid without anybody noticing.

Direct costs name the source they serve, but for one line that names none. Indirect ones (sales
salaries, licences, overheads, hours spent on content) serve everything and name nothing:
leaving them out is the first pitfall.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from kpi_core.demo.chance import around, euros, stream
from kpi_core.demo.events import Event, fairs, webinars
from kpi_core.demo.rows import CURRENCY, Row, row
from kpi_core.demo.seasons import Window, month_length

# Source, label, euros a month.
_DIRECT: tuple[tuple[str | None, str, float], ...] = (
    ("LinkedIn Ads", "Honoraires d’agence média", 650),
    ("Google Ads", "Honoraires d’agence média", 650),
    ("LinkedIn Ads", "Salaire du responsable acquisition (part)", 1_150),
    ("Google Ads", "Salaire du responsable acquisition (part)", 1_150),
    ("SEO", "Agence SEO", 2_100),
    ("Newsletter", "Outil d’e-mailing", 390),
    ("Webinars", "Plateforme de webinars", 290),
    ("Prospection LinkedIn", "Outil de prospection", 240),
    ("Prospection LinkedIn", "Salaire des SDR", 1_800),
    ("Prospection e-mail", "Outil de prospection", 180),
    ("Prospection e-mail", "Salaire des SDR", 1_250),
    (None, "Goodies et impressions", 210),
)

# Label, euros a month at the start and at the end.
_INDIRECT = (
    ("Salaires commerciaux", (23_500.0, 28_800.0)),
    ("Licences CRM", (980.0, 1_260.0)),
    ("Frais généraux", (2_350.0, 2_600.0)),
    ("Heures de l’équipe sur les contenus", (2_900.0, 3_500.0)),
    ("Autres abonnements (visio, signature, téléphonie)", (540.0, 690.0)),
)

_FIXED = ("Salaire", "Licences", "Outil", "Plateforme", "Autres")  # the same every month


def generate(seed: int, window: Window) -> list[Row]:
    """Return every cost but the ads'."""
    rng = stream(seed, "costs")
    return [*_direct(rng, window), *_events(rng, window), *_indirect(rng, window)]


def _direct(rng: random.Random, window: Window) -> Iterator[Row]:
    for month in window.months:
        for source, label, price in _DIRECT:
            yield _cost(month + timedelta(days=4), label, _billed(rng, label, price), source=source)


def _events(rng: random.Random, window: Window) -> Iterator[Row]:
    for e in webinars(window):
        speaker = euros(around(rng, e.price, 0.2))
        yield _cost(e.day, "Intervenant et promotion", speaker, event=e, content=e.content)
    for e in fairs(window):
        travel = euros(around(rng, 480 * e.days + 350, 0.15))
        yield _cost(e.day, "Stand", euros(e.price), event=e)
        yield _cost(e.day, "Déplacements et hébergement", travel, event=e)


def _indirect(rng: random.Random, window: Window) -> Iterator[Row]:
    for month in window.months:
        closing = month + timedelta(days=month_length(month) - 1)
        for label, ends in _INDIRECT:
            amount = _billed(rng, label, window.trend(ends, month))
            yield _cost(closing, label, amount, category="indirect")


def _billed(rng: random.Random, label: str, price: float) -> Decimal:
    return euros(price if label.startswith(_FIXED) else around(rng, price, 0.08))


def _cost(
    day: date,
    label: str,
    amount: Decimal,
    *,
    source: str | None = None,
    event: Event | None = None,
    content: str | None = None,
    category: str = "direct",
) -> Row:
    return row(
        "spend",
        spent_on=day,
        source=event.source if event else source,
        campaign=event.campaign if event else None,
        content=content,
        category=category,
        label=label,
        amount=amount,
        currency=CURRENCY,
    )
