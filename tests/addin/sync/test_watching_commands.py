"""The commands on schedules, runs and alerts, as people type them."""

import json

import pytest

from addin.sync import runs
from addin.sync.runs import Outcome
from addin.sync.ticking import utc
from kpi_core.text import Text
from kpi_core.workspace import Store
from tests.addin.running import Server
from tests.addin.sync.receiving import Hook
from tests.addin.sync.slots import connect
from tests.command import answer, kpi, refused
from tests.kpi_core.workspace.filled import Filled, lead, spent

WHY = Text(en="Share the sheet with the account.", fr="Partagez la feuille avec le compte.")


@pytest.fixture(name="folder")
def _folder(tmp_path):
    made = Filled(tmp_path / "w")
    made.add("spend", spent(1500, "2025-11-03"))
    made.add("leads", *(lead(f"p{i}@a.example", "2025-11-04") for i in range(10)))
    connect(made.store, "Suivi")
    made.close()
    return made.folder


def test_a_schedule_is_said_back_and_shown(folder):
    """
    What was understood, the next three moments, then the status, a pause and its end.
    """
    said = kpi("sync", "schedule", "chaque jour ouvré à 7h30", folder=folder, lang="fr").stdout
    shown = kpi("sync", "status", folder=folder).stdout
    kpi("sync", "pause", folder=folder)
    resting = answer("sync", "status", folder=folder)["sheets"][0]
    kpi("sync", "resume", folder=folder)
    kpi("sync", "unschedule", folder=folder)
    without = answer("sync", "status", folder=folder)["sheets"][0]

    assert (
        "Suivi\u00a0: Chaque jour ouvré (du lundi au vendredi) à 7\u00a0h\u00a030 (Europe/Paris)."
        in said
    )
    assert 2 == said.count("\u202f;")
    assert "every weekday (Monday to Friday) at 07:30 (Europe/Paris); next:" in shown
    assert (True, None) == (resting["paused"], resting["schedule"]["next"])
    assert (False, None) == (without["paused"], without["schedule"])


def test_the_status_shows_the_last_runs_and_the_cure(folder):
    """
    When, the result, how long, the calls, the rows; the error goes to the error output.
    """
    with Store(folder) as store:
        for outcome in (Outcome("written", 4, {"read": 120, "quarantined": 3}), Outcome("failed", 2, {}, WHY)):  # fmt: skip
            runs.end(store, runs.begin(store, 1, reason="now", now=utc()), outcome, utc())
    told = kpi("sync", "status", folder=folder, lang="fr")
    (sheet,) = answer("sync", "status", "--runs", 1, folder=folder)["sheets"]

    assert all(word in told.stdout for word in ("écrite", "échec", "120"))
    assert WHY.fr in told.stderr
    assert [("failed", 2, WHY.en)] == [
        (r["outcome"], r["calls"], r["error"]["en"]) for r in sheet["runs"]
    ]


def test_a_tick_from_cron_runs_what_is_due_and_says_so_with_its_code(folder):
    """
    Nothing due: 0, in silence. A run that failed: 2, with its error.
    """
    assert "" == kpi("sync", "tick", folder=folder).stdout
    with Store(folder) as store, store.aside() as cursor:
        cursor.execute(
            "INSERT INTO sync_schedules VALUES (1, 'hourly', '0 * * * *', 'UTC', ?)",
            [utc().replace(minute=0, second=0, microsecond=0).replace(year=utc().year - 1)],
        )
    told = kpi("sync", "tick", folder=folder, code=2)

    assert "Sheet 1: failed" in told.stdout
    assert "kpi sync connect" in told.stderr


def test_the_same_is_told_through_a_running_server(folder):
    """
    A server that has the workspace does what the command asks.
    """
    server = Server(folder).wait()
    try:
        kpi("sync", "schedule", "every hour", folder=folder)
        kpi("alerts", "add", "data older than 500 days", folder=folder)
        there = answer("sync", "status", folder=folder)
    finally:
        server.stop()
    here = answer("sync", "status", folder=folder)

    assert "0 * * * *" == there["sheets"][0]["schedule"]["cron"]
    assert there == here


def test_what_is_not_understood_is_refused_in_words(folder):
    """
    A schedule, an alert, a sheet or a destination that is none: exit 2, and what can be written.
    """
    for words in (
        ("sync", "schedule", "soon"),
        ("sync", "schedule", "every hour", "--tz", "Europe/Gotham"),
        ("sync", "pause", "--sheet", "Nowhere"),
        ("alerts", "add", "CPL is bad"),
        ("alerts", "add"),
        ("alerts", "add", "CPL > 60", "--to", "pigeon"),
        ("alerts", "remove", "9"),
        ("alerts", "test"),
        ("alerts", "connect", "pigeon"),
        ("alerts", "connect", "email"),
        ("alerts", "connect", "slack", "--secret-file", "/nonexistent"),
    ):
        assert refused(*words, folder=folder, lang="fr", KPI_CREDENTIALS=str(folder / "none")), (
            words
        )


