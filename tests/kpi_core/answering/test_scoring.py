"""Lead scores against counts made by hand: what ages, what came later, what is too little."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpi_core.answering.scoring import scoring
from kpi_core.answering.scoring_data import (
    Watched,
    featured,
    leads_of,
    months,
    number_of,
    open_at,
    standing,
)
from kpi_core.answering.scoring_shapes import ScoreQuery
from kpi_core.errors import KpiError
from kpi_core.scoring.card import Card
from kpi_core.scoring.default import DEFAULT
from tests.kpi_core.answering.conftest import TODAY, Workspace
from tests.kpi_core.answering.rows import deal, lead

CLICK = {"action": ["clic*"], "points": 8, "half_life": 14, "most": 20}
DAF = {"role": ["DAF"], "points": 10}
NEW = {"new": True, "points": 4, "half_life": 30}
CARD = {"rules": [CLICK, DAF, NEW], "mql": 10, "sql": 20}
DAY = dt.date(2025, 11, 10)


def touch(n, day, action="clic dans un e-mail", **more):
    return {"touched_on": str(day), "lead": f"p{n}@exemple.fr", "action": action, **more}


def asked(core, **query):
    return scoring(core, ScoreQuery.model_validate(query))


def said(found):
    return " ".join(note.en for note in found.notes)


def watched(workspace, until=TODAY, outcome="sql"):
    core = workspace.core
    card = core.snapshot().settings.scoring
    leads = leads_of(core, outcome, (), (), {})
    return Watched(core, card, leads, number_of(until), 90, outcome)


def firm(workspace, leads=600, *, months_=18, seed=1, told=1.5, **card):
    """Fill a workspace: leads who click become SQL more often (*told*: by how much), over months."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    rows, touches = [], []
    for n in range(leads):
        came = TODAY - dt.timedelta(days=chance.randrange(30 * months_))
        clicks = chance.choices([0, 1, 2, 3], [5, 3, 2, 1])[0]
        daf = chance.random() < 0.3
        odds = -2 + told * (clicks > 0) + told * daf
        will = chance.random() < 1 / (1 + np.exp(-odds))
        decided = came + dt.timedelta(days=25 + chance.randrange(50))
        rows.append(
            lead(
                n, str(came), role="DAF" if daf else "Comptable",
                sql_on=str(decided) if will and decided <= TODAY else None,
            )
        )  # fmt: skip
        touches += [touch(n, came + dt.timedelta(days=chance.randrange(20))) for _ in range(clicks)]
    workspace.set(scoring=CARD | card)
    workspace.add("leads", *rows)
    workspace.add("touchpoints", *[t for t in touches if t["touched_on"] <= str(TODAY)])


def test_points_age_as_a_hand_finds(workspace):
    """
    Clicks of 0, 14 and 28 days ago count 1 + ½ + ¼; newness halves in 30 days; a cap caps; a role
    counts once. The sentences say what was counted, and the points sum to the score.
    """
    workspace.set(scoring=CARD)
    workspace.add(
        "leads",
        lead(1, "2025-10-11", role="DAF groupe", name="Ana", owner="Jo"),
        lead(2, "2025-10-11", name="Bob"),
        lead(3, "2025-11-10", name="Zoe"),
    )
    days = [DAY - dt.timedelta(days=ago) for ago in (0, 14, 28)]
    workspace.add("touchpoints", *[touch(1, day) for day in days])
    workspace.add("touchpoints", *[touch(2, DAY, content=str(i)) for i in range(4)])
    found = asked(workspace.core)

    ana, bob, zoe = sorted(found.leads, key=lambda one: one.name)
    assert DAY == found.until
    assert ana.points == pytest.approx(8 * 1.75 + 10 + 4 / 2)
    assert bob.points == pytest.approx(20 + 4 / 2)
    assert zoe.points == pytest.approx(4)
    assert ("sql", "sql", None) == (ana.label, bob.label, zoe.label)
    assert [one.name for one in found.leads] == ["Ana", "Bob", "Zoe"]
    for one in found.leads:
        assert sum(reason.points for reason in one.reasons) == pytest.approx(one.points)
    assert "clic × 3, worth 1.8 after ageing: +14.0 points" == ana.reasons[0].said.en
    assert "DAF (DAF groupe)\u00a0: +10,0 points" == ana.reasons[1].said.fr
    assert "came 30 days ago: +2.0 points" == ana.reasons[2].said.en
    assert "Jo" == ana.owner


