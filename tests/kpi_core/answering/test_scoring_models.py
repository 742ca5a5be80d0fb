"""What is learnt of leads: chances where they prove better than the card, and from nothing that came later."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpi_core.answering.scoring_data import featured, months, number_of, open_at, standing
from tests.kpi_core.answering.conftest import TODAY, Workspace
from tests.kpi_core.answering.rows import lead
from tests.kpi_core.answering.scored import (
    CARD,
    CLICK,
    DAF,
    DAY,
    NEW,
    asked,
    firm,
    said,
    touch,
    watched,
)


def test_a_model_that_proves_better_gives_chances(workspace):
    """
    Where outcomes follow what the card counts otherwise than its points do, the model is used: its
    chances come true on later months, its log-odds have the right signs, and the same data give it
    again to the digit.
    """
    firm(workspace, 1500, rules=[{**CLICK, "points": 1, "most": 5}, {**DAF, "points": -5}, NEW])
    found = asked(workspace.core, top=5)
    model = found.model

    assert model.used, model.why
    assert model.judged.gain.low > 0
    assert model.judged.skill.low > 0
    assert model.judged.brier < model.judged.brier_base
    assert model.judged.brier == pytest.approx(
        model.judged.reliability - model.judged.resolution + model.judged.uncertainty, abs=5e-3
    )
    assert [True, True] == [weight.odds > 0 for weight in model.weights[:2]]
    assert model.learnt.end + dt.timedelta(days=model.days) <= model.later.start
    assert [one.chance for one in found.leads] == sorted(
        (one.chance for one in found.leads), reverse=True
    )
    for one in found.leads:
        odds = model.intercept + sum(
            w.odds * r.counted for r in one.reasons for w in model.weights if w.rule == r.rule
        )
        assert one.chance == pytest.approx(1 / (1 + np.exp(-odds)), abs=0.02)
    again = type(workspace.core)(workspace.store, TODAY)
    again.store.instance += "x"  # another process
    assert asked(again, top=5).model == model


def test_a_model_that_does_no_better_than_the_card_is_withheld(workspace):
    """
    Where the card already says all there is, points alone are told, and why.
    """
    firm(workspace, 900, rules=[CLICK, {**DAF, "points": 8}, {**NEW, "points": 30}])
    found = asked(workspace.core)

    assert not found.model.used
    assert "no better than the card" in found.model.why.en
    assert found.model.judged is not None
    assert all(one.chance is None for one in found.leads)
    assert "No chance is told, only points: on later months" in said(found)


def test_too_little_to_learn_from_is_told_with_how_much_more(workspace):
    """
    Few outcomes say how many more; no time yet says how many months; one kind of outcome and leads
    all alike say so. Points are told all the same.
    """
    firm(workspace, 60)
    few = asked(workspace.core)

    assert (
        "and 50 are needed (10 for each of 3 things that differ between leads, 50 at least)"
        in few.model.why.en
    )
    assert few.leads
    workspace.set(maturity_days=400)
    assert "the data need" in asked(workspace.core).model.why.en
    workspace.set(maturity_days=90, scoring=CARD | {"rules": [{"action": ["fax"], "points": 3}]})
    assert "finds no difference between leads" in asked(workspace.core).model.why.en


def test_an_outcome_told_without_a_fault_is_doubted(workspace):
    """
    A role that is only asked of those who become SQL tells the answer: both signs of it are said.
    """
    rows = []
    chance = random.Random(4)  # noqa: S311 - no secret
    for n in range(700):
        came = TODAY - dt.timedelta(days=chance.randrange(540))
        will = chance.random() < 0.4 and came + dt.timedelta(days=60) <= TODAY
        rows.append(
            lead(n, str(came), role="DAF" if will else None,
                 sql_on=str(came + dt.timedelta(days=60)) if will else None)
        )  # fmt: skip
    workspace.set(scoring=CARD)
    workspace.add("leads", *rows)
    found = asked(workspace.core)
    told = said(found)

    assert not found.model.used
    assert {None} == {one.chance for one in found.leads}
    assert "told almost without a fault" in told
    assert (
        "job title is told of 100.0% of those who became an SQL and of 0.0% of the others" in told
    )
    assert "No touchpoint is recorded" in told


def test_what_is_filled_in_afterwards_gives_no_chance(workspace):
    """
    A role told of those who became SQL alone beats any card on paper, and says nothing of the open.
    """
    chance = random.Random(4)  # noqa: S311 - no secret
    rows = []
    for n in range(700):
        came = TODAY - dt.timedelta(days=chance.randrange(540))
        will = chance.random() < 0.4 and came + dt.timedelta(days=60) <= TODAY
        known = will or chance.random() < 0.1
        rows.append(
            lead(n, str(came), role="DAF" if known else None,
                 sql_on=str(came + dt.timedelta(days=60)) if will else None)
        )  # fmt: skip
    rules = [{"role": ["DAF"], "points": 1}, {"new": True, "points": 50, "half_life": 30}]
    workspace.set(scoring={**CARD, "rules": rules})
    workspace.add("leads", *rows)
    found = asked(workspace.core)

    assert not found.model.used
    assert found.model.judged.gain.low > 0
    assert {None} == {one.chance for one in found.leads}
    assert "job title" in found.model.why.en


def test_filters_choose_who_is_listed_not_what_is_learnt(workspace):
    """
    A filter leaves the model as it is, and lists the leads of its members alone.
    """
    firm(workspace, 600)
    workspace.add("leads", lead(9000, str(DAY), source="Other"))
    whole, one = asked(workspace.core), asked(workspace.core, filters={"source": ["Other"]})

    assert whole.model == one.model
    assert (1, 1) == (one.open, len(one.leads))


days_ = st.integers(min_value=-200, max_value=0)


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    came=st.lists(days_, min_size=1, max_size=6),
    touches=st.lists(st.tuples(st.integers(0, 5), days_), max_size=15),
    later=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 120)), min_size=1, max_size=10),
)
def test_nothing_later_changes_what_was_known(tmp_path_factory, came, touches, later):
    """
    Touches after a month's end change neither who was open then nor any column of theirs; those
    columns are what a loop over the touches finds. The last day is the same, walked to or read.
    """
    end = dt.date(2025, 6, 30)
    made = Workspace(tmp_path_factory.mktemp("w") / "w")
    try:
        made.set(scoring=CARD)
        days = [end + dt.timedelta(days=d) for d in came]
        made.add("leads", *[lead(i, str(day)) for i, day in enumerate(days)])
        rows = [(n, end + dt.timedelta(days=d)) for n, d in touches if n < len(came)]
        made.add("touchpoints", touch(0, end), *[touch(n, day, content=str(i)) for i, (n, day) in enumerate(rows)])  # fmt: skip
        before = _at(made, end)
        made.add(
            "touchpoints",
            *[
                touch(n, end + dt.timedelta(days=d), content=f"later{i}")
                for i, (n, d) in enumerate(later)
            ],
        )
        after = _at(made, end)
        known = watched(made)
        (walked,), once = months(known, [known.until]), standing(known)
        now = walked.weights, once.weights
        assert walked.last.tolist() == once.last.tolist()
        assert walked.counts.tolist() == once.counts.tolist()
    finally:
        made.store.close()

    assert before.keys() == after.keys()
    assert now[0] == pytest.approx(now[1])
    for name, features in before.items():
        assert features == pytest.approx(after[name])
        n = int(name)
        mine = [(end - day).days for who, day in [(0, end), *rows] if who == n]
        assert features[0] == pytest.approx(min(sum(0.5 ** (age / 14) for age in mine), 20 / 8))
        assert features[2] == pytest.approx(0.5 ** ((end - days[n]).days / 30))


def _at(workspace, end):
    known = watched(workspace)
    (done,) = months(known, [number_of(end)])
    places = open_at(known, done)
    features = featured(known, done, places, number_of(end))
    with_mail = dict(workspace.store.cursor().execute("SELECT lead, email FROM leads").fetchall())
    names = [with_mail[known.leads.names[p]][1:].split("@")[0] for p in places]
    return dict(zip(names, features.tolist(), strict=True))
