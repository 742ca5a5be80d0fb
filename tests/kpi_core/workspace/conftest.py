import pytest

from tests.kpi_core.workspace.filled import Filled


@pytest.fixture(name="made")
def _made(tmp_path):
    made = Filled(tmp_path / "w")
    yield made
    made.close()
