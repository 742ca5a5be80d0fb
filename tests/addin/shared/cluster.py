"""Three real servers over one real PostgreSQL, their owner's workspace, and a proxy in front."""

from __future__ import annotations

import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from addin.desk import Desk, perform
from addin.sharing import attached, unpublished
from kpi_core.answering import Core
from kpi_core.workspace import Store
from tests.command import KPI, environment, kpi
from tests.kpi_core.engines.server import PASSWORD, _unprivileged, programs

DEPLOY = Path(__file__).parents[3] / "docs" / "deploy"
TODAY = "2025-11-12"
YEAR = {"start": "2025-01-01", "end": "2025-12-31"}
SECRETS = {"KPI_WAREHOUSE_PASSWORD": PASSWORD, "KPI_SHARED_PASSWORD": PASSWORD}

MAPPING = """
schema = "mkt"
tax = "ht"
fresh = 0
[spend]
table = "spend"
columns = {spent_on = "day", source = "source", amount = "cost", currency = "currency"}
[leads]
table = "leads"
columns = {lead = "id", created_on = "created", source = "source"}
[deals]
table = "deals"
columns = {deal = "id", lead = "lead", customer = "customer", created_on = "created", closed_on = "closed", amount = "amount", state = "state", owner = "seller"}
"""
SOURCES = ("linkedin ads", "google ads", "Newsletter", "bouche à oreille")


def fill(server) -> None:
    """Make what a small firm keeps in its warehouse: a year of spend, leads and deals."""
    server.run("CREATE SCHEMA mkt")
    server.fill(
        "mkt.spend",
        {"day": "date", "source": "text", "cost": "numeric(18, 4)", "currency": "text"},
        [
            (f"2025-{m:02}-03", SOURCES[i % 3], 100 + 7 * m + i * i, "EUR")
            for m in range(1, 13)
            for i in range(6)
        ],
    )
    leads = [(f"L{i}", f"2025-{1 + i % 11:02}-{1 + i % 27:02}", SOURCES[i % 4]) for i in range(400)]
    server.fill("mkt.leads", {"id": "text", "created": "date", "source": "text"}, leads)
    server.fill(
        "mkt.deals",
        {"id": "text", "lead": "text", "customer": "text", "created": "date", "closed": "date",
         "amount": "numeric(18, 4)", "state": "text", "seller": "text"},
        [
            (f"D{i}", f"L{i * 3}", f"C{i}", created, created, 900 + 11 * i,
             "won" if i % 3 else "lost", "Ada")
            for i, (_, created, _) in enumerate(leads[::3])
        ],
    )  # fmt: skip
    server.run(
        "GRANT USAGE ON SCHEMA mkt TO reader",
        "GRANT SELECT ON ALL TABLES IN SCHEMA mkt TO reader",
        f"CREATE USER decider PASSWORD '{PASSWORD}'",
        f"CREATE USER server PASSWORD '{PASSWORD}'",
        "GRANT CREATE ON DATABASE firm TO decider",
    )


class Cluster:
    """The owner's workspace, what its commands say, and the servers that answer for it."""

    def __init__(self, folder, server) -> None:
        self.folder, self.server = folder, server
        folder.mkdir()
        (folder / "warehouse.toml").write_text(MAPPING, "utf-8")
        Store(folder, create=True).close()
        self.set(warehouse=server.url())
        self.own("shared", "init", server.url("decider"), "--for", "server")
        self.key = self.made("team")
        self.replicas = []

    def own(self, *words, **more):
        """Run a command of the owner."""
        return kpi(*words, folder=self.folder, **SECRETS, **more)

    def act(self, operation, **asked):
        """Do what a command of the owner does, in this process: twenty of them take seconds."""
        with Store(self.folder) as store, attached(store), closing(Core(store)) as core:
            return perform(Desk(core), operation, asked) | unpublished(store)

    def set(self, **changes):
        """Change settings."""
        return self.act("settings", changes=changes)

    def made(self, name, **more):
        """Return a new key."""
        return self.act("keys", create=name, scope="read", **more)["text"]

    def start(self, number=3):
        """Start so many servers, and wait until each is ready."""
        # The last one closes its door at once when it is told to stop.
        drains = [1] * (number - 1) + [0]
        url, kept = self.server.url("server"), {"TMPDIR": str(self.folder.parent)}
        begun = [Replica(url, "--drain", str(drain), **kept) for drain in drains]
        self.replicas += begun
        for replica in begun:
            replica.wait()
        return self.replicas

    @property
    def alive(self):
        """The servers that run."""
        return [r for r in self.replicas if r.process.poll() is None]

    def close(self):
        for replica in self.replicas:
            if not replica.process.stdout.closed:
                replica.stop()


