"""New business: deals opened with the leads that sales accepted, from opening to won or lost.

One deal a company at a time: a colleague who turns up while it is open is one more contact of
the same deal, or of a second one once it is closed. A few deals have no lead, a few are reopened.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kpi_core.demo.chance import around, count, euros, pick, stream
from kpi_core.demo.leads import Lead
from kpi_core.demo.market import BY_NAME
from kpi_core.demo.people import COUNTRIES, OWNERS, PRODUCTS, Company, typed
from kpi_core.demo.rows import CURRENCY, Row, row_of
from kpi_core.demo.seasons import Window, working

STAGES = {"Qualification": 0.1, "Démonstration": 0.3, "Proposition": 0.5, "Négociation": 0.75}
WON, LOST = "Gagnée", "Perdue"

# A year of subscription; days from lead to signature; chance to sign.
_YEAR = {"TPE": 1_700.0, "PME": 5_400.0, "ETI": 16_500.0, "Grand compte": 42_000.0}
_CYCLE = {"TPE": 26.0, "PME": 40.0, "ETI": 112.0, "Grand compte": 145.0}
_WIN = {"TPE": 0.29, "PME": 0.27, "ETI": 0.22, "Grand compte": 0.17}
_OPENED = 0.94  # SQLs that get a deal
_NEGLECTED = 0.35  # deals on which nobody wrote the source: their lead has it
_SECOND = 0.8  # colleagues of a customer who open a deal of their own
_REOPENED = 0.08
_WITHOUT_LEAD = 0.8  # a month


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One deal, with the stages it went through: name, day entered."""

    deal: str
    name: str
    customer: str
    lead: str | None
    kind: str
    state: str
    created_on: date
    closed_on: date | None
    amount: Decimal
    margin: Decimal
    probability: float
    stage: str | None
    source: str | None
    campaign: str | None
    content: str | None
    segment: str
    country: str
    owner: str
    product: str
    account: Company
    history: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What became of a deal by the last day of the data."""

    state: str
    closed_on: date | None
    stage: str | None
    probability: float
    history: tuple[tuple[str, date], ...]


def new_business(seed: int, window: Window, leads: list[Lead], names: Iterator[str]) -> list[Deal]:
    """Return the deals that may bring a new customer, not numbered yet."""
    rng = stream(seed, "deals")
    deals: list[Deal] = []
    last: dict[str, Deal] = {}  # the latest deal of each company
    for lead in sorted((x for x in leads if x.sql_on), key=lambda x: (x.sql_on, x.lead)):
        before = last.get(lead.company)
        deal = _from_lead(rng, window, lead)
        if deal is None or (before and not _another(rng, before, deal)):
            continue
        last[lead.company] = deal
        deals.append(deal)
    return deals + list(_without_lead(rng, window, names))


def course(
    rng: random.Random, window: Window, opened: date, closing: date, *, won: bool, through: int = 0
) -> Course:
    """Return how far a deal has come that is to close on *closing*, from the stage *through* on."""
    names = list(STAGES)[through:]
    passed = names if won else names[: rng.randint(1, len(names))]
    lasts = (closing - opened).days
    later = sorted(rng.randrange(lasts) for _ in passed[1:]) if lasts else [0] * len(passed[1:])
    history = list(zip(passed, [opened, *(opened + timedelta(days=n) for n in later)], strict=True))
    stuck = history[-1][1]
    if won and through == 0 and (closing - stuck).days > 7 and rng.random() < _REOPENED:  # noqa: PLR2004
        history += [
            (LOST, stuck + timedelta(days=2)),
            (passed[-1], stuck + timedelta(days=5)),
        ]
    if closing in window:
        final = WON if won else LOST
        return Course(
            state="won" if won else "lost",
            closed_on=closing,
            stage=final,
            probability=1.0 if won else 0.0,
            history=(*history, (final, closing)),
        )
    # What was lost for a while and will be reopened counts as open.
    known = [(stage, day) for stage, day in history if day in window and stage != LOST]
    return Course(
        state="open",
        closed_on=None,
        stage=known[-1][0],
        probability=STAGES[known[-1][0]],
        history=tuple(known),
    )


def margin(rng: random.Random, amount: Decimal) -> Decimal:
    """Return what is left of *amount* once hosting and support are paid."""
    return euros(float(amount) * rng.uniform(0.7, 0.86))


def table(deals: list[Deal]) -> list[Row]:
    """Return the rows of *deals*."""
    return [row_of("deals", deal, currency=CURRENCY) for deal in deals]


def stage_table(deals: list[Deal]) -> list[Row]:
    """Return every stage each deal went through: it leaves one on the day it enters the next."""
    return [
        row_of("deal_stages", deal, stage=stage, entered_on=entered, left_on=left)
        for deal in deals
        for (stage, entered), left in zip(deal.history, _left(deal), strict=True)
    ]


def _left(deal: Deal) -> list[date | None]:
    return [*(day for _, day in deal.history[1:]), None][: len(deal.history)]


def numbered(deals: list[Deal]) -> list[Deal]:
    """Return *deals* by day of creation, numbered in that order."""
    ordered = sorted(deals, key=lambda d: (d.created_on, d.customer, d.kind, d.product))
    return [replace(deal, deal=f"AFF-{number:04}") for number, deal in enumerate(ordered, 1)]


def _from_lead(rng: random.Random, window: Window, lead: Lead) -> Deal | None:
    opened, created = lead.sql_on, lead.created_on
    if opened is None or created is None or rng.random() >= _OPENED:
        return None
    segment = lead.account.segment
    closing = created + timedelta(days=int(around(rng, _CYCLE[segment], 0.45)))
    closing = max(working(closing), (lead.trial_on or opened) + timedelta(days=3))
    quality = window.trend(lead.origin.quality, created) if lead.origin else 0.8
    odds = _WIN[segment] * quality**0.5 * (1.2 if lead.trial_on else 1.0)
    neglected = rng.random() < _NEGLECTED
    return _deal(
        rng,
        lead.account,
        course(rng, window, opened, closing, won=rng.random() < odds),
        lead=lead.lead,
        opened=opened,
        source=None if neglected else lead.source,
        campaign=None if neglected else lead.campaign,
        content=None if neglected else lead.content,
        owner=lead.owner or rng.choice(OWNERS),
        product=lead.product,
    )


def _without_lead(rng: random.Random, window: Window, names: Iterator[str]) -> Iterator[Deal]:
    """Deals that came by a phone call or a partner, and that nobody entered as leads."""
    for month in window.months:
        for _ in range(count(rng, _WITHOUT_LEAD)):
            segment = pick(rng, {"TPE": 2, "PME": 5, "ETI": 3})
            opened = month + timedelta(days=rng.randint(0, 27))
            closing = working(opened + timedelta(days=int(around(rng, _CYCLE[segment], 0.4)) + 3))
            source = rng.choice(["Partenaires", "Direct", None])
            yield _deal(
                rng,
                Company(next(names), segment, pick(rng, COUNTRIES)),
                course(rng, window, opened, closing, won=rng.random() < _WIN[segment]),
                lead=None,
                opened=opened,
                source=BY_NAME[source].spelled(rng) if source else None,
                campaign=None,
                content=None,
                owner=rng.choice(OWNERS),
                product=rng.choice(PRODUCTS),
            )


def _another(rng: random.Random, before: Deal, deal: Deal) -> bool:
    """Tell whether a company that had a deal gets this one, or one more contact on the first."""
    if before.closed_on is None or before.closed_on >= deal.created_on:
        return False
    return before.state == "lost" or rng.random() < _SECOND


def _deal(
    rng: random.Random,
    account: Company,
    became: Course,
    *,
    lead: str | None,
    opened: date,
    source: str | None,
    campaign: str | None,
    content: str | None,
    owner: str,
    product: str,
) -> Deal:
    amount = euros(round(around(rng, _YEAR[account.segment], 0.35), -1))
    return Deal(
        deal="",
        name=f"{account.name} – {product}",
        customer=account.name,
        lead=lead,
        kind="new",
        state=became.state,
        created_on=opened,
        closed_on=became.closed_on,
        amount=amount,
        margin=margin(rng, amount),
        probability=became.probability,
        stage=became.stage,
        source=source,
        campaign=campaign,
        content=content,
        segment=typed(rng, "segment", account.segment),
        country=typed(rng, "country", account.country),
        owner=owner,
        product=typed(rng, "product", product),
        account=account,
        history=became.history,
    )
