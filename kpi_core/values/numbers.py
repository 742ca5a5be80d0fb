"""Text to number: the locale decides what a comma is, and nothing is guessed.

`1.234` is a thousand in German and one and a bit in English; `1,23,4` is neither. An epsilon, a
code evaluator or Python's own `float` would each read something that the writer did not mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text
from kpi_core.values.characters import BLANKS, LONGEST, clean
from kpi_core.values.currencies import SIGNS, UNDECIDED, without_currency
from kpi_core.values.locales import grouped_by_lakh, separators


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read; `value` is None where the text says that there is none."""

    value: Decimal | None
    currency: str | None = None
    note: Text | None = None
    mark: str | None = None
    """The sign or code as it was written: `$` can be several dollars."""


LARGEST = Decimal("1e308")
_NOTHING = Number(None)
_EXCEL_TEXT = re.compile(r'="(.*)"')
_EXPONENT = r"(?:[eE][+-]?\d{1,6})?"
_SCALES = {"k": Decimal(1000), "K": Decimal(1000), "M": Decimal(1_000_000)}


def parse_number(text: str, locale: str | None) -> Number:
    """
    Read *text* as a person of *locale* wrote it.

    Without a locale only what every locale reads alike is accepted. A percentage is a fraction:
    `5 %` is 0.05.
    """
    if len(text) > LONGEST:
        raise _too_long(text)
    body = clean(text)
    if wrapped := _EXCEL_TEXT.fullmatch(body):
        body = wrapped[1]
    if body.casefold() in BLANKS:
        return _NOTHING
    body, mark = without_currency(body.removeprefix("'"))
    body, negative, scale = _unwrap(text, body)
    value = _magnitude(text, body, locale)
    # Compared before it is scaled: a product that no decimal holds would be another error.
    if value >= LARGEST / scale:
        raise KpiError(Kind.NUM, TOO_LARGE.format(text=shown(text.strip())))
    if scale != 1:  # a product keeps 28 digits; a number as written keeps them all
        value *= scale
    return _named(-value if negative else value, mark)


def _unwrap(text: str, body: str) -> tuple[str, bool, Decimal]:
    """Take off the accountant's brackets, the per cent, the thousand's `k`, and the sign."""
    negative, scale = False, Decimal(1)
    if body.startswith("(") and body.endswith(")"):
        body, negative = body[1:-1].strip(), True
    if body.startswith("%") or body.endswith("%"):
        body = (body[1:] if body.startswith("%") else body[:-1]).strip()
        scale = Decimal("0.01")
    elif body[-1:] in _SCALES and body[:-1].strip()[-1:].isdigit():
        body, scale = body[:-1].strip(), _SCALES[body[-1]]
    if body.endswith("-") and body[:1].isdigit() and not negative:
        body, negative = body[:-1].strip(), True
    if body[:1] in {"+", "-"}:
        if negative:
            raise not_a_number(text)
        body, negative = body[1:], body[0] == "-"
    return body, negative, scale


def _magnitude(text: str, body: str, locale: str | None) -> Decimal:
    if locale is None:
        if re.fullmatch(r"\d{1,3}[.,]\d{3}", body):
            raise KpiError(Kind.AMBIGUOUS, TWO_READINGS.format(text=shown(body)))
        pattern, group, mark = _plain(), "", "."
    else:
        pattern = _pattern(locale)
        group, mark = separators(locale)
    if not pattern.fullmatch(body):
        raise not_a_number(text)
    return Decimal(body.replace(group, "").replace(mark, ".") if group else body)


@lru_cache(maxsize=1)
def _plain() -> re.Pattern[str]:
    return re.compile(rf"[0-9]+{_EXPONENT}")


@lru_cache(maxsize=64)
def _pattern(locale: str) -> re.Pattern[str]:
    group, mark = (re.escape(s) for s in separators(locale))
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+"
    if grouped_by_lakh(locale):
        whole = rf"[0-9]{{1,2}}(?:{group}[0-9]{{2}})*{group}[0-9]{{3}}|{whole}"
    return re.compile(rf"(?:(?:{whole})(?:{mark}[0-9]*)?|{mark}[0-9]+){_EXPONENT}")


def _named(value: Decimal, mark: str | None) -> Number:
    if mark is None:
        return Number(value)
    if mark in UNDECIDED:
        *most, last = SIGNS[mark]
        note = _SEVERAL.format(mark=mark, most=", ".join(most), last=last)
        return Number(value, None, note, mark)
    return Number(value, SIGNS[mark][0] if mark in SIGNS else mark, None, mark)


def not_a_number(text: str) -> KpiError:
    """Say that *text* is not a number."""
    return KpiError(Kind.TYPE, NOT_A_NUMBER.format(text=shown(text.strip())))


def _too_long(text: str) -> KpiError:
    if text.strip().isdigit():
        return KpiError(Kind.NUM, TOO_LARGE.format(text=shown(text.strip())))
    return KpiError(Kind.LIMIT, TOO_LONG.format(most=LONGEST))


NOT_A_NUMBER = Text(
    en="“{text}” is not a number.",
    fr="« {text} » n’est pas un nombre.",
)
TWO_READINGS = Text(
    en="“{text}” can be a thousand or a decimal: say the locale.",
    fr="« {text} » peut être un millier ou un décimal : précisez la langue du nombre.",
)
TOO_LARGE = Text(en="“{text}” is too large a number.", fr="« {text} » est un nombre trop grand.")
TOO_LONG = Text(
    en="The text is longer than {most} characters: it is not a number.",
    fr="Le texte dépasse {most} caractères : ce n’est pas un nombre.",
)
_SEVERAL = Text(en="“{mark}” can be {most} or {last}.", fr="« {mark} » peut être {most} ou {last}.")
