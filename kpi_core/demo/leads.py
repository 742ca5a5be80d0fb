"""Leads, and the people contacted who never became one.

A lead goes contacted -> created -> MQL -> meeting -> SQL -> trial -> paid. Whatever would happen
after the last day of the data has not happened yet.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kpi_core.demo.chance import around, count, pick, stream
from kpi_core.demo.events import Event, fairs, webinars
from kpi_core.demo.market import SOURCES, Campaign, Source
from kpi_core.demo.people import (
    COUNTRIES,
    OWNERS,
    PRODUCTS,
    Company,
    person,
    role,
    slug,
    typed,
)
from kpi_core.demo.rows import Row, row_of
from kpi_core.demo.seasons import Window, month_length, season, weekend

_REPLIES = {"Prospection LinkedIn": 0.13, "Prospection e-mail": 0.065}
_MQL, _SQL = 0.43, 0.42
_UNMARKED = 0.05  # SQLs that nobody had marked as MQL before
_TRIAL = {"TPE": 0.55, "PME": 0.4, "ETI": 0.08, "Grand compte": 0.0}
_COLLEAGUE = 0.16  # leads who work where another lead does
_UNKNOWN = 3.0  # leads a month whose source nobody wrote down
_ANYBODY = {"TPE": 30.0, "PME": 50.0, "ETI": 16.0, "Grand compte": 4.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One person; `origin` is the source by its name, `source` as the CRM has it."""

    lead: str
    email: str | None
    linkedin_url: str | None
    external_id: str | None
    name: str
    company: str
    contacted_on: date | None
    meeting_on: date | None
    created_on: date | None
    mql_on: date | None
    sql_on: date | None
    trial_on: date | None
    source: str | None
    campaign: str | None
    content: str | None
    segment: str
    country: str
    owner: str | None
    product: str
    score: float | None
    origin: Source | None
    account: Company


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Somebody turns up: when, from where."""

    day: date
    source: Source | None
    campaign: str | None
    content: str | None
    segment: str | None = None
    country: str | None = None


def generate(seed: int, window: Window, names: Iterator[str]) -> list[Lead]:
    """Return everybody who was contacted or came, in the order of their first day."""
    rng = stream(seed, "leads")
    arrivals = sorted(_arrivals(stream(seed, "arrivals"), window), key=lambda a: a.day)
    town = _Town(names)
    return [_lead(rng, window, number, arrival, town) for number, arrival in enumerate(arrivals, 1)]


def table(seed: int, leads: list[Lead], paid: Mapping[str, date]) -> list[Row]:
    """Return the rows of *leads*, with the job of each, and the day each one first *paid*."""
    rng = stream(seed, "roles")
    return [
        row_of(
            "leads", lead, paid_on=paid.get(lead.lead), role=role(rng, deciding=bool(lead.sql_on))
        )
        for lead in leads
    ]


def _arrivals(rng: random.Random, window: Window) -> Iterator[_Arrival]:
    for source in SOURCES:
        events = {"Webinars": webinars, "Salons": fairs}.get(source.name)
        if events:
            yield from _at_events(rng, window, source, events(window))
            continue
        for month in window.months:
            # A message sent in August still goes out; it is replies that are fewer.
            mean = window.trend(source.leads, month) * (1 if source.outreach else season(month))
            for _ in range(count(rng, mean)):
                day = _day(rng, month)
                running = source.running(window.progress(day))
                campaign = rng.choices(running, [c.weight for c in running])[0] if running else None
                yield _from_campaign(rng, day, source, campaign)
    for month in window.months:
        for _ in range(count(rng, _UNKNOWN)):
            yield _Arrival(_day(rng, month), None, None, None)


def _from_campaign(
    rng: random.Random, day: date, source: Source, campaign: Campaign | None
) -> _Arrival:
    if campaign is None:
        return _Arrival(day, source, None, None)
    content = rng.choice(campaign.contents)
    segment = campaign.segment if campaign.segment and rng.random() < 0.7 else None  # noqa: PLR2004
    return _Arrival(day, source, campaign.name, content, segment, campaign.country)


def _at_events(
    rng: random.Random, window: Window, source: Source, events: list[Event]
) -> Iterator[_Arrival]:
    """Spread the leads of the two years over the days on which the events took place."""
    everybody = sum(window.trend(source.leads, month) for month in window.months)
    effort = sum(e.days for e in events)
    for event in events:
        for day in range(event.days):
            for _ in range(count(rng, everybody / effort)):
                when = event.day + timedelta(days=day)
                yield _Arrival(when, source, event.campaign, event.content)


def _day(rng: random.Random, month: date) -> date:
    """Draw a day of *month*: at week-ends, four in five come on another day."""
    day = month + timedelta(days=rng.randrange(month_length(month)))
    if weekend(day) and rng.random() < 0.8:  # noqa: PLR2004
        return month + timedelta(days=rng.randrange(month_length(month)))
    return day


class _Town:
    """The companies met so far, and the addresses already taken."""

    def __init__(self, names: Iterator[str]) -> None:
        self.names = names
        self.companies: list[Company] = []
        self.addresses: set[str] = set()

    def company(self, rng: random.Random, arrival: _Arrival) -> Company:
        if self.companies and arrival.segment is None and rng.random() < _COLLEAGUE:
            return rng.choice(self.companies)
        segments = arrival.source.segments if arrival.source else _ANYBODY
        company = Company(
            next(self.names),
            arrival.segment or pick(rng, segments),
            arrival.country or pick(rng, COUNTRIES),
        )
        self.companies.append(company)
        return company

    def address(self, name: str, company: Company) -> str:
        first, last = name.split(" ", 1)
        user, n = f"{slug(first)}.{slug(last)}", 1
        while (address := f"{user}{n if n > 1 else ''}@{company.domain}") in self.addresses:
            n += 1
        self.addresses.add(address)
        return address


def _lead(rng: random.Random, window: Window, number: int, arrival: _Arrival, town: _Town) -> Lead:
    source, account, name = arrival.source, town.company(rng, arrival), person(rng)
    outreach = source is not None and source.outreach
    created: date | None = arrival.day
    if source is not None and outreach:
        replied = rng.random() < _REPLIES[source.name] * season(arrival.day)
        created = arrival.day + timedelta(days=rng.randint(1, 14)) if replied else None
    created = created if created and created in window else None
    stages = _stages(rng, window, source, account, created)
    qualified = sum(stages[s] is not None for s in ("mql_on", "sql_on"))
    social = source is not None and source.platform == "LinkedIn"
    # A network gives a profile where a form gives an address.
    address = town.address(name, account)
    return Lead(
        lead=f"L-{number:05}",
        email=None if social and outreach and created is None else address,
        linkedin_url=f"https://www.linkedin.com/in/exemple-{slug(name)}-{number:05}"
        if social
        else None,
        external_id=f"HS-{100_000 + number * 7}" if created else None,
        name=name,
        company=account.name,
        contacted_on=arrival.day if outreach else None,
        created_on=created,
        **stages,
        source=source.spelled(rng) if source else None,
        campaign=arrival.campaign,
        content=arrival.content,
        segment=typed(rng, "segment", account.segment),
        country=typed(rng, "country", account.country),
        owner=typed(rng, "owner", rng.choice(OWNERS)) if stages["mql_on"] or outreach else None,
        product=rng.choices(PRODUCTS, (5, 3, 2))[0],
        score=_score(rng, qualified) if created else None,
        origin=source,
        account=account,
    )


def _score(rng: random.Random, qualified: int) -> float:
    """Give points for what is known of a lead: from 0 to 100, more to those who went further."""
    return round(min(100.0, max(0.0, rng.gauss(25 + 24 * qualified, 9))), 1)


def _stages(
    rng: random.Random,
    window: Window,
    source: Source | None,
    account: Company,
    created: date | None,
) -> dict[str, date | None]:
    """Return the day of each stage that this lead has reached by the last day."""
    reached: dict[str, date | None] = dict.fromkeys(("mql_on", "meeting_on", "sql_on", "trial_on"))
    if created is None:
        return reached
    quality = window.trend(source.quality, created) if source else 0.8
    if rng.random() >= _MQL * quality:
        return reached
    mql = created + timedelta(days=int(around(rng, 3, 0.9)))
    reached["mql_on"] = mql
    if rng.random() < _SQL * quality**0.5:
        meeting = mql + timedelta(days=int(around(rng, 5, 0.6)))
        sql = meeting + timedelta(days=int(around(rng, 4, 0.8)))
        reached |= {"meeting_on": meeting, "sql_on": sql}
        if rng.random() < _UNMARKED:
            reached["mql_on"] = None
        if rng.random() < _TRIAL[account.segment]:
            reached["trial_on"] = sql + timedelta(days=rng.randint(1, 9))
    elif rng.random() < 0.3:  # noqa: PLR2004 - a meeting that led nowhere
        reached["meeting_on"] = mql + timedelta(days=int(around(rng, 6, 0.6)))
    return {stage: day if day and day in window else None for stage, day in reached.items()}
