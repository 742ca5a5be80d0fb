"""The same question has the same answer, whether the facts are in our file or in a warehouse."""

from __future__ import annotations

import pytest

from addin.desk import Desk, perform
from kpi_core.answering.cells import Cells
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from tests.kpi_core.engines.asked import (
    CELLS,
    CREDITED,
    MODELS,
    QUESTIONS,
    SOME,
    STUDIES,
    WAYS,
    YEAR,
    askable,
    told,
)
from tests.kpi_core.engines.conftest import EVERY, TODAY
from tests.kpi_core.engines.same import assert_same

pytestmark = EVERY


def few(core, kpis):
    """Return *kpis*, for Spark some at a time: on two cores, all take longer than anybody waits."""
    size = (
        12
        if (core.store.settings().warehouse or "").startswith(("spark", "databricks"))
        else len(kpis)
    )
    return [kpis[at : at + size] for at in range(0, len(kpis), size or 1)]


@pytest.mark.parametrize("named", QUESTIONS)
def test_every_kpi_is_the_same_number(pair, named):
    """
    With its interval, its inputs, how many rows it rests on and all its caveats.
    """
    question = QUESTIONS[named]
    kpis = askable(pair.own, REGISTRY, question)

    assert len(kpis) > 10
    assert kpis == askable(pair.firm, REGISTRY, question)
    for some in few(pair.firm, kpis):
        assert_same(told(pair.own, some, question), told(pair.firm, some, question))


@pytest.mark.parametrize("named", WAYS)
def test_every_way_of_asking_gives_the_same_numbers(pair, named):
    """
    Each dimension, each unit of time, members and none.
    """
    kpis = askable(pair.own, SOME, WAYS[named])

    assert kpis
    assert_same(told(pair.own, kpis, WAYS[named]), told(pair.firm, kpis, WAYS[named]))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_shares_out_the_same_parts(pair, model):
    """
    To the last cent, which goes to the same member.
    """
    question = {**YEAR, "by": ["channel"], "model": model}
    kpis = askable(pair.own, CREDITED, question)

    assert len(kpis) > 3
    assert_same(told(pair.own, kpis, question), told(pair.firm, kpis, question))


@pytest.mark.parametrize("named", STUDIES)
def test_every_study_tells_the_same(pair, named):
    """
    Cohorts, funnels, lifetimes, paths: whatever is made of more than one number.
    """
    operation, asked = STUDIES[named]
    own, firm = (perform(Desk(core), operation, asked) for core in (pair.own, pair.firm))

    assert_same(own, firm)


def test_cells_are_the_same_in_the_sheet(pair):
    """
    Summed ahead by day or counted together, a cell shows what it would over our own file.
    """
    asked = [tuple(part for part in cell if part) for cell in CELLS]
    own, firm = (Cells(core).answer(asked) for core in (pair.own, pair.firm))

    assert TODAY == pair.own.today()
    shown = [[a.message.en if isinstance(a, KpiError) else a for a in told] for told in (own, firm)]
    assert len({str(a) for a in shown[0]}) > 20
    for cell, a, b in zip(asked, *shown, strict=True):
        assert (pytest.approx(a, rel=1e-9) if isinstance(a, float) else a) == b, cell
