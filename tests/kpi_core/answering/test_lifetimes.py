"""Lifetime values against counts made by hand, and what is said where they cannot be trusted."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from kpi_core.answering.lifetimes import LifetimeQuery, lifetime, understood
from kpi_core.answering.lifetimes_methods import histories
from kpi_core.errors import KpiError
from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.answering.rows import contract, deal, spent

START = dt.date(2023, 1, 2)


def asked(core, **query):
    return lifetime(core, LifetimeQuery.model_validate(query))


def said(found):
    return " ".join(note.en for note in found.notes)


def shop(customers=220, seed=3, **more):
    """Deals of customers who order by chance and leave by chance, and never say so."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    rows = []
    for who in range(customers):
        day = START + dt.timedelta(days=chance.randrange(700))
        rate, leaves, usual = (
            chance.gammavariate(0.8, 1 / 120),
            chance.betavariate(1, 4),
            chance.gammavariate(3, 400),
        )
        while day <= TODAY:
            amount = round(usual * chance.gammavariate(5, 1 / 5), 2)
            rows.append(
                deal(len(rows), amount, closed=day.isoformat(), customer=f"Client {who}",
                     source=f"S{who % 2}", kind=None, margin=round(amount / 4, 2), **more)
            )  # fmt: skip
            if chance.random() < leaves and len(rows) > 1:
                break
            day += dt.timedelta(days=1 + int(chance.expovariate(rate)))
    return rows


def test_what_was_brought_is_counted_to_the_cent(workspace):
    """
    Orders of one day are one; a credit note comes off the order before it; members are the first's.
    """
    workspace.add(
        "deals",
        deal(1, 100, customer="a", closed="2025-01-10", segment="PME", margin=40),
        deal(2, 50, customer=" A", closed="2025-01-10", segment="ETI", margin=10),
        deal(3, 70, customer="a", closed="2025-03-01", segment="ETI"),
        deal(4, -20, customer="a", closed="2025-03-09", kind="credit"),
        deal(5, 30, customer="b", closed="2025-02-01", segment="ETI"),
        deal(6, None, customer="b", closed="2025-04-01"),
        deal(7, 999, customer="c", state="lost"),
        deal(8, -5, customer="d", closed="2025-03-09", kind="credit"),
    )

    found = asked(workspace.core, by=["segment"])

    eti, pme, whole = found.lines
    assert ("historic", dt.date(2025, 4, 1)) == (found.method, found.until)
    assert (("PME",), 1, 2, 200) == (pme.group, pme.customers, pme.orders, pme.revenue)
    assert (("ETI",), 1, 2, 30) == (eti.group, eti.customers, eti.orders, eti.revenue)
    assert (2, 115, pytest.approx(115 * 50 / 150)) == (whole.customers, whole.revenue, whole.margin)
    assert (None, None, None) == (whole.predicted, whole.ltv, whole.cac)
    missing = "2 customers ordered again, of 2 in all, and 30 are needed for a forecast, 28 more"
    assert missing in said(found)
    assert "discounted" not in said(found)
    assert 200 == asked(workspace.core, filters={"segment": ["PME"]}).lines[0].revenue
    with pytest.raises(KpiError, match="8 more"):
        asked(workspace.core, method="bgnbd")


def test_repeat_orders_are_forecast_and_held_against_what_came(workspace):
    """
    Enough repeat orders give BG/NBD with its margin; learnt on two thirds, it told what came later.
    """
    workspace.add("deals", *shop())

    found = asked(workspace.core, by=["source"], customers=5)

    first, second, whole = found.lines
    assert "bgnbd" == found.method
    assert whole.customers == first.customers + second.customers == 220
    parts = sum(line.predicted * line.customers for line in (first, second))
    assert whole.predicted == pytest.approx(parts / 220)
    assert 0 < whole.low < whole.predicted < whole.high
    assert whole.ltv == whole.revenue + whole.predicted
    assert whole.margin == pytest.approx(whole.revenue / 4, rel=1e-4)
    assert 0 < whole.alive < 1
    assert found.check.predicted == pytest.approx(found.check.actual, rel=0.2)
    assert f"there were {found.check.actual}" in said(found)
    assert {"r", "alpha", "a", "b", "p", "q", "gamma"} == set(found.parameters)
    worths = [one.predicted for one in found.customers]
    assert 5 == len(worths)
    assert sorted(worths, reverse=True) == worths


def test_a_longer_horizon_and_a_lower_discount_are_worth_more(workspace):
    """
    More months add value; money later is worth less; the workspace's own rate is taken and said.
    """
    workspace.add("deals", *shop(120))

    def predicted(**query):
        return asked(workspace.core, **query).lines[-1].predicted

    assert predicted(horizon=12) < predicted(horizon=36, discount=0.3) < predicted(discount=0)
    workspace.set(discount_rate=0.3)
    found = asked(workspace.core)
    assert predicted(discount=0.3) == found.lines[-1].predicted
    assert "discounted at 30.0% a year" in said(found)
    assert "discounted" not in said(asked(workspace.core, discount=0.1))


