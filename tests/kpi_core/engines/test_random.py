"""Whatever small workspace chance makes, the warehouse that holds it answers as its own file does."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpi_core.answering import Core
from kpi_core.workspace import Store
from tests.kpi_core.answering.conftest import Workspace
from tests.kpi_core.engines.asked import askable, told
from tests.kpi_core.engines.conftest import EVERY, TODAY, copied, emptied, mapping
from tests.kpi_core.engines.same import assert_same

pytestmark = EVERY
KPIS = ["total_cost", "cpl", "lead_volume", "mql_to_sql", "cac_direct", "new_customers", "revenue",
        "win_rate", "sales_cycle", "average_deal", "churn", "mrr", "roi_net"]  # fmt: skip
days = st.dates(dt.date(2026, 1, 28), dt.date(2026, 6, 1)).map(str)
maybe = st.none() | days
sources = st.sampled_from([None, "SEO", "seo", "LinkedIn Ads", "Étoile"])
amounts = st.integers(-9_999_999, 999_999_999).map(lambda n: Decimal(n).scaleb(-4))
names = st.sampled_from(["Élan", "ÉLAN", "b", "B "])
rows = {
    "spend": {"spent_on": days, "source": sources, "amount": amounts},
    "leads": {"created_on": maybe, "mql_on": maybe, "sql_on": maybe, "source": sources},
    "deals": {
        "created_on": maybe, "closed_on": maybe, "source": sources, "amount": st.none() | amounts,
        "customer": st.none() | names, "state": st.sampled_from(["open", "won", "lost"]),
        "kind": st.sampled_from([None, "new", "renewal", "credit"]),
    },
    "subscriptions": {
        "customer": names, "started_on": days, "ended_on": maybe,
        "mrr": amounts, "source": sources,
    },
}  # fmt: skip
NUMBERS = itertools.count()
IDS = {"leads": "email", "deals": "deal", "subscriptions": "subscription"}
worlds = st.fixed_dictionaries(
    {fact: st.lists(st.fixed_dictionaries(columns), max_size=7) for fact, columns in rows.items()}
)


@pytest.fixture
def places(place, tmp_path):
    """Return what opens two workspaces a world: one with its rows, one over a warehouse of them."""

    def make(world):
        n = next(NUMBERS)
        own = Workspace(tmp_path / f"own{n}", TODAY)
        for fact, given_rows in world.items():
            told_rows = [
                {**row, IDS[fact]: f"{i}@a.fr" if fact == "leads" else f"{fact}{i}"}
                if fact in IDS
                else {**row, "label": str(i), "category": "direct"}
                for i, row in enumerate(given_rows)
            ]
            if told_rows:
                own.add(fact, *told_rows)
        copied(own.store, place, f"world{n}")
        firm = Store(tmp_path / f"firm{n}", create=True)
        (firm.folder / "warehouse.toml").write_text(mapping(f"world{n}"), "utf-8")
        emptied(firm)
        firm.change_settings({"warehouse": place.url()}, "test")
        return own, Core(firm, TODAY)

    return make


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(world=worlds, question=st.sampled_from([{}, {"by": ["channel"]}, {"grain": "month"}]))
def test_any_small_world_is_counted_alike(places, world, question):
    """
    Rows without a day, a source or an amount, negative amounts, names that differ by a capital.
    """
    own, firm = places(world)
    try:
        asked = {"period": {"start": "2026-02-01", "end": "2026-05-31"}, **question}
        kpis = askable(own.core, KPIS, asked)
        assert_same(told(own.core, kpis, asked), told(firm, kpis, asked))
    finally:
        firm.close()
        firm.store.close()
        own.store.close()
