"""Which rule of a card a word of the data falls under: the first that matches it, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kpi_core.registry import folded


def matched(words: Sequence[Sequence[str]], said: Iterable[str]) -> Mapping[str, int]:
    """
    Return, of all that was *said*, the place of the first list of *words* that it falls under.

    Words match whole words whatever their case and accents; one that ends with * also those that
    only begin so.
    """
    patterns = [re.compile("|".join(map(_pattern, one))) if one else None for one in words]
    found = {}
    for text in said:
        plain = folded(text)
        for place, pattern in enumerate(patterns):
            if pattern is not None and pattern.search(plain):
                found[text] = place
                break
    return found


def _pattern(word: str) -> str:
    begins = word.rstrip().endswith("*")
    plain = re.escape(folded(word.strip().rstrip("*")))
    return rf"(?<!\w){plain}" if begins else rf"(?<!\w){plain}(?!\w)"
