"""`kpi serve`, a real process: where it listens, who may ask, what it leaves when it stops."""

import http.client
import json
import shutil
import signal
import socket
import threading
import time

import pytest

from kpi_core.workspace import Store, audit
from tests.addin.running import Server, status
from tests.command import KPI, answer, kpi, refused

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is tested is that it asks for a key


@pytest.fixture(name="folder")
def _folder(tmp_path):
    kpi("settings", "fiscal_start=1", folder=tmp_path / "w")
    return tmp_path / "w"


@pytest.fixture(name="start")
def _start(folder):
    started = []

    def start(*options, at=folder, **more):
        started.append(Server(at, *options, **more))
        return started[-1].wait()

    yield start
    for server in started:
        server.stop(signal.SIGKILL)


def test_it_listens_to_this_machine_only(start):
    """
    Without being told otherwise nobody else on the network can reach it.
    """
    server = start()

    assert server.address.startswith("http://127.0.0.1:")
    assert server.address in server.said
    port = int(server.address.rpartition(":")[2])
    with pytest.raises(OSError), socket.create_connection((_own_address(), port), timeout=2):
        pass


def _own_address():
    """Return an address of this machine that is not its loopback, or one that nobody has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return probe.getsockname()[0]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_leaves_word_for_its_owner_and_takes_it_away(start, folder, how):
    """
    server.json is readable by the owner alone, and gone once the server was told to stop.
    """
    server = start()

    assert 0o600 == server.word.stat().st_mode & 0o777
    assert {"address", "token", "pid"} == set(server.left)
    assert server.process.pid == server.left["pid"]
    code, told = server.stop(how)
    assert (0, "") == (code, told)
    assert not server.word.exists()
    with Store(folder) as store:
        assert audit.verify(store.cursor())


def test_what_it_compiled_is_there_for_its_next_start(start, tmp_path):
    """
    A question that it was asked leaves its SQL in the user's cache, and no value of anybody's.
    """
    server = start(KPI_CACHE=str(tmp_path / "cache"))
    server.send("/v1/query", {"kpis": ["lead_volume"], "period": "2019-03-07"})

    server.stop()

    kept = (tmp_path / "cache" / "compiled.json").read_text()
    assert json.loads(kept)["statements"]
    assert "2019-03" not in kept


def test_a_request_that_was_begun_is_answered_before_the_end(start, folder):
    """
    Told to stop, the server finishes what it was asked.
    """
    server = start()
    body = {"calls": [{"fn": "B2B_REVENUE", "rows": [[[[1] * 200_000]]] * 4}]}
    found = []
    asking = threading.Thread(target=lambda: found.append(server.send("/v1/cells", body)))
    asking.start()
    time.sleep(0.15)

    code, _ = server.stop()
    asking.join()

    assert 0 == code
    assert [200_000.0] * 4 == found[0]["results"][0]["values"]


def test_a_second_server_is_refused(start, folder):
    """
    One workspace, one server: the second is told where the first is.
    """
    server = start()

    said = refused("serve", "--port", "0", folder=folder, lang="fr")

    assert server.address in said
    assert {"status": "ok"}.items() <= server.get("/health").items()
    assert server.word.exists()


def test_a_taken_port_is_said(start, folder, tmp_path):
    """
    A port that another program has is named, with the way out.
    """
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = refused("serve", "--port", port, folder=folder)

    assert f"Port {port} is taken" in said
    assert "--port 0" in said
    assert not (folder / "server.json").exists()


def test_a_server_that_others_reach_needs_a_key(folder):
    """
    Off this machine, no key, no server.
    """
    for host in (EVERYWHERE, "::", "192.0.2.7"):
        said = refused("serve", "--port", "0", "--host", host, folder=folder, lang="fr")
        assert "KPI_API_KEY" in said
    assert not (folder / "server.json").exists()


def test_an_address_of_another_machine_is_said(folder):
    """
    A host that is not this machine's is not a port that is taken.
    """
    said = refused("serve", "--host", "192.0.2.7", folder=folder, KPI_API_KEY="secret")

    assert "192.0.2.7 is not an address of this machine" in said


def test_with_a_key_only_its_holders_ask(start):
    """
    On a network the key opens the data, the owner's key the administration, and nothing opens both.
    """
    server = start("--host", EVERYWHERE, KPI_API_KEY="reader-key")
    server.address = server.address.replace(EVERYWHERE, "127.0.0.1")

    def asked(path, key=None):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        body = {} if "admin" in path else None
        return status(lambda: server.send(path, body, **headers))

    owner = server.left["token"]
    assert (401, 401, 200, 200) == tuple(
        asked("/v1/kpis", k) for k in (None, "x", "reader-key", owner)
    )
    assert (401, 401, 200) == tuple(
        asked("/v1/admin/settings", k) for k in (None, "reader-key", owner)
    )
    assert 200 == asked("/health")


def test_names_under_which_a_proxy_publishes_it(start):
    """
    A host name that the owner declared is answered, any other is not.
    """
    server = start(KPI_HOSTS="kpi.firm.example, other.firm.example", KPI_API_KEY="reader-key")

    for name, expected in (("kpi.firm.example", 200), ("evil.example", 400)):
        assert expected == status(lambda name=name: server.get("/health", Host=name))


def test_an_endless_body_is_cut_short(start):
    """
    A body in pieces, without a length, is refused over the wire once it is too large.
    """
    server = start()
    wire = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=20)
    wire.putrequest("POST", "/v1/cells")
    wire.putheader("Content-Type", "application/json")
    wire.putheader("Transfer-Encoding", "chunked")
    wire.endheaders()
    sent = 0
    try:
        while sent < 64 * 1024 * 1024:
            wire.send(b"10000\r\n" + b" " * 65_536 + b"\r\n")
            sent += 65_536
    except OSError:
        pass
    answered = wire.getresponse()
    kind = json.load(answered)["kind"]
    wire.close()

    assert (413, "LIMIT") == (answered.status, kind)
    assert sent < 64 * 1024 * 1024
    assert 200 == status(lambda: server.get("/health"))


def test_after_a_crash_the_word_it_left_misleads_nobody(start, folder, tmp_path):
    """
    A server killed leaves its word behind: commands open the file themselves, and a server of
    another workspace that stands at the same address is neither asked nor given the key.
    """
    server = start()
    server.stop(signal.SIGKILL)
    assert server.word.exists()
    assert 1 == answer("settings", folder=folder)["fiscal_start"]

    other = shutil.copytree(
        folder, tmp_path / "other", ignore=shutil.ignore_patterns("server.json")
    )
    kpi("settings", "fiscal_start=7", folder=other)
    port = server.address.rpartition(":")[2]
    start("--port", port, at=other)

    assert 1 == answer("settings", folder=folder)["fiscal_start"]
    assert 7 == answer("settings", folder=other)["fiscal_start"]


def test_a_crashed_server_can_be_started_again(start):
    """
    What a killed server left behind does not keep the next one from starting.
    """
    start().stop(signal.SIGKILL)

    again = start()

    assert {"status": "ok"}.items() <= again.get("/health").items()


def test_it_needs_a_workspace(tmp_path):
    """
    Serving what is not there says how to begin.
    """
    said = refused("serve", "--port", "0", folder=tmp_path / "none")

    assert "kpi demo" in said
    assert not (tmp_path / "none").exists()


def test_the_command_is_installed():
    """
    `kpi` stands beside the Python that runs these tests.
    """
    assert KPI.exists()
