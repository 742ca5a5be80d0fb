"""A server that answers as it is told to: every fault that a network and a proxy can make."""

import contextlib
import json
import socket
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "an-invented-key"


class Stub:
    """Answers each call with `value`, unless `behave` does something else first."""

    def __init__(self):
        self.behave = None
        self.value = 7.0
        self.requests = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked = json.loads(body)
                stub.requests.append((asked, self.headers.get("Authorization"), len(body)))
                if stub.behave and stub.behave(self, asked):
                    return
                self.answer([[stub.value] * len(call["rows"]) for call in asked["calls"]])

            def answer(self, values, status=200):
                results = [{"values": v, "errors": {}} for v in values]
                self.reply(status, json.dumps({"results": results}).encode())

            def reply(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):  # whoever asked has gone
                    self.wfile.write(body)

            def log_message(self, *words):
                pass

        self.handler = Handler
        self.port = 0
        self.start()

    def start(self):
        """Listen, on the same port as before."""
        ThreadingHTTPServer.allow_reuse_address = True
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), self.handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        """Stop listening: whoever asks is refused."""
        self.server.shutdown()
        self.server.server_close()


def refuses(status, **headers):
    """Answer every request with *status*."""

    def behave(request, asked):
        request.reply(status, b"{}", **headers)
        return True

    return behave


def first(times, fault):
    """Do *fault* for the first requests only."""
    left = [times]

    def behave(request, asked):
        if not left[0]:
            return False
        left[0] -= 1
        return fault(request, asked)

    return behave


def cut(request, asked):
    """Promise more than comes, and hang up."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"results": [{"val')
    request.wfile.flush()
    request.connection.shutdown(socket.SHUT_RDWR)
    return True


def slow(seconds):
    """Answer nothing for some time."""

    def behave(request, asked):
        time.sleep(seconds)
        return False

    return behave


class Hang:
    """Take a request and never answer it, until the test is over."""

    def __init__(self, *, a_byte_now_and_then=False):
        self.began, self._over = threading.Event(), threading.Event()
        self._drips = a_byte_now_and_then
        self._connection = None

    def __call__(self, request, asked):
        self._connection = request.connection
        self.began.set()
        if self._drips:
            request.send_response(200)
            request.end_headers()
        while not self._over.wait(0.05):
            if self._drips:
                with contextlib.suppress(OSError):
                    request.wfile.write(b" ")
                    request.wfile.flush()
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._over.set()

    @property
    def hangs(self):
        """Whether the request is still waited for: nobody answered, and nobody hung up."""
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return not self._over.is_set()


def at_most(rows):
    """Take no more than *rows* cells at once, as a proxy with a small limit does."""

    def behave(request, asked):
        if sum(len(call["rows"]) for call in asked["calls"]) <= rows:
            return False
        request.reply(413, b"{}")
        return True

    return behave


def wants(key):
    """Refuse whoever does not bear *key*."""

    def behave(request, asked):
        if request.headers.get("Authorization") == f"Bearer {key}":
            return False
        request.reply(401, b"{}")
        return True

    return behave


def passes_on(address):
    """Pass every request on to the server at *address*, so that they are counted."""

    def behave(request, asked):
        told = {"Content-Type": "application/json"}
        sent = urllib.request.Request(  # noqa: S310 - our own server
            address + request.path, json.dumps(asked).encode(), told
        )
        with urllib.request.urlopen(sent, timeout=30) as answer:  # noqa: S310 - idem
            request.reply(answer.status, answer.read())
        return True

    return behave
