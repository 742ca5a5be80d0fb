"""Real processes, killed in the middle of a run: what they left is taken up by the next one."""

import datetime as dt
import multiprocessing
import random
from collections import Counter

from kpi_core.workspace import Store
from tests.addin.sync.slots import HOUR, START, due_hourly, rows
from tests.addin.sync.worker import main as work

SLOTS = 29


# Processes of their own, forked from one that has loaded the libraries: what is killed is real.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.addin.sync.worker"])


def start(folder, log, now, name, dies=""):
    """Start a worker; it waits for its turn to own the workspace."""
    process = FORKS.Process(target=work, args=(str(folder), str(log), now.isoformat(), name, dies))
    process.start()
    return process


def ended(process):
    """Wait for a worker, and return how it ended; negative where a signal ended it."""
    process.join(60)
    assert not process.is_alive()
    return process.exitcode


def test_three_workers_that_are_killed_at_random_work_each_slot_off_once(tmp_path):
    """
    Of 29 slots none ends twice and none is lost, whoever is killed, in the middle or at the end.
    """
    chance = random.Random(7)  # noqa: S311 - no secret
    folder, log = tmp_path / "w", tmp_path / "log"
    due_hourly(folder).store.close()
    killed = 0
    for slot in range(1, SLOTS + 1):
        now = START + slot * HOUR
        # Two deaths at most: with the third the slot would be given up, as it should.
        deaths = [chance.choice(["during", "after", "", ""]) for _ in range(2)] + [""]
        chance.shuffle(deaths)
        workers = [
            start(folder, log, now + dt.timedelta(minutes=i), f"{slot}", dies)
            for i, dies in enumerate(deaths)
        ]
        codes = [ended(worker) for worker in workers]
        assert {0, -9} >= set(codes), codes
        killed += codes.count(-9)
        # Whatever order they came in, one more look finds nothing left to do, or does it.
        ended(start(folder, log, now + dt.timedelta(minutes=9), f"{slot}"))

    ends = Counter(line.split()[1] for line in log.read_text().splitlines() if line.startswith("end"))  # fmt: skip
    with Store(folder) as store:
        found = rows(store)

    assert killed > SLOTS // 4
    assert {str(n): 1 for n in range(1, SLOTS + 1)} == dict(ends)
    assert [(START + n * HOUR, "done", "written") for n in range(1, SLOTS + 1)] == [
        row[:3] for row in found
    ]


def test_a_slot_whose_process_dies_three_times_is_given_up(tmp_path):
    """
    What kills its process each time does not do so for ever; the next slot gets its turn.
    """
    folder, log = tmp_path / "w", tmp_path / "log"
    due_hourly(folder).store.close()
    for minutes in range(5):
        now = START + HOUR + dt.timedelta(minutes=minutes)
        ended(start(folder, log, now, "1", "during"))
    ended(start(folder, log, START + 2 * HOUR, "2"))

    with Store(folder) as store:
        found = rows(store)
    assert 3 == log.read_text().count("start 1")
    assert [(START + HOUR, "running", None, 3), (START + 2 * HOUR, "done", "written", 1)] == found
