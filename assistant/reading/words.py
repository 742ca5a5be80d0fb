"""A question cut into words that compare across endings, accents and typography."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from kpi_core.periods.lexer import fold

_WORD = re.compile(r"[a-z0-9]+|[^\W_]+|->|→|%|€|\$|[/?!,;:&+<>=()\"«»“”|.\-]")
# The end of a French apostrophe is a word of its own: "l'acquisition", "d'un".
SIGNS = frozenset('/?!,;:&+<>=()"«»“”|.-')


@dataclass(slots=True)
class Word:
    """
    One word of a question.

    text: folded; raw: as typed; keys: what it is looked up by, itself and its two stems.
    """

    text: str
    raw: str
    start: int
    end: int

    @property
    def sign(self) -> bool:
        """Tell whether it is punctuation."""
        return self.text in SIGNS

    @property
    def keys(self) -> tuple[str, ...]:
        """What it is looked up by: itself, its French stem, its English stem."""
        return keys(self.text)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


# The library's stemmers are not to be shared between threads.
_own = threading.local()


def _stemmers() -> tuple[_Stemmer, _Stemmer]:
    found: tuple[_Stemmer, _Stemmer] | None = getattr(_own, "stemmers", None)
    if found is None:
        import Stemmer  # noqa: PLC0415 - only questions pay for it

        found = _own.stemmers = (Stemmer.Stemmer("french"), Stemmer.Stemmer("english"))
    return found


# Endings that bend a word without making it another one: an accountant is no account.
_BENT_EN = frozenset({"s", "es", "ed", "d", "ing", "ings", "e", "er", "est"})
_BENT_FR_WORDS = (
    "e s es er ez ent ons ait aient ais ant ee ees a ai as ont era erait eront ions iez x aux ir it is us ue ues u i ie "
    "ies issent re ront el elle elles els al ale ales if ive ifs ives"
)
_BENT_FR = frozenset(_BENT_FR_WORDS.split())


@lru_cache(maxsize=20_000)
def keys(word: str) -> tuple[str, str, str]:
    """Return what *word* (folded) is looked up by: `=word`, `f:stem`, `e:stem`."""
    french, english = _stemmers()
    return (
        f"={word}",
        f"f:{_bent(word, french.stemWord(word), _BENT_FR)}",
        f"e:{_bent(word, english.stemWord(word), _BENT_EN)}",
    )


def _bent(word: str, stem: str, endings: frozenset[str]) -> str:
    """Return the stem of *word* where only an ending was cut off it, else the word in the singular."""
    ending = word[len(stem) :] if word.startswith(stem) else ""
    return stem if not ending or ending in endings else word.removesuffix("s")


def cut(text: str) -> list[Word]:
    """Return the words of *text* in order, signs included."""
    plain, origin = fold(text)
    found = []
    for match in _WORD.finditer(plain):
        start, end = match.span()
        if plain[start:end] == "s" and plain[start - 1 : start] == "'":
            continue  # last year's
        first, last = origin[start], origin[end - 1] + 1
        raw = text[first:last]
        # "Ça" and "CA" are one word once folded, and two in French.
        folded = "cela" if raw.casefold() == "ça" else match.group()
        found.append(Word(folded, raw, first, last))
    return found


def texts(phrase: str) -> list[str]:
    """Return the words of a declared *phrase* alone, as `cut` cuts a question."""
    if "'s" in phrase or "’s" in phrase or "ç" in phrase.casefold():
        return [w.text for w in cut(phrase)]
    return _WORD.findall(fold(phrase)[0])
