"""One server from its first request to its last: told to stop, it finishes what it was asked."""

from __future__ import annotations

import asyncio
import socket
from threading import Timer
from types import FrameType
from typing import Any

import uvicorn

from addin.server.ready import Readiness

# Whoever was let in last may not have been read yet: so long is it given before lines are closed.
_A_MOMENT = 0.3


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
        loop="asyncio",
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
        self._later: Timer | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._readiness.leaving = True
        if self._drain and self._later is None:
            self._later = Timer(self._drain, super().handle_exit, (sig, frame))
            self._later.start()
            return
        if self._later is not None:  # told twice: at once
            self._later.cancel()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or []:
            await self._let_in_the_last(listening)
        for server in self.servers:
            server.close()
        if self.server_state.connections:
            await asyncio.sleep(_A_MOMENT)
        await super().shutdown(sockets)

    async def _let_in_the_last(self, listening: socket.socket) -> None:
        """Take in who stands at the door: closing it would cut off what they have sent already."""
        loop = asyncio.get_running_loop()
        try:
            loop.remove_reader(listening)
        except NotImplementedError:  # on Windows, which has its own way to wait
            return
        while True:
            try:
                line, _ = listening.accept()
            except OSError:  # nobody is left
                return
            await loop.connect_accepted_socket(self._protocol, line)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn itself makes it
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
