"""Kinds of costs, told from what a line of a cost sheet is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kpi_core.registry import folded
from kpi_core.text import Text


class Cost(StrEnum):
    """A kind of cost."""

    MEDIA = "media"
    FEES = "fees"
    PEOPLE = "people"
    HOURS = "hours"
    TOOLS = "tools"
    EVENTS = "events"
    OVERHEAD = "overhead"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cost: how it is called, and the words in a label that tell it, accents left out."""

    title: Text
    words: str


#: The first whose words are in a label tells its kind: "licences of the agency" are licences.
KINDS: Mapping[Cost, Kind] = {
    Cost.HOURS: Kind(
        Text(en="the team’s hours", fr="heures de l’équipe"),
        r"\bheures?\b|\bhours?\b|\btemps passe\b|\btime spent\b|\bjours?[- ]hommes?\b|\bman[- ]days?\b",
    ),
    Cost.PEOPLE: Kind(
        Text(en="salaries", fr="salaires"),
        r"salai|salar|wage|payroll|\bpaie\b|\bsdrs?\b|commission|bonus|freelance|staff|personnel|remuneration",
    ),
    Cost.TOOLS: Kind(
        Text(en="tools and licences", fr="outils et licences"),
        r"licen|outil|\btools?\b|abonnement|subscription|logiciel|software|\bsaas\b|\bcrm\b|plateforme|platform|hebergement web|hosting",
    ),
    Cost.FEES: Kind(
        Text(en="agencies and fees", fr="agences et honoraires"),
        r"honoraire|agence|agency|\bfees?\b|consult|prestat|intervenant|speaker|redact|copywrit",
    ),
    Cost.EVENTS: Kind(
        Text(en="events and travel", fr="événements et déplacements"),
        r"\bstands?\b|salon|trade show|event|evenement|deplacement|travel|hotel|hebergement|goodies|sponsor",
    ),
    Cost.OVERHEAD: Kind(
        Text(en="overhead", fr="frais généraux"),
        r"frais gener|overhead|\bloyer|\brent\b|assurance|insurance|fourniture|energie|comptab|accounting",
    ),
    Cost.MEDIA: Kind(
        Text(en="advertising", fr="publicité"),
        r"\bads?\b|publici|espace|media|advert|campaign spend|\bpub\b|diffusion|impressions payees",
    ),
    Cost.OTHER: Kind(Text(en="other", fr="autres"), r"(?!)"),
}
_READ = {cost: re.compile(kind.words) for cost, kind in KINDS.items()}


@lru_cache(maxsize=4096)
def kind_of(label: str | None, *, media: bool = False) -> Cost:
    """
    Return the kind of cost that *label* tells.

    media: the line comes from an advertising platform; one without a telling label is then media.
    """
    plain = folded(label or "")
    for cost, words in _READ.items():
        if words.search(plain):
            return cost
    return Cost.MEDIA if media else Cost.OTHER
