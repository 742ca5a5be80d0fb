"""What was compiled once is kept beside the workspace, and trusted only where it is ours."""

import json
import subprocess
import sys

import pytest

from kpi_core.warehouse import statements
from kpi_core.warehouse.assembling import compiled
from kpi_core.warehouse.statements import FILE, keep_in, lag_of, statement_of
from tests.kpi_core.warehouse.test_plan import shape

ASKS = """
import datetime as dt, pathlib, sys
from kpi_core.answering import Core
from kpi_core.query import KpiQuery
from kpi_core.warehouse.statements import keep_in
from kpi_core.workspace import Store
folder = pathlib.Path(sys.argv[1])
with Store(folder, create=True) as store:
    save = keep_in(folder)
    print(Core(store, dt.date(2025, 11, 12)).query(KpiQuery(kpis=["cpl"], period="2025"))[0].value)
    save()
print("ibis" in sys.modules)
"""


@pytest.fixture(autouse=True)
def _left_as_it_was(monkeypatch):
    monkeypatch.setattr(statements, "_kept", None)


def asked(folder):
    """Ask one question in a process of its own, and return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-c", ASKS, str(folder)], capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


def test_the_next_process_loads_no_compiler(tmp_path):
    """
    The first compiles and keeps; the second answers the same without the compiler.
    """
    first, second = asked(tmp_path), asked(tmp_path)

    assert "True" == first[-1]
    assert "False" == second[-1]
    assert first[:-1] == second[:-1]


def test_what_was_kept_is_what_is_compiled(tmp_path):
    """
    Word for word, with its placeholders, for every shape that was asked.
    """
    shapes = [shape("leads"), shape("leads", by=("channel",)), shape("cost", grain="month")]
    save = keep_in(tmp_path)
    first = [statement_of(s).said("duckdb") for s in shapes]
    lag = lag_of("created_on", "mql_on").said("duckdb")
    save()
    keep_in(tmp_path)

    assert first == [statement_of(s).said("duckdb") for s in shapes]
    assert first == [compiled(s).said("duckdb") for s in shapes]
    assert lag == lag_of("created_on", "mql_on").said("duckdb")
    assert 4 == len(json.loads((tmp_path / FILE).read_text())["statements"])


@pytest.mark.parametrize(
    "damage",
    [
        lambda said: "",
        lambda said: said[: len(said) // 2],
        lambda said: "[1, 2]",
        lambda said: said.replace('"stamp": "', '"stamp": "0'),
        lambda said: json.dumps(json.loads(said) | {"statements": {"k": ["SELECT 1"]}}),
        lambda said: json.dumps(json.loads(said) | {"statements": None}),
    ],
    ids=["empty", "half", "other", "another release", "short", "none"],
)
def test_a_damaged_file_is_as_none(tmp_path, damage):
    """
    Cut, of another release, of another form: compiled again, and written whole again.
    """
    save = keep_in(tmp_path)
    whole = statement_of(shape("leads")).sql
    save()
    path = tmp_path / FILE
    path.write_text(damage(path.read_text()))

    save = keep_in(tmp_path)
    again = statement_of(shape("leads")).sql
    save()
    keep_in(tmp_path)

    assert whole == again == statement_of(shape("leads")).sql


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    """
    Where nothing can be kept, each process compiles for itself.
    """
    save = keep_in(tmp_path / "nowhere")

    assert statement_of(shape("leads")).sql
    save()
    assert not (tmp_path / "nowhere").exists()


def test_the_latest_are_kept(tmp_path, monkeypatch):
    """
    There is a most of them: the oldest go first.
    """
    monkeypatch.setattr(statements, "_MOST", 2)
    save = keep_in(tmp_path)
    for by in ((), ("channel",), ("channel", "campaign")):
        assert statement_of(shape("leads", by=by)).sql
    save()
    kept = statements.Kept.of(tmp_path).statements

    assert 2 == len(kept)
    assert compiled(shape("leads")).said("duckdb") not in kept.values()
