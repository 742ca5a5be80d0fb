"""Cells in a real LibreOffice: formulas against Calc's own, data against one request a cell."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from addin.hosts.libreoffice.package import extension
from bench.measure import Row, seconds
from tests.addin.libreoffice.running import Office, missing
from tests.addin.running import Server
from tests.command import kpi

COUNT = 10_000
_SAMPLE = 500
_PATIENCE = 120


def asked(first: dt.date) -> list[tuple[str, str]]:
    """Return 10,000 different calls."""
    days = [first + dt.timedelta(n) for n in range(500)]
    return [
        (name, f"{day}..{day + dt.timedelta(length)}")
        for name in ("cpl", "lead_volume", "mql_count", "cac", "roi")
        for day in days
        for length in (6, 13, 29, 89)
    ]


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows, or say why there are none."""
    if reason := missing():
        print(reason)
        return
    workspace = folder / "w"
    kpi("demo", "--no-serve", folder=workspace)
    server = Server(workspace).wait()
    file = folder / "b2b-kpi.oxt"
    file.write_bytes(extension(server.address))
    office = Office(folder / "office", file)
    try:
        yield _formulas(office)
        yield _data(office, server.address)
    finally:
        office.quit()
        server.stop()


def _formulas(office: Office) -> Row:
    place = f"A1:A{COUNT}"

    def recalculated(formula: Callable[[int], str]) -> float:
        office.new()
        office.formulas(place, [[formula(i)] for i in range(COUNT)])
        best = min(office.recalculate() for _ in range(5))
        office.close()
        return best

    ours = recalculated(lambda i: f"=B2B.ROI({i + 2};{i + 1})")
    native = recalculated(lambda i: f"=({i + 2}-{i + 1})/{i + 1}")
    return Row(f"LibreOffice: {COUNT:,} formulas", ours, native, "the same arithmetic in Calc", "")


def _data(office: Office, address: str) -> Row:
    place = f"A1:A{COUNT}"
    # The server has answered each of them once: what is measured is the way there and back.
    calls = asked(dt.date(2024, 1, 1))
    body = {"calls": [{"fn": "B2B_KPI", "rows": calls}]}
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=_PATIENCE)
    errors = sum(v is None for v in _post(connection, body)["results"][0]["values"])
    office.new()
    started = time.perf_counter()
    office.formulas(place, [[f'=B2B.KPI("{name}";"{period}")'] for name, period in calls])
    until = started + _PATIENCE
    while office.errors(place) > errors:
        assert time.perf_counter() < until
        time.sleep(0.1)
    ours = time.perf_counter() - started
    office.close()
    alone = seconds(
        lambda: [
            _post(connection, {"calls": [{"fn": "B2B_KPI", "rows": [call]}]})
            for call in calls[:_SAMPLE]
        ]
    )
    theirs = alone * COUNT / _SAMPLE
    return Row(
        f"LibreOffice: {COUNT:,} different KPI cells", ours, theirs, "one request a cell", "≤ 3 s"
    )


def _post(connection: http.client.HTTPConnection, body: object) -> dict:
    told = {"Content-Type": "application/json"}
    connection.request("POST", "/v1/cells", json.dumps(body).encode(), told)
    return json.loads(connection.getresponse().read())
