"""The embedded engine counts alike in the oldest release that is allowed and in the one installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.kpi_core.engines.versions import answers

ROOT = Path(__file__).parents[3]
#: The oldest release that the project allows, put beside the other packages by `make test`.
OLDER = Path(sys.prefix) / "duckdb-older"


@pytest.fixture(name="older", scope="module")
def _older(tmp_path_factory):
    """What the older release answers over a demo that it imported itself."""
    if not OLDER.exists():
        reason = "the older DuckDB is not installed: make test"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.kpi_core.engines.versions", tmp_path_factory.mktemp("older") / "w"],
        env=os.environ | {"PYTHONPATH": f"{OLDER}{os.pathsep}{ROOT}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert 0 == ran.returncode, ran.stderr
    return json.loads(ran.stdout)


def test_both_releases_give_the_same_answers(older, pair):
    """
    Every KPI by channel and as a cohort, each study, model and cell: to the last bit.
    """
    assert older["version"].startswith("1.5.")
    assert duckdb.__version__.startswith("2.")

    found = answers(pair.own)

    assert older["answers"].keys() == found.keys()
    assert not [name for name in found if older["answers"][name] != found[name]]
