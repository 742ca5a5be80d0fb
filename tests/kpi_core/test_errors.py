"""What is not known is answered with what is."""

import pytest

from kpi_core.errors import unknown
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Text

A_DIMENSION = Text(en="a dimension", fr="une dimension")


@pytest.mark.parametrize("name", ["vendeur", "foo"])
def test_a_dimension_that_does_not_exist_is_answered_with_those_that_do(name):
    """
    Whether one looks like it or none does, all are named, as each language says them.
    """
    said = unknown(A_DIMENSION, name, DIMENSIONS).message

    assert all(title.fr in said.fr and title.en in said.en for title in DIMENSIONS.values())
    assert "salesperson" not in said.fr


def test_a_title_finds_its_own():
    """
    A misspelt title finds what it names, though the name of the column looks nothing like it.
    """
    assert "proches\u00a0: commercial, " in unknown(A_DIMENSION, "comercial", DIMENSIONS).message.fr


def test_a_list_that_is_long_is_not_read_out():
    """
    Of many names, those that look like it are enough.
    """
    said = unknown(A_DIMENSION, "column 3", [f"column {n}" for n in range(40)]).message.en

    assert "Closest: column 3" in said
    assert "There are" not in said