class Replica:
    """A `kpi serve --replica`: a process with no workspace."""

    def __init__(self, url, *options, **more) -> None:
        words = ["--today", TODAY, "--lang", "en", "serve", "--replica", "--port", "0", *options]
        self.process = subprocess.Popen(
            [KPI, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(KPI_SHARED=url, **(SECRETS | more)),
        )

    def wait(self):
        """Wait until it says that it is ready."""
        said = self.process.stdout.readline()
        assert "Serving at" in said, self.process.stderr.read()
        self.port = int(said.split("http://127.0.0.1:")[1].split()[0])
        until = time.monotonic() + 60
        while self.get("/ready")[0] != 200:
            assert time.monotonic() < until
            time.sleep(0.05)
        return self

    def get(self, path, key=None):
        """Return the status and the JSON of a page."""
        return sent(self.port, "GET", path, None, key)

    def post(self, path, body, key=None, **more):
        """Return the status and the JSON of an answer."""
        return sent(self.port, "POST", path, body, key, **more)

    def stop(self, how=signal.SIGTERM):
        """Stop it, or wait until it has stopped; return how it ended and what it wrote."""
        if how is not None and self.process.poll() is None:
            os.kill(self.process.pid, how)
        _, told = self.process.communicate(timeout=40)
        return self.process.returncode, told


def until(true):
    """Wait until something is *true*."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def blocked(server, name):
    """Tell whether anybody of that *name* waits in the database for what another one holds."""
    with server.connect() as connection:
        return connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock'",
            [name],
        ).fetchall()


def sent(port, method, path, body, key=None, **headers):
    """Send one request on a connection of its own; return its status and JSON."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        told = {"Content-Type": "application/json", "Connection": "close", **headers}
        told |= {"Authorization": f"Bearer {key}"} if key else {}
        line.request(method, path, None if body is None else json.dumps(body), told)
        answer = line.getresponse()
        return answer.status, json.loads(answer.read() or b"null")


class Proxy:
    """
    Sends each request to the next server, on a connection of its own.

    A server that refuses the connection is left out and the next one asked: nothing was sent yet.
    Whatever breaks later is told as 502 and counted, as nginx does with a POST unless told that it
    may be sent again.
    """

    def __init__(self, ports) -> None:
        self._ports, self._turn, self._lock = list(ports), 0, threading.Lock()
        self.inside = dict.fromkeys(ports, 0)
        self.broken = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                port, status, answer = outer.passed(self.path, body, self.headers["authorization"])
                self.send_response(status)
                self.send_header("X-Server", str(port))
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(answer)

            def log_message(self, *_) -> None:
                pass

        class Listening(ThreadingHTTPServer):
            request_queue_size = 128

        self._server = Listening(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def sent(self, port, number):
        """Wait until so many requests are under way at *port*, and return how many are."""
        until = time.monotonic() + 60
        while self.inside[port] < number:
            assert time.monotonic() < until
            time.sleep(0.005)
        return self.inside[port]

    def passed(self, path, body, key):
        """Return which server was asked, and the status and body of what it answered."""
        told = {"Content-Type": "application/json", "Connection": "close", "Authorization": key}
        with self._lock:
            self._turn += 1
            first = self._turn % len(self._ports)
        for port in (*self._ports[first:], *self._ports[:first]):
            try:
                line = socket.create_connection(("127.0.0.1", port), 60)
            except ConnectionRefusedError:
                continue
            with self._lock:
                self.inside[port] += 1
            try:
                return port, *_over(line, path, body, told)
            except (OSError, http.client.HTTPException):
                with self._lock:
                    self.broken.append(port)
                return port, 502, b"{}"
            finally:
                with self._lock:
                    self.inside[port] -= 1
        return 0, 503, b"{}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _over(line, path, body, told):
    with closing(http.client.HTTPConnection("127.0.0.1", timeout=60)) as talk:
        talk.sock = line
        talk.request("POST", path, body, told)
        answer = talk.getresponse()
        return answer.status, answer.read()


class Nginx:
    """nginx with the shipped configuration, without its certificate and its limit of requests."""

    def __init__(self, folder, ports) -> None:
        if shutil.which("nginx") is None:
            if os.environ.get("KPI_REQUIRE_ALL") == "1":
                pytest.fail("nginx is not installed")
            pytest.skip("nginx is not installed: nothing stands in front of the servers")
        text = (DEPLOY / "nginx-several.conf").read_text("utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        text = re.sub(r"(?m)^ *ssl_.*$", "", text).partition("server {\n    listen 80;")[0]
        for old, new in (
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port}"),
            ("rate=30r/s", "rate=10000r/s"),
            *((f":{8771 + i} ", f":{port} ") for i, port in enumerate(ports)),
        ):
            assert old in text
            text = text.replace(old, new)
        config = folder / "nginx.conf"
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        config.write_text(
            f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;\n"
            "events {}\nhttp { access_log off;\n"
            + "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
            + text
            + "}\n",
            encoding="utf-8",
        )
        words = [shutil.which("nginx"), "-p", folder, "-c", config, "-e", folder / "error.log"]
        self._process = subprocess.Popen(words, stderr=subprocess.PIPE)
        until(self._listens)

    def _listens(self):
        assert self._process.poll() is None, self._process.stderr.read()
        with suppress(OSError):
            return sent(self.port, "GET", "/health", None)[0] == 200
        return False

    def close(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)


class Database:
    """The PostgreSQL of the tests, stopped and started again under whoever uses it."""

    def __init__(self, server) -> None:
        self._data = server.folder / "data"
        user = _unprivileged()
        self._run = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        self._process = None

    def stop(self) -> None:
        """Stop it at once: no session ends by itself."""
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        if self._process is not None:
            self._process.wait(20)
        until = time.monotonic() + 20
        while (self._data / "postmaster.pid").exists():
            assert time.monotonic() < until
            time.sleep(0.02)

    def start(self, server) -> None:
        """Start it as it was started first, and wait until it answers."""
        import psycopg

        words = shlex.split((self._data / "postmaster.opts").read_text())
        with (server.folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                [programs() / "postgres", *words[1:]],
                stdout=subprocess.DEVNULL, stderr=log, cwd=server.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, **self._run,
            )  # fmt: skip
        until = time.monotonic() + 30
        while True:
            try:
                server.run("SELECT 1")
            except psycopg.OperationalError:
                assert time.monotonic() < until
                time.sleep(0.05)
            else:
                return

    def close(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)


def results(answered):
    """Return what was answered, and nothing of how."""
    status, told = answered
    assert 200 == status, told
    return told["results"]
