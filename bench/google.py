"""Cells of Google Sheets, as its script runs in Node: formulas against plain JavaScript, one range against a cell each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.libreoffice import COUNT, asked
from bench.measure import Row
from tests.addin.google.sheets import Sheets
from tests.addin.running import Server
from tests.command import kpi

_SAMPLE = 1000


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows."""
    kpi("demo", "--no-serve", folder=folder / "w")
    server = Server(folder / "w").wait()
    try:
        with Sheets(folder, server.address) as sheets:
            yield _formulas(sheets)
            yield from _data(sheets)
    finally:
        server.stop()


def _formulas(sheets: Sheets) -> Row:
    cells = [[i + 2.0, i + 1.0] for i in range(COUNT)]
    times = [
        [
            sheets.cells(*([name, *args] for args in cells))["seconds"]
            for name in ("B2B_ROI", "PLAIN")
        ]
        for _ in range(5)
    ]
    ours, plain = (min(column) for column in zip(*times, strict=True))
    return Row(
        f"Google Sheets: {COUNT:,} formulas", ours, plain, "the same arithmetic in JavaScript"
    )


def _data(sheets: Sheets) -> Iterator[Row]:
    calls = [list(call) for call in asked(dt.date(2024, 1, 1))]
    assert len({*map(tuple, calls)}) == COUNT
    whole = ["B2B_KPI", [[name] for name, _ in calls], [[period] for _, period in calls]]
    times = {"first asked": _range(sheets, whole)}
    sheets.menu("b2bRefresh")
    times["the server warm"] = _range(sheets, whole)
    # One formula a cell: each is an execution of its own, which waits for its own request.
    sheets.menu("b2bRefresh")
    before = sheets.seen["fetches"]
    single = sheets.cells(*(["B2B_KPI", *call] for call in calls[:_SAMPLE]))
    assert sheets.seen["fetches"] - before == _SAMPLE
    assert [row[0] for row in times["first asked"]["found"][:_SAMPLE]] == single["found"]
    theirs = single["seconds"] * COUNT / _SAMPLE
    for when, found in times.items():
        what = f"Google Sheets: {COUNT:,} different KPI cells in one range, {when}: 1 request"
        yield Row(what, found["seconds"], theirs, "one formula and request a cell", "1 request")


def _range(sheets: Sheets, whole: list[object]) -> dict[str, Any]:
    """Return what one formula over the whole range shows, and the seconds it took."""
    before = sheets.seen["fetches"]
    said = sheets.cells(whole)
    assert sheets.seen["fetches"] - before == 1
    return {"found": said["found"][0], "seconds": said["seconds"]}
