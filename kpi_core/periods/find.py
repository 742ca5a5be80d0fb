"""The periods inside a whole question, with the characters that say them.

A period is found only where the words can mean nothing else: "may I see" has no month in it,
"sept leads" no September, "second product" no quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kpi_core.errors import KpiError
from kpi_core.periods import trouble
from kpi_core.periods.calendar import Calendar, Grain
from kpi_core.periods.comparison import compared
from kpi_core.periods.grammar import grammar
from kpi_core.periods.grammar.parts import count, grain_of
from kpi_core.periods.lexer import Token, tokens
from kpi_core.periods.parser import Parse
from kpi_core.periods.period import Found, Period
from kpi_core.periods.reading import Reading, in_year_of, settled
from kpi_core.periods.resolve import LEADING
from kpi_core.periods.words import MODIFIERS, TEMPORAL, UNITS_TOO, USUALLY_MONTHS

Spans = Iterable[tuple[int, int]]

_CONTEXT = frozenset({"IN", "OF", "SINCE", "VS", "TO", "UNIT1", "by", "par"})
_BESIDE = frozenset({"et", "and", "ou", "or", ","})
_FUNCTION = frozenset({"IN", "OF", "VS", "TO", "SINCE", "by", "par", "et", "and", "ou", "or"})
_TOWARDS = frozenset({"TO", "et", "and", "avec", "with"})
_OPENS_SPAN = frozenset({"FROM", "SINCE", "entre", "between"})
_VERB_AFTER = frozenset({"THIS", "NEXT", "DAY"})
_TIME_PARTS = frozenset(
    {"UNIT", "MONTH", "WEEKDAY", "LAST", "NEXT", "ROLLING", "DATE", "DMY", "YM", "MY", "YEARS"}
    | {"CODE", "YCODE", "FY", "YEAR"}
)


@dataclass(frozen=True, slots=True)
class _Match:
    start: int  # tokens
    end: int
    meant: object
    comparison: bool = False
    pace: bool = False  # "yoy": a period and what it is compared with, in one word


def find(
    text: str, calendar: Calendar, *, base: Period | None = None, taken: Spans = ()
) -> list[Found]:
    """
    Return every period of *text* in order; the longest reading of the same words wins.

    What is compared with is counted from the period before it, else from *base* (what the
    caller answers when no period is given; the last twelve months unless said otherwise).
    Characters in *taken* already mean something else, such as the name of a campaign. Raises
    `KpiError` when a date is there but cannot be one, or can be two.
    """
    read = _masked(tokens(text), taken)
    parse = Parse(grammar(), read, calendar)
    matches = _longest(parse)
    for one, two in pairwise(matches):
        if not (two.comparison or two.pace) and all(_leads(t) for t in read[one.end : two.start]):
            said = text[read[one.start].start : read[two.end - 1].end]
            # "the last week of March": each half alone would be another period.
            raise trouble.not_understood([said], said)
    return _found(_with_years(matches, read), parse, text, calendar, base)


def _masked(read: Sequence[Token], taken: Spans) -> list[Token]:
    spans = list(taken)
    return [
        replace(t, values={}, text="") if any(t.start < e and s < t.end for s, e in spans) else t
        for t in read
    ]


def _longest(parse: Parse) -> list[_Match]:
    read = parse.tokens
    compares = next((i for i, t in enumerate(read) if t.text.startswith("compar")), len(read))
    candidates = [m for at in range(len(read)) for m in _from(parse, at, comparing=at > compares)]
    candidates.sort(key=lambda m: (m.start - m.end, m.start))
    kept: list[_Match] = []
    free = bytearray(b"\1" * len(read))
    for match in candidates:
        if all(free[match.start : match.end]):
            free[match.start : match.end] = bytes(match.end - match.start)
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _from(parse: Parse, start: int, *, comparing: bool) -> Iterable[_Match]:
    """Return the readings that begin at token *start*."""
    read = parse.tokens
    after_versus = list(parse.at("versus", start))
    if comparing and _TOWARDS & read[start].values.keys():
        after_versus.append(start + 1)
    for at in after_versus:
        for goal in ("comparison", "period"):
            for end, meant in parse.at(goal, at).items():
                yield _Match(start, end, meant, comparison=True)
    # "compare March to April" names two periods, "from March to April" one.
    goal = "point" if comparing and not _OPENS_SPAN & read[start].values.keys() else "period"
    for end, meant in parse.at(goal, start).items():
        if _clear(read, start, end):
            yield _Match(start, end, meant, pace=end in parse.at("pace", start))


def _clear(read: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words from *start* to *end* can only be a period, given those around them."""
    first, last = read[start], read[end - 1]
    after = read[end] if end < len(read) else None
    followed = after is not None and _content(after)
    if end - start > 1:
        # "this may be", "the top 10 may": a verb follows its subject.
        return not (last.text == "may" and followed and _VERB_AFTER & first.values.keys())
    if not _doubtful(first):
        return True
    before = read[start - 1] if start else None
    if "N" in first.values and followed:
        return False  # sept leads
    return bool(
        (after and "VS" in after.values)
        or (before and _calls_for_period(read, start))
        or ("YEAR" in first.values and not followed)
        or (not followed and all(_little(t) for t in read[:start]))
    )


