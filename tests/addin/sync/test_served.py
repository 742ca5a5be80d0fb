"""How sheets are seen and changed through the server: by whom, and what each is told."""

import datetime as dt
import json
import threading
import time

import pytest

from addin.server.sync import add_sync
from addin.sync import runs, schedule
from addin.sync.runs import Outcome
from addin.sync.ticking import tick, utc
from kpi_core.text import Text
from tests.addin.client import JSON, OWNER, Client
from tests.addin.running import Server, status
from tests.addin.sync.slots import Runner, connect
from tests.addin.test_guard import bearer
from tests.kpi_core.workspace.filled import Filled, lead, spent

CURE = Text(en="Share the sheet with the account.", fr="Partagez la feuille avec le compte.")
ACTS = ("run", "pause", "resume")


@pytest.fixture(name="made")
def _made(tmp_path):
    """A firm with a sheet that is due every hour."""
    made = Filled(tmp_path / "w")
    made.add("spend", spent(1500, "2025-03-10"))
    made.add("leads", lead("a@firm.example"))
    connect(made.store, "<b>Suivi</b>")
    planned = schedule.read("every hour", "Europe/Paris")
    schedule.keep(made.store, 1, planned, utc() - dt.timedelta(hours=3))
    yield made
    made.close()


@pytest.fixture(name="client")
def _client(made):
    return Client(made.store)


def only(client, **more):
    """Return the one sheet that the page is told of."""
    answered = client.get("/v1/sync", **more)
    assert 200 == answered.status_code, answered.text
    (sheet,) = answered.json()["sheets"]
    return sheet


def test_each_run_says_how_it_went(made, client):
    """
    When, how long, how many calls and rows, and an error with its cure; missed moments are counted.
    """
    runner = Runner(
        Outcome("failed", 2, {}, CURE), Outcome("written", 4, {"read": 120, "quarantined": 3})
    )
    tick(client.core, utc(), runner)
    first = only(client)
    tick(client.core, utc() + dt.timedelta(minutes=2), runner)
    then = only(client)

    failed = first["runs"][0]
    assert ["failed", "failed", 1, 2] == [failed[n] for n in ("state", "outcome", "attempts", "calls")]  # fmt: skip
    assert {"en": CURE.en, "fr": CURE.fr} == failed["error"]
    assert 2 == next(run["skipped"] for run in first["runs"] if run["state"] == "skipped")
    written = then["runs"][0]
    assert ["done", "written", 2, 4, 120, 3, None] == [
        written[n] for n in ("state", "outcome", "attempts", "calls", "read", "rejected", "error")
    ]
    assert None is first["last_success"]
    assert then["last_success"]
    assert "every hour" == then["schedule"]["words"]["en"]
    assert dt.datetime.fromisoformat(then["schedule"]["next"]) > dt.datetime.now(dt.UTC)


def test_a_run_that_its_process_did_not_end_is_called_cut_off(made, client):
    """
    A row that says “running” of a process that is gone is not shown as going on.
    """
    run = runs.begin(made.store, 1, reason="now", now=utc())
    going = only(client)["runs"][0]["state"]
    runs._at_work.discard((made.store.instance, run.id))

    assert ["running", "interrupted"] == [going, only(client)["runs"][0]["state"]]


