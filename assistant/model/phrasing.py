"""The first line in a model's words: every number, date and name is a mark that code fills.

The model sees the sentence with its marks and may change what stands between them. Whatever could
carry a number, a name or an address of its own refuses the whole line, and ours stands.
"""

from __future__ import annotations

import logging
import re
import string
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from assistant.model.failures import ModelFailure
from assistant.model.prompt import phrasing_messages
from assistant.model.talking import Deadline, Talk
from assistant.wire import Intent, Reply
from kpi_core.catalog import REGISTRY
from kpi_core.periods import Period
from kpi_core.periods.numerals import cardinals
from kpi_core.registry import folded

log = logging.getLogger(__name__)

_MOST_MARKS = 26
_LONGEST = 400  # characters between the marks
_MARK = re.compile(r"\{([a-z])\}")
_NUMBER = re.compile(r"[+−-]?[€$£¥]?\d(?:[\d\s\u202f\xa0.,:/–-]*\d)?(?:[\s\u202f\xa0]?[%€$£¥])?")
_BETWEEN = frozenset(" \u00a0\u202f'’,.;:!?()«»“”\"-")
# A sign, a unit or a digit beside a mark would make it another number.
_TOUCHING = re.compile(r"[^\s(«“\"'’]\{[a-z]\}|\{[a-z]\}[^\s),.;:!?»”\"]|\}[.,:]?\{|\}[.,:][^\s)]")
_DASH = re.compile(r"(?<![^\W\d_])-|-(?![^\W\d_])")
_DOMAIN = re.compile(r"\w\.\w|www|http|mailto|\bdot\s+com\b", re.IGNORECASE)
_ARTICLES = frozenset({"a", "un", "une", "one"})
_AMOUNTS_WORDS = (
    "billion billions bn cent cents dizaine dizaines dollar dollars double doubled doubler dozen "
    "dozens demi douzaine euro euros half halves k m md mille millier milliers million millions "
    "milliard milliards mio minus moins moitie negative percent percents point points pound pounds "
    "quart quarter third thousand thousands thrice tiers triple tripled twice"
)
_AMOUNTS = frozenset(_AMOUNTS_WORDS.split())
# Words that judge, deny or move a number: only our own sentence may say them.
_JUDGING_WORDS = (
    "about almost approximately bad better best decrease decreased down drop dropped excellent "
    "fall fell good great grew grow growth healthy higher increase increased less lower more nearly "
    "never no none not poor recommend rise rose roughly should strong up weak without worse worst "
    "aucun aucune augmentation augmente baisse bon bonne devrait diminue diminution environ "
    "excellente faible fort forte hausse jamais mauvais mauvaise meilleur meilleure moins ne pas "
    "pire plus presque progresse progression recommande recul recule sans"
)
_JUDGING = frozenset(_JUDGING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence whose numbers and names are marks, and what each mark stands for."""

    text: str
    values: tuple[str, ...]


def masked(sentence: str, names: Iterable[str]) -> Masked | None:
    """Return *sentence* with its numbers and *names* as marks; None when there are too many."""
    known = sorted({n for n in names if n}, key=len, reverse=True)
    pattern = "|".join([*(re.escape(n) for n in known), _NUMBER.pattern])
    values: list[str] = []

    def mark(match: re.Match[str]) -> str:
        values.append(match.group())
        return "{" + string.ascii_lowercase[min(len(values), _MOST_MARKS) - 1] + "}"

    if "{" in sentence or "}" in sentence:
        return None
    text = re.sub(pattern, mark, sentence)
    if not 0 < len(values) < _MOST_MARKS or any(c.isnumeric() for c in text):
        return None
    return Masked(text, tuple(values))


def filled(ours: Masked, said: str) -> str | None:
    """Return what the model *said* with the marks filled; None when it is refused."""
    said = said.strip()
    if _MARK.findall(said) != list(string.ascii_lowercase[: len(ours.values)]):
        return None
    if _TOUCHING.search(said):
        return None
    between = _MARK.sub(" ", said)
    if not _plain(between, _MARK.sub(" ", ours.text)):
        return None
    values = iter(ours.values)
    return _MARK.sub(lambda _: next(values), said)


def _plain(between: str, own: str) -> bool:
    """Tell whether nothing between the marks can pass for a number, a name or an address."""
    if len(between) > _LONGEST or _DOMAIN.search(between) or _DASH.search(between):
        return False
    for character in between:
        if character in _BETWEEN:
            continue
        if character.isnumeric() or not unicodedata.name(character, "").startswith("LATIN"):
            return False
    words, ours = _words(between), _words(own)
    return not ((words & (_numbers() | _JUDGING)) - ours)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", folded(text)))


@cache
def _numbers() -> frozenset[str]:
    spelled = {w for words, _ in cardinals() for w in words} - _ARTICLES - {"et"}
    return frozenset(spelled) | _AMOUNTS


def rephrased(reply: Reply, talk: Talk, deadline: Deadline, started: Callable[[], None]) -> Reply:
    """Return *reply* with its first line rephrased; as it is when there is nothing to gain."""
    if not _simple(reply):
        return reply
    ours = masked(reply.text, _names(reply))
    if ours is None:
        return reply
    started()
    try:
        spoken = talk.run(talk.ask(phrasing_messages(ours.text, reply.lang), deadline), deadline)
    except ModelFailure:
        return reply
    text = filled(ours, spoken.text) if not spoken.calls else None
    if text is None:
        log.info("model: phrasing refused")
        return reply
    return reply.model_copy(update={"text": text})


def _simple(reply: Reply) -> bool:
    """Tell whether the line only states numbers: what moved, and why, stays in our words."""
    if reply.context is None or not reply.rows:
        return False
    if reply.context.reading.intent not in {Intent.VALUE, Intent.BREAKDOWN, Intent.TREND}:
        return False
    return all(r.comparison is None and r.value is not None for r in reply.rows)


def _names(reply: Reply) -> Iterable[str]:
    """Yield what of the line is a name of the data, a title or a date."""
    for row in reply.rows:
        yield REGISTRY[row.variant].title[reply.lang]
        yield from (m for m in row.group.values() if m)
        yield Period(row.period.start, row.period.end).label(reply.lang)
    if reply.query is not None:
        yield from (m for members in reply.query.filters.values() for m in members if m)
