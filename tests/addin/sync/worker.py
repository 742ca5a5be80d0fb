"""A process that ticks a workspace once and ends, or is killed in the middle of its run."""

import datetime as dt
import os
import signal
import sys
import time
from pathlib import Path

from addin.sync.runs import Outcome
from addin.sync.ticking import tick
from kpi_core.answering import Core
from kpi_core.workspace import Store
from kpi_core.workspace.store import BusyError


def main(folder, log, now, name, dies):
    """Tick *folder* as of *now*; the run notes when it starts and ends, and may never end."""
    moment = dt.datetime.fromisoformat(now)
    path = Path(log)

    def note(word):
        with path.open("a") as file:
            file.write(f"{word} {name}\n")

    def runner(_core, _sheet, **_more):
        note("start")
        if dies == "during":
            os.kill(os.getpid(), signal.SIGKILL)
        note("end")
        return Outcome("written", calls=4)

    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            store = Store(Path(folder))
        except BusyError:
            time.sleep(0.01)
            continue
        done = tick(Core(store, moment.date()), moment, runner)
        if dies == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        store.close()
        sys.stdout.write(str(len(done)))
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
