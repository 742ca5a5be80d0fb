"""A process that has loaded the libraries, and becomes the command each time one is asked for.

Half of what a command spends is loading libraries, the same each time: with hundreds of commands
in the tests that is minutes. What is forked here is a process of its own like any other, with its
own surroundings, folder, output and end; how `kpi` starts from nothing is tested by itself.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import time

# Libraries, and what of ours does not depend on the surroundings: never `addin.cli`, whose help
# is written in the language of its process.
_LOADED = (
    "typer",
    "typer.main",
    "rich.console",
    "rich.table",
    "pydantic",
    "msgspec",
    "duckdb",
    "pyarrow",
    "numpy",
    "babel.numbers",
    "babel.dates",
    "requests",
    "python_calamine",
    "scipy.special",
    "kpi_core.answering",
    "kpi_core.workspace",
    "kpi_core.importing",
    "kpi_core.warehouse.assembling",
    "assistant.assistant",
    "addin.bringing",
    "addin.desk",
    "addin.sync.excel.book",
    "addin.sync.google.accounts",
    "addin.sync.operations",
)


def main() -> None:
    """Serve requests on the socket whose number is the first argument: a line of JSON each."""
    for name in _LOADED:
        importlib.import_module(name)
    with socket.socket(fileno=int(sys.argv[1])) as asking, asking.makefile("rw") as lines:
        for line in lines:
            lines.write(f"{_ended(json.loads(line))}\n")
            lines.flush()


def _ended(asked: dict) -> int:
    """Become the command in a child, and return how it ended; negative where a signal ended it."""
    child = os.fork()
    if child == 0:
        _become(asked)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _become(asked: dict) -> None:
    code = 1
    try:
        for number, path in enumerate((os.devnull, asked["out"], asked["err"])):
            opened = os.open(path, os.O_RDWR)
            os.dup2(opened, number)
            os.close(opened)
        os.environ.clear()
        os.environ.update(asked["env"])
        time.tzset()
        os.chdir(asked["cwd"])
        sys.argv = asked["argv"]
        sys.modules["__main__"].__package__ = None  # else help calls it "python -m"
        from addin.cli import main as command

        command()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 - a command ends in whatever way it does
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
