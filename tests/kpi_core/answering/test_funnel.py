"""The funnel against counts made by hand, and what is said of data that tells only part of it."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from statistics import quantiles

import pytest

from kpi_core.answering.funnel import funnel
from kpi_core.answering.funnel_shapes import FunnelQuery
from kpi_core.answering.funnel_stages import Stay, Watched, bottleneck, lost_of, quantile
from kpi_core.errors import KpiError
from kpi_core.text import Text
from tests.kpi_core.answering.conftest import TODAY
from tests.kpi_core.answering.rows import deal, lead

SPRING = "2025-01-01..2025-06-30"


def asked(workspace, **query):
    return funnel(workspace.core, FunnelQuery.model_validate(query))


def stay(deal_, stage, entered, left=None, **more):
    return {"deal": deal_, "stage": stage, "entered_on": entered, "left_on": left, **more}


def said(found):
    return " ".join(note.en for note in found.notes)


def people(n, start, mql, day="2025-02-03"):
    """Leads of one day, the first *mql* of them qualified three days later."""
    later = (dt.date.fromisoformat(day) + dt.timedelta(days=3)).isoformat()
    return [lead(start + i, day, mql_on=later if i < mql else None) for i in range(n)]


def invented(seed):
    """Deals that pass through stages, skip some, stay, are lost, reopened, or lack a day."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    deals, stays = [], []
    for n in range(250):
        day = dt.date(2024, 3, 1) + dt.timedelta(days=chance.randrange(600))
        name, state = f"d{n}", chance.choice(("won", "lost", "open"))
        opened = day
        for stage in ("Discovery", "Demo", "Offer")[: chance.randint(1, 3)]:
            entered = day
            day += dt.timedelta(days=chance.randrange(1, 60))
            stays.append(stay(name, stage, entered.isoformat(), day.isoformat()))
        if state == "open" or chance.random() < 0.3:
            stays[-1]["left_on"] = None
        closed = None if state == "open" else day.isoformat()
        segment = chance.choice(("PME", "ETI", None))
        deals.append(
            deal(n, 1000 + n, state, closed, created_on=opened.isoformat(), segment=segment)
        )
        if state != "open":
            stays.append(stay(name, "Closed won" if state == "won" else "Closed lost", closed))
    return deals, stays


def expected(deals, stays, start, end):
    """Walk every deal through its stages; nothing after today has happened."""
    told = {row["deal"]: row for row in deals}
    by_deal = defaultdict(list)
    for row in stays:
        if not row["stage"].startswith("Closed") and row["entered_on"] <= TODAY.isoformat():
            by_deal[row["deal"]].append(row)
    days, lost, left, moved = (defaultdict(list) for _ in range(4))
    for name, mine in by_deal.items():
        mine.sort(key=lambda r: r["entered_on"])
        for row, then in zip(mine, [*mine[1:], None], strict=True):
            own = row["left_on"] if (row["left_on"] or "9") <= TODAY.isoformat() else None
            until = own or (then["entered_on"] if then else told[name]["closed_on"])
            if until is None or until > TODAY.isoformat():
                continue
            gone = then is None and told[name]["state"] == "lost"
            length = (dt.date.fromisoformat(until) - dt.date.fromisoformat(row["entered_on"])).days
            if not gone:
                moved[row["stage"]].append(length)
            if start <= until <= end:
                days[row["stage"]].append(length)
                left[row["stage"]].append(1)
                lost[row["stage"]].append(gone)
    return days, left, lost, moved


