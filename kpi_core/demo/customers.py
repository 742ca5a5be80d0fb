"""What customers do once signed: they subscribe, renew, buy more, pay less, or leave.

A subscription holds from its start to the day before its end, as `measures` reads it. The firm
is older than its data: its first customers have subscriptions that began before the window,
and renewals and expansions inside it, but no deal that tells how they were won. Now and then
an expansion is entered as new business, as happens.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from kpi_core.demo.chance import around, euros, pick, stream
from kpi_core.demo.deals import WON, Course, Deal, course, margin
from kpi_core.demo.leads import Lead
from kpi_core.demo.people import COUNTRIES, OWNERS, PRODUCTS, Company
from kpi_core.demo.rows import CURRENCY, Row, row_of
from kpi_core.demo.seasons import Window, add_months, working

_FOUNDERS = 160  # customers when the data begins
_MONTHLY = {"TPE": 140.0, "PME": 430.0, "ETI": 1_350.0, "Grand compte": 3_400.0}
_LEAVE = {"TPE": 0.19, "PME": 0.11, "ETI": 0.07, "Grand compte": 0.04}  # at each anniversary
_STOP = {"TPE": 0.008, "PME": 0.002, "ETI": 0.0, "Grand compte": 0.0}  # any other month
_MORE, _MORE_WON, _LESS = 0.034, 0.72, 0.004
_MISFILED = 0.15  # expansions entered as new business
_SETTLED = 4  # months before a customer buys more or renegotiates
_CREDITED = 0.6  # the credit note: on the customer signed at this part of the list
_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A recurring amount, from a day to the eve of another."""

    subscription: str
    customer: str
    started_on: date
    ended_on: date | None
    mrr: Decimal
    source: str | None
    campaign: str | None
    segment: str
    country: str
    owner: str
    product: str


@dataclass(slots=True)
class Customer:
    """An account: where it came from, and everything it pays for."""

    account: Company
    since: date
    lead: str | None
    source: str | None
    campaign: str | None
    content: str | None
    owner: str
    product: str
    subscriptions: list[Subscription] = field(default_factory=list)
    left_on: date | None = None

    def subscribe(self, day: date, mrr: Decimal, product: str) -> None:
        """Add a recurring amount from *day* on."""
        self.subscriptions.append(
            Subscription(
                subscription="",
                customer=self.account.name,
                started_on=day,
                ended_on=None,
                mrr=mrr,
                source=self.source,
                campaign=self.campaign,
                segment=self.account.segment,
                country=self.account.country,
                owner=self.owner,
                product=product,
            )
        )

    def leave(self, day: date) -> None:
        """Stop everything on *day*; what is signed later is a customer who comes back."""
        self.left_on = day
        self.subscriptions = [
            s if s.ended_on or s.started_on >= day else replace(s, ended_on=day)
            for s in self.subscriptions
        ]

    def pay_less(self, rng: random.Random, day: date) -> None:
        """Go on with the first subscription at a lower price."""
        first = next(s for s in self.subscriptions if s.ended_on is None)
        self.subscriptions[self.subscriptions.index(first)] = replace(first, ended_on=day)
        self.subscribe(day, euros(float(first.mrr) * rng.uniform(0.6, 0.85)), first.product)

    def mrr(self, day: date) -> Decimal:
        """Return what it pays a month on *day*."""
        held = (s.mrr for s in self.subscriptions if s.ended_on is None and s.started_on <= day)
        return sum(held, Decimal(0))


def live(
    seed: int, window: Window, leads: list[Lead], won: list[Deal], names: Iterator[str]
) -> tuple[list[Customer], list[Deal]]:
    """Return the customers of the two years, and the deals made with those already signed."""
    rng = stream(seed, "customers")
    customers = [*_founders(rng, window, names), *_signed(won, leads)]
    deals = [deal for customer in customers for deal in _years(rng, window, customer)]
    return customers, [*deals, _credit_note(won, window)]


def table(customers: list[Customer]) -> list[Row]:
    """Return the subscriptions of *customers* by start, numbered in that order."""
    everything = [s for customer in customers for s in customer.subscriptions]
    everything.sort(key=lambda s: (s.started_on, s.customer, s.product))
    return [
        row_of("subscriptions", s, subscription=f"ABO-{number:04}", currency=CURRENCY)
        for number, s in enumerate(everything, 1)
    ]


def _founders(rng: random.Random, window: Window, names: Iterator[str]) -> Iterator[Customer]:
    for _ in range(_FOUNDERS):
        segment = pick(rng, {"TPE": 35, "PME": 45, "ETI": 16, "Grand compte": 4})
        account = Company(next(names), segment, pick(rng, COUNTRIES))
        since = window.first - timedelta(days=rng.randint(20, 1_300))
        product = rng.choices(PRODUCTS, (6, 3, 1))[0]
        customer = Customer(account, since, None, None, None, None, rng.choice(OWNERS), product)
        customer.subscribe(since, euros(around(rng, _MONTHLY[segment], 0.35)), product)
        yield customer


