"""Attribution models: whose a conversion is, never how many there are."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.answering.cells import Cells
from kpi_core.errors import KpiError
from tests.kpi_core.answering.conftest import Workspace, codes
from tests.kpi_core.answering.rows import deal, lead
from tests.kpi_core.answering.touches import DAY, RULES, SOURCES, A, B, C, by_channel, touch, walked

DECAYED = sum(0.5 ** (days / 7) for days in range(8))


@pytest.mark.parametrize(
    ("model", "path", "expected"),
    [
        ("first", (A, B, C), {A: 1}),
        ("last", (A, B, C), {C: 1}),
        ("last_non_direct", (A, B, "Direct"), {B: 1}),
        ("last_non_direct", ("Direct", "Direct"), {"Direct": 1}),
        ("linear", (A, B, A, C), {A: 0.5, B: 0.25, C: 0.25}),
        ("u_shaped", (A,), {A: 1}),
        ("u_shaped", (A, B), {A: 0.5, B: 0.5}),
        ("u_shaped", (A, B, B, C), {A: 0.4, B: 0.2, C: 0.4}),
        ("j_shaped", (A, B), {A: 0.25, B: 0.75}),
        ("j_shaped", (A, B, C), {A: 0.2, B: 0.2, C: 0.6}),
        ("inverse_j", (A, B), {A: 0.75, B: 0.25}),
        ("inverse_j", (A, B, C), {A: 0.6, B: 0.2, C: 0.2}),
        ("time_decay", (A, *[B] * 6, C), {A: 0.5 / DECAYED, C: 1 / DECAYED}),
        # Of a lead, the last touch made it: 30/30/10 are scaled to the whole.
        ("w_shaped", (A, B, C), {A: 3 / 7, B: 1 / 7, C: 3 / 7}),
        ("w_shaped", (A, C), {A: 0.5, C: 0.5}),
        ("full_path", (A, B, C), {A: 0.225 / 0.55, B: 0.1 / 0.55, C: 0.225 / 0.55}),
    ],
)
def test_weights_of_a_path(workspace, model, path, expected):
    """
    Each model shares a lead out over its touches as its declaration says.
    """
    walked(workspace, path)

    found = by_channel(workspace, "lead_volume", model)

    assert expected == {k: pytest.approx(found[k], abs=1e-9) for k in expected}
    assert 1 == pytest.approx(sum(found.values()), abs=1e-12)


def test_full_path_of_a_deal(workspace):
    """
    First contact, lead, opportunity and signature get 22.5 % each, the touch between them 10 %.
    """
    workspace.add("leads", lead(1, day="2025-03-05", source=A))
    days = ("2025-03-01", "2025-03-05", "2025-03-08", "2025-03-10", "2025-03-20")
    sources = (A, B, "Direct", C, "Newsletter")
    workspace.add("touchpoints", *(touch(1, s, d) for s, d in zip(sources, days, strict=True)))
    workspace.add("deals", deal(1, 1000, lead="p1@exemple.fr", created_on="2025-03-10"))

    assert {A: 225, B: 225, "Direct": 100, C: 225} == {
        k: v
        for k, v in by_channel(workspace, "revenue", "full_path").items()
        if k in {*sources[:4]}
    }
    # W looks at no signature: the last touch is one of the others.
    w = by_channel(workspace, "revenue", "w_shaped")
    assert (300, 300, 300, 50) == (w[A], w[B], w[C], w["Direct"])


def test_published_paths(workspace):
    """
    The paths that a public test of another library shares out are shared out alike.
    """
    # github eeghor/mta, tests/test_heuristic_models.py: direct 2, search > email 3,
    # search > social > email 5.
    direct, search, email, social = "Direct", B, A, C
    n = itertools.count(1)
    for path, times in (((direct,), 2), ((search, email), 3), ((search, social, email), 5)):
        for _ in range(times):
            walked(workspace, path, next(n))

    told = {
        m: by_channel(workspace, "lead_volume", m) for m in ("first", "last", "linear", "u_shaped")
    }

    assert {direct: 2, search: 8} == told["first"]
    assert {direct: 2, email: 8} == told["last"]
    assert told["linear"] == {
        direct: 2,
        search: pytest.approx(3.1666666666666665, abs=1e-9),
        email: pytest.approx(3.1666666666666665, abs=1e-9),
        social: pytest.approx(1.6666666666666667, abs=1e-9),
    }
    assert {direct: 2, search: 3.5, email: 3.5, social: 1} == told["u_shaped"]


def test_a_lead_that_nothing_touched_counts_for_its_own_source(workspace):
    """
    Without a touch in time a lead keeps its source, and the answer says for how many.
    """
    walked(workspace, (A,), 1)
    walked(workspace, (), 2)
    workspace.add("leads", lead(3, day="2025-03-10", source=C))
    workspace.add("touchpoints", touch(3, A, "2024-12-09"))  # 91 days before

    found = workspace.all("lead_volume", by=["channel"], period="2025-03", model="linear")

    assert {A: 1, B: 1, C: 1} == {r.group["channel"]: r.value for r in found}
    (said,) = {c.message.fr for r in found for c in r.caveats if c.code == "untouched"}
    assert "67\u202f% sans contact" in said
    selected = workspace.ask(
        "lead_volume", period="2025-03", model="linear", filters={"channel": [A]}
    )
    assert "untouched" not in codes(selected)
    workspace.set(lookback_days=91)
    assert {A: 2, B: 1} == by_channel(workspace, "lead_volume", "linear")


def test_touches_after_a_conversion_and_of_nobody_known(workspace):
    """
    What happened after a conversion, to somebody unknown or from nowhere has no part in it.
    """
    walked(workspace, (A,))
    workspace.add(
        "touchpoints", touch(1, C, "2025-04-01"), touch(99, C), touch(1, None, DAY.isoformat())
    )

    for model in RULES:
        assert {A: 1} == by_channel(workspace, "lead_volume", model), model


@pytest.mark.parametrize("model", RULES)
def test_ten_thousand_touches_at_one_instant(workspace, model):
    """
    A lead clicked on ten thousand times in one instant is still one lead.
    """
    at = dt.datetime(2025, 3, 4, 10)
    workspace.add("leads", lead(1, source=A))
    workspace.add(
        "touchpoints",
        *(touch(1, SOURCES[i % 3], at=at, campaign=f"c{i % 7}") for i in range(10_000)),
    )

    found = by_channel(workspace, "lead_volume", model)

    assert 1 == pytest.approx(sum(found.values()), abs=1e-12)
    assert all(v > 0 for v in found.values())


def test_campaigns_of_a_channel_add_up_to_it(workspace):
    """
    Touches of one instant stand in one order, whatever the answer is told by.
    """
    at = dt.datetime(2025, 3, 4, 10)
    workspace.add("leads", lead(1, source=A))
    # By campaign alone the order would be the other way round.
    workspace.add(
        "touchpoints", touch(1, "Meta Ads", at=at, campaign="b"), touch(1, B, at=at, campaign="a")
    )

    both = workspace.all(
        "lead_volume", by=["channel", "campaign"], period="2025-03", model="j_shaped"
    )
    alone = workspace.all("lead_volume", by=["campaign"], period="2025-03", model="j_shaped")

    assert {r.group["campaign"]: r.value for r in both} == {
        r.group["campaign"]: r.value for r in alone
    }


MONEY = st.decimals("0.01", "99999.99", places=2)
PATH = st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(0, 120)), max_size=6)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(PATH, st.one_of(st.none(), MONEY)), min_size=1, max_size=8))
def test_members_add_up_to_the_total_to_the_cent(tmp_path_factory, people):
    """
    Under any model, leads, customers and revenue by channel add up to those without a model,
    whether paths are those of leads or of accounts.
    """
    made = Workspace(tmp_path_factory.mktemp("w") / "w")
    touches = []
    for n, (path, amount) in enumerate(people, 1):
        firm = ("Acme", " ACME", None)[n % 3]
        made.add("leads", lead(n, day="2025-03-10", source=A if n % 3 else None, company=firm))
        if amount is not None:
            row = deal(n, amount, lead=f"p{n}@exemple.fr", closed="2025-03-20")
            made.add("deals", row | {"customer": f"Client {n % 2}" if n % 4 else None})
        touches += [
            touch(n, source, (dt.date(2025, 3, 20) - dt.timedelta(days=back)).isoformat())
            for source, back in path
        ]
    if touches:
        made.add("touchpoints", *touches)
    kpis = ("lead_volume", "new_customers", "revenue")
    whole = {r.variant: r.value for r in made.all(*kpis, period="2025-03")}
    asked = [(model, "lead") for model in RULES] + [(model, "account") for model in _EACH_METHOD]
    for model, unit in asked:
        sums = defaultdict(Decimal)
        for found in made.all(*kpis, by=["channel"], period="2025-03", model=model, unit=unit):
            sums[found.variant] += Decimal(str(found.value or 0))
        for variant, value in whole.items():
            if value is not None:
                assert float(round(sums[variant], 4)) == pytest.approx(value, abs=1e-9), (
                    model,
                    unit,
                )
    made.store.close()


_EACH_METHOD = ("first", "last_non_direct", "u_shaped", "time_decay", "full_path", "shapley")


@pytest.fixture(name="firm")
def _firm(workspace):
    """One account of three people: A met the first, B the second, C a third whose company is another's."""
    for n, company, source in ((1, "Acme", A), (2, " ACME ", B), (3, "Globex", C)):
        workspace.add("leads", lead(n, day="2025-03-10", source=source, company=company))
        workspace.add("touchpoints", touch(n, source, f"2025-03-0{n}"))
    row = deal(1, 900, lead="p1@exemple.fr", closed="2025-03-20")
    workspace.add("deals", row | {"customer": "Acme"})
    return workspace