@pytest.mark.parametrize("seed", range(3))
def test_stays_are_what_walking_through_every_deal_gives(workspace, seed):
    """
    Medians, 90th percentiles, losses and stalled deals are those of a count deal by deal.
    """
    deals, stays = invented(seed)
    workspace.add("deals", *deals, deal(900, 10, "won", TODAY.isoformat()))  # told until today
    shuffled = random.Random(seed).sample(stays, len(stays))  # noqa: S311 - idem
    workspace.add("deal_stages", *shuffled)
    days, left, lost, moved = expected(deals, stays, "2025-01-01", "2025-06-30")

    found = asked(workspace, period=SPRING).total

    assert ["Discovery", "Demo", "Offer"] == [s.name for s in found.deal_stages]
    limits = {}
    for stage in found.deal_stages:
        mine = days[stage.name]
        tenths = quantiles(mine, n=10, method="inclusive")
        limits[stage.name] = quantiles(moved[stage.name], n=10, method="inclusive")[8]
        assert (len(mine), pytest.approx(tenths[4]), pytest.approx(tenths[8])) == (
            stage.stay.n, stage.stay.median, stage.stay.p90,
        )  # fmt: skip
        assert (len(left[stage.name]), sum(lost[stage.name])) == (stage.lost.n, stage.lost.lost)
        assert pytest.approx(limits[stage.name]) == stage.usual_p90
    standing = {
        row["deal"]: row
        for row in stays
        if (row["left_on"] or "9") > TODAY.isoformat() and not row["stage"].startswith("Closed")
        and row["entered_on"] <= TODAY.isoformat()
    }  # fmt: skip
    # What will only be left or closed after today is there today.
    open_ = {d["deal"] for d in deals if (d["closed_on"] or "9") > TODAY.isoformat()}
    late = {
        name
        for name, row in standing.items()
        if name in open_
        and (TODAY - dt.date.fromisoformat(row["entered_on"])).days > limits[row["stage"]]
    }
    assert late == {one.deal for one in found.stalled}
    assert late


def test_members_add_up_to_the_whole(workspace):
    """
    What is counted by segment, losses and stays and open deals alike, adds up to the total.
    """
    deals, stays = invented(7)
    workspace.add("deals", *deals)
    workspace.add("deal_stages", *stays)

    found = asked(workspace, period=SPRING, by=["segment"])

    assert [("ETI",), ("PME",), (None,)] == [g.group for g in found.groups]
    for name in ("Discovery", "Demo", "Offer"):
        parts = [s for g in found.groups for s in g.deal_stages if s.name == name]
        (whole,) = [s for s in found.total.deal_stages if s.name == name]
        assert whole.stay.n == sum(p.stay.n for p in parts)
        assert whole.open == sum(p.open for p in parts)
        assert whole.stalled == sum(p.stalled for p in parts)
    (pme,) = [g for g in found.groups if g.group == ("PME",)]
    assert (
        asked(workspace, period=SPRING, filters={"segment": ["PME"]}).total.deal_stages
        == pme.deal_stages
    )


def test_a_stage_with_more_losses_than_usual_is_the_bottleneck(workspace):
    """
    Where far fewer go on than before the period, the stage is named with both shares, and no cause.
    """
    workspace.add("leads", *people(200, 0, 100, "2024-05-06"), *people(150, 500, 30))

    found = asked(workspace, period=SPRING)

    assert "loses_more" == found.total.bottleneck.reason
    assert "Lead to MQL" == found.total.bottleneck.stage.en
    assert "80.0% do not go on (150 counted), against 50.0%" in found.total.bottleneck.said.en
    assert "80,0\u202f% n’en sortent pas" in found.total.bottleneck.said.fr


def test_losses_as_usual_leave_the_longest_stay():
    """
    A difference that chance explains names no loss; the longest stay is named instead.
    """
    short = Watched(Text(en="A", fr="A"), Stay(40, 3.0, 9.0), lost_of(100, 22), lost_of(100, 18))
    long = Watched(Text(en="B", fr="B"), Stay(40, 12.0, 20.0), lost_of(100, 20), lost_of(100, 20))

    found = bottleneck([short, long], 30)

    assert ("longest", "B") == (found.reason, found.stage.en)
    assert bottleneck([Watched(long.name, Stay(3, 9.0, 9.0), None, None)], 30) is None


def test_many_stages_do_not_make_chance_a_bottleneck():
    """
    One of eight stages that is unlikely by itself alone is not named: the others count, too.
    """
    odd = Watched(Text(en="odd", fr="odd"), Stay(40, 3.0, 9.0), lost_of(100, 33), lost_of(100, 20))
    even = Watched(Text(en="E", fr="E"), Stay(40, 12.0, 20.0), lost_of(100, 20), lost_of(100, 20))

    assert "loses_more" == bottleneck([odd], 30).reason
    assert "longest" == bottleneck([odd, *[even] * 7], 30).reason


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.9, 1.0])
def test_a_quantile_lies_between_its_neighbours(share):
    """
    Quantiles of days counted together are those of the days one by one.
    """
    days = [0, 0, 1, 4, 4, 4, 9, 30, 31, 31, 100]
    counts = {day: days.count(day) for day in days}
    place = (len(days) - 1) * share
    low, high = days[int(place)], days[min(int(place) + 1, len(days) - 1)]

    assert pytest.approx(low + (high - low) * (place % 1)) == quantile(counts, share)
    assert quantile({}, share) is None


