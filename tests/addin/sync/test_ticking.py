"""Whatever clocks and crashes do, a slot is worked off once, and none is lost."""

import datetime as dt
import threading
import time

import pytest

from addin.sync import runs, schedule, ticking
from addin.sync.runs import Outcome
from addin.sync.ticking import Ticker, tick
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import Store
from tests.addin.sync.slots import HOUR, START, Runner, connect, due_hourly, rows

MINUTE = dt.timedelta(minutes=1)
BUSY = KpiError(Kind.UPSTREAM, Text(en="busy", fr="occupé"))


@pytest.fixture(name="core")
def _core(tmp_path):
    core = due_hourly(tmp_path / "w")
    yield core
    core.store.close()


def slots(core, state="done"):
    """Return the slots of the runs in *state*, in order."""
    return sorted(slot for slot, found, *_ in rows(core.store) if found == state)


def test_a_slot_is_worked_off_when_it_comes_and_not_again(core):
    """
    Before its moment nothing runs; at it one run does; until the next, none.
    """
    runner = Runner("written")

    assert [] == tick(core, START + 59 * MINUTE, runner)
    (worked,) = tick(core, START + HOUR, runner)
    assert [] == tick(core, START + HOUR + MINUTE, runner)

    assert (START + HOUR, "written") == (worked.slot, worked.outcome.state)
    assert [(START + HOUR, "done", "written", 1)] == rows(core.store)


def test_what_was_missed_is_caught_up_once(core):
    """
    After a week asleep one run is made, of the latest slot; the others are written down as skipped.
    """
    runner = Runner("written")
    tick(core, START + HOUR, runner)

    (worked,) = tick(core, START + 7 * 24 * HOUR, runner)

    assert START + 7 * 24 * HOUR == worked.slot
    assert 2 == len(runner.given)
    ((details,),) = (
        core.store.cursor()
        .execute("SELECT details::VARCHAR FROM sync_runs WHERE state = 'skipped'")
        .fetchall()
    )
    assert '"slots":166' in details.replace(" ", "")
    assert [] == tick(core, START + 7 * 24 * HOUR + MINUTE, runner)


def test_a_clock_that_is_set_back_runs_no_slot_twice(core):
    """
    However often an hour comes back, its slot ran.
    """
    runner = Runner("unchanged")
    for _ in range(3):
        for hours in (1, 2, 3):
            tick(core, START + hours * HOUR + MINUTE, runner)

    assert [START + n * HOUR for n in (1, 2, 3)] == slots(core)
    assert 3 == len(runner.given)


def test_a_clock_that_jumps_ahead_and_back_loses_nothing(core):
    """
    The latest slot runs once while the clock is ahead; those of the right time run when it is back.
    """
    runner = Runner("written")
    ahead = 24 * 300 * HOUR
    tick(core, START + HOUR, runner)
    tick(core, START + ahead, runner)
    for hours in (2, 3, 4):
        tick(core, START + hours * HOUR, runner)
    tick(core, START + ahead, runner)

    assert [START + n * HOUR for n in (1, 2, 3, 4)] + [START + ahead] == slots(core)
    assert 5 == len(runner.given)


def test_a_schedule_made_while_the_clock_was_ahead_is_due_all_the_same(core):
    """
    Once the clock is right, slots are due from then on.
    """
    kept = schedule.kept(core.store.cursor())[0]
    schedule.keep(core.store, 1, kept.schedule, START + 5000 * HOUR)
    runner = Runner("written")
    for hours in (10, 11):
        tick(core, START + hours * HOUR, runner)

    assert [START + 11 * HOUR] == slots(core)


def test_a_failed_run_is_tried_again_with_rests_and_three_times_at_most(core):
    """
    It fails, rests a minute, then five, and is given up; the next slot is worked off as ever.
    """
    runner = Runner("failed", "failed", "failed", "written")
    at = START + HOUR
    seen = [
        len(tick(core, at + wait * MINUTE, runner)) for wait in (0, 0.5, 1.1, 3, 6.2, 10, 30, 59)
    ]

    assert [1, 0, 1, 0, 1, 0, 0, 0] == seen
    assert [(at, "failed", "failed", 3)] == rows(core.store)
    assert 1 == len(tick(core, at + HOUR, runner))


def test_a_retry_that_succeeds_ends_the_slot(core):
    """
    The row of the slot says how often it was tried, and holds no error any more.
    """
    why = Text(en="Quota.", fr="Quota.")
    runner = Runner(Outcome("failed", calls=2, error=why), "written")
    tick(core, START + HOUR, runner)
    tick(core, START + HOUR + 2 * MINUTE, runner)

    assert [(START + HOUR, "done", "written", 2, None)] == rows(
        core.store, "slot, state, outcome, attempts, error_en"
    )


def test_a_run_that_could_not_start_costs_no_attempt(core):
    """
    While somebody works on the sheet by hand the slot waits, however long.
    """
    runner = Runner(*[BUSY] * 10, "written")
    for minutes in range(11):
        tick(core, START + HOUR + minutes * MINUTE, runner)

    assert [(START + HOUR, "done", "written", 1)] == rows(core.store)


def test_a_sheet_that_breaks_does_not_stop_the_others(tmp_path, caplog):
    """
    A fault of ours is written in the journal and in its run; the next sheet runs.
    """
    core = due_hourly(tmp_path / "w", sheets=2)
    runner = Runner(RuntimeError("person@firm.example"), "written")
    worked = tick(core, START + HOUR, runner)

    assert ["failed", "written"] == [w.outcome.state for w in worked]
    assert "person@" not in str(rows(core.store, "error_en, error_fr"))
    assert "broke" in caplog.text
    core.store.close()