def test_the_owner_s_machine_may_run_and_pause_while_no_key_exists(made, client):
    """
    On one's own machine the page changes what it shows; from the first key on, the owner alone may.
    """
    assert client.get("/v1/sync").json()["may_change"]
    assert 200 == client.post("/v1/sync/1/pause", {}).status_code
    assert only(client)["paused"]
    assert None is only(client)["schedule"]["next"]
    assert 200 == client.post("/v1/sync/1/resume", {}).status_code
    assert not only(client)["paused"]

    read = client.admin("keys", {"create": "page"}).json()["text"]
    cells = client.admin("keys", {"create": "sheet", "scope": "cells"}).json()["text"]

    assert [200, 401, 401] == [
        client.get("/v1/sync", headers=bearer(key)).status_code for key in (read, cells, "")
    ]
    assert not client.get("/v1/sync", headers=bearer(read)).json()["may_change"]
    assert client.get("/v1/sync", headers=bearer(OWNER)).json()["may_change"]
    for act in ACTS:
        for key in (read, cells, "", "nonsense"):
            answered = client.post(f"/v1/sync/1/{act}", {}, headers=bearer(key))
            assert 401 == answered.status_code, (act, key)
    assert 200 == client.post("/v1/sync/1/pause", {}, headers=bearer(OWNER)).status_code


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"", {}),
        (b"", {"content-type": "application/x-www-form-urlencoded"}),
        (b"a=1", {"content-type": "text/plain"}),
        (b"{}", {**JSON, "origin": "https://evil.example"}),
        (b'{"paused": true}', JSON),
        (b"[]", JSON),
    ],
)
def test_no_page_of_another_site_changes_anything(client, act, content, headers):
    """
    What a form, a link or a script of elsewhere can send is refused, and the sheet stays as it is.
    """
    answered = client.send("POST", f"/v1/sync/1/{act}", content=content, headers=headers)

    assert answered.status_code in {403, 415, 422}
    assert not only(client)["paused"]
    assert [] == only(client)["runs"]


def test_a_sheet_that_is_not_there_is_not_found(client):
    """
    Another number is told so, in words.
    """
    for act in ACTS:
        answered = client.post(f"/v1/sync/7/{act}", {}, crash=False)
        assert 404 == answered.status_code
        assert "7" in answered.json()["message"]["fr"]
    for sheet in ("0", "-1", "x", "99999999999999999999"):
        assert 422 == client.post(f"/v1/sync/{sheet}/run", {}).status_code


def test_run_now_answers_at_once_and_overlaps_with_nothing(made, monkeypatch):
    """
    The run goes on by itself; meanwhile a second one is refused, and the page sees it going on.
    """
    may_end, told = threading.Event(), []

    def slow(_core, _sheet, *, actor, force=False):
        may_end.wait(20)
        return Outcome("written", 4)

    import addin.server.app as interface

    def with_slow(app, core):
        add_sync(app, core, slow, lambda _core, now: told.append(now))

    monkeypatch.setattr(interface, "add_sync", with_slow)
    client = Client(made.store)
    begun = client.post("/v1/sync/1/run", {})
    going = only(client)["runs"][0]
    again = client.post("/v1/sync/1/run", {})
    may_end.set()
    until = time.monotonic() + 20
    while not told and time.monotonic() < until:
        time.sleep(0.01)

    assert (202, going["id"]) == (begun.status_code, begun.json()["run"])
    assert ["running", "now"] == [going["state"], going["reason"]]
    assert 503 == again.status_code
    assert "kpi sync status" in again.json()["message"]["en"]
    assert "written" == only(client)["runs"][0]["outcome"]
    assert 1 == len(told)


def test_a_real_server_ticks_and_stops(made):
    """
    `kpi serve` works off what is due by itself, shows it, refuses other sites, and ends when told to.
    """
    made.close()
    server = Server(made.folder).wait()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        sheet = server.get("/v1/sync")["sheets"][0]
        if sheet["runs"] and sheet["runs"][0]["state"] == "failed":
            break
        time.sleep(0.1)
    refused = status(lambda: server.send("/v1/sync/1/pause", {}, Origin="https://evil.example"))
    server.send("/v1/sync/1/pause", {})
    paused = server.get("/v1/sync")["sheets"][0]["paused"]
    ended, said = server.stop()

    # Nobody's account opens this sheet: the run says so, and what to do.
    assert "kpi sync connect" in sheet["runs"][0]["error"]["en"]
    assert 403 == refused
    assert paused
    assert 0 == ended, said


def test_no_answer_about_sheets_holds_a_secret(client):
    """
    Whose account opens a sheet stands in no answer; which file it is, only in the owner's.
    """
    with client.store.aside() as cursor:
        cursor.execute("UPDATE sync_sheets SET credential = 'canary-1', reference = 'canary-2'")
    read = client.admin("keys", {"create": "page"}).json()["text"]

    theirs = client.get("/v1/sync", headers=bearer(read)).json()
    owners = client.get("/v1/sync", headers=bearer(OWNER)).json()

    assert "canary" not in json.dumps(theirs)
    assert "canary-1" not in json.dumps(owners)
    assert owners["sheets"][0]["link"].endswith("/d/canary-2")
