"""The pages on attribution say of each model what its declaration says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_core.attribution.models import MODELS
from kpi_core.text import Lang
from kpi_core.typography import faults_in

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {Lang.EN: DOCS / "attribution.md", Lang.FR: DOCS / "fr/attribution.md"}


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.id)
@pytest.mark.parametrize("lang", Lang)
def test_each_model_has_its_formula_its_source_and_its_limits(lang, model):
    """
    Each model is on the page with what it does, its formula, its source and when not to use it.
    """
    page = PAGES[lang].read_text(encoding="utf-8")

    for words in (
        model.title[lang],
        model.unfit[lang],
        model.formula[lang],
        model.source,
        model.id,
    ):
        assert words in page
    assert model.does[lang].split("{")[0] in page


def test_the_french_page_is_set_in_french():
    """
    The French page has the spaces that French wants, outside code and tables of figures.
    """
    lines = PAGES[Lang.FR].read_text(encoding="utf-8").splitlines()
    prose = [
        x
        for x in lines
        if x.strip() and not x.startswith(("|", "![")) and "`" not in x and "<" not in x
    ]

    found = [f for line in prose for f in faults_in(Lang.FR, line.strip()) if "straight" not in f]

    assert [] == found
