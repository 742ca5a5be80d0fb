"""How the reading process is started: bare, and early when a file is sure to come."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import kpi_core

log = logging.getLogger(__name__)

_ROOT = str(Path(kpi_core.__file__).parents[1])
_KEPT = ("PATH", "SYSTEMROOT", "TZDIR", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

_prepared: list[subprocess.Popen[bytes]] = []


def prepare() -> None:
    """Start the process of the next file, so that it loads its libraries while we load ours."""
    _prepared.append(_spawn())


def started() -> subprocess.Popen[bytes]:
    """Return a process that waits for its request; one that was prepared and lives, if any."""
    while _prepared:
        process = _prepared.pop()
        if process.poll() is None:
            return process
    return _spawn()


def _spawn() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-s", "-P", "-m", "kpi_core.importing.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
        env=_environment(),
        cwd=os.sep,
    )


def _environment() -> dict[str, str]:
    """Return what the process may know: where its libraries are, and no secret."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "PYTHONPATH": _ROOT,
        "PYTHONUTF8": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "mimalloc",  # half the system time of the C library's
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
    }