def test_contracts_are_projected_where_they_are_the_revenue(workspace):
    """
    Accounts under contract: months to come by their renewals, what recurs as today's; nobody who left.
    """
    chance = random.Random(5)  # noqa: S311 - no secret, the same each time
    rows = []
    for who in range(150):
        start, stays = dt.date(2022, 11, 12) + dt.timedelta(days=chance.randrange(700)), 1
        while chance.random() < 0.85:
            stays += 1
        end = start.replace(day=min(start.day, 28), year=start.year + stays)
        rows.append(contract(who, f"c{who}", 100, start, end if end <= TODAY else None))
    workspace.add("subscriptions", *rows)

    found = asked(workspace.core, horizon=12, discount=0)
    (line,) = found.lines

    here = sum(row["ended_on"] is None for row in rows)
    assert ("contracts", pytest.approx(here / 150)) == (found.method, line.alive)
    # A year holds one renewal, so that at least 85 % of the months to come are paid.
    assert 0.85 * 12 * line.alive < line.expected < 12 * line.alive
    assert line.predicted == pytest.approx(100 * line.expected)
    assert "a renewal a year" in said(found)
    assert found.check.predicted == pytest.approx(found.check.actual, rel=0.1)
    assert line.low < line.predicted < line.high
    with pytest.raises(KpiError, match="needs the orders of each account"):
        asked(workspace.core, method="bgnbd")


def test_the_demo_is_under_contract_and_its_other_model_is_caught(demo):
    """
    The demo's deals follow its contracts: BG/NBD, asked for by name, is told to miss what came.
    """
    contracts = asked(demo.core)
    orders = asked(demo.core, method="bgnbd")

    assert "contracts" == contracts.method
    off = abs(contracts.check.predicted / contracts.check.actual - 1)
    assert off < abs(orders.check.predicted / orders.check.actual - 1)
    assert "stands at its limit" in said(orders)
    assert "too far off to trust" in said(orders)
    page = (Path(__file__).parents[3] / "docs" / "lifetime.md").read_text("utf-8")
    told = "expects {} repeat orders where {} came"
    assert told.format(round(orders.check.predicted), orders.check.actual) in page
    told = "expected to {}, where {} stayed"
    assert told.format(round(contracts.check.predicted), contracts.check.actual) in page


def test_what_customers_cost_is_matched_to_who_was_won(demo):
    """
    LTV / CAC takes the customers that the CAC of the same days and channels counts, and no others.
    """
    found = asked(demo.core, by=["channel"], method="historic")

    first = demo.core.snapshot().coverage["spend"].first.replace(day=1)
    period = {"start": first, "end": found.until}
    costs = {one.group["channel"]: one for one in demo.all("cac", by=["channel"], period=period)}
    for line in found.lines[:-1]:
        told = costs[line.group[0]]
        assert told.value == line.cac
        assert (told.denominator or 0) in {0, line.won}
    whole = demo.ask("cac", period=period)
    assert (whole.value, whole.denominator) == (found.lines[-1].cac, found.lines[-1].won)
    assert "LTV on margin" in said(found)
    assert "spend does not tell its product" in said(asked(demo.core, by=["product"]))


def test_cac_of_a_few_by_hand(workspace):
    """
    Three customers won for 300 on S0 are worth, on margin, so many times that.
    """
    workspace.add("spend", spent(300, "S0", day="2025-03-25"))
    workspace.add(
        "deals",
        *(deal(n, 1000, source="S0", margin=500, closed="2025-03-20") for n in range(3)),
        deal(9, 7000, source="S0", closed="2024-03-20"),  # before any spend is recorded
    )

    (line,) = asked(workspace.core).lines

    assert (3, 100, pytest.approx(5)) == (line.won, line.cac, line.ratio)


def test_spend_that_says_no_member_flatters_none(workspace):
    """
    Where more than a fifth of direct spend says no segment, only the total is set against it.
    """
    day = "2025-03-25"
    workspace.add("spend", spent(100, "S0", day=day, segment="PME"), spent(300, "S0", day=day))
    workspace.add(
        "deals",
        *(
            deal(n, 1000, source="S0", segment="PME", margin=500, closed="2025-03-20")
            for n in range(3)
        ),
    )

    found = asked(workspace.core, by=["segment"], method="historic")

    *members, whole = found.lines
    assert members
    assert {(None, None)} == {(line.cac, line.ratio) for line in members}
    assert whole.ratio is not None
    assert "75.0% of direct spend says none of them" in said(found)


def test_refunded_and_priceless_orders_are_told(workspace):
    """
    Later orders that sum to nothing, or have no amount, are left out of the worth, and counted.
    """
    rows = shop(120)
    day = TODAY.isoformat()
    workspace.add(
        "deals",
        *rows,
        deal("x1", 10, customer="x", closed="2024-01-01", kind=None),
        deal("x2", 10, customer="x", closed="2024-02-01", kind=None),
        deal("x3", -10, customer="x", closed=day, kind="credit"),
        deal("y1", 10, customer="y", closed="2024-01-01", kind=None),
        deal("y2", None, customer="y", closed="2024-02-01", kind=None),
    )

    told = said(asked(workspace.core))

    assert "1 customer’s later orders sum to nothing" in told
    assert "1 later order has no amount" in told


