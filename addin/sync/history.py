"""The history tab: one row a KPI and run that changed its value, added below and never rewritten."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from addin.sync.output import Cell, Format, Page, format_of, serial, serial_of_moment
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that a run found, the first or another than before. number: its row, from 1."""

    number: int
    run: int
    happened_at: dt.datetime
    kpi: str
    start: dt.date
    end: dt.date
    value: float | None
    low: float | None
    high: float | None


def note(
    cursor: duckdb.DuckDBPyConnection,
    sheet: int,
    run: int,
    now: dt.datetime,
    found: Sequence[KpiResult],
    *,
    above: int = 0,
) -> int:
    """
    Write down which of *found* are not what they last were, and return how many.

    Their numbers go on after what is written down already, and after *above*.
    """
    last = {
        kpi: rest
        for kpi, *rest in cursor.execute(
            "SELECT kpi, period_start, period_end, value, low, high FROM sync_values"
            " WHERE sheet = ? QUALIFY row_number() OVER (PARTITION BY kpi ORDER BY number DESC) = 1",
            [sheet],
        ).fetchall()
    }
    said = [(r.variant, [r.period.start, r.period.end, r.value, r.low, r.high]) for r in found]
    new = [(kpi, rest) for kpi, rest in said if last.get(kpi) != rest]
    if new:
        first = cursor.execute(
            "SELECT greatest(coalesce(max(number), 0), ?) + 1 FROM sync_values WHERE sheet = ?",
            [above, sheet],
        ).fetchall()[0][0]
        cursor.executemany(
            "INSERT INTO sync_values VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [[sheet, first + i, run, now, kpi, *rest] for i, (kpi, rest) in enumerate(new)],
        )
    return len(new)


def entries(cursor: duckdb.DuckDBPyConnection, sheet: int, after: int) -> list[Entry]:
    """Return what was written down after the row *after*, the latest rows if they are very many."""
    rows = cursor.execute(
        "SELECT number, run, happened_at, kpi, period_start, period_end, value, low, high"
        " FROM sync_values WHERE sheet = ? AND number > ? ORDER BY number DESC LIMIT ?",
        [sheet, after, MOST],
    ).fetchall()
    return [Entry(*row) for row in reversed(rows)]


def history_page(new: Sequence[Entry], zone: str, lang: Lang) -> Page:
    """Return the page with the rows that are to be added only, under their header."""
    rows = [tuple(Cell(title[lang], style="head") for title in _COLUMNS)]
    local = zoneinfo.ZoneInfo(zone)
    for entry in new:
        unit = format_of(REGISTRY[entry.kpi].unit) if entry.kpi in REGISTRY else Format.NUMBER
        title = REGISTRY[entry.kpi].title[lang] if entry.kpi in REGISTRY else entry.kpi
        moment = entry.happened_at.replace(tzinfo=dt.UTC).astimezone(local)
        rows.append(
            (
                Cell(float(entry.number), Format.COUNT),
                Cell(float(entry.run), Format.COUNT),
                Cell(serial_of_moment(moment), Format.MOMENT),
                Cell(title),
                Cell(entry.value, unit),
                Cell(entry.low, unit),
                Cell(entry.high, unit),
                Cell(serial(entry.start), Format.DAY),
                Cell(serial(entry.end), Format.DAY),
            )
        )
    return Page(
        key="history", title=_TAB[lang], rows=tuple(rows), widths=(8, 8, 18, 34, 14, 14, 14, 12, 12)
    )


_TAB = Text(en="KPI history", fr="Historique KPI")
_COLUMNS = (
    Text(en="No.", fr="N°"),
    Text(en="Run", fr="Exécution"),
    Text(en="When", fr="Quand"),
    Text(en="KPI", fr="KPI"),
    Text(en="Value", fr="Valeur"),
    Text(en="Margin: from", fr="Marge\u00a0: de"),
    Text(en="to", fr="à"),
    Text(en="From day", fr="Du"),
    Text(en="To day", fr="Au"),
)
