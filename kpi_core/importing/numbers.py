"""Columns of amounts, counts and scores."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import ColumnKind
from kpi_core.importing.columns import MONEY, WIDE, Read, by_distinct, merge, spread
from kpi_core.importing.table import Cells
from kpi_core.text import Text
from kpi_core.values import Number, parse_number
from kpi_core.values.locales import separators

CENT = Decimal("0.0001")
_LARGEST = Decimal(10) ** 14
_LARGEST_COUNT = Decimal(2**63 - 1)
_SPACED = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})")
_TYPES = {
    ColumnKind.MONEY: MONEY,
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
}
_DIGITS = r"[+-]?[0-9]{1,13}"


class NumberReader:
    """Reads the numbers of one file, all of them in its one locale."""

    def __init__(self, locale: str | None) -> None:
        self.locale = locale
        self.mark = separators(locale)[1] if locale else None
        self.rounded = False
        self.split = False
        self._caches: dict[tuple[ColumnKind, bool], dict[str, Any]] = {}

    def read(self, cells: Cells, kind: ColumnKind, *, whole: bool = False) -> Read:
        """Return a column of numbers; *whole* rounds fractions of a count."""
        if cells.numbers is not None:
            return self._read_mixed(cells.texts, cells.numbers, kind, whole=whole)
        return self._read_texts(cells.texts, kind, whole=whole)

    def _read_texts(self, texts: pa.Array, kind: ColumnKind, *, whole: bool) -> Read:
        fast = self._as_a_whole(texts, kind)
        if fast is not None:
            return Read(fast)
        plain = self._canonical(texts)
        canonical = pc.match_substring_regex(plain, _pattern(kind))
        easy = _cast(plain.filter(canonical), kind)
        if easy is None:
            return self._one_by_one(texts, kind, whole=whole)
        if (
            kind is ColumnKind.MONEY
            and pc.any(pc.match_substring_regex(plain, r"\.[0-9]{5}")).as_py()
        ):
            self.rounded = True
        base = pc.replace_with_mask(pa.nulls(len(texts), _TYPES[kind]), canonical, easy)
        return merge(
            Read(base),
            canonical,
            self._one_by_one(texts.filter(pc.invert(canonical)), kind, whole=whole),
        )

    def _as_a_whole(self, texts: pa.Array, kind: ColumnKind) -> pa.Array | None:
        """Convert a column that holds nothing but plain numbers and empty cells, or give up."""
        if self.mark != "." and _within(texts, "."):
            return None
        if self.mark == "," and kind is not ColumnKind.COUNT:
            texts = pc.replace_substring(texts, ",", ".")
        empty = pc.equal(texts, "")
        if empty.true_count:
            texts = pc.if_else(empty, pa.scalar(None, pa.string()), texts)
        # Arrow reads 0x1F as an integer, and inf as a float; our parser reads neither.
        if kind is ColumnKind.COUNT and any(_within(texts, x) for x in "xX"):
            return None
        target = MONEY if kind is ColumnKind.NUMBER else _TYPES[kind]
        try:
            values = texts.cast(target)
        except pa.ArrowInvalid:
            return None
        return values.cast(pa.float64()) if kind is ColumnKind.NUMBER else values

    def _canonical(self, texts: pa.Array) -> pa.Array:
        """Write texts with a decimal point where that changes no meaning."""
        if self.mark == ".":
            return texts
        doubtful = pc.match_substring(texts, ".")
        texts = pc.if_else(doubtful, pa.scalar("", pa.string()), texts)
        return pc.replace_substring(texts, ",", ".") if self.mark == "," else texts

    def _one_by_one(self, texts: pa.Array, kind: ColumnKind, *, whole: bool) -> Read:
        cache = self._caches.setdefault((kind, whole), {})
        if len(cache) > 500_000:  # noqa: PLR2004 - a cache, not a copy of the file
            cache.clear()
        indices, answers = by_distinct(
            texts, lambda one: self._value(self._number(one, kind), one, kind, whole=whole), cache
        )
        read = spread(indices, answers, lambda a: a[0], _TYPES[kind])
        if any(isinstance(a, tuple) and a[1] for a in answers):
            read.marks = spread(indices, answers, lambda a: a[1], pa.string()).values
        return read

    def _read_mixed(
        self, texts: pa.Array, numbers: pa.Array, kind: ColumnKind, *, whole: bool
    ) -> Read:
        """Read a column of a workbook: numbers as they are, and texts as texts."""
        native = numbers.is_valid()
        values = [
            self._value(Number(Decimal(repr(one))), repr(one), kind, whole=whole)
            for one in numbers.drop_null().to_pylist()
        ]
        read = pa.array([v[0] if v else None for v in values], _TYPES[kind])
        base = pc.replace_with_mask(pa.nulls(len(native), _TYPES[kind]), native, read)
        rest = texts.filter(pc.invert(native))
        return merge(Read(base), native, self._one_by_one(rest, kind, whole=whole))

    def _number(self, one: str | None, kind: ColumnKind) -> Number:
        if one is None:
            return Number(None)
        if self.locale is not None:
            return _spaced(one, self.locale)
        return _either_way(one, whole=kind is ColumnKind.COUNT)

    def _value(
        self, number: Number, shown_as: str | None, kind: ColumnKind, *, whole: bool
    ) -> tuple[Any, str | None] | None:
        """Fit a number to its column, or say why it does not fit."""
        value = number.value
        if value is None:
            return None
        if kind is ColumnKind.COUNT:
            if not _is_whole(value):
                if not whole:
                    raise KpiError(
                        Kind.TYPE, _NOT_WHOLE.format(text=shown((shown_as or "").strip()))
                    )
                self.split = True
                value = value.quantize(Decimal(1), ROUND_HALF_EVEN)
            if abs(value) > _LARGEST_COUNT:
                raise KpiError(Kind.NUM, _TOO_LARGE.format(text=shown((shown_as or "").strip())))
            return int(value), number.mark
        if kind is ColumnKind.MONEY:
            if abs(value) >= _LARGEST:
                raise KpiError(Kind.NUM, _TOO_LARGE.format(text=shown((shown_as or "").strip())))
            kept = value.quantize(CENT, ROUND_HALF_EVEN)
            self.rounded = self.rounded or kept != value
            return kept, number.mark
        return float(value), number.mark


def _spaced(one: str, locale: str) -> Number:
    """Read a number of *locale*; a space between thousands is understood in every locale."""
    try:
        return parse_number(one, locale)
    except KpiError:
        joined = _SPACED.sub("", one)
        if joined == one:
            raise
        return parse_number(joined, locale)


def _either_way(one: str, *, whole: bool) -> Number:
    """Read a number of a file that proves no style: all must agree, or the user decides."""
    readings: list[Number] = []
    refusals: list[KpiError] = []
    for locale in ("en_US", "fr_FR", "de_DE"):
        try:
            readings.append(_spaced(one, locale))
        except KpiError as error:
            refusals.append(error)
    if not readings:
        raise refusals[0]
    if whole:  # a count has no decimals: that leaves one reading of `1,234`
        readings = [r for r in readings if r.value is None or _is_whole(r.value)] or readings
    if len({r.value for r in readings}) > 1:
        raise KpiError(Kind.AMBIGUOUS, _TWO_READINGS.format(text=shown(one.strip())))
    return readings[0]


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _within(texts: pa.Array, character: str) -> bool:
    return bool(pc.any(pc.match_substring(texts, character)).as_py())


def _pattern(kind: ColumnKind) -> str:
    if kind is ColumnKind.COUNT:
        return f"^{_DIGITS}$"
    return rf"^{_DIGITS}(?:\.[0-9]{{1,18}})?$"


def _cast(texts: pa.Array, kind: ColumnKind) -> pa.Array | None:
    """Cast texts already known to be plain numbers; half to even at the fourth decimal."""
    if kind is ColumnKind.COUNT:
        return pc.replace_substring(texts, "+", "").cast(pa.int64())
    try:
        wide = texts.cast(WIDE)
    except pa.ArrowInvalid:
        return None
    if kind is ColumnKind.NUMBER:
        return wide.cast(pa.float64())
    return pc.round(wide, ndigits=4, round_mode="half_to_even").cast(MONEY)


_NOT_WHOLE = Text(en="“{text}” is not a whole number.", fr="« {text} » n’est pas un nombre entier.")
_TOO_LARGE = Text(en="“{text}” is too large a number.", fr="« {text} » est un nombre trop grand.")
_TWO_READINGS = Text(
    en="“{text}” can be a thousand or a decimal: say --locale fr-FR or --locale en-US.",
    fr="« {text} » peut être un millier ou un décimal : précisez --locale fr-FR ou --locale en-US.",
)
