"""The emulator over HTTP, on this machine alone."""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from addin.demo.faults import DroppedError, NoAnswerError
from addin.demo.google import Google, Reply
from addin.demo.page import LOCAL

_LOG = logging.getLogger(__name__)
_LOCAL = "127.0.0.1"
# Closing with this sends a reset instead of an orderly end.
_ABORT = struct.pack("ii", 1, 0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    google: Google

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away: faults make them do so."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    wbufsize = -1
    server: _Server

    def _serve(self) -> None:
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in LOCAL:
            # A name of somebody else that leads here: a page of theirs could read what is here.
            self.close_connection = True
            self._send(Reply(403, {"Content-Type": "text/plain"}, b"Only for this machine."))
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        try:
            reply = self.server.google.serve(
                self.command, self.path, dict(self.headers.items()), body
            )
        except (DroppedError, NoAnswerError):
            self._abort()
            return
        except Exception:  # noqa: BLE001 - a mistake of ours is not to be taken for a lost connection
            _LOG.exception("%s %s", self.command, self.path)
            reply = Reply(500, {"Content-Type": "text/plain"}, b"The stand-in for Google failed.")
        self._send(reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - names of http.server

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        chunked = reply.headers.get("Transfer-Encoding") == "chunked"
        if not chunked:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        sent = reply.body if reply.cut is None else reply.body[: reply.cut]
        if chunked:
            sent = f"{len(reply.body):x}\r\n".encode() + sent
        self.wfile.write(sent)
        self.wfile.flush()
        if reply.cut is not None:
            self.close_connection = True

    def _abort(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
        with contextlib.suppress(OSError):
            self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Say nothing: the journal of calls is kept elsewhere."""


@contextlib.contextmanager
def serving(google: Google, port: int = 0) -> Iterator[str]:
    """Answer on this machine while the context lasts; its value is the address, without a slash."""
    server = _Server((_LOCAL, port), _Handler)
    server.google = google
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{_LOCAL}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
