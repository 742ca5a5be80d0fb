"""A server that speaks the protocol of OpenAI and says what a test told it to, over real HTTP."""

import json
import os
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def reading(**changes):
    """A whole reading, with *changes*."""
    return {
        "intent": "value",
        "kpis": [],
        "period": None,
        "compare": None,
        "members": [],
        "by": [],
        "grain": None,
        "order": None,
        "limit": None,
        "said": [],
        "follow": False,
    } | changes


def called(arguments, name="read"):
    """A message that calls the tool."""
    if not isinstance(arguments, str):
        arguments = json.dumps(arguments, ensure_ascii=False)
    function = {"name": name, "arguments": arguments}
    return {"tool_calls": [{"id": "c", "type": "function", "function": function}]}


@dataclass
class Script:
    """
    What is answered, one after the other; the last one again and again.

    Each is a message (a dict), a status (an int), or a function of the handler.
    """

    steps: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    usage: dict | None = field(
        default_factory=lambda: {"prompt_tokens": 900, "completion_tokens": 60}
    )

    def say(self, *steps):
        """Answer with *steps* from now on, and forget what was asked."""
        self.steps = list(steps)
        self.asked.clear()


class Handler(BaseHTTPRequestHandler):
    """Answers as the script says."""

    protocol_version = "HTTP/1.1"
    script: Script

    def log_message(self, *_):
        """Say nothing."""

    def do_POST(self):
        """Note what was asked, and answer."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        script = self.script
        script.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
        step = script.steps[min(len(script.asked), len(script.steps)) - 1]
        if isinstance(step, int):
            self.send(step, {"error": {"message": "no", "type": "x", "code": None}})
        elif callable(step):
            step(self)
        else:
            self.send(200, self.completion(step))

    def completion(self, message, finish="stop"):
        """A whole completion around *message*."""
        choice = {
            "index": 0,
            "finish_reason": finish,
            "message": {"role": "assistant", "content": None} | message,
        }
        return {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted",
            "choices": [choice],
        } | ({"usage": self.script.usage} if self.script.usage else {})

    def send(self, status, body, **headers):
        """Send *body* as JSON, or as it is when it is bytes."""
        if not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """The server; a client that leaves is no fault."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing of a connection that was cut on purpose."""


def serve(script):
    """Return a server that follows *script*, and its address."""
    handler = type("Scripted", (Handler,), {"script": script})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/v1"


# Ways to fail.


def busy(after=None):
    """Too many requests, with or without a word of when to come back."""

    def step(handler):
        handler.send(
            429, {"error": {"message": "slow down"}}, **({"retry_after": after} if after else {})
        )

    return step


def status(code, message="no"):
    """A refusal with words of its own."""
    return lambda handler: handler.send(code, {"error": {"message": message, "param": "tools"}})


def body(content, **headers):
    """Anything at all, with status 200."""
    return lambda handler: handler.send(200, content, **headers)


def silent(seconds):
    """Says nothing for a while."""
    return lambda handler: time.sleep(seconds)


def trickle(handler):
    """One byte at a time, each well within any pause between two."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "100000")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def slow_headers(handler):
    """A status line, then headers that never end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for i in range(600):
        handler.wfile.write(f"x-{i}: 1\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.05)


def reset(handler):
    """Cuts the connection hard, before a word."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    os.close(handler.connection.detach())


def cut(handler):
    """Stops in the middle of what was promised."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def endless(handler):
    """More than any reading weighs."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(10**9))
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b'{"choices": "' + b"x" * 65536)


def finished(message, reason):
    """A message that ended for *reason*."""
    return lambda handler: handler.send(200, handler.completion(message, finish=reason))
