"""What the users entered or imported themselves, in the chat: benchmarks with a source, experiments."""

import datetime as dt

import pytest

from assistant.assistant import Assistant
from kpi_core.answering import Core
from tests.assistant.conftest import Talk
from tests.command import TODAY
from tests.kpi_core.workspace.filled import Filled, lead, spent

MARK = {
    "kpi": "cpl", "low": 40.0, "high": 70.0, "source": "Survey of 2025, p. 12", "dated": "2025-06-01",
}  # fmt: skip


@pytest.fixture(name="made")
def _made(tmp_path):
    made = Filled(tmp_path / "w")
    made.add("spend", spent(1500, "2025-10-03"))
    made.add("leads", *(lead(f"p{i}@a.example", "2025-10-04") for i in range(10)))
    yield made
    made.close()


def talk(made):
    return Talk(Assistant(Core(made.store, dt.date.fromisoformat(TODAY))))


def test_good_is_told_beside_a_benchmark_of_the_users_own_only(made):
    """
    Without a source nobody says what is good; with one, the number stands beside it.
    """
    assert talk(made)("is our CPL good in October 2025?").outcome == "decline"

    made.store.change_settings({"benchmarks": [MARK]}, "test")
    reply = talk(made)("is our CPL good in October 2025?")

    assert reply.rows[0].value == 150
    assert any("Survey of 2025, p. 12" in caveat for caveat in reply.caveats)
    assert talk(made)("is our CAC good in October 2025?").outcome == "decline"


def test_experiments_are_told_with_their_verdict(made):
    """
    The sentence to say, and every version with its rate.
    """
    made.add(
        "experiments",
        *(
            {
                "ran_on": f"2025-10-{day:02}", "experiment": "Home", "variant": variant,
                "conversions": won, "exposed": 1000,
            }
            for day in range(1, 11)
            for variant, won in (("control", 50), ("B", 60))
        ),
    )  # fmt: skip

    reply = talk(made)("résultats de nos tests A/B")

    assert "B convertit mieux que control" in reply.text
    assert [["Home", "control", "10\u202f000", "500"], ["Home", "B", "10\u202f000", "600"]] == [
        row[:4] for row in reply.table.rows
    ]


def test_without_any_experiment_it_is_said_what_to_import(made):
    """
    Nothing imported is no table of zeros.
    """
    assert talk(made)("a/b test results").outcome == "decline"
