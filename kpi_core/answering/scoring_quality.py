"""How good leads are by channel, segment, campaign: scored at the same age, and what became of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kpi_core.answering import scoring_words as words
from kpi_core.answering.question import Question
from kpi_core.answering.scoring_data import (
    Leads,
    Watched,
    at_an_age,
    featured,
    number_of,
    points_of,
)
from kpi_core.answering.scoring_model import outcome_of
from kpi_core.answering.scoring_shapes import Group, Quality, ScoreQuery, Share
from kpi_core.statistics import wilson
from kpi_core.text import Text

Mask = npt.NDArray[np.bool_]


def qualities(
    watched: Watched, query: ScoreQuery, question: Question
) -> tuple[tuple[Quality, ...], list[Text]]:
    """Return a line a member of those who came in the period, the last over all; and what is said."""
    card, leads, until, days = watched.card, watched.leads, watched.until, watched.days
    start, end = number_of(question.period.start), number_of(question.period.end)
    came = leads.kept & (leads.created >= start) & (leads.created <= min(end, until))
    decided = np.minimum(leads.created + query.after, leads.reached)
    # Of the young, those who got there alone would be told: what is left out is all of them.
    aged = came & (leads.created + query.after <= until)
    done = at_an_age(watched, query.after)
    places = np.arange(len(leads))
    features = featured(watched, done, places, np.maximum(decided, leads.created))
    points = features @ points_of(card)
    ripe = came & (leads.created + days <= until)
    reached = leads.reached - leads.created <= days
    lines = []
    groups = _groups(leads, question.by, came)
    for group, mask in groups:
        mine, grown = mask & aged, mask & ripe
        n = int(mine.sum())
        lines.append(
            Quality(
                group,
                int(mask.sum()),
                float(points[mine].mean()) if n else None,
                _share(int((points[mine] >= card.mql).sum()), n),
                _share(int((points[mine] >= card.sql).sum()), n),
                _share(int((reached & grown).sum()), int(grown.sum())),
            )
        )
    note = words.AT_AN_AGE.format(
        after=query.after,
        young=int((came & ~aged).sum()),
        days=days,
        outcome=outcome_of(query.outcome),
    )
    return tuple(lines), [note]


def _groups(leads: Leads, by: tuple[str, ...], came: Mask) -> list[tuple[Group, Mask]]:
    if not by:
        return [((), came)]
    members = leads.members[by[0]]
    found = sorted(set(members[came].tolist()), key=lambda m: (m is None, str(m)))
    return [*(((m,), came & (members == m)) for m in found), ((), came)]


def _share(n: int, of: int) -> Share:
    low, high = wilson(n, of) if of else (None, None)
    return Share(n, of, n / of if of else None, low, high)
