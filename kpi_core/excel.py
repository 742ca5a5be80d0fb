"""The catalogue as Excel formulas: what computes in a workbook with nothing installed.

A name of the workbook stands for a LAMBDA. As in every host an argument is a number or a range
that is summed, and a cell left empty is missing; unlike the others it has no words for an error,
reads no number out of a text, and sums as Excel does: to the last digit but one.

Names follow the file format, not the formula bar: `_xlfn.` before functions younger than the
format, `_xlpm.` before what a LAMBDA or a LET names, `_xlop.` where an optional one is declared.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core import arithmetic
from kpi_core.definition import Kpi
from kpi_core.glossary import GLOSSARY

# Excel has no function that gives #NUM! by name.
_NUM = "SQRT(-1)"


def named(kpi: Kpi) -> str:
    """Return the LAMBDA that the name of *kpi* stands for, as a workbook stores it."""
    declared = ",".join(f"{'_xlop' if n in kpi.defaults else '_xlpm'}.{n}" for n in kpi.names)
    # Nothing called like a cell, a row or a column: `x_` keeps sums apart from arguments.
    sums = ",".join(f"_xlpm.x_{n},{_read(kpi, n, f'_xlpm.{n}', omitted=True)}" for n in kpi.names)
    counts = {name: f"_xlpm.{name}" for name in kpi.names}
    body = _checked(kpi, counts, {name: f"_xlpm.x_{name}" for name in kpi.names})
    return f"_xlfn.LAMBDA({declared},_xlfn.LET({sums},{body}))"


def plain(kpi: Kpi, arguments: Mapping[str, str]) -> str:
    """
    Return the same on given *arguments* (references or numbers), without a LAMBDA.

    For engines that have none; an argument that is left out is not in *arguments*.
    """
    given = {name: arguments.get(name, '""') for name in kpi.names}
    values = {name: _read(kpi, name, text, omitted=False) for name, text in given.items()}
    return _checked(kpi, given, values)


def _read(kpi: Kpi, name: str, given: str, *, omitted: bool) -> str:
    if name not in kpi.defaults:
        return f"SUM({given})"
    default = _number(kpi.defaults[name])
    found = f"IF(COUNT({given})=0,{default},SUM({given}))"
    return f"IF(_xlfn.ISOMITTED({given}),{default},{found})" if omitted else found


def _checked(kpi: Kpi, given: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Return the value, or what is wrong with the inputs, in the order in which they are checked."""
    text = written(kpi.expression, values)
    rules = (
        arithmetic.trace(rule.formula, arithmetic.parameters(rule.formula)) for rule in kpi.requires
    )
    wrong = [f"{written(rule, values)}<0" for rule in rules]
    least = {n: GLOSSARY[n].minimum for n in kpi.names}
    wrong = [f"{values[n]}<{_number(m)}" for n, m in least.items() if m is not None] + wrong
    if wrong:
        text = f"IF({_any(wrong)},{_NUM},{text})"
    missing = [n for n in kpi.names if n not in kpi.defaults]
    if missing:
        # An error that a cell shows comes out again before the emptiness beside it.
        shown = "+".join(values[n] for n in kpi.names)
        text = f"IF({_any([f'COUNT({given[n]})=0' for n in missing])},{shown}+NA(),{text})"
    return text


def _any(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def written(expr: arithmetic.Expr, values: Mapping[str, str]) -> str:
    """Return *expr* as an Excel formula over *values*, the text that stands for each input."""
    match expr:
        case arithmetic.Const(value):
            return _number(value)
        case arithmetic.Input(name):
            return values[name]
        case arithmetic.Power(base, power):
            return f"({written(base, values)})^{power}"
        case arithmetic.Binary(op, left, right):
            return f"({written(left, values)}{op}{written(right, values)})"
    raise TypeError(f"not a node of a formula: {expr!r}")


def _number(value: float) -> str:
    return repr(int(value) if float(value).is_integer() else float(value))