def test_a_paused_sheet_rests_and_what_it_missed_is_nobodys(core):
    """
    Nothing runs while it is paused, nor for that time once it goes on.
    """
    runner = Runner("written")
    schedule.pause(core.store, 1, START, paused=True)
    assert [] == tick(core, START + 5 * HOUR, runner)
    schedule.pause(core.store, 1, START + 5 * HOUR + MINUTE, paused=False)

    assert [] == tick(core, START + 5 * HOUR + 2 * MINUTE, runner)
    assert 1 == len(tick(core, START + 6 * HOUR, runner))


def test_two_who_tick_at_once_never_work_on_the_same_slot(tmp_path):
    """
    Eight threads tick together, slot after slot, over three sheets: each slot of each runs once.
    """
    core = due_hourly(tmp_path / "w", sheets=3)
    runner = Runner("written")
    at_once = threading.Barrier(8)

    def work():
        for hours in range(1, 11):
            at_once.wait()
            tick(core, START + hours * HOUR, runner)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 30 == len(runner.given)
    assert 30 == len(set(rows(core.store, "sheet, slot")))
    assert {("done", 1)} == set(rows(core.store, "state, attempts"))
    core.store.close()


def test_a_run_asked_for_waits_for_nobody_and_overlaps_with_nobody(core):
    """
    While a run goes on, a second one of the same sheet is refused, and its slot waits.
    """
    going, may_end = threading.Event(), threading.Event()

    def slow(_core, _sheet, **_more):
        going.set()
        may_end.wait(20)
        return Outcome("written")

    thread = threading.Thread(
        target=lambda: ticking.run_now(core, 1, slow, actor="cli", clock=lambda: START)
    )
    thread.start()
    going.wait(20)
    with pytest.raises(KpiError) as refused:
        ticking.run_now(core, 1, Runner("written"), actor="cli")
    during = tick(core, START + HOUR, Runner("written"))
    may_end.set()
    thread.join()
    after = tick(core, START + HOUR + MINUTE, Runner("written"))

    assert "kpi sync status" in refused.value.message.en
    assert [] == during
    assert [START + HOUR] == [worked.slot for worked in after]


def test_a_sheet_that_is_not_there_is_named(core):
    """
    A number that no sheet has is refused before anything is written.
    """
    with pytest.raises(KpiError) as refused:
        ticking.run_now(core, 7, Runner("written"), actor="cli")

    assert Kind.NOT_FOUND is refused.value.kind
    assert [] == rows(core.store)


def test_a_run_left_by_a_process_that_ended_is_begun_again(tmp_path):
    """
    Whoever opens the workspace next takes the slot up, at once and as another attempt.
    """
    core = due_hourly(tmp_path / "w")
    left = runs.begin(core.store, 1, reason="schedule", slot=START + HOUR, now=START + HOUR)
    core.store.close()
    with Store(tmp_path / "w") as store:
        (worked,) = tick(Core(store, START.date()), START + HOUR + MINUTE, Runner("written"))

        assert (left.id, START + HOUR) == (worked.run, worked.slot)
        assert [(START + HOUR, "done", "written", 2)] == rows(store)
        # What the first attempt would still say is no longer written.
        assert not runs.end(store, left, Outcome("failed"), START + HOUR)
        assert [(START + HOUR, "done", "written", 2)] == rows(store)


def test_old_runs_that_changed_nothing_are_forgotten(tmp_path, monkeypatch):
    """
    The last thirty days stay, then only the runs that wrote, and never the newest few.
    """
    monkeypatch.setattr(runs, "ALWAYS_KEPT", 3)
    core = due_hourly(tmp_path / "w")
    for hours in range(1, 21):
        tick(core, START + hours * HOUR, Runner("written" if hours in {2, 5} else "unchanged"))
    tick(core, START + 40 * 24 * HOUR, Runner("unchanged"))
    kept = [slot for slot, *_ in rows(core.store)]

    assert [START + n * HOUR for n in (2, 5)] == kept[:2]
    assert START + 40 * 24 * HOUR == kept[-1]
    assert 2 + 3 == len(kept)
    core.store.close()


def test_the_server_s_thread_ticks_on_after_a_fault_and_stops_when_told(core, monkeypatch, caplog):
    """
    A tick that breaks is written in the journal; the next one comes, and none after the end.
    """
    seen = []

    def broken(*_args, **_more):
        seen.append(1)
        raise RuntimeError

    monkeypatch.setattr(ticking, "tick", broken)
    ticker = Ticker(core, Runner("written"), every=0.01)
    ticker.start()
    until = time.monotonic() + 20
    while len(seen) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    ticker.stop()
    ended = len(seen)
    time.sleep(0.05)

    assert 3 <= ended
    assert ended == len(seen)
    assert "the next one comes" in caplog.text


def test_what_follows_a_tick_comes_after_its_runs_and_cannot_break_it(core, caplog):
    """
    Alerts are looked at once the runs are over, and a fault of theirs is the journal's.
    """
    order = []

    def runner(_core, _sheet, **_more):
        order.append("run")
        return Outcome("written")

    def after(_core, _now):
        order.append("after")
        raise RuntimeError

    (worked,) = tick(core, START + HOUR, runner, after=after)

    assert ["run", "after"] == order
    assert "written" == worked.outcome.state
    assert "what follows a run broke" in caplog.text


def test_a_tick_leaves_answers_valid(core):
    """
    Runs are no data: the version that cached answers hang on stays.
    """
    connect(core.store)
    before = core.store.version
    tick(core, START + HOUR, Runner("written"))

    assert before == core.store.version
