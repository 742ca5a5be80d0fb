"""Between Excel and the server: passes requests on, or does to them what networks do."""

import contextlib
import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

WORDS = b'{"kind": "LIMIT", "message": {"en": "The body is too large.", "fr": "Trop."}}'


class Handler(BaseHTTPRequestHandler):
    """One connection of Excel's."""

    protocol_version = "HTTP/1.1"
    proxy: ClassVar

    def do_POST(self):
        self.pass_on(self.rfile.read(int(self.headers["content-length"])))

    def do_GET(self):
        """Pass on what the page asks about the workspace: no cell waits for it."""
        self.answer(None, None)

    def pass_on(self, body):
        """Do to one request what is its turn."""
        fault = self.proxy.next_fault(body)
        self.proxy.seen.append(body)
        if fault == "gone":
            self.drop()
        elif isinstance(fault, int):
            self.say(fault, WORDS, {"Retry-After": "0"})
        elif isinstance(fault, tuple):
            self.say(*fault)
        else:
            if fault == "slow":
                time.sleep(1.2)
            self.answer(fault, body)

    def answer(self, fault, body):
        try:
            status, headers, answer = self.proxy.forward(
                self.command, self.path, body, self.headers
            )
        except OSError:
            self.drop()
            return
        if fault == "cut":
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[: len(answer) // 2])
            self.close_connection = True
        elif fault == "half":
            self.say(200, answer[: len(answer) // 2])
        else:
            kept = {k: v for k, v in headers if k.lower() in {"content-type", "retry-after"}}
            self.say(status, answer, kept)

    def drop(self):
        self.close_connection = True
        self.connection.close()

    def say(self, status, body, headers=()):
        with contextlib.suppress(OSError):
            self.send_response(status)
            for name, value in dict(headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


class Proxy:
    """What is in `faults` happens to the next requests, in order; then they are passed on."""

    def __init__(self, address):
        self.address = address
        self.faults = []
        self.seen = []
        self.always = None
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.own = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def next_fault(self, body):
        """Return what happens to a request with *body*; a fault may depend on it."""
        with self.lock:
            fault = self.faults.pop(0) if self.faults else self.always
        return fault(body) if callable(fault) else fault

    def _handler(self):
        return type("Handling", (Handler,), {"proxy": self})

    def forward(self, method, path, body, headers):
        host = self.address.partition("://")[2]
        connection = http.client.HTTPConnection(host, timeout=30)
        names = ("content-type", "authorization", "accept-language")
        sent = {n: headers[n] for n in names if headers[n]}
        try:
            connection.request(method, path, body, sent)
            answered = connection.getresponse()
            return answered.status, answered.getheaders(), answered.read()
        finally:
            connection.close()
