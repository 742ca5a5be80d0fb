"""Reads the cells of one file, each column once even when it feeds two facts."""

from __future__ import annotations

from kpi_core.errors import KpiError
from kpi_core.facts import ColumnKind
from kpi_core.importing import identities
from kpi_core.importing import sentences as say
from kpi_core.importing.columns import Read, text
from kpi_core.importing.dates import DateReader
from kpi_core.importing.numbers import NumberReader
from kpi_core.importing.plan import Plan
from kpi_core.importing.settings import ReadSettings
from kpi_core.importing.table import Cells, RawBatch
from kpi_core.text import Text
from kpi_core.values import parse_date

_NUMBERS = {ColumnKind.MONEY, ColumnKind.COUNT, ColumnKind.NUMBER}
_WHOLE = frozenset({"claimed_conversions"})
"""Counts that platforms split into fractions (one conversion shared by two ads)."""


class CellReader:
    """The readers of numbers, days and texts, with what was read of the current rows."""

    def __init__(self, plan: Plan, settings: ReadSettings, system: int) -> None:
        self.plan = plan
        self.numbers = NumberReader(plan.number_locale)
        self.days = DateReader(plan.date_order, settings.timezone, system)
        self._columns: tuple[Cells, ...] = ()
        self._read: dict[tuple[int, str], Read] = {}

    def start(self, batch: RawBatch) -> None:
        """Take the next rows."""
        self._columns = batch.columns
        self._read = {}

    def read(self, source: int, column: str, kind: ColumnKind) -> Read:
        """Return one file column, read as *kind*."""
        how = column if column in {"email", "linkedin_url", *_WHOLE} else kind.value
        if kind in {ColumnKind.MEMBER, ColumnKind.CHOICE}:
            how = ColumnKind.TEXT.value
        key = (source, how)
        if key not in self._read:
            self._read[key] = self._fresh(source, column, kind)
        return self._read[key]

    def _fresh(self, source: int, column: str, kind: ColumnKind) -> Read:
        cells = self._columns[source]
        zone = self.plan.zones.get(source)
        if kind in _NUMBERS:
            return self.numbers.read(cells, kind, whole=column in _WHOLE)
        if kind is ColumnKind.DAY:
            return self.days.days(cells, zone)
        if kind is ColumnKind.MOMENT:
            return self.days.moments(cells, zone)
        read = text(cells.texts)
        if column == "email":
            return identities.emails(read)
        if column == "linkedin_url":
            return identities.linkedin(read)
        return Read(read)

    def is_day(self, shown_as: str, zone: str | None) -> bool:
        """Tell whether a cell shows a readable day."""
        try:
            found = parse_date(shown_as, order=self.days.order, zone=zone, instant=False)
        except KpiError:
            return False
        return found is not None

    def notes(self) -> tuple[Text, ...]:
        """Return what the user should know of how the values were read."""
        told = (
            (self.numbers.rounded, say.ROUNDED),
            (self.numbers.split, say.ROUNDED_CONVERSIONS),
            (self.days.months, say.ON_FIRST_DAY),
            (self.days.serials, say.SERIALS),
        )
        return tuple(note for true, note in told if true)
