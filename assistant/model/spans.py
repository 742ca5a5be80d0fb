"""Where the words that a model copied stand in the question; what is not there was made up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.reading.parsing import Parsed
from assistant.reading.words import Word, cut
from kpi_core.periods.lexer import fold


class NotThereError(Exception):
    """A span is no part of the question."""


@dataclass(frozen=True)
class Asked:
    """A question as it was typed, its words numbered as the reader numbers them."""

    text: str
    parsed: Parsed

    @cached_property
    def words(self) -> list[Word]:
        """The words as typed: those of `parsed` may have had their spelling put right."""
        return cut(self.text)

    @property
    def aligned(self) -> bool:
        """Tell whether the words of both can be numbered alike."""
        return len(self.words) == len(self.parsed.words)

    def at(self, span: str) -> tuple[int, int]:
        """
        Return where *span* begins and ends, in characters, whatever its case and accents.

        Raises
        ------
        NotThereError
            it is not in the question, or only as a piece of a word.
        """
        wanted = fold(span)[0].strip()
        plain, origin = fold(self.text)
        start = plain.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            before, after = plain[start - 1 : start], plain[end : end + 1]
            # "ads" is not in "leads".
            if not (before.isalnum() and wanted[0].isalnum()) and not (
                after.isalnum() and wanted[-1].isalnum()
            ):
                return origin[start], origin[end - 1] + 1
            start = plain.find(wanted, start + 1)
        raise NotThereError

    def typed(self, span: str) -> str:
        """Return *span* as the question has it."""
        return self.text[slice(*self.at(span))]

    def covered(self, span: str) -> frozenset[int]:
        """Return the numbers of the words of *span*."""
        start, end = self.at(span)
        return frozenset(
            i for i, w in enumerate(self.words) if start <= w.start and w.end <= end and not w.sign
        )
