"""Files to facts: recognise one, look at it, or read it whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published

from kpi_core.importing import wire
from kpi_core.importing.ahead import ahead
from kpi_core.importing.grid import Cell, Grid
from kpi_core.importing.outcome import Counts, Rejected
from kpi_core.importing.plan import Plan
from kpi_core.importing.process import Child, reading
from kpi_core.importing.reader import Reader
from kpi_core.importing.sentences import refused
from kpi_core.importing.settings import Hints, ReadSettings

Progress = Callable[[int, int | None], None]

# Frames of a few megabytes: the reading process goes on while its rows are stored.
FRAMES_AHEAD = 12


@dataclass(frozen=True, slots=True)
class FactBatch:
    """Rows of one fact: every column that it declares, and `source_row`."""

    fact: str
    table: pa.RecordBatch


class RejectedRows:
    """The rows that could not be read, in file order; past a few they wait on the disk."""

    def __init__(self) -> None:
        # Deleted when closed, by `Parsed.close` at the latest.
        self._file = tempfile.SpooledTemporaryFile(max_size=4 << 20)  # noqa: SIM115 - idem
        self._count = 0

    def add(self, rows: list[Rejected]) -> None:
        """Keep more rows."""
        self._file.seek(0, 2)
        for row in rows:
            self._file.write(msgspec.json.encode(row) + b"\n")
        self._count += len(rows)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Rejected]:
        self._file.seek(0)
        for line in self._file:
            yield msgspec.json.decode(line, type=Rejected)

    def close(self) -> None:
        """Forget the rows."""
        self._file.close()


@dataclass(slots=True)
class Parsed:
    """
    A file being read: its plan, then its batches, then what was rejected and the counts.

    Everything is to be taken before `read` is left: the rejected rows go with it.
    """

    plan: Plan
    rejected: RejectedRows
    _frames: Iterator[tuple[bytes, bytes]]
    _progress: Progress | None = None
    counts: Counts = field(default_factory=Counts)

    def batches(self) -> Iterator[FactBatch]:
        """Yield the facts of the file, in file order; then `rejected` and `counts` are complete."""
        for kind, data in ahead(self._frames, FRAMES_AHEAD):
            if kind == wire.BATCH:
                yield FactBatch(*wire.read_batch(data, self.plan.constants))
            elif kind == wire.REJECTED:
                self.rejected.add(wire.decode(data, list[Rejected]))
            elif kind == wire.PROGRESS and self._progress:
                done, total = data.split()
                self._progress(int(done), int(total))
            elif kind == wire.DONE:
                done_with: wire.Done = wire.decode(data, wire.Done)
                self.counts = done_with.counts
                notes = (*self.plan.notes, *done_with.notes)
                self.plan = msgspec.structs.replace(self.plan, notes=notes)


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as understood: its plan, some rows of each fact, what would be rejected."""

    plan: Plan
    sample: dict[str, list[dict[str, Any]]]
    rejected: list[Rejected]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that was read whole: what it is, its rows, those that could not be read, the counts."""

    plan: Plan
    batches: tuple[FactBatch, ...]
    rejected: tuple[Rejected, ...]
    counts: Counts


def read_tab(
    name: str, rows: Sequence[Sequence[Cell]], settings: ReadSettings, hints: Hints
) -> Tab:
    """
    Read a tab whose cells are in memory: no file is opened, so no process is needed for it.

    A plan that asks something reads nothing: its questions are the caller's to put.

    Raises
    ------
    KpiError
        there is no table, or it is refused as a whole.
    """
    reader = Reader(Grid.of(name, rows, hints), settings, hints)
    plan = reader.plan
    if plan.questions:
        return Tab(plan, (), (), reader.counts)
    batches: list[FactBatch] = []
    rejected: list[Rejected] = []
    for _, part in reader.read():
        rejected += part.rejected
        batches += [
            FactBatch(fact, wire.whole(fact, table, plan.constants))
            for fact, table in part.facts.items()
        ]
    plan = msgspec.structs.replace(plan, notes=(*plan.notes, *reader.notes()))
    return Tab(plan, tuple(batches), tuple(rejected), reader.counts)


def tabs(path: Path | str, settings: ReadSettings) -> list[wire.NamedTab]:
    """Return the tabs of a workbook, in their order."""
    request = wire.Request(_absolute(path), settings, Hints(), only_tabs=True)
    with reading(request) as child:
        (_, data), *_ = child.frames()
    found: list[wire.NamedTab] = wire.decode(data, list[wire.NamedTab])
    return found


def recognise(path: Path | str, settings: ReadSettings, hints: Hints | None = None) -> Plan:
    """Return what a file is and how it would be read, with what must be asked first."""
    request = wire.Request(_absolute(path), settings, hints or Hints(), only_plan=True)
    with reading(request) as child:
        return _plan(child.frames())


def preview(
    path: Path | str, settings: ReadSettings, hints: Hints | None = None, rows: int = 5
) -> Preview:
    """Read a file without keeping it: the first rows of each fact, and the first rejected ones."""
    with _opened(path, settings, hints or Hints(), None) as parsed:
        sample: dict[str, list[dict[str, Any]]] = {fact: [] for fact in parsed.plan.facts}
        for batch in parsed.batches():
            missing = rows - len(sample[batch.fact])
            if missing > 0:
                sample[batch.fact] += batch.table.slice(0, missing).to_pylist()
        first = [row for row, _ in zip(parsed.rejected, range(max(rows, 0)), strict=False)]
        return Preview(parsed.plan, sample, first, parsed.counts)


@contextmanager
def read(
    path: Path | str,
    settings: ReadSettings,
    hints: Hints | None = None,
    progress: Progress | None = None,
) -> Iterator[Parsed]:
    """Read a file whole; a question that it leaves open is an error, in the same words."""
    with _opened(path, settings, hints or Hints(), progress) as parsed:
        if parsed.plan.questions:
            raise refused(parsed.plan.questions[0])
        yield parsed


@contextmanager
def _opened(
    path: Path | str, settings: ReadSettings, hints: Hints, progress: Progress | None
) -> Iterator[Parsed]:
    rejected = RejectedRows()
    try:
        with reading(wire.Request(_absolute(path), settings, hints)) as child:
            frames = child.frames()
            yield Parsed(_plan(frames), rejected, frames, progress)
    finally:
        rejected.close()


def _plan(frames: Iterator[tuple[bytes, bytes]]) -> Plan:
    _, data = next(frames)
    plan: Plan = wire.decode(data, Plan)
    return plan


def _absolute(path: Path | str) -> str:
    return str(Path(path).resolve())


__all__ = [
    "Child",
    "FactBatch",
    "Parsed",
    "Preview",
    "Tab",
    "preview",
    "read",
    "read_tab",
    "recognise",
    "tabs",
]
