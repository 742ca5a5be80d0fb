"""Settings are valid together or unchanged."""

import pytest
from pydantic import ValidationError

from kpi_core.errors import KpiError
from kpi_core.workspace import Settings, Store


def test_they_last(made):
    """
    What was set is there when the workspace is opened again; the rest keeps its default.
    """
    made.store.change_settings({"fiscal_start": 4, "rates": {"USD": "0.9"}}, "test")
    made.store.close()

    with Store(made.folder) as store:
        expected = Settings(fiscal_start=4, rates={"USD": "0.9"})
        assert expected == store.settings()


@pytest.mark.parametrize(
    "changes",
    [
        {"fiscal_start": 13},
        {"fiscal_start": 4, "overhead_policy": "nonsense"},
        {"currency": "euros"},
        {"nonsense": 1},
        {"discount_rate": 2},
        {"fiscal_start": 4, "timezone": "Europe/Pariss"},
    ],
)
def test_one_that_is_wrong_changes_none(made, changes):
    """
    A wrong value beside a right one leaves both as they were, and nothing in the journal.
    """
    before = made.everything()

    with pytest.raises((ValidationError, KpiError)):
        made.store.change_settings(changes, "test")

    assert before == made.everything()


def test_an_unknown_time_zone_is_said_in_both_languages(made):
    """
    The sentence names the zone that no clock knows and one that every clock does.
    """
    with pytest.raises(KpiError) as caught:
        made.store.change_settings({"timezone": "Mars/Olympus"}, "test")

    assert "Mars/Olympus" in caught.value.message.fr
    assert "Europe/Paris" in caught.value.message.fr
