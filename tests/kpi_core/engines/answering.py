"""What the stand-ins that are asked over HTTP have in common: answers in one piece, and an end."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer


class Answering:
    """What a `BaseHTTPRequestHandler` reads and answers, over a connection that a client keeps."""

    protocol_version = "HTTP/1.1"

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None):
        self.send_response(status)
        for name, told in (headers or {}).items():
            self.send_header(name, told)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # Whoever stopped a question may be gone.
        with suppress(OSError):
            self.wfile.write(body)

    def said(self, told, status: int = 200) -> None:
        """Answer in JSON."""
        self.answer(status, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def log_message(self, *_words) -> None:
        """Say nothing."""


class Listening(ThreadingHTTPServer):
    """Somewhere on this machine, a thread a request, none of which keeps the process."""

    daemon_threads = True

    def __init__(self, handler) -> None:
        super().__init__(("127.0.0.1", 0), handler)

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def serving(server):
    """Serve, and stop."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
