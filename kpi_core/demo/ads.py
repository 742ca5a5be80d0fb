"""What the three ad platforms report each day: spend, impressions, clicks, claimed conversions.

One row a day, campaign and content. LinkedIn is paused at week-ends. The conversions that a
platform claims are its own: it counts views too, so it claims more leads than the CRM has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kpi_core.demo.chance import among, around, count, euros, stream
from kpi_core.demo.market import BY_NAME, Campaign
from kpi_core.demo.rows import CURRENCY, Row, row
from kpi_core.demo.seasons import Window, month_length, season, weekend

MEDIA = "Achat d’espace publicitaire"
_BUSY = 0.4  # how far budgets follow the season


@dataclass(frozen=True, slots=True)
class _Plan:
    """Budget a month, price of a click, and rates; each at the start and at the end."""

    budget: tuple[float, float]
    click: tuple[float, float]
    ctr: tuple[float, float]
    social: float  # likes, comments and shares, for one click
    claimed: tuple[float, float]  # conversions claimed, for one click
    weekends: float
    spelled: str  # as the platform's own report names it


_PLANS = {
    "LinkedIn Ads": _Plan(
        (6_200, 9_000), (7.4, 5.9), (0.0052, 0.0071), 0.55, (0.03, 0.042), 0.0, "LinkedIn Ads"
    ),
    "Google Ads": _Plan(
        (5_600, 8_200), (2.6, 4.4), (0.047, 0.036), 0.0, (0.03, 0.023), 0.55, "Google Ads"
    ),
    "Meta Ads": _Plan(
        (1_100, 1_250), (0.95, 1.15), (0.0105, 0.0095), 0.8, (0.014, 0.012), 1.1, "Facebook Ads"
    ),
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One day of one content of one campaign."""

    day: date
    source: str
    campaign: Campaign
    content: str
    amount: Decimal
    impressions: int
    clicks: int
    engagements: int
    claimed: int


def deliver(seed: int, window: Window) -> list[Delivery]:
    """Return what was delivered, day after day."""
    rng = stream(seed, "ads")
    return [d for source, plan in _PLANS.items() for d in _deliver(rng, window, source, plan)]


def spend_rows(deliveries: list[Delivery]) -> list[Row]:
    """Return what each delivery cost."""
    return [
        row(
            "spend",
            spent_on=d.day,
            source=_PLANS[d.source].spelled,
            campaign=d.campaign.name,
            content=d.content,
            segment=d.campaign.segment,
            country=d.campaign.country,
            category="direct",
            label=MEDIA,
            amount=d.amount,
            currency=CURRENCY,
        )
        for d in deliveries
    ]


def traffic_rows(deliveries: list[Delivery]) -> list[Row]:
    """Return what each delivery brought."""
    return [
        row(
            "traffic",
            seen_on=d.day,
            medium="ads",
            source=_PLANS[d.source].spelled,
            campaign=d.campaign.name,
            content=d.content,
            segment=d.campaign.segment,
            country=d.campaign.country,
            impressions=d.impressions,
            clicks=d.clicks,
            engagements=d.engagements,
            claimed_conversions=d.claimed,
        )
        for d in deliveries
    ]


def _deliver(rng: random.Random, window: Window, source: str, plan: _Plan) -> Iterator[Delivery]:
    for day in window.days:
        pace = plan.weekends if weekend(day) else 1.0
        if not pace:
            continue
        # A budget is spread over the days on which the ads run.
        running_days = month_length(day) * (5 + 2 * plan.weekends) / 7
        budget = window.trend(plan.budget, day) * (1 - _BUSY + _BUSY * season(day)) * pace
        campaigns = BY_NAME[source].running(window.progress(day))
        contents = [(c, content) for c in campaigns for content in c.contents]
        weights = sum(c.weight / len(c.contents) for c, _ in contents)
        for campaign, content in contents:
            share = campaign.weight / len(campaign.contents) / weights
            aimed = around(rng, budget / running_days * share, 0.12)
            clicks = count(rng, aimed / window.trend(plan.click, day))
            unclicked = clicks / window.trend(plan.ctr, day) or aimed * 2
            impressions = clicks + count(rng, unclicked)
            likes = among(rng, clicks, plan.social) if plan.social else 0
            claimed = among(rng, clicks, window.trend(plan.claimed, day))
            yield Delivery(
                day,
                source,
                campaign,
                content,
                euros(aimed),
                impressions,
                clicks,
                clicks + likes,
                claimed,
            )
