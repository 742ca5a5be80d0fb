"""What alerts find, whom they tell, and that they tell it once."""

import datetime as dt

import pytest

from addin.sync import runs
from addin.sync.alerts import destinations, finding, rules, telling
from addin.sync.alerts.reading import read
from addin.sync.runs import Outcome
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.text import Text
from tests.addin.sync.receiving import Hook
from tests.addin.sync.slots import connect
from tests.kpi_core.workspace.filled import Filled, lead, spent

NOW = dt.datetime(2025, 11, 12, 8)
TODAY = dt.date(2025, 11, 12)  # a Wednesday: the last whole weeks begin on 27 Oct. and 3 Nov.
WEEKS = ("2025-10-20", "2025-10-27", "2025-11-03", "2025-11-10")


@pytest.fixture(name="made")
def _made(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "private"))
    made = Filled(tmp_path / "w")
    yield made
    made.close()


def weekly(made, *costs, leads=10):
    """Record the spend of the weeks, and as many leads in each."""
    for i, (day, cost) in enumerate(zip(WEEKS, costs, strict=False)):
        if cost is not None:
            made.add("spend", spent(cost, day), system=f"w{i}", replace=True)
            made.add("leads", *(lead(f"{day}.{n}@a.example", day) for n in range(leads)))


def watch(made, said, *to):
    """Keep an alert."""
    return rules.add(made.store, said, read(said, made.core), to, NOW)


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


def monthly(made, leads, *costs):
    """Record the spend and the leads of the months up to October."""
    for month, cost in zip(range(11 - len(costs), 11), costs, strict=True):
        day = f"2025-{month:02}-10"
        made.add("spend", spent(cost, day), system=f"m{month}")
        made.add("leads", *(lead(f"{day}.{n}@a.example", day) for n in range(leads)))


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


@pytest.fixture(name="hook")
def _hook(made, monkeypatch):
    hook = Hook()
    monkeypatch.setenv(destinations.HOSTS, f"127.0.0.1:{hook.port}")
    destinations.connect(made.store.folder, "slack", destinations.webhook("slack", hook.url))
    yield hook
    hook.close()


def test_it_is_told_once_when_it_begins_and_once_when_it_is_over(made, hook):
    """
    However often it is looked at, two messages come: one as the limit is passed, one as it is not.
    """
    weekly(made, 0, 700, 800)
    watch(made, "CPL > 60 € for 2 weeks")
    sent = [telling.tell(made.core, NOW) for _ in range(3)]
    begun = hook.got.get(timeout=10)
    stood = telling.standing(made.store)
    weekly(made, 0, 700, 500)
    sent += [telling.tell(made.core, NOW) for _ in range(3)]
    over = hook.got.get(timeout=10)

    assert [1, 0, 0, 1, 0, 0] == sent
    # In the language of the workspace, which is French.
    assert begun["text"].startswith("Alerte\u00a0: Coût par lead (CPL) au-dessus de 60,00\u00a0€")
    assert over["text"].startswith("Terminé\u00a0: Coût par lead")
    assert ["Cost per lead (CPL) above €60.00 for 2 whole weeks in a row"] == [s.said.en for s in stood]  # fmt: skip
    assert [] == telling.standing(made.store)


def test_another_opening_of_the_workspace_repeats_nothing(made, hook):
    """
    What was told is kept with the workspace: a restart tells it no second time.
    """
    weekly(made, 0, 700, 800)
    watch(made, "CPL > 60 € for 2 weeks")
    telling.tell(made.core, NOW)
    made.close()
    again = Filled(made.folder)

    assert 0 == telling.tell(again.core, NOW)
    assert 1 == hook.got.qsize()
    again.close()


