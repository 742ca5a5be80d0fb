"""One question being put together: what is known of it so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.reading.members import Mention
from assistant.reading.outcome import Assumptions, Outcome
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts
from assistant.reading.placed import Placed
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role


class Stop(Exception):  # noqa: N818 - an outcome on its way out, not a fault
    """The question ends here."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@dataclass
class Assembling:
    """
    What the steps share.

    anew: puts another version of the question together; None when that one stops.
    used: the signs that did their work, by their first word.
    """

    parsed: Parsed
    around: Surroundings
    assumed: Assumptions
    anew: Callable[[Parsed], Parts | None]
    parts: Parts = field(default_factory=Parts)
    used: set[int] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)

    def use(self, *placed: Placed) -> None:
        """Note that signs did their work."""
        self.used.update(p.start for p in placed)

    def first_word(self) -> int:
        """Return where the first word stands."""
        return next((i for i, w in enumerate(self.parsed.words) if not w.sign), 0)

    def typed(self, mention: Mention) -> str:
        """Return a name as it was typed."""
        words = self.parsed.words
        return self.parsed.text[words[mention.start].start : words[mention.end - 1].end]

    def unused(self) -> list[Placed]:
        """Return the signs that changed nothing: what they meant was not understood."""
        return [
            p
            for p in self.parsed.signs
            if p.start not in self.used and p.sign.role not in _HARMLESS
        ]


_HARMLESS = frozenset({Role.FILLER, Role.LIST, Role.WHICH, Role.BY, Role.EACH, Role.TABLE})
