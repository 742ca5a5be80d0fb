"""What a period is compared with, on Wednesday 12 November 2025."""

from datetime import date

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Calendar, Period, resolve, resolve_comparison
from kpi_core.text import Lang

CALENDAR = Calendar(date(2025, 11, 12), day_first=True)


def compare(phrase, period):
    return resolve_comparison(phrase, resolve(period, CALENDAR), CALENDAR)


@pytest.mark.parametrize(
    ("period", "phrase", "expected"),
    [
        # counted from the period
        ("Q3 2025", "vs previous period", "2025-04-01..2025-06-30"),
        ("Q3 2025", "par rapport à la période précédente", "2025-04-01..2025-06-30"),
        ("Q3 2025", "qoq", "2025-04-01..2025-06-30"),
        ("Q3 2025", "yoy", "2024-07-01..2024-09-30"),
        ("Q3 2025", "d'une année sur l'autre", "2024-07-01..2024-09-30"),
        ("Q3 2025", "vs N-1", "2024-07-01..2024-09-30"),
        ("Q3 2025", "vs last year", "2024-07-01..2024-09-30"),
        ("Q3 2025", "vs même période l'an dernier", "2024-07-01..2024-09-30"),
        ("Q3 2025", "vs the same quarter last year", "2024-07-01..2024-09-30"),
        ("Q3 2025", "two years ago", "2023-07-01..2023-09-30"),
        ("Q3 2025", "même période en 2022", "2022-07-01..2022-09-30"),
        ("Q3 2025", "le mois précédent", "2025-06-01..2025-06-30"),
        ("mars 2025", "vs le mois précédent", "2025-02-01..2025-02-28"),
        ("mars 2025", "the month before", "2025-02-01..2025-02-28"),
        ("mars 2025", "mom", "2025-02-01..2025-02-28"),
        ("mars 2025", "the same quarter last year", "2024-01-01..2024-03-31"),
        ("février 2025", "yoy", "2024-02-01..2024-02-29"),
        ("février 2024", "yoy", "2023-02-01..2023-02-28"),
        ("2024-02-29", "yoy", "2023-02-28..2023-02-28"),
        ("2024", "l'année précédente", "2023-01-01..2023-12-31"),
        ("S53 2020", "yoy", "2019-12-23..2019-12-29"),
        ("S46 2024", "vs previous period", "2024-11-04..2024-11-10"),
        ("hier", "période précédente", "2025-11-10..2025-11-10"),
        ("les 30 derniers jours", "vs previous period", "2025-09-13..2025-10-12"),
        ("les 3 derniers mois", "vs previous period", "2025-05-01..2025-07-31"),
        ("12 mois glissants", "vs same period last year", "2023-11-01..2024-10-31"),
        # counted from today
        ("Q3 2025", "vs last month", "2025-10-01..2025-10-31"),
        ("Q3 2025", "par rapport à T1 2024", "2024-01-01..2024-03-31"),
        ("Q3 2025", "compared with March 2024", "2024-03-01..2024-03-31"),
        ("Q3 2025", "2024-01-01..2024-01-31", "2024-01-01..2024-01-31"),
        ("2023", "vs l'an dernier", "2024-01-01..2024-12-31"),
    ],
)
def test_a_period_that_is_over_is_compared_whole(period, phrase, expected):
    """
    The whole of one period is set against the whole of the other.
    """
    other = compare(phrase, period)

    assert (other.iso, other.running) == (expected, False)


