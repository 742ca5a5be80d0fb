"""A thing that KPIs are made of, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """The words for one thing, `|` between them; endings are told apart by whoever reads them."""

    en: str
    fr: str
