"""Three servers behind a proxy under load, one of them killed: whoever asks notices nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from kpi_core.workspace import Store
from tests.addin.client import Client
from tests.addin.shared.cluster import YEAR, Nginx, Proxy, blocked, sent, until

CHANNELS = ("LinkedIn Ads", "Google Ads", "Email", "Referral")
ASKED = (
    ("/v1/cells", {"calls": [{"fn": "B2B_KPI", "rows": [["lead_volume", "2025", c] for c in CHANNELS]},
                             {"fn": "B2B_CPL", "rows": [[1500, 50]]}]}),
    ("/v1/query", {"kpis": ["cpl"], "period": YEAR, "by": ["channel"]}),
    ("/v1/query", {"kpis": ["lead_volume"], "period": YEAR, "by": ["channel"], "grain": "month"}),
    ("/v1/ask", {"question": "leads par canal en 2025", "lang": "fr"}),
)  # fmt: skip
FORMULA = {"calls": [{"fn": "B2B_CPL", "rows": [[1500, 50]]}]}
CLIENTS = 6
BEFORE = AFTER = 40


def told(path, answer):
    """Return what an answer says of the data, without the version that it was answered from."""
    if path == "/v1/ask":
        return answer["text"], answer["rows"], answer["table"]
    return answer["results"]


class Load:
    """Clients that ask without end, and what each was answered."""

    def __init__(self, port, key, expected) -> None:
        self._port, self._key, self._expected = port, key, expected
        self._over, self._more = threading.Event(), threading.Condition()
        self.counts, self.wrong, self.failures = Counter(), [], []
        self._clients = [threading.Thread(target=self._ask, args=(i,)) for i in range(CLIENTS)]
        for client in self._clients:
            client.start()

    def _ask(self, first) -> None:
        for place in (turn % len(ASKED) for turn in count(first)):
            if self._over.is_set():
                return
            path, body = ASKED[place]
            status, answer = sent(self._port, "POST", path, body, self._key)
            with self._more:
                self.counts[status] += 1
                if status != 200:
                    self.failures.append(answer.get("detail", status))
                if status == 200 and told(path, answer) != self._expected[place]:
                    self.wrong.append((path, body, answer))
                self._more.notify()

    def until(self, answers) -> None:
        """Wait until so many more requests were answered."""
        with self._more:
            wanted = self.counts.total() + answers
            assert self._more.wait_for(lambda: self.counts.total() >= wanted, 120)

    def end(self) -> None:
        self._over.set()
        for client in self._clients:
            client.join()


@pytest.fixture(name="expected", scope="module")
def _expected(cluster):
    """What the one process that owns the workspace answers to each question."""
    headers = {"authorization": f"Bearer {cluster.key}"}
    with Store(cluster.folder) as store:
        client = Client(store)
        found = [told(path, client.post(path, b, headers=headers).json()) for path, b in ASKED]
        client.core.close()
    return found


def test_one_killed_in_the_middle_costs_only_what_it_was_answering(cluster, expected, tmp_path):
    """
    Every answer is the single process's to the last digit, before and after; what fails is at most
    what the killed server had been sent and not yet answered, and nothing of the other two. The
    nginx of the guide asks another server again, and nothing fails at all.
    """
    victim, *others = cluster.alive
    assert len(others) == 2
    ports = [replica.port for replica in (victim, *others)]
    proxy, nginx = Proxy(ports), Nginx(tmp_path, ports)
    load = Load(proxy.port, cluster.key, expected)
    asking_again = Load(nginx.port, cluster.key, expected)
    try:
        load.until(BEFORE)
        os.kill(victim.process.pid, signal.SIGSTOP)  # else it may die between two requests
        under_way = proxy.sent(victim.port, CLIENTS)  # each client's turn comes to it, and waits
        victim.stop(signal.SIGKILL)
        load.until(AFTER)
        asking_again.until(AFTER)
    finally:
        load.end()
        asking_again.end()
        proxy.close()
        nginx.close()

    failed = load.counts.total() - load.counts[200]
    assert [] == load.wrong == asking_again.wrong
    assert [] == asking_again.failures
    assert {200, 502} == set(load.counts)
    assert {victim.port} == set(proxy.broken)
    assert under_way == failed == len(proxy.broken)


def test_one_told_to_stop_under_load_costs_nothing(cluster, expected):
    """
    It says that it is not ready, answers those who came before its door closed, and nobody fails.
    """
    leaving, other = cluster.alive[:2]
    proxy = Proxy([leaving.port, other.port])
    load = Load(proxy.port, cluster.key, expected)
    try:
        load.until(BEFORE)
        os.kill(leaving.process.pid, signal.SIGTERM)
        status, said = leaving.get("/ready")
        load.until(AFTER)
        ended = leaving.stop(None)
        load.until(AFTER)
    finally:
        load.end()
        proxy.close()

    assert (503, "is stopping") == (status, said["detail"][12:23])
    assert (0, "") == ended
    assert [] == load.wrong
    assert [] == load.failures


def test_what_was_asked_before_the_door_closed_is_answered(cluster, server):
    """
    A long question that was under way, and one that nobody had read yet; then the process ends well.
    """
    leaving = cluster.alive[-1]
    answered = {}

    def ask(name, path, body):
        answered[name] = leaving.post(path, body, cluster.key)[0]

    with server.connect() as holding:
        holding.autocommit = False
        holding.execute("LOCK TABLE mkt.leads IN ACCESS EXCLUSIVE MODE")
        under_way = threading.Thread(target=ask, args=("long", *ASKED[1]))
        under_way.start()
        until(lambda: blocked(server, "b2b-kpi"))
        os.kill(leaving.process.pid, signal.SIGSTOP)
        at_the_door = threading.Thread(target=ask, args=("late", "/v1/cells", FORMULA))
        at_the_door.start()
        until(lambda: _connected(leaving.port) == 2)
        os.kill(leaving.process.pid, signal.SIGTERM)
        os.kill(leaving.process.pid, signal.SIGCONT)
        until(lambda: not _listens(leaving))
        at_the_door.join()
        assert {"late": 200} == answered
        holding.rollback()
    under_way.join()

    assert {"late": 200, "long": 200} == answered
    assert (0, "") == leaving.stop(None)


def _connected(port):
    """Return how many connections to *port* stand, let in or not."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = [line.split() for line in lines]
    return sum(f[1].endswith(f":{port:04X}") and f[3] == "01" for f in fields)


def _listens(replica):
    with contextlib.suppress(OSError):
        replica.get("/health")
        return True
    return False
