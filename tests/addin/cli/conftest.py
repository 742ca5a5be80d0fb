"""What commands are typed over: a small table of costs in a workspace, and a sheet that is kept."""

import shutil

import pytest

from tests.addin.cli.desk import desk
from tests.command import kpi

COSTS = """date spent,source,campaign,product,amount spent
2025-03-10,LinkedIn Ads,Spring,GTXPro,100.10
2025-04-11,Salon SaaS,Spring,GTX Pro,50
soon,LinkedIn Ads,Spring,GTX Pro,7
"""


@pytest.fixture(name="spend")
def _spend(tmp_path):
    """A small table of costs, one line of which no date can be read from."""
    path = tmp_path / "costs.csv"
    path.write_text(COSTS, encoding="utf-8")
    return path


@pytest.fixture(name="imported", scope="session")
def _imported(tmp_path_factory):
    """A workspace into which the table was imported, once for all."""
    path = tmp_path_factory.mktemp("once") / "costs.csv"
    path.write_text(COSTS, encoding="utf-8")
    kpi("import", path, folder=path.parent / "w")
    return path.parent / "w"


@pytest.fixture(name="folder")
def _folder(imported, tmp_path):
    return shutil.copytree(imported, tmp_path / "w")


@pytest.fixture(name="desk")
def _desk(tmp_path):
    with desk(tmp_path) as made:
        yield made
