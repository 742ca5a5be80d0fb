"""https for this machine: a door that speaks TLS, before the server that speaks http.

The commands of the same machine go on speaking http to the server behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from pathlib import Path
from typing import Self

from addin.certificate import Certificate
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

_AT_ONCE = 64 * 1024


class Door:
    """Listens with a certificate, and passes what comes in on to a port of this machine."""

    def __init__(
        self, listening: socket.socket, certificate: Path, behind: tuple[str, int]
    ) -> None:
        self._listening = listening
        self._behind = behind
        self._context = _context(certificate)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="https", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._listening.close()

    def _run(self) -> None:
        self._loop.run_until_complete(
            asyncio.start_server(self._through, sock=self._listening, ssl=self._context)
        )
        self._loop.run_forever()
        self._loop.run_until_complete(_cut())
        self._loop.close()

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner, outer = await asyncio.open_connection(*self._behind)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass(reader, outer), _pass(inner, writer))


async def _cut() -> None:
    """End what still goes through."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what one side says until it has no more to say."""
    with contextlib.suppress(OSError, ssl.SSLError):
        while data := await reader.read(_AT_ONCE):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()


def _context(folder: Path) -> ssl.SSLContext:
    found = Certificate.at(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(found.chain, found.key)
    except (OSError, ssl.SSLError):
        raise KpiError(Kind.NOT_FOUND, _NO_CERTIFICATE.format(folder=folder)) from None
    return context


_NO_CERTIFICATE = Text(
    en="No certificate in {folder}: make one with kpi certificate {folder}.",
    fr="Pas de certificat dans {folder}\u202f: créez-en un avec kpi certificate {folder}.",
)
