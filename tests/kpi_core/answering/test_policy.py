"""Indirect costs shared by a policy: to the cent, alike in cells and queries, at a bounded price."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.answering import allocation
from kpi_core.answering.cells import Cells
from kpi_core.answering.engine import Row
from kpi_core.errors import KpiError
from tests.kpi_core.answering.conftest import Workspace
from tests.kpi_core.answering.rows import deal, lead, spent

CENT = Decimal("0.01")
SOURCES = ["LinkedIn Ads", "linkedin.com", "Google Ads", "SEO", "Meta Ads", None]
KPIS = ["cac", "roi", "cpl", "indirect_costs", "total_cost", "cac_lagged", "ltv_cac", "revenue"]


def row(group, cost=0, leads=0, indirect=0):
    values = {"cost": Decimal(cost), "leads": leads, "indirect_cost": Decimal(str(indirect))}
    counted = {"cost": int(cost != 0), "leads": leads, "indirect_cost": int(indirect != 0)}
    return Row((group,), None, values, counted, {}, {}, {})


def test_own_indirect_costs_stay_and_the_rest_is_shared():
    """
    What a channel caused is its own; only what nobody carries is shared, by direct spend.
    """
    found = allocation.shares(
        [row("A", 300, indirect=7), row("B", 100), row("C", indirect=5), row(None, indirect=100)],
        "spend",
    )

    assert {"A": 82, "B": 25, "C": 5, None: 0} == {g: v for (_, (g,)), v in found.items()}


def test_the_last_cent_goes_to_the_largest_share():
    """
    A hundred euros in three: 33.33 each, and the cent left over to the first of equals, always.
    """
    rows = [row("A", 10), row("B", 10), row("C", 10), row(None, indirect=100)]

    for order in (rows, rows[::-1]):
        found = {g: v for (_, (g,)), v in allocation.shares(order, "equal").items()}
        assert sorted([*(found[g] for g in "ABC")]) == [
            Decimal("33.33"), Decimal("33.33"), Decimal("33.34")
        ]  # fmt: skip
        assert Decimal("33.34") == found["C"]


def test_what_nothing_can_share_stays_where_it_is():
    """
    Where no channel has spend, sharing by spend leaves the indirect cost unassigned.
    """
    found = allocation.shares([row("A", leads=3), row(None, indirect=50)], "spend")

    assert 50 == found[None, (None,)]


@given(
    st.lists(st.tuples(st.integers(0, 999), st.integers(0, 9), st.integers(0, 99)), max_size=6),
    st.integers(0, 10_000),
    st.sampled_from(["spend", "leads", "equal"]),
)
def test_parts_add_up_to_the_whole(members, loose, policy):
    """
    Whatever the weights, parts and what is left are the whole to the cent, and none is negative.
    """
    rows = [row(f"m{i}", *m) for i, m in enumerate(members)] + [row(None, indirect=loose * CENT)]

    found = allocation.shares(rows, policy)

    assert sum(found.values()) == sum(m[2] for m in members) + loose * CENT
    assert all(part > -CENT * (len(members) + 1) for part in found.values())


@pytest.fixture(scope="module", name="shared")
def _shared(tmp_path_factory):
    made = Workspace(tmp_path_factory.mktemp("policy") / "w")
    people = [
        lead(n, str(dt.date(2025, 1, 1) + dt.timedelta(days=3 * n)), SOURCES[n % 6], country=c)
        for n, c in enumerate(["FR", "DE", None] * 20)
    ]
    made.add("leads", *people)
    made.add(
        "spend",
        *(
            spent(7 * n + 0.37, SOURCES[n % 6], str(dt.date(2025, 1, 2) + dt.timedelta(days=5 * n)))
            for n in range(40)
        ),
        *(
            spent(101.01, None, f"2025-{m:02d}-28", category="indirect", label=str(m))
            for m in range(1, 8)
        ),
        spent(33, "Meta Ads", "2025-03-03", category="indirect"),
    )
    made.add(
        "deals",
        *(
            deal(
                n,
                500 + n,
                lead=f"p{n}@exemple.fr",
                margin=200,
                closed=str(dt.date(2025, 2, 1) + dt.timedelta(days=4 * n)),
            )
            for n in range(40)
        ),
    )
    yield made
    made.store.close()


DAYS = st.dates(dt.date(2024, 12, 1), dt.date(2025, 9, 1))
MEMBERS = ["LinkedIn", "Google", "channel=SEO", "channel=Meta Ads", "LinkedIn outreach"]


def whole(workspace, cells, cell):
    """Return what the query that a cell stands for answers, or why it cannot be asked."""
    try:
        return workspace.core.query(cells.query(cell)[0])[0]
    except KpiError as error:
        return error


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(KPIS), DAYS, st.integers(0, 200), st.sampled_from(MEMBERS)),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["spend", "leads", "equal"]),
)
def test_cells_under_a_policy_are_the_whole_questions_answers(shared, asked, policy):
    """
    Whatever KPI, days and member, a cell under a policy shows what the query answers.
    """
    if shared.store.settings().overhead_policy != policy:
        shared.set(overhead_policy=policy)
    batch = [
        (kpi, f"{start}..{start + dt.timedelta(days=length)}", member)
        for kpi, start, length, member in asked
    ]
    found = Cells(shared.core)

    for cell, answer in zip(batch, found.answer(batch), strict=True):
        told = whole(shared, found, cell)
        if isinstance(told, KpiError):
            assert told.message == answer.message
        elif isinstance(answer, KpiError):
            assert (None, answer.message.fr) == (told.value, told.caveats[0].message.fr)
        else:
            assert pytest.approx(told.value, rel=1e-9, abs=1e-9) == answer


def test_many_cells_under_a_policy_cost_a_few_statements(shared, monkeypatch):
    """
    A hundred cells of one shape under a policy ask the store no more often than ten do.
    """
    shared.set(overhead_policy="leads")
    asked = []
    cursor = shared.store.cursor
    monkeypatch.setattr(shared.store, "cursor", lambda: asked.append(1) or cursor())

    def cost(n):
        batch = [
            ("cac", f"2025-01-01..{dt.date(2025, 2, 1) + dt.timedelta(days=d)}", member)
            for d in range(n)
            for member in ("channel=SEO", "channel=Google Ads")
        ]
        asked.clear()
        Cells(shared.core).answer(batch)
        return len(asked)

    cost(1)  # what is known of the data is read once, whatever is asked
    few = cost(5)

    assert 0 < few <= 5
    assert few == cost(50)


def test_by_channel_and_by_cell_the_parts_are_one(shared):
    """
    What the table by channel gives each channel is what each channel's own cell shows.
    """
    shared.set(overhead_policy="spend")
    period = {"start": "2025-01-01", "end": "2025-06-30"}
    table = {
        r.group["channel"]: r.value
        for r in shared.all("indirect_costs", period=period, by=["channel"])
        if r.group["channel"]
    }

    found = Cells(shared.core).answer(
        [("indirect_costs", "2025-01-01..2025-06-30", f"channel={name}") for name in table]
    )

    assert [pytest.approx(v) for v in table.values()] == found
    assert len(table) >= 4
