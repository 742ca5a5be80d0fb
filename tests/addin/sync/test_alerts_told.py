"""Whom alerts tell, and that they tell it once when it begins and once when it is over."""

import datetime as dt

import pytest

from addin.sync.alerts import destinations, rules, telling
from addin.sync.alerts.reading import read
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from tests.addin.sync.elapsed import NOW, monthly, weekly
from tests.addin.sync.receiving import Hook
from tests.kpi_core.workspace.filled import Filled


def watch(made, said, *to):
    """Keep an alert."""
    return rules.add(made.store, said, read(said, made.core), to, NOW)


@pytest.fixture(autouse=True)
def _private(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "private"))


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
