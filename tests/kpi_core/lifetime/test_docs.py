"""The pages on lifetime value name what there is, in both languages, and repeat the published numbers."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from kpi_core.answering.lifetimes import Method
from kpi_core.lifetime import bgnbd, gamma_gamma
from tests.kpi_core.lifetime.test_repeat_orders import cdnow

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("page", ["lifetime.md", "fr/lifetime.md"])
def test_each_method_is_explained(page):
    """
    Every method that can be asked for is on the page, in either language.
    """
    text = (DOCS / page).read_text(encoding="utf-8")

    for method in typing.get_args(Method):
        assert f"`{method}`" in text


@pytest.mark.shared
def test_what_the_page_says_of_ours_is_ours():
    """
    The parameters on the page are those that the fits give.
    """
    orders, x, mean = cdnow()
    orders_, worth = bgnbd.fit(orders), gamma_gamma.fit(x[x > 0], mean[x > 0])
    page = (DOCS / "lifetime.md").read_text(encoding="utf-8")

    assert ", ".join(f"{p:.3f}" for p in orders_.parameters) in page
    assert ", ".join(f"{p:.2f}" for p in worth.parameters) in page
