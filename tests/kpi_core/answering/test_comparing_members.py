"""Members compared: published digits, counts made by hand, and no winner that chance made."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

from kpi_core.answering.comparing_members import ComparisonQuery, Verdict, compare_members
from kpi_core.answering.comparing_members_chance import costs, rates, scores
from kpi_core.errors import KpiError
from kpi_core.experiments.chance import corrected
from tests.kpi_core.answering.rows import contract, deal, lead, spent

SPRING = "2025-01-01..2025-06-30"


def asked(workspace, kpi, by="segment", **query):
    query = {"period": SPRING} | query
    return compare_members(workspace.core, ComparisonQuery(kpi=kpi, by=by, **query))


def deals(start, segment, won, lost):
    """Deals of one segment, closed in spring."""
    states = ["won"] * won + ["lost"] * lost
    return [deal(start + i, state=state, segment=segment) for i, state in enumerate(states)]


def verdicts(found):
    return {m.member: m.verdict.value for m in found.members}


def test_the_difference_of_rates_has_the_published_margin():
    """
    56 of 70 against 48 of 80: Newcombe’s (1998) method 10 gives 0.0524 to 0.3339.
    """
    apart = rates(56, 70, 48, 80)

    assert pytest.approx(0.2) == apart.difference
    assert (0.0524, 0.3339) == (round(apart.low, 4), round(apart.high, 4))


def test_the_ratio_of_costs_has_the_published_margin():
    """
    11 events in 800 against 21 in 3,011: the ratio of R’s `poisson.test`, 0.8584264 to 4.2772659.
    """
    apart = costs(800, 11, 3011, 21)

    dearer = [1 / (1 + apart.high), 1 / (1 + apart.difference), 1 / (1 + apart.low)]

    assert pytest.approx([0.8584264, 1.971488, 4.2772659], abs=1e-6) == dearer


@pytest.mark.parametrize("seed", range(20))
def test_the_chance_of_a_cost_is_the_binomial_tail(seed):
    """
    The p-value is twice the smaller tail of the exact binomial law, added up in fractions.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each time
    count, others = chance.randint(1, 30), chance.randint(1, 60)
    cost, rest = chance.randint(1, 900), chance.randint(1, 900)
    share, whole = Fraction(cost, cost + rest), count + others
    law = [math.comb(whole, k) * share**k * (1 - share) ** (whole - k) for k in range(whole + 1)]
    tail = min(sum(law[: count + 1]), sum(law[count:]))

    assert pytest.approx(min(1.0, float(2 * tail)), rel=1e-9) == costs(cost, count, rest, others).p


def test_scores_differ_by_their_multinomial_spread():
    """
    60 promoters and 20 detractors of 100 against 30 and 30 of 90: 40 points, and its margin.
    """
    apart = scores((60, 20, 100), (30, 30, 90))
    spread = math.sqrt((0.8 - 0.16) / 100 + (60 / 90) / 90)

    assert pytest.approx(40) == apart.difference
    assert pytest.approx((40 - 195.9964 * spread, 40 + 195.9964 * spread)) == (
        apart.low,
        apart.high,
    )
    assert 1.0 == scores((30, 0, 30), (40, 0, 40)).p


def test_members_alike_seldom_differ_clearly():
    """
    Of ten members with one true rate, some would be clear in 1 of 3 looks uncorrected; corrected, in 1 of 20.
    """
    chance = random.Random(5)  # noqa: S311 - idem
    raw = wrong = 0
    for _ in range(150):
        won = [sum(chance.random() < 0.3 for _ in range(60)) for _ in range(10)]
        alone = [rates(w, 60, sum(won) - w, 540).p for w in won]
        raw += min(alone) < 0.05
        wrong += min(corrected(alone)) < 0.05

    assert raw > 30
    assert wrong < 15


def test_a_member_stands_against_all_the_others_together(workspace):
    """
    The best first, each with its rate and the others’; small ones apart but among the others.
    """
    workspace.add(
        "deals",
        *deals(0, "PME", 40, 40),
        *deals(100, "ETI", 10, 60),
        *deals(200, "TPE", 30, 40),
        *deals(300, "Grand compte", 1, 4),
        *deals(400, None, 20, 0),
    )

    found = asked(workspace, "win_rate")
    by_name = {m.member: m for m in found.members}

    assert ["PME", "TPE", "ETI"] == [m.member for m in found.members[:3]]
    assert pytest.approx(41 / 145) == by_name["PME"].rest
    assert pytest.approx(0.5 - 41 / 145) == by_name["PME"].apart.difference
    told = {
        "PME": "better",
        "ETI": "worse",
        "TPE": "unclear",
        "Grand compte": "few",
        None: "untold",
    }
    assert told == verdicts(found)
    assert "Clearly better than the others: PME. Clearly worse: ETI." == found.said.en
    notes = " ".join(n.en for n in found.notes)
    assert "3 tests at once" in notes
    assert "What names no segment is on neither side" in notes


