"""The server behind the proxy that the guide ships, over https, on this machine."""

import configparser
import datetime as dt
import http.client
import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from addin import certificate
from addin.replica import PATIENCE
from tests.addin.running import Server
from tests.command import kpi

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
NAME = "kpi.example.com"


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Proxy:
    """nginx with the shipped configuration: only its ports, paths and upstream are this test's."""

    def __init__(self, folder, upstream, made):
        self.port = free_port()
        text = (DEPLOY / "nginx.conf").read_text("utf-8")
        for old, new in {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "listen 80": f"listen 127.0.0.1:{free_port()}",
            "/etc/ssl/kpi/chain.pem": str(made.chain),
            "/etc/ssl/kpi/key.pem": str(made.key),
            "http://127.0.0.1:8765": f"http://127.0.0.1:{upstream}",
        }.items():
            assert old in text
            text = text.replace(old, new)
        config = folder / "nginx.conf"
        config.write_text(
            f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;\n"
            "events {}\nhttp { access_log off;\n"
            + "".join(
                f"{kind}_temp_path {folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + text
            + "}\n",
            encoding="utf-8",
        )
        words = [shutil.which("nginx"), "-p", str(folder), "-c", str(config)]
        words += ["-e", f"{folder}/error.log"]
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE)
        self.trusted = ssl.create_default_context(cafile=str(made.authority))
        self.trusted.check_hostname = False  # the certificate is for localhost, the name is not

    def send(self, method, path, body=None, **headers):
        """Return the status, the headers and the body of one request."""
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=self.trusted)
        try:
            told = {"Host": NAME, "Content-Type": "application/json", **headers}
            line.request(method, path, body, told)
            answer = line.getresponse()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def until(self, status):
        """Ask for the server's health until it answers with *status*."""
        for _ in range(200):
            try:
                if self.send("GET", "/health")[0] == status:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(status)

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=10)


@pytest.fixture(name="deployed")
def _deployed(demo_copy, tmp_path):
    """A keyed workspace served behind the proxy: the proxy, the server, its port and the key."""
    if shutil.which("nginx") is None:
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed: nothing stands in front of the server")
    key = kpi("keys", "create", "sheet", folder=demo_copy).stdout.strip()
    made = certificate.make(tmp_path / "certificate", dt.datetime.now(dt.UTC))
    port = free_port()
    server = Server(demo_copy, "--port", str(port), KPI_HOSTS=NAME).wait()
    folder = tmp_path / "nginx"
    folder.mkdir()
    try:
        proxy = Proxy(folder, port, made)
        try:
            proxy.until(200)
            yield proxy, server, port, key
        finally:
            proxy.stop()
    finally:
        server.stop()


CELLS = json.dumps({"calls": [{"fn": "B2B_CPL", "rows": [[1500, 50]]}]})


def test_a_sheet_reaches_the_server_over_https_with_its_key(deployed):
    """
    With the key a cell is computed; without it, or at the owner's door, nothing is.
    """
    proxy, _, _, key = deployed
    bearer = {"Authorization": f"Bearer {key}"}

    status, headers, body = proxy.send("POST", "/v1/cells", CELLS, **bearer)

    assert (200, [30.0]) == (status, json.loads(body)["results"][0]["values"])
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert 401 == proxy.send("POST", "/v1/cells", CELLS)[0]
    assert 404 == proxy.send("POST", "/v1/admin/settings", "{}", **bearer)[0]


def test_too_large_a_body_is_refused_at_the_door(deployed):
    """
    More than 4 MB does not travel to the server, and says so.
    """
    proxy, _, _, key = deployed

    status, _, _ = proxy.send(
        "POST", "/v1/cells", b" " * (4 * 1024 * 1024 + 1), Authorization=f"Bearer {key}"
    )

    assert 413 == status


def test_a_server_that_restarts_behind_the_proxy_comes_back_by_itself(deployed, demo_copy):
    """
    While it is away the proxy says so; back again, the same key opens the same data.
    """
    proxy, server, port, key = deployed
    server.stop()
    proxy.until(502)

    again = Server(demo_copy, "--port", str(port), KPI_HOSTS=NAME).wait()
    try:
        proxy.until(200)
        assert 200 == proxy.send("POST", "/v1/cells", CELLS, Authorization=f"Bearer {key}")[0]
    finally:
        again.stop()


def test_the_nightly_copy_is_made_by_the_running_server(deployed, demo_copy, tmp_path):
    """
    What the timer runs works while the server does, and the copy can be opened.
    """
    _, server, _, _ = deployed
    unit = _unit("kpi-backup.service")
    command = shlex.split(unit["Service"]["ExecStart"].replace("%%", "%"))[-1]
    named = re.search(r'kpi (backup) "/var/lib/kpi/backups/(.+)"', command)
    target = tmp_path / "night.duckdb"

    assert server.process.poll() is None
    kpi(named[1], target, folder=demo_copy)

    assert target.stat().st_size > 100_000
    assert 0o600 == target.stat().st_mode & 0o777


def test_the_units_start_what_exists_and_give_it_no_more_than_it_needs():
    """
    The service runs as its own user, under the umask of the product, with commands that exist.
    """
    service = _unit("kpi.service")["Service"]
    words = shlex.split(service["ExecStart"])

    assert "serve" == words[1]
    assert "--port" in kpi("serve", "--help").stdout
    assert ("kpi", "0077", "strict") == (
        service["User"],
        service["UMask"],
        service["ProtectSystem"],
    )
    assert "true" == _unit("kpi-backup.timer")["Timer"]["Persistent"]

    replica = _unit("kpi-replica@.service")["Service"]
    assert ["serve", "--replica", "--port", "%i"] == shlex.split(replica["ExecStart"])[1:]
    assert "--replica" in kpi("serve", "--help").stdout
    assert ("yes", "strict") == (replica["DynamicUser"], replica["ProtectSystem"])
    assert int(replica["TimeoutStopSec"]) > PATIENCE


def _unit(name):
    """Return a systemd unit as its sections."""
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read_string((DEPLOY / name).read_text("utf-8"))
    return unit
