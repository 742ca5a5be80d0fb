"""A period, once understood: two dates, and what had to be assumed to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi_core.periods.calendar import Grain
from kpi_core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Period:
    """
    First and last day, both included.

    A running period stops today and is not over; *assumed* says in words what the phrase left
    out, so that every answer can repeat it.
    """

    start: date
    end: date
    grain: Grain | None = None  # when the period is one such unit, perhaps not over yet
    text: str = ""
    assumed: tuple[Text, ...] = ()
    running: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.start} is after {self.end}")

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1

    @property
    def iso(self) -> str:
        """The two dates as a cell takes them: "2025-07-01..2025-09-30"."""
        return f"{self.start}..{self.end}"

    def label(self, lang: Lang) -> str:
        """Write the dates in words: "1er juil. – 30 sept. 2025"."""
        from kpi_core.periods.labels import written  # noqa: PLC0415 - labels need the vocabulary

        return written(self.start, self.end, lang)


@dataclass(frozen=True, slots=True)
class Found:
    """A period inside a question, and the characters that said it."""

    period: Period
    span: tuple[int, int]
    comparison: bool = False  # what the question compares with, not what it asks for