def test_the_cohort_rate_is_of_those_given_the_time(workspace):
    """
    Leads of the last weeks are in the period rate alone; the cohort rate has its margin.
    """
    workspace.add("leads", *people(40, 0, 10, "2025-03-03"), *people(20, 100, 0, "2025-10-20"))

    (step,) = asked(workspace, period="2025").total.steps

    assert pytest.approx(10 / 60) == step.period_rate
    assert (40, 30) == (step.cohort.n, step.cohort.lost)
    assert step.cohort.low < 0.75 < step.cohort.high
    assert (10, 3.0, 3.0) == (step.stay.n, step.stay.median, step.stay.p90)


def test_the_pipeline_covers_what_is_left_of_the_target(workspace):
    """
    Coverage is the open amount, as it stands and weighted, over the target less what is signed.
    """
    workspace.add(
        "deals",
        deal(1, 30_000),
        deal(2, 40_000, "open", probability=0.5),
        deal(3, 20_000, "open", probability=0.1),
        deal(4, None, "open"),
    )
    workspace.set(
        targets=[
            {"kpi": "revenue", "value": 130_000, "start": "2025-01-01", "end": "2025-12-31"},
            {"kpi": "revenue", "value": 1, "start": "2024-01-01", "end": "2024-12-31"},
        ]
    )

    found = asked(workspace).total.pipeline

    assert (3, 60_000, 22_000) == (found.open, found.amount, found.weighted)
    assert (130_000, 30_000, 100_000) == (found.target, found.signed, found.remaining)
    assert (0.6, 0.22) == (found.coverage, found.coverage_weighted)
    assert "1 of 3 open deals has no amount" in found.notes[0].en


def test_a_target_of_others_covers_nothing(workspace):
    """
    A target of one segment, or one that is over, is not the target of all: coverage says it needs one.
    """
    workspace.add("deals", deal(1, 10, "open", segment="PME"), deal(2, 10, segment="ETI"))
    workspace.set(
        targets=[
            {"kpi": "revenue", "value": 9, "start": "2025-01-01", "end": "2025-12-31",
             "filters": {"segment": ["PME"]}},
        ]
    )  # fmt: skip

    found = asked(workspace, period=SPRING, by=["segment"])
    members = {g.group[0]: g.pipeline for g in found.groups}

    assert found.total.pipeline.coverage is None
    assert "coverage needs one" in found.total.pipeline.notes[-1].en
    assert pytest.approx(10 / 9) == members["PME"].coverage
    assert members["ETI"].coverage is None


def test_a_reached_target_leaves_nothing_to_cover(workspace):
    """
    Once the target is signed there is no coverage, and it is said.
    """
    workspace.add("deals", deal(1, 500), deal(2, 10, "open"))
    workspace.set(
        targets=[{"kpi": "revenue", "value": 400, "start": "2025-01-01", "end": "2025-12-31"}]
    )

    found = asked(workspace).total.pipeline

    assert (0, None) == (found.remaining, found.coverage)
    assert "target is reached" in " ".join(n.en for n in found.notes)


def test_what_is_missing_is_said(workspace):
    """
    Without leads, deals, a stage's dates or stage history, the funnel tells the rest and names it.
    """
    with pytest.raises(KpiError, match="neither leads nor deals"):
        asked(workspace)
    workspace.add("leads", lead(1, sql_on="2025-03-09"))
    found = asked(workspace, period=SPRING)

    assert ["lead", "sql"] == [s.id for s in found.total.stages]
    assert [("lead", "sql")] == [(s.first, s.then) for s in found.total.steps]
    assert "No deal is recorded" in said(found)
    assert "left out: MQL" in said(found)
    assert found.total.pipeline is None
    assert found.total.bottleneck is None
    assert "No bottleneck can be named" in said(found)

    workspace.add("deals", deal(1, 10, "open", stage="Demo"))
    found = asked(workspace, period=SPRING)

    assert "No stage history" in said(found)
    assert [("Demo", 1, 10)] == [(s.name, s.open, s.amount) for s in found.total.deal_stages]


