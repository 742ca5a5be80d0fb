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
from kpi_core.answering.tracing import trace
from kpi_core.attribution.models import MODELS, find
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from kpi_core.typography import faults
from tests.kpi_core.answering.conftest import Workspace, codes
from tests.kpi_core.answering.rows import deal, lead

RULES = [name for name, model in MODELS.items() if not model.learnt]
SOURCES = ("LinkedIn Ads", "SEO", "Google Ads", "Direct")
DAY = dt.date(2025, 3, 31)
_numbers = itertools.count(1)


def touch(n, source, day="2025-03-04", at=None, **more):
    return {
        "lead": f"p{n}@exemple.fr",
        "source": source,
        "touched_on": day,
        "touched_at": at,
        "action": f"a{next(_numbers)}",
        **more,
    }


def by_channel(workspace, kpi, model, **more):
    found = workspace.all(kpi, by=["channel"], period="2025-03", model=model, **more)
    return {r.group["channel"]: r.value for r in found}


def walked(workspace, sources, n=1, **more):
    """Add a lead whose touches came from *sources*, a day apart, the last on its own day."""
    days = [DAY - dt.timedelta(days=len(sources) - 1 - i) for i in range(len(sources))]
    workspace.add("leads", lead(n, day=DAY.isoformat(), source="SEO", **more))
    if sources:
        rows = [touch(n, s, d.isoformat()) for s, d in zip(sources, days, strict=True)]
        workspace.add("touchpoints", *rows)


A, B, C = "LinkedIn Ads", "SEO", "Google Ads"
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


LEARNT = [name for name, model in MODELS.items() if model.learnt]


@pytest.mark.parametrize("model", LEARNT)
def test_models_that_learn_add_up(demo, model):
    """
    Credits learnt from all the paths add up to what there is, by any grouping, to the cent.
    """
    query = {"period": "2025", "model": model}
    for kpi in ("lead_volume", "revenue"):
        whole = demo.ask(kpi, **query).value
        for more in ({"by": ["channel"]}, {"by": ["platform", "campaign"]}):
            parts = demo.all(kpi, **more, **query)
            assert round(whole, 2) == round(sum(r.value or 0 for r in parts), 2), more


@pytest.mark.parametrize("model", LEARNT)
def test_a_row_is_the_question_filtered_to_it(demo, model):
    """
    A member, a segment or a month of an answer is what asking for it alone gives, cells included.
    """
    query = {"period": "2025-Q3", "model": model}
    rows = demo.all("lead_volume", by=["segment", "channel"], **query)
    found = {(r.group["segment"], r.group["channel"]): r.value for r in rows}
    months = demo.all("lead_volume", by=["channel"], grain="month", **query)
    (august,) = (r.value for r in months if r.group == {"channel": "SEO", "month": "2025-08-01"})

    only = {"segment": ["PME"], "channel": ["SEO"]}
    assert found["PME", "SEO"] == demo.ask("lead_volume", filters=only, **query).value
    alone = demo.ask("lead_volume", period="2025-08", model=model, filters={"channel": ["SEO"]})
    assert august == alone.value
    (cell,) = Cells(demo.core).answer([("leads", "channel=SEO", "2025-08", f"model={model}")])
    assert cell == alone.value


def test_markov_on_paths_known_by_hand(workspace):
    """
    Of g twice, m once and g > m once, with one g lost, 2.4 conversions are g's and 1.6 are m's.
    """
    workspace.set(small_sample=1)
    for n, path in enumerate(((A,), (A,), (B,), (A, B)), 1):
        walked(workspace, path, n)
    workspace.add("leads", {"email": "p9@exemple.fr", "contacted_on": "2025-03-20"})
    workspace.add("touchpoints", touch(9, A, "2025-03-20"))

    assert {A: pytest.approx(2.4, abs=1e-9), B: pytest.approx(1.6, abs=1e-9)} == by_channel(
        workspace, "lead_volume", "markov"
    )
    assert {A: 2.5, B: 1.5} == by_channel(workspace, "lead_volume", "shapley")


def test_too_few_paths_say_how_many_more(workspace):
    """
    Markov on three paths is no number but a sentence, which says how many more are needed.
    """
    for n in range(1, 4):
        walked(workspace, (A, B), n)

    found = workspace.ask("lead_volume", period="2025-03", model="markov", filters={"channel": [A]})

    assert found.value is None
    assert "27 more are needed" in found.caveats[0].message.en
    (cell,) = Cells(workspace.core).answer([("leads", f"channel={A}", "2025-03", "model=markov")])
    assert isinstance(cell, KpiError)
    assert "27 de plus" in cell.message.fr


