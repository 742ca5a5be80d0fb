"""Which leads to call first and why, how good those of each member are, and whether the model holds."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.sentences import label
from assistant.answering.studies.telling import (
    MARGIN,
    between,
    dates_of,
    figure,
    in_a_cell,
    studied,
    tabled,
    who,
)
from assistant.wire import Reply
from kpi_core.answering.reading import day_text
from kpi_core.answering.scoring import scoring
from kpi_core.answering.scoring_shapes import Hot, ScoreQuery, Scoring, Share
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Text
from kpi_core.units import Unit

_LISTED, _REASONS = 10, 3
_LABELS = {"mql": "MQL", "sql": "SQL", None: ""}


def scored(a: Answering) -> Reply:
    """Tell the hot list, or the quality of leads by member."""
    if a.reading.about == "quality":
        return _quality(a)
    if a.query.period is not None:
        raise KpiError(Kind.TYPE, _TODAY)
    top = min(a.query.limit or _LISTED, 100)
    found = scoring(a.core, ScoreQuery(what="hot", filters=a.query.filters, top=top))
    if not found.leads:
        return studied(a, _NOBODY[a.lang], notes=found.notes)
    chances = any(lead.chance is not None for lead in found.leads)
    rows = [_line(a, lead, chances=chances) for lead in found.leads]
    heads = [_LEAD, _COMPANY, _WHY, DIMENSIONS["owner"], _LABEL, _POINTS]
    text = _HOT.format(n=len(rows), open=found.open, until=day_text(found.until))
    return studied(
        a,
        text[a.lang],
        notes=_notes(found),
        table=tabled([h[a.lang] for h in [*heads, *([_CHANCE] if chances else [])]], rows, words=5),
        formula=in_a_cell("B2B_HOT_LEADS", a, top),
    )


def _line(a: Answering, lead: Hot, *, chances: bool) -> list[str]:
    return [
        label("lead", lead.name or lead.lead, a.lang),
        lead.company or "–",
        " · ".join(reason.said[a.lang] for reason in lead.reasons[:_REASONS]),
        lead.owner or "–",
        _LABELS[lead.label],
        figure(a, round(lead.points, 1), Unit.COUNT),
        *([figure(a, lead.chance, Unit.SHARE)] if chances else []),
    ]


def _quality(a: Answering) -> Reply:
    query = ScoreQuery(
        what="quality",
        filters=a.query.filters,
        by=a.query.by,
        period=a.query.period,
    )
    found = scoring(a.core, query)
    first = DIMENSIONS[found.by[0]] if found.by else _LEADS
    rows = [
        [
            who(a, found.by[0] if found.by else "channel", line.group),
            figure(a, line.leads, Unit.COUNT),
            figure(a, None if line.points is None else round(line.points, 1), Unit.COUNT),
            *_share(a, line.mql),
            *_share(a, line.reached),
        ]
        for line in found.lines
    ]
    heads = [first, _LEADS, _POINTS, _ABOVE, MARGIN, _REACHED, MARGIN]
    return studied(
        a,
        _QUALITY.format(period=dates_of(a))[a.lang],
        notes=found.notes,
        table=tabled([h[a.lang] for h in heads], rows),
    )


def _share(a: Answering, share: Share) -> list[str]:
    return [
        figure(a, share.share, Unit.SHARE),
        between(a, share.low, share.high, Unit.SHARE),
    ]


def _notes(found: Scoring) -> list[Text]:
    """Return why there is no chance first, where there is none."""
    why = found.model.why if found.model else None
    return [*([why] if why and why not in found.notes else []), *found.notes]


_LEAD = Text(en="lead", fr="lead")
_LEADS = Text(en="leads", fr="leads")
_COMPANY = Text(en="company", fr="entreprise")
_WHY = Text(en="why", fr="pourquoi")
_LABEL = Text(en="label", fr="niveau")
_POINTS = Text(en="points", fr="points")
_CHANCE = Text(en="chance", fr="chance")
_ABOVE = Text(en="at the MQL mark", fr="au seuil MQL")
_REACHED = Text(en="became SQL", fr="devenus SQL")
_TODAY = Text(
    en="Hot leads are those open today: leave the period out, or ask for “lead quality by channel in 2025”.",
    fr="Les leads chauds sont ceux ouverts aujourd’hui\u00a0: sans période, ou demandez «\u00a0qualité des leads par canal en 2025\u00a0».",
)
_NOBODY = Text(en="No lead is open.", fr="Aucun lead n’est ouvert.")
_HOT = Text(
    en="The {n:one lead|{n} leads} to call first, of {open} open ones (as of {until}):",
    fr="{n:Le lead|Les {n} leads} à appeler en premier, sur {open} ouverts (au {until})\u00a0:",
)
_QUALITY = Text(
    en="Lead quality ({period}): mean points, the share at the MQL mark, and the share that did become SQL.",
    fr="Qualité des leads ({period})\u00a0: points moyens, part au seuil MQL et part réellement devenue SQL.",
)
