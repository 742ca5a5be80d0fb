"""A question cut into words, numbers and dates, each knowing where it stands in the original.

Case, accents, curly apostrophes, narrow and no-break spaces make no difference; positions are
always those of the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kpi_core.periods.words import compounds, vocabulary

_LONGEST_COMPOUND = 4  # quatre-vingt-dix-neuf
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_CENTURY = 2000
_MOST_UNITS = 1000
_MONTH_DAYS = 31
_SAME = {
    **dict.fromkeys("’‘ʼ′´`", "'"),
    **dict.fromkeys("‐‑−", "-"),  # the non-breaking hyphen comes out of Word
    "—": "–",
    "…": "..",
}
_ASCII = str.maketrans({"`": "'", **dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f", " ")})

# The first that matches wins; each gives the token its parts (see `_number`).
_FORMS = (
    ("DATE", r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"),
    ("YCODE", r"(\d{4})[- ]?([qtshw])(\d{1,2})"),
    ("YEARS", r"(\d{4})[-/](\d{4})"),
    ("YM", r"(\d{4})[-/](\d{1,2})(?![-/]\d\d?\b)"),
    ("DMY", r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d\d)"),
    ("MY", r"(\d{1,2})[-/.](\d{4})"),
    ("DM", r"(\d{1,2})/(\d{1,2})(?!/)"),
    ("CODE", r"([qtshw])(\d{1,2})"),
    ("FY", r"(fy|cy)[- ]?(\d{4}|\d\d)(?:[-/](\d\d))?"),
    ("NTH", r"(\d{1,2})(?:ers?|ere|re|emes?|iemes?|es?|nde?|st|rd|th)"),
    ("SHORTYEAR", r"'(\d\d)"),
    ("DECIMAL", r"(?!\d\d?,[12]\d{3}\b)\d+[.,]\d+"),
    ("INT", r"\d+"),
    ("WORD", r"[^\W\d_]+"),
    ("POINTS", r"\.{2,}"),
    ("SIGN", r"[^\w\s]|_"),
)
_TAIL = {"WORD": "", "POINTS": "", "SIGN": "", "INT": ""}  # the others end where a word would


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign, with every part that it can play."""

    text: str  # folded
    start: int
    end: int
    values: Mapping[str, object] = field(repr=False)
    tight: bool = False  # no blank before it

    @property
    def hyphen(self) -> bool:
        """Whether it may merely join two words, as in "mi-mars"."""
        return self.text == "-" and self.tight


def fold(text: str) -> tuple[str, list[int]]:
    """Return *text* in its plainest letters, and where each of them came from."""
    if text.isascii():
        # Most periods of most cells are: each letter is its own plainest, and stays in its place.
        return text.lower().translate(_ASCII), list(range(len(text) + 1))
    plain: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        parts = _plainest(char)
        plain += parts
        origin += [index] * len(parts)
    origin.append(len(text))
    return "".join(plain), origin


@lru_cache(maxsize=4096)  # the letters that anybody types; others are computed again
def _plainest(char: str) -> tuple[str, ...]:
    """Return what one letter folds to, a string for each place that it takes."""
    found: list[str] = []
    for part in _SAME.get(char) or unicodedata.normalize("NFKD", char.lower()):
        if unicodedata.combining(part) or unicodedata.category(part) == "Cf":
            continue
        digit = unicodedata.decimal(part, None)
        folded = " " if part.isspace() else _SAME.get(part, part)
        found.append(folded if digit is None else str(digit))
    return tuple(found)


@cache
def _forms() -> re.Pattern[str]:
    parts = (f"(?P<{name}>{_shape(name, form)})" for name, form in _FORMS)
    return re.compile("|".join(parts))


def _shape(name: str, form: str) -> str:
    # Groups are read again by `_groups`: one pattern cannot reuse their numbers.
    return re.sub(r"\((?!\?)", "(?:", form) + _TAIL.get(name, r"(?![^\W_])")


@cache
def _groups(name: str) -> re.Pattern[str]:
    return re.compile(dict(_FORMS)[name])


def tokens(text: str) -> list[Token]:
    """Cut *text* into tokens; expressions such as "vingt et un" come out as one."""
    return list(_joined(list(_raw(text))))


def _raw(text: str) -> Iterator[Token]:
    plain, origin = fold(text)
    read_to = 0
    for match in _forms().finditer(plain):
        start, read_to_now = match.span()
        form, word = match.lastgroup or "", match.group()
        before, after = plain[start - 1 : start], plain[read_to_now:]
        if start < read_to or word == "'" or (word == "s" and before == "'"):
            continue  # the point of "sept.", l'an (two words), last year's
        read_to = read_to_now
        if form in {"WORD", "SIGN"}:
            values = dict(vocabulary().get(word, {}))
            read_to += "SHORT" in values and after[:1] == "." and after[1:2] != "."
        elif form == "POINTS":
            word, values = "..", dict(vocabulary()[".."])
        else:
            values = _number(form, word, before, after)
        tight = bool(before) and not before.isspace()
        end = next(o for o in origin[read_to:] if o > origin[read_to - 1])
        yield Token(word, origin[start], end, {**values, word: True}, tight)


def _number(form: str, word: str, before: str, after: str) -> dict[str, object]:
    """Return the parts that a form made of digits can play, given the characters around it."""
    glued = (
        (before.isalnum() and form != "SHORTYEAR")
        or before in tuple("_#@$€£")
        or after[:1].isalpha()
    )
    if glued or form == "DECIMAL" or after.lstrip()[:1] in tuple("%€$£"):
        return {}
    match = _groups(form).fullmatch(word)
    read = [int(g) if g and g.isdigit() else g for g in (match.groups() if match else ())]
    if form == "SHORTYEAR":
        return {"YEAR": _CENTURY + int(word[1:])}
    if form == "NTH":
        return {"ORD": read[0], "DAY": read[0]}
    if form != "INT":
        return {form: (word, *read)}
    # Five digits are no year and no count, and int() of thousands of them is slow.
    number = int(word) if len(word) <= len(str(_LAST_YEAR)) else 0
    bounds = {"YEAR": (_FIRST_YEAR, _LAST_YEAR), "N": (1, _MOST_UNITS), "DAY": (1, _MONTH_DAYS)}
    parts = {part: number for part, (low, high) in bounds.items() if low <= number <= high}
    if re.match(r"[-/]\d", after):
        parts.pop("YEAR", None)  # a date written in a way we do not read is not its year
    return dict(parts)


def _joined(raw: list[Token]) -> Iterator[Token]:
    index = 0
    while index < len(raw):
        joined, used = _compound(raw, index)
        yield joined
        index += used


def _compound(raw: list[Token], index: int) -> tuple[Token, int]:
    first = raw[index]
    words: list[str] = []
    best, used = first, 1
    for offset, token in enumerate(raw[index : index + 2 * _LONGEST_COMPOUND]):
        if token.hyphen and words:
            continue
        words.append(token.text)
        if found := compounds().get(tuple(words)):
            text, values = found
            best = Token(text, first.start, token.end, {**values, text: True}, first.tight)
            used = offset + 1
        if len(words) == _LONGEST_COMPOUND or not token.text.isalpha():
            break
    return best, used
