"""Attribution models as they are asked for: learnt, in cells, by name, and where there is none."""

from __future__ import annotations

import itertools

import pytest

from kpi_core.answering.cells import Cells
from kpi_core.answering.tracing import trace
from kpi_core.attribution.models import MODELS, find
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from kpi_core.typography import faults
from tests.kpi_core.answering.conftest import codes
from tests.kpi_core.answering.rows import lead
from tests.kpi_core.answering.touches import A, B, by_channel, touch, walked

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
