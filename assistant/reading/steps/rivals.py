"""Two rankings in one question: both ends, two lists, one list inside another. Asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.outcome import Choice, Unclear
from assistant.reading.parts import Parts, complete, ranked
from assistant.reading.placed import Placed
from assistant.reading.state import Assembling, Stop
from assistant.reading.vocabulary import Role
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Text

_ENDS = (
    (frozenset({Role.BEST, Role.TOP}), frozenset({Role.WORST, Role.BOTTOM})),
    (frozenset({Role.MOST}), frozenset({Role.LEAST})),
    (frozenset({Role.CHEAP}), frozenset({Role.DEAR})),
)
_TWO = 2


def one_ranking(a: Assembling, found: Sequence[Placed]) -> None:
    """Stop where *found* ask for more than one list in order: one of them would go unsaid."""
    if not a.parts.kpis:
        return
    _both_ends(a, found)
    _two_lists(a, found)


def _both_ends(a: Assembling, found: Sequence[Placed]) -> None:
    """Ask which of "best and worst" comes first."""
    roles = {p.sign.role for p in found}
    for first, last in _ENDS:
        if roles & first and roles & last and _joined(a, found):
            ends = [replace(a.parts, ranks=frozenset(roles & end)) for end in (first, last)]
            if not a.parts.by and a.parts.grain is None:
                return
            raise Stop(Unclear(_WHICH_END, _choices(a, ends, (_HIGH, _LOW))))


def _joined(a: Assembling, found: Sequence[Placed]) -> bool:
    """Tell "the best and the worst" from "sorted from highest to lowest", one sign."""
    first, last = found[0], found[-1]
    between = {w.text for w in a.parsed.words[first.end : last.start]}
    return bool(between & _AND)


def _two_lists(a: Assembling, found: Sequence[Placed]) -> None:
    """Ask which of "the best channel and the best salesperson", or of the best one in each."""
    own = [d for p in found if (d := _whose(a, p))]
    if len(set(own)) == _TWO and len(a.parts.by) == _TWO:
        lists = [replace(a.parts, by=[d]) for d in dict.fromkeys(own)]
        raise Stop(Unclear(_WHICH_LIST, _choices(a, lists, _by(own))))
    if a.parts.grain is not None and own and own == a.parts.by:
        alone = replace(a.parts, grain=None)
        raise Stop(Unclear(_IN_EACH, _choices(a, [alone, a.parts], (*_by(own), _TOGETHER))))
    if len(a.parts.by) == _TWO and len(own) == 1 and own[0] in a.parts.by and _inside(a, own[0]):
        alone = replace(a.parts, by=[own[0]])
        raise Stop(Unclear(_IN_EACH, _choices(a, [alone, a.parts], (*_by(own), _TOGETHER))))


def _inside(a: Assembling, own: str) -> bool:
    """Tell whether the other dimension is each one's: "in each country", "par canal"."""
    other = next(d for d in a.parts.by if d != own)
    announced = a.parsed.all(Role.BY, Role.EACH)
    return any(
        p.sign.of == other
        and any(b.end <= p.start and a.parsed.between(b.end, p.start) for b in announced)
        for p in a.parsed.all(Role.DIMENSION)
    )


def _whose(a: Assembling, rank: Placed) -> str | None:
    """Return the dimension that a rank word stands beside: "best channel"."""
    return next(
        (
            p.sign.of
            for p in a.parsed.all(Role.DIMENSION)
            if rank.end <= p.start and all(_little(a, i) for i in range(rank.end, p.start))
        ),
        None,
    )


def _little(a: Assembling, at: int) -> bool:
    word = a.parsed.words[at]
    return word.text.isdigit() or (a.parsed.between(at, at + 1) and word.text not in _AND)


def _choices(a: Assembling, each: Sequence[Parts], labels: Sequence[Text]) -> tuple[Choice, ...]:
    title = REGISTRY[a.parts.kpis[0]].title
    found = []
    for parts, label in zip(each, labels, strict=True):
        other = replace(parts, limit=None)
        ranked(other)
        said = Text(en=f"{title.en}: {label.en}", fr=f"{title.fr}\u00a0: {label.fr}")
        found.append(Choice(said, complete(other, a.around)))
    return tuple(found)


def _by(own: Sequence[str]) -> tuple[Text, ...]:
    return tuple(
        Text(en=f"by {DIMENSIONS[d].en}", fr=f"par {DIMENSIONS[d].fr}") for d in dict.fromkeys(own)
    )


_AND = frozenset({"and", "et", "&", "puis", "then", "plus"})
_HIGH = Text(en="best or highest first", fr="le meilleur ou le plus élevé d’abord")
_LOW = Text(en="worst or lowest first", fr="le pire ou le plus bas d’abord")
_TOGETHER = Text(en="all in one list", fr="tous dans une même liste")
_WHICH_END = Text(
    en="One end of a list at a time: which one?",
    fr="Un bout de la liste à la fois\u00a0: lequel\u202f?",
)
_WHICH_LIST = Text(
    en="One ranking at a time: which one?", fr="Un classement à la fois\u00a0: lequel\u202f?"
)
_IN_EACH = Text(
    en="The first in each is not told apart. Which list instead?",
    fr="Le premier de chacun ne se dit pas à part. Quelle liste à la place\u202f?",
)
