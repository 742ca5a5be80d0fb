"""A points card as it is written: every fault is told, and words match as people mean them."""

from __future__ import annotations

import pytest

from kpi_core.errors import KpiError
from kpi_core.scoring.card import Card
from kpi_core.scoring.default import DEFAULT, title_of
from kpi_core.scoring.matching import matched

RULE = {"action": ["click"], "points": 5}
CARD = {"rules": [RULE], "mql": 20, "sql": 40}


def test_the_default_card_survives_being_stored():
    """
    What is written to the settings and read back is the same card, with the names of its rules.
    """
    again = Card.model_validate(DEFAULT.model_dump(mode="json"))

    assert DEFAULT == again
    assert "a meeting" == title_of(again.rules[0]).en
    assert "un rendez-vous" == title_of(again.rules[0]).fr
    assert DEFAULT.mql < DEFAULT.sql


def test_all_faults_of_a_card_are_told_at_once():
    """
    Five faults in one card are five sentences, each with the number of its rule, in both languages.
    """
    wrong = {
        "mql": 50, "sql": 20, "open_days": 180,
        "rules": [
            {"action": ["click"], "new": True, "points": 5},
            {"action": ["open"], "points": "many", "half_life": 0},
            {"dimension": "commercial", "members": ["Jo"], "points": 3},
            {"role": ["CFO"], "points": 5, "half_life": 30},
        ],
    }  # fmt: skip
    with pytest.raises(KpiError) as caught:
        Card.model_validate(wrong)

    said = caught.value.message
    for words in (
        "6 faults", "an SQL needs 20 points and an MQL 50", "Rule 1: it is about several things",
        "Rule 2: points is a number from −1000 to 1000, not “many”", "Rule 2: half_life is whole days",
        "Rule 3: a salesperson is named once a lead is qualified",
        "Rule 4: half_life says nothing of a rule on role",
    ):  # fmt: skip
        assert words in said.en
    assert "6 fautes" in said.fr
    assert "Règle 2\u00a0: points" in said.fr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rules": []}, "1 to 40 rules"),
        ({"rules": "click"}, "1 to 40 rules"),
        ({"rules": [RULE, {"action": ["CLICK"], "points": 1}]}, "stands in rules 1 and 2"),
        ({"rules": [{"new": True, "points": 1}] * 2}, "“new” stands in rules 1 and 2"),
        ({"rules": [{"points": 1}]}, "nothing to give points for"),
        ({"rules": [7]}, "written as an object"),
        ({"rules": [{**RULE, "points": float("nan")}]}, "not “nan”"),
        ({"rules": [{**RULE, "most": -5}]}, "above 0"),
        ({"rules": [{**RULE, "at_least": 1.5}]}, "at_least is how many"),
        ({"rules": [{**RULE, "action": ["*"]}]}, "list of words"),
        ({"rules": [{"dimension": "segmnt", "members": ["PME"], "points": 1}]}, "segment"),
        ({"rules": [{"dimension": "segment", "points": 1}]}, "members is a list"),
        ({"mql": None}, "mql is the points"),
        ({"open_days": True}, "open_days is whole days"),
        ({"mqll": 3}, "“mqll” is no part of a card"),
    ],
)
def test_each_fault_is_told_in_words(change, words):
    """
    What is wrong is named with what would be right; no traceback and no field path.
    """
    with pytest.raises(KpiError) as caught:
        Card.model_validate(CARD | change)

    assert words in caught.value.message.en
    assert "1 faute" not in caught.value.message.fr


def test_a_dimension_may_be_named_in_either_language():
    """
    «pays» is the dimension country.
    """
    card = Card.model_validate(
        CARD | {"rules": [{"dimension": "Pays", "members": ["France"], "points": 0}]}
    )

    assert "country" == card.rules[0].dimension


def test_words_match_whole_words_and_beginnings():
    """
    Case and accents do not matter; only a star opens the end; the first rule that matches takes it.
    """
    found = matched(
        [["dg", "télécharg*"], [], ["clic dans un e-mail"], ["clic*"]],
        ["DG", "dgx", "TELECHARGEMENT", "Clic dans un e-mail", "clics", "déclic", "rien"],
    )

    assert {"DG": 0, "TELECHARGEMENT": 0, "Clic dans un e-mail": 2, "clics": 3} == found
