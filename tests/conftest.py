"""Which tests stay together when several workers share them: `pytest -n 2 --dist loadscope`."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.command import kpi

# What is compiled is kept for all processes of the run, and for none after it.
_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
os.environ["KPI_CACHE"] = str(Path(tempfile.gettempdir(), f"kpi-tests-{_RUN}"))

# Nobody's own keyring is written in: what is kept goes to private files, as where there is none.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# Their tests share one program for the session (an office, a browser, a server, the demo): spread
# over workers, each worker would start its own.
TOGETHER = (
    "tests/addin/google/",
    "tests/addin/hosts/",
    "tests/addin/libreoffice/",
    "tests/addin/pane/",
    "tests/assistant/",
    "tests/addin/shared/",
    "tests/kpi_core/answering/",
    "tests/kpi_core/engines/",
)


# Each of their tests takes long and shares little.
APART = ("tests/addin/sync/test_promises.py",)


def pytest_collection_modifyitems(items):
    """Begin with the folders that stay together and end with single tests, so that no worker idles."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid):
    return 0 if nodeid.startswith(TOGETHER) else 2 if nodeid.startswith(APART) else 1


@pytest.fixture(name="new_demo", scope="session")
def _new_demo(tmp_path_factory):
    """
    Return what puts a demo of one's own in a folder that does not exist yet.

    Its command runs once for all workers, who copy what it made: it takes as long as thirty tests.
    """
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # of this run, and of all its workers
    made = base / "demo-of-all"
    with (base / "demo-of-all.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            kpi("demo", "--no-serve", folder=base / "demo-begun")
            (base / "demo-begun").rename(made)
    return lambda folder: shutil.copytree(made, folder)


class ByFolder(LoadScopeScheduling):
    """Gives one worker a whole folder, a single test where those are long, else a whole file."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        if file in APART:
            return nodeid
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def pytest_sessionfinish(session):
    """Leave nothing of the run behind: the workers end before the one that began them."""
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(os.environ["KPI_CACHE"], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Let the workers be given tests by folder."""
    return ByFolder(config, log)
