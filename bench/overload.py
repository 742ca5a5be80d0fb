"""Ten times more askers than the server lets in at once: who is let in, how fast, at what memory."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.measure import Row
from tests.addin.running import Server
from tests.command import kpi

CELLS = 500
SECONDS = 6.0
LET_IN = 64


def rows(folder: Path) -> Iterator[Row]:
    """Yield the latency of those let in, ten times too many against as many as there is room for."""
    kpi("demo", "--no-serve", folder=folder / "w")
    server = Server(folder / "w").wait()
    try:
        parts = urlsplit(server.address)
        address = (str(parts.hostname), int(parts.port or 0))
        asyncio.run(_storm(address, 4, 1.0))
        calm, calm_told = asyncio.run(_storm(address, LET_IN // 2, SECONDS))
        before = _resident(server.process.pid)
        storm, told = asyncio.run(_storm(address, 10 * LET_IN, SECONDS))
        after = _resident(server.process.pid)
        server.get("/health")
    finally:
        server.stop()
    print(f"calm: {dict(calm_told)}, {calm_told[200] * CELLS / SECONDS:,.0f} cells/s")
    print(
        f"ten times too many: {dict(told)}, {told[200] * CELLS / SECONDS:,.0f} cells/s,"
        f" memory {before:,.0f} -> {after:,.0f} MB"
    )
    yield Row(
        f"10x overload: p99 of the {CELLS:,}-cell requests let in",
        _p99(storm),
        _p99(calm),
        "as many as there is room for",
        "p99 < 1 s, flat memory",
    )


async def _storm(
    address: tuple[str, int], askers: int, lasting: float
) -> tuple[list[float], Counter[int]]:
    """Let *askers* ask again and again; return how long each answer took, and the statuses."""
    body = json.dumps(
        {"calls": [{"fn": "B2B_CPL", "rows": [[1500 + i, 50] for i in range(CELLS)]}]}
    )
    head = (
        f"POST /v1/cells HTTP/1.1\r\nHost: {address[0]}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    request = (head + body).encode()
    until = time.perf_counter() + lasting
    times: list[float] = []
    told: Counter[int] = Counter()

    async def ask() -> None:
        while time.perf_counter() < until:
            started = time.perf_counter()
            try:
                reader, writer = await asyncio.open_connection(*address)
                writer.write(request)
                answer = await reader.read()
                writer.close()
                status = int(answer.split(b" ", 2)[1])
            except (OSError, IndexError):
                told[0] += 1
                continue
            told[status] += 1
            if status == 200:
                times.append(time.perf_counter() - started)
            else:
                await asyncio.sleep(0.2)

    await asyncio.gather(*(ask() for _ in range(askers)))
    return times, told


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _resident(pid: int) -> float:
    """Return the memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
