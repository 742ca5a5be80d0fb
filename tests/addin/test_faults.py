"""What is wrong with a setting is said in the language of whoever sets it."""

import pytest
from pydantic import ValidationError

from addin.faults import misshapen
from kpi_core.errors import KpiError
from kpi_core.typography import faults
from kpi_core.workspace.settings import Settings

WRONG = [
    {"focus": "cac,cpl"}, {"focus": []}, {"focus": 5}, {"focus": [""]}, {"focus": ["cac"] * 30},
    {"focus": [5]}, {"focus": ["x" * 300]}, {"currency": "euro"}, {"currency": 5}, {"currency": None},
    {"rates": 5}, {"rates": {"USD": "abc"}}, {"rates": {"USD": None}}, {"rates": {"USD": "NaN"}},
    {"timezone": 5}, {"locale": "french"}, {"fiscal_start": 13}, {"fiscal_start": 0},
    {"fiscal_start": "a"}, {"fiscal_start": 1.5}, {"fiscal_start": 10**30}, {"fiscal_start": "9" * 5000},
    {"fiscal_named_by_end": "maybe"}, {"fiscal_named_by_end": 2}, {"overhead_policy": "x"}, {"tax": 5},
    {"default_period": 5}, {"discount_rate": 2}, {"discount_rate": "x"}, {"target_ratio": 0},
    {"target_ratio": float("inf")}, {"targets": 5}, {"targets": [5]}, {"targets": [{"kpi": "cac"}]},
    {"targets": [{"kpi": "cac", "value": "x"}]}, {"targets": [{"kpi": "cac", "value": float("nan")}]},
    {"targets": [{"kpi": "cac", "value": 1, "start": "x", "end": "y"}]},
    {"targets": [{"kpi": "cac", "value": 1, "start": 5, "end": 6}]},
    {"targets": [{"kpi": "cac", "value": 1, "colour": 6}]}, {"meanings": 5}, {"meanings": {"a": 5}},
    {"meanings": {"": "cac"}}, {"entra": 5}, {"entra": {}}, {"google": {"audiences": []}},
    {"entra": {"audience": "", "tenants": ["x"], "clients": []}}, {"nonsense": 5}, {1: 2},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_setting_that_is_wrong_is_told_in_both_languages(wrong):
    """
    No fault that a setting can have is told in the words of the machinery.
    """
    with pytest.raises((ValidationError, KpiError)) as refused:
        Settings.model_validate(wrong)
    error = refused.value
    told = (misshapen(error.errors()) if isinstance(error, ValidationError) else error).message

    assert [] == list(faults(told))
    assert told.en != told.fr
    for english in ("nput should", "alue error", "valid", "^["):
        assert english not in told.en + told.fr


def test_a_currency_that_is_none_is_told_what_one_looks_like():
    """
    A pattern is shown by its example.
    """
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({"currency": "euro"})

    told = misshapen(refused.value.errors()).message

    assert "currency\u00a0: trois majuscules, comme EUR." == told.fr
