"""Visits to the site, e-mails, posts and prospecting messages, beside what the ads report.

Within a row no number exceeds the one it is part of: visitors and engaged sessions never pass
sessions, unique opens never pass messages delivered, clicks never pass impressions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from kpi_core.demo.ads import Delivery
from kpi_core.demo.chance import among, count, stream
from kpi_core.demo.events import webinars
from kpi_core.demo.leads import Lead
from kpi_core.demo.market import BY_NAME, Source
from kpi_core.demo.people import COUNTRIES, SEGMENTS
from kpi_core.demo.rows import Row, row
from kpi_core.demo.seasons import Window, season, weekend

# Sessions on an average day, at the start and at the end; those of the ads follow their clicks.
_SESSIONS = {
    "SEO": (150.0, 310.0),
    "Direct": (95.0, 125.0),
    "LinkedIn organique": (16.0, 30.0),
    "Partenaires": (9.0, 14.0),
}
_FROM_CLICKS = 0.88  # clicks that load a page
_SUBSCRIBERS = (2_900.0, 5_600.0)
_SEGMENT_SHARE = (0.27, 0.5, 0.18, 0.05)
_TUESDAY = 1
_MESSAGES = 2.6  # messages sent to each person contacted


def generate(seed: int, window: Window, ads: list[Delivery], leads: list[Lead]) -> list[Row]:
    """Return every traffic row but the ads'."""
    return [
        *_site(stream(seed, "site"), window, ads),
        *_emails(stream(seed, "emails"), window),
        *_posts(stream(seed, "posts"), window),
        *_outreach(stream(seed, "messages"), window, leads),
    ]


def _site(rng: random.Random, window: Window, ads: list[Delivery]) -> Iterator[Row]:
    clicks: Counter[tuple[date, str]] = Counter()
    for d in ads:
        clicks[d.day, d.source] += d.clicks
    for (day, source), clicked in clicks.items():
        yield _visits(rng, day, BY_NAME[source], "France", among(rng, clicked, _FROM_CLICKS))
    for day in window.days:
        calm = season(day) * (0.35 if weekend(day) else 1.2)
        for source, ends in _SESSIONS.items():
            sessions = count(rng, window.trend(ends, day) * calm)
            split = source in {"SEO", "Direct"}
            for country, share in (COUNTRIES if split else {"France": 1.0}).items():
                part = among(rng, sessions, share) if split else sessions
                yield _visits(rng, day, BY_NAME[source], country, part)


def _visits(rng: random.Random, day: date, source: Source, country: str, sessions: int) -> Row:
    engaged = {"Google Ads": 0.5, "Meta Ads": 0.24}.get(source.name, 0.6)
    return row(
        "traffic",
        seen_on=day,
        medium="site",
        source=source.web,
        country=country,
        sessions=sessions,
        visitors=among(rng, sessions, 0.83) or min(sessions, 1),
        engaged_sessions=among(rng, sessions, engaged),
    )


def _emails(rng: random.Random, window: Window) -> Iterator[Row]:
    letter, welcome = BY_NAME["Newsletter"].campaigns
    invited = {e.day - timedelta(days=9): e.content for e in webinars(window)}
    number = 0
    for day in window.days:
        readers = window.trend(_SUBSCRIBERS, day)
        if day.weekday() == _TUESDAY and (day.day - 1) // 7 in {0, 2}:
            number += 1
            yield from _sending(rng, day, letter.name, f"La lettre n° {number}", readers)
        if day in invited:
            invitation = f"Invitation – {invited[day]}"
            yield from _sending(rng, day, "Invitations aux webinars", invitation, readers * 0.6)
        if day.weekday() == 0:
            for message in welcome.contents:
                fresh = count(rng, 34 * season(day))
                yield _message(rng, day, welcome.name, message, segment=None, sent=fresh)


def _sending(
    rng: random.Random, day: date, campaign: str, content: str, readers: float
) -> Iterator[Row]:
    for segment, share in zip(SEGMENTS, _SEGMENT_SHARE, strict=True):
        yield _message(
            rng, day, campaign, content, segment=segment, sent=count(rng, readers * share)
        )


def _message(
    rng: random.Random, day: date, campaign: str, content: str, *, segment: str | None, sent: int
) -> Row:
    delivered = among(rng, sent, 0.974)
    opened = among(rng, delivered, 0.33 if segment else 0.52)
    clicked = among(rng, opened, 0.105)
    return row(
        "traffic",
        seen_on=day,
        medium="email",
        source="newsletter",
        campaign=campaign,
        content=content,
        segment=segment,
        sent=sent,
        delivered=delivered,
        bounces=sent - delivered,
        opens=opened + among(rng, opened, 0.42),
        unique_opens=opened,
        clicks=clicked + among(rng, clicked, 0.25),
        unique_clicks=clicked,
        replies=among(rng, delivered, 0.003),
    )


def _posts(rng: random.Random, window: Window) -> Iterator[Row]:
    (page,) = BY_NAME["LinkedIn organique"].campaigns
    for day in window.days:
        if day.weekday() not in {1, 3} or rng.random() > season(day):
            continue
        seen = count(rng, window.trend((1_500, 3_400), day) * rng.uniform(0.5, 1.9))
        clicks = among(rng, seen, 0.017)
        yield row(
            "traffic",
            seen_on=day,
            medium="social",
            source="LinkedIn organique",
            campaign=page.name,
            content=rng.choice(page.contents),
            impressions=seen,
            clicks=clicks,
            engagements=clicks + among(rng, seen, 0.021),
        )


def _outreach(rng: random.Random, window: Window, leads: list[Lead]) -> Iterator[Row]:
    """Count a week of messages a sequence, from the people who were in it."""
    people: Counter[tuple[date, str, str, str]] = Counter()
    answers: Counter[tuple[date, str, str, str]] = Counter()
    for lead in leads:
        day, origin = lead.contacted_on, lead.origin
        if day is None or origin is None or lead.campaign is None or lead.content is None:
            continue
        monday = max(day - timedelta(days=day.weekday()), window.first)
        sequence = (monday, origin.name, lead.campaign, lead.content)
        people[sequence] += 1
        answers[sequence] += lead.created_on is not None
    for (monday, source, campaign, content), contacted in people.items():
        sent = contacted + count(rng, contacted * (_MESSAGES - 1))
        by_email = source == "Prospection e-mail"
        delivered = among(rng, sent, 0.93) if by_email else sent
        replies = min(
            answers[monday, source, campaign, content] + among(rng, contacted, 0.06), delivered
        )
        opened = max(among(rng, delivered, 0.41), replies)
        clicked = among(rng, opened, 0.06)
        seen: dict[str, int | None] = {
            "bounces": sent - delivered,
            "opens": opened + among(rng, opened, 0.5),
            "unique_opens": opened,
            "clicks": clicked,
            "unique_clicks": clicked,
        }
        yield row(
            "traffic",
            seen_on=monday,
            medium="outreach",
            source=source,
            campaign=campaign,
            content=content,
            sent=sent,
            delivered=delivered,
            replies=replies,
            **(seen if by_email else {}),  # LinkedIn tells neither opens nor bounces
        )