def test_alerts_are_added_listed_tried_and_removed(folder, tmp_path):
    """
    From the phrase to the message that comes; neither list nor JSON says a webhook's address.
    """
    hook = Hook()
    file = tmp_path / "address"
    file.write_text(hook.url + "\n", "utf-8")
    more = {"KPI_CREDENTIALS": str(tmp_path / "private"), "KPI_ALERT_HOSTS": f"127.0.0.1:{hook.port}"}  # fmt: skip
    added = kpi("alerts", "add", "CPL > 60 € for 1 week", folder=folder, **more).stdout
    by_parts = answer(
        "alerts", "add", "--kpi", "cpl", "--below", "20 €", "--for", "2 weeks", "--where", "LinkedIn",
        "--to", "slack", folder=folder, **more,
    )  # fmt: skip
    told = [kpi("alerts", "connect", "slack", "--secret-file", file, folder=folder, **more).stdout]
    told.append(kpi("alerts", "test", folder=folder, **more).stdout)
    tried = hook.got.get(timeout=10)
    told.append(kpi("sync", "tick", folder=folder, **more).stdout)
    alerted = hook.got.get(timeout=10)
    told.append(kpi("alerts", "list", folder=folder, **more).stdout)
    told.append(json.dumps(answer("alerts", "list", folder=folder, **more)))
    standing = answer("sync", "status", folder=folder, **more)["alerts"]
    kpi("alerts", "remove", 1, folder=folder, **more)
    kpi("alerts", "disconnect", "slack", folder=folder, **more)
    after = answer("alerts", "list", folder=folder, **more)
    hook.close()

    assert "Alert 1: Cost per lead (CPL) above €60.00 over the last whole week." in added
    assert "It stands now. €150.00 (Nov 3 – 9, 2025)." in added
    assert ["slack"] == by_parts["to"]
    assert "essai" in str(tried)
    assert alerted["text"].startswith("Alerte\u00a0: Coût par lead (CPL)")
    assert [1] == [each["rule"] for each in standing]
    assert "slack: 127.0.0.1" in told[3]
    assert "canary" not in "".join(told)
    assert (["2"], []) == ([str(a["id"]) for a in after["alerts"]], after["destinations"])


def test_a_destination_that_is_not_reached_is_said_with_code_2(folder, tmp_path):
    """
    Trying it says what is wrong; the workspace's own run is not touched by it.
    """
    hook = Hook(500)
    file = tmp_path / "address"
    file.write_text(hook.url, "utf-8")
    more = {"KPI_CREDENTIALS": str(tmp_path / "private"), "KPI_ALERT_HOSTS": f"127.0.0.1:{hook.port}"}  # fmt: skip
    kpi("alerts", "connect", "teams", "--secret-file", file, folder=folder, **more)
    kpi("alerts", "add", "CPL > 60", folder=folder, **more)
    tried = kpi("alerts", "test", folder=folder, code=2, **more)
    ticked = kpi("sync", "tick", folder=folder, **more)
    hook.close()

    assert "status 500" in tried.stderr
    assert "canary" not in tried.stdout + tried.stderr + ticked.stderr


def test_an_alert_that_exists_is_not_added_again(folder):
    """
    The same thing is watched once, however it is said, and the second try names the first.
    """
    kpi("alerts", "add", "data older than 500 days", folder=folder)
    again = kpi("alerts", "add", "données de plus de 500 jours", folder=folder, code=2)

    assert "Alert 1 watches that already (“data older than 500 days”)" in again.stderr
    assert 1 == len(answer("alerts", "list", folder=folder)["alerts"])


def test_a_destination_that_is_not_set_up_is_said_at_once(folder, tmp_path):
    """
    Who asks for e-mails reads that none is set up yet; the list says where an alert is told, truly.
    """
    more = {"KPI_CREDENTIALS": str(tmp_path / "private")}
    added = kpi("alerts", "add", "data older than 500 days", "--to", "email", folder=folder, **more)
    kpi("alerts", "add", "data older than 900 days", folder=folder, **more)
    listed = kpi("alerts", "list", folder=folder, lang="fr", **more).stdout

    assert "email is not set up yet: until `kpi alerts connect email`" in added.stderr
    assert "email (pas configuré)" in listed
    assert "page et tableau de bord" in listed
    assert "partout" not in listed


@pytest.mark.parametrize(
    ("where", "options"),
    [("slack", ["--secret-file"]), ("email", ["--host", "--from", "--to"])],
)
def test_what_a_destination_lacks_is_named_as_its_help_does(folder, where, options):
    """
    Without a terminal nothing can be asked: each thing that is missing is an option of the command.
    """
    told = kpi("alerts", "connect", where, folder=folder, code=2).stderr
    help_ = kpi("alerts", "connect", "--help").stdout

    assert options == [option for option in options if option in told and option in help_]


def test_a_destination_that_fails_is_told_in_the_language_of_the_workspace(folder, tmp_path):
    """
    A run that could not tell its alert says why in French where the workspace is French.
    """
    hook = Hook(500)
    file = tmp_path / "address"
    file.write_text(hook.url, "utf-8")
    more = {"KPI_CREDENTIALS": str(tmp_path / "private"), "KPI_ALERT_HOSTS": f"127.0.0.1:{hook.port}"}  # fmt: skip
    kpi("alerts", "connect", "teams", "--secret-file", file, folder=folder, **more)
    kpi("alerts", "add", "CPL > 60", folder=folder, **more)
    ticked = kpi("sync", "tick", folder=folder, **more).stderr
    hook.close()

    assert 1 == ticked.count("Alerte non signalée à teams\u00a0:")
