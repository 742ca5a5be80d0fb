"""Targets: entered in words, shown beside their numbers, in a cell and on the command line."""

import datetime as dt
import json
import math

import pytest

from addin.aiming import targets
from kpi_core.answering import Core
from kpi_core.answering.landing import landing
from kpi_core.errors import KpiError
from kpi_core.workspace.settings import Target
from tests.addin.client import Client
from tests.command import kpi, refused
from tests.kpi_core.workspace.filled import Filled, lead, spent

TODAY = dt.date(2025, 11, 12)
QUARTER = {"start": dt.date(2025, 10, 1), "end": dt.date(2025, 12, 31)}


def week(made, monday, count):
    """Record so many leads in a week."""
    day = dt.date.fromisoformat(monday)
    made.add("leads", *(lead(f"{day}.{i}@a.example", str(day)) for i in range(count)))


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory):
    """Thirteen whole weeks with 10 and 14 leads in turn, to Sunday 9 November."""
    made = Filled(tmp_path_factory.mktemp("targets") / "w")
    first = dt.date(2025, 8, 11)
    for i in range(13):
        week(made, str(first + dt.timedelta(weeks=i)), 14 if i % 2 else 10)
    made.add("leads", lead("last@a.example", "2025-11-09"))
    made.add("spend", spent(1000, "2025-10-06"))
    yield made
    made.close()


@pytest.fixture(name="core")
def _core(made):
    made.store.change_settings({"targets": []}, "test")
    return Core(made.store, TODAY)


def entered(core, **said):
    """Enter a target, and return how the last one stands."""
    return targets(core, {"set": said}, "test")["targets"][-1]


@pytest.mark.parametrize(
    "period", ["T4 2025", "this quarter", "ce trimestre", "2025-10-01..2025-12-31"]
)
def test_a_period_that_runs_is_meant_whole(core, period):
    """
    The target of a quarter is of the whole quarter, though it runs.
    """
    found = entered(core, kpi="leads", value="200", period=period)

    assert {"start": "2025-10-01", "end": "2025-12-31"} == found["period"]
    assert found["running"]
    assert not found["reached"]


def test_a_target_of_the_same_dates_is_replaced(core):
    """
    Saying it again changes it; other dates and members stand beside it.
    """
    entered(core, kpi="leads", value="200", period="T4 2025")
    entered(core, kpi="leads", value="250", period="T4 2025")
    entered(core, kpi="cpl", value="60 €")
    told = targets(core, {}, "test")["targets"]

    assert [("lead_volume", 250), ("cpl", 60)] == [(t["kpi"], t["target"]) for t in told]
    assert ["cpl"] == [t["kpi"] for t in targets(core, {"remove": 1}, "test")["targets"]]


def test_a_target_keeps_its_number_when_others_go(core):
    """
    The number that somebody read in a list is that of the same target after a removal.
    """
    for value, period in (("100", "T1 2025"), ("200", "T2 2025"), ("300", "T3 2025")):
        entered(core, kpi="leads", value=value, period=period)
    targets(core, {"remove": 1}, "test")
    entered(core, kpi="leads", value="250", period="T2 2025")
    told = entered(core, kpi="leads", value="400", period="T4 2025")
    left = targets(core, {"remove": 2}, "test")["targets"]

    assert 4 == told["number"]
    assert [(3, 300), (4, 400)] == [(t["number"], t["target"]) for t in left]


def test_targets_of_before_have_the_numbers_that_were_shown(core):
    """
    A workspace of an earlier release kept no number: they are counted, once and for good.
    """
    kept = [{"kpi": "cpl", "value": 60}, {"kpi": "win_rate", "value": 0.3}]
    core.store.change_settings({"targets": kept}, "test")

    assert [1, 2] == [t["number"] for t in targets(core, {}, "test")["targets"]]
    assert [2] == [t["number"] for t in targets(core, {"remove": 1}, "test")["targets"]]
    assert [2] == [t["number"] for t in targets(core, {}, "test")["targets"]]


def test_a_limit_that_is_passed_is_told_in_times(tmp_path):
    """
    Where less is better, a number is so much of its limit, or so many times it: never 280 % reached.
    """
    made = Filled(tmp_path / "w")
    made.add("spend", spent(168, "2025-09-06"))
    made.add("leads", lead("a@a.example", "2025-09-30"))
    made.close()

    far = kpi("targets", "set", "cpl", "60 €", folder=made.folder, lang="fr").stdout
    near = kpi("targets", "set", "cpl", "224 €", folder=made.folder, lang="fr").stdout
    english = kpi("targets", "set", "cpl", "60 €", folder=made.folder).stdout

    assert "2,8 fois la limite" in far
    assert "75,0\u202f% de la limite" in near
    assert "2.8 times the limit" in english


@pytest.mark.parametrize(
    "said",
    [
        {"kpi": "leads", "value": "200"},
        {"kpi": "win rate", "value": "30"},
        {"kpi": "cpl", "value": "60 $"},
        {"kpi": "cpl", "value": "lots"},
        {"kpi": "nonsense", "value": "1"},
        {"kpi": "cpl", "value": "60", "period": "someday"},
        {"kpi": "cpl", "value": "60", "where": ["planet=Mars"]},
    ],
)
def test_what_is_no_target_is_refused_in_words(core, said):
    """
    A sum without dates, a rate without its %, another currency, an unknown name: nothing is kept.
    """
    with pytest.raises(KpiError) as error:
        targets(core, {"set": said}, "test")

    assert error.value.message.en != error.value.message.fr
    assert [] == targets(core, {}, "test")["targets"]


