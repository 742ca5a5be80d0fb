"""Lines that say the same are rows of their own, and stay the same rows whatever file they come in."""

import hashlib
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kpi_core.workspace.filled import Filled, spent

AMOUNTS = st.lists(st.integers(min_value=1, max_value=4), max_size=5)


def amounts(made):
    """Return what the workspace holds, amount by amount."""
    return Counter(int(a) for (a,) in made.rows("SELECT amount FROM spend"))


def test_a_shorter_file_changes_no_row_that_it_does_not_contradict(made):
    """
    A file that holds only the second of two like lines finds that one, and leaves the first alone.
    """
    made.add("spend", spent(10), spent(20))

    told = made.add("spend", spent(20))

    assert {"spend": 1} == told.same
    assert 30 == made.value("direct_cost")


def test_a_mended_line_among_like_ones_takes_its_own_place(made):
    """
    When one of two like lines is corrected, the other one keeps its amount and its history.
    """
    made.add("spend", spent(10), spent(20))

    told = made.add("spend", spent(10), spent(25))

    assert ({"spend": 1}, {"spend": 1}) == (told.same, told.changed)
    assert 35 == made.value("direct_cost")
    assert [(20,)] == made.rows("SELECT amount FROM spend_history")


def test_lines_in_another_order_are_the_same_lines(made):
    """
    A tool that sorts its export otherwise has said nothing new.
    """
    made.add("spend", spent(10), spent(20), spent(20), spent(30))

    told = made.add("spend", spent(20), spent(30), spent(20), spent(10))

    assert ({"spend": 0}, {"spend": 0}, {"spend": 4}) == (told.added, told.changed, told.same)


def test_a_longer_file_adds_what_is_new(made):
    """
    A third like line is a third row; the two that were known stay.
    """
    made.add("spend", spent(10), spent(20))

    told = made.add("spend", spent(30), spent(20), spent(10))

    assert ({"spend": 1}, {"spend": 2}) == (told.added, told.same)
    assert 60 == made.value("direct_cost")


@settings(max_examples=25, deadline=None)
@given(first=AMOUNTS, second=AMOUNTS)
def test_whatever_comes_after_it_every_line_of_the_last_file_counts(
    tmp_path_factory, first, second
):
    """
    After two files of like lines the rows are those of the second, and those of the first that
    no line of the second took the place of.
    """
    made = Filled(tmp_path_factory.mktemp("w"))
    try:
        made.add("spend", *(spent(a) for a in first))
        made.add("spend", *(spent(a) for a in second))

        held = amounts(made)

        assert max(len(first), len(second)) == held.total()
        assert not Counter(second) - held
        assert not (held - Counter(second)) - Counter(first)
        keys = made.rows("SELECT count(*) - count(DISTINCT row_key) FROM spend")
        assert [(0,)] == keys
    finally:
        made.close()


def test_a_cost_said_to_be_direct_is_one_whose_category_is_left_empty(made):
    """
    Blank and direct lines of one day never take each other's key, in whatever file they come.
    """
    rows = [spent(10), spent(20), spent(30, category="direct"), spent(40, category="direct")]
    made.add("spend", *rows)

    again = made.add("spend", *rows)
    made.add("spend", spent(10), spent(20))

    assert {"spend": 4} == again.same
    assert 100 == made.value("direct_cost")
    assert [(4,)] == made.rows("SELECT count(DISTINCT row_key) FROM spend")


def test_a_line_with_fewer_columns_finds_its_own_row(made):
    """
    Among like lines the one that says the same, as far as it says anything, is the one meant.
    """
    day = {"seen_on": "2025-03-10", "source": "LinkedIn Ads"}
    made.add(
        "traffic",
        {**day, "impressions": 100, "clicks": 1},
        {**day, "impressions": 200, "clicks": 2},
    )

    told = made.add("traffic", {**day, "impressions": 200})

    assert {"traffic": 1} == told.same
    assert [(100, 1), (200, 2)] == made.rows("SELECT impressions, clicks FROM traffic ORDER BY 1")


def test_a_row_keeps_the_key_that_earlier_releases_gave_it(made):
    """
    A workspace filled by an earlier release finds its rows again: keys are for ever.
    """
    made.add(
        "spend",
        spent(10, campaign=" Spring ", label="Ads"),
        spent(20, campaign="spring", label="Ads"),
    )

    stored = dict(made.rows("SELECT amount::INTEGER, row_key FROM spend"))

    parts = ["plain.spend", "2025-03-10", "linkedin ads", "spring", "", "", "", "", "", "Ads"]
    expected = {10: _number("\x1f".join(parts)), 20: _number("\x1f".join(parts) + "#1")}
    assert expected == stored


def _number(text):
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest(), "little")
