"""What is found of the names of KPIs in a question."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Named:
    """
    A name found: words *start* to *end* mean one of *kpis*.

    asked: the word is asked back by rule; declined: why it is no KPI of ours.
    """

    start: int
    end: int
    kpis: tuple[str, ...]
    asked: bool = False
    declined: Text | None = None
    covered: frozenset[int] = frozenset()
    joined: bool = False  # nothing stands between this name and the one before
    worth: bool = False  # in money, what the name before counts


@dataclass(frozen=True, slots=True)
class Metrics:
    """The names found in order, and the concepts that belong to none of them."""

    named: tuple[Named, ...]
    loose: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One declared name: what it combines, and of what KPI (or of which, or why of none)."""

    concepts: frozenset[str]
    literal: tuple[str, ...]
    lang: Lang | None
    kpis: tuple[str, ...]
    asked: bool = False
    declined: Text | None = None


@dataclass(slots=True)
class Item:
    """A run of words that is one concept; *concepts* are the ones that it can be."""

    start: int
    end: int
    concepts: tuple[str, ...]
    joined: bool  # nothing between it and the item before ends a name
