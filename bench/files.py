"""A large file: the whole import against DuckDB's own reader filling one table."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

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
        theirs = min(
            seconds(lambda i=i: _by_hand(path, Path(folder) / f"hand{i}.duckdb")) for i in range(3)
        )
        times = []
        for i in range(3):
            command = [
                sys.executable,
                "-m",
                "addin",
                "--workspace",
                f"{folder}/w{i}",
                "import",
                str(path),
                "--tax",
                "ht",
            ]
            times.append(
                seconds(
                    lambda command=command: subprocess.run(
                        command,
                        check=True,
                        stdout=subprocess.DEVNULL,
                        env={**os.environ, "KPI_LANG": "en"},
                    )
                )
            )
        yield Row(
            f"import of a {count:,}-row CSV", min(times), theirs, "read_csv into a table", "≤ 3"
        )


def _by_hand(path: Path, target: Path) -> None:
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"CREATE TABLE spend AS SELECT * FROM read_csv('{path}')")
