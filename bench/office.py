"""Cells in Excel's own runtime: formulas against plain JavaScript, data against one request a cell."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from bench.libreoffice import COUNT, asked
from bench.measure import Row
from tests.addin.hosts.excel import HERE, Excel
from tests.addin.running import Server
from tests.command import kpi

_SAMPLE = 1000


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows, or say why there are none."""
    if not (HERE / "node_modules").is_dir():
        print(f"{HERE} is not installed (make test): no rows of Excel")
        return
    kpi("demo", "--no-serve", folder=folder / "w")
    server = Server(folder / "w").wait()
    try:
        with Excel(folder, server.address) as excel:
            excel.do("refresh")  # what a workbook does when it opens
            yield _formulas(excel)
            yield from _data(excel)
    finally:
        server.stop()


def _formulas(excel: Excel) -> Row:
    cells = [[[[i + 2.0]], [[i + 1.0]]] for i in range(COUNT)]
    times = [
        [excel.cells(*((name, args) for args in cells))["seconds"] for name in ("B2B_ROI", "PLAIN")]
        for _ in range(5)
    ]
    ours, plain = (min(column) for column in zip(*times, strict=True))
    return Row(f"Excel: {COUNT:,} formulas", ours, plain, "the same arithmetic in JavaScript", "")


def _data(excel: Excel) -> Iterator[Row]:
    calls = [("B2B_KPI", [[[name]], [[period]], []]) for name, period in asked(dt.date(2024, 1, 1))]
    assert len({json.dumps(call) for call in calls}) == COUNT
    first = excel.cells(*calls)
    # As one request a cell goes: none waits for another, fifty at once (the server takes 64).
    kept = excel.do("limits")
    excel.do("limits", {"questions": 1, "requests": 50, "kept": 0})
    excel.do("refresh")
    single = excel.cells(*calls[:_SAMPLE])
    assert single["requests"] == _SAMPLE
    excel.do("limits", {name: int(value) for name, value in kept.items()})
    excel.do("refresh")
    again = excel.cells(*calls)
    unchanged = excel.cells(*calls)
    assert first["found"] == again["found"] == unchanged["found"]
    theirs = single["seconds"] * COUNT / _SAMPLE
    for when, found, most in (
        ("first asked", first, "≤ 1 s, 10 requests"),
        ("the server warm", again, "≤ 1 s, 10 requests"),
        ("unchanged", unchanged, ""),
    ):
        what = f"Excel: {COUNT:,} different KPI cells, {when}: {found['requests']:.0f} requests"
        yield Row(what, found["seconds"], theirs, "one request a cell", most)
