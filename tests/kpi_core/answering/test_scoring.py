"""Lead scores against counts made by hand: what ages, who is listed, how good a source is, what is said."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.answering.scoring_data import months, open_at
from kpi_core.errors import KpiError
from kpi_core.scoring.card import Card
from kpi_core.scoring.default import DEFAULT
from tests.kpi_core.answering.rows import deal, lead
from tests.kpi_core.answering.scored import CARD, CLICK, DAY, NEW, asked, firm, said, touch, watched


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