@pytest.mark.parametrize(
    ("period", "phrase", "expected"),
    [
        ("ce mois-ci", "vs last month", "2025-10-01..2025-10-12"),
        ("this month", "par rapport au mois dernier", "2025-10-01..2025-10-12"),
        ("this month", "vs la même période l’an dernier", "2024-11-01..2024-11-12"),
        ("this month", "vs March", "2025-03-01..2025-03-12"),
        ("ce trimestre", "vs previous period", "2025-07-01..2025-08-12"),
        ("ce trimestre", "yoy", "2024-10-01..2024-11-12"),
        ("T4 2025", "vs T4 2024", "2024-10-01..2024-11-12"),
        ("YTD", "vs last year", "2024-01-01..2024-11-12"),
        ("2025", "vs 2024", "2024-01-01..2024-11-12"),
        ("cette semaine", "vs last week", "2025-11-03..2025-11-05"),
        ("cette semaine", "yoy", "2024-11-11..2024-11-13"),
        ("depuis le 15 septembre", "vs previous period", "2025-07-18..2025-09-14"),
        ("depuis le 15 septembre", "yoy", "2024-09-15..2024-11-12"),
        ("2025-10-01..2025-12-31", "vs previous period", "2025-07-01..2025-08-12"),
    ],
)
def test_a_running_period_is_compared_with_the_same_elapsed_days(period, phrase, expected):
    """
    Twelve days of November against twelve days of October, and the answer says so.
    """
    other = compare(phrase, period)

    assert other.iso == expected
    assert "Not over yet: compared with the same elapsed days." in [
        t[Lang.EN] for t in other.assumed
    ]


@pytest.mark.parametrize(
    ("today", "period", "phrase", "expected"),
    [
        ("2025-03-31", "ce mois-ci", "vs last month", "2025-02-01..2025-02-28"),
        ("2025-05-31", "ce trimestre", "vs last quarter", "2025-01-01..2025-03-02"),
        ("2024-02-29", "YTD", "yoy", "2023-01-01..2023-02-28"),
        ("2025-03-01", "YTD", "yoy", "2024-01-01..2024-03-01"),
    ],
)
def test_elapsed_days_stay_inside_the_other_period(today, period, phrase, expected):
    """
    31 days of March meet the 28 of February; a year to date stops at the same date.
    """
    calendar = Calendar(date.fromisoformat(today))

    assert resolve_comparison(phrase, resolve(period, calendar), calendar).iso == expected


def test_fiscal_quarters_follow_each_other():
    """
    The quarter before a fiscal quarter that starts in February starts in November.
    """
    calendar = Calendar(date(2025, 11, 12), fiscal_start=2)
    period = resolve("FY2025 Q1", calendar)

    assert (
        resolve_comparison("vs previous period", period, calendar).iso == "2024-11-01..2025-01-31"
    )


@pytest.mark.parametrize("phrase", ["vs last month", "vs octobre 2025"])
def test_a_period_is_not_compared_with_itself(phrase):
    """
    "Last month" beside "last month" is asked back.
    """
    with pytest.raises(KpiError) as caught:
        compare(phrase, "last month")

    assert caught.value.kind is Kind.AMBIGUOUS


@pytest.mark.parametrize(("period", "phrase"), [("Q3 2025", "mom"), ("mars 2025", "wow")])
def test_a_period_is_not_compared_with_part_of_itself(period, phrase):
    """
    A quarter one month earlier would overlap itself.
    """
    with pytest.raises(KpiError, match="part of itself"):
        compare(phrase, period)


@pytest.mark.parametrize(
    ("phrase", "quoted"),
    [
        ("vs last month hebdo", "hebdo"),
        ("vs the competition", "the competition"),
        ("vs", "vs"),
        ("", ""),
    ],
)
def test_a_comparison_is_understood_to_its_last_word(phrase, quoted):
    """
    As with any period, a word left over is quoted.
    """
    with pytest.raises(KpiError) as caught:
        compare(phrase, "Q3 2025")

    assert quoted in caught.value.message[Lang.FR]


def test_a_period_made_elsewhere_can_be_compared():
    """
    Two dates that come from a form need no phrase.
    """
    period = Period(date(2025, 6, 10), date(2025, 6, 19))

    assert (
        resolve_comparison("vs previous period", period, CALENDAR).iso == "2025-05-31..2025-06-09"
    )
