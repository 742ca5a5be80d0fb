"""Cohorts against a count made day by day, and what is said of data that cannot be followed."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal

import pytest

from kpi_core.answering.cohorts import CohortQuery, cohorts
from kpi_core.errors import KpiError
from kpi_core.periods import add_months
from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.answering.rows import contract, deal, lead

STEPS = {"month": 1, "quarter": 3, "year": 12}


def asked(core, **query):
    return cohorts(core, CohortQuery.model_validate(query))


def shares(line):
    return [None if s is None else round(s, 4) for s in line.shares]


def invented(seed, customers=160):
    """Subscriptions of customers who come, buy more, pay less, leave, come back, or never came right."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    first, rows = dt.date(2023, 1, 1), []
    for who in range(customers):
        start = first + dt.timedelta(days=chance.randrange(900))
        for _ in range(chance.choice((1, 1, 2, 3))):
            end = start + dt.timedelta(days=chance.choice((0, 20, 31, 90, 365, 366, 400, 900)))
            mrr = Decimal(chance.randrange(0, 100_000)) / 100
            segment = chance.choice(("PME", "ETI", None))
            ended = end if chance.random() < 0.7 and end <= TODAY else None
            rows.append(
                contract(len(rows), f" Client {who}".upper() if who % 2 else f"client {who}", mrr,
                         start, ended, segment=segment)
            )  # fmt: skip
            start = start + dt.timedelta(days=chance.randrange(0, 500))
            if start > TODAY:
                break
    return rows


def reference(rows, months, horizon):
    """Walk every customer through every anniversary, and add up what holds after that day."""
    by_customer = defaultdict(list)
    for row in rows:
        by_customer[row["customer"].strip().lower()].append(row)
    held = defaultdict(lambda: defaultdict(lambda: [0, Decimal(0), Decimal(0)]))
    for mine in by_customer.values():
        mine.sort(key=lambda r: (r["started_on"], r["subscription"]))
        first = mine[0]["started_on"]
        cohort = dt.date(first.year, (first.month - 1) // months * months + 1, 1)
        last = add_months(cohort, months) - dt.timedelta(days=1)
        age, base = 0, Decimal(0)
        while add_months(last, age * months) <= horizon:
            day = add_months(first, age * months)
            there = [
                r for r in mine
                if r["started_on"] <= day and (r["ended_on"] is None or r["ended_on"] > day)
            ] if age else [r for r in mine if r["started_on"] == first]  # fmt: skip
            amount = sum((r["mrr"] for r in there), Decimal(0))
            base = amount if age == 0 else base
            cell = held[mine[0]["segment"], cohort][age]
            cell[0] += bool(there)
            cell[1] += min(amount, base)
            cell[2] += amount
            age += 1
    return held


@pytest.mark.parametrize("grain", STEPS)
@pytest.mark.parametrize("seed", range(3))
def test_the_matrix_is_what_counting_day_by_day_gives(workspace, grain, seed):
    """
    Customers, gross and net revenue are, to the cent, what each customer holds on its anniversaries.
    """
    rows = invented(seed)
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    chance.shuffle(rows)
    workspace.add("subscriptions", *rows)
    for place, measure in enumerate(("customers", "revenue_gross", "revenue_net")):
        found = asked(
            workspace.core, measure=measure, grain=grain, period="2023-01-01..2025-11-12",
            by=["segment"],
        )  # fmt: skip
        told = {
            (line.group[0], line.start): [k for k in line.kept if k is not None]
            for line in found.lines
        }
        expected = {
            key: [cell[place] for _, cell in sorted(ages.items())]
            for key, ages in reference(rows, STEPS[grain], found.horizon).items()
        }

        assert expected == {key: kept for key, kept in told.items() if kept}


def test_an_unripe_cell_is_empty_and_the_total_leaves_it_out(workspace):
    """
    A cohort that is not old enough has no share, not zero; the total is of the others, by weight.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 100, "2025-08-01", "2025-08-20"),
        contract(2, "b", 300, "2025-08-31"),
        contract(3, "c", 100, "2025-09-30", "2025-10-15"),
        contract(4, "d", 100, "2025-10-02"),
        contract(5, "e", 100, "2025-11-12"),
    )

    found = asked(workspace.core, period="2025-08-01..2025-11-12")

    assert [2, 1, 1, 1] == [line.base for line in found.lines]
    assert [[1, 0.5, 0.5], [1, 0, None], [1, None, None], [None] * 3] == [
        shares(line) for line in found.lines
    ]
    assert [[1, pytest.approx(1 / 3), 0.5]] == [list(t.shares) for t in found.totals]
    assert (3, 2, 1) == found.totals[0].cohorts
    low, high = found.totals[0].ends[1]
    assert low < 1 / 3 < high
    net = asked(workspace.core, measure="NRR", period="2025-08-01..2025-11-12")
    assert [0.75, 0.6] == [shares(net.lines[0])[1], round(net.totals[0].shares[1], 4)]
    assert (None,) * 3 == net.totals[0].ends


def test_ages_follow_the_calendar_at_the_end_of_months(workspace):
    """
    Who began on 31 January is a month old on 28 February, and who ended that very day was lost then.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 10, "2025-01-31", "2025-02-28"),
        contract(2, "b", 10, "2025-01-31", "2025-03-01"),
        contract(3, "c", 10, "2025-05-05"),
    )

    (line, *_) = asked(workspace.core, period="2025-01").lines

    assert [1, 0.5, 0] == shares(line)[:3]