def test_costs_do_not_move(demo):
    """
    A model moves leads between channels, never what was spent: CPL is that cost over those leads.
    """
    asked = {"period": "2025-Q3", "filters": {"channel": ["LinkedIn Ads"]}}
    cost, leads, cpl = (
        demo.ask(kpi, model="linear", **asked).value
        for kpi in ("direct_cost", "lead_volume", "cpl")
    )

    assert demo.ask("direct_cost", **asked).value == cost
    assert leads != demo.ask("lead_volume", **asked).value
    assert cpl == pytest.approx(cost / leads)


@pytest.mark.parametrize("model", ["first", "linear", "time_decay", "w_shaped"])
def test_a_cell_shows_what_the_query_answers(demo, model):
    """
    A cell with a model is answered from the cubes as the query is from the rows.
    """
    cells = Cells(demo.core)
    for kpi, who, period in itertools.product(
        ("cpl", "lead_volume", "revenue", "roi", "cac"),
        ("LinkedIn", "channel=SEO", "campaign=Marque"),
        ("2025-Q3", "2025-08-03", "2024"),
    ):
        cell = (kpi, who, f"model={model}", period)
        try:
            query, _ = cells.query(cell)
        except KpiError:
            continue
        (answer,) = cells.answer([cell])
        expected = demo.core.query(query)[0].value
        if expected is None:
            assert isinstance(answer, KpiError), cell
        else:
            assert expected == pytest.approx(answer, rel=1e-9), cell


def test_a_cell_keeps_models_apart(demo):
    """
    The same words with another model, or none, are another cell; a model is named in French too.
    """
    cells = Cells(demo.core)
    asked = ("leads", "LinkedIn", "2025-Q3")

    first, last, none, french = cells.answer(
        [(*asked, "model=first"), (*asked, "model=last"), asked, (*asked, "modèle=Premier contact")]
    )

    assert 3 == len({first, last, none})
    assert first == french


def test_a_new_lookback_empties_what_cells_remember(workspace):
    """
    A change of the settings is seen by the next cell.
    """
    workspace.add("leads", lead(1, source=A))
    workspace.add("touchpoints", touch(1, B, "2025-01-01"))
    cells = Cells(workspace.core)
    cell = ("leads", f"channel={B}", "2025-03", "model=first")

    (before,) = cells.answer([cell])
    workspace.set(lookback_days=10)
    (after,) = cells.answer([cell])

    assert 1 == before
    assert isinstance(after, KpiError) or after == 0


@pytest.mark.parametrize("kpi", ["sales_cycle", "pipeline_value"])
def test_what_is_no_sum_cannot_be_shared_out(demo, kpi):
    """
    A median and a state are refused by channel under a model, and told for the whole.
    """
    with pytest.raises(KpiError, match="no sum of conversions"):
        demo.ask(kpi, filters={"channel": ["SEO"]}, model="linear")

    assert demo.ask(kpi, model="linear").value == demo.ask(kpi).value


def test_a_cohort_has_no_model(demo):
    """
    A cohort under a model is refused, with the way out.
    """
    with pytest.raises(KpiError, match="ask for one or the other"):
        demo.ask("mql_to_sql", basis="cohort", model="linear")


def test_an_unknown_model_lists_those_that_exist(demo):
    """
    A model that nobody declared is refused with the list.
    """
    with pytest.raises(KpiError) as caught:
        demo.ask("cpl", model="magic")

    assert all(name in caught.value.message.fr for name in MODELS)


def test_rows_are_not_listed_in_parts(demo):
    """
    A credit is made of parts of rows: asking for the rows says so.
    """
    query = {"kpis": ["lead_volume"], "filters": {"channel": ["SEO"]}, "model": "linear"}
    with pytest.raises(KpiError, match="parts of rows"):
        trace(demo.core, KpiQuery.model_validate(query))


def test_the_answer_says_the_model_with_its_weights(demo):
    """
    The first thing said of a number under a model is which one, in both languages.
    """
    found = demo.ask("cpl", filters={"channel": ["SEO"]}, model="position based")

    assert "u_shaped" == found.model
    assert "model" == found.caveats[0].code
    assert "40%" in found.caveats[0].message.en
    assert "40\u202f%" in found.caveats[0].message.fr
    assert {"model_whole"} <= codes(demo.ask("cpl", model="linear"))
    assert {"model_unused"} <= codes(demo.ask("ctr", model="linear"))


def test_a_shared_number_has_no_margin_of_chance(demo):
    """
    Parts of conversions are no units of chance: no margin is told, but for models of one touch.
    """
    asked = {"period": "2025-Q3", "filters": {"channel": ["SEO"]}}

    assert demo.ask("cpl", model="linear", **asked).low is None
    assert demo.ask("cpl", model="last", **asked).low is not None


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.id)
def test_declared_names_lead_back_to_the_model(model):
    """
    Every model answers to each of its names, in both languages, and is well set in both.
    """
    assert {model.id} == {find(name).id for name in model.called()}
    assert [] == [f for text in (model.title, model.unfit) for f in faults(text)]
    assert model.source.startswith("https://")
