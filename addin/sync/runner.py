"""The run of a sheet as everybody starts it, and what follows: alerts are looked at.

What a run needs is loaded by the first one: a server without sheets starts without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from addin.sync.runs import Outcome
from addin.sync.ticking import Ticker
from kpi_core.answering import Core


def run(core: Core, sheet: int, *, actor: str, force: bool = False) -> Outcome:
    """
    Run a sheet, its dashboard warning of the alerts that stand.

    Raises
    ------
    KpiError
        it could not start, and that is not the sheet's fault.
    """
    from addin.sync import engine  # noqa: PLC0415 - what speaks with spreadsheets
    from addin.sync.alerts import telling  # noqa: PLC0415 - what asks the data

    return engine.run(core, sheet, actor=actor, force=force, alerts=telling.warnings)


def after(core: Core, now: dt.datetime) -> None:
    """Tell the alerts that began or are over."""
    from addin.sync.alerts import telling  # noqa: PLC0415 - idem

    telling.tell(core, now)


@contextmanager
def ticking(core: Core) -> Iterator[None]:
    """Work off whatever is due as long as this lasts."""
    ticker = Ticker(core, run, after=after)
    ticker.start()
    try:
        yield
    finally:
        ticker.stop()
