"""Rows as a file gives them become rows as they are stored: with members, channel and key.

Each row is written once. Where it goes is the caller's word: straight among the stored rows when
it can meet none of them, else aside, to be compared with them first.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS
from kpi_core.workspace import members
from kpi_core.workspace.channels import Placed
from kpi_core.workspace.loaded import Origin
from kpi_core.workspace.store import identifier

# The store keeps row groups of this size, and each core writes its own: rows handed over in other
# numbers leave some half full, which are written again when the file is closed.
ROW_GROUP = 122_880
ENOUGH_ROWS = 2 * ROW_GROUP
ENOUGH_BYTES = 128 << 20

_UNIT = "\x1f"


@dataclass(slots=True)
class Filler:
    """Writes batches of one fact into *target*, a table that has the columns of the stored ones."""

    cursor: duckdb.DuckDBPyConnection
    fact: str
    target: str
    origin: Origin
    import_id: int
    now: dt.datetime
    currency: str
    rows: int = 0
    _waiting: list[pa.RecordBatch] = field(default_factory=list)
    _members: dict[str, dict[str, str]] = field(default_factory=dict)
    _placed: dict[str, Placed] = field(default_factory=dict)
    _foreign: Counter[str] = field(default_factory=Counter)

    def write(self, batch: pa.RecordBatch) -> None:
        """Store the rows of *batch* as soon as enough wait to keep each core busy."""
        if not batch.num_rows:
            return
        self._waiting.append(batch)
        self.rows += batch.num_rows
        waiting = sum(b.num_rows for b in self._waiting)
        if waiting >= ENOUGH_ROWS or sum(b.nbytes for b in self._waiting) >= ENOUGH_BYTES:
            self._store(waiting // ROW_GROUP * ROW_GROUP or waiting)

    def close(self) -> None:
        """
        Store what waits.

        Raises
        ------
        KpiError
            CURRENCY when rows are in another currency than the workspace's.
        """
        if self._waiting:
            self._store(sum(b.num_rows for b in self._waiting))
        if self._foreign:
            found = self._foreign.most_common()
            names = ", ".join(f"{name} ({count})" for name, count in found)
            raise KpiError(
                Kind.CURRENCY,
                _FOREIGN.format(own=self.currency, names=names, first=found[0][0]),
            )

    def _store(self, count: int) -> None:
        waiting = pa.Table.from_batches(self._waiting)
        self._waiting = waiting.slice(count).to_batches()
        given = waiting.slice(0, count)
        held = [n for n in given.schema.names if given.column(n).null_count < count]
        whole = given.select(held).combine_chunks()
        given = pa.Table.from_batches(whole.to_batches(max_chunksize=ROW_GROUP))
        columns = {name: given.column(name) for name in held}
        self._note_foreign_money(columns)
        stored = self._stored(columns)
        self.cursor.register("given", pa.table(columns))
        self.cursor.execute(
            f"INSERT INTO {self.target} ({', '.join(stored)})"
            f" SELECT {', '.join(stored.values())} FROM given r"
        )
        self.cursor.unregister("given")

    def _stored(self, columns: dict[str, pa.ChunkedArray]) -> dict[str, str]:
        """Return what fills each stored column, and add to *columns* what that takes."""
        spec = FACTS[self.fact]
        stored: dict[str, str] = {}
        for name, column in spec.columns.items():
            if name not in columns:
                continue
            if name in spec.members():
                self._resolve(columns, name)
                stored |= {name: f"r.{name}_member", f"{name}_raw": f"r.{name}"}
            elif name == "lead" and self.fact != "leads":
                stored["lead_raw"] = "r.lead"
            else:
                stored[name] = _written(name, column.kind)
        if "source" in columns:
            stored |= {name: f"r.{name}" for name in CHANNEL_COLUMNS}
        if self.fact == "spend":
            stored["category"] = f"coalesce({stored.get('category', 'NULL')}, 'direct')"
        if self.fact != "leads":
            stored["row_key"] = _key(self.fact, self.origin, lambda n: self._part(n, columns))
        return stored | {
            "source_row": "r.source_row",
            "system": f"'{self.origin.system}'",
            "import_id": f"{self.import_id}",
            "recorded_at": f"TIMESTAMP '{self.now}'",
        }

    def _part(self, name: str, columns: dict[str, pa.ChunkedArray]) -> str | None:
        """Return a part of the key, None if it is empty in every row."""
        if name not in columns:
            return None
        if name == "category":
            return _direct("r.category")
        folded = name in FACTS[self.fact].members()
        return f"r.{name}_folded" if folded else _written(name, FACTS[self.fact].columns[name].kind)

    def _resolve(self, columns: dict[str, pa.ChunkedArray], name: str) -> None:
        """Put beside each spelling the member that it stands for, and where a source stands."""
        encoded = columns[name].dictionary_encode()
        spellings = encoded.chunk(0).dictionary.to_pylist()
        known = self._members.setdefault(name, {})
        known |= members.resolve(self.cursor, name, [s for s in spellings if s not in known])
        columns[name] = encoded
        columns[f"{name}_member"] = _instead(encoded, [known[s] for s in spellings])
        columns[f"{name}_folded"] = _instead(encoded, self._folded(spellings))
        if name == "source":
            new = {known[s] for s in spellings} - set(self._placed)
            self._placed |= members.place(self.cursor, new)
            placed = [self._placed[known[s]] for s in spellings]
            columns["platform"] = _instead(encoded, [p.platform for p in placed])
            columns["channel"] = _instead(encoded, [p.channel for p in placed])
            columns["channel_kind"] = _instead(encoded, [p.kind for p in placed])

    def _folded(self, spellings: list[str]) -> list[str]:
        """Fold spellings as keys do, by the store's own functions: another's differ on rare letters."""
        rows = self.cursor.execute(
            f"SELECT list_transform(?::VARCHAR[], lambda x: {_fold('x')})", [spellings]
        ).fetchall()
        folded: list[str] = rows[0][0]
        return folded

    def _note_foreign_money(self, columns: dict[str, pa.ChunkedArray]) -> None:
        if "currency" in columns:
            for found in columns["currency"].value_counts().to_pylist():
                if found["values"] not in {None, self.currency}:
                    self._foreign[found["values"]] += found["counts"]


def key_again(fact: str, origin: Origin, also: str | None = None) -> str:
    """Return the key of stored or staged rows, called `s`, with the SQL text *also* at its end."""

    def part(name: str) -> str:
        if name == "category":
            return _direct("s.category")
        if name in FACTS[fact].members():
            return _fold(f"s.{name}_raw")
        return f"s.{name}_raw" if name == "lead" and fact != "leads" else f"s.{name}"

    return _key(fact, origin, part, also)


def _key(
    fact: str, origin: Origin, part: Callable[[str], str | None], also: str | None = None
) -> str:
    """
    Return the key of a row: who says it, and what tells it from the others, in the file's words.

    So mapping a member never doubles a row. One person or deal has one row whatever file speaks
    of it; the rest is the tool's own word.
    """
    owner = {"leads": "", "deals": identifier(origin.tool)}.get(fact, origin.system)
    pieces: list[str] = []
    fixed = owner
    for name in FACTS[fact].key:
        fixed += _UNIT
        found = part(name)
        if found is not None:
            pieces += [f"'{fixed}'", found]
            fixed = ""
    pieces += [*([f"'{fixed}'"] if fixed else []), *([also] if also else [])]
    # concat takes a missing value for an empty one, and writes the text in one pass.
    return f"md5_number(concat({', '.join(pieces)}))"


def _fold(text: str) -> str:
    """Return the SQL of a spelling's fold: case and blanks never tell two members apart."""
    return f"lower(trim({text}))"


def _direct(category: str) -> str:
    """Return the SQL of a cost's category in its key: direct is what an empty cell says too."""
    return f"nullif({category}, 'direct')"


def _written(name: str, kind: ColumnKind) -> str:
    # Moments arrive with their time zone, and are stored in UTC without it.
    return f"r.{name}::TIMESTAMP" if kind is ColumnKind.MOMENT else f"r.{name}"


def _instead(encoded: pa.ChunkedArray, values: Sequence[str | None]) -> pa.ChunkedArray:
    """Return *encoded* with other texts for its different ones."""
    texts = pa.array(values, pa.string())
    return pa.chunked_array(
        [pa.DictionaryArray.from_arrays(chunk.indices, texts) for chunk in encoded.chunks]
    )


_FOREIGN = Text(
    en="Rows in another currency than {own}: {names}. Give a rate, then import again: kpi settings "
    '\'rates={{"{first}": "0.92"}}\'. Nothing was imported.',
    fr="Lignes dans une autre devise que {own}\u00a0: {names}. Donnez un taux, puis réimportez\u00a0: kpi "
    'settings \'rates={{"{first}": "0.92"}}\'. Rien n’a été importé.',
)
