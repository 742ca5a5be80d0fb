"""Columns of text to columns of values.

What most cells look like is converted as a whole; each different text that is left is read once
by the same parser that reads a cell of a spreadsheet, which decides what any text means.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import KpiError
from kpi_core.values.characters import BLANKS

MONEY = pa.decimal128(18, 4)
WIDE = pa.decimal128(38, 18)
_LONGEST_BLANK = max(len(b.encode()) for b in BLANKS)
_BLANK_TEXTS = pa.array(sorted(BLANKS | {b.upper() for b in BLANKS}), pa.string())


@dataclass(slots=True)
class Read:
    """A column of values, with the rows that could not be read and why."""

    values: pa.Array
    errors: dict[int, KpiError] = field(default_factory=dict)
    marks: pa.Array | None = None
    """The currency sign or code beside each amount, where there was one."""


def text(texts: pa.Array) -> pa.Array:
    """Return texts without the blanks around them; what exports write for “no value” is null."""
    trimmed = pc.utf8_trim_whitespace(texts)
    if not pc.any(pc.less_equal(pc.binary_length(trimmed), _LONGEST_BLANK)).as_py():
        return trimmed
    return pc.if_else(pc.is_in(trimmed, _BLANK_TEXTS), pa.scalar(None, pa.string()), trimmed)


def by_distinct(
    texts: pa.Array, parse: Callable[[str], Any], cache: dict[str, Any]
) -> tuple[pa.Array, list[Any]]:
    """Read each different text once; return where each row's answer is, and the answers."""
    encoded = texts.dictionary_encode()
    answers: list[Any] = []
    for one in encoded.dictionary.to_pylist():
        if one not in cache:
            try:
                cache[one] = parse(one)
            except KpiError as error:
                cache[one] = error
        answers.append(cache[one])
    return encoded.indices, answers


def spread(
    indices: pa.Array, answers: list[Any], pick: Callable[[Any], Any], kind: pa.DataType
) -> Read:
    """Give each row its answer; an answer that is an error leaves the row without a value."""
    values = [None if a is None or isinstance(a, KpiError) else pick(a) for a in answers]
    column = pa.array(values, kind).take(indices)
    wrong = {i: a for i, a in enumerate(answers) if isinstance(a, KpiError)}
    return Read(column, _placed(indices, wrong))


def _placed(indices: pa.Array, wrong: dict[int, KpiError]) -> dict[int, KpiError]:
    if not wrong:
        return {}
    hit = pc.is_in(indices, pa.array(list(wrong), indices.type))
    return {row: wrong[indices[row].as_py()] for row in places(hit)}


def places(mask: pa.Array) -> list[int]:
    """Return the rows where *mask* is true."""
    found: list[int] = pc.indices_nonzero(mask.fill_null(False)).to_pylist()
    return found


def every(size: int, *, but: Collection[int] = ()) -> pa.Array:
    """Return a mask that is true for all rows, *but* some."""
    if not but:
        return pa.repeat(True, size)
    numbers = pc.cumulative_sum(pa.repeat(1, size))
    return pc.invert(pc.is_in(numbers, pa.array([row + 1 for row in but])))


def overlay(base: pa.Array, kept: pa.Array, other: pa.Array) -> pa.Array:
    """Return *base* where *kept* is true, and the rows of *other*, in order, elsewhere."""
    return pc.replace_with_mask(base, pc.invert(kept), other)


def merge(first: Read, kept: pa.Array, rest: Read) -> Read:
    """Join the cells converted as a whole with those that were read one by one."""
    left = places(pc.invert(kept)) if rest.errors else []
    errors = {left[row]: error for row, error in rest.errors.items()}
    values = overlay(first.values, kept, rest.values)
    if rest.marks is None:
        return Read(values, errors)
    nothing = pa.nulls(len(values), pa.string())
    return Read(values, errors, overlay(nothing, kept, rest.marks))