def test_an_account_is_touched_by_all_of_its_leads(firm):
    """
    Per account, a deal is credited to the touches of every lead of its customer, and of no other's.
    """
    alone = by_channel(firm, "revenue", "linear")
    together = by_channel(firm, "revenue", "linear", unit="account")

    assert {A: 900} == {k: v for k, v in alone.items() if v}
    assert {A: 450, B: 450} == {k: v for k, v in together.items() if v}
    assert {A: 450, B: 450} == {
        k: v for k, v in by_channel(firm, "revenue", "shapley", unit="account").items() if v
    }


def test_a_lead_is_of_the_customer_of_its_deals(firm):
    """
    A deal that names a lead says whose account it is, whatever company the lead gave.
    """
    row = deal(2, 100, lead="p3@exemple.fr", closed="2025-03-21")
    firm.add("deals", row | {"customer": "acme"})

    found = by_channel(firm, "revenue", "linear", unit="account")

    assert [pytest.approx(1000 / 3)] * 3 == [found[s] for s in (A, B, C)]


def test_the_unit_is_said_with_the_answer(firm):
    """
    Paths of accounts are named in the notes; without a model, or of another unit, they are refused.
    """
    (found, *_) = firm.all(
        "revenue", by=["channel"], period="2025-03", model="linear", unit="account"
    )

    assert "model_accounts" in codes(found)
    with pytest.raises(KpiError, match="give the model too"):
        firm.all("revenue", by=["channel"], unit="account")
    cells = Cells(firm.core)
    cell = ("revenue", A, "2025-03", "model=linear")
    alone, together, wrong = cells.answer([cell, (*cell, "unité=compte"), (*cell, "unit=deal")])
    assert (900, 450) == (alone, together)
    assert "unit=lead or unit=account" in wrong.message.en


@pytest.mark.parametrize("model", [None, *RULES])
def test_the_demo_adds_up(demo, model):
    """
    In the demo, every model gives the same leads and the same revenue to the cent.
    """
    query = {"period": "2025-Q3", **({"model": model} if model else {})}
    for kpi in ("lead_volume", "revenue", "new_customers"):
        whole = demo.ask(kpi, **query).value
        for by in (["channel"], ["platform", "campaign"], ["channel", "segment"]):
            parts = demo.all(kpi, by=by, **query)
            assert round(whole, 2) == round(sum(r.value or 0 for r in parts), 2), by