def test_two_members_are_one_test(workspace):
    """
    Of two, each is the other’s rest: one p-value, not corrected.
    """
    workspace.add("deals", *deals(0, "PME", 30, 20), *deals(100, "ETI", 18, 32))

    found = asked(workspace, "win_rate")

    assert not found.corrected
    assert found.members[0].p == pytest.approx(found.members[0].apart.p)
    assert found.members[0].p == pytest.approx(found.members[1].p)
    assert "A single test" in found.notes[1].en


def test_all_alike_is_no_clear_difference(workspace):
    """
    Members that do the same get “no clear difference” for an answer, in both languages.
    """
    workspace.add("deals", *deals(0, "PME", 20, 20), *deals(100, "ETI", 20, 20))

    found = asked(workspace, "win_rate")

    assert {"PME": "unclear", "ETI": "unclear"} == verdicts(found)
    assert "No clear difference between the 2 members" in found.said.en
    assert "Pas d’écart net" in found.said.fr


def test_a_cheaper_unit_is_better_and_no_cost_is_not_cheap(workspace):
    """
    A lower cost per lead is the better one; who has leads and no recorded cost is on neither side.
    """
    for place, (source, n, amount) in enumerate(
        (("A", 60, 1200), ("B", 60, 6000), ("C", 60, 6600), ("Free", 80, 0))
    ):
        workspace.add("leads", *(lead(place * 100 + i, source=source) for i in range(n)))
        if amount:
            workspace.add("spend", spent(amount, source))

    found = asked(workspace, "cpl", "channel")
    by_name = {m.member: m for m in found.members}

    assert {"A": "better", "B": "worse", "C": "worse", "Free": "untold"} == verdicts(found)
    assert found.relative
    assert pytest.approx(12_600 / 120) == by_name["A"].rest
    assert pytest.approx(20 / 105 - 1) == by_name["A"].apart.difference
    assert "without a recorded cost" in " ".join(n.en for n in found.notes)


def test_stage_rates_are_compared_among_those_given_the_time(workspace):
    """
    A rate between stages follows people: leads of the last weeks are on neither side.
    """
    for place, (segment, qualified) in enumerate((("PME", 30), ("ETI", 12))):
        workspace.add(
            "leads",
            *(
                lead(place * 100 + i, "2025-03-05", segment=segment,
                     mql_on="2025-03-09" if i < qualified else None)
                for i in range(50)
            ),
            *(lead(place * 100 + 60 + i, "2025-11-01", segment=segment) for i in range(30)),
        )  # fmt: skip

    found = asked(workspace, "lead_to_mql", period="2025")

    assert "cohort" == found.basis
    assert [("PME", 0.6, 50), ("ETI", 0.24, 50)] == [
        (m.member, m.value, m.n) for m in found.members
    ]
    assert {"PME": "better", "ETI": "worse"} == verdicts(found)


def test_satisfaction_by_segment(workspace):
    """
    NPS is compared in points, CSAT as a share, each with the margin of every segment.
    """
    scores_ = {"PME": [10] * 30 + [3] * 10, "ETI": [10] * 12 + [7] * 10 + [2] * 18}
    rows = [
        {"answered_on": "2025-03-03", "survey": "nps", "respondent": f"{segment}{i}",
         "score": score, "segment": segment}
        for segment, all_ in scores_.items() for i, score in enumerate(all_)
    ]  # fmt: skip
    workspace.add("surveys", *rows)

    found = asked(workspace, "nps")
    pme = found.members[0]

    assert ("PME", 50.0, -15.0) == (pme.member, pme.value, pme.rest)
    assert pytest.approx(65.0) == pme.apart.difference
    assert pme.low < 50 < pme.high
    assert {"PME": "better", "ETI": "worse"} == verdicts(found)


def test_a_customer_of_two_members_cannot_be_on_both_sides(workspace):
    """
    Members that share who is counted are refused rather than compared.
    """
    workspace.add(
        "subscriptions",
        *(contract(i, f"c{i % 40}", 10, segment="PME" if i < 40 else "ETI") for i in range(80)),
    )

    with pytest.raises(KpiError, match="one and the same"):
        asked(workspace, "churn_rate")


def test_what_cannot_be_compared_says_what_can(workspace):
    """
    A count, an unknown dimension, an empty workspace, too few: each is a sentence.
    """
    with pytest.raises(KpiError, match="Nothing to compare"):
        asked(workspace, "win_rate")
    workspace.add("deals", *deals(0, "PME", 2, 1))

    with pytest.raises(KpiError, match="Compare a rate"):
        asked(workspace, "revenue")
    with pytest.raises(KpiError, match="not a dimension"):
        asked(workspace, "win_rate", "moon")
    found = asked(workspace, "win_rate")
    assert [Verdict.FEW] == [m.verdict for m in found.members]
    assert "Fewer than two members" in found.said.en
    workspace.add("deals", *deals(100, "ETI", 40, 20))
    found = asked(workspace, "win_rate")
    assert {"ETI": "untold", "PME": "few"} == verdicts(found)
    assert "it takes 30 on each side" in found.said.en
