import json
import os
import shutil

import pytest

from addin.hosts.libreoffice.package import extension
from tests.addin.libreoffice.running import Office, missing
from tests.addin.libreoffice.stub import Stub
from tests.addin.running import Server


@pytest.fixture(name="running", scope="session")
def _running(tmp_path_factory):
    """One office for all tests."""
    if reason := missing():
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("office")
    file = folder / "b2b-kpi.oxt"
    file.write_bytes(extension("http://127.0.0.1:9"))
    office = Office(folder / "o", file)
    yield office
    office.quit()


@pytest.fixture(name="office")
def _office(running):
    """A new document in an English office."""
    running.speak("en-US", "en-US")
    running.order("refresh")
    running.new()
    yield running
    running.close()


@pytest.fixture(name="ask")
def _ask(running):
    """Say which server to ask, as the settings do."""

    def ask(url, **more):
        file = running.profile / "user" / "b2b-kpi.json"
        file.write_text(json.dumps({"url": url, **more}), "utf-8")

    yield ask
    ask("http://127.0.0.1:9")


@pytest.fixture(name="stub")
def _stub():
    """A server that answers as it is told to."""
    stub = Stub()
    yield stub
    stub.stop()


@pytest.fixture(name="served", scope="session")
def _served(running, demo_folder, tmp_path_factory):
    """A real server over the demo."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("served") / "w")
    server = Server(folder).wait()
    yield server
    server.stop()
