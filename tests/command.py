"""The `kpi` command as people run it: a process of its own."""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from types import SimpleNamespace

KPI = Path(sys.executable).with_name("kpi")
TODAY = "2025-11-12"


def environment(**more):
    """Return the surroundings of a terminal that says nothing of language or workspace."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "KPI_CACHE" or not name.startswith(("KPI_", "LC_", "LANG", "COV"))
    }
    return kept | {"LANG": "C.UTF-8"} | more


def kpi(*words, folder=None, lang="en", code=0, cwd=None, **more):
    """Run a command to its end, check how it ended, and return what it printed."""
    general = ["--workspace", str(folder)] if folder else []
    line = [str(KPI), *general, "--lang", lang, "--today", TODAY, *map(str, words)]
    own = any(name.startswith(("PYTHON", "LANG", "LC_")) for name in more)
    ran = None if own else _zygote().run(line, environment(**more), cwd or Path.cwd())
    ran = ran or _cold(line, environment(**more), cwd)
    assert "Traceback" not in ran.stdout + ran.stderr, ran.stderr
    assert code == ran.returncode, (words, ran.stdout, ran.stderr)
    return ran


def _cold(line, surroundings, cwd):
    return subprocess.run(
        line,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings,
        cwd=cwd,
        timeout=_LONGEST,
        check=False,
    )


_LONGEST = 60  # seconds


class _Zygote:
    """The process that becomes the command (see `tests.zygote`), one to each process of tests."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=Path(__file__).parents[1],
                env=environment(),
            )
        self._asking, self._lines = ours, ours.makefile("rw")
        self._busy = threading.Lock()
        atexit.register(self.close)

    def run(self, line, surroundings, cwd):
        """Run one command; None while another one runs: two at once are two cold ones."""
        if not self._busy.acquire(blocking=False):
            return None
        try:
            with tempfile.TemporaryDirectory() as folder:
                out, err = Path(folder, "out"), Path(folder, "err")
                out.touch()
                err.touch()
                asked = {"argv": line, "env": surroundings, "cwd": str(cwd)}
                self._asking.settimeout(_LONGEST)
                self._lines.write(json.dumps(asked | {"out": str(out), "err": str(err)}) + "\n")
                self._lines.flush()
                ended = int(self._lines.readline())
                told = (path.read_text("utf-8") for path in (out, err))
                return SimpleNamespace(
                    returncode=ended, **dict(zip(("stdout", "stderr"), told, strict=True))
                )
        finally:
            self._busy.release()

    def close(self) -> None:
        self._lines.close()
        self._asking.close()
        self._process.wait(10)


@cache
def _zygote():
    return _Zygote()


def answer(*words, **more):
    """Return what a command prints with --json."""
    return json.loads(kpi(*words, "--json", **more).stdout)


def refused(*words, **more):
    """Return the sentence with which a command refuses, and nothing else."""
    ran = kpi(*words, code=2, **more)
    assert not ran.stdout
    return ran.stderr


def plain(words):
    """Return *words* with one kind of space, as a reader sees them."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")
