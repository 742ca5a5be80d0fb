"""A real server on a workspace of its own, and what it answers when asked directly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_core.query import KpiResult

TODAY = "2025-11-12"
_KPI = (sys.executable, "-c", "from addin.cli import main; main()")
_PATIENCE = 60


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a command, without what this machine's owner set for theirs."""
    return {k: v for k, v in os.environ.items() if not k.startswith("KPI_")} | more


def kpi(workspace: Path, *arguments: str) -> None:
    """Run one command to its end."""
    command = [*_KPI, "--workspace", str(workspace), "--today", TODAY, *arguments]
    ran = subprocess.run(
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@dataclass(frozen=True)
class Served:
    """A server and where it is."""

    address: str
    process: subprocess.Popen[bytes]
    key: str | None = None

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return what *path* answers."""
        headers = {"content-type": "application/json"}
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers)  # noqa: S310 - our own loopback address
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - idem
            return json.load(answer)

    def query(self, **asked: Any) -> Sequence[KpiResult]:
        """Return the answers to a query."""
        return [KpiResult.model_validate(r) for r in self.ask("/v1/query", asked)["results"]]


@contextmanager
def serving(workspace: Path, key: str | None = None) -> Iterator[Served]:
    """Serve *workspace* on a free port until the test is over."""
    command = [*_KPI, "--workspace", str(workspace), "--today", TODAY, "serve", "--port", "0"]
    process = subprocess.Popen(
        command,
        env=environment(**({"KPI_API_KEY": key} if key else {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Served(_address(workspace, process), process, key)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _address(workspace: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            address = json.loads((workspace / "server.json").read_text())["address"]
            with urllib.request.urlopen(f"{address}/health", timeout=_PATIENCE):  # noqa: S310 - our own loopback address
                return address
        except (OSError, ValueError):
            time.sleep(0.05)
    raise TimeoutError("the server did not start")
