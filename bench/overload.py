"""Ten times more askers than the server lets in at once: who is let in, how fast, at what memory.

`wrk` asks where it is installed (Debian: `apt-get install wrk`), else a client of ours.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from addin.server.guard import MOST_AT_ONCE
from bench.measure import Row
from tests.addin.running import Server
from tests.command import kpi

CELLS = 500
SECONDS = 6
LET_IN = MOST_AT_ONCE
WRK = shutil.which("wrk")


@dataclass(frozen=True, slots=True)
class Storm:
    """How *let_in* requests were answered while *refused* were told to come back, in *seconds*."""

    let_in: int
    refused: int
    lost: int
    seconds: float
    p99: float

    def __str__(self) -> str:
        cells = self.let_in * CELLS / self.seconds
        return (
            f"{self.let_in:,} let in, p99 {self.p99 * 1000:,.0f} ms, {cells:,.0f} cells/s;"
            f" {self.refused:,} refused, {self.lost:,} lost"
        )


def rows(folder: Path) -> Iterator[Row]:
    """Yield the latency of those let in, ten times too many against as many as there is room for."""
    kpi("demo", "--no-serve", folder=folder / "w")
    server = Server(folder / "w").wait()
    storm = _wrk if WRK else _ours
    try:
        storm(server.address, 4, 1)
        calm = storm(server.address, LET_IN // 2, SECONDS)
        before = _resident(server.process.pid)
        found = storm(server.address, 10 * LET_IN, SECONDS)
        after = _resident(server.process.pid)
        server.get("/health")
    finally:
        server.stop()
    asked_by = "wrk" if WRK else "a client of ours (wrk is not installed)"
    print(f"asked by {asked_by}")
    print(f"as many as there is room for: {calm}")
    print(f"ten times too many: {found}; memory {before:,.0f} -> {after:,.0f} MB")
    yield Row(
        f"10x overload: p99 of the {CELLS:,}-cell requests let in, {'wrk' if WRK else 'our client'}",
        found.p99,
        calm.p99,
        "as many as there is room for",
        "p99 < 1 s, flat memory",
    )


def _wrk(address: str, askers: int, lasting: int) -> Storm:
    """Let wrk ask over *askers* connections; its p99 is no less than that of those let in."""
    script = Path(__file__).with_name("overload.lua")
    asked = ["-t2", f"-c{askers}", f"-d{lasting}s", "--timeout", "30s", "-s", str(script)]
    ran = subprocess.run(
        [str(WRK), *asked, f"{address}/v1/cells", "--", str(CELLS)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Storm(**json.loads(ran.stdout.splitlines()[-1]))


def _ours(address: str, askers: int, lasting: int) -> Storm:
    parts = urlsplit(address)
    where = (str(parts.hostname), int(parts.port or 0))
    times, told = asyncio.run(_storm(where, askers, lasting))
    refused = sum(n for status, n in told.items() if status not in {0, 200})
    return Storm(told[200], refused, told[0], lasting, _p99(times))


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
