"""How long customers stay, and renewals to come, from subscriptions in a workspace."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from kpi_core.answering.cohorts import CohortQuery, cohorts
from kpi_core.answering.cohorts_lifetimes import projection, renewals_in, survival
from kpi_core.errors import KpiError
from kpi_core.periods import add_months
from kpi_core.retention.ages import Step
from kpi_core.retention.renewals import fit, renewals_of
from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.answering.rows import contract, deal
from tests.kpi_core.answering.test_cohorts import invented


def asked(**query):
    return CohortQuery.model_validate(query)


def stays(rows):
    """Return the first day of each customer, and the last before a day without a subscription."""
    mine = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r["started_on"], r["subscription"])):
        mine[row["customer"].strip().lower()].append(row)
    for subscriptions in mine.values():
        until = dt.date.min
        for row in subscriptions:
            if until > dt.date.min and row["started_on"] > until + dt.timedelta(days=1):
                break
            until = max(until, row["ended_on"] or dt.date(9000, 1, 1))
        yield subscriptions[0]["started_on"], until


@pytest.mark.parametrize("seed", range(3))
def test_survival_of_whole_lives_is_the_share_that_stayed(workspace, seed):
    """
    Of customers old enough, survival at each age is who stayed past their anniversary, by the calendar.
    """
    rows = [r for r in invented(seed) if r["started_on"] < dt.date(2023, 7, 1)]
    workspace.add("subscriptions", *rows, contract(9999, "other", 1, TODAY))

    (lives,) = survival(workspace.core, asked(period="2023-01-01..2023-06-30")).lives

    first = [s for s in stays(rows) if s[0] < dt.date(2023, 7, 1)]
    for age in lives.ages[:28]:
        kept = [until > add_months(start, age.age) for start, until in first]
        assert sum(kept) / len(kept) == pytest.approx(age.survival), age
        assert age.at_risk == sum(kept)
        assert age.lost == len(kept) - sum(kept)


def test_who_is_still_there_is_no_loss(workspace):
    """
    A contract that runs on, or ends in the future, is seen until today and lost by nobody.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 10, "2024-11-12"),
        contract(2, "b", 10, "2024-11-12", "2026-03-01"),
        contract(3, "c", 10, "2025-01-31", "2025-02-28"),
        contract(4, "d", 10, "2025-11-12"),
    )

    (lives,) = survival(workspace.core, asked()).lives

    assert (4, 1) == (lives.customers, lives.lost)
    assert [1, pytest.approx(2 / 3)] == [lives.ages[i].survival for i in (0, 1)]
    assert 13 == len(lives.ages)
    assert lives.median.time is None