def test_nothing_to_tell_of_says_what_to_import(workspace):
    """
    An empty workspace, a method without its data and words that mean nothing are each told.
    """
    with pytest.raises(KpiError, match="import won deals"):
        asked(workspace.core)
    workspace.add("deals", deal(1, closed="2025-01-10"))
    with pytest.raises(KpiError, match="a row a subscription"):
        asked(workspace.core, method="contracts")
    with pytest.raises(KpiError, match="nowhere"):
        asked(workspace.core, filters={"segment": ["nowhere"]})


def test_contracts_that_nobody_left_yet_are_told_as_they_were_paid(workspace):
    """
    Without losses no renewal is projected, and no chance orders take their place: what was paid is told.
    """
    contracts = [contract(n, f"c{n}", 100, "2024-11-12") for n in range(40)]
    workspace.add("subscriptions", *contracts, contract(99, "d", 0, "2025-11-12"))

    found = asked(workspace.core)

    assert ("historic", None) == (found.method, found.lines[0].predicted)
    assert found.lines[0].revenue == pytest.approx(40 * 100 * 365 / (365.25 / 12) / 41)
    assert "0 losses" in said(found)
    assert found.lines == asked(workspace.core, method="historic").lines
    with pytest.raises(KpiError, match="Wait for the next ones"):
        asked(workspace.core, method="contracts")
    workspace.add(
        "deals",
        *(
            deal(f"{n}.{k}", 100, customer=f"c{n}", closed=f"2025-0{k + 1}-01", kind=None)
            for n in range(40)
            for k in range(5)
        ),
    )
    assert "historic" == asked(workspace.core).method


def yearly(customers=120, seed=5):
    """Deals of customers who order once a year or not, six weeks before the day or so, and leave by chance."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    rows = []
    for who in range(customers):
        often, leaves = chance.betavariate(2, 1), chance.betavariate(1, 6)
        for year in range(2019 + who % 3, 2026):
            first = year == 2019 + who % 3
            if not first and chance.random() < leaves:
                break
            if first or chance.random() < often:
                day = dt.date(year, 3, 1 + who % 27)
                rows.append(
                    deal(len(rows), 1000, closed=day.isoformat(), customer=f"C{who}", kind=None)
                )
    return rows


def test_customers_who_order_by_the_year_are_told_by_the_year(workspace):
    """
    BG/BB looks at whole years since the first order: who ordered lately is likelier there, and one
    more year is worth less than the one before.
    """
    workspace.add("deals", *yearly())

    found = asked(workspace.core, method="bgbb", horizon=24, customers=200)
    short = asked(workspace.core, method="bgbb", horizon=12)

    assert "bgbb" == found.method
    (whole,), (first,) = found.lines, short.lines
    assert 0 < first.expected < whole.expected < 2 * first.expected
    assert whole.low < whole.predicted < whole.high
    # A year's orders are worth a thousand, discounted.
    assert 800 * whole.expected < whole.predicted < 1000 * whole.expected
    assert {"alpha", "beta", "gamma", "delta"} <= set(found.parameters)
    alive = {customer.called: customer.alive for customer in found.customers}
    orders = {customer.called: customer.orders for customer in found.customers}
    most, least = max(orders, key=orders.get), min(orders, key=orders.get)
    assert alive[most] > alive[least]
    assert "BG/BB" in said(found)


def test_years_of_orders_by_hand(workspace):
    """
    A year lies around an anniversary of the first order; what falls in one that still runs is of none.
    """
    days = ("2022-03-01", "2023-03-01", "2023-09-01", "2024-02-01", "2025-10-01")
    workspace.add(
        "deals", *(deal(n, 10, closed=day, customer="a", kind=None) for n, day in enumerate(days))
    )
    core = workspace.core

    found = histories(core, understood(core, LifetimeQuery()), TODAY).yearly

    told = (found.ordered, found.last, found.whole, found.value)
    # Around 1 March 2023 (1 order), 2024 (2 orders), 2025 (none); the fourth is not over.
    assert [(2, 2, 3, 30)] == list(zip(*(column.tolist() for column in told), strict=True))


@pytest.mark.parametrize(
    ("rows", "query", "why"),
    [
        (yearly(), {"horizon": 30}, "whole years"),
        ([deal(1, 10, closed="2025-06-01", customer="a")], {"horizon": 24}, "the longest is 0"),
        (yearly(4), {"horizon": 24}, "more"),
    ],
)
def test_years_that_tell_nothing_are_refused_in_words(workspace, rows, query, why):
    """
    A horizon of half a year, customers of a year, too few who came back: each says what is missing.
    """
    workspace.add("deals", *rows)

    with pytest.raises(KpiError, match=why):
        asked(workspace.core, method="bgbb", **query)
