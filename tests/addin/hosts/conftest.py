import shutil
import signal

import pytest

from tests.addin.hosts.excel import Excel, installed
from tests.addin.running import Server


@pytest.fixture(name="server", scope="session")
def _server(demo_folder, tmp_path_factory):
    """A real server over the demo, that no test stops."""
    installed()
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("excel") / "w")
    server = Server(folder).wait()
    yield server
    server.stop(signal.SIGKILL)


@pytest.fixture(name="excel", scope="session")
def _excel(server, tmp_path_factory):
    with Excel(tmp_path_factory.mktemp("workbook"), server.address) as excel:
        yield excel


@pytest.fixture(name="classeur", scope="session")
def _classeur(server, tmp_path_factory):
    """The same, for a French reader."""
    with Excel(tmp_path_factory.mktemp("classeur"), server.address, "fr-FR") as excel:
        yield excel