def test_fewer_touches_than_a_rule_asks_for_count_for_nothing(workspace):
    """
    A rule that begins at two clicks gives nothing for one; a touch no rule knows is named.
    """
    workspace.set(scoring=CARD | {"rules": [{**CLICK, "at_least": 2}, NEW]})
    workspace.add("leads", lead(1, str(DAY), name="Ana"), lead(2, str(DAY), name="Bob"))
    workspace.add(
        "touchpoints", touch(1, DAY), touch(2, DAY), touch(2, DAY, content="b"),
        touch(2, DAY, "Fax envoyé"),
    )  # fmt: skip
    found = asked(workspace.core)

    assert {"Ana": 4, "Bob": 20} == {one.name: round(one.points) for one in found.leads}
    assert (
        "1 kind of touch falls under no rule of the card and counts for nothing: Fax envoyé."
        in said(found)
    )


def test_who_got_there_or_sleeps_is_not_listed(workspace):
    """
    An SQL, a customer without an SQL date, a lead of long ago and one of tomorrow are no hot leads;
    under the outcome customer, the SQL is. A touch wakes a lead up.
    """
    workspace.set(scoring=CARD)
    workspace.add(
        "leads",
        lead(1, "2025-10-01", name="open"),
        lead(2, "2025-10-01", name="sql", sql_on="2025-10-20"),
        lead(3, "2025-10-01", name="customer"),
        lead(4, "2025-01-01", name="asleep"),
        lead(5, "2025-01-01", name="awake"),
        lead(6, "2025-12-24", name="tomorrow"),
        lead(7, "2025-10-20", name="backwards", sql_on="2025-10-01"),
    )
    workspace.add("deals", deal(1, closed="2025-11-02", lead="p3@exemple.fr", kind="new"))
    workspace.add("touchpoints", touch(5, "2025-11-05"))
    found = asked(workspace.core)

    assert {"open", "awake"} == {one.name for one in found.leads}
    assert 2 == found.open
    customers = asked(workspace.core, outcome="customer")
    assert {"open", "awake", "sql", "backwards"} == {one.name for one in customers.leads}
    assert "1 lead is dated after Nov 5, 2025: left out." in said(found)
    assert "1 lead became an SQL before it was created" in said(found)


@pytest.mark.parametrize("outcome", ["sql", "customer"])
def test_who_said_no_is_not_listed_unless_another_deal_is_under_way(workspace, outcome):
    """
    A lead whose deals are all lost is no hot lead; one that came back is, and so was
    each before its loss: on the days that a model learns from.
    """
    workspace.set(scoring=CARD)
    names = ("none", "lost", "back", "other", "undated")
    leads = [lead(n, "2025-09-20", name=name) for n, name in enumerate(names)]
    workspace.add("leads", *leads, lead(9, str(DAY), name="last"))

    def of(n, begun, state, closed=None):
        return {
            "deal": f"{n} {begun}", "lead": f"p{n}@exemple.fr", "created_on": begun,
            "closed_on": closed, "state": state, "kind": "new", "amount": "100",
        }  # fmt: skip

    workspace.add(
        "deals",
        of(1, "2025-09-25", "lost", "2025-10-10"),
        of(2, "2025-09-25", "lost", "2025-10-10"), of(2, "2025-10-20", "open"),
        of(3, "2025-09-25", "lost", "2025-10-10"), of(3, "2025-09-26", "open"),
        of(4, "2025-09-25", "lost"),
    )  # fmt: skip
    found = asked(workspace.core, outcome=outcome)

    assert {"none", "back", "other", "last"} == {one.name for one in found.leads}
    assert "its deals, if any, are not all lost" in said(found)
    september = dt.date(2025, 9, 30)
    then = watched(workspace, until=september, outcome=outcome)
    (done,) = months(then, [then.until])
    assert 4 == len(open_at(then, done))


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


