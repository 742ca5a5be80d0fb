"""The path of each lead: what it saw, opened and answered before and after it came in.

The touch that made the lead is its source's; those before it often belong to another channel,
which is why attribution models disagree. Times are kept in UTC, days are those of Paris: an
ad clicked at half past midnight in July belongs to that day, though UTC still says the eve.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kpi_core.demo.chance import count, pick, stream
from kpi_core.demo.leads import Lead
from kpi_core.demo.market import BY_NAME, Source
from kpi_core.demo.rows import Row, row
from kpi_core.demo.seasons import Window

_PARIS = ZoneInfo("Europe/Paris")
_BEFORE = {
    "LinkedIn Ads": 24.0,
    "SEO": 26.0,
    "LinkedIn organique": 16.0,
    "Newsletter": 14.0,
    "Google Ads": 12.0,
    "Direct": 5.0,
    "Meta Ads": 3.0,
}
_ACTION = {
    "LinkedIn Ads": "clic sur une publicité",
    "Google Ads": "clic sur une publicité",
    "Meta Ads": "clic sur une publicité",
    "Newsletter": "clic dans un e-mail",
    "LinkedIn organique": "réaction à un post",
    "SEO": "visite du site",
    "Direct": "visite du site",
    "Partenaires": "mise en relation",
    "Webinars": "inscription au webinar",
    "Salons": "passage sur le stand",
    "Prospection LinkedIn": "réponse",
    "Prospection e-mail": "réponse",
}
_NIGHT = 0.03


def generate(seed: int, window: Window, leads: list[Lead]) -> list[Row]:
    """Return the touchpoints of all leads, in order of time."""
    rng = stream(seed, "touchpoints")
    rows = []
    for lead in leads:
        seen: set[tuple[datetime, str]] = set()
        for day, source, campaign, content, action in _path(rng, window, lead):
            at = _moment(rng, day)
            # Two touches of one kind at the same minute would be the same row.
            if (at, action) in seen or day not in window:
                continue
            seen.add((at, action))
            rows.append(
                (
                    at,
                    row(
                        "touchpoints",
                        touched_on=day,
                        touched_at=at,
                        lead=lead.lead,
                        source=source,
                        campaign=campaign,
                        content=content,
                        action=action,
                    ),
                )
            )
    rows.sort(key=lambda r: r[0])
    return [r for _, r in rows]


_Touch = tuple[date, str | None, str | None, str | None, str]


def _path(rng: random.Random, window: Window, lead: Lead) -> Iterator[_Touch]:
    origin = lead.origin
    if lead.contacted_on:
        for n in range(1 if lead.created_on else rng.randint(1, 2)):
            day = lead.contacted_on + timedelta(days=n * 5)
            yield day, _tagged(origin), lead.campaign, lead.content, "message envoyé"
    if lead.created_on is None:
        return
    start = lead.contacted_on or lead.created_on - timedelta(days=45)
    for _ in range(count(rng, 1.5)):
        source = BY_NAME[pick(rng, _BEFORE)]
        day = start + timedelta(days=rng.randrange((lead.created_on - start).days + 1))
        yield day, _tagged(source), *_through(rng, window, source, day), _ACTION[source.name]
    action = _ACTION[origin.name] if origin else "formulaire"
    yield lead.created_on, _tagged(origin), lead.campaign, lead.content, action
    if lead.mql_on and lead.mql_on > lead.created_on:
        yield lead.mql_on, "SEO", None, "Livre blanc « Clôturer en 5 jours »", "téléchargement"
    for _ in range(count(rng, 1.2 if lead.mql_on else 0.7)):
        day = lead.created_on + timedelta(days=rng.randint(3, 90))
        letter = BY_NAME["Newsletter"]
        yield (
            day,
            _tagged(letter),
            "La lettre d'Orvanne",
            rng.choice(("Édito", "Étude de cas")),
            (
                "ouverture d’un e-mail" if rng.random() < 0.7 else "clic dans un e-mail"  # noqa: PLR2004
            ),
        )
    if lead.meeting_on:
        yield lead.meeting_on, None, None, None, "rendez-vous"
    if lead.trial_on:
        yield lead.trial_on, None, None, None, "début d’essai"


def _through(
    rng: random.Random, window: Window, source: Source, day: date
) -> tuple[str | None, str | None]:
    running = source.running(window.progress(day))
    if not running:
        return None, None
    campaign = rng.choices(running, [c.weight for c in running])[0]
    return campaign.name, rng.choice(campaign.contents)


def _tagged(source: Source | None) -> str | None:
    """Return the source as tracking tags have it."""
    return (source.web or source.name) if source else None


def _moment(rng: random.Random, day: date) -> datetime:
    """Draw a minute of *day* in Paris, mostly in office hours, and tell it in UTC."""
    hour = rng.choice((0, 1, 22, 23)) if rng.random() < _NIGHT else rng.randint(8, 19)
    return datetime.combine(day, time(hour, rng.randrange(60)), _PARIS).astimezone(UTC)
