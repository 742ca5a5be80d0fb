"""Columns read from the file to the columns of a fact: joined, completed, and derived."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing import sentences as say
from kpi_core.importing.amounts import Amounts
from kpi_core.importing.cells import CellReader
from kpi_core.importing.columns import Read, every, places
from kpi_core.importing.deal_lines import PRIMARY, QUANTITY
from kpi_core.importing.plan import DAY_COLUMNS, Feed, Plan
from kpi_core.importing.settings import ReadSettings
from kpi_core.importing.stages import choice, kind_of_deal, state_of
from kpi_core.importing.styles import kind_of
from kpi_core.importing.systems import SYSTEMS
from kpi_core.importing.table import RawBatch
from kpi_core.text import Text

JOINED = " · "
_KEYS = {("deals", "deal"), ("subscriptions", "subscription")}
_COUNTS = {n for n, c in FACTS["traffic"].columns.items() if c.kind is ColumnKind.COUNT}
_IDENTITIES = ("email", "linkedin_url", "external_id", "name")

_DECORATED = r"[^;,]*?([^\s;,<>()]+@[^\s;,<>()]+)[^;,]*"

Errors = dict[int, tuple[str | None, KpiError]]


@dataclass(slots=True)
class Columns:
    """The columns of one fact over some rows, which rows have it, and what went wrong."""

    values: dict[str, pa.Array]
    present: pa.Array
    errors: Errors = field(default_factory=dict)
    needed: tuple[str, ...] = ()


class Assembly:
    """Builds the columns of each fact as the plan says."""

    def __init__(self, plan: Plan, settings: ReadSettings, cells: CellReader) -> None:
        self.plan = plan
        self.cells = cells
        self.amounts = Amounts(plan, settings)
        self._spans = False
        known = next((s for s in SYSTEMS if s.id == plan.system), None)
        self._zero_is_unknown = known.zero_is_unknown if known else frozenset()
        self._feeds = {fact: [f for f in plan.feeds if f.fact == fact] for fact in plan.facts}

    def header(self, fact: str, column: str) -> str | None:
        """Return the header of the file column that a fact column is read from."""
        for feed in self._feeds[fact]:
            if feed.column == column:
                return self.plan.headers[feed.sources[0]]
        return None

    def notes(self) -> tuple[Text, ...]:
        """Return what the user should know of how the rows were built."""
        spans = (say.ON_ROW_START,) if self._spans else ()
        return spans + self.amounts.notes()

    def columns(self, fact: str, batch: RawBatch) -> Columns:
        """Return the columns of *fact* over the current rows."""
        size = len(batch.rows)
        held = Columns({}, every(size))
        marks: dict[str, pa.Array] = {}
        for feed in self._feeds[fact]:
            read = self._combined(feed)
            for row, error in read.errors.items():
                held.errors.setdefault(row, (self.plan.headers[feed.sources[0]], error))
            held.values[feed.column] = read.values
            if read.marks is not None:
                marks[feed.column] = read.marks
        if self.plan.day is not None and fact in DAY_COLUMNS:
            held.values[DAY_COLUMNS[fact]] = pa.repeat(pa.scalar(self.plan.day, pa.date32()), size)
        self._forget_zeros(fact, held)
        self._derive(fact, held, size)
        self.amounts.settle(fact, held, marks, size)
        held.values = {
            c: v for c, v in held.values.items() if not c.startswith("$") or c == PRIMARY
        }
        self._presence(fact, held, size)
        return held

    def _forget_zeros(self, fact: str, held: Columns) -> None:
        for name, values in held.values.items():
            if f"{fact}.{name}" in self._zero_is_unknown:
                zero = pc.equal(values, pa.scalar(0, values.type))
                held.values[name] = pc.if_else(zero, pa.scalar(None, values.type), values)

    def _combined(self, feed: Feed) -> Read:
        """Read the file columns of one fact column, and make one of them."""
        kind = kind_of(feed.fact, feed.column)
        reads = [self.cells.read(s, feed.column, kind) for s in feed.sources]
        if len(reads) == 1:
            return Read(reads[0].values, dict(reads[0].errors), reads[0].marks)
        errors = {row: error for read in reads for row, error in read.errors.items()}
        values = [read.values for read in reads]
        if kind in {ColumnKind.MONEY, ColumnKind.COUNT, ColumnKind.NUMBER}:
            return Read(_summed(values), errors, reads[0].marks)
        if kind is ColumnKind.MEMBER or (feed.fact, feed.column) in _KEYS:
            return Read(_joined(_as_texts(values), JOINED), errors)
        if (feed.fact, feed.column) == ("leads", "name"):
            return Read(_joined(values, " "), errors)
        return Read(pc.coalesce(*values), errors)

    def _derive(self, fact: str, held: Columns, size: int) -> None:
        values = held.values
        for column in ("category", "medium", "survey", "state", "kind"):
            if column in values and column in FACTS[fact].columns:
                self._choose(fact, column, held)
        if fact == "deals":
            _derive_deal(values, size)
        if fact != "leads" and "lead" in values:
            # A CRM writes Léa Roy (lea@firm.com): the address is who it is, the rest is decoration.
            lead = pc.replace_substring_regex(values["lead"], _DECORATED, r"\1")
            values["lead"] = lead
        days = values.get(DAY_COLUMNS.get(fact, ""))
        if "$until" in values and days is not None:
            self._spans = self._spans or bool(pc.any(pc.not_equal(values["$until"], days)).as_py())

    def _choose(self, fact: str, column: str, held: Columns) -> None:
        words = held.values[column]
        chosen = _each(words, lambda one: choice(column, one), pa.string())
        unknown = pc.and_(words.is_valid(), chosen.is_null())
        for row in places(unknown):
            told = _NOT_A_CHOICE.format(
                text=shown(words[row].as_py()),
                choices=", ".join(FACTS[fact].columns[column].choices),
            )
            held.errors.setdefault(row, (self.header(fact, column), KpiError(Kind.TYPE, told)))
        held.values[column] = chosen

    def _presence(self, fact: str, held: Columns, size: int) -> None:
        """Decide which rows have this fact: those with all that it requires, and some figure."""
        constants = self.plan.constants.get(fact, {})
        required = tuple(
            name
            for name, column in FACTS[fact].columns.items()
            if column.required and (fact, name) != ("leads", "lead") and name not in constants
        )
        held.needed = required
        for name in required:
            values = held.values.get(name, pa.nulls(size, pa.string()))
            held.values.setdefault(name, values)
            held.present = pc.and_(held.present, values.is_valid())
        one_of = _COUNTS if fact == "traffic" else set(_IDENTITIES) if fact == "leads" else set()
        found = [held.values[name].is_valid() for name in sorted(one_of & set(held.values))]
        if found:
            some = found[0]
            for other in found[1:]:
                some = pc.or_(some, other)
            held.present = pc.and_(held.present, some)


def _derive_deal(values: dict[str, pa.Array], size: int) -> None:
    """Tell won from lost from open, and what kind of deal it is."""
    stage = values.get("stage")
    if stage is None:
        values["state"] = pa.repeat("won", size)
    else:
        state = _each(stage, state_of, pa.string()).fill_null("open")
        values["state"] = state
        if "closed_on" in values:
            # The close date of an open deal is the day it is hoped for.
            values["closed_on"] = pc.if_else(pc.equal(state, "open"), None, values["closed_on"])
    kind = values.get("kind", pa.nulls(size, pa.string()))
    if "$type" in values:
        kind = _each(values["$type"], kind_of_deal, pa.string())
    amount = values.get("amount")
    if amount is not None and QUANTITY in values:
        amount = values["amount"] = _times(amount, values[QUANTITY])
    if amount is not None:
        negative = pc.less(amount, pa.scalar(0, amount.type)).fill_null(False)
        if negative.true_count:
            kind = pc.if_else(negative, pa.scalar("credit"), kind)
    values["kind"] = kind
    probability = values.get("probability")
    if probability is not None:
        hundredths = pc.greater(probability, 1.0)
        values["probability"] = pc.if_else(hundredths, pc.divide(probability, 100.0), probability)


def _times(prices: pa.Array, quantities: pa.Array) -> pa.Array:
    """Multiply the price of a unit by how many there are; one, where the file does not say."""
    units = pc.round(quantities.fill_null(1.0), 4).cast(pa.decimal128(18, 4))
    return pc.round(pc.multiply(prices, units), 4).cast(prices.type)


def _each(texts: pa.Array, tell: object, kind: pa.DataType) -> pa.Array:
    """Apply *tell* once to each different text."""
    if not callable(tell):
        raise TypeError
    encoded = texts.dictionary_encode()
    answers = pa.array([tell(one) for one in encoded.dictionary.to_pylist()], kind)
    return answers.take(encoded.indices)


def _as_texts(values: list[pa.Array]) -> list[pa.Array]:
    return [v if pa.types.is_string(v.type) else v.cast(pa.string()) for v in values]


def _joined(values: list[pa.Array], separator: str) -> pa.Array:
    # Not `null_handling="skip"`: Arrow then loses rows where every value is null.
    joined = values[0]
    for other in values[1:]:
        both = pc.binary_join_element_wise(joined.fill_null(""), other.fill_null(""), separator)
        one = pc.coalesce(joined, other)
        joined = pc.if_else(pc.and_(joined.is_valid(), other.is_valid()), both, one)
    return joined


def _summed(values: list[pa.Array]) -> pa.Array:
    total = values[0]
    for other in values[1:]:
        both = pc.add(total.fill_null(0), other.fill_null(0)).cast(total.type)
        neither = pc.and_(total.is_null(), other.is_null())
        total = pc.if_else(neither, pa.scalar(None, total.type), both)
    return total


_NOT_A_CHOICE = Text(
    en="“{text}” is none of: {choices}.", fr="« {text} » n’est aucun de : {choices}."
)
