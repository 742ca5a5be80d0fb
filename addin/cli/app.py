"""Every command of `kpi`: read what was typed, ask the desk, print.

What a command needs is imported when it runs: `kpi --help` answers at once.
"""

from __future__ import annotations

import sys

from typer.main import get_command_name
from typer.models import CommandInfo

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
    general, rest = parted(sys.argv[1:])
    if not general or general[-1] not in _GENERAL:  # else it takes the command for its value
        _narrow(rest[0] if rest else "")
    sys.exit(run(app, LANG, [*general, *rest]))


def _narrow(name: str) -> None:
    """Leave only the command called *name*: to build all of them takes longer than most run."""
    commands = [c for c in app.registered_commands if _called(c) == name]
    groups = [g for g in app.registered_groups if g.name == name]
    if len(commands) + len(groups) == 1:
        app.registered_commands, app.registered_groups = commands, groups


def _called(command: CommandInfo) -> str | None:
    if command.name or command.callback is None:
        return command.name
    return get_command_name(command.callback.__name__)


def parted(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the general options, which people type last, and what stands beside them."""
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
    return general, rest


_GENERAL = frozenset({"--workspace", "--lang", "--today"})
