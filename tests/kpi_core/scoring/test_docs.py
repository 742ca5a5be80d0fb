"""The pages on scores name what there is, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kpi_core.scoring.card import Card, Rule
from kpi_core.scoring.learning import FLOOR, LATER, PER_FEATURE

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("page", ["scoring.md", "fr/scoring.md"])
def test_the_card_on_the_page_is_a_card(page):
    """
    What a reader copies is accepted; every part of a rule is explained, and the least that is needed.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    (card,) = re.findall(r"scoring=(\{.*?\})'", text, re.DOTALL)

    assert 5 == len(Card.model_validate(json.loads(card)).rules)
    for name in set(Rule.model_fields) - {"points", "name"}:
        assert f"`{name}`" in text
    for number in (PER_FEATURE, FLOOR, LATER):
        assert f" {number} " in text
