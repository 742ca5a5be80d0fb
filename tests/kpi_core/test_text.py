"""What is counted agrees with its number, in each language's own way."""

import pytest

from kpi_core.text import Text, counted, rows


@pytest.mark.parametrize(
    ("count", "en", "fr"),
    [
        (0, "0 rows", "0 ligne"),
        (1, "1 row", "1 ligne"),
        (2, "2 rows", "2 lignes"),
        (-1, "-1 rows", "-1 ligne"),
        (59383, "59,383 rows", "59\u202f383 lignes"),
    ],
)
def test_plural(count, en, fr):
    """
    English makes one the only singular; in French the plural begins at two.
    """
    assert (en, fr) == (rows(count).en, rows(count).fr)


def test_other_places_stay_to_be_filled():
    """
    A sentence with more to say than its number is completed after.
    """
    one = Text(en="{n} row of {what}", fr="{n} ligne « {what} »")
    many = Text(en="{n} rows of {what}", fr="{n} lignes « {what} »")

    found = counted(1, one, many).format(what=Text(en="spend", fr="dépenses"))

    assert ("1 row of spend", "1 ligne « dépenses »") == (found.en, found.fr)
