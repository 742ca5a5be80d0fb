"""The tabs of a workbook as tables: cells keep their numbers and dates, and what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import python_calamine as calamine

from kpi_core.errors import Kind, KpiError, shown, unknown
from kpi_core.importing import sentences as say
from kpi_core.importing.case import Seen
from kpi_core.importing.dialect import EMPTY_FILE, MOST_COLUMNS, TOO_MANY_COLUMNS, find_header
from kpi_core.importing.folding import fold
from kpi_core.importing.matching import known_headers
from kpi_core.importing.plan import Question
from kpi_core.importing.table import RawBatch
from kpi_core.importing.typed import cells, text_of, typed_text
from kpi_core.importing.wire import NamedTab
from kpi_core.importing.workbook import PASSWORD, Checked, check
from kpi_core.text import Text

ROWS = 20_000
_LOOKED_AT = 40
_WEIGHED = 2_000
_ENOUGH = 2
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet in which a table was found."""

    sheet: Any  # a calamine sheet
    header: tuple[str, ...]
    header_row: int
    known: int
    preamble: tuple[str, ...]
    faults: dict[tuple[int, int], str]
    """Cells in error, by row and place in the row."""

    def rows(self) -> Iterator[list[Any]]:
        """Yield the rows under the header, cut to its width; cells in error show their word."""
        width = len(self.header)
        for number, row in enumerate(self.sheet.iter_rows(), 1):
            if number <= self.header_row:
                continue
            cells = row[:width]
            if self.faults:
                cells = [self.faults.get((number, c), cell) for c, cell in enumerate(cells)]
            yield cells


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook whose table is known."""

    tab: Tab
    checked: Checked
    question: Question | None

    @classmethod
    def open(cls, path: Path, sheet: str | None, extra: Sequence[str] = ()) -> Workbook:
        """Check a workbook and find its table."""
        with path.open("rb") as file:
            zipped = file.read(2) == b"PK"
        checked = (
            check(path)
            if zipped
            else Checked(1900, active=False, uncomputed={}, faults={}, parts={})
        )
        try:
            book = calamine.CalamineWorkbook.from_path(path)
            tab, question = _choose(book, checked, sheet, known_headers() | set(extra))
        except calamine.PasswordError as error:
            raise KpiError(Kind.TYPE, PASSWORD) from error
        except calamine.CalamineError as error:
            raise KpiError(Kind.TYPE, _UNREADABLE) from error
        place = checked.uncomputed.get(checked.parts.get(tab.sheet.name, ""))
        if place:
            told = _UNCOMPUTED.format(tab=shown(tab.sheet.name), cell=place)
            raise KpiError(Kind.EMPTY, told)
        return cls(tab, checked, question)

    @property
    def system(self) -> int:
        """Return where its dates count from: 1900 or 1904."""
        return self.checked.system

    @property
    def size(self) -> int:
        """Return how many rows there are to read."""
        return int(self.tab.sheet.total_height)

    def seen(self) -> Seen:
        """Return what was seen of the table."""
        first = islice(self.tab.rows(), _WEIGHED)
        return Seen(
            headers=self.tab.header,
            header_row=self.tab.header_row,
            rows=[[typed_text(cell) for cell in row] for row in first],
            preamble=self.tab.preamble,
            sheet=self.tab.sheet.name,
            notes=(say.MACROS,) if self.checked.active else (),
            questions=(self.question,) if self.question else (),
            distinct=self.distinct,
        )

    def distinct(self, columns: Sequence[int]) -> Iterator[list[str]]:
        """Yield the texts of some columns; cells that hold a number or a date prove nothing."""
        for column in columns:
            yield sorted({typed_text(row[column]) for row in self.tab.rows()})

    def batches(self) -> Iterator[RawBatch]:
        """Yield the rows under the header."""
        rows = self.tab.rows()
        done = self.tab.header_row
        while block := list(islice(rows, ROWS)):
            columns = tuple(cells([row[c] for row in block]) for c in range(len(self.tab.header)))
            numbers = pa.array(range(done + 1, done + 1 + len(block)), pa.int64())
            done += len(block)
            yield RawBatch(columns, numbers, (), done)


def tabs_of(path: Path) -> list[NamedTab]:
    """
    Return the tabs of a workbook in their order, charts and macros apart.

    Raises
    ------
    KpiError
        it is no workbook, or none that may be opened.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise KpiError(Kind.TYPE, _UNREADABLE)
    ids = check(path).ids if start.startswith(b"PK") else {}
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise KpiError(Kind.TYPE, PASSWORD) from error
    except calamine.CalamineError as error:
        raise KpiError(Kind.TYPE, _UNREADABLE) from error
    return [
        NamedTab(
            # Formats without numbers: a renamed tab is another one.
            ids.get(m.name) or str(crc32(m.name.encode())),
            m.name,
            hidden=m.visible != calamine.SheetVisibleEnum.Visible,
        )
        for m in book.sheets_metadata
        if m.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _choose(
    book: Any,
    checked: Checked,
    wanted: str | None,
    known: frozenset[str] | set[str],
) -> tuple[Tab, Question | None]:
    """Return the tab to read, and the question to ask when several could be meant."""
    visible = [
        m.name
        for m in book.sheets_metadata
        if m.typ == calamine.SheetTypeEnum.WorkSheet
        and m.visible == calamine.SheetVisibleEnum.Visible
    ]
    if wanted is not None:
        names = [n for n in book.sheet_names if fold(n) == fold(wanted)]
        if not names:
            raise unknown(_NO_SUCH_TAB, wanted, book.sheet_names)
        visible = names[:1]
    tabs = [t for t in (_tab(book, checked, name, known) for name in visible) if t]
    if not tabs:
        raise KpiError(Kind.EMPTY, EMPTY_FILE)
    telling = [t for t in tabs if t.known >= _ENOUGH] or tabs
    if len(telling) == 1:
        return telling[0], None
    return telling[0], say.ask_sheet([t.sheet.name for t in telling])


def _tab(book: Any, checked: Checked, name: str, known: frozenset[str] | set[str]) -> Tab | None:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return None
    if sheet.width > MOST_COLUMNS:
        raise KpiError(Kind.LIMIT, TOO_MANY_COLUMNS.format(most=f"{MOST_COLUMNS:,}"))
    first = [[text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), _LOOKED_AT)]
    header = find_header(first, known)
    if header is None:
        return None
    faults = {
        (int(m[2]), _column(m[1]) - int(sheet.start[1])): word
        for cell, word in checked.faults.get(checked.parts.get(name, ""), {}).items()
        if (m := _PLACE.fullmatch(cell))
    }
    above = tuple(" ".join(filter(None, row)) for row in first[: header.index])
    return Tab(
        sheet,
        tuple(c.strip() for c in first[header.index]),
        header.index + 1,
        header.known,
        above,
        faults,
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


_NO_SUCH_TAB = Text(en="a tab of this workbook", fr="un onglet de ce classeur")
_UNREADABLE = Text(
    en="The workbook cannot be read: save it again from Excel, or as CSV.",
    fr="Le classeur est illisible : enregistrez-le à nouveau depuis Excel, ou en CSV.",
)
_UNCOMPUTED = Text(
    en="The workbook was saved without calculated values (tab “{tab}”, cell {cell}): open and "
    "save it in Excel.",
    fr="Le classeur a été enregistré sans valeurs calculées (onglet « {tab} », cellule {cell}) : "
    "ouvrez-le et enregistrez-le dans Excel.",
)
