"""One row a deal: a report that lists a deal's contacts or products repeats the deal on each line.

Contacts never multiply a deal, and products share its amount. Amounts that differ from line to
line are added only where the column is known to hold the price of a line: else they are asked
about, since keeping one of them, or their sum, would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS
from kpi_core.importing.case import Case
from kpi_core.importing.folding import fold
from kpi_core.importing.outcome import Rejected, rejection
from kpi_core.importing.plan import Feed, Plan
from kpi_core.importing.wire import arrow_type
from kpi_core.importing.words import words
from kpi_core.text import Text

PRIMARY = "$primary"
"""Whether the contact of a line is the deal's primary one."""
PRICE, QUANTITY = "$line", "$quantity"
UNIT_PRICE = words("Sales Price|Unit Price", "Prix de vente|Prix unitaire")
PRIMARY_ENDS = ";;"
"""What follows the primary contact where the export tells which one it is; `;` parts the others."""

_TICKED = frozenset({"1", "true", "yes", "x", "vrai", "oui", "primary", "principal", "✓"})
_NAMED = ("name", "customer", "created_on")
_OUTCOME = ("stage", "state", "kind", "probability")
Row = dict[str, Any]


def settle_lines(plan: Plan, case: Case) -> Plan:
    """Return *plan* with the price of a line as the amount, where no column holds the deal's."""
    price = next((f for f in plan.feeds if f.column == PRICE), None)
    if price is None:
        named = {target.rpartition(".")[2] for target in case.hints.columns.values()}
        known = case.before is not None and case.before.amount_a_line and "amount" not in named
        return msgspec.structs.replace(plan, amount_a_line=known)
    whole = any((f.fact, f.column) == ("deals", "amount") for f in plan.feeds)
    # A total already holds the quantity; the price of a unit does not.
    unit = not whole and fold(plan.headers[price.sources[0]]) in UNIT_PRICE.all
    feeds = [f for f in plan.feeds if f is not price and (unit or f.column != QUANTITY)]
    if whole:
        return msgspec.structs.replace(plan, feeds=tuple(feeds))
    feeds.append(Feed(price.fact, "amount", price.sources))
    return msgspec.structs.replace(plan, feeds=tuple(feeds), amount_a_line=True)


