"""A PostgreSQL of the tests' own: made in a temporary folder, stopped with them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PASSWORD = "un secret à deux accents é"  # noqa: S105 - of a server that lives as long as the tests


class Server:
    """
    A server on a port of its own, with a database whose collation is French.

    `kpi` owns what is there; `reader` may read it, with a password.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def url(self, user: str = "reader", database: str = "firm") -> str:
        return f"postgres://{user}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "firm", user: str = "kpi"):
        import psycopg

        return psycopg.connect(
            host=str(self.folder), port=self.port, user=user, dbname=database, autocommit=True
        )

    def run(self, *statements: str) -> None:
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement)
            # Its counters are told at once: a session tells them up to ten seconds later.
            connection.execute("SELECT pg_stat_force_next_flush()")

    def fill(self, table: str, columns: dict[str, str], rows: Iterable[tuple]) -> None:
        """Make *table* (schema.name) of *columns* (name -> type) and copy *rows* into it."""
        body = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        with self.connect() as connection:
            connection.execute(f"CREATE TABLE {table} ({body})")
            with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            connection.execute(f"ANALYZE {table}")


def programs() -> Path | None:
    """Return where PostgreSQL's programs are, None where it is not installed."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    named = shutil.which("initdb")
    return max(found, default=Path(named).parent if named else None)


@contextmanager
def started():
    """Start a server and stop it; without one the test is skipped, or fails where all must run."""
    at = programs()
    if at is None:
        reason = "PostgreSQL is not installed: nothing answers as a firm's warehouse"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # Not in pytest's own folder: the server refuses to run as root, and others may not look there.
    with tempfile.TemporaryDirectory(prefix="kpi-pg-", ignore_cleanup_errors=True) as name:
        folder, user = Path(name), _unprivileged()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        run = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        given = {"cwd": name, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, **run}
        made = subprocess.run(
            [at / "initdb", "-D", folder / "data", "-U", "kpi", "--auth-local=trust",
             "--auth-host=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
             "--locale-provider=icu", "--icu-locale=fr-FR"],
            capture_output=True, text=True, check=False, **given,
        )  # fmt: skip
        assert 0 == made.returncode, made.stderr
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = ["fsync=off", "listen_addresses=127.0.0.1", "jit=off", "TimeZone=America/Montreal"]  # fmt: skip
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [at / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder,
                 *(word for s in settings for word in ("-c", s))],
                stdout=subprocess.DEVNULL, stderr=log, **given,
            )  # fmt: skip
        server = Server(folder, port)
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()  # it ends its sessions and goes
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()


def _unprivileged():
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise AssertionError("no user but root")


def _wait(server: Server, process: subprocess.Popen) -> None:
    import psycopg

    end = time.monotonic() + 30
    while True:
        try:
            with server.connect("postgres") as connection:
                connection.execute("CREATE DATABASE firm")
            break
        except psycopg.OperationalError:
            told = (server.folder / "log").read_text()
            assert process.poll() is None, told
            assert time.monotonic() < end, told
            time.sleep(0.05)
    server.run(f"CREATE USER reader PASSWORD '{PASSWORD}'")
