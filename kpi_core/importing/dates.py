"""Columns of days and of instants."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import KpiError
from kpi_core.importing.columns import Read, by_distinct, merge, spread
from kpi_core.importing.table import Cells
from kpi_core.values import ReadDate, from_serial, parse_date

MOMENT = pa.timestamp("us", tz="UTC")
_FEW = 20_000
_CACHED = 500_000


class DateReader:
    """Reads the days of one file, all of them in its one order."""

    def __init__(self, order: str | None, timezone: str, system: int = 1900) -> None:
        self.order = order or "dmy"
        self.timezone = timezone
        self.system = system
        self.months = False
        self.serials = False
        self._caches: dict[tuple[str | None, bool], dict[str, Any]] = {}

    def days(self, cells: Cells, zone: str | None) -> Read:
        """Return a column of days of the workspace's time zone."""
        if cells.moments is not None:
            return self._mixed(cells, cells.moments, zone, instant=False)
        encoded = cells.texts.dictionary_encode()
        if len(encoded.dictionary) > _FEW and zone is None:
            for kind in (pa.date32(), pa.timestamp("us")):
                fast = _cast(cells.texts, kind)
                if fast is not None:
                    return Read(fast.cast(pa.date32(), safe=False))
        return self._one_by_one(encoded, zone, instant=False)

    def moments(self, cells: Cells, zone: str | None) -> Read:
        """Return a column of instants, null where only a day is given."""
        if cells.moments is not None:
            return self._mixed(cells, cells.moments, zone, instant=True)
        encoded = cells.texts.dictionary_encode()
        if len(encoded.dictionary) > _FEW:
            fast = _cast(cells.texts, pa.timestamp("us"))
            if fast is not None and not _cast_ok_as_days(cells.texts):
                try:
                    local = pc.assume_timezone(fast, zone or self.timezone)
                    return Read(local.cast(MOMENT))
                except (pa.ArrowInvalid, pa.ArrowKeyError):
                    pass  # an hour that a clock change skipped or repeated: told row by row
        return self._one_by_one(encoded, zone, instant=True)

    def _one_by_one(self, encoded: pa.DictionaryArray, zone: str | None, *, instant: bool) -> Read:
        cache = self._caches.setdefault((zone, instant), {})
        if len(cache) > _CACHED:
            cache.clear()
        indices, answers = by_distinct(
            encoded, lambda one: self._parse(one, zone, instant=instant), cache
        )
        self.months = self.months or any(isinstance(a, ReadDate) and a.month_only for a in answers)
        if instant:
            return spread(indices, answers, lambda a: a.moment, MOMENT)
        return spread(indices, answers, lambda a: a.day, pa.date32())

    def _parse(self, one: str | None, zone: str | None, *, instant: bool) -> ReadDate | None:
        if one is None:
            return None
        return parse_date(one, timezone=self.timezone, order=self.order, zone=zone, instant=instant)

    def _mixed(self, cells: Cells, moments: pa.Array, zone: str | None, *, instant: bool) -> Read:
        """Read a column of a workbook: dates as they are, serial numbers, and texts as texts."""
        kind = MOMENT if instant else pa.date32()
        values: list[Any] = []
        errors: dict[int, KpiError] = {}
        dated = moments.to_pylist()
        numbers = cells.numbers.to_pylist() if cells.numbers is not None else [None] * len(dated)
        for row, (moment, number) in enumerate(zip(dated, numbers, strict=True)):
            try:
                values.append(self._native(moment, number, zone, instant=instant))
            except KpiError as error:
                errors[row] = error
                values.append(None)
        native = pa.array(
            [m is not None or n is not None for m, n in zip(dated, numbers, strict=True)]
        )
        texts = cells.texts.filter(pc.invert(native)).dictionary_encode()
        read = merge(
            Read(pa.array(values, kind)), native, self._one_by_one(texts, zone, instant=instant)
        )
        read.errors.update(errors)
        return read

    def _native(
        self, moment: datetime | None, number: float | None, zone: str | None, *, instant: bool
    ) -> Any:
        if moment is None and number is None:
            return None
        if moment is None and number is not None:
            digits = f"{number:.0f}"
            if len(digits) == 8:  # noqa: PLR2004 - YYYYMMDD
                found = parse_date(digits)
                return None if instant or found is None else found.day
            self.serials = True
            moment = from_serial(number, self.system)
        if moment is None:
            return None
        found = self._parse(moment.isoformat(sep=" "), zone, instant=instant)
        if found is None:
            return None
        return (
            (found.moment or datetime.combine(found.day, datetime.min.time(), UTC))
            if instant
            else found.day
        )


def _cast(texts: pa.Array, kind: pa.DataType) -> pa.Array | None:
    empty = pc.equal(texts, "")
    if empty.true_count:
        texts = pc.if_else(empty, pa.scalar(None, pa.string()), texts)
    try:
        values = texts.cast(kind)
    except pa.ArrowInvalid:
        return None
    # Years before 1900 are refused one by one, in words.
    first = pc.min(values).as_py()
    return None if first is not None and first.year < 1900 else values  # noqa: PLR2004 - idem


def _cast_ok_as_days(texts: pa.Array) -> bool:
    return _cast(texts, pa.date32()) is not None
