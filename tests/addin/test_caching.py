"""What is compiled once serves every workspace of its user, and is taken from nobody else."""

import json
import os
import stat

import pytest

from addin.caching import compiled_in
from tests.command import kpi


def test_the_sql_of_one_workspace_serves_the_next(tmp_path):
    """
    A question asked in a second workspace compiles nothing: the file stays as it was.
    """
    cache = tmp_path / "cache"
    kept = cache / "compiled.json"
    for name in ("one", "two"):
        kpi("settings", "fiscal_start=1", folder=tmp_path / name)
    asked = ("query", "lead_volume", "--period", "2024")
    kpi(*asked, folder=tmp_path / "one", KPI_CACHE=str(cache))
    first = kept.stat().st_mtime_ns

    kpi(*asked, folder=tmp_path / "two", KPI_CACHE=str(cache))

    assert json.loads(kept.read_text())["statements"]
    assert first == kept.stat().st_mtime_ns
    assert not list(tmp_path.glob("*/compiled.json"))[1:]
    assert 0o700 == stat.S_IMODE(cache.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder to the user")
def test_a_folder_that_others_may_write_in_is_not_trusted(tmp_path, monkeypatch):
    """
    What lies there is run as SQL: a folder of everybody's gives way to the workspace's own.
    """
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setenv("KPI_CACHE", str(shared))
    assert shared == compiled_in(tmp_path / "w")

    shared.chmod(0o777)

    assert tmp_path / "w" == compiled_in(tmp_path / "w")


def test_without_a_home_it_is_kept_beside_the_workspace(tmp_path, monkeypatch):
    """
    A path that cannot be a folder stops nobody.
    """
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KPI_CACHE", str(tmp_path / "file" / "below"))

    assert tmp_path / "w" == compiled_in(tmp_path / "w")
