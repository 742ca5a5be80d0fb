"""Run every row: `python -m bench`, or some: `python -m bench 1M import`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import (
    attribution,
    cells,
    cohorts,
    files,
    google,
    libreoffice,
    lifetime,
    model,
    office,
    overload,
    postgres,
    queries,
    questions,
    scoring,
    sheets,
    warehouse,
)
from bench.measure import Row, peak_mb, seconds, table

SIZES = {"1M": 1_000_000, "20M": 20_000_000}
#: Rows of a running server, of the hosts that ask it, and of sheets that are kept.
SERVERS = {
    "libreoffice": libreoffice.rows,
    "excel": office.rows,
    "google": google.rows,
    "overload": overload.rows,
    "ask": questions.rows,
    "attribution": attribution.rows,
    "cohorts": cohorts.rows,
    "lifetime": lifetime.rows,
    "scoring": scoring.rows,
    "sheets": sheets.rows,
    "postgres": postgres.rows,
}


def main(wanted: list[str]) -> None:
    found: list[Row] = []
    for label, size in SIZES.items():
        if not wanted or label in wanted:
            with tempfile.TemporaryDirectory() as folder:
                with warehouse.make(Path(folder) / "w", size) as store:
                    found += queries.rows(store, label)
                    if label == "1M":
                        found += cells.in_process(store)
                if label == "1M":
                    found += cells.through_server(Path(folder) / "w")
    if not wanted or "import" in wanted:
        found += files.rows(1_000_000)
    for name, rows in SERVERS.items():
        if not wanted or name in wanted:
            with tempfile.TemporaryDirectory() as folder:
                found += rows(Path(folder))
    if not wanted or "start" in wanted:
        ours = min(seconds(lambda: _run("-m", "addin", "--help")) for _ in range(5))
        bare = min(seconds(lambda: _run("-c", "import typer")) for _ in range(5))
        found.append(Row("`kpi --help`", ours, bare, "importing typer", "< 0.4 s"))
    _told(found, wanted)
    print(f"peak memory of the bench's own process: {peak_mb():,.0f} MB")


def _told(found: list[Row], wanted: list[str]) -> None:
    if found:
        print(table(found))
    if not wanted or "model" in wanted:
        print(model.report())
    if not wanted or "sheets" in wanted:
        print(sheets.memory())


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


main(sys.argv[1:])