class DealLines:
    """The deals of one file, held until its end: only then is it known which ones come again."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.joined = 0
        self.spoiled: dict[str, int] = {}
        self._held: list[pa.RecordBatch] = []
        self._identified = _has_identifier(plan)

    def take(self, facts: dict[str, pa.RecordBatch], spoiled: Mapping[str, int]) -> None:
        """Take the deals out of *facts*; note those of which a line, at its row, was rejected."""
        if self._identified:
            self.spoiled = {**spoiled, **self.spoiled}
            if "deals" in facts:
                self._held.append(facts.pop("deals"))

    def rejected(self) -> list[Rejected]:
        """Return the readable lines of deals that cannot be read whole: the rest would be less."""
        if not self.spoiled or not self._held:
            return []
        names = pa.array(list(self.spoiled), pa.string())
        lines: list[Row] = []
        kept = []
        for batch in self._held:
            guilty = pc.is_in(batch.column("deal"), names)
            lines += batch.filter(guilty).to_pylist()
            kept.append(batch.filter(pc.invert(guilty)))
        self._held = [batch for batch in kept if batch.num_rows]
        return [self._with_its_deal(line) for line in lines]

    def _with_its_deal(self, line: Row) -> Rejected:
        told = _SPOILED.format(deal=shown(line["deal"]), row=self.spoiled[line["deal"]])
        raw = {
            self.plan.headers[feed.sources[0]]: str(line[feed.column])
            for feed in self.plan.feeds
            if feed.fact == "deals" and line.get(feed.column) is not None
        }
        error = KpiError(Kind.TYPE, told)
        return rejection(line["source_row"], None, raw, error, self.plan.sheet)

    def rows(self) -> list[pa.RecordBatch]:
        """
        Return every deal once.

        Raises
        ------
        KpiError
            AMBIGUOUS when the lines of a deal give amounts that cannot be told to be its own.
        """
        held, self._held = self._held, []
        if not held:
            return []
        counted = pc.value_counts(pa.chunked_array([b.column("deal") for b in held]))
        again = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
        if not len(again):
            return [_without_marks(batch) for batch in held]
        kept: list[pa.RecordBatch] = []
        lines: dict[str, list[Row]] = {}
        for batch in held:
            repeated = pc.is_in(batch.column("deal"), again)
            kept.append(_without_marks(batch.filter(pc.invert(repeated))))
            for row in batch.filter(repeated).to_pylist():
                lines.setdefault(row["deal"], []).append(row)
        deals = [self._one(rows) for rows in lines.values()]
        self.joined = sum(len(rows) - 1 for rows in lines.values())
        return [*(batch for batch in kept if batch.num_rows), _batch(deals)]

    def notes(self) -> tuple[Text, ...]:
        """Say that lines were joined."""
        return (_JOINED.format(n=self.joined),) if self.joined else ()

    def _one(self, lines: list[Row]) -> Row:
        """Return the row of one deal: what its lines agree on, and all that they add."""
        last = lines[-1]
        names = dict.fromkeys(name for line in lines for name in line)
        row: Row = {name: _first(lines, name) for name in names}
        row |= {name: last[name] for name in _OUTCOME if name in last}
        row["created_on"] = min(_given(lines, "created_on"), default=None)
        row["closed_on"] = _closed(lines)
        row["lead"] = _contacts(lines)
        row["product"] = " · ".join(dict.fromkeys(_given(lines, "product"))) or None
        if len(set(_given(lines, "currency"))) > 1:
            raise self._unclear(lines, _CURRENCIES)
        for name in ("amount", "margin"):
            row[name] = self._amount(lines, name)
        row.pop(PRIMARY, None)
        return row

    def _amount(self, lines: list[Row], name: str) -> Any:
        amounts = _given(lines, name)
        if self.plan.amount_a_line:
            if len(set(_given(lines, "lead"))) > 1:
                raise self._unclear(lines, _TWO_LISTS)
            return sum(amounts) if amounts else None
        if len(set(amounts)) > 1:
            raise self._unclear(lines, _AMOUNTS)
        return amounts[0] if amounts else None

    def _unclear(self, lines: list[Row], sentence: Text) -> KpiError:
        feeds = {f.column: f for f in self.plan.feeds if f.fact == "deals"}
        header = self.plan.headers[feeds["amount"].sources[0]] if "amount" in feeds else "…"
        told = sentence.format(
            deal=shown(lines[0]["deal"]),
            rows=", ".join(str(line["source_row"]) for line in lines[:5]),
            header=shown(header),
        )
        return KpiError(Kind.AMBIGUOUS, told)


def _has_identifier(plan: Plan) -> bool:
    """Tell whether deals have an identifier: two deals may well bear one name."""
    feeds = {f.column: f for f in plan.feeds if f.fact == "deals"}
    if "deal" not in feeds:
        return False
    named = {s for name in _NAMED if name in feeds for s in feeds[name].sources}
    return not named & set(feeds["deal"].sources)


def _given(lines: Iterable[Row], name: str) -> list[Any]:
    return [line[name] for line in lines if line.get(name) is not None]


def _first(lines: Iterable[Row], name: str) -> Any:
    return next(iter(_given(lines, name)), None)


def _closed(lines: list[Row]) -> date | None:
    """Return the last closing day, which an open deal does not have."""
    if lines[-1].get("state") == "open":
        return None
    return max(_given(lines, "closed_on"), default=None)


def _contacts(lines: list[Row]) -> str | None:
    """Return every contact of a deal once, the primary one first where the export flags it."""
    primary: list[str] = [
        line["lead"]
        for line in lines
        if line.get("lead") and fold(line.get(PRIMARY) or "") in _TICKED
    ]
    found: list[str] = list(dict.fromkeys([*primary[:1], *_given(lines, "lead")]))
    if primary and len(found) > 1:
        return found[0] + PRIMARY_ENDS + ";".join(found[1:])
    return ";".join(found) or None


def _without_marks(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch.drop_columns([PRIMARY]) if PRIMARY in batch.schema.names else batch


def _batch(rows: list[Row]) -> pa.RecordBatch:
    """Return rows as a batch; columns that none of them has are left out."""
    names = [n for n in FACTS["deals"].columns if any(row.get(n) is not None for row in rows)]
    kinds = {n: arrow_type(FACTS["deals"].columns[n].kind) for n in names}
    arrays = [pa.array([row.get(n) for row in rows], kind) for n, kind in kinds.items()]
    arrays.append(pa.array([row["source_row"] for row in rows], pa.int64()))
    return pa.RecordBatch.from_arrays(arrays, names=[*names, "source_row"])


_JOINED = Text(
    en="Lines joined to another of the same deal (contacts, products): {n}. Each deal counts once.",
    fr="Lignes réunies à une autre de la même affaire (contacts, produits) : {n}. Chaque affaire "
    "compte une fois.",
)
_SPOILED = Text(
    en="another line of deal “{deal}”, row {row}, cannot be read: the deal is left as it was.",
    fr="une autre ligne de l’affaire «\u00a0{deal}\u00a0», ligne {row}, est illisible\u00a0: l’affaire reste "
    "telle qu’elle était.",
)
_AMOUNTS = Text(
    en="The lines of deal “{deal}” (rows {rows}) have different amounts: if “{header}” is the "
    'price of a line, say --map "{header}=line_amount" and they are added up; else export one '
    "line a deal.",
    fr="Les lignes de l’affaire « {deal} » (lignes {rows}) ont des montants différents : si "
    "« {header} » est le prix d’une ligne, précisez "
    '--map "{header}=line_amount" et ils seront additionnés ; sinon, exportez une ligne par '
    "affaire.",
)
_CURRENCIES = Text(
    en="The lines of deal “{deal}” (rows {rows}) are in different currencies: export one line a "
    "deal.",
    fr="Les lignes de l’affaire « {deal} » (lignes {rows}) sont dans des devises différentes : "
    "exportez une ligne par affaire.",
)
_TWO_LISTS = Text(
    en="Deal “{deal}” (rows {rows}) has several contacts and the prices of its products: export "
    "the contacts or the products, not both.",
    fr="L’affaire « {deal} » (lignes {rows}) a plusieurs contacts et les prix de ses produits : "
    "exportez les contacts ou les produits, pas les deux.",
)
