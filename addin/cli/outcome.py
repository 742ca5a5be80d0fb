"""How a command ends: 0 for an answer, 2 for what its user can fix, with a sentence."""

from __future__ import annotations

import sys

import typer

from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text

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
    except ValueError as error:
        return _invalid(error, lang)
    return 0


def _invalid(error: ValueError, lang: Lang) -> int:
    """Say what an option cannot be; any other ValueError is a fault of ours, and shows."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        raise error
    for fault in error.errors():
        where = "/".join(str(part) for part in fault["loc"])
        words = Text(en="{where}: {why}.", fr="{where} : {why}.")
        sys.stderr.write(words.format(where=where, why=fault["msg"])[lang] + "\n")
    return USER_ERROR
