"""One phrase, understood to its last word or refused."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kpi_core.errors import Kind, KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar
from kpi_core.periods.grammar import grammar
from kpi_core.periods.lexer import Token, tokens
from kpi_core.periods.parser import Parse
from kpi_core.periods.period import Period
from kpi_core.periods.reading import Outcome, Reading, settled
from kpi_core.text import Text

LEADING = frozenset({"IN", "OF", "ART"})
_SMALL = LEADING | {"VS"}
_AROUND = frozenset("\"'“”«»()[].,;:?!")
_LONGEST = 200  # characters; a question goes through `find`

# A sheet asks for the same few periods in thousands of cells.
_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def resolve(phrase: str, calendar: Calendar) -> Period:
    """
    Return the period that *phrase* names: "T3 2025", "last 6 weeks", "2025-07-01..2025-09-30".

    Raises `KpiError` with what was not understood, or with both readings when there are two.
    """
    parse, last = opened(phrase, calendar)
    outcome = whole_phrase(parse, "period", 0, last)
    if outcome is None:
        raise trouble.not_understood(left_over(parse, last, phrase), phrase.strip())
    if isinstance(outcome, KpiError):
        raise outcome
    return settled(calendar, outcome, phrase.strip())


def opened(phrase: str, calendar: Calendar) -> tuple[Parse, int]:
    """Cut *phrase* into tokens; return them and where the last one that matters ends."""
    if not phrase.strip():
        raise trouble.empty()
    if len(phrase) > _LONGEST:
        raise KpiError(
            Kind.LIMIT,
            Text(
                en="The period is longer than {most} characters. {examples}",
                fr="La période dépasse {most} caractères. {examples}",
            ).format(most=_LONGEST, examples=trouble.EXAMPLES),
        )
    read = tokens(phrase)
    while read and read[0].text in _AROUND:
        read.pop(0)
    while read and read[-1].text in _AROUND:
        read.pop()
    return Parse(grammar(), read, calendar), len(read)


def whole_phrase(parse: Parse, goal: str, start: int, end: int) -> Outcome | None:
    """Return what *goal* reads in all the tokens up to *end*, little leading words apart."""
    for index in range(start, end):
        outcome = parse.at(goal, index).get(end)
        if isinstance(outcome, Reading | KpiError):
            return outcome
        if LEADING.isdisjoint(parse.tokens[index].values):
            break
    return None


def left_over(parse: Parse, end: int, phrase: str) -> Sequence[str]:
    """Return the words of *phrase* that no period inside it explains, as they were typed."""
    best = max(
        ((stop - start, -start) for start in range(end) for stop in parse.at("period", start)),
        default=(0, 0),
    )
    length, start = best[0], -best[1]
    rest: list[Token] = [*parse.tokens[:start], *parse.tokens[start + length : end]]
    words = [phrase[t.start : t.end] for t in rest if _SMALL.isdisjoint(t.values) and not t.hyphen]
    return words if length and words else [phrase.strip()]
