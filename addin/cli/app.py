"""Every command of `kpi`: read what was typed, ask the desk, print.

What a command needs is imported when it runs: `kpi --help` answers at once.
"""

from __future__ import annotations

import sys

from addin.cli import (
    abtest,
    alerts,
    ask,
    benchmarks,
    cohorts,
    costs,
    data,
    evaluating,
    experiments,
    funnel,
    keep,
    keys,
    lifetimes,
    mcp,
    outlook,
    paths,
    people,
    rows,
    running,
    scoring,
    segments,
    shared,
    slack,
    sync,
    sync_schedule,
    sync_tables,
    targets,
    warehouse,
    workbook,
)
from addin.cli.outcome import run
from addin.cli.root import LANG, app

COMMANDS = (
    ask,
    abtest,
    experiments,
    rows,
    paths,
    cohorts,
    funnel,
    segments,
    lifetimes,
    scoring,
    outlook,
    costs,
    data,
    warehouse,
    shared,
    keep,
    benchmarks,
    people,
    keys,
    running,
    mcp,
    slack,
    workbook,
    sync,
    sync_schedule,
    sync_tables,
    alerts,
    targets,
    evaluating,
)  # importing declares them, in this order


def main() -> None:
    """Run the command: exit 0 for an answer, 2 for a user's error, never a traceback for one."""
    sys.exit(run(app, LANG, _general_first(sys.argv[1:])))


def _general_first(words: list[str]) -> list[str]:
    """Move the general options to the front: people type them last, after the command."""
    general, rest = [], []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word in _GENERAL:
            general += [word, *(value for value in [next(waiting, None)] if value is not None)]
        elif word.partition("=")[0] in _GENERAL:
            general.append(word)
        else:
            rest.append(word)
    return [*general, *rest]


_GENERAL = frozenset({"--workspace", "--lang", "--today"})
