"""The owner's operations: whatever is sent to them, the answer is theirs or a problem in words."""

import json

import pytest

from addin.asked import SHAPES
from addin.desk import OPERATIONS

WRONG = [
    None,
    3,
    -1,
    1.5,
    True,
    "",
    "x",
    "\0",
    "x" * 10_000,
    [],
    [1],
    {},
    {"a": 1},
    "0001-01-01T00:00+14:00",
]
REQUIRED = {
    "query": "query", "rows": "query", "paths": "query", "cohorts": "query", "comparison": "query", "costs": "query", "experiments": "query", "hours": "label",
    "contents": "query", "funnel": "query", "outlook": "query", "anomalies": "query", "lifetime": "query", "scoring": "query", "preview": "file", "import": "file", "backup": "target", "forget": "email",
}  # fmt: skip


def told(answered):
    """Return a problem, having checked that it is one, in both languages."""
    assert answered.status_code in {400, 404, 422, 503}, answered.text
    assert "application/problem+json" == answered.headers["content-type"]
    problem = answered.json()
    assert answered.status_code == problem["status"]
    assert problem["message"]["en"] != problem["message"]["fr"]
    return problem


def test_each_operation_declares_what_it_takes():
    """
    No operation is asked without a declared shape.
    """
    assert list(OPERATIONS) == list(SHAPES)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_field_that_is_missing_is_named(own, operation):
    """
    An empty request is answered, or told which field it lacks.
    """
    answered = own.admin(operation, {}, crash=False)

    if name := REQUIRED.get(operation):
        problem = told(answered)
        assert 422 == answered.status_code
        assert problem["message"]["en"].startswith(f"{name}: it is missing.")
        assert problem["message"]["fr"].startswith(f"{name}\u00a0: il manque.")
    else:
        assert 200 == answered.status_code


@pytest.mark.parametrize(
    ("operation", "field"),
    [(name, field) for name, shape in SHAPES.items() for field in shape.model_fields],
)
def test_no_type_of_value_breaks_the_server(own, operation, field, tmp_path, monkeypatch):
    """
    Each field takes any JSON without a fault of ours, whatever stands beside it.
    """
    monkeypatch.chdir(tmp_path)
    needed = REQUIRED.get(operation)
    beside = {needed: {"kpis": ["cpl"]} if needed == "query" else "a"} if needed else {}
    for value in WRONG:
        answered = own.admin(operation, beside | {field: value}, crash=False)
        assert answered.status_code < 500 or 503 == answered.status_code, (value, answered.text)
        if answered.status_code != 200:
            told(answered)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_field_that_is_none_is_named(own, operation):
    """
    A misspelled field is refused, not ignored.
    """
    problem = told(own.admin(operation, {"nonsense": 1}, crash=False))

    assert "nonsense" in json.dumps(problem["message"])


@pytest.mark.parametrize(
    ("hint", "value"), [("vat", "abc"), ("vat", -1), ("columns", 3), ("nonsense", 1), ("tax", "x"), ("as_fact", "x")],
)  # fmt: skip
def test_a_hint_of_the_wrong_kind_is_named(own, tmp_path, hint, value):
    """
    What is said about a file is checked before it is opened.
    """
    problem = told(
        own.admin("import", {"file": str(tmp_path), "hints": {hint: value}}, crash=False)
    )

    assert 500 > problem["status"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"channel": "Events"}, "raw"),
        ({"raw": "GTXPro"}, "dimension"),
        ({"raw": "GTXPro", "dimension": "product"}, "member"),
        ({"dimension": "product"}, "raw"),
    ],
)
def test_half_a_mapping_names_the_other_half(own, body, named):
    """
    A spelling without its member, or a source without its name, says which is missing.
    """
    assert f"{named}: it is missing." in told(own.admin("map", body))["message"]["en"]
