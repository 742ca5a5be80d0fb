"""What reading a question ends in: a reading, a question back, or a reason why not."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.wire import Option, Reading
from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class Understood:
    """Every word is accounted for; *assumed* says how those that left a choice were read."""

    reading: Reading
    assumed: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the ways a question can go on."""

    label: Text
    reading: Reading
    word: str | None = None
    meaning: str | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """The question leaves a choice that changes the number: it is asked back, once."""

    question: Text
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The question cannot be answered; the reason, and what is possible."""

    reason: Text


Outcome = Understood | Unclear | Refused


@dataclass(slots=True)
class Assumptions:
    """What was assumed on the way, once each."""

    texts: list[Text] = field(default_factory=list)

    def add(self, text: Text) -> None:
        """Note *text* unless it was noted."""
        if text not in self.texts:
            self.texts.append(text)


__all__ = ["Assumptions", "Choice", "Option", "Outcome", "Refused", "Unclear", "Understood"]
