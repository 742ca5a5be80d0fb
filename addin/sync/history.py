"""The history tab: one row a KPI and run that changed its value, added below and never rewritten."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from addin.sync.output import Cell, Format, Page, Value, format_of, serial, serial_of_moment
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiResult
from kpi_core.text import Lang, Text

MOST = 5_000
_FURTHEST = 10_000_000  # cells that a spreadsheet holds
_ENOUGH = 5  # headings that make a row that of ours
_BETWEEN = 2


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
    Write down which of *found* are not what they last were; return the number of the last row.

    Numbers go on after what is written down already, and after *above*.
    """
    stood = cursor.execute(
        "SELECT kpi, max(number), arg_max((period_start, period_end, value, low, high), number)"
        " FROM sync_values WHERE sheet = ? GROUP BY kpi",
        [sheet],
    ).fetchall()
    last = {kpi: rest for kpi, _, rest in stood}
    said = [(r.variant, (r.period.start, r.period.end, r.value, r.low, r.high)) for r in found]
    new = [(kpi, rest) for kpi, rest in said if last.get(kpi) != rest]
    highest = max((number for _, number, _ in stood), default=0)
    if new:
        first = max(above, highest) + 1
        cursor.executemany(
            "INSERT INTO sync_values VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [[sheet, first + i, run, now, kpi, *rest] for i, (kpi, rest) in enumerate(new)],
        )
        highest = first + len(new) - 1
    return highest


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where the history stands in its tab. columns: of each of ours, None for one that was taken out.

    last: the number of its last row; headed: whether its headings stand there.
    """

    columns: tuple[int | None, ...]
    last: int
    headed: bool


def placed(rows: Sequence[Sequence[Value]]) -> Place:
    """
    Find the history in what its tab holds, wherever people put columns of their own.

    Headings tell our columns; where the numbers of the rows are gone, the history begins anew below.
    """
    heads = [i for i, row in enumerate(rows) if sum(v in _KNOWN for v in row) >= _ENOUGH]
    for certain in (True, False):
        for at in heads:
            columns = _columns(rows[at], certain=certain)
            if columns[0] is None:
                continue
            last = _last(rows[at + 1 :], columns[0])
            if certain or last:
                return Place(columns, last, headed=True)
    plain = tuple(range(len(_COLUMNS)))
    last = 0 if heads else _last(rows, 0)
    return Place(plain, last, headed=last > 0)


def _columns(row: Sequence[Value], *, certain: bool) -> tuple[int | None, ...]:
    """Return the columns of our headings; unless *certain*, a renamed first one is made out too."""
    said: dict[int, list[int]] = {}
    for column, value in enumerate(row):
        if value in _KNOWN:
            said.setdefault(_KNOWN[value], []).append(column)
    # A heading of somebody’s own may say the same: ours stand before that of the runs, next to it.
    run = next(iter(said.get(1, [])), None)
    numbers = [c for c in said.get(0, []) if run is None or c < run] or said.get(0, [])
    first = numbers[-1] if numbers else None
    if first is None and not certain and run:
        first = run - 1
    if first is None:
        return (None,) * len(_COLUMNS)
    found: list[int | None] = [first]
    for index in range(1, len(_COLUMNS)):
        near = first + index
        found.append(min(said.get(index, []), key=lambda c: abs(c - near), default=None))
    for index in range(1, len(_COLUMNS) - 1):
        before, after = found[index - 1], found[index + 1]
        # One column between two of ours is the one that was renamed.
        if found[index] is None and before is not None and after == before + _BETWEEN:
            found[index] = before + 1
    return tuple(found)


def _last(rows: Sequence[Sequence[Value]], column: int) -> int:
    """Return the highest number of a row, 0 when there is none."""
    cells = [row[column] for row in rows if len(row) > column]
    # A number that somebody typed there is no row of ours when there can be none so far down.
    known = (n for n in cells if isinstance(n, (int, float)) and n < _FURTHEST)
    return int(max(known, default=0))


def entries(cursor: duckdb.DuckDBPyConnection, sheet: int, after: int) -> list[Entry]:
    """Return what was written down after the row *after*, the latest rows if they are very many."""
    rows = cursor.execute(
        "SELECT number, run, happened_at, kpi, period_start, period_end, value, low, high"
        " FROM sync_values WHERE sheet = ? AND number > ? ORDER BY number DESC LIMIT ?",
        [sheet, after, MOST],
    ).fetchall()
    return [Entry(*row) for row in reversed(rows)]


def history_page(new: Sequence[Entry], zone: str, lang: Lang, place: Place) -> Page:
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
        key="history",
        title=_TAB[lang],
        rows=tuple(rows),
        widths=(8, 8, 18, 34, 14, 14, 14, 12, 12),
        columns=place.columns,
        headed=place.headed,
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
_KNOWN: dict[Value, int] = {
    words[lang]: index for index, words in enumerate(_COLUMNS) for lang in Lang
}
