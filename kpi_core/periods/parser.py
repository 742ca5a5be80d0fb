"""A small pattern language over tokens, so that the grammar reads as a list of phrases.

    "ART* {N} LAST {UNIT}"     les 30 derniers jours

Lower case is the word itself, capitals a part that words play (see `words.PARTS`), `|` either,
`?` perhaps, `*` perhaps several. Braces hand the value to the rule, `<year>` whatever the rules of
that name understand. A hyphen that only joins two words is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kpi_core.errors import KpiError
from kpi_core.periods.calendar import Calendar
from kpi_core.periods.lexer import Token

# What a rule understands; None when the words fit but the sense does not. The parser hands on
# whatever it is: each goal has one type of value, and only the rules of a goal read it.
Handler = Callable[..., object]
H = TypeVar("H", bound=Handler)
_MOST_REPEATS = 4  # "de toute la", "of the": nobody says more little words in a row


class Element(NamedTuple):
    """One place of a pattern."""

    keys: frozenset[str]  # words or parts that may stand here
    capture: str  # the part to hand over, "" for none
    goal: str  # the rules to ask instead
    optional: bool
    repeated: bool


class Rules:
    """Rules for one goal, in order of preference where two understand the same words."""

    def __init__(self, goal: str) -> None:
        self.goal = goal
        self.rows: list[tuple[tuple[str, ...], Handler]] = []

    def __call__(self, *patterns: str) -> Callable[[H], H]:
        """Declare the phrases that a function understands."""

        def declare(handler: H) -> H:
            self.rows.append((patterns, handler))
            return handler

        return declare


class _Row(NamedTuple):
    rank: int
    elements: tuple[Element, ...]
    handler: Handler


class Grammar:
    """All the rules, ready to be looked up by goal and first word."""

    def __init__(self, families: Sequence[Rules]) -> None:
        self._by_key: dict[tuple[str, str], list[_Row]] = {}
        rank = 0
        for family in families:
            for patterns, handler in family.rows:
                for pattern in patterns:
                    rank += 1
                    row = _Row(rank, tuple(_element(word) for word in pattern.split()), handler)
                    for key in _openings(row.elements):
                        self._by_key.setdefault((family.goal, key), []).append(row)

    def rows(self, goal: str, token: Token) -> list[_Row]:
        """Return the rules of *goal* that can begin with *token*, as they were declared."""
        keys = ("", *token.values)
        return sorted({row for key in keys for row in self._by_key.get((goal, key), ())})


def _element(word: str) -> Element:
    mark = word[-1] if word[-1] in "?*" else ""
    word = word.removesuffix(mark)
    goal = word[1:-1] if word[0] == "<" else ""
    capture = word[1:-1] if word[0] == "{" else ""
    keys = frozenset(() if goal else word.strip("{}").split("|"))
    return Element(keys, capture, goal, bool(mark), mark == "*")


def _openings(elements: tuple[Element, ...]) -> frozenset[str]:
    """Return the words and parts that can open a pattern; "" when a goal does."""
    keys: frozenset[str] = frozenset()
    for element in elements:
        if element.goal:
            return keys | {""}
        keys |= element.keys
        if not element.optional:
            break
    return keys


class Parse:
    """One reading of one text; what was understood at each place is remembered."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], calendar: Calendar) -> None:
        self.tokens = tokens
        self._grammar = grammar
        self._calendar = calendar
        self._known: dict[tuple[str, int], Mapping[int, object]] = {}

    def at(self, goal: str, index: int) -> Mapping[int, object]:
        """Return what *goal* understands from token *index* on, by the token where it ends."""
        if index >= len(self.tokens):
            return {}
        known = self._known.get((goal, index))
        if known is None:
            self._known[goal, index] = known = self._parse(goal, index)
        return known

    def _parse(self, goal: str, index: int) -> Mapping[int, object]:
        found: dict[int, object] = {}
        for _, elements, handler in self._grammar.rows(goal, self.tokens[index]):
            for end, values in self._walk(elements, 0, index, ()):
                # A sound reading is better than one that says what is wrong.
                if end not in found or isinstance(found[end], KpiError):
                    value = handler(self._calendar, *values)
                    if value is not None and (end not in found or not isinstance(value, KpiError)):
                        found[end] = value
        return found

    def _walk(
        self, elements: tuple[Element, ...], place: int, index: int, values: tuple[object, ...]
    ) -> Iterator[tuple[int, tuple[object, ...]]]:
        if place == len(elements):
            yield index, values
            return
        element = elements[place]
        hands_over = bool(element.capture or element.goal)
        for end, value in self._step(element, index, joined=place > 0):
            got = (*values, value) if hands_over else values
            yield from self._walk(elements, place + 1, end, got)
        if element.optional:
            got = (*values, None) if hands_over else values
            yield from self._walk(elements, place + 1, index, got)

    def _step(self, element: Element, index: int, *, joined: bool) -> Iterator[tuple[int, object]]:
        """Yield where one place of a pattern can end, and what stands there."""
        if index >= len(self.tokens):
            return
        token = self.tokens[index]
        if element.goal:
            yield from self.at(element.goal, index).items()
        elif element.capture:
            if element.capture in token.values:
                yield index + 1, token.values[element.capture]
        elif element.repeated:
            yield from ((end, True) for end in self._repeated(element, index))
        elif not element.keys.isdisjoint(token.values):
            yield index + 1, True
        if joined and token.hyphen:
            yield from self._step(element, index + 1, joined=False)

    def _repeated(self, element: Element, index: int) -> list[int]:
        """Return where a repeated place can end, the longest first."""
        ends: list[int] = []
        for token in self.tokens[index : index + _MOST_REPEATS]:
            if element.keys.isdisjoint(token.values):
                break
            ends.insert(0, index + len(ends) + 1)
        return ends
