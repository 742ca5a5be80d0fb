"""Leads under a card whose points are counted by hand."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np

from kpi_core.answering.scoring import scoring
from kpi_core.answering.scoring_data import Watched, leads_of, number_of
from kpi_core.answering.scoring_shapes import ScoreQuery
from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.answering.rows import lead

CLICK = {"action": ["clic*"], "points": 8, "half_life": 14, "most": 20}
DAF = {"role": ["DAF"], "points": 10}
NEW = {"new": True, "points": 4, "half_life": 30}
CARD = {"rules": [CLICK, DAF, NEW], "mql": 10, "sql": 20}
DAY = dt.date(2025, 11, 10)


def touch(n, day, action="clic dans un e-mail", **more):
    return {"touched_on": str(day), "lead": f"p{n}@exemple.fr", "action": action, **more}


def asked(core, **query):
    return scoring(core, ScoreQuery.model_validate(query))


def said(found):
    return " ".join(note.en for note in found.notes)


def watched(workspace, until=TODAY, outcome="sql"):
    core = workspace.core
    card = core.snapshot().settings.scoring
    leads = leads_of(core, outcome, (), (), {})
    return Watched(core, card, leads, number_of(until), 90, outcome)


def firm(workspace, leads=600, *, months_=18, seed=1, told=1.5, **card):
    """Fill a workspace: leads who click become SQL more often (*told*: by how much), over months."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    rows, touches = [], []
    for n in range(leads):
        came = TODAY - dt.timedelta(days=chance.randrange(30 * months_))
        clicks = chance.choices([0, 1, 2, 3], [5, 3, 2, 1])[0]
        daf = chance.random() < 0.3
        odds = -2 + told * (clicks > 0) + told * daf
        will = chance.random() < 1 / (1 + np.exp(-odds))
        decided = came + dt.timedelta(days=25 + chance.randrange(50))
        rows.append(
            lead(
                n, str(came), role="DAF" if daf else "Comptable",
                sql_on=str(decided) if will and decided <= TODAY else None,
            )
        )  # fmt: skip
        touches += [touch(n, came + dt.timedelta(days=chance.randrange(20))) for _ in range(clicks)]
    workspace.set(scoring=CARD | card)
    workspace.add("leads", *rows)
    workspace.add("touchpoints", *[t for t in touches if t["touched_on"] <= str(TODAY)])
