"""Raw rows to fact rows: each cell read once, a row kept whole or rejected whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing.assembly import Assembly, Columns
from kpi_core.importing.cells import CellReader
from kpi_core.importing.columns import every, places
from kpi_core.importing.outcome import Counts, Rejected, rejection
from kpi_core.importing.plan import Plan
from kpi_core.importing.settings import ReadSettings
from kpi_core.importing.sieve import Sifted, is_blank, is_trailer, sift
from kpi_core.importing.styles import kind_of
from kpi_core.importing.table import Ragged, RawBatch, text_batch, unique
from kpi_core.text import Text


@dataclass(slots=True)
class Converted:
    """What some rows became: the columns of each fact that have values, and the rejected rows."""

    facts: dict[str, pa.RecordBatch] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    spoiled: dict[str, int] = field(default_factory=dict)
    """Deals of which a line was rejected -> its row."""


class Converter:
    """Turns the raw rows of one file into facts, as its plan says."""

    def __init__(self, plan: Plan, settings: ReadSettings, system: int = 1900) -> None:
        self.plan = plan
        self.cells = CellReader(plan, settings, system)
        self.assembly = Assembly(plan, settings, self.cells)
        self._days = [
            (s, plan.zones.get(s))
            for f in plan.feeds
            if f.column in {"spent_on", "seen_on", "touched_on", "created_on"}
            and kind_of(f.fact, f.column) is ColumnKind.DAY
            for s in f.sources
        ]

    def convert(self, batch: RawBatch) -> list[Converted]:
        """Return what became of a batch; rows with spare empty cells come as another part."""
        parts = [self._rows(batch)] if len(batch.rows) else []
        if batch.ragged:
            parts.append(self._ragged(batch.ragged))
            width = len(self.plan.headers)
            spare = [r for r in batch.ragged if self._repairable(r)]
            if spare:
                rows = [r.cells[:width] for r in spare]
                parts.append(self._rows(text_batch(rows, [r.row for r in spare], width)))
        return parts

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the user should know of how the values were read."""
        return self.cells.notes() + self.assembly.notes()

    def _rows(self, batch: RawBatch) -> Converted:
        self.cells.start(batch)
        if self._all_dated():
            sifted = Sifted(batch, 0, 0)
        else:
            sifted = sift(batch, self._has_day(batch) if self._days else None)
        data = sifted.data
        done = Converted()
        done.counts = Counts(read=len(batch.rows), blank=sifted.blank, totals=sifted.totals)
        if not len(data.rows):
            return done
        if data is not batch:
            self.cells.start(data)
        columns = {fact: self.assembly.columns(fact, data) for fact in self.plan.facts}
        kept = self._kept(data, columns, done)
        for fact, held in columns.items():
            rows = pc.and_(kept, held.present)
            table = _table(held.values, data.rows, rows)
            if table.num_rows:
                done.facts[fact] = table
                done.counts.facts[fact] = table.num_rows
        done.counts.accepted = kept.true_count
        done.counts.rejected = len(done.rejected)
        return done

    def _kept(self, data: RawBatch, columns: dict[str, Columns], done: Converted) -> pa.Array:
        """Decide row by row: a cell that cannot be read, or nothing to keep, rejects the row."""
        errors: dict[int, tuple[str | None, KpiError]] = {}
        for held in columns.values():
            for row, told in held.errors.items():
                errors.setdefault(row, told)
        first, *others = (held.present for held in columns.values())
        present = reduce(pc.or_, others, first)
        for row in places(pc.invert(present)):
            errors.setdefault(row, self._nothing(columns, row))
        for row in sorted(errors):
            column, error = errors[row]
            raw = data.raw(row, self.plan.headers)
            number = data.rows[row].as_py()
            done.rejected.append(rejection(number, column, raw, error, self.plan.sheet))
            if "deals" in columns and (deal := columns["deals"].values["deal"][row].as_py()):
                done.spoiled.setdefault(deal, number)
        return every(len(data.rows), but=errors)

    def _nothing(self, columns: dict[str, Columns], row: int) -> tuple[str | None, KpiError]:
        """Name what a row lacks."""
        for fact, held in columns.items():
            for name in held.needed:
                values = held.values.get(name)
                if values is not None and not values[row].is_valid:
                    title = FACTS[fact].columns[name].title
                    header = self.assembly.header(fact, name)
                    return header, KpiError(Kind.EMPTY, _MISSING.format(title=title))
        return None, KpiError(Kind.EMPTY, _NOTHING)

    def _all_dated(self) -> bool:
        """Tell whether some day is readable in every row: then none is empty, none a total."""
        return any(
            not (read := self.cells.read(source, "", ColumnKind.DAY)).errors
            and not read.values.null_count
            for source, _ in self._days
        )

    def _has_day(self, batch: RawBatch) -> Any:
        def check(row: int) -> bool:
            return any(
                self.cells.is_day(batch.columns[source].texts[row].as_py() or "", zone)
                for source, zone in self._days
            )

        return check

    def _ragged(self, rows: tuple[Ragged, ...]) -> Converted:
        done = Converted()
        width = len(self.plan.headers)
        names = unique(self.plan.headers)
        for row in rows:
            if self._repairable(row):
                continue
            done.counts.read += 1
            if is_blank(row):
                done.counts.blank += 1
            elif is_trailer(row):
                done.counts.totals += 1
            else:
                sentence = _TOO_FEW if len(row.cells) < width else _TOO_MANY
                error = KpiError(Kind.SHAPE, sentence.format(cells=len(row.cells), width=width))
                extra = [f"#{n}" for n in range(width + 1, len(row.cells) + 1)]
                raw = dict(zip([*names, *extra], row.cells, strict=False))
                done.rejected.append(rejection(row.row, None, raw, error, self.plan.sheet))
                for feed in self.plan.feeds:
                    if (feed.fact, feed.column) == ("deals", "deal"):
                        deal = raw.get(names[feed.sources[0]], "").strip()
                        done.spoiled.setdefault(deal, row.row)
        done.counts.rejected = len(done.rejected)
        return done

    def _repairable(self, row: Ragged) -> bool:
        """Tell whether a row is only too long by empty cells, as a trailing separator makes it."""
        width = len(self.plan.headers)
        spare = row.cells[width:]
        return len(row.cells) > width and not is_blank(row) and not any(c.strip() for c in spare)


def _table(values: dict[str, pa.Array], rows: pa.Array, kept: pa.Array) -> pa.RecordBatch:
    """Return the columns that have values, with the row that each came from."""
    arrays = {name: array for name, array in values.items() if array.null_count < len(array)}
    arrays["source_row"] = rows
    batch = pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
    return batch if kept.true_count == len(kept) else batch.filter(kept)


_MISSING = Text(en="the {title} is missing.", fr="il manque : {title}.")
_NOTHING = Text(en="nothing to import in this row.", fr="rien à importer dans cette ligne.")
_TOO_FEW = Text(
    en="{cells} cells where the header has {width}: a separator is missing.",
    fr="{cells} cellules là où l’en-tête en a {width} : il manque un séparateur.",
)
_TOO_MANY = Text(
    en="{cells} cells where the header has {width}: put quotes around values that hold the "
    "separator.",
    fr="{cells} cellules là où l’en-tête en a {width} : mettez entre guillemets les valeurs qui "
    "contiennent le séparateur.",
)