def _calls_for_period(read: Sequence[Token], start: int) -> bool:
    """Whether the word before token *start* announces it: "en mars", "janvier et mars"."""
    before = read[start - 1]
    if before.text in _BESIDE:
        return start > 1 and "MONTH" in read[start - 2].values
    context = before.text.isalpha() and _CONTEXT & before.values.keys()
    return before.text.startswith("compar") or (bool(context) and "ART" not in before.values)


def _leads(token: Token) -> bool:
    return bool(LEADING & token.values.keys())


def _little(token: Token) -> bool:
    return token.text in _BESIDE or _leads(token)


def _doubtful(token: Token) -> bool:
    code = token.values.get("CODE")
    week = isinstance(code, tuple) and grain_of(code[1], code[2]) is Grain.WEEK
    return week or "AMBIGUOUS" in token.values or ("YEAR" in token.values and token.text.isdigit())


def _content(token: Token) -> bool:
    return token.text.isalpha() and not _FUNCTION & token.values.keys()


def _with_years(matches: Sequence[_Match], read: Sequence[Token]) -> list[_Match]:
    """Give the year said once in "Q1 and Q2 2024" or "mars 2024 vs avril" to both periods."""
    shared = list(matches)
    beside = [
        (index, index + 1)
        for index, (one, two) in enumerate(pairwise(matches))
        if all(_little(t) or _TOWARDS & t.values.keys() for t in read[one.end : two.start])
    ]
    for to, said in (*((a, b) for a, b in reversed(beside)), *((b, a) for a, b in beside)):
        reading, other = shared[to].meant, shared[said].meant
        if isinstance(reading, Reading) and isinstance(other, Reading):
            shared[to] = replace(shared[to], meant=in_year_of(reading, other))
    return shared


def _found(
    matches: Sequence[_Match], parse: Parse, text: str, calendar: Calendar, base: Period | None
) -> list[Found]:
    spans = _spans(matches, parse.tokens)
    asked: dict[int, Period] = {}
    for index, match in enumerate(matches):
        if isinstance(match.meant, KpiError):
            raise match.meant
        if isinstance(match.meant, Reading) and not match.comparison:
            asked[index] = settled(calendar, match.meant, text[slice(*spans[index])])
    named = {index: period for index, period in asked.items() if not matches[index].pace}
    asked = named or asked
    found = [Found(period, spans[index]) for index, period in asked.items()]
    for index, match in enumerate(matches):
        if match.comparison or match.pace:
            # Counted from the period before it, else from the first one after it.
            near = max((i for i in asked if i <= index), default=min(asked, default=-1))
            period = asked.get(near) or base or last_twelve_months(calendar)
            meant = match.meant
            if match.pace:
                meant = parse.at("comparison", match.start)[match.end]
            other = compared(meant, period, calendar, text[slice(*spans[index])])
            found.append(Found(other, spans[index], comparison=True))
    return sorted(found, key=lambda f: (f.span, f.comparison))


def _spans(matches: Sequence[_Match], read: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the characters of each match, the little words that lead to it included."""
    spans = []
    free = 0
    for match in matches:
        start = match.start
        while start > free and _leads(read[start - 1]):
            start -= 1
        free = match.end
        spans.append((read[start].start, read[match.end - 1].end))
    return spans


def last_twelve_months(calendar: Calendar) -> Period:
    """Return what is answered when nobody gives a period: the last twelve months that are over."""
    return Period(calendar.unit(Grain.MONTH, -12).start, calendar.unit(Grain.MONTH, -1).end)


def leftover_temporal_words(text: str, found: Iterable[Found], *, taken: Spans = ()) -> list[str]:
    """
    Return the words of time in *text* that no period explains, as they were typed.

    Whoever answers a question with such a word left ("hebdo", "début") has misread it. Words in
    *taken* mean something else, or were understood by the caller ("par mois").
    """
    spans = [f.span for f in found]
    read = _masked(tokens(text), taken)
    inside = [any(s <= t.start and t.end <= e for s, e in spans) for t in read]
    words = []
    for index, token in enumerate(read):
        if not inside[index] and (_temporal(token) or _modifies(read, inside, index)):
            words.append(text[token.start : token.end])
    return words


def _temporal(token: Token) -> bool:
    if token.text in TEMPORAL or token.text in USUALLY_MONTHS:
        return True
    if "AMBIGUOUS" in token.values or token.text in UNITS_TOO or _name_like(token):
        return False
    return bool(_TIME_PARTS & token.values.keys())


def _name_like(token: Token) -> bool:
    """Whether a code counts further than any year goes: T5 is a product."""
    code = token.values.get("CODE")
    return isinstance(code, tuple) and not 1 <= code[2] <= count(grain_of(code[1], code[2]))


def _modifies(read: Sequence[Token], inside: Sequence[bool], index: int) -> bool:
    """Whether a word such as "end" or "before" touches a period, little words between apart."""
    if read[index].text not in MODIFIERS:
        return False
    after = index + 1
    while after < len(read) and not inside[after] and _leads(read[after]):
        after += 1
    return (after < len(read) and inside[after]) or (index > 0 and inside[index - 1])
