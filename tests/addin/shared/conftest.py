"""One PostgreSQL, one owner and three servers for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kpi_core.workspace import Store
from tests.addin.client import Client
from tests.addin.shared.cluster import SECRETS, Cluster, Database, fill
from tests.kpi_core.engines.server import Server, started


@pytest.fixture(autouse=True, scope="session")
def _secrets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in SECRETS.items():
            patched.setenv(name, value)
        yield


@pytest.fixture(name="server", scope="session")
def _server() -> Iterator[Server]:
    """A server of the tests' own, with a small firm's tables."""
    with started() as server:
        fill(server)
        yield server


@pytest.fixture(name="database", scope="session")
def _database(server) -> Iterator[Database]:
    """What stops and starts that server."""
    made = Database(server)
    yield made
    made.close()


@pytest.fixture(name="cluster", scope="session")
def _cluster(database, server, tmp_path_factory) -> Iterator[Cluster]:
    """A workspace whose facts are there, shared, with three servers that run."""
    made = Cluster(tmp_path_factory.mktemp("several") / "owner", server)
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture(name="alone")
def _alone(cluster):
    """Return what opens the owner's workspace as a single process answers from it."""

    @contextmanager
    def opened():
        with Store(cluster.folder) as store:
            client = Client(store, authority={"closed": False}, api=cluster.key)
            try:
                yield client
            finally:
                client.core.close()

    return opened
