"""A real `kpi serve`, started and stopped."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from tests.command import KPI, TODAY, environment


class Server:
    """A server process over a workspace."""

    def __init__(self, folder, *options, command=("serve",), **more):
        self.folder = folder
        self.word = folder / "server.json"
        words = [
            "--workspace",
            str(folder),
            "--today",
            TODAY,
            "--lang",
            "en",
            *command,
            "--port",
            "0",
        ]
        self.process = subprocess.Popen(
            [KPI, *words, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(**more),
        )

    def wait(self):
        """Wait until it answers, and return it."""
        self.said = self.process.stdout.readline()
        assert self.said, self.process.stderr.read()
        self.left = json.loads(self.word.read_text())
        self.address = self.left["address"]
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                self.get("/health")
            except OSError:
                time.sleep(0.02)
            else:
                return self
        raise AssertionError

    def get(self, path, **headers):
        """Return the JSON at *path*."""
        return self.send(path, None, **headers)

    def send(self, path, body, **headers):
        """Return the JSON that *path* answers."""
        data = None if body is None else json.dumps(body).encode()
        told = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.address + path, data, told)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - idem
            return json.load(answer)

    def stop(self, how=signal.SIGTERM):
        """Stop it and return how it ended, and what it said of errors."""
        if self.process.poll() is None:
            os.kill(self.process.pid, how)
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told


def status(call):
    """Return the HTTP status that a call ends with."""
    try:
        call()
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    return 200
