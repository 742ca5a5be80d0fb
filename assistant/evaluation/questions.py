"""The questions and their right answers, one JSON object a line, one file a split."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.text import Lang

#: The day on which the questions are asked; the demo's figures are those known then.
TODAY = dt.date(2025, 11, 12)
QUESTIONS = Path(__file__).parent / "questions"


class Gold(BaseModel):
    """
    A right answer: what was asked for, as a careful reader would say it.

    kpis: ids or families; period, compare: first and last day, left out where none was given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Literal["answer", "clarify", "decline"]
    intent: str | None = None
    kpis: tuple[str, ...] = ()
    period: tuple[dt.date, dt.date] | None = None
    compare: tuple[dt.date, dt.date] | None = None
    filters: dict[str, tuple[str | None, ...]] = {}
    by: tuple[str, ...] = ()
    grain: str | None = None
    order: str | None = None
    limit: int | None = None
    basis: str | None = None
    dimension: str | None = None
    days: int | None = None
    about: str | None = None


class Asked(BaseModel):
    """A question, what was asked before it, and every answer that is right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    lang: Lang
    question: str
    gold: Gold
    also: tuple[Gold, ...] = ()
    twin: str | None = None
    before: tuple[str, ...] = ()
    note: str | None = None
    split: Annotated[str, Field(exclude=True)] = ""

    @property
    def golds(self) -> tuple[Gold, ...]:
        """Every right answer."""
        return self.gold, *self.also


def questions(folder: Path = QUESTIONS) -> Iterator[Asked]:
    """Yield the questions of *folder*, by split."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield Asked.model_validate(json.loads(line) | {"split": path.stem})