def test_the_next_plan_is_the_same_life_and_a_return_is_not(workspace):
    """
    Subscriptions that follow each other make one life; a day without any ends it.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 10, "2024-01-01", "2024-02-29"),
        contract(2, "a", 20, "2024-03-01"),
        contract(3, "b", 10, "2024-01-01", "2024-02-29"),
        contract(4, "b", 20, "2024-03-02"),
        contract(5, "c", 20, "2025-11-12"),
    )

    (lives,) = survival(workspace.core, asked(period="2024-01")).lives

    assert (2, 1) == (lives.customers, lives.lost)
    assert [1, 1, 0.5] == [age.survival for age in lives.ages[:3]]
    # A cohort matrix, which looks at one day at a time, sees them come back.
    whole = cohorts(workspace.core, asked(period="2024-01")).lines[0]
    assert (1.0, 1.0, 0.5, 1.0) == whole.shares[:4]


def test_survival_by_a_member_is_that_of_the_filter(demo):
    """
    Each group of a dimension has the curve that filtering on it gives.
    """
    found = survival(demo.core, asked(by=["segment"], grain="quarter"))

    for lives in found.lives:
        (alone,) = survival(
            demo.core, asked(filters={"segment": list(lives.group)}, grain="quarter")
        ).lives
        assert (alone.ages, alone.median) == (lives.ages, lives.median)
    assert any("may be missing" in note.en for note in found.notes)


def test_renewals_are_projected_from_cohorts_as_far_as_each_was_seen(workspace):
    """
    Yearly contracts of three cohorts give the model of their counts, its lifetime and its interval.
    """
    counts = {2021: (100, 70, 56, 48), 2022: (100, 72, 58), 2023: (100, 69)}
    rows, n = [], 0
    for year, kept in counts.items():
        for age, (before, after) in enumerate(zip(kept, (*kept[1:], 0), strict=True), 1):
            last = age == len(kept)
            for _ in range(before if last else before - after):
                n += 1
                end = None if last else f"{year + age}-09-30"
                rows.append(contract(n, f"c{n}", 10, f"{year}-10-01", end))
    workspace.add("subscriptions", *rows, contract(0, "last", 10, "2024-11-11"))

    found = projection(workspace.core, asked(grain="year", period="2021-01-01..2023-12-31"), ages=5)

    expected = fit(renewals_of(list(counts.values())))
    assert (expected.alpha, expected.beta) == (
        pytest.approx(found.fit.alpha),
        pytest.approx(found.fit.beta),
    )
    assert (300, 125) == (found.customers, found.lost)
    assert [0, 1, 2, 3, 4, 5, 6, 7, 8] == [age.age for age in found.ages]
    assert (None, 300) == (found.ages[4].seen, found.ages[1].at_risk)
    assert pytest.approx(211 / 300) == found.ages[1].seen
    low, high = found.ends
    assert low < found.expected < high
    assert 0.1 == pytest.approx(found.discount)


def test_a_unit_that_is_not_over_is_no_renewal():
    """
    Who left in a unit that their cohort has not lived through counts as seen until its beginning.
    """
    month = 31
    lives = [
        (month, True, 5, 10),  # left on the first anniversary
        (2 * month + 3, True, 2, 4),  # left in the third month, which was not over
        (2 * month + 3, True, 3, 2),  # left in the third month, and it is
        (5 * month + 9, False, 5, 20),
        (0, True, 0, 3),  # left on the day they came, this month
    ]

    found = renewals_in(lives, Step.MONTH)

    assert [(1, 36, 10), (2, 26, 0), (3, 22, 2), (4, 20, 0), (5, 20, 0)] == [
        (r.age, r.at_risk, r.lost) for r in found
    ]
    assert [(1, 32, 12)] == [(r.age, r.at_risk, r.lost) for r in renewals_in(lives, Step.QUARTER)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([contract(1, "a", 1, "2025-10-31")], "0 renewal was seen"),
        ([contract(n, f"c{n}", 1, "2025-01-01") for n in range(9)], "Nobody has left"),
        (
            [contract(n, f"c{n}", 1, "2025-01-01", "2025-01-31") for n in range(9)],
            "two at least are needed",
        ),
    ],
    ids=["one row", "all the same and there", "all the same and gone"],
)
def test_too_little_says_how_much_more(workspace, rows, words):
    """
    What cannot be projected yet is told with what is missing; survival is told anyway.
    """
    workspace.add("subscriptions", *rows, contract(999, "now", 1, "2025-11-12"))
    query = asked(period="2025-01-01..2025-10-31")

    with pytest.raises(KpiError, match=words):
        projection(workspace.core, query)
    assert len(rows) == survival(workspace.core, query).lives[0].customers


def test_what_has_no_lifetime_is_refused(workspace):
    """
    Deals, leads and revenue have no survival; a projection is of one set of customers.
    """
    workspace.add("deals", deal(1, closed="2025-01-10"))
    with pytest.raises(KpiError, match="it needs subscriptions"):
        survival(workspace.core, asked())
    workspace.add("subscriptions", contract(1, "a", 1, "2025-01-01"))
    with pytest.raises(KpiError, match="it needs subscriptions"):
        survival(workspace.core, asked(measure="nrr"))
    with pytest.raises(KpiError, match="filter on a member"):
        projection(workspace.core, asked(by=["segment"]))
