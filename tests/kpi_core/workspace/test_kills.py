"""kill -9 in the middle of an import, at any moment: the file is wholly in or wholly out."""

import os
import random
import subprocess
import time

import pytest

from kpi_core.workspace import Store, audit
from tests.command import KPI, environment, kpi

KILLS = int(os.environ.get("KPI_KILLS", "25"))
ROWS = 2500


def write(folder, n):
    """Write a file whose rows no other file has, and return its path."""
    path = folder / f"kill{n}.csv"
    lines = [
        f"2025-{1 + i % 12:02}-{1 + i % 28:02},Source {i % 7},k{n},label {i},{i % 900}.25"
        for i in range(ROWS)
    ]
    path.write_text("\n".join(["date spent,source,campaign,what it paid for,amount spent", *lines]))
    return path


def look(folder, names):
    """Return, for each file, what the facts, the imports and the journal say of it."""
    with Store(folder) as store:
        cursor = store.cursor()
        assert audit.verify(cursor)
        facts = dict(cursor.execute("SELECT campaign, count(*) FROM spend GROUP BY 1").fetchall())
        ids = dict(cursor.execute("SELECT file, id FROM imports").fetchall())
        told = {
            file: (int(number), int(added))
            for file, number, added in cursor.execute(
                "SELECT object, details->>'import', details->'added'->>'spend' FROM audit"
                " WHERE action = 'import'"
            ).fetchall()
        }
        kept = cursor.execute("SELECT count(*) FROM spend_history").fetchall()
        assert [(0,)] == kept
    return {
        name: (
            facts.get(name.removesuffix(".csv").replace("kill", "k"), 0),
            ids.get(name),
            told.get(name),
        )
        for name in names
    }


@pytest.fixture(name="folder")
def _folder(tmp_path):
    kpi("import", write(tmp_path, 0), folder=tmp_path / "w")
    return tmp_path


def test_wholly_in_or_wholly_out(folder):
    """
    After each kill the workspace opens, its journal is whole, and facts, imports and journal agree.
    """
    chance = random.Random(20251112)  # noqa: S311 - moments, not secrets
    began = time.monotonic()
    kpi("import", write(folder, 1), folder=folder / "w")
    whole = time.monotonic() - began
    names, killed, found_in = ["kill0.csv", "kill1.csv"], 0, 0

    for n in range(2, KILLS + 2):
        path = write(folder, n)
        running = subprocess.Popen(
            [KPI, "--workspace", str(folder / "w"), "import", str(path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        time.sleep(chance.uniform(0.3 * whole, 1.1 * whole))
        running.kill()
        killed += running.wait() == -9
        names.append(path.name)

        seen = look(folder / "w", names)

        for name, (rows, number, told) in seen.items():
            assert (0, None, None) == (rows, number, told) or (
                ROWS == rows and (number, ROWS) == told
            ), (n, name, rows, number, told)
        found_in += seen[path.name][0] > 0

    print(f"{KILLS} imports, {killed} killed before their end, {found_in} wholly in")
    assert killed >= KILLS // 4
    kpi("import", write(folder, KILLS + 2), folder=folder / "w")
    (rows, *_), *_ = look(folder / "w", [f"kill{KILLS + 2}.csv"]).values()
    assert ROWS == rows
