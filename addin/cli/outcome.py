"""How a command ends: 0 for an answer, 2 for what its user can fix, with a sentence."""

from __future__ import annotations

import sys

import typer
from typer._click.exceptions import ClickException

from addin.cli.spoken import fault
from addin.faults import refused
from kpi_core.errors import KpiError
from kpi_core.text import Lang

USER_ERROR = 2
INTERRUPTED = 130


def run(app: typer.Typer, lang: Lang, words: list[str]) -> int:
    """Run *app* on *words* and return its exit code."""
    try:
        ended = app(words, standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except ClickException as error:
        sys.stderr.write(fault(error, lang))
        return USER_ERROR
    except KpiError as error:
        sys.stderr.write(error.message[lang] + "\n")
        return USER_ERROR
    except BrokenPipeError:
        return 0
    except OSError as error:
        sys.stderr.write(refused(error).message[lang] + "\n")
        return USER_ERROR
    return int(ended or 0)
