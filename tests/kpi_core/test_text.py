"""What is counted agrees with its number, in each language's own way."""

import pytest

from kpi_core.text import Text, counted, rows


@pytest.mark.parametrize(
    ("count", "en", "fr"),
    [
        (0, "0 rows", "0 ligne"),
        (1, "1 row", "1 ligne"),
        (2, "2 rows", "2 lignes"),
        (-1, "−1 rows", "−1 ligne"),
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


@pytest.mark.parametrize(
    ("n", "en", "fr"),
    [
        (0, "0 rows were read in 1,5 days", "0 ligne a été lue en 1,5 jour"),
        (1, "1 row was read in 1,5 days", "1 ligne a été lue en 1,5 jour"),
        (2, "2 rows were read in 1,5 days", "2 lignes ont été lues en 1,5 jour"),
        (1000, "1,000 rows were read in 1,5 days", "1\u202f000 lignes ont été lues en 1,5 jour"),
    ],
)
def test_words_agree_with_the_number_that_they_name(n, en, fr):
    """
    A sentence says which words follow which of its numbers, even one that is written out.
    """
    sentence = Text(
        en="{n} {n:row was|rows were} read in {days} {days:day|days}",
        fr="{n} {n:ligne a été lue|lignes ont été lues} en {days} {days:jour|jours}",
    )

    found = sentence.format(n=n, days=Text(en="1,5", fr="1,5"))

    assert (en, fr) == (found.en, found.fr)
