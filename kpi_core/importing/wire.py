"""The frames that the reading process sends: a kind, a length, and that many bytes.

Rows travel as Arrow record batches without the columns that are empty or the same in every row:
those are put back on arrival.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import IO, Any

import msgspec
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published

from kpi_core.errors import Kind
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing.outcome import Counts, Rejected
from kpi_core.importing.plan import Plan
from kpi_core.importing.settings import Hints, ReadSettings
from kpi_core.text import Text

_HEAD = struct.Struct("<cQ")

PLAN, BATCH, REJECTED, PROGRESS, DONE, ERROR, TABS = (bytes([c]) for c in b"PBRGDET")

ARROW_TYPES: Mapping[ColumnKind, pa.DataType] = {
    ColumnKind.DAY: pa.date32(),
    ColumnKind.MOMENT: pa.timestamp("us", tz="UTC"),
    ColumnKind.MONEY: pa.decimal128(18, 4),
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
}


def arrow_type(kind: ColumnKind) -> pa.DataType:
    """Return the Arrow type of a column's kind; whatever is not a figure is text."""
    return ARROW_TYPES.get(kind, pa.string())


class Request(msgspec.Struct, frozen=True):
    """What the reading process is asked."""

    path: str
    settings: ReadSettings
    hints: Hints
    only_plan: bool = False
    only_tabs: bool = False


class NamedTab(msgspec.Struct, frozen=True):
    """A tab of a workbook. id: a number that renaming does not change, where the format has one."""

    id: str
    name: str
    hidden: bool


class Done(msgspec.Struct, frozen=True):
    """The last frame: the counts, and what reading taught about the file."""

    counts: Counts
    notes: tuple[Text, ...]


class Failure(msgspec.Struct, frozen=True):
    """An error that the user can fix."""

    kind: Kind
    message: Text


def send(stream: IO[bytes], kind: bytes, data: bytes | memoryview) -> None:
    """Write one frame."""
    stream.write(_HEAD.pack(kind, len(data)))
    stream.write(data)


def send_batch(stream: IO[bytes], fact: str, batch: pa.RecordBatch) -> None:
    """Write the rows of one fact: its name, its columns, then Arrow's own message."""
    names = msgspec.json.encode([fact, batch.schema.names])
    body = batch.serialize()
    stream.write(_HEAD.pack(BATCH, 4 + len(names) + len(body)))
    stream.write(struct.pack("<I", len(names)))
    stream.write(names)
    stream.write(memoryview(body))


def receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read one frame; None when the other side is gone."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    data = stream.read(length)
    return (kind, data) if len(data) == length else None


def read_batch(
    data: bytes, constants: Mapping[str, Mapping[str, str]]
) -> tuple[str, pa.RecordBatch]:
    """Return the rows of one fact with every column that it declares."""
    (length,) = struct.unpack_from("<I", data)
    fact, names = msgspec.json.decode(data[4 : 4 + length], type=tuple[str, list[str]])
    types = _types(fact)
    schema = pa.schema([(n, types.get(n, pa.int64())) for n in names])
    sent = pa.ipc.read_record_batch(pa.py_buffer(data).slice(4 + length), schema)
    return fact, whole(fact, sent, constants)


def whole(
    fact: str, sent: pa.RecordBatch, constants: Mapping[str, Mapping[str, str]]
) -> pa.RecordBatch:
    """Return rows with every column that their fact declares, those that were not sent included."""
    names, size = sent.schema.names, sent.num_rows
    types = _types(fact)
    arrays = []
    for name, kind in types.items():
        if name in names:
            arrays.append(sent.column(name))
        elif name in constants.get(fact, {}):
            arrays.append(pa.repeat(constants[fact][name], size))
        else:
            arrays.append(pa.nulls(size, kind))
    arrays.append(sent.column("source_row"))
    return pa.RecordBatch.from_arrays(arrays, names=[*types, "source_row"])


def _types(fact: str) -> dict[str, pa.DataType]:
    return {name: arrow_type(column.kind) for name, column in FACTS[fact].columns.items()}


def encode(
    value: Plan | Rejected | list[Rejected] | list[NamedTab] | Done | Failure | Request,
) -> bytes:
    """Write a control frame's content."""
    return msgspec.json.encode(value)


def decode(data: bytes, kind: Any) -> Any:
    """Read a control frame's content."""
    return msgspec.json.decode(data, type=kind)


TOO_MUCH = Text(
    en="Reading this file takes more memory than an import may use: split it, or save it as CSV.",
    fr="La lecture de ce fichier demande plus de mémoire qu’un import ne peut en prendre : "
    "découpez-le, ou enregistrez-le en CSV.",
)
TOO_LONG = Text(
    en="Reading this file takes too long: split it, or save it as CSV.",
    fr="La lecture de ce fichier est trop longue : découpez-le, ou enregistrez-le en CSV.",
)
BROKEN = Text(
    en="This file could not be read: save it again as CSV, and import that.",
    fr="Ce fichier n’a pas pu être lu : enregistrez-le à nouveau en CSV, et importez celui-ci.",
)
