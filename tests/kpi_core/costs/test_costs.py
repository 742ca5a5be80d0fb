"""Kinds are told by labels, gaps by rhythm, and what one more costs only where months can tell."""

from __future__ import annotations

import math
import random

import pytest

from kpi_core.costs.completeness import gaps
from kpi_core.costs.kinds import KINDS, Cost, kind_of
from kpi_core.costs.response import LEAST, response


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Salaires commerciaux", Cost.PEOPLE),
        ("Payroll sales", Cost.PEOPLE),
        ("Salaire des SDR", Cost.PEOPLE),
        ("Licences CRM", Cost.TOOLS),
        ("Outil d’e-mailing", Cost.TOOLS),
        ("HubSpot subscription", Cost.TOOLS),
        ("Heures de l’équipe sur les contenus", Cost.HOURS),
        ("Hours: content", Cost.HOURS),
        ("Honoraires d’agence média", Cost.FEES),
        ("Agency fee", Cost.FEES),
        ("Stand", Cost.EVENTS),
        ("Déplacements et hébergement", Cost.EVENTS),
        ("Frais généraux", Cost.OVERHEAD),
        ("Office rent", Cost.OVERHEAD),
        ("Achat d’espace publicitaire", Cost.MEDIA),
        ("LinkedIn Ads", Cost.MEDIA),
        ("Divers", Cost.OTHER),
        (None, Cost.OTHER),
    ],
)
def test_a_label_tells_its_kind(label, kind):
    """
    What a line was called in a cost sheet, in either language, says what kind of cost it is.
    """
    assert kind is kind_of(label)


def test_what_a_platform_bills_is_advertising_whatever_it_is_called():
    """
    A line without a telling label is advertising when it comes from an advertising platform.
    """
    assert Cost.MEDIA is kind_of(None, media=True)
    assert Cost.MEDIA is kind_of("Q4 retargeting", media=True)
    assert Cost.FEES is kind_of("agency", media=True)
    assert all(kind.title.en and kind.title.fr for kind in KINDS.values())


def test_what_came_each_month_and_stopped_is_told_first():
    """
    Salaries until May, licences without July: the first has stopped, the second skipped.
    """
    found = gaps({"salaries": {1, 2, 3, 4, 5}, "licences": {1, 2, 3, 4, 5, 6, 8, 9}}, until=9)

    assert [("salaries", True, (6, 7, 8, 9)), ("licences", False, (7,))] == [
        (gap.label, gap.stopped, gap.missing) for gap in found
    ]


@pytest.mark.parametrize(
    "months", [{3, 6, 9}, {1, 5, 9}, {1, 2, 3}, set(), set(range(1, 10)), {1, 2, 3, 4, 12}]
)
def test_what_has_no_rhythm_lacks_nothing(months):
    """
    A trade fair each quarter, three months, nothing, all months: no alarm.
    """
    assert [] == gaps({"x": months}, until=9) or months == {1, 2, 3, 4, 12}
    assert not any(gap.label == "x" for gap in gaps({"x": months - {12}}, until=4))


def spent(months, elasticity, noise, *, seed=1, swing=0.0):
    """Return spend and leads of months in which leads follow spend, and demand beside it."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    spend, leads = [], []
    for m in range(months):
        demand = math.exp(swing * math.sin(2 * math.pi * m / 12))
        x = 1000 * math.exp(chance.gauss(0, 0.5)) * demand
        spend.append(x)
        leads.append(2 * x**elasticity * demand * math.exp(chance.gauss(0, noise)))
    return spend, leads


def test_diminishing_returns_are_found():
    """
    Where leads grow with the square root of spend, one more costs twice the average one.
    """
    found = response(*spent(20, 0.5, 0.05))

    assert found.low < 0.5 < found.high
    assert pytest.approx(2 * found.average, rel=0.2) == found.marginal
    assert found.cheapest < found.marginal < found.dearest


def test_a_season_is_not_taken_for_a_return():
    """
    With two years, good months in which one also spends more say nothing: each is set against the
    same month a year before.
    """
    found = response(*spent(36, 0.5, 0.05, swing=0.8))

    assert found.seasonal
    assert found.low < 0.5 < found.high
    one_year = response(*(side[:18] for side in spent(36, 0.5, 0.05, swing=0.8)))
    assert one_year.elasticity > 0.8  # as it would look without


def test_nothing_is_said_of_one_more_where_months_do_not_tell():
    """
    Leads that ignore spend, spend that never moves, too few months, leads that outrun spend.
    """
    assert response(*spent(20, 0.0, 0.3)).marginal is None
    assert response([1000.0] * 20, [50.0 + i for i in range(20)]) is None
    assert response(*spent(LEAST - 1, 0.5, 0.1)) is None
    steep = response(*spent(20, 2.0, 0.05))
    assert steep.low > 1
    assert steep.marginal is None


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """
    Over 200 simulated firms, 95 % of the intervals hold the elasticity that was planted.
    """
    held = sum(
        found.low <= 0.6 <= found.high
        for found in (response(*spent(20, 0.6, 0.3, seed=s)) for s in range(200))
    )

    assert 180 <= held <= 199
