"""How a command ends: 0 for an answer, 2 for what its user can fix, with a sentence."""

from __future__ import annotations

import sys

import typer

from addin.faults import refused
from kpi_core.errors import KpiError
from kpi_core.text import Lang

USER_ERROR = 2


def run(app: typer.Typer, lang: Lang, words: list[str]) -> int:
    """Run *app* on *words* and return its exit code."""
    try:
        app(words)
    except KpiError as error:
        sys.stderr.write(error.message[lang] + "\n")
        return USER_ERROR
    except BrokenPipeError:
        return 0
    except OSError as error:
        sys.stderr.write(refused(error).message[lang] + "\n")
        return USER_ERROR
    return 0
