"""Whoever goes away has what was asked for them stopped, there too."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

import duckdb
import pytest
import uvicorn

from kpi_core.engines.asking import AbandonedError, Asker, on_behalf_of
from kpi_core.engines.facts import Embedded
from kpi_core.warehouse.shape import Said, Statement
from tests.addin.client import Client
from tests.command import KPI, environment
from tests.kpi_core.engines.server import PASSWORD
from tests.kpi_core.engines.test_traps import DAY, LEADS, leads

ASKED = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND wait_event_type = 'Lock'"


@pytest.fixture
def firm(firm):
    """A firm that was looked at, and will not be for an hour."""
    leads(firm, ("a", DAY, "SEO"))
    firm.map(LEADS)
    path = firm.store.folder / "warehouse.toml"
    path.write_text(path.read_text("utf-8").replace("fresh = 0", "fresh = 3600"), "utf-8")
    assert 1 == firm.ask("lead_volume", period="2026-03").value
    return firm


@contextmanager
def locked(firm):
    """Hold the table of leads, so that whoever reads it waits; yields how many do."""
    with firm.server.connect() as holder, firm.server.connect() as watcher:
        holder.execute("BEGIN")
        holder.execute(f"LOCK TABLE {firm.schema}.leads IN ACCESS EXCLUSIVE MODE")
        yield lambda: watcher.execute(ASKED).fetchone()[0]
        holder.execute("ROLLBACK")


def test_what_nobody_waits_for_is_stopped_in_the_warehouse(firm):
    """
    The server ends it, and the next question is answered.
    """
    asker, ended = Asker(), []

    def ask():
        with on_behalf_of(asker):
            try:
                firm.ask("lead_volume", period="2026-03")
            except AbandonedError:
                ended.append("abandoned")

    with locked(firm) as waiting:
        thread = threading.Thread(target=ask)
        thread.start()
        until(lambda: waiting() == 1)
        asker.leave()
        until(lambda: ended or not thread.is_alive())
        assert ["abandoned"] == ended
        until(lambda: waiting() == 0)

    assert 1 == firm.ask("lead_volume", period="2026-03").value


def test_nothing_more_is_begun_for_who_has_left(firm):
    """
    A chat that goes on to its next step asks the warehouse nothing.
    """
    asker = Asker()
    asker.leave()

    with locked(firm) as waiting:
        with on_behalf_of(asker), pytest.raises(AbandonedError):
            firm.ask("lead_volume", period="2026-03")
        assert 0 == waiting()


def test_the_workspace_s_own_file_is_not_worked_for_nobody_either():
    """
    What would take minutes there ends as soon as its asker has left.
    """
    endless = Statement(lambda _: Said("SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)", frozenset()))  # fmt: skip
    asker = Asker()
    leaving = threading.Timer(0.1, asker.leave)
    with duckdb.connect() as connection, on_behalf_of(asker):
        leaving.start()
        with pytest.raises(AbandonedError):
            Embedded(connection).rows(endless, {})
    leaving.join()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/query", {"kpis": ["lead_volume"], "period": "2025-03"}),
        ("/v1/cells", {"calls": [{"fn": "B2B_KPI", "rows": [["lead_volume", "2025-03"]]}]}),
        ("/v1/ask", {"question": "how many leads in March 2025?"}),
    ],
)
def test_a_client_that_hangs_up_is_not_worked_for(firm, path, body):
    """
    A browser tab that is closed, a sheet that gives up: the warehouse is left in peace.
    """
    client = Client(firm.store)
    client.core.snapshot().coverage  # noqa: B018 - looked at, so that the question itself is what waits
    with _served(client.app) as port, locked(firm) as waiting:
        text = json.dumps(body).encode()
        with socket.create_connection(("127.0.0.1", port)) as hung:
            hung.sendall(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(text)}\r\n\r\n".encode()
                + text
            )
            until(lambda: waiting() == 1)
        until(lambda: waiting() == 0)
    client.core.close()


def test_a_command_that_is_interrupted_leaves_nothing_running(firm):
    """
    Ctrl-C in the terminal ends the statement on the server, not only the command.
    """
    firm.store.close()  # one process owns it
    with locked(firm) as waiting:
        command = subprocess.Popen(
            [KPI, "--workspace", firm.store.folder, "query", "lead_volume", "--period", "2026-03"],
            env=environment(KPI_WAREHOUSE_PASSWORD=PASSWORD),
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            until(lambda: waiting() == 1)
            os.kill(command.pid, signal.SIGINT)
            until(lambda: waiting() == 0)
            _out, told = command.communicate(timeout=60)
        finally:
            command.kill()
            command.communicate()

    assert "Traceback" not in told


def until(true):
    """Wait for what must come about."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def _served(app):
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        until(lambda: server.started)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)
