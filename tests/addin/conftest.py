import shutil

import pytest

from kpi_core.workspace import Store
from tests.addin.client import KEY, Client
from tests.kpi_core.workspace.filled import Filled, lead, spent


@pytest.fixture(name="demo_folder", scope="session")
def _demo_folder(new_demo, tmp_path_factory):
    """The demo, loaded by its own command; never changed by a test."""
    return new_demo(tmp_path_factory.mktemp("demo") / "w")


@pytest.fixture(name="demo_copy")
def _demo_copy(demo_folder, tmp_path):
    """A copy of the demo, to be changed."""
    return shutil.copytree(demo_folder, tmp_path / "w")


@pytest.fixture(name="demo", scope="session")
def _demo(demo_folder, tmp_path_factory):
    """The interface over a copy of the demo that no test changes."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("served") / "w")
    with Store(folder) as store:
        yield Client(store)


@pytest.fixture(name="made")
def _made(tmp_path):
    """An empty workspace to fill by hand."""
    made = Filled(tmp_path / "w")
    yield made
    made.close()


@pytest.fixture(name="client", scope="session")
def _client(tmp_path_factory):
    """The interface over an empty workspace that no test changes."""
    with Store(tmp_path_factory.mktemp("empty") / "w", create=True) as store:
        yield Client(store)


@pytest.fixture(name="keyed", scope="session")
def _keyed(client):
    """The same workspace, behind a key."""
    return Client(client.store, api=KEY)


@pytest.fixture(name="own")
def _own(made):
    """The interface over `made`."""
    return Client(made.store)


@pytest.fixture(name="firm", scope="session")
def _firm(tmp_path_factory):
    """The interface over a firm of forty leads and three invoices, that no test changes."""
    made = Filled(tmp_path_factory.mktemp("firm") / "w")
    made.add("spend", spent(1500, "2025-03-10"), spent(500, "2025-03-12", "Google Ads"))
    made.add("spend", spent(300, "2025-05-02"))
    made.add("leads", *(lead(f"p{i}@firm.example", "2025-03-10") for i in range(30)))
    made.add("leads", *(lead(f"q{i}@firm.example", "2025-05-02") for i in range(10)))
    yield Client(made.store)
    made.close()
