"""A large file: the whole import against DuckDB's own reader filling one table."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, seconds
from bench.warehouse import CHANNELS


def write_csv(path: Path, rows: int) -> None:
    """Write a plain spend table of *rows* lines."""
    rng = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write("Date,Source,Campaign,Label,Cost\n")
        for n in range(rows):
            file.write(
                f"2025-{1 + n % 12:02d}-{1 + n % 28:02d},{CHANNELS[n % 12]},campaign {n % 240},"
                f"line {n},{rng.randint(100, 99_999) / 100:.2f}\n"
            )


def rows(count: int) -> Iterator[Row]:
    """Yield the import of a file of *count* rows, in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        write_csv(path, count)
        times, theirs = [], []
        # Turn about, so that what else the machine does falls on both.
        for i in range(3):
            by_hand = _BY_HAND.format(path=path, target=f"{folder}/hand{i}.duckdb")
            theirs.append(seconds(lambda code=by_hand: _process("-c", code)))
            ours = ("-m", "addin", "--workspace", f"{folder}/w{i}", "import", str(path))
            times.append(seconds(lambda ours=ours: _process(*ours, "--tax", "ht")))
        yield Row(
            f"import of a {count:,}-row CSV",
            min(times),
            min(theirs),
            "a script: read_csv into a table",
            "≤ 3",
        )


_BY_HAND = """
import duckdb
with duckdb.connect({target!r}) as connection:
    connection.execute("CREATE TABLE spend AS SELECT * FROM read_csv('{path}')")
"""


def _process(*words: str) -> None:
    env = {**os.environ, "KPI_LANG": "en"}
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=env)
