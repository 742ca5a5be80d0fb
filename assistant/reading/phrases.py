"""Expressions of one or several words, found in a question whatever their endings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from assistant.reading.words import SIGNS, Word, keys, texts
from kpi_core.text import Lang

T = TypeVar("T")

#: Little words that may stand inside an expression: "coût d'un nouveau lead", "cost of the lead".
INSIDE = frozenset(
    {"a", "an", "the", "of", "un", "une", "le", "la", "les", "l", "de", "du", "des", "d"}
)


@dataclass(slots=True)
class _Node(Generic[T]):
    exact: bool = True
    next: dict[str, _Node[T]] = field(default_factory=dict)
    ends: list[T] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """
    An expression found from word *start* up to word *end* (not included).

    exact: every ending is the declared one.
    """

    start: int
    end: int
    value: T
    exact: bool


class Phrases(Generic[T]):
    """A set of expressions, each with what it stands for."""

    def __init__(self, inside: frozenset[str] = INSIDE) -> None:
        self._root: _Node[T] = _Node()
        self._inside = inside
        self.vocabulary: set[str] = set()
        self.entries: list[tuple[tuple[str, ...], T]] = []

    def add(self, phrase: str, value: T, *langs: Lang, exact: bool = False) -> None:
        """
        Learn *phrase*; its words are compared without the endings of *langs* (both if none).

        exact: with its very endings, for what a plural would change.
        """
        words = [w for w in texts(phrase) if w not in SIGNS or w == "/"]
        if len(words) > 1:
            words = [w for w in words if w not in self._inside and w != "/"] or words
        self.vocabulary.update(words)
        self.entries.append((tuple(words), value))
        roots = ["="] if exact else ["=", *(_STEMS[lang] for lang in langs or tuple(Lang))]
        for root in roots:
            node = self._root
            for word in words:
                node = node.next.setdefault(_key(word, root), _Node(root == "="))
            if value not in node.ends:
                node.ends.append(value)

    def at(self, words: Sequence[Word], start: int) -> Iterator[Match[T]]:
        """Yield what begins at word *start*."""
        if words[start].text in self._inside and "=" + words[start].text not in self._root.next:
            return
        nodes = self._step([self._root], words[start])
        end = start + 1
        while nodes:
            told: set[int] = set()
            for node in sorted(nodes, key=lambda n: not n.exact):
                for value in node.ends:
                    if id(value) not in told:
                        told.add(id(value))
                        yield Match(start, end, value, node.exact)
            # Little words may come between two words of an expression, never end it.
            found: list[_Node[T]] = []
            while end < len(words):
                found = self._step(nodes, words[end])
                if found or not (words[end].text in self._inside or words[end].text in _JOINING):
                    break
                end += 1
            nodes = found
            end += 1

    def _step(self, nodes: Sequence[_Node[T]], word: Word) -> list[_Node[T]]:
        looked_up = word.keys
        if word.text.endswith("e") and word.text[:-1] in self.vocabulary:
            # No English word is bent so: a French "solde" is not "sold".
            looked_up = looked_up[:2]
        return [node.next[k] for node in nodes for k in looked_up if k in node.next]

    def longest(self, words: Sequence[Word], start: int) -> list[Match[T]]:
        """Return the longest expressions that begin at word *start*."""
        found = list(self.at(words, start))
        most = max((m.end for m in found), default=0)
        return [m for m in found if m.end == most]


_JOINING = frozenset({"-", "/", "->", "→", ">"})
_STEMS = {Lang.FR: "f:", Lang.EN: "e:"}
_PLACE = {"=": 0, "f:": 1, "e:": 2}  # among the keys of a word


def _key(word: str, root: str) -> str:
    return keys(word)[_PLACE[root]]
