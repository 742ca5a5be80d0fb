"""A formula written once is read as numbers, as columns and as JavaScript."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.arithmetic import (
    Binary,
    Const,
    Input,
    Power,
    columns,
    denominators,
    evaluate,
    inputs_of,
    javascript,
    parameters,
    substitute,
    trace,
)

NUMBERS = st.floats(-1e6, 1e6)


def roi(gain, cost):
    return (gain - cost) / cost


def test_a_formula_leaves_the_tree_of_what_it_computes():
    """
    Tracing keeps every operation, in the order in which it was written.
    """
    tree = trace(roi, ("gain", "cost"))

    assert Binary("/", Binary("-", Input("gain"), Input("cost")), Input("cost")) == tree
    assert ["gain", "cost", "cost"] == list(inputs_of(tree))
    assert ("gain", "cost") == parameters(roi)


def test_numbers_may_stand_on_either_side():
    """
    A constant is traced wherever it stands, since `1 - churn` is as common as `churn - 1`.
    """
    x, two = Input("x"), Const(2.0)

    assert Binary("+", two, x) == 2 + x
    assert Binary("-", two, x) == 2 - x
    assert Binary("*", two, x) == 2 * x
    assert Binary("/", two, x) == 2 / x
    assert [Binary(op, x, two) for op in "+-*/"] == [x + 2, x - 2, x * 2, x / 2]


@given(a=NUMBERS, b=NUMBERS, c=NUMBERS.filter(bool))
def test_the_tree_computes_what_the_formula_computes(a, b, c):
    """
    Computed from its tree, a formula gives the number that plain Python gives, to the last bit.
    """

    def formula(a, b, c):
        return (a + 2 * b - 3) / c + a * b

    tree = trace(formula, ("a", "b", "c"))

    assert formula(a, b, c) == evaluate(tree, {"a": a, "b": b, "c": c})


@given(base=st.floats(0.5, 1.5), power=st.integers(1, 20))
def test_a_power_is_a_product(base, power):
    """
    A whole power is its product, multiplied from the left: the one sequence all readers share.
    """
    product = base
    for _ in range(power - 1):
        product *= base

    assert product == evaluate(Input("x") ** power, {"x": base})
    assert pytest.approx(base**power) == product


@pytest.mark.parametrize("power", [0, -1, 0.5, 2.0])
def test_a_formula_may_not_take_a_root(power):
    """
    Roots and inverses as powers are refused: the three readers would not agree on them.
    """
    with pytest.raises(TypeError, match="whole power"):
        Input("x") ** power


def test_a_formula_may_not_choose():
    """
    An `if` on an input is refused while declaring, with the way out.
    """
    with pytest.raises(TypeError, match="requires="):
        trace(lambda x: 0 if x else 1, ("x",))


def test_a_zero_denominator_is_left_to_the_caller():
    """
    Nothing stands in for a division by zero: it is raised, and the caller has the words.
    """
    with pytest.raises(ZeroDivisionError):
        evaluate(trace(roi, ("gain", "cost")), {"gain": 1.0, "cost": 0.0})


def test_an_input_may_be_computed_from_others():
    """
    Substituting an input by its own formula leaves a formula over what is counted.
    """
    ratio = trace(lambda ltv, cac: ltv / cac, ("ltv", "cac"))
    cac = trace(lambda cost, customers: cost / customers, ("cost", "customers"))

    expanded = substitute(ratio**2, {"cac": cac})

    assert ["ltv", "cost", "customers"] == list(inputs_of(expanded))
    assert 64 == evaluate(expanded, {"ltv": 80.0, "cost": 1000.0, "customers": 100.0})


def test_denominators_come_in_the_order_of_division():
    """
    The denominators are told innermost first, so that the first zero is the one that stops.
    """
    tree = trace(lambda a, b, c: a / (1 - b / c), ("a", "b", "c"))

    inner, outer = denominators(tree)

    assert Input("c") == inner
    assert Binary("-", Const(1.0), Binary("/", Input("b"), Input("c"))) == outer
    assert [Input("y"), Input("z")] == list(denominators(Input("x") / Input("y") / Input("z")))
    assert [Input("y")] == list(denominators((1 / Input("y")) ** 2))


def test_javascript_is_written_with_its_culprits():
    """
    In JavaScript a division names what it divides by, and a power is a product too.
    """
    tree = trace(lambda gain, cost, m: gain / (cost + cost) - (1 - m) ** 12, ("gain", "cost", "m"))

    assert "(divide(gain, (cost + cost), { cost }) - power((1 - m), 12))" == javascript(tree)
    assert "divide(x, 0.5)" == javascript(Input("x") / 0.5)


READERS = {
    "numbers": lambda expr: evaluate(expr, {}),
    "columns": lambda expr: columns(expr, {}),
    "javascript": javascript,
}


@pytest.mark.parametrize("reader", READERS)
def test_nothing_else_is_read(reader):
    """
    A node that no reader knows is an error, never a silent number.
    """
    with pytest.raises(TypeError, match="not a node"):
        READERS[reader]("1 + 1")


def test_power_keeps_its_shape():
    """
    A power stays a power in the tree, so that a formula can be told in words.
    """
    assert Power(Input("x"), 12) == Input("x") ** 12
    assert math.isclose(0.5**12, evaluate(Input("x") ** 12, {"x": 0.5}))