def test_a_sum_lands_where_its_weeks_lead(core):
    """
    By hand: 13 weeks of 11.85 on average (sd 2.08), the last with one more lead; 52 days are left.
    """
    weekly = [14 if i % 2 else 10 for i in range(13)]
    weekly[-1] += 1
    mean = sum(weekly) / 13
    deviation = math.sqrt(sum((w - mean) ** 2 for w in weekly) / 12)
    left = 52 / 7
    spread = deviation * math.sqrt(left * (1 + left / 13))
    so_far = sum(weekly[8:])  # the weeks that begin on 6 October and after

    found = landing(core, Target(kpi="lead_volume", value=150, **QUARTER))

    assert dt.date(2025, 11, 9) == found.known
    assert so_far == found.so_far
    assert pytest.approx(so_far + left * mean) == found.expected
    assert pytest.approx(so_far + left * mean + 1.96 * spread, rel=1e-4) == found.high
    assert 13 == found.weeks
    even = Target(kpi="lead_volume", value=found.expected, **QUARTER)
    assert pytest.approx(0.5) == landing(core, even).chance


@pytest.mark.parametrize(
    "target",
    [
        Target(kpi="cpl", value=60),
        Target(kpi="cpl", value=60, **QUARTER),
        Target(kpi="lead_volume", value=9, start=dt.date(2025, 7, 1), end=dt.date(2025, 9, 30)),
        Target(kpi="lead_volume", value=9, start=dt.date(2026, 1, 1), end=dt.date(2026, 3, 31)),
        Target(kpi="direct_cost", value=9000, **QUARTER),
    ],
    ids=["a ratio", "a dated ratio", "over", "not begun", "too few weeks"],
)
def test_where_nothing_can_tell_no_landing_is_told(core, target):
    """
    Of a ratio, of dates that are over or to come, from one week: no number is better than one made up.
    """
    assert landing(core, target) is None


def test_a_cell_shows_the_target_beside_its_value(made, core):
    """
    `B2B_TARGET`: the target, the value over its dates, and which part that is; without one, why not.
    """
    entered(core, kpi="leads", value="200", period="T4 2025")
    client = Client(made.store)

    ((target, value, part),) = client.cell("B2B_TARGET", "leads")

    assert (200, 59) == (target, value)
    assert pytest.approx(59 / 200) == part
    missing = client.cell("B2B_TARGET", "cpl", lang="fr")
    assert "NOT_FOUND" == missing["kind"]
    assert "kpi targets set" in missing["message"]


def test_the_command_enters_shows_and_removes(demo_copy):
    """
    In the reader's words and currency; the number to remove is the one shown.
    """
    said = kpi(
        "targets", "set", "cpl", "150 €", "--where", "canal=LinkedIn", folder=demo_copy, lang="fr"
    ).stdout
    kpi("targets", "set", "leads", 800, "--period", "T4 2025", folder=demo_copy)
    told = json.loads(kpi("targets", "list", "--json", folder=demo_copy).stdout)["targets"]
    lands = kpi("targets", "list", folder=demo_copy, lang="fr").stdout
    left = kpi("targets", "remove", 1, folder=demo_copy).stdout
    gone = refused("targets", "remove", 5, folder=demo_copy)

    assert "150,00\u00a0€" in said
    assert [1, 2] == [t["number"] for t in told]
    assert 800 == told[1]["target"]
    assert "13 dernières semaines" in lands
    assert "150" not in left
    assert "number 5" in gone


def test_a_verdict_within_the_margin_of_error_says_so(demo_copy):
    """
    25.9 % for a target of 30 % is a no only on the face of it: chance alone may make as much.
    """
    words = ("targets", "set", "win rate")
    kpi(*words, "30%", "--where", "channel=LinkedIn Ads", folder=demo_copy)
    kpi(*words, "90%", folder=demo_copy)

    table = " ".join(kpi("targets", "list", folder=demo_copy, COLUMNS="200").stdout.split())

    near, far = (table[table.rindex(f"│ {target}.0% │") :] for target in (30, 90))
    assert "no, within the margin of error │" in near.split("┃")[0].split("│ 2 │")[0]
    assert "│ no │" in far


def test_the_focus_list_is_short_or_said_to_be_long(tmp_path):
    """
    `kpi focus` keeps the order that was said; past seven it warns, and keeps them all the same.
    """
    few = kpi("focus", "roas", "cpl", folder=tmp_path, lang="fr")
    many = kpi(
        "focus", "roas", "cpl", "cac", "leads", "ctr", "cpc", "win rate", "cpm", folder=tmp_path
    )

    assert ["1. ", "2. "] == [line[:3] for line in few.stdout.splitlines()]
    assert "ROAS" in few.stdout.splitlines()[0]
    assert not few.stderr
    assert "8 are many" in many.stderr
    assert 8 == len(many.stdout.splitlines())
