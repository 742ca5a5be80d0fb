"""Typing mistakes: a word that nobody knows, one letter from one that means something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.reading.dictionary import is_real
from assistant.reading.metrics import names
from assistant.reading.vocabulary import Role, filler, signs
from assistant.reading.words import Word, cut, keys
from kpi_core.catalog import REGISTRY
from kpi_core.errors import shown
from kpi_core.periods.words import AMBIGUOUS, MODIFIERS, TEMPORAL, USUALLY_MONTHS
from kpi_core.periods.words import vocabulary as time_words
from kpi_core.text import Lang, Text

_SHORTEST = 4  # of three letters, any other three are one mistake away
_LONG = 8  # letters from which two mistakes may be forgiven


@dataclass(frozen=True, slots=True)
class Correction:
    """Word *at* was read as *meant*."""

    at: int
    typed: str
    meant: str


@cache
def _known() -> frozenset[str]:
    return frozenset(
        filler()
        | signs().vocabulary
        | names().concepts.vocabulary
        | set(time_words())
        | TEMPORAL
        | MODIFIERS
        | AMBIGUOUS
        | USUALLY_MONTHS
    )


@cache
def _meant() -> frozenset[str]:
    """Return the words that a mistake may have been meant for: not those that would refuse."""
    roles = {Role.DIMENSION, Role.UNIT, Role.GRAIN, *_LIKELY}
    said = {w for word, sign in signs().entries if sign.role in roles for w in word}
    little = {w for w in filler() if len(w) >= _SHORTEST}
    return frozenset(said | little | names().concepts.vocabulary | set(time_words()))


_LIKELY = (
    Role.BEST, Role.WORST, Role.MOST, Role.LEAST, Role.TREND, Role.COMPARE, Role.WHY, Role.UP, Role.DOWN, Role.IMPROVE,
    Role.SHARE, Role.DEFINE, Role.HOW, Role.CHEAP, Role.DEAR,
)  # fmt: skip


@cache
def _known_stems() -> frozenset[str]:
    return frozenset(k for word in names().concepts.vocabulary for k in keys(word)[1:])


def is_known(word: Word, own: Iterable[str] = ()) -> bool:
    """Tell whether *word* means something, or nothing, to us or to the workspace (*own*)."""
    return (
        word.sign
        or not word.text.isalpha()
        or word.text in _known()
        or word.text in own
        or any(k in _known_stems() for k in word.keys[1:])
    )


def corrections(words: Sequence[Word], own: frozenset[str]) -> list[Correction]:
    """
    Return the words that are one mistake away from a single word that means something.

    own: the words of the workspace's own names. A capital inside a sentence says that a name
    was typed: it is only ever a mistake for another name.
    """
    found = []
    for at, word in enumerate(words):
        if is_known(word, own) or len(word.text) < _SHORTEST - 1:
            continue
        real = is_real(word.text)
        if not real and (meant := _apostrophe(word.text, _meant() | own)):
            found.append(Correction(at, word.raw, meant))
            continue
        name = word.raw[:1].isupper() and at > 0 and not word.raw.isupper()
        # A real word is only ever a long name in its other language: "negotiation".
        known = own if name or real else own | _meant()
        if real and len(word.text) < _LONG:
            continue
        if meant := _nearest(word.text, known) or _apostrophe(word.text, known, near=not real):
            found.append(Correction(at, word.raw, meant))
    return found


def _apostrophe(typed: str, known: frozenset[str], *, near: bool = False) -> str | None:
    """Return *typed* with the apostrophe it lost: "daffaires" is "d'affaires"."""
    for little in ("qu", "d", "l", "c", "s", "n", "j", "m"):
        rest = typed.removeprefix(little)
        # French drops its vowel before another vowel or a mute h, never elsewhere.
        if rest == typed or len(rest) < _SHORTEST or rest[0] not in "aeiouyh":
            continue
        if rest in known:
            return f"{little}'{rest}"
        if near and (meant := _nearest(rest, known)):
            return f"{little}'{meant}"
    return None


def _nearest(typed: str, known: Iterable[str], most: int | None = None) -> str | None:
    """Return the only word of *known* so near to *typed* that it was meant, or None."""
    from rapidfuzz import process  # noqa: PLC0415 - only misspelt questions pay for it
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if len(typed) < _SHORTEST:  # a letter left out or two swapped, nothing else: "led", "mlq"
        known = [
            w
            for w in known
            if len(w) == len(typed) + 1 or (w != typed and sorted(w) == sorted(typed))
        ]
    most = most or (2 if len(typed) >= _LONG else 1)
    found: list[tuple[str, int, int]] = process.extract(
        typed,
        [w for w in known if len(w) >= len(typed) - most],
        scorer=OSA.distance,
        score_cutoff=most,
        limit=6,
    )
    near = [
        (w, d)
        for w, d, _ in found
        if (w[0] == typed[0] or sorted(w[:2]) == sorted(typed[:2])) and _slip(typed, w, d)
    ]
    if not near:
        return None
    least = min(d for _, d in near)
    best = sorted({w for w, d in near if d == least})
    # Two letters swapped are the commonest slip: "spned" is "spend" before it is "speed".
    best = [w for w in best if len(w) == len(typed) and sorted(w) == sorted(typed)] or best
    # A word that means something was meant before one that means nothing.
    best = [w for w in best if w not in filler()] or best
    best = [w for w in best if w in names().literal.vocabulary] or best
    if len(best) == 1:
        return best[0]
    if len(typed) < _SHORTEST:
        said = [w for w in best if w not in filler()] or best[:1]
        timed = [w for w in said if w in time_words()] or said
        return timed[0] if len(timed) == 1 else None
    # Two endings of one word are one meaning: "depens" is "dépense" as well as "dépenses".
    stems = [set(keys(w)[1:]) for w in best]
    return best[0] if set.intersection(*stems) else None


def _slip(typed: str, meant: str, distance: int) -> bool:
    """
    Tell whether *typed* can be a slip of the hand for *meant*.

    Another letter makes another acronym: "CPLQ" is no "CPL". A word that means nothing may not
    swallow one that does: two letters away, "existants" is no "existent".
    """
    if meant in _acronyms():
        letters = sorted(set(typed)) == sorted(set(meant))
        return letters and (len(typed) != len(meant) or sorted(typed) == sorted(meant))
    return distance == 1 or meant not in filler()


@cache
def _acronyms() -> frozenset[str]:
    """Return the acronyms that KPIs are called by, as their titles write them."""
    words = re.findall(
        r"[A-Z]{3,}", " ".join(k.title[lang] for k in REGISTRY.values() for lang in Lang)
    )
    return frozenset(w.lower() for w in words)


@dataclass(frozen=True, slots=True)
class Respelt:
    """
    A question with its likely mistakes put right, and what is said or asked of them.

    harmless: no word put right can change what is counted.
    """

    text: str
    said: tuple[Text, ...]
    asked: Text
    harmless: bool


def misspelt(text: str, words: Sequence[Word], unknown: Iterable[int]) -> Respelt | None:
    """
    Return *text* with the *unknown* words read as the nearest that mean something, or None.

    Only real words are left by `corrections`: what they are one letter from is a guess, to be
    used where nothing else makes sense of the question, and said.
    """
    known = _meant() - filler()
    fixed = []
    for at in unknown:
        word = words[at]
        if len(word.text) < _SHORTEST or not word.text.isalpha():
            continue
        if meant := _nearest(word.text, known, most=1):
            fixed.append(Correction(at, word.raw, meant))
    if not fixed:
        return None
    for correction in reversed(fixed):
        word = words[correction.at]
        text = text[: word.start] + correction.meant + text[word.end :]
    asked = Text(
        en="I did not understand “{typed}”. Did you mean “{meant}”?",
        fr="Je n’ai pas compris «\u00a0{typed}\u00a0». Vouliez-vous dire «\u00a0{meant}\u00a0»\u202f?",
    ).format(
        typed=", ".join(shown(c.typed) for c in fixed), meant=", ".join(c.meant for c in fixed)
    )
    harmless = all(_harmless(cut(text), c) for c in fixed)
    return Respelt(text, tuple(read_as(c) for c in fixed), asked, harmless)


def _harmless(words: Sequence[Word], correction: Correction) -> bool:
    """
    Tell whether a word put right cannot change what is counted.

    It stands in a declared name of several words ("reply rate"), only says by what the answer is
    told ("by chanel"), or lost a letter typed twice ("adds").
    """
    meant = correction.meant
    once = re.sub(r"(.)\1", r"\1", correction.typed.lower())
    told = any(
        m.end == 1 and m.value.role in {Role.DIMENSION, Role.GRAIN, Role.UNIT}
        for m in signs().at(cut(meant), 0)
    )
    if told or once == meant:
        return True
    return any(
        match.end - start > 1 and meant in {w.text for w in words[start : match.end]}
        for start in range(len(words))
        for match in names().literal.at(words, start)
    )


def read_as(correction: Correction) -> Text:
    """Return what is said of a mistake that was put right."""
    return Text(
        en="“{typed}” read as “{meant}”.",
        fr="«\u00a0{typed}\u00a0» lu comme «\u00a0{meant}\u00a0».",
    ).format(typed=shown(correction.typed), meant=correction.meant)
