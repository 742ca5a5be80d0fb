"""Which language a question is in, from its little words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.vocabulary.little import MARKS
from assistant.reading.words import Word
from kpi_core.text import Lang

_FRENCH = frozenset(MARKS.fr.split())
_ENGLISH = frozenset(MARKS.en.split())


def language(words: Sequence[Word], otherwise: Lang) -> Lang:
    """Return the language of *words*; *otherwise* where they do not tell."""
    french = sum(w.text in _FRENCH for w in words)
    english = sum(w.text in _ENGLISH for w in words)
    french += sum(not w.raw.isascii() and w.raw.isalpha() for w in words)
    if french == english:
        return otherwise
    return Lang.FR if french > english else Lang.EN
