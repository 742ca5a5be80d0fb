"""What alerts find: a limit passed, a drift, a target missed, old data, a sheet that fails."""

import datetime as dt

import pytest

from addin.sync import runs
from addin.sync.alerts import finding, rules
from addin.sync.alerts.reading import read
from addin.sync.runs import Outcome
from kpi_core.answering import Core
from kpi_core.text import Text
from tests.addin.sync.elapsed import NOW, TODAY, monthly, weekly
from tests.addin.sync.slots import connect
from tests.kpi_core.workspace.filled import Filled, lead, spent


def found(made, said, today=TODAY):
    """Return what an alert finds."""
    return finding.find(read(said, made.core), Core(made.store, today))


@pytest.mark.parametrize(
    ("costs", "stands"),
    [
        ((0, 700, 800), True),
        ((0, 600, 800), False),
        ((0, 700, 600), False),
        ((900, 500, 800), False),
        ((0, 700, 800, 1), True),
    ],
)
def test_a_limit_must_be_passed_in_each_whole_week(made, costs, stands):
    """
    Two weeks above stand, one does not, and the week that still runs counts for nothing.
    """
    weekly(made, *costs)

    assert stands is found(made, "CPL > 60 € for 2 weeks").stands


def test_the_numbers_are_told_with_their_weeks(made):
    """
    Each week's value stands in the words, as each language writes it.
    """
    weekly(made, 0, 700, 800)
    words = found(made, "CPL > 60 € for 2 weeks").words

    assert "€70.00 (Oct 27 – Nov 2, 2025); €80.00 (Nov 3 – 9, 2025)." == words.en
    assert "70,00\u00a0€" in words.fr


def test_a_value_that_is_missing_is_no_breach_and_says_so(made):
    """
    A week without data neither begins an alert nor ends it.
    """
    weekly(made, 700, 700, None)
    missing = found(made, "CPL > 60 € for 2 weeks")

    assert finding.UNKNOWN == missing.state
    assert "that is no breach" in missing.words.en
    assert "that is not zero" in missing.words.en


def test_a_drift_is_beyond_the_margin_of_error_or_none(made, tmp_path):
    """
    Twice the cost per lead is a drift on many leads; on a few it is what chance does.
    """
    monthly(made, 400, 4000, 8000)
    few = Filled(tmp_path / "few")
    monthly(few, 4, 40, 80)
    many, chance = found(made, "CPL drift"), found(few, "CPL drift")
    few.close()

    assert "stands 2025-10-01" == many.state
    assert many.words.en.startswith("€20.00 (Oct 1 – 31, 2025). +100.0% against €10.00")
    assert "quiet" == chance.state


def test_where_no_margin_of_error_is_known_nothing_drifts(made):
    """
    A sum has none: nothing tells chance from change, and the words say so.
    """
    monthly(made, 400, 4000, 8000)
    told = found(made, "direct cost drift")

    assert finding.UNKNOWN == told.state
    assert "No margin of error is known here" in told.words.en


def target(made, **given):
    """Say what a KPI should reach."""
    made.store.change_settings({"targets": [given]}, "test")


@pytest.mark.parametrize(("value", "stands"), [(60, True), (80, False)])
def test_a_ratio_is_held_against_its_target_in_whole_units(made, value, stands):
    """
    A CPL of 70 and 75 € misses a target of 60 € and keeps one of 80 €; the sentence says both.
    """
    weekly(made, 0, 700, 750)
    target(made, kpi="cpl", value=value)

    told = found(made, "CPL misses its target for 2 weeks")

    assert stands == told.stands
    assert f"€70.00 for a target of €{value}.00" in told.words.en
    assert f"75,00 € pour un objectif de {value},00 €" in told.words.fr.replace("\xa0", " ")


@pytest.mark.parametrize(("value", "end", "state"), [
    (50, "2025-11-09", "stands 2025-10-20"),
    (30, "2025-11-09", "quiet"),
    (50, "2025-11-30", "unknown"),
])  # fmt: skip
def test_a_sum_is_held_against_its_target_once_its_dates_are_over(made, value, end, state):
    """
    Thirty leads miss a target of fifty when its dates are over, and miss nothing while they run.
    """
    weekly(made, 1, 1, 1)
    target(made, kpi="lead_volume", value=value, start="2025-10-20", end=end)

    assert state == found(made, "objectif de leads non atteint").state


