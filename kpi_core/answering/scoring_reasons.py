"""Why a lead has its score, in words: what each rule counted, the points and the log-odds it gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_core.answering import scoring_words as words
from kpi_core.answering.scoring_shapes import Reason
from kpi_core.errors import shown
from kpi_core.facts import DIMENSIONS
from kpi_core.scoring.card import Card, Rule
from kpi_core.scoring.default import title_of
from kpi_core.text import Text

Numbers = npt.NDArray[np.float64]
_NOTHING: Final = 0.05  # points or log-odds that nobody would miss


def reasons(
    card: Card,
    features: Numbers,
    counts: Numbers,
    slopes: Numbers | None,
    known: Mapping[str, str | None],
) -> tuple[Reason, ...]:
    """
    Return what the rules gave one lead, the weightiest first; points sum to its score.

    slopes: log-odds of the model for what each rule counts, None where it is withheld. known: what
    the lead is, and its age in days.
    """
    found = []
    for i, rule in enumerate(card.rules):
        if not features[i]:
            continue
        points = rule.points * float(features[i])
        odds = None if slopes is None else float(slopes[i] * features[i])
        if max(abs(points), abs(odds or 0.0)) >= _NOTHING:
            said = _said(rule, float(features[i]), int(counts[i]), _gave(points, odds), known)
            found.append(Reason(i, float(features[i]), points, odds, said))
    found.sort(key=lambda one: -abs(one.points if one.odds is None else one.odds))
    return tuple(found)


def _gave(points: float, odds: float | None) -> Text:
    signed = words.decimal(points, 1, sign=True)
    if odds is None:
        return words.POINTS.format(signed=signed)
    return words.ODDS.format(signed=signed, odds=words.decimal(odds, sign=True))


def _said(
    rule: Rule, counted: float, touches: int, gave: Text, known: Mapping[str, str | None]
) -> Text:
    match rule.kind:
        case "action":
            worth = words.decimal(counted, 1)
            return words.ACTION.format(title=title_of(rule), n=touches, worth=worth, points=gave)
        case "role":
            said = shown(known.get("role") or "")
            return words.ROLE.format(title=title_of(rule), said=said, points=gave)
        case "new":
            return words.NEW.format(n=int(known.get("age") or 0), points=gave)
        case "dimension":
            name = rule.dimension or ""
            said = known.get(name) or ", ".join(rule.members)
            return words.MEMBER.format(dimension=DIMENSIONS[name], said=shown(said), points=gave)
