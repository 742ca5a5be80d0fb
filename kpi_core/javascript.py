"""The catalogue as JavaScript: the formulas that a spreadsheet computes with no network.

Each function takes its inputs as numbers, or null for a cell left empty, the optional ones last.
It returns `{ v: number }`, or says why there is none as a `Kpi` does:

    { e: "EMPTY", at: input }       an input to fill in
    { e: "NUM", at: input }         an input that cannot be true
    { e: "NUM", at: null, rule }    inputs that cannot hold together: the rank of the requirement
    { e: "NUM", at: null }          a result too large
    { e: "DIV0", at: input }        a base of zero; null when no single input is zero

The words belong to the host, which has them from the same declarations.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from kpi_core import arithmetic
from kpi_core.definition import Kpi
from kpi_core.glossary import GLOSSARY

_RUNTIME = """\
function divide(a, b, inputs = {}) {
  if (b !== 0) return a / b;
  const at = Object.keys(inputs).find((name) => inputs[name] === 0) ?? null;
  throw { e: "DIV0", at };
}

function power(base, n) {
  let product = base;
  for (let i = 1; i < n; i += 1) product *= base;
  return product;
}

function formula(inputs, value, rules = []) {
  return (...given) => {
    const x = {};
    for (const [i, [name, , byDefault]] of inputs.entries()) {
      x[name] = given[i] ?? byDefault;
      if (x[name] === undefined) return { e: "EMPTY", at: name };
      if (!Number.isFinite(x[name])) return { e: "NUM", at: name };
    }
    for (const [name, least] of inputs) {
      if (least !== null && x[name] < least) return { e: "NUM", at: name };
    }
    const rule = rules.findIndex((holds) => holds(x) < 0);
    if (rule >= 0) return { e: "NUM", at: null, rule };
    try {
      const v = value(x) + 0;
      return Number.isFinite(v) ? { v } : { e: "NUM", at: null };
    } catch (fault) {
      if (fault.e) return fault;
      throw fault;
    }
  };
}
"""


def source(kpis: Iterable[Kpi]) -> str:
    """Return a script that defines `FORMULAS`: the name typed in a cell -> its function."""
    formulas = "\n".join(f"  {kpi.function}: {_formula(kpi)}," for kpi in kpis)
    return f"{_RUNTIME}\nconst FORMULAS = {{\n{formulas}\n}};\n"


def module(kpis: Iterable[Kpi]) -> str:
    """Return the same as a module, for hosts that import one."""
    return source(kpis) + "\nexport { FORMULAS };\n"


def _formula(kpi: Kpi) -> str:
    inputs = json.dumps([_input(kpi, name) for name in kpi.names])
    rules = ", ".join(
        _function(arithmetic.trace(rule.formula, arithmetic.parameters(rule.formula)))
        for rule in kpi.requires
    )
    value = _function(kpi.expression)
    return f"formula({inputs}, {value}, [{rules}])" if rules else f"formula({inputs}, {value})"


def _input(kpi: Kpi, name: str) -> list[str | float | None]:
    described: list[str | float | None] = [name, GLOSSARY[name].minimum]
    return [*described, kpi.defaults[name]] if name in kpi.defaults else described


def _function(expression: arithmetic.Expr) -> str:
    names = ", ".join(dict.fromkeys(arithmetic.inputs_of(expression)))
    return f"({{ {names} }}) => {arithmetic.javascript(expression)}"