def test_a_plan_that_changes_loses_nobody(workspace):
    """
    A subscription that follows another keeps its customer; what is added counts in net, not in gross.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 100, "2025-01-10", "2025-03-09", product="Basic"),
        contract(2, "A ", 150, "2025-03-10", product="Pro"),
        contract(3, "z", 10, "2025-10-01", product="Basic"),
    )

    def told(measure, **more):
        return shares(asked(workspace.core, measure=measure, period="2025-01", **more).lines[0])

    assert {1} == set(told("customers"))
    assert {1} == set(told("revenue_gross"))
    assert [1, 1, 1.5] == told("revenue_net")[:3]
    # It stays among those who began with Basic, whole.
    assert [1, 1, 1.5] == told("revenue_net", filters={"product": ["Basic"]})[:3]
    with pytest.raises(KpiError, match="No cohort begins from Jan 1, 2025 to Jan 31, 2025"):
        told("customers", filters={"product": ["Pro"]})


def test_members_add_up_to_the_whole(demo):
    """
    Told by a dimension, every customer is in one member; their totals make the total of all.
    """
    query = {"period": "2024", "grain": "quarter"}
    whole = asked(demo.core, **query).totals[0]
    *parts, last = asked(demo.core, by=["segment"], **query).totals

    assert whole.bases[0] == sum(part.bases[0] for part in parts) == last.bases[0]
    assert whole.kept == last.kept
    for part in parts:
        alone = asked(demo.core, filters={"segment": list(part.group)}, **query).totals[0]
        wide = len(alone.bases)
        assert (alone.bases, alone.kept) == (part.bases[:wide], part.kept[:wide])
        assert not any(part.cohorts[wide:])


def test_leads_are_followed_beside_the_rate_of_their_months(workspace):
    """
    A stage is reached at an age; the same months' own dates give another rate, told beside it.
    """
    workspace.add(
        "leads",
        lead(1, "2025-01-10", mql_on="2025-01-10", sql_on="2025-02-01"),
        lead(2, "2025-01-20", sql_on="2025-04-01"),
        lead(3, "2025-01-31", mql_on="2025-01-02"),
        lead(4, "2025-02-01", mql_on="2025-02-15"),
        lead(5, "2025-06-01"),
    )
    workspace.add("deals", deal(1, lead="p2@exemple.fr", closed="2025-04-20"))
    query = {"period": "2025-01-01..2025-03-31"}

    mql = asked(workspace.core, measure="MQL", **query)
    won = asked(workspace.core, measure="leads", **query)

    january, february, march = mql.lines
    assert (3, 1, 0) == (january.base, february.base, march.base)
    # The first on its day, the second with its SQL, the third before it was a lead: never.
    assert [round(1 / 3, 4)] * 3 + [round(2 / 3, 4)] == shares(january)[:4]
    assert [round(2 / 3, 4), 1.0, None] == [
        None if line.beside is None else round(line.beside, 4) for line in mql.lines
    ]
    assert [0, 0, 0, round(1 / 3, 4)] == shares(won.lines[0])[:4]
    assert (None, None) == (march.beside, march.shares[0])


def test_without_subscriptions_accounts_that_sign_again_are_told(workspace):
    """
    Deals alone show who signs again in each unit, and it is said so; what recurs is refused.
    """
    workspace.add(
        "deals",
        deal(1, customer="a", closed="2025-01-10", kind="new"),
        deal(2, customer="A", closed="2025-03-01", kind="expansion"),
        deal(3, customer="b", closed="2025-01-20", kind="new"),
        deal(4, customer="b", closed="2025-01-25", kind="credit", amount=-5),
        deal(5, customer="c", closed="2025-01-20", kind="renewal"),
        deal(6, customer="d", closed="2025-06-20", kind="new"),
    )

    found = asked(workspace.core, period="2025-01")

    assert (2, [1, 0, 0.5, 0]) == (found.lines[0].base, shares(found.lines[0])[:4])
    assert any("signed another deal" in note.en for note in found.notes)
    with pytest.raises(KpiError, match="do not say what recurs"):
        asked(workspace.core, measure="revenue_net")


def test_nothing_to_follow_says_what_is_missing(workspace):
    """
    An empty workspace says which file to import, for customers, revenue and leads.
    """
    for measure, words in {"customers": "row a subscription", "grr": "row a subscription", "leads": "your leads"}.items():  # fmt: skip
        with pytest.raises(KpiError, match=words):
            asked(workspace.core, measure=measure)
    with pytest.raises(KpiError, match="leads_mql"):
        asked(workspace.core, measure="lead_mql")


def test_what_cannot_be_followed_is_left_out_and_told(workspace):
    """
    A subscription that ends before it starts, or starts tomorrow, is no cohort; a note counts them.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 100, "2025-01-10", "2025-01-09"),
        contract(2, "b", 100, "2026-02-01"),
        contract(3, "c", -20, "2025-01-10"),
    )

    found = asked(workspace.core, measure="nrr", period="2025-01-01..2026-12-31")
    told = " ".join(note.en for note in found.notes)

    assert [dt.date(2025, 1, 1)] == [line.start for line in found.lines]
    assert [None] == shares(found.lines[0])
    for words in ("1 subscription ends before", "1 subscription starts after", "negative amount"):
        assert words in told
    assert "the first will be on Feb 28, 2025" in told


