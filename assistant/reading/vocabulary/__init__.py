"""What the words of a question do beside naming KPIs, members and dates.

Every word that is none of these and is not listed here was not understood.
"""

from __future__ import annotations

from functools import cache

from assistant.reading.phrases import Phrases
from assistant.reading.vocabulary import models, studies
from assistant.reading.vocabulary.degrees import degrees
from assistant.reading.vocabulary.dimensions import DIMENSIONS, GRAINS, UNITS
from assistant.reading.vocabulary.little import LITTLE
from assistant.reading.vocabulary.ordering import ORDERING
from assistant.reading.vocabulary.refusing import REFUSING
from assistant.reading.vocabulary.roles import MOVES, RANKS, Role, Said, Sign
from assistant.reading.vocabulary.wishes import WISHES
from assistant.reading.words import cut

__all__ = ["MOVES", "RANKS", "Role", "Said", "Sign", "filler", "signs"]


@cache
def signs() -> Phrases[Sign]:
    """Return the words that do something, and those that do nothing."""
    found: Phrases[Sign] = Phrases(frozenset())
    for role, said in {**ORDERING, **WISHES, **REFUSING}.items():
        _add(found, said, Sign(role))
    for lang, word, role in degrees():
        found.add(word, Sign(role), lang, exact=True)
    for role, named in ((Role.MODEL, models.names()), (Role.STUDY, studies.names())):
        for lang, word, of in named:
            found.add(word, Sign(role, of), lang, exact=True)
    for role, table in (
        (Role.DIMENSION, DIMENSIONS),
        (Role.UNIT, UNITS),
        (Role.GRAIN, GRAINS),
    ):
        for of, said in table.items():
            _add(found, said, Sign(role, of))
    return found


def _add(found: Phrases[Sign], said: Said, sign: Sign) -> None:
    for lang, words in said.by_language():
        for word in words.split("|"):
            found.add(word, sign, lang, exact=True)


@cache
def filler() -> frozenset[str]:
    """Return the words that carry no meaning of their own, folded."""
    return frozenset(w.text for _, text in LITTLE.by_language() for w in cut(text))
