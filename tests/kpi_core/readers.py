"""The other two readers of a formula, run for real: a DuckDB query and a Node process."""

import json
import os
import shutil
import subprocess
from functools import cache

import duckdb
import ibis
import pytest
from ibis.backends.sql.compilers import DuckDBCompiler

from kpi_core import arithmetic
from kpi_core.catalog import REGISTRY
from kpi_core.javascript import module
from kpi_core.units import Unit

EXACT = {
    Unit.MONEY: "decimal(38, 4)",
    Unit.MONEY_PER_MONTH: "decimal(38, 4)",
    Unit.MONEY_PER_DAY: "decimal(38, 4)",
    Unit.COUNT: "int64",
}
SQL_TYPES = {"decimal(38, 4)": "DECIMAL(38, 4)", "int64": "BIGINT", "float64": "DOUBLE"}

DRIVER = """
import { createInterface } from "node:readline";
import { FORMULAS } from "./formulas.mjs";

// JSON has neither infinity nor minus zero: they travel as text.
const number = (x) => (typeof x === "string" ? Number(x) : x);
const shown = (_key, x) => (Object.is(x, -0) ? "-0" : x);

for await (const line of createInterface({ input: process.stdin })) {
  const [name, given] = JSON.parse(line);
  const answer = FORMULAS[name](...given.map(number));
  process.stdout.write(JSON.stringify(answer, shown) + "\\n");
}
"""


class Node:
    """A Node process that has imported the catalogue."""

    def __init__(self, process):
        self.process = process

    def __call__(self, function, *given):
        self.process.stdin.write(json.dumps([function, given]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def node_or_skip():
    """Return where Node is; without it the test is skipped, or fails where all must run."""
    found = shutil.which("node")
    if found is None:
        reason = "Node is not installed: nothing runs the JavaScript"
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def started(folder):
    """Start Node in *folder*, where the catalogue is written as a module."""
    node = node_or_skip()
    (folder / "formulas.mjs").write_text(module(REGISTRY.values()), "utf-8")
    (folder / "driver.mjs").write_text(DRIVER, "utf-8")
    return subprocess.Popen(
        [node, str(folder / "driver.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def in_warehouse(kpi, values, *, exact=False):
    """Return the KPI's formula over one row of columns, as a query computes it."""
    sql, types = _statement(kpi.id, exact)
    row = ", ".join(f"CAST(? AS {SQL_TYPES[types[n]]}) AS {n}" for n in kpi.names)
    ((value,),) = (
        _duckdb()
        .execute(f"WITH given AS (SELECT {row}) {sql}", [values[n] for n in kpi.names])
        .fetchall()
    )
    return value


@cache
def _statement(id_, exact):
    kpi = REGISTRY[id_]
    types = {n: EXACT.get(t.unit, "float64") if exact else "float64" for n, t in kpi.inputs.items()}
    given = ibis.table(types, name="given")
    value = arithmetic.columns(kpi.expression, {n: given[n] for n in kpi.names})
    return DuckDBCompiler().to_sqlglot(given.select(value=value)).sql("duckdb"), types


@cache
def _duckdb():
    return duckdb.connect()