def test_days_that_cannot_be_are_left_out_and_counted(workspace):
    """
    A stay that ends before it begins, and rows dated after today, count for nothing and are said.
    """
    workspace.add("deals", deal(1, 10, "open"), deal(2, 10, "open", created_on="2026-05-01"))
    workspace.add(
        "deal_stages",
        stay("d1", "Demo", "2025-03-10", "2025-03-02"),
        stay("d1", "Offer", "2025-03-12"),
        stay("d2", "Demo", "2026-05-01"),
    )

    found = asked(workspace, period=SPRING)

    assert "1 stay ends before it begins" in said(found)
    assert "2 rows are dated after today" in said(found)
    assert [("Demo", 0, 0), ("Offer", 0, 1)] == [
        (s.name, s.stay.n, s.open) for s in found.total.deal_stages
    ]
    assert "Too few deals moved on" in said(found)
    assert () == found.total.stalled


def test_a_stage_nobody_left_in_writing_ends_with_the_next(workspace):
    """
    Where only days of entry are recorded, the next stage or the closing ends a stay, and it is said.
    """
    workspace.add("deals", deal(1, 10, "won", "2025-03-20"))
    workspace.add(
        "deal_stages", stay("d1", "Demo", "2025-03-01"), stay("d1", "Offer", "2025-03-08")
    )

    found = asked(workspace, period=SPRING)

    assert [("Demo", 7.0), ("Offer", 12.0)] == [
        (s.name, s.stay.median) for s in found.total.deal_stages
    ]
    assert "2 stays have no date left" in said(found)


def test_a_stage_that_nobody_is_known_to_have_left_is_there_all_the_same(workspace):
    """
    A deal lost on a day nobody wrote down, and a deal nobody imported, make no stay that ended.
    """
    workspace.add("deals", deal(1, 10, "lost", None))
    workspace.add(
        "deal_stages", stay("d1", "Demo", "2025-03-01"), stay("gone", "Demo", "2025-03-01")
    )

    (stage,) = asked(workspace, period=SPRING).total.deal_stages

    assert ("Demo", 0, None, 0) == (stage.name, stage.stay.n, stage.lost, stage.open)


def test_a_funnel_is_not_told_by_stage(workspace):
    """
    Stages are its lines already: another dimension is asked for, in both languages.
    """
    workspace.add("deals", deal(1, stage="Demo"))

    with pytest.raises(KpiError, match="stage by stage already") as caught:
        asked(workspace, by=["stage"])
    assert "étape par étape" in caught.value.message.fr


def test_days_after_the_data_make_no_deal_stall(workspace):
    """
    Exports that stop in March tell of no wait in April: an open deal has waited up to their last day.
    """
    gone = [deal(n, 10, "lost", "2025-01-20", created_on="2025-01-02") for n in range(12)]
    left = [stay(f"d{n}", "Demo", "2025-01-02", "2025-01-12") for n in range(12)]
    left += [stay(f"d{n}", "Offer", "2025-01-12", "2025-01-20") for n in range(12)]
    recent = deal(90, 10, "open", stage="Demo", created_on="2025-03-25")
    late = deal(91, 10, "open", stage="Demo", created_on="2025-03-01")
    newest = deal(92, 10, "open", stage="Demo", created_on="2025-03-31")
    ahead = deal(93, 10, "open", stage="Demo", created_on="2026-05-01")  # says nothing of April
    workspace.add("deals", *gone, recent, late, newest, ahead)
    workspace.add(
        "deal_stages",
        *left,
        stay("d90", "Demo", "2025-03-25"),
        stay("d91", "Demo", "2025-03-01"),
        stay("d92", "Demo", "2025-03-31"),
    )

    found = asked(workspace, period=SPRING)

    assert [("d91", 30)] == [(one.deal, one.days) for one in found.total.stalled]
    assert "Nothing is known of deals after 2025-03-31" in said(found)