def test_quality_compares_leads_at_one_age(workspace):
    """
    Leads are scored 30 days after they came, whenever that was; those too young are left out; who
    got there is counted among those who had the time.
    """
    workspace.set(scoring=CARD | {"rules": [CLICK]})
    workspace.add(
        "leads",
        lead(1, "2025-01-01", source="A", sql_on="2025-09-01"),
        lead(2, "2025-06-01", source="A", sql_on="2025-06-11"),
        lead(3, "2025-11-01", source="A"),
        lead(4, "2025-03-01", source="B"),
    )
    workspace.add(
        "touchpoints",
        touch(1, "2025-01-17"), touch(1, "2025-06-01"),
        touch(2, "2025-06-11"), touch(2, "2025-06-12"),
        touch(3, "2025-11-02"),
    )  # fmt: skip
    found = asked(workspace.core, what="quality", by=["source"], period="2025")
    a, b, total = found.lines

    assert (("A",), 3) == (a.group, a.leads)
    assert a.points == pytest.approx((8 / 2 + 8) / 2)
    assert (0, 2) == (a.mql.n, a.mql.of)
    assert (1, 2) == (a.reached.n, a.reached.of)
    assert (0.0, 0) == (b.points, b.reached.n)
    assert ((), 4) == (total.group, total.leads)
    assert total.reached.low < total.reached.share < total.reached.high
    assert "1 has not had the time and is left out" in said(found)


def test_drift_is_told_with_what_to_do(workspace):
    """
    Scores spread as before are steady; leads of another kind move the index beyond 0.25, said with
    what to do.
    """
    firm(workspace, 900)
    steady = asked(workspace.core, what="drift")
    assert steady.drift
    assert "stability index" in said(steady)
    workspace.add("leads", *[lead(5000 + n, "2025-10-20", role="DAF") for n in range(300)])
    moved = asked(workspace.core, what="drift")

    assert moved.drift[-1].psi > 0.25 > steady.drift[-1].psi
    assert "review the card and its thresholds" in said(moved)


def test_nothing_to_score_is_a_sentence(workspace):
    """
    Without a lead, with contacted people alone, or with all of them after today: what to import.
    """
    for rows in ([], [{"email": "a@b.fr", "contacted_on": "2025-03-01"}]):
        if rows:
            workspace.add("leads", *rows)
        with pytest.raises(KpiError, match="import leads with the date each was created"):
            asked(workspace.core)
    workspace.add("leads", lead(1, "2026-03-01"))
    found = asked(workspace.core)
    assert () == found.leads
    assert "1 lead is dated after" in said(found)


def test_a_period_is_that_of_quality_alone(workspace):
    """
    A hot list of last year is refused in words: open leads are those of today.
    """
    workspace.add("leads", lead(1, str(DAY)))
    for query in ({"period": "2025"}, {"by": ["segment"], "what": "drift"}):
        with pytest.raises(KpiError, match="are those of the quality of leads"):
            asked(workspace.core, **query)


def test_a_touch_of_long_ago_costs_no_time(workspace):
    """
    A touch of the year 1 and a lead of 1900 are read in the time of any: no month in between is
    walked through; neither is awake.
    """
    workspace.set(scoring=CARD)
    workspace.add("leads", lead(1, "1900-01-01"), lead(2, str(DAY), name="Ana"))
    workspace.add("touchpoints", touch(1, "0001-01-05"), touch(2, "0001-01-05"))
    found = asked(workspace.core)

    assert ["Ana"] == [one.name for one in found.leads]
    assert found.leads[0].points == pytest.approx(4)


def test_members_of_a_rule_are_those_of_the_data(workspace):
    """
    A rule on a segment counts its spellings; one on a member that nobody has is said.
    """
    rules = [{"dimension": "segment", "members": ["pme", "Licorne"], "points": 12}]
    workspace.set(scoring=CARD | {"rules": rules})
    workspace.add("leads", lead(1, str(DAY), segment="PME"), lead(2, str(DAY), segment="ETI"))
    found = asked(workspace.core)

    assert [12.0, 0.0] == [one.points for one in found.leads]
    assert "segment PME: +12.0 points" == found.leads[0].reasons[0].said.en
    assert "The card has a rule on “Licorne”, which no segment of the data is." in said(found)


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


def test_a_card_given_whole_is_the_setting(workspace):
    """
    What `kpi settings scoring=` takes is a card; a wrong one changes nothing and says all of it;
    nothing at all goes back to the first one.
    """
    workspace.set(scoring=CARD)
    with pytest.raises(KpiError, match="The points card has 2 faults"):
        workspace.set(scoring={"rules": [], "mql": 3, "sql": 1})

    assert Card.model_validate(CARD) == workspace.core.snapshot().settings.scoring
    workspace.set(scoring="")
    assert DEFAULT == workspace.core.snapshot().settings.scoring
