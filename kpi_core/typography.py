"""How a text that users read must be set: French spaces and apostrophes, no French ones in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_core.text import Lang, Text

_FAULTS = {
    Lang.EN: (
        (re.compile("[«»]"), "French quotation marks"),
        (re.compile(r"\s[;:!?%]"), "a space before ; : ! ? or %"),
    ),
    Lang.FR: (
        (re.compile(r"\w'\w"), "a straight apostrophe"),
        (re.compile('"'), "a straight quotation mark"),
        (re.compile("(?<![\u00a0\u202f])[;:!?%€»]"), "no no-break space before ; : ! ? % € or »"),
        (re.compile("«(?![\u00a0\u202f])"), "no no-break space after «"),
    ),
}


def faults(text: Text) -> Iterator[str]:
    """Yield what is wrong with how *text* is set, in either language."""
    for lang in Lang:
        yield from faults_in(lang, text[lang])


def faults_in(lang: Lang, words: str) -> Iterator[str]:
    """Yield what is wrong with how *words* are set."""
    if not words.strip():
        yield f"{lang}: empty"
    if words != words.strip() or "  " in words:
        yield f"{lang}: a space too many in {words!r}"
    for pattern, fault in _FAULTS[lang]:
        if pattern.search(words):
            yield f"{lang}: {fault} in {words!r}"
