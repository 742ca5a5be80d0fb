import pytest

from tests.kpi_core.workspace.filled import Filled


@pytest.fixture(name="made")
def _made(tmp_path):
    made = Filled(tmp_path / "w")
    yield made
    made.close()


@pytest.fixture(name="target")
def _target(tmp_path):
    """Where a backup goes."""
    return tmp_path / "kept.duckdb"
