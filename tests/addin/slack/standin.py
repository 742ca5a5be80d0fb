"""A stand-in of Slack on this machine: its Web API over HTTP, and its socket."""

import base64
import hashlib
import json
import queue
import socket
import struct
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOT, APP, SECRET = "xoxb-1-canary-bot", "xapp-1-canary-app", "canary-signing-secret"
TEAM, ME = "T1", "U0BOT"
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Slack:
    """What Slack was asked and told, and what it says through its socket."""

    def __init__(self):
        self.posted, self.acknowledged, self.sockets = queue.Queue(), queue.Queue(), queue.Queue()
        self.tries, self.refuse, self.opened = [], [], 0
        self.server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Web,), {"slack": self})
        )
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.api = f"http://127.0.0.1:{self.port}/api/"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def called(self, method, told, token):
        """Return (status, headers, answer) of one call of the Web API."""
        self.tries.append(method)
        if token not in {BOT, APP}:
            return 200, {}, {"ok": False, "error": "invalid_auth"}
        if method == "auth.test":
            return 200, {}, {"ok": True, "team_id": TEAM, "user_id": ME, "bot_id": "B1", "url": "https://t.slack.com/", "team": "t", "user": "kpi"}  # fmt: skip
        if method == "apps.connections.open":
            self.opened += 1
            ticket = f"canary-ticket-{self.opened}"
            return 200, {}, {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}"}
        if self.refuse:
            status, headers, answer = self.refuse.pop(0)
            return status, headers, answer
        self.posted.put(told)
        return 200, {}, {"ok": True, "ts": "9.9", "channel": told.get("channel")}


class _Web(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    slack = None

    def log_message(self, *_args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = "json" not in self.headers.get("Content-Type", "")
        told = dict(urllib.parse.parse_qsl(body)) if form else json.loads(body or "{}")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ") or told.get("token")
        status, headers, answer = self.slack.called(self.path.removeprefix("/api/"), told, token)
        said = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_GET(self):
        key = self.headers["Sec-WebSocket-Key"]
        accepted = base64.b64encode(
            hashlib.sha1((key + _GUID).encode(), usedforsecurity=False).digest()
        ).decode()
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accepted)):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        connection = Socket(self.connection)
        connection.say({"type": "hello", "num_connections": 1})
        self.slack.sockets.put(connection)
        for said in connection.heard(self.rfile):
            self.slack.acknowledged.put(json.loads(said))


class Socket:
    """One open socket, of the side that is Slack's."""

    def __init__(self, connection):
        self.connection = connection
        self.lock = threading.Lock()

    def say(self, message):
        self._frame(0x1, json.dumps(message).encode())

    def _frame(self, kind, payload):
        size = len(payload)
        head = bytes([0x80 | kind]) + (
            bytes([size]) if size < 126 else bytes([126]) + struct.pack(">H", size)
        )
        with self.lock:
            self.connection.sendall(head + payload)

    def cut(self):
        """Cut the line, as a network does: without a word."""
        self.connection.shutdown(socket.SHUT_RDWR)

    def heard(self, file):
        """Yield what the other side says; answer its pings."""
        try:
            while head := file.read(2):
                size = head[1] & 0x7F
                if size == 126:
                    (size,) = struct.unpack(">H", file.read(2))
                mask, payload = file.read(4), file.read(size)
                said = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
                kind = head[0] & 0xF
                if kind == 0x1:
                    yield said.decode()
                elif kind == 0x9:
                    self._frame(0xA, said)
                elif kind == 0x8:
                    return
        except (OSError, IndexError, struct.error):
            return


def mention(text, *, ts="1.1", channel="C1", user="U1", thread=None, **more):
    """Return what Slack tells of a mention."""
    event = {"type": "app_mention", "user": user, "text": f"<@{ME}> {text}", "ts": ts, "channel": channel}  # fmt: skip
    event |= {"thread_ts": thread} if thread else {}
    return callback({**event, **more})


def direct(text, *, ts="2.1", channel="D1", user="U1", **more):
    """Return what Slack tells of a direct message."""
    return callback({"type": "message", "channel_type": "im", "user": user, "text": text, "ts": ts, "channel": channel, **more})  # fmt: skip


def callback(event):
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": f"Ev{event['ts']}", "event": event, "authorizations": [{"team_id": TEAM, "user_id": ME, "is_bot": True}]}  # fmt: skip


def tapped(button, *, channel="C1", user="U1", thread="1.1", ts="5.5"):
    """Return what Slack tells of a button that was tapped."""
    return {
        "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
        "channel": {"id": channel}, "api_app_id": "A1", "trigger_id": "1",
        "container": {"type": "message", "message_ts": "9.9", "channel_id": channel, "thread_ts": thread},
        "message": {"ts": "9.9", "thread_ts": thread},
        "actions": [{"type": "button", "block_id": "b", "action_ts": ts, "action_id": button["action_id"], "value": button["value"], "text": button["text"]}],
    }  # fmt: skip


def envelope(payload, number="1", kind="events_api", retry=None):
    """Return *payload* as the socket says it."""
    told = {"type": kind, "envelope_id": f"e{number}", "payload": payload, "accepts_response_payload": False}  # fmt: skip
    return {**told, **({"retry_attempt": retry, "retry_reason": "timeout"} if retry else {})}
