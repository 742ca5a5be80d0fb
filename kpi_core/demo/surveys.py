"""What customers say: NPS twice a year, CSAT after a call to support."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kpi_core.demo.chance import stream
from kpi_core.demo.customers import Customer
from kpi_core.demo.people import person, slug
from kpi_core.demo.rows import Row, row
from kpi_core.demo.seasons import Window

_ASKED = 45  # days after signing, then twice a year
_HALF_YEAR = 182
_ANSWERS = 0.55
_CALLS = 0.09  # a month
_HAPPIER = (0.0, 0.07)  # support answers faster at the end than at the start
_PROMOTERS, _PASSIVES = 0.44, 0.35


def generate(seed: int, window: Window, customers: list[Customer]) -> list[Row]:
    """Return the answers, in order."""
    rng = stream(seed, "surveys")
    rows = [answer for customer in customers for answer in _answers(rng, window, customer)]
    rows.sort(key=lambda r: (str(r["answered_on"]), str(r["survey"]), str(r["respondent"])))
    return rows


def _answers(rng: random.Random, window: Window, customer: Customer) -> Iterator[Row]:
    first, last = person(rng).split(" ", 1)
    respondent = f"{slug(first)}.{slug(last)}@{customer.account.domain}"
    gone = customer.left_on or window.last + timedelta(days=1)
    day = customer.since + timedelta(days=_ASKED)
    while day < gone:
        if day in window and rng.random() < _ANSWERS:
            yield _answer(customer, day, "nps", respondent, _nps(rng, window, day))
        day += timedelta(days=_HALF_YEAR)
    for month in window.months:
        day = month + timedelta(days=rng.randint(0, 27))
        if customer.since <= day < gone and rng.random() < _CALLS:
            happy = 0.42 + window.trend(_HAPPIER, day)
            score = rng.choices((5, 4, 3, 2, 1), (happy, 0.3, 0.14, 0.07, 0.05))[0]
            yield _answer(customer, day, "csat", respondent, score)


def _nps(rng: random.Random, window: Window, day: date) -> int:
    drawn = rng.random() - window.trend(_HAPPIER, day)
    if drawn < _PROMOTERS:
        return rng.choice((9, 9, 10))
    return rng.choice((7, 8, 8)) if drawn < _PROMOTERS + _PASSIVES else rng.choice((2, 4, 5, 6, 6))


def _answer(customer: Customer, day: date, survey: str, respondent: str, score: int) -> Row:
    return row(
        "surveys",
        answered_on=day,
        survey=survey,
        respondent=respondent,
        score=float(score),
        source=customer.source,
        segment=customer.account.segment,
        country=customer.account.country,
        owner=customer.owner,
        product=customer.product,
    )