def test_one_row_is_one_cohort(workspace):
    """
    A single subscription is a cohort of one, with the day from which it can be read.
    """
    workspace.add("subscriptions", contract(1, "a", 100, "2025-11-01"))

    found = asked(workspace.core, period="2025-11")

    assert [None] == shares(found.lines[0])
    assert dt.date(2025, 11, 1) == found.horizon
    assert any("will be on Dec 30, 2025" in note.en for note in found.notes)


def test_data_that_ends_early_matures_nobody(workspace):
    """
    Nobody is held to have stayed after the last day that the data tells of.
    """
    workspace.add(
        "subscriptions",
        contract(1, "a", 100, "2024-01-10"),
        contract(2, "b", 100, "2024-01-10", "2024-04-30"),
    )

    found = asked(workspace.core, period="2024-01")

    assert dt.date(2024, 4, 30) == found.horizon
    assert [1, 1, 1, 1] == shares(found.lines[0])


def test_fiscal_quarters_open_cohorts(workspace):
    """
    Cohorts are cut where the workspace's quarters are.
    """
    workspace.set(fiscal_start=2)
    workspace.add(
        "subscriptions", contract(1, "a", 100, "2024-01-10"), contract(2, "b", 1, "2024-02-01")
    )

    found = asked(workspace.core, grain="quarter", period="2024-01-01..2024-03-31")

    assert [dt.date(2023, 11, 1), dt.date(2024, 2, 1)] == [line.start for line in found.lines]
