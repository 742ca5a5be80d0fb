"""A formula gives the same number in a cell, in the warehouse and in JavaScript."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.javascript import source
from kpi_core.units import Unit
from tests.kpi_core.readers import EXACT, Node, in_warehouse, started

KPIS = pytest.mark.parametrize("kpi", REGISTRY.values(), ids=lambda kpi: kpi.id)

ODD = [0.0, -0.0, 1.0, 2.0, -1.0, 0.1, 1e-300, 5e-324, 1e160, -1e160, 1e308, -1e308]
NUMBERS = st.one_of(
    st.none(),
    st.sampled_from(ODD),
    st.integers(0, 100).map(float),
    st.floats(0, 1),
    st.floats(0, 1e9),
    st.floats(allow_nan=False, allow_infinity=False),
)


@pytest.fixture(name="node", scope="module")
def _node(tmp_path_factory):
    with started(tmp_path_factory.mktemp("javascript")) as process:
        yield Node(process)


def told(kpi, values):
    """Return a KPI's number, or the error it raises."""
    try:
        return kpi(**values)
    except KpiError as error:
        return error


def inputs(kpi, numbers=lambda _term: NUMBERS):
    """Draw a value for each input of *kpi*."""
    return st.fixed_dictionaries({name: numbers(term) for name, term in kpi.inputs.items()})


def same_words(kpi, error, answer):
    """Return whether what JavaScript says leads to the words that Python says."""
    if answer.get("rule") is not None:
        return kpi.requires[answer["rule"]].message == error.message
    title = GLOSSARY[answer["at"]].title.en if answer["at"] else None
    if error.kind is Kind.EMPTY:
        return error.message.en == f"Fill in: {title}."
    if error.kind is Kind.DIV0:
        return error.message.en.startswith(f"{title or 'The base'}: 0, so ")
    return error.message.en.startswith(title or "The result is too large")


@KPIS
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_javascript_says_what_python_says(node, kpi, data):
    """
    Whatever the cells hold, JavaScript gives Python's number, or its kind of refusal and culprit.
    """
    values = data.draw(inputs(kpi))

    expected = told(kpi, values)
    answer = node(kpi.function, *(values[name] for name in kpi.names))

    if isinstance(expected, KpiError):
        assert expected.kind == answer.get("e")
        assert same_words(kpi, expected, answer)
    else:
        assert {"v": pytest.approx(expected, rel=1e-12, abs=0)} == answer


@KPIS
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_the_warehouse_says_what_python_says(kpi, data):
    """
    The formula over columns gives Python's number, and nothing where Python has no base or input.
    """
    values = {n: kpi.defaults.get(n) if v is None else v for n, v in data.draw(inputs(kpi)).items()}

    expected = told(kpi, values)
    value = in_warehouse(kpi, values)

    if not isinstance(expected, KpiError):
        assert pytest.approx(expected, rel=1e-12, abs=0) == value
    elif expected.kind in {Kind.EMPTY, Kind.DIV0}:
        assert value is None
    elif "The result is too large" in expected.message.en:
        assert value is None or not math.isfinite(value)


def ledger(term):
    """Draw what a fact table holds: amounts to the cent, whole counts, any rate."""
    if term.unit is Unit.COUNT:
        return st.integers(0, 10**7)
    if term.unit in EXACT:
        return st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)
    return st.floats(0, 2)


@KPIS
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_exact_columns_give_the_number_of_the_cell(kpi, data):
    """
    Amounts kept as decimals and counts kept whole give the number that floats give in a cell.
    """
    values = data.draw(inputs(kpi, ledger))

    expected = told(kpi, values)
    value = in_warehouse(kpi, values, exact=True)

    if not isinstance(expected, KpiError):
        assert pytest.approx(expected, rel=1e-12, abs=1e-12) == float(value)
    elif expected.kind is Kind.DIV0:
        assert value is None


def test_a_cell_left_empty_takes_what_the_declaration_says(node):
    """
    An optional input may be null or not given at all; one that is not optional is asked for.
    """
    assert {"v": 30} == node("B2B_CAC", 1500, 50)
    assert {"v": 30} == node("B2B_CAC", 1500, 50, None)
    assert {"v": 46} == node("B2B_CAC", 1500, 50, 800)
    assert {"e": "EMPTY", "at": "new_customers"} == node("B2B_CAC", 1500, None, 800)


def test_each_refusal_names_its_culprit(node):
    """
    A refusal says which input it is about, or which requirement of several inputs.
    """
    assert {"e": "NUM", "at": "cost"} == node("B2B_CPL", -1, 50)
    assert {"e": "DIV0", "at": "leads"} == node("B2B_CPL", 100, 0)
    assert {"e": "DIV0", "at": None} == node("B2B_LTV_RETENTION", 20, 1)
    assert {"e": "DIV0", "at": "leads"} == node("B2B_CPL", 0, 0)
    assert {"e": "NUM", "at": None, "rule": 0} == node("B2B_CHURN_RATE", 50, 60)
    assert {"e": "NUM", "at": None} == node("B2B_LTV", 1e200, 1e200, 3)


@pytest.mark.parametrize("huge", ["Infinity", "-Infinity", "NaN"])
def test_what_is_no_number_is_refused_by_name(node, huge):
    """
    Infinity in a cell would make a cost per lead of nothing: it is refused as Python refuses it.
    """
    assert {"e": "NUM", "at": "leads"} == node("B2B_CPL", 100, huge)


def test_nothing_is_zero_and_not_minus_zero(node):
    """
    A spreadsheet would print minus zero as -0: JavaScript gives a plain zero.
    """
    assert {"v": 0} == node("B2B_CPL", "-0", 50)


def test_the_script_needs_nothing_of_its_host():
    """
    The script imports nothing, exports nothing and reads no global but the language's own.
    """
    script = source(REGISTRY.values())

    assert not [
        word for word in ("import ", "export ", "require(", "fetch", "this.") if word in script
    ]
    assert len(REGISTRY) == script.count("  B2B_")
