"""The parent's side of the reading process: started bare, watched, and ended whatever happens."""

from __future__ import annotations

import logging
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from kpi_core.errors import Kind, KpiError
from kpi_core.importing import wire
from kpi_core.importing.spawning import started

log = logging.getLogger(__name__)

PATIENCE = 120.0
"""Seconds without any answer after which the process is stopped."""


class Child:
    """A running reading process."""

    def __init__(
        self, process: subprocess.Popen[bytes], stream: IO[bytes], patience: float
    ) -> None:
        self.process = process
        self._stream = stream
        self._patience = patience
        self._late = False
        self._left = False

    def leave(self) -> None:
        """End the process: nobody waits for its answer any more."""
        self._left = True
        self.process.kill()

    def frames(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the frames until the last one; an error, or an early end, is raised in words."""
        while True:
            frame = self._next()
            if frame is None:
                raise self._ended()
            kind, data = frame
            if kind == wire.ERROR:
                failure: wire.Failure = wire.decode(data, wire.Failure)
                raise KpiError(failure.kind, failure.message)
            yield kind, data
            if kind == wire.DONE:
                return

    def _next(self) -> tuple[bytes, bytes] | None:
        # The clock runs only while the parent waits, not while it stores what it got.
        clock = threading.Timer(self._patience, self._give_up)
        clock.daemon = True
        clock.start()
        try:
            return wire.receive(self._stream)
        finally:
            clock.cancel()

    def _give_up(self) -> None:
        self._late = True
        with suppress(OSError):
            self.process.kill()

    def _ended(self) -> KpiError:
        code = self.process.wait()
        if not self._left:
            log.warning("the reading process ended early: %s", code)
        spent = -code in {getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)}
        if self._late or spent:
            return KpiError(Kind.LIMIT, wire.TOO_LONG)
        if code < 0:  # an allocation that failed ends some libraries at once
            return KpiError(Kind.LIMIT, wire.TOO_MUCH)
        return KpiError(Kind.TYPE, wire.BROKEN)


@contextmanager
def reading(request: wire.Request, patience: float = PATIENCE) -> Iterator[Child]:
    """Start a process that answers *request*, and end it on the way out."""
    process = started()
    if process.stdin is None or process.stdout is None:
        raise RuntimeError
    _widen(process.stdout)
    child = Child(process, process.stdout, patience)
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(wire.encode(request))
            process.stdin.close()
        yield child
    finally:
        child.leave()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def _widen(pipe: IO[bytes]) -> None:
    """Let a whole batch wait in the pipe, where the system knows how."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl  # noqa: PLC0415 - absent on Windows

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