def test_without_a_target_nothing_is_missed(made):
    """
    A target that nobody set is no breach, and the list says where to set it.
    """
    weekly(made, 0, 700, 750)

    told = found(made, "CPL above target")

    assert not told.stands
    assert "kpi targets set" in told.words.fr


def test_the_age_of_data_is_counted_to_today(made):
    """
    Data of three days ago is older than two days, not older than three; data of one kind apart.
    """
    made.add("spend", spent(1, "2025-11-09"))
    made.add("leads", lead("a@a.example", "2025-11-11"))

    asked = ("data older than 2 days", "spend older than 2 days", "spend older than 3 days")
    assert [False, True, False] == [found(made, said).stands for said in asked]
    assert "Nov 9, 2025: 3 days ago" in found(made, "spend older than 2 days").words.en


def test_an_empty_workspace_is_not_old(made):
    """
    Where nothing was imported yet nothing can tell.
    """
    assert finding.UNKNOWN == found(made, "data older than 2 days").state


def test_a_sheet_that_fails_for_good_is_told_with_its_cure(made):
    """
    A run that will be tried again is no alert; one that was given up, or is held back, is.
    """
    sheet = connect(made.store, "Suivi")
    slot = NOW
    states = []
    for _ in range(runs.ATTEMPTS):
        run = runs.begin(made.store, sheet, reason="schedule", slot=slot, now=NOW)
        why = Text(en="Share it.", fr="Partagez-la.")
        runs.end(made.store, run, Outcome("failed", error=why), NOW)
        states.append(found(made, "sync failing").stands)
    told = found(made, "sync failing").words
    run = runs.begin(made.store, sheet, reason="now", now=NOW)
    runs.end(made.store, run, Outcome("held", error=why), NOW + dt.timedelta(1))
    held = found(made, "sync failing").stands
    run = runs.begin(made.store, sheet, reason="now", now=NOW + dt.timedelta(2))
    runs.end(made.store, run, Outcome("same"), NOW + dt.timedelta(2))

    assert [False, False, True] == states
    assert "“Suivi”: Share it." == told.en
    assert held
    assert not found(made, "sync failing").stands


@pytest.mark.parametrize(("minutes", "most"), [(5, 24), (24 * 60, 4 * 24)])
def test_a_sheet_that_keeps_failing_is_told_once(made, minutes, most):
    """
    From its second moment on it stands, whatever is tried again meanwhile: no "over" between two failures.
    """
    sheet = connect(made.store)
    found_ = []
    for i in range(most * 60 // minutes):
        slot = NOW + dt.timedelta(minutes=i * minutes)
        for attempt in range(3 if minutes > 60 else 1):
            at = slot + dt.timedelta(minutes=attempt)
            run = runs.begin(made.store, sheet, reason="schedule", slot=slot, now=at)
            runs.end(made.store, run, Outcome("failed", 1, {}, Text(en="no", fr="non")), at)
            found_.append(found(made, "sync failing").stands)

    first = found_.index(True)
    assert first <= 3
    assert all(found_[first:])
    assert len(found_) > first + 3


def test_a_day_that_is_mistyped_ahead_makes_no_data_fresh(made):
    """
    One lead dated next year says nothing of how old the others are.
    """
    made.add("leads", lead("a@a.example", "2025-10-01"), lead("b@a.example", "2026-11-05"))

    told = found(made, "leads de plus de 2 jours")

    assert told.stands
    assert "42" in told.words.en


def test_what_cannot_be_asked_any_more_is_unknown(made):
    """
    A rule about a channel that left the data does not break the others: it says why.
    """
    weekly(made, 0, 700, 800)
    rule = read("CPL > 60 € on LinkedIn", made.core)
    gone = rules.Threshold(rule.kpi, rule.above, rule.value, filters={"channel": ["Nowhere"]})

    assert finding.UNKNOWN == finding.find(gone, made.core).state
