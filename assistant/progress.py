"""How far a question has come, for whoever waits for its answer."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is being done."""

    READING = "reading"
    MODEL = "model"
    DATA = "asking the data"
    PHRASING = "phrasing"


Progress = Callable[[Stage], None]


def unseen(stage: Stage) -> None:
    """Tell nobody of *stage*."""
