"""Benchmarks: only those that the user entered, always with their source."""

from __future__ import annotations

import pytest

from tests.command import answer, kpi, refused


def test_a_benchmark_is_entered_shown_and_removed(demo_copy):
    """
    A range and its source stand beside the number; said again, the source's is replaced; audited.
    """
    one = ("benchmark", "add", "cpl", "40 €..70 €", "--source", "Study 2025")
    answer(*one, folder=demo_copy)
    (told,) = answer(*one[:3], "45 €", *one[4:], "--date", "2025-06-30", folder=demo_copy)[
        "benchmarks"
    ]
    french = kpi("benchmark", "list", folder=demo_copy, lang="fr").stdout

    (number,) = answer("query", "cpl", folder=demo_copy)
    assert (1, 45, 45, number["value"]) == tuple(
        told[k] for k in ("number", "low", "high", "value")
    )
    assert "2025-06-30" == told["dated"]
    assert "Study 2025" in french
    assert "Saisis par vous" in french
    assert [] == answer("benchmark", "remove", "1", folder=demo_copy)["benchmarks"]
    assert (
        "none is shown that you did not enter" in kpi("benchmark", "list", folder=demo_copy).stdout
    )


def test_a_benchmark_stands_beside_answers_to_the_whole(demo_copy):
    """
    A query of the KPI names the user's benchmark and its source, one by channel or of another does not.
    """
    before = kpi("query", "cpl", folder=demo_copy).stdout
    kpi("benchmark", "add", "cpl", "40 €..70 €", "--source", "Study 2025", folder=demo_copy)
    kpi("targets", "set", "cpl", "60 €", folder=demo_copy)

    (whole,) = answer("query", "cpl", folder=demo_copy)
    parts = answer("query", "cpl", "--by", "channel", folder=demo_copy)
    (other,) = answer("query", "win_rate", folder=demo_copy)

    assert "entered by you" not in before
    said = [c for c in whole["caveats"] if "entered by you" in c["message"]]
    assert 1 == len(said)
    assert "entered by you, from Study 2025 (2025-11-12): €40.00 – €70.00" in said[0]["message"]
    assert not [
        c for row in (*parts, other) for c in row["caveats"] if "entered by you" in c["message"]
    ]
    assert (
        "repère saisi par vous, d’après Study 2025"
        in kpi("targets", "list", folder=demo_copy, lang="fr").stdout
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("cpl", "45 €", "--source", " "), "where the benchmark comes from"),
        (("cpl", "4 %..5 %", "--source", "x"), "%"),
        (("cpl", "1 €..2 €..3 €", "--source", "x"), "no value and no range"),
        (("cpl", "45 €", "--source", "x", "--date", "June"), "not a day"),
    ],
)
def test_what_is_no_benchmark_is_refused_in_words(demo_copy, words, why):
    """
    Without a source, of another unit, of no day: it says what to write; nothing is kept.
    """
    assert why in refused("benchmark", "add", *words, folder=demo_copy)
    assert [] == answer("benchmark", "list", folder=demo_copy)["benchmarks"]
