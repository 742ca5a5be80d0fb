"""One formula, three readers: numbers in a cell, columns in a warehouse, JavaScript in a sheet.

A formula is plain Python arithmetic. Called with `Input`s it leaves a tree of what it computes,
and the tree is computed on numbers, written as columns or written as JavaScript.
Only `+ - * /` and whole constant powers are offered: more would not mean the same in all three.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Expr:
    """A node of a traced formula."""

    __slots__ = ()

    def __add__(self, other: Operand) -> Expr:
        return Binary("+", self, as_expr(other))

    def __radd__(self, other: Operand) -> Expr:
        return Binary("+", as_expr(other), self)

    def __sub__(self, other: Operand) -> Expr:
        return Binary("-", self, as_expr(other))

    def __rsub__(self, other: Operand) -> Expr:
        return Binary("-", as_expr(other), self)

    def __mul__(self, other: Operand) -> Expr:
        return Binary("*", self, as_expr(other))

    def __rmul__(self, other: Operand) -> Expr:
        return Binary("*", as_expr(other), self)

    def __truediv__(self, other: Operand) -> Expr:
        return Binary("/", self, as_expr(other))

    def __rtruediv__(self, other: Operand) -> Expr:
        return Binary("/", as_expr(other), self)

    def __pow__(self, power: int) -> Expr:
        if not isinstance(power, int) or power < 1:
            raise TypeError(f"a formula may only raise to a whole power >= 1, not {power!r}")
        return Power(self, power)

    def __bool__(self) -> bool:
        raise TypeError("a formula cannot choose: say what must hold in `requires=`")


@dataclass(frozen=True, slots=True)
class Const(Expr):
    """A number written in the formula."""

    value: float


@dataclass(frozen=True, slots=True)
class Input(Expr):
    """One of the formula's named inputs."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    """`left op right`, op one of `+ - * /`."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Power(Expr):
    """`base ** power`, power a whole constant."""

    base: Expr
    power: int


Operand = Expr | int | float
Formula = Callable[..., Any]

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def as_expr(value: Operand) -> Expr:
    """Return *value* as a node."""
    return value if isinstance(value, Expr) else Const(float(value))


def trace(formula: Formula, names: tuple[str, ...]) -> Expr:
    """Return the tree of *formula*, its arguments taken in the order of *names*."""
    return as_expr(formula(*(Input(name) for name in names)))


def parameters(formula: Formula) -> tuple[str, ...]:
    """Return the input names that *formula* asks for, in the order people say them."""
    return tuple(inspect.signature(formula).parameters)


def inputs_of(expr: Expr) -> Iterator[str]:
    """Yield the inputs of *expr* in reading order; a name may come twice."""
    match expr:
        case Input(name):
            yield name
        case Binary(_, left, right):
            yield from inputs_of(left)
            yield from inputs_of(right)
        case Power(base, _):
            yield from inputs_of(base)
        case _:
            return


def substitute(expr: Expr, known: Mapping[str, Expr]) -> Expr:
    """Return *expr* with the inputs named in *known* replaced by what they are computed from."""
    match expr:
        case Input(name):
            return known.get(name, expr)
        case Binary(op, left, right):
            return Binary(op, substitute(left, known), substitute(right, known))
        case Power(base, power):
            return Power(substitute(base, known), power)
        case _:
            return expr


def denominators(expr: Expr) -> Iterator[Expr]:
    """Yield what *expr* divides by, in the order in which it is computed."""
    match expr:
        case Binary(op, left, right):
            yield from denominators(left)
            yield from denominators(right)
            if op == "/":
                yield right
        case Power(base, _):
            yield from denominators(base)
        case _:
            return


def compiled(expr: Expr) -> Callable[[Mapping[str, float]], float]:
    """Return a function that computes *expr* on numbers; it raises on a zero denominator."""
    match expr:
        case Const(value):
            return lambda _values: value
        case Input(name):
            return operator.itemgetter(name)
        case Power(base, power):
            factor = compiled(base)
            return lambda values: _multiplied(factor(values), power)
        case Binary(op, left, right):
            act, a, b = _OPERATORS[op], compiled(left), compiled(right)
            return lambda values: act(a(values), b(values))
    raise TypeError(f"not a node of a formula: {expr!r}")


def evaluate(expr: Expr, values: Mapping[str, float]) -> float:
    """
    Compute *expr* on numbers.

    Raises
    ------
    ZeroDivisionError
        a denominator is zero: the caller knows which words to say.
    """
    return compiled(expr)(values)


def columns(expr: Expr, values: Mapping[str, ir.NumericValue]) -> ir.NumericValue:
    """
    Return *expr* over warehouse columns: missing where an input is, or a denominator is zero.

    Sums and differences stay exact decimals; a product or a quotient is a double.
    """
    import ibis  # noqa: PLC0415 - 0.3 s that a formula in a cell must not pay

    match expr:
        case Const(value):
            return ibis.literal(value, "float64")
        case Input(name):
            return values[name]
        case Power(base, power):
            return _multiplied(columns(base, values).cast("float64"), power)
        case Binary("+" | "-" as op, left, right):
            return _OPERATORS[op](columns(left, values), columns(right, values))
        case Binary("*", left, right):
            return columns(left, values).cast("float64") * columns(right, values).cast("float64")
        case Binary(_, left, right):
            denominator = columns(right, values).cast("float64").nullif(0)
            return columns(left, values).cast("float64") / denominator
    raise TypeError(f"not a node of a formula: {expr!r}")


def javascript(expr: Expr) -> str:
    """
    Return *expr* as a JavaScript expression.

    `divide(a, b, {inputs of b})` and `power(a, n)` must be in scope.
    """
    match expr:
        case Const(value):
            return repr(int(value) if value.is_integer() else value)
        case Input(name):
            return name
        case Power(base, power):
            return f"power({javascript(base)}, {power})"
        case Binary("/", left, right):
            named = ", ".join(dict.fromkeys(inputs_of(right)))
            blamed = f", {{ {named} }}" if named else ""
            return f"divide({javascript(left)}, {javascript(right)}{blamed})"
        case Binary(op, left, right):
            return f"({javascript(left)} {op} {javascript(right)})"
    raise TypeError(f"not a node of a formula: {expr!r}")


def _multiplied(base: Any, power: int) -> Any:
    # Libraries differ in the last digit of a power, and 1 - (1 - m) ** 12 shows it for a small m.
    return reduce(operator.mul, repeat(base, power))
