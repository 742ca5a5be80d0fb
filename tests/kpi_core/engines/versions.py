"""What the demo answers under whichever DuckDB is installed: `python -m tests.kpi_core.engines.versions`."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

import duckdb

from addin.desk import Desk, perform
from kpi_core.answering import Core
from kpi_core.answering.cells import Cells
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.workspace import Store
from tests.command import TODAY as DEMO
from tests.kpi_core.engines.asked import (
    CELLS,
    CREDITED,
    MODELS,
    QUESTIONS,
    SOME,
    STUDIES,
    WAYS,
    YEAR,
    askable,
    told,
)
from tests.kpi_core.engines.conftest import TODAY

#: Of the ways that a few KPIs are asked: those that group or cut by what engines differ in.
ASKED = ("by source", "by week", "by month, of a member and of none", "compared", "one member")


def answers(core: Core) -> dict[str, object]:
    """Return everything that the two versions are compared by, as plain data."""
    found: dict[str, object] = {}
    for name in ("by channel", "cohorts"):
        question = QUESTIONS[name]
        found[name] = told(core, askable(core, REGISTRY, question), question)
    for name in ASKED:
        found[name] = told(core, askable(core, SOME, WAYS[name]), WAYS[name])
    for model in MODELS:
        question = {**YEAR, "by": ["channel"], "model": model}
        found[model] = told(core, askable(core, CREDITED, question), question)
    for name, (operation, asked) in STUDIES.items():
        found[name] = perform(Desk(core), operation, asked)
    shown = Cells(core).answer([tuple(part for part in cell if part) for cell in CELLS])
    found["cells"] = [a.message.en if isinstance(a, KpiError) else a for a in shown]
    return json.loads(json.dumps(found, default=str))


def main(folder: Path) -> None:
    """Import the demo anew: a file of one version need not open in another."""
    from addin.cli import main as kpi

    sys.argv = [
        "kpi",
        "--workspace",
        str(folder),
        "--lang",
        "en",
        "--today",
        DEMO,
        "demo",
        "--no-serve",
    ]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        kpi()
    with Store(folder) as store:
        told = answers(Core(store, TODAY))
    json.dump({"version": duckdb.__version__, "answers": told}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
