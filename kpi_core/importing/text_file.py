"""A delimited text file, read in blocks of constant size."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.case import Seen
from kpi_core.importing.dialect import Dialect, find_dialect
from kpi_core.importing.encoding import MIXED, Coding, inspect, sample_text
from kpi_core.importing.matching import known_headers
from kpi_core.importing.table import Cells, Ragged, RawBatch
from kpi_core.text import Text

BLOCK = 4 << 20
"""Bytes parsed at once. Arrow reads up to 32 blocks ahead: this bounds the memory (300 MB)."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file whose bytes and whose cut are known."""

    path: Path
    coding: Coding
    dialect: Dialect
    offset: int
    """Where the first row of data starts, in bytes."""

    @classmethod
    def open(cls, path: Path, extra: Sequence[str] = ()) -> TextFile:
        """Inspect a file and find its table; *extra* headers are known to the user."""
        coding = inspect(path)
        sample, whole = sample_text(path, coding)
        dialect = find_dialect(sample, known_headers() | set(extra), whole=whole)
        above = sample[: dialect.characters].encode(coding.encoding)
        return cls(path, coding, dialect, coding.bom + len(above))

    @property
    def system(self) -> int:
        """Texts hold no serial dates; workbooks do."""
        return 1900

    @property
    def size(self) -> int:
        """Return how many bytes there are to read."""
        return self.coding.size

    def seen(self) -> Seen:
        """Return what was seen of the file while its table was looked for."""
        return Seen(
            headers=self.dialect.header,
            header_row=self.dialect.header_row,
            rows=self.dialect.rows,
            preamble=self.dialect.preamble,
            encoding=self.coding.encoding,
            delimiter=self.dialect.delimiter,
            distinct=self.distinct,
        )

    def distinct(self, columns: Sequence[int]) -> Iterator[list[str]]:
        """Yield the different texts of some columns, block by block."""
        for batch in self.batches():
            for column in columns:
                yield batch.columns[column].texts.unique().to_pylist()

    def batches(self) -> Iterator[RawBatch]:
        """Yield the rows under the header, in file order."""
        names = [str(i) for i in range(len(self.dialect.header))]
        wrong: list[tuple[int, str]] = []

        def keep(row: arrow_csv.InvalidRow) -> str:
            wrong.append((row.number, row.text))
            return "skip"

        if self.offset >= self.coding.size:
            return
        with pa.OSFile(str(self.path)) as file, _in_words():
            file.seek(self.offset)
            reader = arrow_csv.open_csv(
                file,
                read_options=arrow_csv.ReadOptions(
                    column_names=names,
                    block_size=BLOCK,
                    encoding=self.coding.encoding,
                    use_threads=False,
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self.dialect.delimiter,
                    newlines_in_values=self.coding.quoted,
                    ignore_empty_lines=False,
                    invalid_row_handler=keep,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), check_utf8=False
                ),
            )
            yield from self._numbered(reader, wrong, file)

    def _numbered(
        self, reader: arrow_csv.CSVStreamingReader, wrong: list[tuple[int, str]], file: pa.OSFile
    ) -> Iterator[RawBatch]:
        """Give each row its number in the file: rows cut wrong were counted, then set aside."""
        read, told = 0, 0
        while True:
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                break
            places = _places(read, batch.num_rows, [number for number, _ in wrong])
            read += batch.num_rows
            fresh, told = wrong[told:], len(wrong)
            yield RawBatch(
                tuple(Cells(column) for column in batch.columns),
                pc.add(places, self.dialect.header_row),
                tuple(self._ragged(number, text) for number, text in fresh),
                min(file.tell(), self.coding.size),
            )
        if wrong[told:]:
            rest = tuple(self._ragged(number, text) for number, text in wrong[told:])
            nothing = tuple(Cells(pa.array([], pa.string())) for _ in self.dialect.header)
            yield RawBatch(nothing, pa.array([], pa.int64()), rest, self.coding.size)

    def _ragged(self, number: int, text: str) -> Ragged:
        cells = next(csv.reader(io.StringIO(text), delimiter=self.dialect.delimiter), [])
        return Ragged(number + self.dialect.header_row, tuple(cells))


@contextmanager
def _in_words() -> Iterator[None]:
    """Say in words what stops the reading of a file."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise KpiError(Kind.TYPE, MIXED) from error
    except pa.ArrowInvalid as error:
        raise KpiError(Kind.TYPE, _UNREADABLE) from error


def _places(read: int, count: int, wrong: Sequence[int]) -> pa.Array:
    """Return the 1-based places in the file of *count* good rows, *read* of them before these."""
    if not wrong:
        return pc.add(pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int64()), count)), read)
    # Rows set aside took places of their own: skip those that stand before each good row.
    found: list[int] = []
    ahead = bisect_right([number - nth for nth, number in enumerate(wrong, 1)], read)
    place = read + ahead
    aside = set(wrong[ahead:])
    while len(found) < count:
        place += 1
        if place not in aside:
            found.append(place)
    return pa.array(found, pa.int64())


_UNREADABLE = Text(
    en="The file is cut or damaged: export it again.",
    fr="Le fichier est tronqué ou abîmé : exportez-le à nouveau.",
)
