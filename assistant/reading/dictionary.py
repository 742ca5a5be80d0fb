"""Which words are real ones, in either language: what is not may be a typing mistake."""

from __future__ import annotations

from functools import cache

from kpi_core.registry import folded

_COMMON = 200  # times a word was seen: rarer ones are as likely mistakes


def is_real(word: str) -> bool:
    """Tell whether *word* is a word of either language, and so not a mistake for one of ours."""
    return word in _dictionary()


@cache
def _dictionary() -> frozenset[str]:
    from spellchecker import SpellChecker  # noqa: PLC0415 - half a second, for misspelt questions

    found: set[str] = set()
    for language in ("en", "fr"):
        words = SpellChecker(language=language).word_frequency.dictionary
        found.update(w for w, count in words.items() if count >= _COMMON)
    # Ours are without accents.
    return frozenset(w if w.isascii() else folded(w) for w in found)