def _signed(won: list[Deal], leads: list[Lead]) -> list[Customer]:
    """Return one customer a company, however many deals it signed as new business."""
    by_name = {lead.lead: lead for lead in leads}
    signed: dict[str, Customer] = {}
    for deal in sorted(won, key=lambda d: (d.closed_on or d.created_on, d.customer)):
        day = deal.closed_on or deal.created_on
        # Whoever invoices looks up the source that the salesperson did not write.
        origin = by_name[deal.lead] if deal.lead and deal.source is None else deal
        customer = signed.setdefault(
            deal.customer,
            Customer(
                deal.account,
                day,
                deal.lead,
                origin.source,
                origin.campaign,
                origin.content,
                deal.owner,
                deal.product,
            ),
        )
        customer.subscribe(day, euros(float(deal.amount) / _YEAR), deal.product)
    return list(signed.values())


def _years(rng: random.Random, window: Window, customer: Customer) -> Iterator[Deal]:
    """Live the months of one customer, and yield the deals they make."""
    months = 0
    while customer.left_on is None:
        months += 1
        day = add_months(customer.since, months)
        if day <= window.first:
            continue
        anniversary = months % _YEAR == 0
        if anniversary:
            yield from _renewal(rng, window, customer, day)
        if day <= window.last and customer.left_on is None:
            yield from _month(rng, window, customer, day, settled=months > _SETTLED)
        if day > window.last and anniversary:
            return  # the renewal that is being prepared was the last thing known


def _month(
    rng: random.Random, window: Window, customer: Customer, day: date, *, settled: bool
) -> Iterator[Deal]:
    """Leave, buy more or pay less on *day*; most months, nothing."""
    if rng.random() < _STOP[customer.account.segment]:
        customer.leave(day)
    elif settled and rng.random() < _MORE:
        yield _expansion(rng, window, customer, day)
    elif settled and rng.random() < _LESS:
        customer.pay_less(rng, day)


def _renewal(rng: random.Random, window: Window, customer: Customer, day: date) -> Iterator[Deal]:
    """Ask for another year, 45 days before the anniversary; a no ends everything on *day*."""
    opened = max(working(day - timedelta(days=45)), window.first)
    closing = working(day - timedelta(days=rng.randint(0, 12)))
    stays = rng.random() >= _LEAVE[customer.account.segment]
    if opened not in window or closing <= opened:
        return
    became = course(rng, window, opened, closing, won=stays, through=2)
    yield _with(rng, customer, "renewal", became, opened=opened, amount=customer.mrr(day) * _YEAR)
    if not stays and day <= window.last:
        customer.leave(day)


def _expansion(rng: random.Random, window: Window, customer: Customer, day: date) -> Deal:
    """Propose another product; a yes adds a subscription on the day it is signed."""
    opened = max(day - timedelta(days=rng.randint(12, 40)), window.first, customer.since)
    extra = euros(float(customer.mrr(day)) * rng.uniform(0.15, 0.45))
    became = course(rng, window, opened, day, won=rng.random() < _MORE_WON, through=1)
    misfiled = customer.since in window and rng.random() < _MISFILED
    kind = "new" if misfiled else "expansion"
    product = rng.choice([p for p in PRODUCTS if p != customer.product])
    if became.state == "won":
        customer.subscribe(day, extra, product)
    return replace(
        _with(rng, customer, kind, became, opened=opened, amount=extra * _YEAR),
        product=product,
        name=f"{customer.account.name} – {product}",
    )


def _with(
    rng: random.Random,
    customer: Customer,
    kind: str,
    became: Course,
    *,
    opened: date,
    amount: Decimal,
) -> Deal:
    return Deal(
        deal="",
        name=f"{customer.account.name} – {_KIND_NAMES.get(kind, kind)}",
        customer=customer.account.name,
        lead=customer.lead,
        kind=kind,
        state=became.state,
        created_on=opened,
        closed_on=became.closed_on,
        amount=amount,
        margin=margin(rng, amount),
        probability=became.probability,
        stage=became.stage,
        source=customer.source,
        campaign=customer.campaign,
        content=customer.content,
        segment=customer.account.segment,
        country=customer.account.country,
        owner=customer.owner,
        product=customer.product,
        account=customer.account,
        history=became.history,
    )


_KIND_NAMES = {"renewal": "renouvellement"}


def _credit_note(won: list[Deal], window: Window) -> Deal:
    """Give back a fifth of one deal, 40 days after it was signed."""
    ordered = sorted(won, key=lambda d: (d.closed_on or d.created_on, d.customer))
    deal = ordered[int(len(ordered) * _CREDITED)]
    day = min((deal.closed_on or deal.created_on) + timedelta(days=40), window.last)
    return replace(
        deal,
        name=f"{deal.customer} – avoir",
        kind="credit",
        created_on=day,
        closed_on=day,
        amount=-euros(float(deal.amount) / 5),
        margin=-euros(float(deal.margin) / 5),
        stage=WON,
        history=(),
    )