def test_a_destination_that_was_not_reached_is_told_later_and_the_others_not_twice(
    made, hook, monkeypatch
):
    """
    It rests, then is tried again; it neither stops a run nor repeats elsewhere.
    """
    teams = Hook(503, 200)
    monkeypatch.setenv(destinations.HOSTS, f"127.0.0.1:{hook.port},127.0.0.1:{teams.port}")
    where = destinations.webhook("teams", teams.url)
    destinations.connect(made.store.folder, "teams", where)
    weekly(made, 0, 700, 800)
    watch(made, "CPL > 60 € for 2 weeks")
    sent = [telling.tell(made.core, NOW), telling.tell(made.core, NOW)]
    monkeypatch.setattr(telling.time, "monotonic", lambda: 1e12)
    sent += [telling.tell(made.core, NOW), telling.tell(made.core, NOW)]
    teams.close()

    assert [1, 0, 1, 0] == sent
    assert (2, 1) == (len(teams.paths), hook.got.qsize())


def test_a_rule_that_names_its_destinations_is_told_there_only(made, hook, monkeypatch):
    """
    --to keeps an alert to some of the places; one that is not set up yet is told once it is.
    """
    weekly(made, 0, 700, 800)
    watch(made, "CPL > 60 € for 2 weeks", "teams")

    assert 0 == telling.tell(made.core, NOW)
    assert [] == hook.paths
    teams = Hook()
    monkeypatch.setenv(destinations.HOSTS, f"127.0.0.1:{teams.port}")
    where = destinations.webhook("teams", teams.url)
    destinations.connect(made.store.folder, "teams", where)
    assert 1 == telling.tell(made.core, NOW)
    assert "AdaptiveCard" in str(teams.got.get(timeout=10))
    teams.close()


def test_a_new_month_that_drifts_is_told_again(made, hook):
    """
    Each month that differs from the one before is another thing to know.
    """
    monthly(made, 400, 2000, 4000, 8000)
    watch(made, "CPL drift")
    october = Core(made.store, dt.date(2025, 10, 12))

    assert [1, 0, 1, 0] == [
        telling.tell(core, NOW) for core in (october, october, made.core, made.core)
    ]


def test_alerts_are_told_without_a_destination_too(made):
    """
    The page and the dashboard of a sheet show what stands, whether anything is set up or not.
    """
    weekly(made, 0, 700, 800)
    watch(made, "CPL > 60 € for 2 weeks")
    telling.tell(made.core, NOW)

    assert [NOW] == [each.since for each in telling.standing(made.store)]
    assert "€70.00" in telling.warnings(made.core)[0].en


def test_a_removed_alert_stands_nowhere_and_its_number_is_not_given_again(made):
    """
    What was told of it is not taken for what was told of the next one.
    """
    weekly(made, 0, 700, 800)
    kept = watch(made, "CPL > 60 € for 2 weeks")
    telling.tell(made.core, NOW)
    rules.remove(made.store, kept.id)
    other = watch(made, "CPL > 50 € for 2 weeks")

    assert [] == telling.standing(made.store)
    assert other.id != kept.id
    with pytest.raises(KpiError):
        rules.remove(made.store, kept.id)


def test_alerts_are_no_data(made):
    """
    Keeping and telling them leaves answers valid.
    """
    weekly(made, 0, 700, 800)
    before = made.store.version
    watch(made, "CPL > 60 € for 2 weeks")
    telling.tell(made.core, NOW)

    assert before == made.store.version


def test_a_rule_that_breaks_is_the_journal_s_and_stops_no_other(made, hook, monkeypatch, caplog):
    """
    A fault of ours in one alert leaves the others told.
    """
    weekly(made, 0, 700, 800)
    watch(made, "data older than 500 days")
    watch(made, "CPL > 60 € for 2 weeks")
    whole = telling.find

    def broken(rule, core):
        return 1 / 0 if isinstance(rule, rules.Age) else whole(rule, core)

    monkeypatch.setattr(telling, "find", broken)

    assert 1 == telling.tell(made.core, NOW)
    assert "could not be looked at" in caplog.text
