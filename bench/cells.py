"""Thousands of cells: in process, and through the running server, against one query a cell."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, seconds
from bench.queries import TODAY
from bench.warehouse import CHANNELS
from kpi_core.answering import Core
from kpi_core.answering.cells import Cells
from kpi_core.query import KpiQuery
from kpi_core.workspace import Store


def asked(count: int) -> list[tuple[str, str, str]]:
    """Return *count* different cells."""
    periods = [f"{y}-{m:02d}" for y in (2024, 2025) for m in range(1, 11)] + [
        "T1 2024",
        "T2 2024",
        "2024",
    ]
    kpis = ("cpl", "lead_volume", "mql_count", "cost_per_mql", "lead_to_mql", "direct_cost")
    found = list(itertools.product(kpis, CHANNELS, periods))
    campaigns = [f"campaign {n}" for n in range(240)]
    found += list(itertools.product(kpis, campaigns, periods))
    random.Random(7).shuffle(found)
    return found[:count]


def in_process(store: Store) -> Iterator[Row]:
    """Yield the rows that need no server."""
    core = Core(store, TODAY)
    cells = Cells(core)
    thousand = [cell for cell in asked(40_000) if cell[1] in CHANNELS][:1000]
    one_by_one = seconds(
        lambda: [
            core.query(
                KpiQuery.model_validate({"kpis": [k], "filters": {"channel": [c]}, "period": p})
            )
            for k, c, p in thousand[:50]
        ]
    ) * (len(thousand) / 50)
    cold = seconds(lambda: cells.answer(thousand))
    warm = min(seconds(lambda: cells.answer(thousand)) for _ in range(5))
    yield Row(f"{len(thousand)} KPI cells, first time", cold, one_by_one, "a query a cell", "")
    yield Row(f"{len(thousand)} KPI cells, warm", warm, one_by_one, "a query a cell", "≤ 5 ms")


def through_server(folder: Path) -> Iterator[Row]:
    """Yield the rows of a real server on this machine."""
    command = [
        sys.executable,
        "-m",
        "addin",
        "--workspace",
        str(folder),
        "--today",
        str(TODAY),
        "serve",
        "--port",
        "0",
    ]
    started = time.perf_counter()
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "KPI_LANG": "en"}
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split("http://")[1].split()[0]
        connection = http.client.HTTPConnection(address, timeout=60)
        _get(connection, "/health")
        ready = time.perf_counter() - started
        bare = min(
            seconds(
                lambda: subprocess.run(
                    [sys.executable, "-c", "import fastapi, uvicorn, duckdb"], check=True
                )
            )
            for _ in range(3)
        )
        yield Row("server ready", ready, bare, "importing what it needs", "< 2 s")
        bodies = (
            [
                json.dumps(
                    {
                        "calls": [
                            {"fn": "B2B_KPI", "rows": [list(c) for c in part]},
                            {"fn": "B2B_CPL", "rows": [[1500 + i, 50] for i in range(1000)]},
                        ]
                    }
                ).encode()
                for part in itertools.batched(asked(20_000), 1000)
            ]
            if sys.version_info >= (3, 12)
            else [
                json.dumps(
                    {
                        "calls": [
                            {
                                "fn": "B2B_KPI",
                                "rows": [list(c) for c in asked(20_000)[i : i + 1000]],
                            },
                            {"fn": "B2B_CPL", "rows": [[1500 + j, 50] for j in range(1000)]},
                        ]
                    }
                ).encode()
                for i in range(0, 20_000, 1000)
            ]
        )
        for body in bodies:
            _post(connection, body)
        times = [
            seconds(lambda body=body: _post(connection, body)) for body in bodies for _ in range(3)
        ]
        total = sum(times)
        cells = 2000 * len(times)
        print(
            f"/v1/cells: {cells / total:,.0f} cells/s, p99 {sorted(times)[int(len(times) * 0.99)] * 1000:.0f} ms a request of 2,000"
        )
        decode = seconds(lambda: [json.loads(body) for body in bodies for _ in range(3)])
        yield Row(
            f"{cells:,} warm cells over HTTP",
            total,
            decode,
            "decoding the same JSON alone",
            "≥ 100,000 cells/s",
        )
    finally:
        server.terminate()
        server.wait(10)


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    return connection.getresponse().read()


def _post(connection: http.client.HTTPConnection, body: bytes) -> bytes:
    connection.request("POST", "/v1/cells", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    found = answer.read()
    assert answer.status == 200, found
    return found
