"""One server from its first request to its last: told to stop, it finishes what it was asked."""

from __future__ import annotations

import socket
from threading import Timer
from types import FrameType
from typing import Any

import uvicorn

from addin.server.ready import Readiness


def turn(
    app: Any, listening: socket.socket, readiness: Readiness, *, patience: int, drain: float = 0
) -> None:
    """
    Answer requests until this process is told to stop.

    patience: how many seconds those that run may still take then. drain: for how many seconds new
    ones are answered meanwhile, so that a proxy that asks `/ready` stops sending them first.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # a line a request holds its query string, where keys are pasted
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=patience,
    )
    _Server(config, readiness, drain).run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, readiness: Readiness, drain: float) -> None:
        super().__init__(config)
        self._readiness, self._drain = readiness, drain

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        first, self._readiness.leaving = not self._readiness.leaving, True
        if first and self._drain:
            later = Timer(self._drain, super().handle_exit, (sig, frame))
            later.daemon = True
            later.start()
        else:
            super().handle_exit(sig, frame)
