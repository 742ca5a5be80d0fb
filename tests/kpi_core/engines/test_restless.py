"""What changes by itself under rows that did not is never taken to stand."""

import pytest

from kpi_core.engines.driven import _CLOCK


@pytest.mark.parametrize(
    "word",
    [
        "now()",
        "now64()",
        "nowInBlock()",
        "today()",
        "yesterday()",
        "getdate()",
        "curdate()",
        "current_date",
        "CURRENT_TIMESTAMP()",
        "localtimestamp",
        "sysdate()",
        "systimestamp()",
        "utcTimestamp()",
        "utc_timestamp()",
        "rand()",
        "rand64()",
        "random()",
        "generateUUIDv4()",
        "GENERATE_UUID()",
        "uuid()",
        "unix_timestamp()",
    ],
)
def test_a_condition_on_the_clock_or_on_chance_is_seen(word):
    """
    Whatever the warehouse calls it: the numbers of yesterday are not those of today.
    """
    assert _CLOCK.search(f"made <= {word}")


@pytest.mark.parametrize("word", ["known", "nowhere_id_", "brand", "current", "operand", "update"])
def test_a_column_is_no_clock(word):
    """
    A name that holds such a word is none, where the word does not begin it.
    """
    assert not _CLOCK.search(f"t_{word} = 1")
