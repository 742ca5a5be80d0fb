"""Timing two ways of getting the same answer, alternately, so that a busy machine slows both."""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. *target* is what the design promises, None where only reported."""

    what: str
    ours: float
    theirs: float
    alternative: str
    target: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def race(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 7
) -> tuple[float, float]:
    """Return the median seconds of each side, run in turns after one warm-up of both."""
    ours()
    theirs()
    gc.collect()
    times = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


def peak_mb() -> float:
    """Return the most memory this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| what | ours | hand-written | ratio | must reach |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {r.what} | {_time(r.ours)} | {_time(r.theirs)} ({r.alternative}) | {r.ratio:.2f} | {r.target} |"
        for r in rows
    ]
    return "\n".join(lines)


def _time(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
